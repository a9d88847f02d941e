package twiml

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
	attrMeta
}

// attrMeta is what the attributes of all types have. Elements have many and set
// few, so that it is no more than a pointer: nil is unset.
type attrMeta struct{ from *origin }

// origin says where a value comes from. It does not change once an attribute
// has it: attributes may share one, as all do that a program sets.
type origin struct {
	raw   string // unfit: the text; set: a spelling that is kept, such as record="true", or ""
	state attrState
	at    position
}

// setByProgram is the origin of what has no place in a document. Nobody writes
// to it: to set an attribute is to give it another origin.
var setByProgram = origin{state: attrSet}

type attrState uint8

const (
	attrUnset attrState = iota
	attrSet
	attrUnfit
)

// Set makes an attribute that holds v. The zero value of T counts as set too.
func Set[T any](v T) Attr[T] { return Attr[T]{value: v, attrMeta: attrMeta{&setByProgram}} }

// List makes an attribute that holds a list, written joined with one blank.
// The attribute keeps v: a caller that passes a slice must not change it.
func List[T any](v ...T) Attr[[]T] { return Set(v) }

// Raw makes an attribute that holds a text as it stands, whether it fits the
// type or not: the way to write a value that this package refuses to know. Get
// reports nothing for it, even if the text would fit.
func Raw[T any](text string) Attr[T] {
	return Attr[T]{attrMeta: attrMeta{&origin{raw: text, state: attrUnfit}}}
}

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
	return a.from.raw, true
}

// Present reports whether the attribute is written in the document, fit or not.
func (a Attr[T]) Present() bool { return a.state() != attrUnset }

// Pos returns where the name of the attribute stands in the parsed document; it
// is zero for an attribute that was not parsed.
func (a Attr[T]) Pos() Pos { return a.at().pos() }

func (m *attrMeta) state() attrState {
	if m.from == nil {
		return attrUnset
	}
	return m.from.state
}

func (m *attrMeta) at() position {
	if m.from == nil {
		return position{}
	}
	return m.from.at
}

// isRaw reports whether the raw text is what is written. The attribute is not
// unset.
func (m *attrMeta) isRaw() bool { return m.from.state == attrUnfit || m.from.raw != "" }

// bit is the set of attribute i alone if it is written, else the empty set.
func (m *attrMeta) bit(i int) attrBits {
	if m.from == nil {
		return 0
	}
	return 1 << i
}
