package rest

import (
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/twiml"
)

const (
	maxAddress = 255  // characters of To and From (chosen)
	maxDigits  = 32   // of SendDigits (rest.md §11)
	maxTwiml   = 4000 // characters (rest.md §11)
)

func (e *endpoints) createCall(r *rest.Request) (rest.Answer, error) {
	p := &r.Params
	out := driver.Outgoing{
		Call: e.Driver.NewCallSID(), To: address(p, "To"), From: address(p, "From"),
		URL: p.URL("Url"), Method: method(p, "Method"), FallbackURL: p.URL("FallbackUrl"),
		SendDigits: digits(p), Record: recording(p),
	}
	out.Timeout = time.Duration(p.Positive("Timeout")) * time.Second
	if out.Timeout > driver.MaxRing {
		p.Invalid("Timeout", p.Text("Timeout"))
	}
	document := inline(p)
	if p.Has("ApplicationSid") {
		p.Fail(rest.Invalid("ApplicationSid is not supported: want Url or Twiml"))
	}
	if out.URL == "" && document == "" {
		p.Fail(rest.Invalid("Missing required parameter Url in the post body"))
	}
	asked := e.gather(p, createParameters)
	if err := p.Err(); err != nil {
		return rest.Answer{}, err
	}
	if err := e.prepare(r, out.Call, asked); err != nil {
		return rest.Answer{}, err
	}
	if out.URL == "" { // Twiml beside Url is ignored (rest.md §11)
		out.URL = e.Register.keep(out.Call, document)
	}
	if _, err := e.Driver.Call(r.HTTP.Context(), out); err != nil {
		e.Register.drop(out.Call)
		return rest.Answer{}, err
	}
	return e.showCall(http.StatusCreated, e.made(&out))
}

// made is the call as it was when it was asked for.
func (e *endpoints) made(out *driver.Outgoing) record {
	r := record{Call: driver.Call{
		SID: out.Call, Direction: voice.OutboundAPI, Status: statusQueued, From: out.From, To: out.To,
	}}
	if now, known := e.Register.look(out.Call); known {
		r.Created = now.Created
	}
	return r
}

// prepare hands the host what is asked of it.
func (e *endpoints) prepare(r *rest.Request, call voice.CallSID, asked url.Values) error {
	if len(asked) == 0 {
		return nil
	}
	if err := e.Prepare(r.HTTP.Context(), call, asked); err != nil {
		refusal := rest.Invalid("%s", err)
		refusal.Err = err
		return refusal
	}
	return nil
}

// address returns who calls or is called. The plus sign of a number that came as a
// blank, since its sender did not escape it, is one.
func address(p *rest.Params, name string) string {
	text := p.Required(name)
	if strings.HasPrefix(text, " ") {
		text = "+" + strings.TrimSpace(text)
	}
	if utf8.RuneCountInString(text) > maxAddress {
		p.Invalid(name, text)
	}
	return text
}

// method returns GET or POST, "" without the parameter.
func method(p *rest.Params, name string) twiml.Method {
	return twiml.Method(p.Choice(name, http.MethodPost, http.MethodGet))
}

// digits returns SendDigits: keys, and pauses of a half second and a second.
func digits(p *rest.Params) string {
	const name = "SendDigits"
	text := p.Text(name)
	if len(text) > maxDigits || strings.Trim(text, "0123456789ABCDabcd*#wW") != "" {
		p.Invalid(name, text)
	}
	return text
}

// recording returns what Record and RecordingChannels ask for, as a value of
// Dial's record attribute.
func recording(p *rest.Params) string {
	channels := p.Choice("RecordingChannels", "mono", "dual")
	switch {
	case !p.Bool("Record"):
		return ""
	case channels == "dual":
		return string(twiml.RecordFromAnswerDual)
	}
	return string(twiml.RecordFromAnswer)
}

// inline returns the document of a request.
func inline(p *rest.Params) string {
	text := p.Text("Twiml")
	if utf8.RuneCountInString(text) > maxTwiml {
		p.Fail(rest.Invalid("Twiml is longer than %d characters", maxTwiml))
	}
	return text
}
