package twiml

import (
	"iter"
	"reflect"
)

// Children iterates over everything below an element in document order, with
// its index, comments and unknown elements included. The leading text, which
// has a field of its own, is not among them.
func Children(e Element) iter.Seq2[int, Node] {
	v := reflect.ValueOf(e).Elem().Field(e.spec().children)
	return func(yield func(int, Node) bool) {
		for i := range v.Len() {
			if n := childNode(v, i); n != nil && !yield(i, n) {
				return
			}
		}
	}
}

// childNode returns child i of a slice of children, and nil if the program
// that built the tree put nil there.
func childNode(v reflect.Value, i int) Node {
	c := v.Index(i)
	if c.IsNil() || c.Elem().IsNil() {
		return nil
	}
	return c.Interface().(Node)
}

// Effective returns the value that counts for an attribute of e: what is set,
// if it fits, else the default of the reference, else the zero value of T. The
// field is passed by address, as in
//
//	timeout := twiml.Effective(dial, &dial.Timeout)
//
// A field of another element is a mistake in the program, and panics.
func Effective[T any](e Element, field *Attr[T]) T {
	s := e.spec()
	v := reflect.ValueOf(e).Elem()
	for i := range s.attrs {
		if s.field(v, i) == attrField(field) {
			return effective(&s.attrs[i], field)
		}
	}
	panic("twiml: Effective: the field is not an attribute of this <" + s.tag + ">")
}

func effective[T any](a *attrSpec, field *Attr[T]) T {
	if field.state() == attrSet {
		// What a parser set has been checked; what a program set has not.
		if text, err := a.text(field); err == nil {
			if _, c := a.fit(text); c == fits {
				return field.value
			}
		}
	}
	if a.def != nil {
		return a.def.(*Attr[T]).value
	}
	var zero T
	return zero
}

// attrOf returns attribute i of e.
func attrOf(e Element, i int) attrField { return e.spec().field(reflect.ValueOf(e).Elem(), i) }
