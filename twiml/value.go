package twiml

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// text returns what is written for an attribute that is set or unfit, without
// escapes. It fails if the value has no text, such as half a second where
// whole seconds are written.
func (a *attrSpec) text(f attrField) (string, error) {
	if state, raw, _ := f.load(); state == attrUnfit || raw != "" {
		return raw, nil
	}
	ref := f.ref()
	switch a.kind {
	case kindBool:
		return strconv.FormatBool(ref.Bool()), nil
	case kindInt, kindDuration, kindAuto:
		n, auto, err := a.number(ref)
		if err != nil || auto {
			return "auto", err
		}
		return strconv.FormatInt(n, 10), nil
	case kindTime:
		return timeText(time.Duration(ref.Int())), nil
	case kindList, kindInts:
		text, err := a.appendList(nil, ref, false)
		return string(text), err
	}
	return ref.String(), nil
}

// number returns a number in the units that are written.
func (a *attrSpec) number(ref reflect.Value) (n int64, auto bool, err error) {
	n = ref.Int()
	switch {
	case a.kind == kindInt:
		return n, false, nil
	case a.kind == kindAuto && n == int64(Auto):
		return 0, true, nil
	case n%int64(a.unit) != 0:
		return 0, false, printError("attribute %s: %v is no whole number of %s",
			a.name, time.Duration(n), a.unitName())
	}
	return n / int64(a.unit), false, nil
}

func (a *attrSpec) unitName() string {
	if a.unit == time.Millisecond {
		return "milliseconds"
	}
	return "seconds"
}

// append writes the attribute's text with escapes; attr is an Attr.
func (a *attrSpec) append(dst []byte, attr reflect.Value) ([]byte, error) {
	if raw := attr.Field(rawField); !raw.IsNil() {
		return appendAttrValue(dst, raw.Elem().String())
	}
	ref := attr.Field(valueField)
	switch a.kind {
	case kindBool:
		return strconv.AppendBool(dst, ref.Bool()), nil
	case kindInt, kindDuration, kindAuto:
		n, auto, err := a.number(ref)
		if err != nil {
			return dst, err
		}
		if auto {
			return append(dst, "auto"...), nil
		}
		return strconv.AppendInt(dst, n, 10), nil
	case kindTime:
		return append(dst, timeText(time.Duration(ref.Int()))...), nil
	case kindList, kindInts:
		return a.appendList(dst, ref, true)
	}
	return appendAttrValue(dst, ref.String())
}

// appendList writes the words of a list.
func (a *attrSpec) appendList(dst []byte, ref reflect.Value, escaped bool) ([]byte, error) {
	var err error
	for i := range ref.Len() {
		if i > 0 {
			dst = append(dst, ' ')
		}
		item := ref.Index(i)
		switch {
		case a.kind == kindInts:
			dst = strconv.AppendInt(dst, item.Int(), 10)
		case !isWord(item.String()):
			return dst, printError("attribute %s: %q in the list is empty or has white space", a.name, item.String())
		case !escaped:
			dst = append(dst, item.String()...)
		default:
			if dst, err = appendAttrValue(dst, item.String()); err != nil {
				return dst, err
			}
		}
	}
	return dst, nil
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
func timeText(d time.Duration) string {
	if d%time.Second == 0 {
		return strconv.FormatInt(int64(d/time.Second), 10) + "s"
	}
	text := strconv.FormatInt(int64(d/time.Millisecond), 10)
	if rest := d % time.Millisecond; rest != 0 {
		text += "." + strings.TrimRight(fmt.Sprintf("%06d", rest.Abs()), "0")
		if d < 0 && text[0] != '-' {
			text = "-" + text
		}
	}
	return text + "ms"
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
