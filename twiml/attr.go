package twiml

import "reflect"

// Attr is one attribute of an element. It is in one of three states:
//
//   - unset: the attribute is not written at all. This is the zero value.
//   - set: it holds a value of its type. An empty value counts as set, and is
//     something else than unset: waitUrl="" is silence (twiml.md §5).
//   - unfit: it holds the raw text of a document that does not fit the type or
//     its range. Such an attribute counts as absent (twiml.md §2), is reported
//     by the validator, and is printed as it was read.
//
// Attributes are made with [Set], [List] and [Raw]. What a parser puts in has
// been checked against the reference; what a program puts in with Set is
// checked by [Response.Validate] and by [Effective].
type Attr[T any] struct {
	value T
	raw   *string // unfit: the text; set: a spelling that is kept, such as record="true", or nil
	// Elements have many attributes and set few, so that they are kept small:
	// the column shares its word with the state.
	line   uint32
	packed uint32
}

type attrState uint8

const (
	attrUnset attrState = iota
	attrSet
	attrUnfit

	stateBits = 2
	stateMask = 1<<stateBits - 1
)

// Set makes an attribute that holds v. The zero value of T counts as set too.
func Set[T any](v T) Attr[T] { return Attr[T]{value: v, packed: uint32(attrSet)} }

// List makes an attribute that holds a list, written joined with one blank.
// The attribute keeps v: a caller that passes a slice must not change it.
func List[T any](v ...T) Attr[[]T] { return Set(v) }

// Raw makes an attribute that holds a text as it stands, whether it fits the
// type or not: the way to write a value that this package refuses to know. Get
// reports nothing for it, even if the text would fit.
func Raw[T any](text string) Attr[T] { return Attr[T]{raw: &text, packed: uint32(attrUnfit)} }

// Get returns the value and true if the attribute holds one, which is never so
// for an unset or an unfit attribute.
func (a Attr[T]) Get() (T, bool) { return a.value, a.state() == attrSet }

// Or returns the value, or def if the attribute holds none. See [Effective] for
// the default that the reference gives.
func (a Attr[T]) Or(def T) T {
	if a.state() != attrSet {
		return def
	}
	return a.value
}

// Raw returns the text of an unfit attribute, and false for the other states.
func (a Attr[T]) Raw() (string, bool) {
	if a.state() != attrUnfit {
		return "", false
	}
	return *a.raw, true
}

// Present reports whether the attribute is written in the document, fit or not.
func (a Attr[T]) Present() bool { return a.state() != attrUnset }

// Pos returns where the name of the attribute stands in the parsed document; it
// is zero for an attribute that was not parsed.
func (a Attr[T]) Pos() Pos { return a.at().pos() }

func (a *Attr[T]) state() attrState { return attrState(a.packed & stateMask) }

func (a *Attr[T]) at() position { return position{a.line, a.packed >> stateBits} }

// attrField is what the tables need of every Attr[T], by pointer.
type attrField interface {
	load() (state attrState, raw string, at position)
	store(state attrState, raw string, at position)
	ref() reflect.Value // the value, settable
}

func (a *Attr[T]) load() (state attrState, raw string, at position) {
	if a.raw != nil {
		raw = *a.raw
	}
	return a.state(), raw, a.at()
}

func (a *Attr[T]) store(state attrState, raw string, at position) {
	a.raw = nil
	if state == attrUnfit || raw != "" {
		kept := raw // else every call would allocate
		a.raw = &kept
	}
	a.line, a.packed = at.line, at.column<<stateBits|uint32(state)
}

func (a *Attr[T]) ref() reflect.Value { return reflect.ValueOf(&a.value).Elem() }

// The fields of an Attr of any type, for a printer that asks many attributes and
// finds few set: to turn each into an attrField would cost more than to print.
var (
	valueField  = fieldOfAttr("value")
	rawField    = fieldOfAttr("raw")
	packedField = fieldOfAttr("packed")
)

func fieldOfAttr(name string) int {
	f, ok := reflect.TypeFor[Attr[string]]().FieldByName(name)
	if !ok {
		panic("twiml: an Attr has no " + name)
	}
	return f.Index[0]
}

func isUnset(attr reflect.Value) bool {
	return attrState(attr.Field(packedField).Uint()&stateMask) == attrUnset
}
