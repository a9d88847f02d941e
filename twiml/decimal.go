package twiml

import (
	"math/big"
	"strings"
)

// Decimal is a decimal number as it is written, such as "20.45", which a
// floating-point number would not hold exactly: digits with an optional sign in
// front and an optional fraction, without exponent.
type Decimal string

// Rat returns the exact number, and false if the text is none.
func (d Decimal) Rat() (*big.Rat, bool) {
	if !isDecimal(string(d)) {
		return nil, false
	}
	return new(big.Rat).SetString(string(d))
}

// isDecimal accepts what integers of the reference look like, and a fraction
// (inferred: the reference gives no pattern).
func isDecimal(text string) bool {
	if text != "" && (text[0] == '+' || text[0] == '-') {
		text = text[1:]
	}
	whole, fraction, point := strings.Cut(text, ".")
	return isDigits(whole) && (!point || isDigits(fraction))
}

func isDigits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }
