package expr

import "math"

// An expression runs as a list of comparisons with two exits each. AND, OR and
// NOT leave no instruction behind: they are only where the exits lead, so an
// evaluation is a loop without recursion, and NOT costs nothing.

// accept and reject are exits that end the evaluation. They lie past every
// instruction, and so does the entry of the zero program.
const (
	accept = math.MaxInt32
	reject = math.MaxInt32 - 1
)

// instruction is one comparison. left and right are slots when they are not
// negative, and constants by their complement when they are.
type instruction struct {
	op          op
	left, right int32
	yes, no     int32 // the next instruction when true, when false
}

type program struct {
	code      []instruction
	constants []Value
	entry     int32
}

// compile turns a parsed expression into a program.
func compile(root *node, comparisons int) program {
	p := program{code: make([]instruction, 0, comparisons)}
	p.entry = p.emit(root, accept, reject)
	return p
}

// emit appends the code for n and returns where it begins. The exits must be
// known beforehand, so children are emitted from the last to the first.
func (p *program) emit(n *node, yes, no int32) int32 {
	switch n.kind {
	case nodeNot:
		return p.emit(n.children[0], no, yes)
	case nodeAnd:
		for i := len(n.children) - 1; i >= 0; i-- {
			yes = p.emit(n.children[i], yes, no)
		}
		return yes
	case nodeOr:
		for i := len(n.children) - 1; i >= 0; i-- {
			no = p.emit(n.children[i], yes, no)
		}
		return no
	}
	p.code = append(p.code, instruction{op: n.op, left: p.argument(n.left), right: p.argument(n.right), yes: yes, no: no})
	return int32(len(p.code) - 1)
}

func (p *program) argument(o operand) int32 {
	if o.slot >= 0 {
		return int32(o.slot)
	}
	p.constants = append(p.constants, o.constant)
	return ^int32(len(p.constants) - 1)
}

// run judges the program. It does not allocate.
func (p *program) run(slots []Value) bool {
	pc := p.entry
	for int(pc) < len(p.code) {
		in := &p.code[pc]
		if in.op.holds(p.value(in.left, slots), p.value(in.right, slots)) {
			pc = in.yes
		} else {
			pc = in.no
		}
	}
	return pc == accept
}

var null Value // what a slot that was not supplied holds

func (p *program) value(argument int32, slots []Value) *Value {
	switch {
	case argument < 0:
		return &p.constants[^argument]
	case int(argument) < len(slots):
		return &slots[argument]
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
	return ok && o.accepts(order)
}

// accepts says whether an ordering operator wants this result of a comparison.
func (o op) accepts(order int) bool {
	switch o {
	case opLess:
		return order < 0
	case opLessOrEqual:
		return order <= 0
	case opGreater:
		return order > 0
	}
	return order >= 0
}
