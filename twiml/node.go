package twiml

// Node is anything that stands in a document: an element of the vocabulary, an
// [Unknown] element, [CharData], a [Comment] or a [ProcInst]. The set is closed: a
// type of a program that embeds one of them compiles as a child, but cannot be
// printed, and one that embeds nothing panics as every nil pointer does.
type Node interface {
	Pos() Pos
	// element returns the node itself if it is an element, and nil if it is a nil
	// pointer, which a program may have put into a list.
	element() Element
}

// Element is a modelled element of the vocabulary: a verb such as [*Enqueue],
// or a noun such as [*Number]. The set is closed. See [Tag], [TextOf],
// [Children] and [Effective] for what can be asked of every element.
type Element interface {
	Node
	fields
	spec() *spec
	common() *Common
}

// Misc is what may stand under every parent: [*CharData], [*Comment],
// [*ProcInst] and [*Unknown]. It is the child type of elements that have no
// child elements in the reference.
type Misc interface {
	Node
	misc()
}

// Aside is what may stand before and after the root: [*Comment] and [*ProcInst].
type Aside interface {
	Node
	aside()
}

// Common is the part that all elements share. A literal of a verb seldom
// mentions it.
type Common struct {
	// Extra holds the attributes that the reference does not know for this
	// element, in document order. They are printed after the known ones, and
	// reported by the validator.
	Extra []Attribute

	at position
}

// Pos returns where the element's start tag stands in the parsed document; it
// is zero for an element that was not parsed.
func (c *Common) Pos() Pos { return c.at.pos() }

func (c *Common) common() *Common { return c }

// Attribute is an attribute outside the reference. Name is written as it
// stands in the document, with a namespace prefix if it has one.
type Attribute struct {
	Name, Value string

	at position
}

// Pos returns where the attribute stands in the parsed document.
func (a Attribute) Pos() Pos { return a.at.pos() }

// anywhere is embedded by the nodes that may stand under every parent. Each
// file of a parent adds the marker method of its child interface to it.
type anywhere struct{ at position }

// Pos returns where the node begins in the parsed document.
func (a anywhere) Pos() Pos { return a.at.pos() }

func (anywhere) misc() {}

// CharData is text between tags. Where an element has a field for its text, a
// parser puts the leading text there and only what follows comments, child
// elements or CDATA sections becomes CharData; [TextOf] takes all of it.
type CharData struct {
	anywhere
	// Data is the text, without escapes.
	Data string
	// CDATA is true for a section <![CDATA[…]]>. Data can then hold neither
	// "]]>" nor a carriage return.
	CDATA bool
}

func (*CharData) element() Element { return nil }

// Text makes a text node.
func Text(data string) *CharData { return &CharData{Data: data} }

// CData makes a CDATA section.
func CData(data string) *CharData { return &CharData{Data: data, CDATA: true} }

// Comment is <!--Data-->. Data can neither hold "--" or a carriage return nor
// end with "-".
type Comment struct {
	anywhere
	Data string
}

func (*Comment) element() Element { return nil }
func (*Comment) aside()           {}

// ProcInst is the processing instruction <?Target Inst?>. Target cannot be
// "xml"; Inst can neither hold "?>" or a carriage return nor begin with white
// space.
type ProcInst struct {
	anywhere
	Target, Inst string
}

func (*ProcInst) element() Element { return nil }
func (*ProcInst) aside()           {}
