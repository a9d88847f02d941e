package expr

import "slices"

// Lists are the values on which a [Bound] expression is judged: up to three
// slices that the caller keeps, such as those of a worker, of a task, and of the
// moment. A position past the end of a list is NULL.
type Lists [constantsList][]Value

// Place says where a [Bound] expression finds a value: at a position of one of
// the [Lists]. A place that no Lists can have, such as a negative one, is NULL.
type Place struct{ List, Index int }

// Bound is an expression whose references have places, so that values are judged
// where they lie and need not be gathered into slots before each evaluation. It
// is immutable, safe for concurrent use, and may be copied. Build one with
// [Expr.Bind]; the zero Bound matches nothing.
type Bound struct {
	program program // without code, if that is short
	short   uint8
	few     [fewInstructions]instruction
}

// fewInstructions is how many comparisons lie in a Bound itself, next to where they
// begin, since where many are judged in turn each place that is read is far from the
// last.
const fewInstructions = 2

// Bind gives each reference its place, in the order of [Expr.References]; one
// that has no place here is NULL.
func (e *Expr) Bind(places []Place) Bound {
	b := Bound{program: e.program}
	code := slices.Clone(e.program.code)
	for i := range code {
		code[i].left = code[i].left.bind(places)
		code[i].right = code[i].right.bind(places)
	}
	if b.program.code = code; len(code) <= fewInstructions {
		b.program.code, b.short = nil, uint8(copy(b.few[:], code))
	}
	return b
}

func (a argument) bind(places []Place) argument {
	if a.list() == constantsList {
		return a
	}
	if i := a.index(); i < len(places) {
		at := places[i]
		if 0 <= at.List && at.List < constantsList && 0 <= at.Index && at.Index < noIndex {
			return argumentAt(at.List, at.Index)
		}
	}
	return argumentAt(0, noIndex)
}

// Eval judges the expression, like [Expr.Eval]. It keeps nothing of lists, and
// does not change them.
func (b *Bound) Eval(lists *Lists) bool {
	if b.short > 0 {
		return b.program.run(b.program.entry, b.few[:b.short], lists[0], lists)
	}
	return b.program.run(b.program.entry, b.program.code, lists[0], lists)
}
