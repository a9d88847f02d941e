package expr

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ErrorKind says why a text was refused. The values are stable; the wording of
// messages is not.
type ErrorKind uint8

// The reasons for which a text is refused.
const (
	// Syntax: the text does not follow the grammar.
	Syntax ErrorKind = iota + 1
	// Limit: the text follows the grammar but is too long, too deep or has too
	// many parts (the Max constants of this package).
	Limit
	// Encoding: the text is not valid UTF-8.
	Encoding
)

// String returns "syntax", "limit" or "encoding".
func (k ErrorKind) String() string {
	switch k {
	case Syntax:
		return "syntax"
	case Limit:
		return "limit"
	case Encoding:
		return "encoding"
	}
	return "ErrorKind(" + strconv.Itoa(int(k)) + ")"
}

// Error is the one error type of this package: a text that was refused, with
// the place and what would be right. Every such error is code 20001 of the
// API (routing.md §1.8).
type Error struct {
	Kind ErrorKind
	// Input names what was read: "expression", "reference", "order_by" or
	// "attributes".
	Input string
	// Offset counts bytes from the start of the text, from 0.
	Offset int
	// Line and Column count from 1; a column is a code point.
	Line, Column int
	// Found is what stands at the place, quoted, or "end of text".
	Found string
	// Problem says what is wrong there.
	Problem string
	// Advice says what would be right; it may be empty.
	Advice string
}

// Error returns one line with place, finding, problem and advice.
func (e *Error) Error() string {
	return fmt.Sprintf("expr: %s, line %d, column %d: %s", e.Input, e.Line, e.Column, e.Message())
}

// Message is [Error.Error] without package and place, for callers that show the
// place in their own way.
func (e *Error) Message() string {
	var b strings.Builder
	if e.Found != "" {
		b.WriteString("found " + e.Found + ": ")
	}
	b.WriteString(e.Problem)
	if e.Advice != "" {
		b.WriteString("; " + e.Advice)
	}
	return b.String()
}

// newError locates offset in source.
func newError(kind ErrorKind, input, source string, offset int) *Error {
	line, column := position(source, offset)
	return &Error{Kind: kind, Input: input, Offset: offset, Line: line, Column: column}
}

// position turns a byte offset into line and column, both from 1. A line ends
// with "\n"; columns count code points, as an editor shows them.
func position(source string, offset int) (line, column int) {
	before := source[:min(offset, len(source))]
	line = 1 + strings.Count(before, "\n")
	column = 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
	return line, column
}

// checkText refuses a text that is too long or not UTF-8, which every reader of
// this package does first.
func checkText(input, source string, maxLength int) *Error {
	if len(source) > maxLength {
		err := newError(Limit, input, source[:maxLength], maxLength)
		err.Problem = fmt.Sprintf("the text has %d bytes", len(source))
		err.Advice = fmt.Sprintf("at most %d are allowed", maxLength)
		return err
	}
	if utf8.ValidString(source) {
		return nil
	}
	offset := 0
	for {
		r, size := utf8.DecodeRuneInString(source[offset:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		offset += size
	}
	err := newError(Encoding, input, source, offset)
	err.Found = fmt.Sprintf("byte 0x%02x", source[offset])
	err.Problem = "the text is not valid UTF-8"
	err.Advice = "send it in UTF-8"
	return err
}
