package twiml

import "slices"

// Flavor is the kind of a document, which follows from what asks for it.
type Flavor string

// The flavors.
const (
	FlavorVoice     Flavor = "voice"
	FlavorMessaging Flavor = "messaging"
	FlavorFax       Flavor = "fax"
)

// flavors in the order that decides between equals.
var flavors = []Flavor{FlavorVoice, FlavorMessaging, FlavorFax}

// GuessFlavor returns the flavor of which most verbs of the document are, and
// of several the first of voice, messaging and fax (twiml.md §2, inferred): an
// empty document is one of voice. Verbs that a flavor merely tolerates, such as
// [Sms] in messaging, do not speak for it.
func GuessFlavor(r *Response) Flavor {
	guess, most := FlavorVoice, 0
	for _, f := range flavors {
		n := 0
		for _, verb := range r.Verbs() {
			if f.has(verb.spec()) && !f.tolerates(verb.spec()) {
				n++
			}
		}
		if n > most {
			guess, most = f, n
		}
	}
	return guess
}

// has reports whether an element stands in documents of the flavor.
func (f Flavor) has(s *spec) bool { return slices.Contains(s.flavors, string(f)) }

// tolerates reports whether a verb is read in documents of the flavor without
// that its effect there is defined.
func (f Flavor) tolerates(s *spec) bool { return slices.Contains(s.lax, "Response."+string(f)) }
