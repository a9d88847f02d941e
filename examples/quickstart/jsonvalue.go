package main

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// text returns a string that is not empty.
func (o *object) text(key string) string {
	const want = "a text in quotes"
	m := o.get(key, want)
	if m == nil {
		return ""
	}
	var s string
	if err := json.Unmarshal(m.value, &s); err != nil || s == "" {
		o.wrong(m, want)
	}
	return s
}

// optionalText returns "" when the key is not there.
func (o *object) optionalText(key string) string {
	if o.find(key) == nil {
		o.asked = append(o.asked, key)
		return ""
	}
	return o.text(key)
}

// oneOf returns one of several words.
func (o *object) oneOf(key string, words ...string) string {
	want := `"` + strings.Join(words, `" or "`) + `"`
	m := o.get(key, want)
	if m == nil {
		return ""
	}
	var s string
	if err := json.Unmarshal(m.value, &s); err != nil || !slices.Contains(words, s) {
		o.wrong(m, want)
	}
	return s
}

// flag returns true or false.
func (o *object) flag(key string) bool {
	m := o.get(key, "true or false")
	if m == nil {
		return false
	}
	var b bool
	if string(m.value) == "null" || json.Unmarshal(m.value, &b) != nil {
		o.wrong(m, "true or false")
	}
	return b
}

// integer returns a whole number from 0 to most.
func (o *object) integer(key string, most int) int {
	want := "a whole number from 0 to " + strconv.Itoa(most)
	m := o.get(key, want)
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(string(m.value))
	if err != nil || n < 0 || n > most {
		o.wrong(m, want)
		return 0
	}
	return n
}

// seconds returns a number of seconds, at most a day.
func (o *object) seconds(key string) time.Duration {
	return time.Duration(o.integer(key, 86400)) * time.Second
}

// moment returns a time in one of the layouts of package time.
func (o *object) moment(key, layout string) time.Time {
	want := "a time such as \"" + layout + "\""
	m := o.get(key, want)
	if m == nil {
		return time.Time{}
	}
	var s string
	_ = json.Unmarshal(m.value, &s) // what is no string does not parse below
	t, err := time.Parse(layout, s)
	if err != nil {
		o.wrong(m, want)
	}
	return t
}

// object returns a nested object, nil when there is none.
func (o *object) object(key string) *object {
	m := o.get(key, "an object in braces")
	if m == nil {
		return nil
	}
	return newObject(o.file, m.offset, m.value, o.problems)
}

// list returns a nested list of objects.
func (o *object) list(key string) []*object {
	m := o.get(key, "a list in brackets")
	if m == nil {
		return nil
	}
	return newList(o.file, m.offset, m.value, o.problems)
}

// sidOf returns a SID, read by one of the Parse…SID functions.
func sidOf[S any](o *object, key, prefix string, parse func(string) (S, error)) S {
	want := strconv.Quote(prefix) + " and 32 hexadecimal digits, not all of them 0"
	var none S
	m := o.get(key, want)
	if m == nil {
		return none
	}
	var text string
	_ = json.Unmarshal(m.value, &text)
	s, err := parse(text)
	if err != nil {
		o.wrong(m, want)
	}
	return s
}
