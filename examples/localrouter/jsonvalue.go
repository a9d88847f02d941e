package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// value is a JSON value that knows where in its file it stands.
type value struct {
	file *file
	at   int // the offset of its first byte
	raw  json.RawMessage
}

// file is a text with its name.
type file struct {
	name string
	text []byte
}

// parse reads a file that is one JSON value.
func (f *file) parse() (value, error) {
	v := value{file: f, at: len(f.text) - len(bytes.TrimLeft(f.text, " \t\r\n"))}
	err := json.Unmarshal(f.text, &v.raw)
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return v, f.errorf(int(syntax.Offset), "not JSON: %w", err)
	}
	return v, err
}

// line returns the line of an offset, from 1.
func (f *file) line(offset int) int {
	return bytes.Count(f.text[:min(max(offset, 0), len(f.text))], []byte{'\n'}) + 1
}

func (f *file) errorf(offset int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %w", f.name, f.line(offset), fmt.Errorf(format, args...))
}

// errorf says what is wrong with the value.
func (v value) errorf(format string, args ...any) error {
	return v.file.errorf(v.at, format, args...)
}

// isThere tells a value from one that was left out.
func (v value) isThere() bool { return v.file != nil }

// fields reads an object into variables by the names of its keys: a *value takes
// what is there as it is written. A key that is not in the table or comes twice is
// refused.
func (v value) fields(into map[string]any) error {
	if v.raw[0] != '{' {
		return v.errorf("%s: want an object in braces", clip(v.raw))
	}
	seen := map[string]bool{}
	return v.walk(func(dec *json.Decoder) error {
		at := v.next(dec)
		token, _ := dec.Token() // the text is known to be JSON
		key, _ := token.(string)
		target, known := into[key]
		switch {
		case !known:
			return v.file.errorf(at, "unknown key %q: want one of %s", key, strings.Join(slices.Sorted(maps.Keys(into)), ", "))
		case seen[key]:
			return v.file.errorf(at, "%q is there twice: want it once", key)
		}
		seen[key] = true
		return v.element(dec).decode(key, target)
	})
}

// decode reads a value into a variable.
func (v value) decode(key string, into any) error {
	if raw, ok := into.(*value); ok {
		*raw = v
		return nil
	}
	if err := json.Unmarshal(v.raw, into); err != nil || string(v.raw) == "null" {
		return v.errorf("%q is %s: want %s", key, clip(v.raw), wanted(into))
	}
	return nil
}

func wanted(into any) string {
	switch into.(type) {
	case *bool:
		return "true or false"
	case *int:
		return "a whole number"
	default:
		return "a text in quotes"
	}
}

// list reads a list; a value that was left out has no elements.
func (v value) list(each func(value) error) error {
	if !v.isThere() {
		return nil
	}
	if v.raw[0] != '[' {
		return v.errorf("%s: want a list in brackets", clip(v.raw))
	}
	return v.walk(func(dec *json.Decoder) error { return each(v.element(dec)) })
}

// walk calls f where each member of an object or a list begins.
func (v value) walk(f func(*json.Decoder) error) error {
	dec := json.NewDecoder(bytes.NewReader(v.raw))
	_, _ = dec.Token() // the bracket
	for dec.More() {
		if err := f(dec); err != nil {
			return err
		}
	}
	return nil
}

// element takes the next value from a decoder that reads v.
func (v value) element(dec *json.Decoder) value {
	at := v.next(dec)
	var raw json.RawMessage
	_ = dec.Decode(&raw)
	return value{v.file, at, raw}
}

// next is the offset in the file of a decoder's next token.
func (v value) next(dec *json.Decoder) int {
	offset := int(dec.InputOffset())
	return v.at + offset + len(v.raw[offset:]) - len(bytes.TrimLeft(v.raw[offset:], " \t\r\n,:"))
}

// clip keeps long values out of messages.
func clip(raw []byte) string {
	const most = 60
	if runes := []rune(string(raw)); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return string(raw)
}
