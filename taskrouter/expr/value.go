package expr

import (
	"encoding/json"
	"iter"
	"math"
	"slices"
	"strconv"
)

// Kind is the type of a [Value].
type Kind uint8

// The six kinds of value; they are those of JSON. NULL stands for JSON null and
// for whatever is missing (routing.md §1.4).
const (
	KindNull Kind = iota
	KindBool
	KindNumber
	KindString
	KindArray
	KindObject
)

// String returns the kind's name, in lower case but for "NULL".
func (k Kind) String() string {
	switch k {
	case KindNull:
		return "NULL"
	case KindBool:
		return "boolean"
	case KindNumber:
		return "number"
	case KindString:
		return "string"
	case KindArray:
		return "array"
	case KindObject:
		return "object"
	}
	return "Kind(" + strconv.Itoa(int(k)) + ")"
}

// Value is what a reference stands for when an expression is judged. It is
// immutable and safe for concurrent use; copies share their text and elements.
// The zero Value is NULL.
//
// Values cannot be compared with Go's ==, which would answer another question
// than the language's: use [Value.Equal], or [Value.AppendKey] for map keys.
type Value struct {
	_       [0]func() // not comparable
	kind    Kind
	isFloat bool
	bits    uint64   // boolean 0 or 1, int64, float64 bits, or a string's prefix
	text    string   // a string; a number as written, "" when built; an object's JSON
	items   *[]Value // an array's elements; nil when there are none
}

// Null returns NULL, which is also the zero Value.
func Null() Value { return Value{} }

// Bool returns a boolean.
func Bool(b bool) Value {
	v := Value{kind: KindBool}
	if b {
		v.bits = 1
	}
	return v
}

// Int returns a whole number.
func Int(i int64) Value { return Value{kind: KindNumber, bits: uint64(i)} }

// Float returns a number. JSON has no NaN and no infinities: they become NULL.
func Float(f float64) Value {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Value{}
	}
	return numberValue(floatNumber(f), "")
}

// String returns a string.
func String(s string) Value { return Value{kind: KindString, bits: prefix(s), text: s} }

// Array returns an array of copies of the given values.
func Array(elements ...Value) Value { return arrayOf(slices.Clone(elements)) }

// Object returns a document as a value. No comparison looks into an object:
// expressions only tell that it is one.
func Object(d Document) Value { return Value{kind: KindObject, text: d.Raw()} }

// arrayOf takes ownership of elements.
func arrayOf(elements []Value) Value {
	if len(elements) == 0 {
		return Value{kind: KindArray}
	}
	return Value{kind: KindArray, items: &elements}
}

// maxSmallArray is up to how many elements an array is one allocation.
const maxSmallArray = 4

// smallArray copies the elements of an array, at most maxSmallArray, to where
// the slice of them is: most arrays of attributes are a few words, and then one
// allocation is half the cost of reading them.
func smallArray(elements []Value) Value {
	v := Value{kind: KindArray}
	switch len(elements) {
	case 0:
		return v
	case 1:
		a := new(struct {
			items [1]Value
			slice []Value
		})
		v.items, a.slice = &a.slice, a.items[:]
	case 2:
		a := new(struct {
			items [2]Value
			slice []Value
		})
		v.items, a.slice = &a.slice, a.items[:]
	case 3:
		a := new(struct {
			items [3]Value
			slice []Value
		})
		v.items, a.slice = &a.slice, a.items[:]
	default:
		a := new(struct {
			items [maxSmallArray]Value
			slice []Value
		})
		v.items, a.slice = &a.slice, a.items[:]
	}
	copy(*v.items, elements)
	return v
}

// numberValue pairs a number with its spelling.
func numberValue(n number, text string) Value {
	v := Value{kind: KindNumber, isFloat: n.isFloat, bits: uint64(n.integer), text: text}
	if n.isFloat {
		v.bits = math.Float64bits(n.float)
	}
	return v
}

// Kind returns the value's type.
func (v Value) Kind() Kind { return v.kind }

// IsNull reports whether the value is NULL.
func (v Value) IsNull() bool { return v.kind == KindNull }

// Bool returns a boolean's value; ok is false for every other kind.
func (v Value) Bool() (b, ok bool) { return v.kind == KindBool && v.bits == 1, v.kind == KindBool }

// Int returns a number that is whole and has 64 bits, in whatever spelling: 5.0
// is 5 (routing.md §3.3). ok is false for other numbers and kinds; text is
// never converted.
func (v Value) Int() (i int64, ok bool) {
	if v.kind != KindNumber || v.isFloat {
		return 0, false
	}
	return int64(v.bits), true
}

// Float returns a number, rounded to the nearest float64 if need be; ±Inf
// stands for one too large. ok is false for every other kind.
func (v Value) Float() (f float64, ok bool) {
	switch {
	case v.kind != KindNumber:
		return 0, false
	case v.isFloat:
		return math.Float64frombits(v.bits), true
	}
	return float64(int64(v.bits)), true
}

// Measure returns what a value is when it is compared with a number by <, <=, >
// or >=, rounded as [Value.Float] does: a number, or a text that is wholly one. ok
// is false for what has no order with numbers.
func (v Value) Measure() (f float64, ok bool) {
	if v.kind == KindString && looksNumeric(v.text) {
		v = numberValue(numberOf(v.text), "")
	}
	return v.Float()
}

// Text returns a string's value; ok is false for every other kind.
func (v Value) Text() (s string, ok bool) {
	if v.kind != KindString {
		return "", false
	}
	return v.text, true
}

// Len returns the number of elements of an array, and 0 for every other kind.
func (v Value) Len() int { return len(v.elements()) }

// Elements yields the elements of an array in order, and nothing for every
// other kind.
func (v Value) Elements() iter.Seq[Value] { return slices.Values(v.elements()) }

func (v *Value) elements() []Value {
	if v.items == nil {
		return nil
	}
	return *v.items
}

// number returns a number's value; the caller has looked at the kind.
func (v *Value) number() number {
	if v.isFloat {
		return number{float: math.Float64frombits(v.bits), isFloat: true}
	}
	return number{integer: int64(v.bits)}
}

// String returns the value as JSON text, for messages and explanations: strings
// in quotes, numbers as they were written, NULL as null.
func (v Value) String() string { return string(v.appendJSON(nil)) }

func (v *Value) appendJSON(dst []byte) []byte {
	switch v.kind {
	case KindNumber:
		return v.appendNumber(dst)
	case KindBool:
		return strconv.AppendBool(dst, v.bits == 1)
	case KindString:
		quoted, _ := json.Marshal(v.text) // a string cannot fail
		return append(dst, quoted...)
	case KindObject:
		return append(dst, v.text...)
	case KindArray:
		dst = append(dst, '[')
		for i := range v.elements() {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = v.elements()[i].appendJSON(dst)
		}
		return append(dst, ']')
	}
	return append(dst, "null"...)
}

// appendNumber writes a number as it was written, or in its shortest form when
// it was built by [Int] or [Float].
func (v *Value) appendNumber(dst []byte) []byte {
	switch {
	case v.text != "":
		return append(dst, v.text...)
	case v.isFloat:
		return strconv.AppendFloat(dst, math.Float64frombits(v.bits), 'g', -1, 64)
	}
	return strconv.AppendInt(dst, int64(v.bits), 10)
}
