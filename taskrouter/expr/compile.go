package expr

import "math"

// An expression runs as a list of comparisons with two exits each. AND, OR and
// NOT leave no instruction behind: they are only where the exits lead, so an
// evaluation is a loop without recursion, and NOT costs nothing.

// accept and reject are exits that end the evaluation. They lie past every
// instruction, and so does the entry of the zero program.
const (
	accept = math.MaxUint32
	reject = math.MaxUint32 - 1
)

// instruction is one comparison.
type instruction struct {
	shape       shape
	op          op
	left, right argument
	yes, no     uint32 // the next instruction when true, when false
	bits, size  uint64 // of the constant, see shape
}

// shape says how an instruction is carried out. Most comparisons of routing rules
// are of a few kinds with a constant on the right, where that of the constant and
// the operator are known beforehand; the loop of run does those itself. A
// constant on the left is brought to the right by turning the operator around.
type shape uint8

const (
	shapeAny   shape = iota // any operator on anything
	shapeHas                // reference HAS text: its first bytes, and its length
	shapeEqual              // reference == text
	shapeRange              // reference among whole numbers: the least, and how far they go
)

// argument is where an operand is: which list in its upper two bits, and the
// position there. The last list is the program's constants.
type argument uint32

const (
	listShift     = 30
	constantsList = 3
	noIndex       = 1<<listShift - 1 // beyond every list, so NULL
)

func argumentAt(list, index int) argument { return argument(list)<<listShift | argument(index) }

func (a argument) list() int { return int(a >> listShift) }

func (a argument) index() int { return int(a & noIndex) }

type program struct {
	code      []instruction
	constants []Value
	entry     uint32
}

// compile turns a parsed expression into a program. Slot i of the expression is
// position i of the first list.
func compile(root *node, comparisons int) program {
	p := program{code: make([]instruction, 0, comparisons)}
	p.entry = p.emit(root, accept, reject)
	return p
}

// emit appends the code for n and returns where it begins. The exits must be
// known beforehand, so children are emitted from the last to the first.
func (p *program) emit(n *node, yes, no uint32) uint32 {
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
	p.code = append(p.code, p.comparison(n, yes, no))
	return uint32(len(p.code) - 1)
}

func (p *program) comparison(n *node, yes, no uint32) instruction {
	operator, left, right := turned(n)
	in := instruction{op: operator, yes: yes, no: no}
	if left.slot >= 0 && right.slot < 0 {
		in.shape, in.bits, in.size = shaped(operator, &right.constant)
	}
	in.left, in.right = p.argument(left), p.argument(right)
	return in
}

// shaped returns the shape of a comparison whose right side is a constant, and
// what it knows of that.
func shaped(operator op, constant *Value) (s shape, bits, size uint64) {
	switch {
	case constant.kind == KindString && operator == opHas:
		return shapeHas, constant.bits, uint64(len(constant.text))
	case constant.kind == KindString && operator == opEqual:
		return shapeEqual, constant.bits, uint64(len(constant.text))
	case constant.kind == KindNumber && !constant.isFloat:
		least, most := operator.between(int64(constant.bits))
		if least <= most {
			return shapeRange, uint64(least), uint64(most) - uint64(least)
		}
	}
	return shapeAny, 0, 0
}

// between returns the integers that an operator holds for with c on its right,
// from the least to the most; none, the wrong way round, for operators that are
// about other things.
func (o op) between(c int64) (least, most int64) {
	least, most = math.MinInt64, math.MaxInt64
	switch {
	case o == opEqual:
		return c, c
	case o == opGreaterOrEqual:
		return c, most
	case o == opLessOrEqual:
		return least, c
	case o == opGreater && c < most:
		return c + 1, most
	case o == opLess && c > least:
		return least, c - 1
	}
	return 1, 0
}

// turned returns a comparison with its constant on the right, where the language
// has an operator that means the same.
func turned(n *node) (op, operand, operand) {
	if n.left.slot >= 0 || n.right.slot < 0 {
		return n.op, n.left, n.right
	}
	switch n.op {
	case opEqual, opUnequal:
		return n.op, n.right, n.left
	case opLess, opLessOrEqual, opGreater, opGreaterOrEqual:
		return mirrored[n.op], n.right, n.left
	case opIn:
		if n.left.constant.kind != KindNull { // which is in nothing, and HAS may find
			return opHas, n.right, n.left
		}
	}
	return n.op, n.left, n.right
}

// mirrored is each ordering operator seen from the other side.
var mirrored = map[op]op{
	opLess: opGreater, opGreater: opLess, opLessOrEqual: opGreaterOrEqual, opGreaterOrEqual: opLessOrEqual,
}

// isOrder reports whether the operator is about the order of its operands.
func (o op) isOrder() bool {
	_, ok := mirrored[o]
	return ok
}

func (p *program) argument(o operand) argument {
	if o.slot >= 0 {
		return argumentAt(0, o.slot)
	}
	p.constants = append(p.constants, o.constant)
	return argumentAt(constantsList, len(p.constants)-1)
}
