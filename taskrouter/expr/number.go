package expr

import (
	"cmp"
	"math"
	"strconv"
)

// number is a numeric value. Whole numbers of the 64-bit range are held as
// integers, however they are spelled (5, 5.0, 50e-1), so that they compare
// exactly; everything else is the nearest float64, which is then never a whole
// number of that range. A magnitude beyond float64 is an infinity: it sorts
// past all others and equals its like.
type number struct {
	integer int64
	float   float64
	isFloat bool
}

// numberOf reads a JSON number, or digits in the looser spelling of
// expressions (leading zeros). The caller has checked the syntax.
func numberOf(text string) number {
	if len(text) <= 18 {
		if i, ok := shortInteger(text); ok {
			return number{integer: i}
		}
	}
	if i, ok := exactInteger(text); ok {
		return number{integer: i}
	}
	f, _ := strconv.ParseFloat(text, 64) // the only error left is range, which gives ±Inf
	return floatNumber(f)
}

// floatNumber keeps the invariant that a whole number in range is an integer.
func floatNumber(f float64) number {
	if f == math.Trunc(f) && f >= -(1<<63) && f < 1<<63 {
		return number{integer: int64(f)}
	}
	return number{float: f, isFloat: true}
}

// shortInteger reads -?digits of at most 18 bytes, the common case.
func shortInteger(text string) (int64, bool) {
	negative := text[0] == '-'
	if negative {
		text = text[1:]
	}
	var n int64
	for i := range len(text) {
		d := text[i] - '0'
		if d > 9 {
			return 0, false
		}
		n = n*10 + int64(d)
	}
	if negative {
		n = -n
	}
	return n, true
}

// exactInteger reads a number whose value is a whole one of 64 bits, in any
// spelling; false says that it is not.
func exactInteger(text string) (int64, bool) {
	negative, mantissa, exponent, ok := decimal(text)
	if !ok || (exponent < 0 && mantissa != 0) {
		return 0, false
	}
	for ; exponent > 0 && mantissa != 0; exponent-- {
		if mantissa > math.MaxUint64/10 {
			return 0, false
		}
		mantissa *= 10
	}
	switch {
	case negative && mantissa <= 1<<63:
		return -int64(mantissa), true
	case !negative && mantissa <= math.MaxInt64:
		return int64(mantissa), true
	}
	return 0, false
}

// decimal splits a number into ±mantissa × 10^exponent with no zero at the
// mantissa's end; false says that the mantissa has more than 64 bits.
func decimal(text string) (negative bool, mantissa uint64, exponent int, ok bool) {
	if text[0] == '-' {
		negative, text = true, text[1:]
	}
	zeros, fraction := 0, false
	for i := range len(text) {
		c := text[i]
		switch {
		case c == '.':
			fraction = true
			continue
		case c == 'e' || c == 'E':
			return negative, mantissa, exponent + zeros + smallInt(text[i+1:]), true
		case c == '0' && mantissa == 0: // a leading zero adds nothing
		case c == '0':
			zeros++
		default:
			for ; zeros >= 0; zeros-- {
				if mantissa > (math.MaxUint64-9)/10 {
					return false, 0, 0, false
				}
				mantissa *= 10
			}
			mantissa, zeros = mantissa+uint64(c-'0'), 0
		}
		if fraction {
			exponent--
		}
	}
	return negative, mantissa, exponent + zeros, true
}

// smallInt reads an exponent, held within a range that no float64 reaches.
func smallInt(text string) int {
	const far = 1 << 30
	n, err := strconv.Atoi(text)
	if err != nil && text[0] == '-' {
		return -far
	}
	if err != nil {
		return far
	}
	return max(-far, min(n, far))
}

// looksNumeric reports whether a string counts as a number: -?digits[.digits]
// (design.md §8). Other spellings, such as "1e3", " 6" or "+6", do not.
func looksNumeric(s string) bool {
	if s != "" && s[0] == '-' {
		s = s[1:]
	}
	n := digits(s)
	if n == 0 {
		return false
	}
	if n == len(s) {
		return true
	}
	if s[n] != '.' {
		return false
	}
	s = s[n+1:]
	return s != "" && digits(s) == len(s)
}

// digits counts the ASCII digits at the start of s.
func digits(s string) int {
	for i := range len(s) {
		if s[i]-'0' > 9 {
			return i
		}
	}
	return len(s)
}

// compareNumbers orders two numbers exactly: an integer is never rounded to a
// float on the way.
func compareNumbers(a, b number) int {
	switch {
	case !a.isFloat && !b.isFloat:
		return cmp.Compare(a.integer, b.integer)
	case a.isFloat && b.isFloat:
		return cmp.Compare(a.float, b.float)
	case a.isFloat:
		return -compareIntFloat(b.integer, a.float)
	}
	return compareIntFloat(a.integer, b.float)
}

// compareIntFloat orders an integer and a float that is no whole number of 64
// bits, so the two are never equal.
func compareIntFloat(i int64, f float64) int {
	switch {
	case f >= 1<<63:
		return -1
	case f < -(1 << 63):
		return 1
	}
	floor := math.Floor(f)
	if i <= int64(floor) {
		return -1
	}
	return 1
}
