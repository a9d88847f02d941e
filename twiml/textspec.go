package twiml

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"
)

// textSpec describes the character data of an element.
type textSpec struct {
	kind     textKind
	required bool
	max      int    // characters; -1: no limit
	unless   string // an attribute by which the text is ignored
	sid      string // prefixes of a SID
	advisory bool   // another form of SID is no deviation
	url      urlForm

	emptyIsCurrent bool // an empty address means the current document
	codes          [numConditions]int
}

type textKind uint8

const (
	textNone textKind = iota
	textPlain
	textMixed
	textURL
	textPhone
	textSIP
	textIdentity
	textName
	textQueueName
	textSID
	textJSON
)

var textKinds = map[string]textKind{
	"text":         textPlain,
	"ssml-mixed":   textMixed,
	"url":          textURL,
	"phone-number": textPhone,
	"sip-uri":      textSIP,
	"identity":     textIdentity,
	"name":         textName,
	"queue-name":   textQueueName,
	"sid":          textSID,
	"json-object":  textJSON,
}

func newTextSpec(t *tag) textSpec {
	name, _ := t.value("kind")
	kind, ok := textKinds[name]
	if !ok {
		panic("twiml: unknown kind of text: " + name)
	}
	x := textSpec{
		kind: kind, required: t.flag("required"), max: t.number("max", -1), advisory: t.flag("advisory"),
		url: urlForm{anyHost: t.flag("anyHost")}, emptyIsCurrent: t.flag("emptyIsCurrent"), codes: tagCodes(t),
	}
	x.sid, _ = t.value("sid")
	unless, _ := t.value("unless")
	x.unless = strings.TrimPrefix(unless, "@")
	return x
}

// fit decides about a text that is not blank.
func (x *textSpec) fit(text string) condition {
	counted := text
	if x.kind == textSIP {
		counted, _, _ = strings.Cut(text, "?")
	}
	if x.max >= 0 && utf8.RuneCountInString(counted) > x.max {
		return tooLong
	}
	switch x.kind {
	case textURL:
		return invalidUnless(x.url.fits(text))
	case textPhone:
		return invalidUnless(isPhoneNumber(text))
	case textSIP:
		return invalidUnless(isSIPURI(text))
	case textSID:
		return invalidUnless(x.advisory && isWord(text) || x.isSID(text))
	case textJSON:
		return invalidUnless(isJSONObject(text))
	}
	return fits
}

func (x *textSpec) isSID(text string) bool {
	return slices.ContainsFunc(strings.Fields(x.sid), func(prefix string) bool { return isSID(prefix, text) })
}

// unusual reports whether a text that fits has a form that the reference
// advises against.
func (x *textSpec) unusual(text string) bool {
	return x.kind == textSID && x.advisory && !x.isSID(text)
}

const wantsPhone = "a phone number such as +15558675310"

// wants describes a text that fits, for messages.
func (x *textSpec) wants() string {
	switch x.kind {
	case textPlain:
		return "a text"
	case textURL:
		return x.url.wants()
	case textPhone:
		return wantsPhone
	case textSIP:
		return "a SIP address such as sip:kate@example.com"
	case textIdentity:
		return "the identity of a client"
	case textName:
		return "a name"
	case textQueueName:
		return "the name of a queue"
	case textSID:
		return sidText(x.sid)
	case textJSON:
		return `a JSON object such as {"skill":"billing"}`
	}
	return "the text to speak"
}

// isPhoneNumber accepts E.164 and national spellings: up to 15 digits, with
// blanks, dots, hyphens and parentheses between them, and a channel in front as
// in whatsapp:+15558675310 (inferred: the reference gives no pattern).
func isPhoneNumber(text string) bool {
	if channel, number, ok := strings.Cut(text, ":"); ok && isLetters(channel) {
		text = number
	}
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

// maxSIPHeaders is what a SIP address may hold behind its question mark in
// bytes (twiml.md §8, Sip: below 1024).
const maxSIPHeaders = 1023

// isSIPURI accepts [sip:|sips:][user@]host[:port][;parameters][?headers]
// (inferred: the reference names the parts and gives no pattern).
func isSIPURI(text string) bool {
	uri, headers, _ := strings.Cut(text, "?")
	if strings.ContainsAny(text, whiteSpace) || len(headers) > maxSIPHeaders {
		return false
	}
	if scheme, rest, ok := strings.Cut(uri, ":"); ok && isLetters(scheme) {
		switch {
		case strings.EqualFold(scheme, "sip"), strings.EqualFold(scheme, "sips"):
			uri = rest
		case !isDigits(cutParameters(rest)): // not host:port
			return false
		}
	}
	if user, host, ok := strings.Cut(uri, "@"); ok {
		if user == "" || strings.Contains(host, "@") {
			return false
		}
		uri = host
	}
	host := cutParameters(uri)
	return host != "" && !strings.HasPrefix(host, ":") && !strings.ContainsAny(host, "/<>\"")
}

func cutParameters(uri string) string {
	uri, _, _ = strings.Cut(uri, ";")
	return uri
}

func isLetters(text string) bool {
	return text != "" && strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}
