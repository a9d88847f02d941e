package twiml

import (
	"slices"
	"strings"
)

// enum is the set of words of an enumerated type: its Go type is the one place
// that lists them, for every attribute of that type.
type enum struct {
	values  []string
	aliases map[string]string // further spellings, with the value they mean
	open    bool              // values are only the known ones
	fold    bool              // compared without regard to case
}

// enumerated is implemented by every enumerated type.
type enumerated interface{ enum() enum }

func closedEnum[T ~string](values ...T) enum {
	e := enum{values: make([]string, len(values))}
	for i, v := range values {
		e.values[i] = string(v)
	}
	return e
}

func openEnum[T ~string](values ...T) enum {
	e := closedEnum(values...)
	e.open = true
	return e
}

// lookup returns the value that a spelling means.
func (e *enum) lookup(text string) (string, bool) {
	if slices.Contains(e.values, text) {
		return text, true
	}
	if v, ok := e.aliases[text]; ok {
		return v, true
	}
	if e.fold {
		for _, v := range e.values {
			if strings.EqualFold(v, text) {
				return v, true
			}
		}
	}
	return text, e.open && isWord(text)
}

// wants describes a word that fits, for messages.
func (e *enum) wants(choice, others string) string {
	known := strings.Join(e.values, ", ")
	switch {
	case e.open:
		return choice + known + others
	case len(e.values) == 1:
		return known
	}
	return choice + known
}

// isWord reports whether text is one name: not empty, no white space.
func isWord(text string) bool {
	for i := range len(text) {
		if c := text[i]; c <= ' ' && strings.IndexByte(whiteSpace, c) >= 0 {
			return false
		}
	}
	return text != ""
}

// Method is the HTTP method of a request. It is compared without regard to
// case and written in upper case (twiml.md §2, inferred).
type Method string

// The methods.
const (
	GET  Method = "GET"
	POST Method = "POST"
)

func (Method) enum() enum {
	e := closedEnum(GET, POST)
	e.fold = true
	return e
}
