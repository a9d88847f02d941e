package expr

import "cmp"

// run judges the program. It does not allocate.
func (p *program) run(lists *Lists) bool {
	pc := p.entry
	for uint(pc) < uint(len(p.code)) {
		in := &p.code[pc]
		left := p.value(in.left, lists)
		var holds bool
		switch in.shape {
		case shapeHas:
			if constant := &p.constants[in.right.index()]; left.items != nil {
				items := *left.items
				for i := range items {
					if holds = equal(&items[i], constant); holds {
						break
					}
				}
			}
		case shapeEqual:
			holds = equal(left, &p.constants[in.right.index()])
		case shapeOrder:
			constant := &p.constants[in.right.index()]
			if left.kind == KindNumber && !left.isFloat {
				holds = in.orders.has(cmp.Compare(int64(left.bits), int64(constant.bits)))
			} else {
				holds = in.op.holds(left, constant)
			}
		default:
			holds = in.op.holds(left, p.value(in.right, lists))
		}
		if pc = in.no; holds {
			pc = in.yes
		}
	}
	return pc == accept
}

var null Value // what is not there

func (p *program) value(a argument, lists *Lists) *Value {
	list := p.constants
	if n := a.list(); n != constantsList {
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
	return ok && o.orders().has(order)
}

// orders returns the results of a comparison that an ordering operator wants,
// none for every other operator.
func (o op) orders() orderSet {
	const less, same, greater = 1, 2, 4
	switch o {
	case opLess:
		return less
	case opLessOrEqual:
		return less | same
	case opGreater:
		return greater
	case opGreaterOrEqual:
		return greater | same
	}
	return 0
}

func (s orderSet) has(order int) bool { return s>>(order+1)&1 != 0 }
