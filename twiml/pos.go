package twiml

import (
	"fmt"

	"github.com/goacd/acd/internal/xmlscan"
)

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

func at(p xmlscan.Pos) position { return position{p.Line, p.Column} }

func (p position) pos() Pos { return Pos{int(p.line), int(p.column)} }
