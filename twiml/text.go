package twiml

import (
	"strings"

	"github.com/beevik/etree"
)

// Tag returns the XML name of an element, e.g. "Enqueue".
func Tag(e Element) string { return e.spec().tag }

// TextOf returns the character data of an element as it counts: all of it in
// order, without comments and child elements, and without the white space
// around it. In a [Say] and its speech markup, where all white space counts and
// unknown markup is spoken too (twiml.md §8.11), it keeps the one and takes the
// text of the markup. A tree deeper than [MaxDepth], which cannot be printed, is
// read up to the place where it is.
func TextOf(e Element) string {
	if e.spec().mixed() {
		return rawText(e)
	}
	return strings.Trim(rawText(e), whiteSpace)
}

// rawText is the character data with all white space.
func rawText(e Element) string {
	if e.children().len() == 0 {
		return leading(e)
	}
	text, _ := appendCharacters(nil, e, 0)
	return string(text)
}

// appendCharacters appends the character data of an element. It stops where the
// tree is deeper than a document may be, or a tree that holds itself would have
// no end, and reports whether it came to the end.
func appendCharacters(dst []byte, e Element, depth int) (text []byte, whole bool) {
	dst = append(dst, leading(e)...)
	list, mixed := e.children(), e.spec().mixed()
	for i := range list.len() {
		whole = true
		switch c := list.at(i).(type) {
		case *CharData:
			dst = append(dst, c.Data...)
		case Element:
			if mixed {
				whole = depth < MaxDepth
			}
			if mixed && whole {
				dst, whole = appendCharacters(dst, c, depth+1)
			}
		case *Unknown:
			if mixed && c.Element != nil {
				dst, whole = appendInner(dst, c.Element, depth+1)
			}
		}
		if !whole {
			return dst, false
		}
	}
	return dst, true
}

// leading returns the content of an element's text field, "" if it has none.
func leading(e Element) string {
	if text := e.leading(); text != nil {
		return *text
	}
	return ""
}

// appendInner is appendCharacters for an unknown element.
func appendInner(dst []byte, el *etree.Element, depth int) (text []byte, whole bool) {
	if depth > MaxDepth {
		return dst, false
	}
	for _, t := range el.Child {
		switch t := t.(type) {
		case *etree.CharData:
			dst = append(dst, t.Data...)
		case *etree.Element:
			if dst, whole = appendInner(dst, t, depth+1); !whole {
				return dst, false
			}
		}
	}
	return dst, true
}
