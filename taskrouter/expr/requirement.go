package expr

import "slices"

// What is asked of an expression is bounded, so that asking costs little whatever
// it is like.
const (
	// MaxRequirements is how many requirements a list may have; one that would
	// have more is none.
	MaxRequirements = 64
	// MaxConditions is how many lists of requirements an expression may have, and
	// how many ranges; those beyond are left out.
	MaxConditions = 8
	// mostKeys is how many keys are made for all lists together, those included
	// that turn out to be of no use.
	mostKeys = 16 * MaxRequirements
)

// Requirement is a condition on one reference that an index can answer: the
// value there equals a constant, or is an array that has it as an element. See
// [Expr.Requirements]. Requirements are comparable with ==.
type Requirement struct {
	Reference Reference
	// Has asks for an element of the array at Reference, otherwise the value
	// there is meant.
	Has bool
	// Key is the constant's key, as [Value.AppendEqualKey] writes it.
	Key string
}

// Requirements returns conditions of which at least one holds wherever the
// expression is true, so that an index by them finds every candidate; what it
// finds is still to be judged. Who uses it enters each value under the key of
// [Value.AppendEqualKey], and each element of an array under its own.
//
// nil says that there is no such list, of at most [MaxRequirements], and every
// document must be judged: as for level >= 5, or an OR of it with anything. A
// list that is empty but not nil says that the expression is never true. An AND
// has the shorter list of its sides (the first of equally short ones), an OR
// those of all its sides. The list has no duplicates, is in the order of the
// text, and is the caller's.
//
// Where it would take more than a thousand keys to find the shortest, it is the
// shortest of those that were looked at.
func (e *Expr) Requirements() []Requirement {
	if e.root == nil {
		return []Requirement{}
	}
	r := requirer{refs: e.refs}
	return r.require(e.root, true)
}

// RequirementsGiven returns the requirements of an expression that is about two
// things of which one is known, as a step's is about a task and a worker: given
// holds the values of the references that are known, by slot, and nil for the
// others. A slot past its end is not known. What is known counts as a constant,
// so that worker.skills HAS task.skill asks, for a task whose skill is 'sales',
// for the workers with that skill.
//
// There is a list for each side of an AND that has one, in the order of the text,
// at most [MaxConditions]: of each list at least one requirement holds wherever the
// expression is true. A list that is empty says that it is never true. It keeps
// nothing of given, and costs time in proportion to the expression, and to a
// thousand keys at most.
func (e *Expr) RequirementsGiven(given []*Value) [][]Requirement {
	if e.root == nil {
		return [][]Requirement{{}}
	}
	r := requirer{refs: e.refs, given: given}
	sides := []*node{e.root}
	if e.root.kind == nodeAnd {
		sides = e.root.children
	}
	var lists [][]Requirement
	for _, side := range sides {
		if list := r.require(side, true); list != nil {
			lists = append(lists, list)
		}
		if len(lists) == MaxConditions {
			break
		}
	}
	return lists
}

// requirer finds the requirements of an expression.
type requirer struct {
	refs  []Reference
	given []*Value
	keys  int // that were made
}

// operand returns an operand, as a constant where its value is given.
func (r *requirer) operand(o operand) operand {
	if o.slot >= 0 && o.slot < len(r.given) && r.given[o.slot] != nil {
		return constantOperand(*r.given[o.slot])
	}
	return o
}

// require returns the requirements of n being true, or false if want is false.
// The two are not symmetric: both a == 'x' and a != 'x' can be false.
func (r *requirer) require(n *node, want bool) []Requirement {
	switch {
	case n.kind == nodeNot:
		return r.require(n.children[0], !want)
	case n.kind == nodeComparison:
		return r.requireComparison(n, want)
	case (n.kind == nodeAnd) == want:
		return r.requireOne(n.children, want)
	}
	return r.requireEach(n.children, want)
}

// requireOne returns the shortest list of the children, all of which must hold.
func (r *requirer) requireOne(children []*node, want bool) []Requirement {
	var shortest []Requirement
	for _, child := range children {
		if list := r.require(child, want); list != nil && (shortest == nil || len(list) < len(shortest)) {
			shortest = list
		}
	}
	return shortest
}

// requireEach returns the lists of all children, any of which may hold.
func (r *requirer) requireEach(children []*node, want bool) []Requirement {
	all := []Requirement{}
	for _, child := range children {
		list := r.require(child, want)
		if list == nil {
			return nil
		}
		for _, next := range list {
			all = addRequirement(all, next)
		}
		if len(all) > MaxRequirements {
			return nil
		}
	}
	return all
}

func addRequirement(list []Requirement, r Requirement) []Requirement {
	if slices.Contains(list, r) {
		return list
	}
	return append(list, r)
}

// requireComparison returns the requirements of one comparison. A comparison of
// two constants has its result already.
func (r *requirer) requireComparison(n *node, want bool) []Requirement {
	left, right := r.operand(n.left), r.operand(n.right)
	switch {
	case left.slot < 0 && right.slot < 0:
		if n.op.holds(&left.constant, &right.constant) == want {
			return nil
		}
		return []Requirement{}
	case left.slot >= 0 && right.slot >= 0 || !want:
		return nil
	}
	ref, constant, first := right, &left.constant, true // whether the constant comes first
	if left.slot >= 0 {
		ref, constant, first = left, &right.constant, false
	}
	at := r.refs[ref.slot]
	switch {
	case n.op == opEqual:
		return r.requireValue(at, []Value{*constant}, false)
	case n.op == opIn && !first:
		return r.requireValue(at, constant.elements(), true)
	case n.op == opHas && first: // ['a', 'b'] HAS x
		return r.requireValue(at, constant.elements(), false)
	case n.op == opHas, n.op == opIn && constant.kind != KindNull: // x HAS 'a', 'a' IN x
		return r.requireElement(at, constant)
	case n.op == opIn: // null IN x
		return []Requirement{}
	case n.op.isOrder() && constant.kind != KindNumber && constant.kind != KindString: // x >= null
		return []Requirement{}
	}
	return nil
}

// requireValue asks for one of some constants as the value. NULL is what most
// documents have at most references, so there is no list for it, unless the
// operator passes over it.
func (r *requirer) requireValue(at Reference, constants []Value, passNull bool) []Requirement {
	list := []Requirement{}
	for i := range constants {
		c := &constants[i]
		switch {
		case c.kind == KindNull && !passNull:
			return nil
		case c.kind == KindNull || !c.scalar(): // never equal
		case len(list) == MaxRequirements || r.keys == mostKeys:
			return nil
		default:
			r.keys++
			list = addRequirement(list, Requirement{Reference: at, Key: string(c.AppendEqualKey(nil))})
		}
	}
	return list
}

// requireElement asks for a constant as an element, null included.
func (r *requirer) requireElement(at Reference, constant *Value) []Requirement {
	switch {
	case !constant.scalar():
		return []Requirement{}
	case r.keys == mostKeys:
		return nil
	}
	r.keys++
	return []Requirement{{Reference: at, Has: true, Key: string(constant.AppendEqualKey(nil))}}
}
