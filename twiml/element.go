package twiml

import "iter"

// Children iterates over everything below an element in document order, with
// its index, comments and unknown elements included. The leading text, which
// has a field of its own, is not among them.
func Children(e Element) iter.Seq2[int, Node] {
	list := e.children()
	return func(yield func(int, Node) bool) {
		for i := range list.len() {
			if n := list.at(i); n != nil && !yield(i, n) {
				return
			}
		}
	}
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
	for i := range s.attrs {
		if f := e.attr(i); f.attrMeta == &field.attrMeta {
			return effective(&s.attrs[i], f, field)
		}
	}
	panic("twiml: Effective: the field is not an attribute of this <" + s.tag + ">")
}

// effective takes the field twice: f is the same without its type.
func effective[T any](a *attrSpec, f slot, field *Attr[T]) T {
	if field.state() == attrSet {
		// What a parser set has been checked; what a program set has not.
		if text, err := a.text(f); err == nil {
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
