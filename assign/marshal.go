package assign

import (
	"bytes"
	"encoding/json"
	"slices"
)

// Marshal returns the JSON of an instruction as an answer to the assignment
// callback: "instruction" first, then the documented keys in the order of the
// struct's fields, then Extra. Zero values are left out. A nil Instruction is
// {}.
//
// The error is that of [Validate]: what Marshal writes, [Parse] reads back as
// the same instruction.
func Marshal(i Instruction) ([]byte, error) {
	if i == nil {
		return []byte("{}"), nil
	}
	if err := Validate(i); err != nil {
		return nil, err
	}
	dst := appendText([]byte(`{"instruction":`), string(i.Name()))
	f := i.form()
	for _, field := range f.fields {
		if !field.at.isZero() {
			dst = field.at.appendJSON(appendKey(dst, field.key))
		}
	}
	for _, m := range *f.extra {
		dst = append(appendKey(dst, m.Key), m.Value...)
	}
	return append(dst, '}'), nil
}

// appendKey appends the key of another member to an object that has one.
func appendKey(dst []byte, key string) []byte {
	return append(appendText(append(dst, ','), key), ':')
}

// appendText appends a JSON string. Unlike json.Marshal it leaves "&" as it is:
// URLs are full of it.
func appendText(dst []byte, text string) []byte {
	buf := bytes.NewBuffer(dst)
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(text) // a string and a buffer: neither fails
	return bytes.TrimSuffix(buf.Bytes(), []byte{'\n'})
}

// checkExtra reports members that would not come back as they are.
func (ps *problems) checkExtra(f form) {
	for n, m := range *f.extra {
		known := m.Key == "instruction" || slices.ContainsFunc(f.fields, func(x field) bool { return x.key == m.Key })
		twice := slices.ContainsFunc((*f.extra)[:n], func(x Member) bool { return x.Key == m.Key })
		switch {
		case known, twice:
			ps.add(Problem{Code: CodeInvalid, Key: "Extra", Found: m.Key, Want: "keys that the instruction does not know, each once"})
		case !json.Valid(m.Value):
			ps.add(Problem{Code: CodeInvalid, Key: "Extra", Found: string(m.Value), Want: "JSON as the value of " + m.Key})
		}
	}
}
