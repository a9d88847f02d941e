package voice

import (
	"net/url"
	"unicode/utf8"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/internal/weburl"
	"github.com/goacd/acd/twiml"
)

// maxInline is the size of a document that comes with a request, in characters
// (twiml.md §2).
const maxInline = 4000

// document is what a call is to run: what is at a target, or a text that came
// with the request.
type document struct {
	at     target
	inline string
}

// newDocument checks what the application wants a call to run. A text may be
// anything: what it is worth is found out when it is run (12100, 12102).
func newDocument(url string, method twiml.Method, inline string) (document, *Error) {
	if inline == "" {
		to, err := newTarget(url, method)
		return document{at: to}, err
	}
	if url != "" {
		return document{}, refusal(ReasonInput, "URL %q and Twiml exclude each other", excerpt.Of(weburl.Redact(url)))
	}
	if n := utf8.RuneCountInString(inline); n > maxInline {
		err := refusal(ReasonInput, "Twiml has %d characters: want at most %d", n, maxInline)
		err.Code = twiml.CodeInlineTooLong
		return document{}, err
	}
	return document{inline: inline}, nil
}

// load begins a call's document anew: the first one, or where it was sent.
func (m *Machine) load(c *call, what document) {
	p := &program{done: func() { m.hangUp(c, StatusCompleted) }}
	r := request{purpose: ForDocument, to: what.at, params: m.params(c)}
	if what.inline == "" {
		m.fetch(c, p, r)
		return
	}
	// It has no URL, so that relative ones lead nowhere (twiml.md §3: 11100, 15004).
	p.inline, p.base = true, &url.URL{}
	m.document(c, p, r, []byte(what.inline))
}
