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
// text of the markup.
func TextOf(e Element) string {
	if e.spec().mixed() {
		return rawText(e)
	}
	return strings.Trim(rawText(e), whiteSpace)
}

// rawText is the character data with all white space.
func rawText(e Element) string {
	text := leading(e)
	list := e.children()
	if list.len() == 0 {
		return text
	}
	var b strings.Builder
	b.WriteString(text)
	for i := range list.len() {
		switch c := list.at(i).(type) {
		case *CharData:
			b.WriteString(c.Data)
		case Element:
			if e.spec().mixed() {
				b.WriteString(rawText(c))
			}
		case *Unknown:
			if c.Element != nil && e.spec().mixed() {
				b.WriteString(innerText(c.Element, 0))
			}
		}
	}
	return b.String()
}

// leading returns the content of an element's text field, "" if it has none.
func leading(e Element) string {
	if text := e.leading(); text != nil {
		return *text
	}
	return ""
}

func innerText(el *etree.Element, depth int) string {
	if depth > MaxDepth {
		return ""
	}
	var b strings.Builder
	for _, t := range el.Child {
		switch t := t.(type) {
		case *etree.CharData:
			b.WriteString(t.Data)
		case *etree.Element:
			b.WriteString(innerText(t, depth+1))
		}
	}
	return b.String()
}
