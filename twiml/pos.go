package twiml

import "fmt"

// Pos is a place in a parsed document. Line and Column count from 1, columns
// in characters; a byte-order mark has no column. The zero Pos means that
// there was no document: the element was built.
type Pos struct{ Line, Column int }

// IsZero reports whether there is no position.
func (p Pos) IsZero() bool { return p == Pos{} }

// String returns "line:column", or "-" for the zero Pos.
func (p Pos) String() string {
	if p.IsZero() {
		return "-"
	}
	return fmt.Sprintf("%d:%d", p.Line, p.Column)
}

// position is Pos in half the space, since every attribute keeps one.
// [MaxBytes] bounds both numbers far below their range.
type position struct{ line, column uint32 }

func (p position) pos() Pos { return Pos{int(p.line), int(p.column)} }

// cursor turns byte offsets, asked for in ascending order, into positions.
type cursor struct {
	doc    []byte
	offset int
	at     position
}

func newCursor(doc []byte) cursor { return cursor{doc: doc, at: position{1, 1}} }

// to returns the position of the offset. Offsets before the last one asked for
// answer with that one's position.
func (c *cursor) to(offset int) position {
	for ; c.offset < min(offset, len(c.doc)); c.offset++ {
		switch b := c.doc[c.offset]; {
		case b == '\n':
			c.at.line++
			c.at.column = 1
		case b&0xC0 != 0x80: // not the continuation of a character
			c.at.column++
		}
	}
	return c.at
}
