package twiml

import (
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// whiteSpace is that of XML.
const whiteSpace = " \t\r\n"

// splitWords splits at white space as XML knows it.
func splitWords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(whiteSpace, r) })
}

func isBlank(s string) bool { return strings.Trim(s, whiteSpace) == "" }

// fitted is the value of a text that fits: which field counts, the kind says.
type fitted struct {
	s     string
	n     int64
	words []string
	alias bool // a spelling that is not the canonical one, and is kept
}

// decode stores what text means for the attribute: its value if it fits, else
// the text itself.
func (a *attrSpec) decode(f attrField, text string, at position) {
	v, c := a.fit(text)
	if c != fits {
		f.store(attrUnfit, text, at)
		return
	}
	a.put(f.ref(), v)
	if !v.alias {
		text = ""
	}
	f.store(attrSet, text, at)
}

func (a *attrSpec) put(ref reflect.Value, v fitted) {
	switch a.kind {
	case kindInt, kindDuration, kindAuto:
		ref.SetInt(v.n)
	case kindBool:
		ref.SetBool(v.n != 0)
	case kindList:
		list := reflect.MakeSlice(ref.Type(), len(v.words), len(v.words))
		for i, w := range v.words {
			list.Index(i).SetString(w)
		}
		ref.Set(list)
	default:
		ref.SetString(v.s)
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
	case kindEnum:
		canonical, ok := a.enum.lookup(text)
		_, v.alias = a.enum.aliases[text]
		v.s = canonical
		return v, invalidUnless(ok)
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
		return invalidUnless(checkURL(text, false))
	case kindWord:
		return invalidUnless(isWord(text))
	case kindItems:
		return invalidUnless(a.fitItems(text))
	case kindSID:
		return invalidUnless(isSID(a.sid, text))
	case kindDigits:
		if text == "" {
			return isEmpty
		}
		if strings.Trim(text, a.chars) != "" {
			return badCharacter
		}
	}
	return fits
}

func (a *attrSpec) fitItems(text string) bool {
	n := 0
	for item := range strings.SplitSeq(text, ",") {
		n++
		if utf8.RuneCountInString(strings.Trim(item, whiteSpace)) > a.itemLen {
			return false
		}
	}
	return n <= a.items
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
