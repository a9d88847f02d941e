package twiml

import (
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// whiteSpace is that of XML.
const whiteSpace = " \t\r\n"

// splitWords splits at white space as XML knows it.
func splitWords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(whiteSpace, r) })
}

func isBlank(s string) bool {
	for i := range len(s) {
		if s[i] != ' ' && s[i] != '\n' && s[i] != '\t' && s[i] != '\r' {
			return false
		}
	}
	return true
}

// fitted is the value of a text that fits: which field counts, the kind says.
type fitted struct {
	s     string
	n     int64
	words []string
	ints  []int
	alias bool // a spelling that is not the canonical one, and is kept
}

// decode stores what text means for the attribute: its value if it fits, else
// the text itself. It fills in the state of from, which the attribute keeps.
func (a *attrSpec) decode(f slot, text string, from *origin) {
	v, c := a.fit(text)
	from.state = attrSet
	if c != fits {
		from.state, from.raw = attrUnfit, text
	} else {
		f.put(v)
		if v.alias {
			from.raw = text
		}
	}
	f.from = from
}

func (f slot) put(v fitted) {
	switch p := f.value.(type) {
	case *string:
		*p = v.s
	case *bool:
		*p = v.n != 0
	case *int:
		*p = int(v.n)
	case *int64:
		*p = v.n
	case *[]int:
		*p = v.ints
	case words:
		p.set(v.words)
	}
}

// fit decides whether a text is a value of the attribute. It is the one place
// that knows, for documents and for what a program has built.
func (a *attrSpec) fit(text string) (fitted, condition) {
	v := fitted{s: text}
	switch a.kind {
	case kindBool:
		if text == "true" {
			v.n = 1
		}
		return v, invalidUnless(text == "true" || text == "false")
	case kindInt:
		return a.fitNumber(text, 1)
	case kindDuration:
		return a.fitNumber(text, int64(a.unit))
	case kindAuto:
		if text == "auto" {
			v.n = int64(Auto)
			return v, fits
		}
		return a.fitNumber(text, int64(a.unit))
	case kindTime:
		return a.fitTime(text)
	case kindDecimal:
		v.s = strings.Trim(text, whiteSpace)
		return v, invalidUnless(a.fitDecimal(v.s))
	case kindEnum:
		canonical, ok := a.enum.lookup(text)
		_, v.alias = a.enum.aliases[text]
		v.s = canonical
		return v, invalidUnless(ok)
	case kindInts:
		return a.fitInts(splitWords(text))
	case kindList:
		v.words = splitWords(text)
		return v, invalidUnless(a.fitWords(v.words))
	}
	return v, a.fitText(text)
}

// fitNumber reads a decimal integer with an optional sign. Surrounding white
// space is stripped (twiml.md §2, inferred).
func (a *attrSpec) fitNumber(text string, unit int64) (fitted, condition) {
	n, err := strconv.ParseInt(strings.Trim(text, whiteSpace), 10, 64)
	if err != nil || n < a.min || n > a.max {
		return fitted{}, invalid
	}
	return fitted{n: n * unit}, fits
}

func (a *attrSpec) fitInts(words []string) (fitted, condition) {
	v := fitted{ints: make([]int, len(words))}
	for i, w := range words {
		n, c := a.fitNumber(w, 1)
		if c != fits {
			return fitted{}, c
		}
		v.ints[i] = int(n.n)
	}
	return v, invalidUnless(len(words) > 0)
}

// fitTime reads a duration that names its unit. The spelling is kept: 1000ms
// need not become 1s.
func (a *attrSpec) fitTime(text string) (fitted, condition) {
	digits, ok := strings.CutSuffix(text, "ms")
	if !ok {
		digits, ok = strings.CutSuffix(text, "s")
	}
	if digits = strings.TrimPrefix(digits, "+"); !ok || strings.HasPrefix(digits, "-") || !isDecimal(digits) {
		return fitted{}, invalid
	}
	d, err := time.ParseDuration(text)
	if err != nil || int64(d) < a.min*int64(a.unit) || int64(d) > a.max*int64(a.unit) {
		return fitted{}, invalid
	}
	return fitted{n: int64(d), alias: timeText(d) != text}, fits
}

func (a *attrSpec) fitDecimal(text string) bool {
	n, ok := Decimal(text).Rat()
	return ok && n.Cmp(new(big.Rat).SetInt64(a.min)) >= 0 && n.Cmp(new(big.Rat).SetInt64(a.max)) <= 0
}

func (a *attrSpec) fitWords(words []string) bool {
	for i, w := range words {
		canonical, ok := a.enum.lookup(w)
		if !ok {
			return false
		}
		words[i] = canonical
	}
	return len(words) > 0
}

func (a *attrSpec) fitText(text string) condition {
	if text == "" && a.empty {
		return fits
	}
	if a.maxLength >= 0 && utf8.RuneCountInString(text) > a.maxLength {
		return tooLong
	}
	switch a.kind {
	case kindURL:
		return invalidUnless(a.url.fits(text))
	case kindWord:
		return invalidUnless(isWord(text))
	case kindItems:
		return invalidUnless(a.fitItems(text))
	case kindSID:
		return invalidUnless(isSID(a.sid, text) || a.free() && isWord(text))
	case kindPhone:
		return invalidUnless(isPhoneNumber(text))
	case kindDigits:
		if text == "" {
			return isEmpty
		}
		if strings.Trim(text, a.chars) != "" {
			return badCharacter
		}
	}
	if a.notSID != "" && isSID(a.notSID, text) {
		return invalid
	}
	return invalidUnless(a.pattern == nil || a.free() || a.pattern.MatchString(text))
}

// free reports whether the form of a SID or a string is left to the program.
func (a *attrSpec) free() bool { return a.advisory || a.kind == kindSID && a.sid == "" }

// unusual reports whether a text that fits has a form that the reference
// advises against.
func (a *attrSpec) unusual(text string) bool {
	switch {
	case !a.advisory || text == "" && a.empty:
		return false
	case a.kind == kindSID:
		return !isSID(a.sid, text)
	}
	return a.pattern != nil && !a.pattern.MatchString(text)
}

func (a *attrSpec) fitItems(text string) bool {
	n := 0
	for item := range strings.SplitSeq(text, ",") {
		n++
		if a.itemLen > 0 && utf8.RuneCountInString(strings.Trim(item, whiteSpace)) > a.itemLen {
			return false
		}
	}
	return a.items == 0 || n <= a.items
}

// isSID reports whether text is the prefix and 32 hexadecimal digits.
func isSID(prefix, text string) bool {
	digits, ok := strings.CutPrefix(text, prefix)
	return ok && len(digits) == 32 && strings.Trim(digits, "0123456789abcdefABCDEF") == ""
}

func invalidUnless(ok bool) condition {
	if ok {
		return fits
	}
	return invalid
}
