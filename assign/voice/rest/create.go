package rest

import (
	"net/http"
	"net/url"
	"strings"
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
	if p.Text("ApplicationSid") != "" {
		p.Fail(rest.Invalid("ApplicationSid is not supported: want Url or Twiml"))
	}
	in := readPlace(p)
	asked := e.askedOfHost(p)
	if err := p.Err(); err != nil {
		return rest.Answer{}, err
	}
	in.Call = e.Driver.NewCallSID()
	if err := e.prepare(r, in.Call, asked); err != nil {
		return rest.Answer{}, err
	}
	if _, err := e.Driver.Call(r.HTTP.Context(), in); err != nil {
		return rest.Answer{}, err
	}
	return e.showCall(http.StatusCreated, e.made(&in))
}

// made is the call as it was when it was asked for.
func (e *endpoints) made(in *voice.PlaceCall) record {
	r := record{Call: driver.Call{
		SID: in.Call, Direction: voice.OutboundAPI, Status: voice.StatusQueued, From: in.From, To: in.To,
	}}
	if now, known := e.Register.look(in.Call); known {
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

// readPlace reads what the machine is to do. A number that nobody would be told
// of, such as the method of a callback that is not there, is checked all the same.
func readPlace(p *rest.Params) voice.PlaceCall {
	in := voice.PlaceCall{
		To: address(p, "To"), From: address(p, "From"),
		URL: p.URL("Url"), Method: method(p, "Method"), FallbackURL: p.URL("FallbackUrl"), FallbackMethod: method(p, "FallbackMethod"),
		Timeout: seconds(p, "Timeout", voice.MaxRing), TimeLimit: seconds(p, "TimeLimit", voice.MaxTimeLimit),
		StatusCallback: callbackURL(p, "StatusCallback"), StatusCallbackMethod: method(p, "StatusCallbackMethod"),
		StatusCallbackEvents: callEvents(p, "StatusCallbackEvent"), Recording: recording(p),
		MachineDetection: detection(p), AsyncDetection: p.Bool("AsyncAmd"),
		DetectionCallback: callbackURL(p, "AsyncAmdStatusCallback"), DetectionCallbackMethod: method(p, "AsyncAmdStatusCallbackMethod"),
		SendDigits: digits(p), CallReason: p.Text("CallReason"), BYOC: trunk(p), NotificationURL: p.URL("ClientNotificationUrl"),
		SIPUsername: p.Text("SipAuthUsername"), SIPPassword: p.Text("SipAuthPassword"),
	}
	if in.URL == "" { // Twiml beside Url is ignored (rest.md §11)
		in.Twiml = inline(p)
		if in.Twiml == "" {
			p.Fail(rest.Invalid("Missing required parameter Url in the post body"))
		}
	}
	return in
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

// digits returns SendDigits: keys, and pauses of a half second and a second.
func digits(p *rest.Params) string {
	const name = "SendDigits"
	text := p.Text(name)
	if len(text) > maxDigits || strings.Trim(text, "0123456789ABCDabcd*#wW") != "" {
		p.Invalid(name, text)
	}
	return text
}

// inline returns the document of a request. Whether it is one is found out when it
// is run, with an alert (12100): the vendor takes any text, and so does this.
func inline(p *rest.Params) string {
	text := p.Text("Twiml")
	if utf8.RuneCountInString(text) > maxTwiml {
		refusal := rest.Invalid("Twiml is longer than %d characters", maxTwiml)
		refusal.Code = twiml.CodeInlineTooLong
		p.Fail(refusal)
	}
	return text
}
