package expr

// run judges code from an instruction on, with the program's constants; first is the
// first of the lists. It does not allocate.
//
// Where an instruction leads is decided by branches, which a processor foresees,
// and not by a value that the next one would have to wait for.
func (p *program) run(pc uint32, code []instruction, first []Value, lists *Lists) bool {
	for pc < uint32(len(code)) {
		in := &code[pc]
		pc = in.no
		switch left := p.value(in.left, first, lists); in.shape {
		case shapeHas:
			if left.items == nil {
				continue
			}
			items := *left.items
			for i := range items {
				if p.isText(in, &items[i]) {
					pc = in.yes
					break
				}
			}
		case shapeEqual:
			if p.isText(in, left) {
				pc = in.yes
			}
		case shapeRange:
			if left.kind == KindNumber && !left.isFloat {
				if left.bits-in.bits <= in.size {
					pc = in.yes
				}
				continue
			}
			fallthrough
		default:
			if in.op.holds(left, p.value(in.right, first, lists)) {
				pc = in.yes
			}
		}
	}
	return pc == accept
}

// isText reports whether a value is the text of shapeHas and shapeEqual. Most
// that are not, differ in their first bytes.
func (p *program) isText(in *instruction, v *Value) bool {
	return v.bits == in.bits && v.kind == KindString && uint64(len(v.text)) == in.size &&
		(in.size <= prefixSize || v.text == p.constants[in.right.index()].text)
}

var (
	null    Value // what is not there
	noLists Lists // of who has but the first
)

// value finds an operand. Most are in the first list, which is at hand, and is
// never so long that a position in it looks like one in another.
func (p *program) value(a argument, first []Value, lists *Lists) *Value {
	if i := uint(a); i < uint(len(first)) {
		return &first[i]
	}
	return p.far(a, lists)
}

// far finds an operand that is not in the first list.
func (p *program) far(a argument, lists *Lists) *Value {
	var list []Value
	switch n := a.list(); n {
	case 0: // past the end
	case constantsList:
		list = p.constants
	default:
		list = lists[n]
	}
	if i := a.index(); i < len(list) {
		return &list[i]
	}
	return &null
}

// holds applies one operator, whatever the kinds of the operands.
func (o op) holds(left, right *Value) bool {
	switch o {
	case opEqual:
		return equal(left, right)
	case opUnequal:
		return unequal(left, right)
	case opHas:
		return has(left, right)
	case opIn:
		return in(left, right)
	case opNotIn:
		return notIn(left, right)
	case opContains:
		return contains(left, right)
	}
	order, ok := compare(left, right)
	return ok && o.wants(order)
}

// wants reports whether an ordering operator holds for the result of a
// comparison.
func (o op) wants(order int) bool {
	switch o {
	case opLess:
		return order < 0
	case opLessOrEqual:
		return order <= 0
	case opGreater:
		return order > 0
	default:
		return order >= 0
	}
}
