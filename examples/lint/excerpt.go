package main

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// How much of a line is shown, in cells of a terminal: a configuration may be
// one line of a megabyte.
const (
	mostCells   = 100
	cellsBefore = 60
)

// excerpt returns a line, or the part of it around a column, and what has to
// stand before a caret in the next line to bring it below that column. Both have
// the same tabs, so that the caret stands right however wide a tab is. There is
// no excerpt of a blank line.
func excerpt(line []byte, column int) (source, indent string) {
	line = bytes.TrimSuffix(line, []byte("\r"))
	if len(bytes.TrimSpace(line)) == 0 {
		return "", ""
	}
	at := offset(line, column)
	from, to := window(line, at)
	var shown, blank strings.Builder
	if from > 0 {
		shown.WriteRune('…')
		blank.WriteByte(' ')
	}
	for i := from; i < to; {
		r, size := utf8.DecodeRune(line[i:])
		c := cellOf(r, size)
		shown.WriteString(c.text)
		switch {
		case i >= at:
		case r == '\t':
			blank.WriteByte('\t')
		default:
			blank.WriteString(strings.Repeat(" ", c.width))
		}
		i += size
	}
	if to < len(line) {
		shown.WriteRune('…')
	}
	return shown.String(), blank.String()
}

// offset returns where a column begins, and the end of a line that has fewer.
func offset(line []byte, column int) int {
	at := 0
	for ; column > 1 && at < len(line); column-- {
		_, size := utf8.DecodeRune(line[at:])
		at += size
	}
	return at
}

// window returns the part of a line to show: what fits around an offset, with
// more before than behind it if there is enough of both.
func window(line []byte, at int) (from, to int) {
	to, behind := forward(line, at, mostCells-cellsBefore)
	from, left := at, mostCells-behind
	for from > 0 {
		r, size := utf8.DecodeLastRune(line[:from])
		width := cellOf(r, size).width
		if width > left {
			break
		}
		left -= width
		from -= size
	}
	to, _ = forward(line, to, left)
	return from, to
}

// forward returns how far a number of cells reaches from an offset, and how many
// of them are taken.
func forward(line []byte, at, cells int) (to, taken int) {
	for to = at; to < len(line); {
		r, size := utf8.DecodeRune(line[to:])
		width := cellOf(r, size).width
		if taken+width > cells {
			break
		}
		taken += width
		to += size
	}
	return to, taken
}
