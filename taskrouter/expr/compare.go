package expr

import (
	"cmp"
	"strings"
)

// Equal is the language's == (routing.md §1.6): numbers by value, strings and
// booleans exactly, NULL only with NULL; different kinds are not equal, and
// arrays and objects equal nothing, themselves included.
func (v Value) Equal(other Value) bool { return equal(&v, &other) }

// Compare is the language's ordering (routing.md §1.6). ok is false when the two
// have no order, and then <, <=, > and >= are all false: numbers compare by
// value, a number and a text that is wholly a number likewise, strings by code
// point, and nothing else.
func (v Value) Compare(other Value) (order int, ok bool) { return compare(&v, &other) }

// equal is small enough to be inlined: most values that are not equal differ in
// their bits, strings of any length included.
func equal(a, b *Value) bool { return a.bits == b.bits && a.kind == b.kind && alike(a, b) }

// alike reports whether two values of the same kind and bits are equal.
func alike(a, b *Value) bool {
	switch a.kind {
	case KindString:
		// The bits hold all of a short string, and zeros where it has ended.
		return len(a.text) == len(b.text) && (len(a.text) <= prefixSize || a.text == b.text)
	case KindNumber:
		// Whole numbers are always integers and others always floats, so
		// a number of each sort cannot be equal.
		return a.isFloat == b.isFloat
	}
	return a.scalar() // NULL or boolean
}

// unequal is !=, which is not the negation of == where an array or object meets
// anything but NULL: both are false then.
func unequal(a, b *Value) bool {
	if a.kind != KindNull && b.kind != KindNull && (!a.scalar() || !b.scalar()) {
		return false
	}
	return !equal(a, b)
}

// scalar reports whether the value is neither array nor object; NULL is scalar.
func (v *Value) scalar() bool { return v.kind < KindArray }

func compare(a, b *Value) (int, bool) {
	switch {
	case a.kind == KindNumber && b.kind == KindNumber:
		if !a.isFloat && !b.isFloat {
			return cmp.Compare(int64(a.bits), int64(b.bits)), true
		}
		return compareNumbers(a.number(), b.number()), true
	case a.kind == KindString && b.kind == KindString:
		// Byte order of UTF-8 is code point order.
		return strings.Compare(a.text, b.text), true
	case a.kind == KindNumber && b.kind == KindString && looksNumeric(b.text):
		return compareNumbers(a.number(), numberOf(b.text)), true
	case a.kind == KindString && b.kind == KindNumber && looksNumeric(a.text):
		return compareNumbers(numberOf(a.text), b.number()), true
	}
	return 0, false
}

// contains is CONTAINS: text within text, where a number or boolean stands for
// its JSON text; false for NULL, arrays and objects (routing.md §1.5).
func contains(a, b *Value) bool {
	if a.kind == KindString && b.kind == KindString {
		return strings.Contains(a.text, b.text)
	}
	if a.kind == KindNull || b.kind == KindNull || !a.scalar() || !b.scalar() {
		return false
	}
	// Conversions this short stay on the stack, since Contains keeps neither.
	var left, right [32]byte
	return strings.Contains(a.plain(string(left[:a.built(left[:])])), b.plain(string(right[:b.built(right[:])])))
}

// built writes a number that has no spelling of its own and returns its length,
// 0 for every other value.
func (v *Value) built(buffer []byte) int {
	if v.kind != KindNumber || v.text != "" {
		return 0
	}
	return len(v.appendNumber(buffer[:0]))
}

// plain returns a scalar as text; number is the text of a built number.
func (v *Value) plain(number string) string {
	switch {
	case number != "":
		return number
	case v.kind != KindBool:
		return v.text
	case v.bits == 1:
		return "true"
	}
	return "false"
}

// has is HAS: membership in an array, false when the left is none.
func has(array, element *Value) bool {
	if array.kind != KindArray {
		return false
	}
	items := array.elements()
	for i := range items {
		if equal(&items[i], element) {
			return true
		}
	}
	return false
}

// in is IN. NULL is in no array, not even in [null] (routing.md §1.6).
func in(element, array *Value) bool {
	return element.kind != KindNull && has(array, element)
}

// notIn is NOT IN, which like IN is false when the right is no array or the
// left is no scalar, and true for NULL on the left.
func notIn(element, array *Value) bool {
	return array.kind == KindArray && element.scalar() && !in(element, array)
}
