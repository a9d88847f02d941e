package rest

import (
	"errors"
	"net/http"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/internal/rest"
)

// change is what an update asks for.
type change struct {
	status   voice.CallStatus // "" for none
	redirect voice.RedirectCall
	document string // in place of redirect.URL
}

func readChange(p *rest.Params) change {
	c := change{
		status:   voice.CallStatus(p.Choice("Status", string(voice.StatusCanceled), string(voice.StatusCompleted))),
		redirect: voice.RedirectCall{URL: p.URL("Url"), Method: method(p, "Method")},
		document: inline(p),
	}
	switch {
	case c.redirect.URL != "" && c.document != "":
		p.Fail(rest.Invalid("Url and Twiml exclude each other"))
	case c.status != "" && c.redirects():
		p.Fail(rest.Invalid("Status ends the call: want no Url and no Twiml beside it"))
	}
	return c
}

func (c *change) redirects() bool { return c.redirect.URL != "" || c.document != "" }

func (e *endpoints) updateCall(r *rest.Request) (rest.Answer, error) {
	call, err := e.callOf(r)
	if err != nil {
		return rest.Answer{}, err
	}
	wanted, asked := readChange(&r.Params), e.gather(&r.Params, updateParameters)
	if err := r.Params.Err(); err != nil {
		return rest.Answer{}, err
	}
	if wanted.redirects() && !lives(&call) {
		return rest.Answer{}, notInProgress()
	}
	if err := e.prepare(r, call.SID, asked); err != nil {
		return rest.Answer{}, err
	}
	switch {
	case wanted.redirects():
		err = e.redirect(r, &call, &wanted)
	case wanted.ends(&call):
		err = e.Driver.Step(r.HTTP.Context(), &voice.CompleteCall{Call: call.SID})
		if errors.Is(err, voice.ErrUnknownCall) {
			err = nil // somebody was faster
		}
	}
	if err != nil {
		return rest.Answer{}, err
	}
	if now, known := e.Register.find(r.HTTP.Context(), call.SID); known {
		call = now
	}
	return e.showCall(http.StatusOK, call)
}

// ends reports whether the change ends the call. Canceled is for those that ring;
// one that is answered between the look at it and its end is ended as well.
func (c *change) ends(call *record) bool {
	return lives(call) && (c.status == voice.StatusCompleted || c.status == voice.StatusCanceled && call.Status == voice.StatusRinging)
}

func lives(c *record) bool {
	return c.Status == voice.StatusRinging || c.Status == voice.StatusInProgress
}

// redirect sends a call to another document.
func (e *endpoints) redirect(r *rest.Request, call *record, wanted *change) error {
	in := wanted.redirect
	in.Call = call.SID
	undo := func() {}
	if wanted.document != "" {
		in.URL, undo = e.Register.replace(call.SID, wanted.document)
	}
	err := e.Driver.Step(r.HTTP.Context(), &in)
	if err != nil {
		undo()
	}
	if errors.Is(err, voice.ErrUnknownCall) {
		return notInProgress() // it ended meanwhile
	}
	return err
}
