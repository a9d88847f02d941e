package assign

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/goacd/acd/internal/excerpt"
)

// Error is the one error type of this package: everything that is wrong with an
// answer, an instruction or a request, not only the first thing.
//
// errors.Is(err, code) with a [Code] reports whether one of the problems has
// that code.
type Error struct {
	// What names what was read or carried out: an instruction's name, "answer" or
	// "form" before an instruction is known, "request" or "address".
	What string
	// Problems is never empty. Those with a position come first, in the order of
	// the document.
	Problems []Problem
}

// Problem is one thing that is wrong, and what would be right.
type Problem struct {
	Code  Code
	Key   string // the JSON key, form parameter or attribute; "" for the whole
	Found string // the value found, cut when long; "" when Missing
	Want  string // what would be right

	// Missing says that nothing was found, which differs from an empty text.
	Missing bool

	// Line and Column are where the value begins in the JSON text, both counted
	// from 1, the column in characters. They are 0 without a text.
	Line, Column int
}

// Code returns the code of the first problem: the one to raise where there is
// room for only one.
func (e *Error) Code() Code { return e.Problems[0].Code }

// IsWarning reports whether every problem is a warning.
func (e *Error) IsWarning() bool {
	return !slices.ContainsFunc(e.Problems, func(p Problem) bool { return !p.Code.IsWarning() })
}

// Error returns the problems in one line, separated by semicolons.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "assign: %s: ", e.What)
	for i, p := range e.Problems {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(p.String())
	}
	return b.String()
}

// Message returns what the API says in the "message" of its answer. Of a
// reservation that is not pending the vendor's sentence is known (rest.md §5.2,
// observed for conference, taken over for the other instructions); everything
// else is told as Error tells it.
func (e *Error) Message() string {
	p := e.Problems[0]
	reservation, isState := strings.CutPrefix(p.Key, keyReservation)
	if !isState || p.Want != statusPending {
		return e.Error()
	}
	name := strings.ToUpper(e.What[:1]) + e.What[1:]
	return "Unable to execute " + name + " instruction. Reservation " + reservation + " is not currently in a Pending state."
}

// Is reports whether target is the code of one of the problems.
func (e *Error) Is(target error) bool {
	code, isCode := target.(Code)
	return isCode && slices.ContainsFunc(e.Problems, func(p Problem) bool { return p.Code == code })
}

// String returns the problem as in `line 1, column 31: to is "x y": want …
// (code 40131)`.
func (p Problem) String() string {
	var b strings.Builder
	if p.Line > 0 {
		fmt.Fprintf(&b, "line %d, column %d: ", p.Line, p.Column)
	}
	if p.Key != "" {
		b.WriteString(p.Key + " is ")
	}
	if p.Missing {
		b.WriteString("missing")
	} else {
		fmt.Fprintf(&b, "%q", p.Found)
	}
	fmt.Fprintf(&b, ": want %s (code %d)", p.Want, p.Code)
	return b.String()
}

// problems collects; it holds at most one problem for each key, since what is
// said second of the same value only follows from the first.
type problems []Problem

func (ps *problems) add(p Problem) {
	if p.Key != "" && slices.ContainsFunc(*ps, func(q Problem) bool { return q.Key == p.Key }) {
		return
	}
	p.Found = excerpt.Of(p.Found)
	*ps = append(*ps, p)
}

// err returns nil without problems.
func (ps problems) err(what string) error {
	if len(ps) == 0 {
		return nil
	}
	slices.SortStableFunc(ps, func(a, b Problem) int {
		switch {
		case a.Line == 0 || b.Line == 0:
			return cmp.Compare(b.Line, a.Line) // without a position: last
		case a.Line != b.Line:
			return cmp.Compare(a.Line, b.Line)
		}
		return cmp.Compare(a.Column, b.Column)
	})
	return &Error{What: what, Problems: ps}
}

func fail(what string, p Problem) error {
	var ps problems
	ps.add(p)
	return ps.err(what)
}
