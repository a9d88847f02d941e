package twiml

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// textSpec describes the character data of an element.
type textSpec struct {
	kind     textKind
	required bool
	max      int    // characters; -1: no limit
	unless   string // an attribute by which the text is ignored
	anyHost  bool

	emptyIsCurrent bool // an empty address means the current document
	codes          [numConditions]int
}

type textKind uint8

const (
	textNone textKind = iota
	textMixed
	textURL
	textPhone
	textQueueName
	textJSON
)

var textKinds = map[string]textKind{
	"ssml-mixed":   textMixed,
	"url":          textURL,
	"phone-number": textPhone,
	"queue-name":   textQueueName,
	"json-object":  textJSON,
}

func newTextSpec(t *tag) textSpec {
	name, _ := t.value("kind")
	kind, ok := textKinds[name]
	if !ok {
		panic("twiml: unknown kind of text: " + name)
	}
	x := textSpec{
		kind: kind, required: t.flag("required"), max: t.number("max", -1),
		anyHost: t.flag("anyHost"), emptyIsCurrent: t.flag("emptyIsCurrent"), codes: tagCodes(t),
	}
	unless, _ := t.value("unless")
	x.unless = strings.TrimPrefix(unless, "@")
	return x
}

// fit decides about a text that is not blank.
func (x *textSpec) fit(text string) condition {
	if x.max >= 0 && utf8.RuneCountInString(text) > x.max {
		return tooLong
	}
	switch x.kind {
	case textURL:
		return invalidUnless(checkURL(text, x.anyHost))
	case textPhone:
		return invalidUnless(isPhoneNumber(text))
	case textJSON:
		return invalidUnless(isJSONObject(text))
	}
	return fits
}

// wants describes a text that fits, for messages.
func (x *textSpec) wants() string {
	switch x.kind {
	case textURL:
		return "an http or https address, or a reference relative to the document"
	case textPhone:
		return "a phone number such as +15558675310"
	case textQueueName:
		return "the name of a queue"
	case textJSON:
		return `a JSON object such as {"skill":"billing"}`
	}
	return "the text to speak"
}

// isPhoneNumber accepts E.164 and national spellings: up to 15 digits, with
// blanks, dots, hyphens and parentheses between them (inferred: the reference
// gives no pattern).
func isPhoneNumber(text string) bool {
	digits := 0
	for i, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == '+' && i == 0, strings.ContainsRune(" .-()", r):
		default:
			return false
		}
	}
	return digits >= 1 && digits <= 15
}

// isJSONObject bounds the depth as encoding/json does, at 10,000.
func isJSONObject(text string) bool {
	return strings.HasPrefix(text, "{") && json.Valid([]byte(text))
}
