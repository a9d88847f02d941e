package assign

import (
	"encoding/json"
	"strconv"
	"strings"
)

// scalar is a JSON value as instructions have them: a text, a number or a
// boolean.
type scalar struct {
	kind scalarKind
	text string // of a string its characters, else the JSON as written
}

type scalarKind uint8

const (
	isOther scalarKind = iota // an object or an array
	isNull
	isString
	isNumber
	isBoolean
)

// newScalar takes valid JSON without white space around it.
func newScalar(raw json.RawMessage) scalar {
	switch raw[0] {
	case '"':
		var text string
		if json.Unmarshal(raw, &text) != nil {
			return scalar{isOther, string(raw)} // unreachable with valid JSON
		}
		return scalar{isString, text}
	case 't', 'f':
		return scalar{isBoolean, string(raw)}
	case 'n':
		return scalar{isNull, string(raw)}
	case '{', '[':
		return scalar{isOther, string(raw)}
	}
	return scalar{isNumber, string(raw)}
}

// isAbsent tells what counts as not being there; see field.keepEmpty.
func (s scalar) isAbsent(keepEmpty bool) bool {
	return s.kind == isNull || s.kind == isString && s.text == "" && !keepEmpty
}

// integer reads a number or a text of one; 30.0 is the integer 30.
func (s scalar) integer() (int64, bool) {
	if s.kind != isNumber && s.kind != isString {
		return 0, false
	}
	if n, err := strconv.ParseInt(s.text, 10, 64); err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(s.text, 64)
	n := int64(f)
	return n, err == nil && s.kind == isNumber && float64(n) == f && n < 1<<53 && n > -1<<53
}

// boolean reads true and false, and the texts of both in any case.
func (s scalar) boolean() (value, ok bool) {
	if s.kind != isBoolean && s.kind != isString {
		return false, false
	}
	switch strings.ToLower(s.text) {
	case "true":
		return true, true
	case "false":
		return false, true
	}
	return false, false
}
