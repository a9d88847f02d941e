package xmlscan

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Pos is a place in a document. Lines end with a line feed and count from 1;
// columns count characters from 1. A byte-order mark has no column.
type Pos struct{ Line, Column uint32 }

// String returns "line:column".
func (p Pos) String() string { return fmt.Sprintf("%d:%d", p.Line, p.Column) }

// cursor turns byte offsets, asked for in ascending order, into positions.
type cursor struct {
	doc    string
	offset int
	at     Pos
}

func newCursor(doc string) cursor { return cursor{doc: doc, at: Pos{1, 1}} }

// to returns the position of the offset. Offsets before the last one asked for
// answer with that one's position.
func (c *cursor) to(offset int) Pos {
	if offset <= c.offset {
		return c.at
	}
	passed := c.doc[c.offset:offset]
	c.offset = offset
	if last := strings.LastIndexByte(passed, '\n'); last >= 0 {
		c.at.Line += uint32(strings.Count(passed, "\n"))
		c.at.Column = 1
		passed = passed[last+1:]
	}
	c.at.Column += uint32(utf8.RuneCountInString(passed))
	return c.at
}
