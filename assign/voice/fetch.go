package voice

import (
	"errors"
	"mime"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/internal/weburl"
	"github.com/goacd/acd/twiml"
)

// maxDocuments is how many documents a call may run in a row without anything
// between them that takes time: something heard, gathered or waited for, or an
// Enqueue or a Dial of a second. Documents that send the call in circles would
// otherwise keep host and application busy for ever (chosen: the vendor
// publishes no figure, and 11215 is the code that comes nearest).
const maxDocuments = 100

// request is a document to be fetched.
type request struct {
	purpose Purpose
	to      target
	params  []Param
	// failed is what happens when no document comes; nil for the fallback URL,
	// and the end of the call where there is none (twiml.md §2).
	failed func()
}

// name is what alerts call the document.
func (r *request) name() string {
	if r.to.url == "" {
		return "Twiml"
	}
	return weburl.Redact(r.to.url)
}

// fetch asks the host for a document and runs it as p once it is there.
func (m *Machine) fetch(c *call, p *program, r request) {
	c.documents++
	if c.documents > maxDocuments {
		m.alert(c.sid, twiml.CodeTooManyRedirects, weburl.Redact(r.to.url)+": "+strconv.Itoa(maxDocuments)+
			" documents in a row did nothing that takes time: want no documents that send a call in circles")
		if r.failed == nil {
			m.apologize(c)
		} else {
			r.failed()
		}
		return
	}
	c.program = p
	c.foreground = m.ask(c, fetching, func(in Input) {
		switch in := in.(type) {
		case *Fetched:
			m.fetched(c, p, r, in)
		case *FetchFailed:
			m.noDocument(c, p, r, in.code(), excerpt.Of(in.Message))
		}
	})
	m.emit(&Fetch{Op: c.foreground, Call: c.sid, Purpose: r.purpose, URL: r.to.url, Method: r.to.method, Params: r.params})
}

// tell sends a request whose answer does not matter.
func (m *Machine) tell(c *call, purpose Purpose, to target, params []Param) {
	op := m.ask(c, telling, func(in Input) {
		switch in := in.(type) {
		case *FetchFailed:
			m.alert(c.sid, in.code(), weburl.Redact(to.url)+": "+excerpt.Of(in.Message))
		case *Fetched:
			if !in.succeeded() {
				m.alert(c.sid, twiml.CodeFetchFailed, weburl.Redact(to.url)+": the answer has status "+strconv.Itoa(in.Status))
			}
		}
	})
	m.emit(&Fetch{Op: op, Call: c.sid, Purpose: purpose, URL: to.url, Method: to.method, Params: params})
}

// code returns the vendor's code of a failure that the host reports.
func (in *FetchFailed) code() int {
	if in.Code == 0 {
		return twiml.CodeFetchFailed
	}
	return in.Code
}

// succeeded reports whether the answer is one: a host need not tell the status.
func (in *Fetched) succeeded() bool { return in.Status == 0 || in.Status >= 200 && in.Status <= 299 }

// noDocument goes on without the document p, and reports why.
func (m *Machine) noDocument(c *call, p *program, r request, code int, why string) {
	m.alert(c.sid, code, r.name()+": "+why)
	if r.failed != nil {
		r.failed()
		return
	}
	m.fallBack(c, p, r, code)
}

// fallBack asks the call's fallback URL for a document in the place of one that
// could not be had; without one the call ends with an apology. It is told what
// the other was told, and why.
func (m *Machine) fallBack(c *call, p *program, r request, code int) {
	if c.info.FallbackURL == "" || r.to.url == c.info.FallbackURL {
		m.apologize(c)
		return
	}
	next := &program{kind: p.kind, done: p.done}
	params := append(paramList(slices.Clip(r.params)), Param{"ErrorCode", strconv.Itoa(code)})
	params.known("ErrorUrl", weburl.Redact(r.to.url))
	m.fetch(c, next, request{purpose: r.purpose, to: target{c.info.FallbackURL, postOr(c.info.FallbackMethod)}, params: params})
}

