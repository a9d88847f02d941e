package webhook

import (
	"fmt"
	"math"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// dateLayout is how dates are written, always in GMT (twiml.md §3).
const dateLayout = "Mon, 02 Jan 2006 15:04:05 +0000"

// dateLayouts are read: RFC 2822 with a day of one or two digits, with or
// without the day of the week. Names of zones are only GMT and UTC.
var dateLayouts = []string{"Mon, 2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 -0700"}

// maxWord is the length of the value of an enumerated type (chosen: the longest
// known one has 31 bytes).
const maxWord = 64

// at returns the value of the field in the request v, settable, and whether it
// holds anything to be sent; it is there or not by its zero value, unless it is
// an [Opt].
func (f *field) at(v reflect.Value) (value reflect.Value, present bool) {
	value = v.FieldByIndex(f.index)
	if f.optional {
		o := value.Addr().Interface().(optional)
		return o.ref(), o.present()
	}
	return value, f.required || !value.IsZero()
}

// store puts what text means into the request v, and reports whether it fits.
func (f *field) store(v reflect.Value, text string) bool {
	value, _ := f.at(v)
	if !f.decode(value, text) {
		return false
	}
	if f.optional {
		v.FieldByIndex(f.index).Addr().Interface().(optional).mark()
	}
	return true
}

func (f *field) decode(into reflect.Value, text string) bool {
	switch f.kind {
	case kindInt, kindSeconds:
		return f.decodeNumber(into, text)
	case kindBool:
		into.SetBool(text == "true")
		return text == "true" || text == "false"
	case kindFraction:
		x, ok := parseFraction(text)
		into.SetFloat(x)
		return ok
	case kindTime:
		t, ok := parseDate(text)
		into.Set(reflect.ValueOf(t))
		return ok
	}
	into.SetString(text)
	return f.fits(text)
}

func (f *field) decodeNumber(into reflect.Value, text string) bool {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < f.min || n > f.max {
		return false
	}
	if f.kind == kindSeconds {
		n *= int64(time.Second)
	}
	into.SetInt(n)
	return true
}

// parseFraction reads a number from 0 to 1 in decimals, such as 0.91.
func parseFraction(text string) (float64, bool) {
	if strings.Trim(text, "0123456789.eE-") != "" {
		return 0, false // no hexadecimal digits, underscores, Inf or NaN
	}
	x, err := strconv.ParseFloat(text, 64)
	return x, err == nil && isFraction(x)
}

// isFraction is false for NaN and for the negative zero, too.
func isFraction(x float64) bool { return x >= 0 && x <= 1 && !math.Signbit(x) }

// parseDate reads an RFC 2822 date from 1970 to 9999.
func parseDate(text string) (time.Time, bool) {
	for _, zone := range []string{" GMT", " UTC"} {
		if date, ok := strings.CutSuffix(text, zone); ok {
			text = date + " +0000"
		}
	}
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, text); err == nil {
			t = t.UTC()
			return t, isDate(t)
		}
	}
	return time.Time{}, false
}

func isDate(t time.Time) bool {
	return t.Unix() >= 0 && t.Year() <= 9999 && t.Nanosecond() == 0
}

// fits reports whether a text is a value of the field.
func (f *field) fits(text string) bool {
	if text == "" {
		return f.empty
	}
	switch f.kind {
	case kindWord:
		return isWord(text)
	case kindSID:
		return isSID(text, f.sids)
	case kindURL:
		return isURL(text)
	}
	return utf8.ValidString(text)
}

// isWord reports whether a text may be the value of an enumerated type: printable
// characters without blanks.
func isWord(text string) bool {
	return len(text) <= maxWord && utf8.ValidString(text) &&
		!strings.ContainsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) })
}

func isSID(text string, prefixes []string) bool {
	if len(text) != 34 || !slices.Contains(prefixes, text[:2]) {
		return false
	}
	return strings.Trim(text[2:], "0123456789abcdefABCDEF") == ""
}

func isURL(text string) bool {
	u, err := url.Parse(text)
	return err == nil && utf8.ValidString(text) && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// encode returns the text of the value, and whether it is one that decode
// would read as the same.
func (f *field) encode(value reflect.Value) (string, bool) {
	switch f.kind {
	case kindInt:
		n := value.Int()
		return strconv.FormatInt(n, 10), n >= f.min && n <= f.max
	case kindSeconds:
		d := time.Duration(value.Int())
		if d < 0 || d%time.Second != 0 {
			return d.String(), false
		}
		return strconv.FormatInt(int64(d/time.Second), 10), true
	case kindBool:
		return strconv.FormatBool(value.Bool()), true
	case kindFraction:
		x := value.Float()
		return strconv.FormatFloat(x, 'f', -1, 64), isFraction(x)
	case kindTime:
		t := value.Interface().(time.Time).UTC()
		if !isDate(t) {
			return t.Format(time.RFC3339Nano), false
		}
		return t.Format(dateLayout), true
	}
	text := value.String()
	return text, f.fits(text)
}

// wants describes a value that fits, for messages.
func (f *field) wants() string {
	switch f.kind {
	case kindWord:
		return fmt.Sprintf("a word of at most %d bytes", maxWord)
	case kindSID:
		return strings.Join(f.sids, " or ") + " and 32 hexadecimal digits"
	case kindURL:
		return "an absolute http or https URL"
	case kindInt:
		if f.max == math.MaxInt32 {
			return fmt.Sprintf("an integer of at least %d", f.min)
		}
		return fmt.Sprintf("an integer from %d to %d", f.min, f.max)
	case kindSeconds:
		return "a whole number of seconds, at least 0"
	case kindBool:
		return "true or false"
	case kindFraction:
		return "a number from 0 to 1"
	case kindTime:
		return "an RFC 2822 date in whole seconds, such as Tue, 04 Aug 2015 18:39:09 +0000"
	}
	if f.empty {
		return "text in UTF-8"
	}
	return "text in UTF-8 that is not empty"
}
