package twiml

import (
	"fmt"
	"strings"
)

// Error is the error of this package: why a document could not be read, or a
// tree not be printed. Find it with errors.AsType[*twiml.Error](err); compare
// codes with errors.Is against an Error that holds only a Code.
type Error struct {
	// Op is what was attempted: "parse", "print" or "convert".
	Op string
	// Code is the vendor's code, e.g. [CodeNotWellFormed].
	Code int
	// Line and Column say where in the document, from 1; both are 0 if there
	// is no document.
	Line, Column int
	// Path names the element that could not be printed, as in [Finding].
	Path string
	// Message says what is wrong, and what would be right.
	Message string
	// Inferred is true if no public source states the rule (twiml.md, head).
	Inferred bool

	noText bool // a value of the reference has no text, which is no matter of XML
}

// Error returns "twiml: parse: 3:14: message (code 12100)".
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("twiml: " + e.Op + ": ")
	if e.Line > 0 {
		fmt.Fprintf(&b, "%d:%d: ", e.Line, e.Column)
	}
	if e.Path != "" {
		b.WriteString(e.Path + ": ")
	}
	b.WriteString(e.Message)
	if e.Code != 0 {
		fmt.Fprintf(&b, " (code %d)", e.Code)
	}
	return b.String()
}

// Is reports whether target is an *Error of the same code.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// Pos returns the place in the document, zero if there is none.
func (e *Error) Pos() Pos { return Pos{e.Line, e.Column} }

func parseError(code int, at position, format string, args ...any) *Error {
	return &Error{
		Op: "parse", Code: code, Message: fmt.Sprintf(format, args...),
		Line: int(at.line), Column: int(at.column),
	}
}

// noText is the error about a value that no text stands for: the validator knows
// a better code, that of the attribute.
func noText(format string, args ...any) *Error {
	err := printError(format, args...)
	err.noText = true
	return err
}

func printError(format string, args ...any) *Error {
	return &Error{Op: "print", Code: CodeNotWellFormed, Message: fmt.Sprintf(format, args...)}
}
