package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"
)

// object is a JSON object that is read key by key, strictly: a key that is
// missing, unknown, there twice or of the wrong sort is a problem with its
// place in the file. (encoding/json would fold the case of keys, take the last
// of equal ones, and not say where anything stands.)
type object struct {
	file     file
	offset   int
	source   string // the object as it is written
	members  []member
	asked    []string
	problems *problems
}

// member is a key with its value as it stands in the text.
type member struct {
	key           string
	keyAt, offset int
	value         json.RawMessage
}

// readJSON checks that a file is JSON at all, and returns its one value.
func readJSON(f file, ps *problems) (offset int, value json.RawMessage, ok bool) {
	if at := invalidUTF8(f.text); at >= 0 {
		ps.add(f.at(at), "not UTF-8: save the file in that encoding")
		return 0, nil, false
	}
	if err := json.Unmarshal(f.text, &value); err != nil {
		at, text := len(f.text), "the text ends too early: close every bracket, brace and quote"
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok && !strings.HasPrefix(err.Error(), "unexpected end") {
			at, text = int(syntax.Offset)-1, err.Error()
		}
		ps.add(f.at(at), "not JSON: %s", text)
		return 0, nil, false
	}
	return skip(f.text, 0), value, true
}

// readObject reads a file that is one object.
func readObject(f file, ps *problems) *object {
	offset, value, ok := readJSON(f, ps)
	if !ok {
		return nil
	}
	return newObject(f, offset, value, ps)
}

// readList reads a file that is a list of objects.
func readList(f file, ps *problems) []*object {
	offset, value, ok := readJSON(f, ps)
	if !ok {
		return nil
	}
	return newList(f, offset, value, ps)
}

// newObject takes an object apart: the value at an offset of the file.
func newObject(f file, offset int, value json.RawMessage, ps *problems) *object {
	if value[0] != '{' {
		ps.add(f.at(offset), "%s: want an object in braces", clip(value))
		return nil
	}
	o := &object{file: f, offset: offset, source: string(value), problems: ps}
	dec := json.NewDecoder(bytes.NewReader(value))
	_, _ = dec.Token() // the brace; the text is known to be JSON
	for dec.More() {
		keyAt := offset + skip(value, int(dec.InputOffset()))
		key, _ := dec.Token()
		m := member{key: key.(string), keyAt: keyAt}
		_ = dec.Decode(&m.value)
		m.offset = offset + int(dec.InputOffset()) - len(m.value)
		if o.find(m.key) != nil {
			ps.add(f.at(keyAt), "%q is there twice: want it once", m.key)
		}
		o.members = append(o.members, m)
	}
	return o
}

// newList takes a list of objects apart.
func newList(f file, offset int, value json.RawMessage, ps *problems) []*object {
	if value[0] != '[' {
		ps.add(f.at(offset), "%s: want a list in brackets", clip(value))
		return nil
	}
	var list []*object
	dec := json.NewDecoder(bytes.NewReader(value))
	_, _ = dec.Token()
	for dec.More() {
		var item json.RawMessage
		_ = dec.Decode(&item)
		if o := newObject(f, offset+int(dec.InputOffset())-len(item), item, ps); o != nil {
			list = append(list, o)
		}
	}
	return list
}

// skip moves past white space and separators, to where the next token begins.
func skip(text []byte, offset int) int {
	for offset < len(text) && strings.IndexByte(" \t\r\n,:", text[offset]) >= 0 {
		offset++
	}
	return offset
}

// at returns the place of the object.
func (o *object) at() place { return o.file.at(o.offset) }

// placeOf returns the place of a key's value, or of the object without it.
func (o *object) placeOf(key string) place {
	if m := o.find(key); m != nil {
		return o.file.at(m.offset)
	}
	return o.at()
}

func (o *object) find(key string) *member {
	if i := slices.IndexFunc(o.members, func(m member) bool { return m.key == key }); i >= 0 {
		return &o.members[i]
	}
	return nil
}

// get returns a value and remembers that the key is a known one.
func (o *object) get(key, want string) *member {
	o.asked = append(o.asked, key)
	m := o.find(key)
	if m == nil {
		o.problems.add(o.at(), "%q is missing: want %s", key, want)
	}
	return m
}

// wrong reports a value that is not what it should be.
func (o *object) wrong(m *member, want string) {
	o.problems.add(o.file.at(m.offset), "%q is %s: want %s", m.key, clip(m.value), want)
}

// done reports the keys that nobody asked for.
func (o *object) done() {
	for _, m := range o.members {
		if !slices.Contains(o.asked, m.key) {
			o.problems.add(o.file.at(m.keyAt), "unknown key %q: want one of %s", m.key, strings.Join(o.asked, ", "))
		}
	}
}

// clip keeps long values out of messages.
func clip(value []byte) string {
	const most = 60
	if utf8.RuneCount(value) <= most {
		return string(value)
	}
	return string([]rune(string(value))[:most]) + "…"
}

func invalidUTF8(text []byte) int {
	for offset := 0; offset < len(text); {
		r, size := utf8.DecodeRune(text[offset:])
		if r == utf8.RuneError && size <= 1 {
			return offset
		}
		offset += size
	}
	return -1
}
