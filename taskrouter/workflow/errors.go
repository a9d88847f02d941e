package workflow

import (
	"fmt"
	"strings"
)

// Code is the API's code of every problem with a configuration; the HTTP status
// is 400 (routing.md §2.2).
const Code = 20001

// MaxProblems is how many problems an [Error] lists. A document made to be wrong
// everywhere would otherwise cost far more memory than it has bytes.
const MaxProblems = 100

// Root is the path of the document itself, for problems that belong to no key:
// the name of the API's parameter.
const Root = "configuration"

// Position is a place in a configuration.
type Position struct {
	// Path leads there by keys and array positions, such as
	// task_routing.filters[0].targets[1].queue.
	Path string
	// Line and Column count from 1; a column is a code point.
	Line, Column int
}

// String returns path, line and column.
func (p Position) String() string {
	return fmt.Sprintf("%s, line %d, column %d", p.Path, p.Line, p.Column)
}

// Problem is one thing that is wrong with a configuration.
type Problem struct {
	// Code is 20001 for every problem.
	Code int
	// Path leads to the value, or to where a missing one should be, as in
	// [Position]; [Root] is the whole document.
	Path string
	// Line and Column count from 1; a column is a code point. They point into
	// the text of an expression where one does not parse, and at the enclosing
	// object where a key is missing.
	Line, Column int
	// Message says what was found and what would be right.
	Message string
}

// String returns place and message.
func (p Problem) String() string {
	return Position{p.Path, p.Line, p.Column}.String() + ": " + p.Message
}

// Error is the one error type of this package: everything that is wrong with a
// configuration, in the order of the text.
type Error struct {
	// Problems is never empty and has at most [MaxProblems] entries.
	Problems []Problem
	// Total counts all problems, those that are not listed included.
	Total int
}

// Error returns all listed problems: one on a line of its own text, or several
// on a line each.
func (e *Error) Error() string {
	if len(e.Problems) == 1 && e.Total == 1 {
		return "workflow: " + e.Problems[0].String()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "workflow: %d problems", e.Total)
	for _, problem := range e.Problems {
		b.WriteString("\n\t" + problem.String())
	}
	if more := e.Total - len(e.Problems); more > 0 {
		fmt.Fprintf(&b, "\n\tand %d more", more)
	}
	return b.String()
}
