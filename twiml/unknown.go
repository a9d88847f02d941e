package twiml

import "github.com/beevik/etree"

// Unknown keeps an element that this package does not know, or that the
// reference does not allow where it stands, with everything in it. It is allowed
// under every parent, reported by the validator (12200, but where the parent has
// a code of its own), and printed as it was read, white space included. When a
// document is executed it is skipped with everything in it, but for the text of
// unknown markup in speech, which is spoken (twiml.md §8.11); see [TextOf].
type Unknown struct {
	anywhere
	// Element is the element itself. A parsed document owns it; change it
	// freely.
	Element *etree.Element
}

func (*Unknown) element() Element { return nil }

// Tag returns the element's full name, prefix included.
func (u *Unknown) Tag() string {
	if u.Element == nil {
		return ""
	}
	return u.Element.FullTag()
}
