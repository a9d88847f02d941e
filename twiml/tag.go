package twiml

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// tag is a struct tag taken apart: a name, then options. An option is a flag or
// key=value; words in a value are separated by blanks. Options that nobody
// asked for are a mistake, found by done when the package is initialised.
type tag struct {
	name    string
	text    string
	options map[string]string
	asked   []string
}

func parseTag(text string) *tag {
	parts := strings.Split(text, ",")
	t := &tag{name: parts[0], text: text, options: map[string]string{}}
	for _, p := range parts[1:] {
		key, value, _ := strings.Cut(p, "=")
		t.options[key] = value
	}
	return t
}

func (t *tag) value(key string) (string, bool) {
	t.asked = append(t.asked, key)
	v, ok := t.options[key]
	return v, ok
}

func (t *tag) flag(key string) bool {
	_, ok := t.value(key)
	return ok
}

func (t *tag) words(key string) []string {
	v, _ := t.value(key)
	return strings.Fields(v)
}

// number returns the number of the option, or def if it is not there.
func (t *tag) number(key string, def int) int {
	v, ok := t.value(key)
	if !ok {
		return def
	}
	return mustInt(v)
}

// done panics if the tag holds an option that means nothing.
func (t *tag) done() {
	for key := range t.options {
		if !slices.Contains(t.asked, key) {
			panic(fmt.Sprintf("twiml: option %q in tag %q means nothing", key, t.text))
		}
	}
}

func mustInt(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		panic(fmt.Sprintf("twiml: %q in a tag is no number", text))
	}
	return n
}
