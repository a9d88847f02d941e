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
	case kindList:
		return a.joined(ref)
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

func (a *attrSpec) joined(ref reflect.Value) (string, error) {
	words := make([]string, ref.Len())
	for i := range words {
		words[i] = ref.Index(i).String()
		if !isWord(words[i]) {
			return "", printError("attribute %s: %q in the list is empty or has white space", a.name, words[i])
		}
	}
	return strings.Join(words, " "), nil
}

// append writes the attribute's text with escapes. Numbers and lists of one
// word, the usual ones, cost no allocation.
func (a *attrSpec) append(dst []byte, f attrField) ([]byte, error) {
	state, raw, _ := f.load()
	if state == attrUnfit || raw != "" {
		return appendAttrValue(dst, raw)
	}
	ref := f.ref()
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
	case kindList:
		text, err := a.joined(ref)
		if err != nil {
			return dst, err
		}
		return appendAttrValue(dst, text)
	}
	return appendAttrValue(dst, ref.String())
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
	case kindAuto:
		return "auto or a whole number of " + a.unitName() + a.rangeText()
	case kindEnum:
		known := "one of " + strings.Join(a.enum.values, ", ")
		if a.enum.open {
			return known + ", or another name without blanks"
		}
		return known
	case kindList:
		return "one or more of " + strings.Join(a.enum.values, ", ") + ", separated by blanks"
	case kindURL:
		return "an http or https address without underscore in its host, or a reference relative to the document"
	case kindWord:
		return "one name without blanks"
	case kindItems:
		return fmt.Sprintf("at most %d phrases of at most %d characters, separated by commas", a.items, a.itemLen)
	case kindSID:
		return a.sid + " and 32 hexadecimal digits"
	case kindDigits:
		return a.digitsText()
	}
	if a.maxLength < 0 {
		return "any text"
	}
	return fmt.Sprintf("at most %d characters", a.maxLength)
}

func (a *attrSpec) digitsText() string {
	if a.maxLength == 1 {
		return "one of " + a.chars
	}
	return "made of " + a.chars
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