// apologize ends a call for which there is no document (twiml.md §2).
func (m *Machine) apologize(c *call) {
	m.run(c, &program{
		verbs: []verb{{Element: &twiml.Say{Text: m.apology}}},
		done:  func() { m.hangUp(c, StatusCompleted) },
	})
}

// audioTypes are the media that are played (twiml.md §3).
var audioTypes = []string{
	"audio/mpeg", "audio/wav", "audio/wave", "audio/x-wav", "audio/aiff", "audio/x-aifc", "audio/x-aiff",
	"audio/x-gsm", "audio/gsm", "audio/ulaw",
}

// fetched makes a program of what came, by its content type (twiml.md §3). The
// body of audio does not matter.
func (m *Machine) fetched(c *call, p *program, r request, in *Fetched) {
	from := in.URL
	if from == "" {
		from = r.to.url
	}
	p.base, _ = url.Parse(from) // takes what absolute takes
	media, _, _ := mime.ParseMediaType(in.ContentType)
	switch {
	case !weburl.Absolute(from):
		m.noDocument(c, p, r, twiml.CodeRedirectTarget, "the answer came from "+strconv.Quote(excerpt.Of(weburl.Redact(from)))+": want an absolute http or https URL")
	case !in.succeeded():
		m.noDocument(c, p, r, twiml.CodeFetchFailed, "the answer has status "+strconv.Itoa(in.Status))
	case slices.Contains(audioTypes, media):
		p.verbs = []verb{{Element: &twiml.Play{URL: from}}}
		m.run(c, p)
	case strings.HasPrefix(media, "audio/"):
		m.noDocument(c, p, r, twiml.CodeContentType, "content type "+strconv.Quote(excerpt.Of(in.ContentType))+": want audio of another type, such as audio/mpeg")
	case len(in.Body) == 0:
		m.noDocument(c, p, r, twiml.CodeDocumentEmpty, "the answer is empty")
	case len(in.Body) > twiml.MaxBytes:
		m.noDocument(c, p, r, twiml.CodeDocumentTooLarge, "the answer has "+strconv.Itoa(len(in.Body))+" bytes: want at most "+strconv.Itoa(twiml.MaxBytes))
	case media == "text/xml", media == "application/xml", media == "text/html":
		m.document(c, p, r, in.Body)
	case media == "text/plain":
		m.plain(c, p, r, in.Body)
	default:
		m.noDocument(c, p, r, twiml.CodeContentType, "content type "+strconv.Quote(excerpt.Of(in.ContentType))+": want text/xml")
	}
}

// document parses, validates and runs.
func (m *Machine) document(c *call, p *program, r request, body []byte) {
	doc, err := twiml.Parse(body)
	if err != nil {
		code := twiml.CodeNotWellFormed
		if e, ok := errors.AsType[*twiml.Error](err); ok {
			code = e.Code
		}
		m.noDocument(c, p, r, code, err.Error())
		return
	}
	if !m.admit(c, p, doc) {
		r.failed()
		return
	}
	m.run(c, p)
}

// maxSay is the length of a text above which it is reported, and spoken all the
// same, as in a Say (twiml.md §8.4).
const maxSay = 4096

// plain runs text that is a document, and speaks what is none.
func (m *Machine) plain(c *call, p *program, r request, body []byte) {
	if _, err := twiml.Parse(body); err == nil {
		m.document(c, p, r, body)
		return
	}
	text := strings.TrimSpace(strings.ToValidUTF8(string(body), "\uFFFD"))
	if text == "" {
		m.noDocument(c, p, r, twiml.CodeDocumentEmpty, "the answer is empty")
		return
	}
	if n := utf8.RuneCountInString(text); n > maxSay {
		m.alert(c.sid, twiml.CodeSayTooLong, weburl.Redact(r.to.url)+": the text has "+strconv.Itoa(n)+" characters: want at most "+strconv.Itoa(maxSay))
	}
	p.verbs = []verb{{Element: &twiml.Say{Text: text}}}
	m.run(c, p)
}
