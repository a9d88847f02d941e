package twiml

import (
	"slices"
	"strings"
)

// Context names the attribute whose address returned a document, as
// Element.attribute. What such a document may hold stands in the tag of that
// attribute (twiml.md §4).
type Context string

// The contexts of twiml.md §4. The zero Context is a document without
// restrictions: the one a call begins with, or that of an action.
const (
	// ContextWait is the wait document of an Enqueue. Another verb than Play,
	// Say, Pause, Hangup, Redirect, Leave and Gather is an error.
	ContextWait Context = "Enqueue.waitUrl"
	// ContextWhisper is the document for a caller taken from a queue: Play, Say,
	// Pause and Redirect.
	ContextWhisper Context = "Queue.url"
	// ContextScreening is the document for a called party: Play, Say, Gather,
	// Hangup, Pause and Redirect. Dial is error 13201. The four contexts after it
	// are the same for the other nouns of a Dial.
	ContextScreening            Context = "Number.url"
	ContextClientScreening      Context = "Client.url"
	ContextSipScreening         Context = "Sip.url"
	ContextWhatsAppScreening    Context = "WhatsApp.url"
	ContextApplicationScreening Context = "Application.url"
	// ContextConferenceWait is what the members of a Conference hear before it
	// begins: Play, Say, Pause and Redirect. Another verb is error 13238.
	ContextConferenceWait Context = "Conference.waitUrl"
)

// attr returns the attribute that the context names, nil if there is none.
func (c Context) attr() *attrSpec {
	element, name, _ := strings.Cut(string(c), ".")
	s := definitions[element]
	if s == nil {
		return nil
	}
	i, ok := s.byName[name]
	if !ok {
		return nil
	}
	return &s.attrs[i]
}

// Allows reports whether a verb may be executed in such a document. A context
// that this package does not know allows everything.
func (c Context) Allows(verb Element) bool {
	a := c.attr()
	return a == nil || len(a.documents) == 0 || slices.Contains(a.documents, Tag(verb))
}
