package twiml

import "github.com/beevik/etree"

// Unknown keeps an element that this package does not know, or that the
// reference does not allow where it stands, with everything in it. It is
// allowed under every parent, is skipped when a document is executed, reported
// by the validator (12200), and printed as it was read, white space included.
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
