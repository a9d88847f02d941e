package xmlscan

// Kind is the kind of a token.
type Kind uint8

// The kinds. An element without content is a Start and an End, however it is
// written.
const (
	Start Kind = iota
	End
	Text
	CData
	Comment
	ProcInst
)

// Token is one token.
type Token struct {
	Kind Kind
	// Name is that of a tag with its prefix, or the target of an instruction.
	Name string
	// Data is the text, without escapes, or what a comment or instruction holds.
	Data string
	// Attrs are the attributes of a Start as they stand. They are valid until
	// the next call of Next.
	Attrs []Attr
	// Pos is where the token begins.
	Pos Pos
}

// Attr is an attribute.
type Attr struct {
	// Name has its prefix.
	Name string
	// Value is normalised: without escapes, and with a blank for each tab and
	// line end that is not written as a reference.
	Value string
	// Pos is where the name begins.
	Pos Pos
}
