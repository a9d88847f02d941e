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
	update   voice.UpdateCall
}

func readChange(p *rest.Params) change {
	c := change{
		status:   voice.CallStatus(p.Choice("Status", string(voice.StatusCanceled), string(voice.StatusCompleted))),
		redirect: voice.RedirectCall{URL: p.URL("Url"), Method: method(p, "Method"), Twiml: inline(p)},
		update: voice.UpdateCall{
			FallbackURL: p.OptURL("FallbackUrl"), FallbackMethod: method(p, "FallbackMethod"),
			StatusCallbackMethod: method(p, "StatusCallbackMethod"),
		},
	}
	if p.Has("StatusCallback") {
		c.update.StatusCallback = new(callbackURL(p, "StatusCallback"))
	}
	if limit := seconds(p, "TimeLimit", voice.MaxTimeLimit); limit > 0 {
		c.update.TimeLimit = &limit
	}
	switch {
	case c.redirect.URL != "" && c.redirect.Twiml != "":
		p.Fail(rest.Invalid("Url and Twiml exclude each other"))
	case c.status != "" && c.redirects():
		p.Fail(rest.Invalid("Status ends the call: want no Url and no Twiml beside it"))
	}
	return c
}

func (c *change) redirects() bool { return c.redirect.URL != "" || c.redirect.Twiml != "" }

func (e *endpoints) updateCall(r *rest.Request) (rest.Answer, error) {
	call, err := e.callOf(r)
	if err != nil {
		return rest.Answer{}, err
	}
	wanted := readChange(&r.Params)
	if err := r.Params.Err(); err != nil {
		return rest.Answer{}, err
	}
	if wanted.redirects() && call.Status != voice.StatusInProgress {
		return rest.Answer{}, notInProgress()
	}
	if err := e.change(r, &call, &wanted); err != nil {
		return rest.Answer{}, err
	}
	if now, known := e.Register.find(r.HTTP.Context(), call.SID); known {
		call = now
	}
	return e.showCall(http.StatusOK, call)
}

// change carries out what an update asks for. A call that has ended stays as it is;
// one that ends meanwhile cannot be sent elsewhere.
func (e *endpoints) change(r *rest.Request, call *record, wanted *change) error {
	if !lives(call) {
		return nil
	}
	ctx := r.HTTP.Context()
	wanted.update.Call, wanted.redirect.Call = call.SID, call.SID
	var last voice.Input
	switch {
	case wanted.redirects():
		last = &wanted.redirect
	case wanted.ends(call):
		last = &voice.CompleteCall{Call: call.SID}
	}
	var err error
	if wanted.update != (voice.UpdateCall{Call: call.SID}) {
		err = e.Driver.Step(ctx, &wanted.update)
	}
	if err == nil && last != nil {
		err = e.Driver.Step(ctx, last)
	}
	switch {
	case !errors.Is(err, voice.ErrUnknownCall):
		return err
	case wanted.redirects():
		return notInProgress()
	}
	return nil // somebody was faster
}

// ends reports whether the change ends the call. Canceled is for those that ring,
// or do not even do that; one that is answered between the look at it and its end
// is ended as well.
func (c *change) ends(call *record) bool {
	return c.status == voice.StatusCompleted || c.status == voice.StatusCanceled && call.Status != voice.StatusInProgress
}

func lives(c *record) bool {
	return c.Status == voice.StatusQueued || c.Status == voice.StatusRinging || c.Status == voice.StatusInProgress
}
