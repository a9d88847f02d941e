package twiml

import (
	"math/bits"
	"reflect"
)

// fields is the way from an element of any type to what its struct holds. The
// printer, the parser and the validator ask for hundreds of attributes in a
// document, of which few are set, so that reflection would cost more than all
// the rest they do: fields_gen.go has a method for each struct instead. [Common]
// implements what an element without attributes or text has to say.
type fields interface {
	// present tells which attributes are written, fit or not.
	present() attrBits
	// attr returns attribute i, in the order of the struct.
	attr(i int) slot
	// leading returns the text field; nil if there is none.
	leading() *string
	// children returns the list of children.
	children() nodes
}

func (c *Common) present() attrBits { return 0 }
func (c *Common) attr(int) slot     { panic("twiml: the element has no such attribute") }
func (c *Common) leading() *string  { return nil }

// attrBits is a set of attributes of an element, by index. No element has more
// than 64; [define] would say so.
type attrBits uint64

func (s attrBits) has(i int) bool { return s>>i&1 != 0 }

// next takes the first attribute from the set.
func (s *attrBits) next() int {
	i := bits.TrailingZeros64(uint64(*s))
	*s &= *s - 1
	return i
}

// slot is an attribute of any type: what all have, and the address of the value.
// Enumerated types and decimals are a *string, durations an *int64; the others
// are *bool, *int, *[]int, and words.
type slot struct {
	*attrMeta
	value any
}

// words is the value of an attribute that holds a list of an enumerated type.
type words interface {
	len() int
	at(i int) string
	set(list []string)
}

type wordList[T ~string] []T

func (l *wordList[T]) len() int        { return len(*l) }
func (l *wordList[T]) at(i int) string { return string((*l)[i]) }

func (l *wordList[T]) set(list []string) {
	*l = make([]T, len(list))
	for i, w := range list {
		(*l)[i] = T(w)
	}
}

// nodes is the list of an element's children, whatever their interface.
type nodes interface {
	len() int
	// at returns child i, and nil if the program that built the tree put nil
	// there.
	at(i int) Node
	// element returns child i if it is an element, else nil. It is quicker than
	// at, for it need not find out how the child is a Node.
	element(i int) Element
	// set takes what has been checked against the nesting.
	set(content []Node)
}

type nodeList[C Node] []C

func (l *nodeList[C]) len() int { return len(*l) }

func (l *nodeList[C]) element(i int) Element {
	c := (*l)[i]
	if any(c) == nil {
		return nil
	}
	e := c.element()
	if e != nil && any(e) != any(c) {
		return nil // what a type of the program embeds, which at returns
	}
	return e
}

func (l *nodeList[C]) at(i int) Node {
	if e := l.element(i); e != nil {
		return e
	}
	var n Node = (*l)[i]
	if isNothing(n) {
		return nil
	}
	return n
}

// isNothing reports whether a node is nil, or a nil pointer.
func isNothing(n Node) bool {
	switch n := n.(type) {
	case *CharData:
		return n == nil
	case *Comment:
		return n == nil
	case *ProcInst:
		return n == nil
	case *Unknown:
		return n == nil
	}
	v := reflect.ValueOf(n)
	return n == nil || v.Kind() == reflect.Pointer && v.IsNil()
}

func (l *nodeList[C]) set(content []Node) {
	*l = make([]C, len(content))
	for i, n := range content {
		(*l)[i] = n.(C)
	}
}
