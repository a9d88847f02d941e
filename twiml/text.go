package twiml

import (
	"reflect"
	"strings"

	"github.com/beevik/etree"
)

// Tag returns the XML name of an element, e.g. "Enqueue".
func Tag(e Element) string { return e.spec().tag }

// TextOf returns the character data of an element as it counts: all of it in
// order, without comments and child elements, and without the white space
// around it. In a [Say], where all white space counts and unknown markup is
// spoken too (twiml.md §8.11), it keeps the one and takes the text of the other.
func TextOf(e Element) string {
	s := e.spec()
	text, _ := leading(e)
	v := reflect.ValueOf(e).Elem().Field(s.children)
	for i := range v.Len() {
		switch c := v.Index(i).Interface().(type) {
		case *CharData:
			if c != nil {
				text += c.Data
			}
		case *Unknown:
			if c != nil && c.Element != nil && s.mixed() {
				text += innerText(c.Element, 0)
			}
		}
	}
	if s.mixed() {
		return text
	}
	return strings.Trim(text, whiteSpace)
}

// leading returns the content of an element's text field, and false if it has
// none.
func leading(e Element) (string, bool) {
	s := e.spec()
	if s.textField < 0 {
		return "", false
	}
	return reflect.ValueOf(e).Elem().Field(s.textField).String(), true
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
