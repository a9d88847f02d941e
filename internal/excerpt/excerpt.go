// Package excerpt shortens input for messages: what others have sent is hostile,
// and an error or a line of a log has no room for a megabyte of it.
//
// An excerpt ends behind a whole character, and with "…" where something is
// missing. The work does not grow with what is left out.
package excerpt

import (
	"strconv"
	"unicode/utf8"
)

const (
	most       = 80 // characters of a text
	mostQuoted = 40 // characters of a text in quotes, within a longer sentence
)

// Of returns the first 80 characters.
func Of(s string) string { return To(s, most) }

// To returns the first characters, at most so many. A byte that belongs to none
// counts as one.
func To(s string, most int) string {
	if len(s) <= most {
		return s
	}
	end := 0
	for range most {
		if end == len(s) {
			return s
		}
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	if end == len(s) {
		return s
	}
	return s[:end] + "…"
}

// Quote returns the first 40 characters in quotes, as strconv.Quote writes them.
func Quote(s string) string { return strconv.Quote(To(s, mostQuoted)) }
