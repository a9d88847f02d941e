package xmlscan

import (
	"fmt"
)

// Error says why a document is not accepted.
type Error struct {
	Pos Pos
	// Rule is one that encoding/xml does not know, or 0.
	Rule Rule
	// Message says what is wrong, and what would be right.
	Message string
}

// Error returns "xmlscan: line:column: message".
func (e *Error) Error() string { return fmt.Sprintf("xmlscan: %v: %s", e.Pos, e.Message) }

// fail makes an error about the byte at offset.
func (s *Scanner) fail(rule Rule, offset int, format string, args ...any) error {
	c := newCursor(s.doc)
	return &Error{c.to(min(offset, len(s.doc))), rule, fmt.Sprintf(format, args...)}
}

// ended makes an error about a document that ends too early.
func (s *Scanner) ended(inside string, begin int) error {
	c := newCursor(s.doc)
	return s.fail(0, len(s.doc), "the document ends inside %s, which began at %v", inside, c.to(begin))
}
