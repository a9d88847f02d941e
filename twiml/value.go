package twiml

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// text returns what is written for an attribute that is set or unfit, without
// escapes. It fails if the value has no text, such as half a second where
// whole seconds are written.
func (a *attrSpec) text(f slot) (string, error) {
	if f.isRaw() {
		return f.from.raw, nil
	}
	if p, ok := f.value.(*string); ok {
		return *p, nil
	}
	var space [32]byte
	text, err := a.appendValue(space[:0], f, false)
	return string(text), err
}

// number returns a duration in the units that are written.
func (a *attrSpec) number(n int64) (int64, error) {
	whole := n / int64(a.unit)
	if whole*int64(a.unit) != n {
		return 0, noText("attribute %s: %v is no whole number of %s", a.name, time.Duration(n), a.unitName())
	}
	return whole, nil
}

func (a *attrSpec) unitName() string {
	if a.unit == time.Millisecond {
		return "milliseconds"
	}
	return "seconds"
}

// append writes the attribute's text with escapes.
func (a *attrSpec) append(dst []byte, f slot) ([]byte, error) {
	if f.isRaw() {
		return appendAttrValue(dst, f.from.raw)
	}
	if p, ok := f.value.(*string); ok {
		return appendAttrValue(dst, *p)
	}
	return a.appendValue(dst, f, true)
}

// appendValue writes a value that is no string.
func (a *attrSpec) appendValue(dst []byte, f slot, escaped bool) ([]byte, error) {
	switch p := f.value.(type) {
	case *bool:
		return strconv.AppendBool(dst, *p), nil
	case *int:
		return strconv.AppendInt(dst, int64(*p), 10), nil
	case *int64:
		return a.appendDuration(dst, *p)
	case *[]int:
		for i, n := range *p {
			if i > 0 {
				dst = append(dst, ' ')
			}
			dst = strconv.AppendInt(dst, int64(n), 10)
		}
	case words:
		return a.appendWords(dst, p, escaped)
	}
	return dst, nil
}

func (a *attrSpec) appendDuration(dst []byte, n int64) ([]byte, error) {
	switch {
	case a.kind == kindTime:
		return appendTime(dst, time.Duration(n)), nil
	case a.kind == kindAuto && n == int64(Auto):
		return append(dst, "auto"...), nil
	}
	n, err := a.number(n)
	if err != nil {
		return dst, err
	}
	return strconv.AppendInt(dst, n, 10), nil
}

func (a *attrSpec) appendWords(dst []byte, list words, escaped bool) ([]byte, error) {
	var err error
	for i := range list.len() {
		if i > 0 {
			dst = append(dst, ' ')
		}
		switch w := list.at(i); {
		case !isWord(w):
			return dst, noText("attribute %s: %q in the list is empty or has white space", a.name, w)
		case !escaped:
			dst = append(dst, w...)
		default:
			if dst, err = appendAttrValue(dst, w); err != nil {
				return dst, err
			}
		}
	}
	return dst, nil
}

// shown names a value that has no text: a duration or a list.
func shown(f slot) string {
	switch p := f.value.(type) {
	case *int64:
		return time.Duration(*p).String()
	case words:
		list := make([]string, p.len())
		for i := range list {
			list[i] = strconv.Quote(p.at(i))
		}
		return "the list of " + strings.Join(list, ", ")
	}
	return "without a text"
}

// wants describes a value that fits, for messages.
func (a *attrSpec) wants() string {
	switch a.kind {
	case kindBool:
		return "true or false"
	case kindInt:
		return "an integer" + a.rangeText()
	case kindDuration:
		return "a whole number of " + a.unitName() + a.rangeText()
	case kindTime:
		return "a duration such as 500ms or 1.5s" + a.timeRange()
	case kindDecimal:
		return "a decimal number" + a.rangeText()
	case kindInts:
		return "integers" + a.rangeText() + ", separated by blanks"
	case kindPhone:
		return wantsPhone
	case kindAuto:
		return "auto or a whole number of " + a.unitName() + a.rangeText()
	case kindEnum:
		return a.enum.wants("one of ", ", or another name without blanks")
	case kindList:
		return a.enum.wants("one or more of ", ", or of other names") + ", separated by blanks"
	case kindURL:
		return a.url.wants()
	case kindWord:
		return "one name without blanks"
	case kindItems:
		return a.itemsText()
	case kindSID:
		return sidText(a.sid)
	case kindDigits:
		return a.digitsText()
	}
	switch {
	case a.like != "":
		return "a text such as " + a.like
	case a.pattern != nil:
		return "a text of the form " + a.pattern.String()
	case a.maxLength < 0:
		return "any text"
	}
	return fmt.Sprintf("at most %d characters", a.maxLength)
}

func (a *attrSpec) itemsText() string {
	if a.items == 0 {
		return "phrases, separated by commas"
	}
	return fmt.Sprintf("at most %d phrases of at most %d characters, separated by commas", a.items, a.itemLen)
}

func sidText(prefix string) string {
	if prefix == "" {
		return "a SID"
	}
	return strings.ReplaceAll(prefix, " ", " or ") + " and 32 hexadecimal digits"
}

func (a *attrSpec) digitsText() string {
	if a.maxLength == 1 {
		return "one of " + a.chars
	}
	return "made of " + a.chars
}

func (a *attrSpec) timeRange() string {
	if !a.hasMax {
		return ""
	}
	return " of at most " + timeText(time.Duration(a.max)*a.unit)
}

// timeText writes a duration with its unit: in seconds if they are whole, else
// in milliseconds.
func timeText(d time.Duration) string { return string(appendTime(nil, d)) }

func appendTime(dst []byte, d time.Duration) []byte {
	if d%time.Second == 0 {
		return append(strconv.AppendInt(dst, int64(d/time.Second), 10), 's')
	}
	whole, rest := d/time.Millisecond, d%time.Millisecond
	if d < 0 && whole == 0 {
		dst = append(dst, '-')
	}
	dst = strconv.AppendInt(dst, int64(whole), 10)
	if rest != 0 {
		dst = append(append(dst, '.'), strings.TrimRight(fmt.Sprintf("%06d", rest.Abs()), "0")...)
	}
	return append(dst, "ms"...)
}

func (a *attrSpec) rangeText() string {
	switch {
	case a.hasMax:
		return fmt.Sprintf(" from %d to %d", a.min, a.max)
	case a.hasMin:
		return fmt.Sprintf(" of at least %d", a.min)
	}
	return ""
}
