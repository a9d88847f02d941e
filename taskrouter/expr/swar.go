package expr

import "math/bits"

// Texts are read eight bytes at a time where that pays: a word holds eight bytes,
// the first in its lowest bits, and a search in it marks each byte that it
// finds by the byte's highest bit. The lowest mark is exact; those above it may
// be wrong, since a borrow runs upwards, and are not looked at.

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// word loads the eight bytes of s at i, which must be there. It compiles to one
// load.
func word(s string, i int) uint64 {
	b := s[i : i+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// quotes marks quotes and backslashes: where a string ends, or what says that
// one does not. Of the bytes below 0x80 only 0 has its high bit set once 1 is
// taken off; the others are left out.
func quotes(w uint64) uint64 {
	quote, backslash := w^ones*'"', w^ones*'\\'
	return ((quote - ones) | (backslash - ones)) &^ w & highs
}

// unplain marks what a checker of strings has to look at: quotes, backslashes,
// control characters, and all that is not ASCII.
func unplain(w uint64) uint64 {
	quote, backslash := w^ones*'"', w^ones*'\\'
	return ((quote - ones) | (backslash - ones) | (w - ones*' ') | w) & highs
}

// firstMark returns the position of the lowest marked byte.
func firstMark(marks uint64) int { return bits.TrailingZeros64(marks) / 8 }

// prefixSize is how many bytes of a text the bits of its value hold.
const prefixSize = 8

// prefix returns the first bytes of s, at most eight, with zeros for those that
// are not there.
func prefix(s string) uint64 {
	if len(s) >= 8 {
		return word(s, 0)
	}
	var w uint64
	for i := len(s) - 1; i >= 0; i-- {
		w = w<<8 | uint64(s[i])
	}
	return w
}

// prefixAt is prefix of s[start:end], read with one load where the text goes on.
func prefixAt(s string, start, end int) uint64 {
	if start+8 > len(s) {
		return prefix(s[start:end])
	}
	w := word(s, start)
	if n := end - start; n < 8 {
		w &= 1<<(8*n) - 1
	}
	return w
}
