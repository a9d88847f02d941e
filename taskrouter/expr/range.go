package expr

import "math"

// Range is a condition on one reference that an index in order of numbers can
// answer: what is there is a number from Least to Most, both included, or a text
// that is wholly such a number. No number is in a range whose Least is above its
// Most. See [Expr.RangesGiven]. Ranges are comparable with ==.
type Range struct {
	Reference   Reference
	Least, Most float64
}

// RangesGiven returns ranges, at most one for a reference and [MaxConditions] in
// all, all of which hold wherever the expression is true, with given as in
// [Expr.RequirementsGiven]. Who uses one enters each value by [Value.Measure]; what
// is found is still to be judged, since the bounds are rounded and always included.
// They come from comparisons with numbers that all alternatives of the expression
// need; most expressions have none. The order is that of the text. It costs time in
// proportion to the expression.
func (e *Expr) RangesGiven(given []*Value) []Range {
	if e.root == nil {
		return nil
	}
	r := requirer{refs: e.refs, given: given}
	return r.ranges(e.root, nil)
}

// ranges adds the ranges of n being true.
func (r *requirer) ranges(n *node, list []Range) []Range {
	switch n.kind {
	case nodeAnd:
		for _, child := range n.children {
			list = r.ranges(child, list)
		}
	case nodeComparison:
		if at, ok := r.rangeOf(n); ok {
			list = narrow(list, at)
		}
	}
	return list
}

// rangeOf returns the range of a comparison of a reference with a number.
func (r *requirer) rangeOf(n *node) (Range, bool) {
	left, right, o := r.operand(n.left), r.operand(n.right), n.op
	if left.slot < 0 {
		left, right, o = right, left, mirrored[o]
	}
	if left.slot < 0 || right.slot >= 0 || right.constant.kind != KindNumber {
		return Range{}, false
	}
	bound, _ := right.constant.Float()
	at := Range{r.refs[left.slot], math.Inf(-1), math.Inf(1)}
	switch o {
	case opGreater, opGreaterOrEqual:
		at.Least = bound
	case opLess, opLessOrEqual:
		at.Most = bound
	default:
		return Range{}, false
	}
	return at, true
}

// narrow adds a range to a list that is not full, or to the range of its reference.
func narrow(list []Range, next Range) []Range {
	for i := range list {
		if at := &list[i]; at.Reference == next.Reference {
			at.Least, at.Most = max(at.Least, next.Least), min(at.Most, next.Most)
			return list
		}
	}
	if len(list) == MaxConditions {
		return list
	}
	return append(list, next)
}
