package driver

import (
	"context"
	"fmt"
	"time"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/internal/ordered"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/internal/weburl"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/twiml"
)

// The times that a call of the application rings.
const (
	DefaultRing = 60 * time.Second
	MaxRing     = 600 * time.Second
)

// Outgoing is a call that the application makes, as the vendor's Call resource
// does: somebody is called, and once he has answered his call runs a document.
type Outgoing struct {
	Call        voice.CallSID // zero: the driver makes one
	To, From    string        // To is required
	URL         string        // of the document; absolute
	Method      twiml.Method  // GET or POST, "" for POST
	FallbackURL string        // absolute, "" for none
	Timeout     time.Duration // how long it rings: up to 600 s, 0 for 60 s
	SendDigits  string        // to be pressed once it is answered
	Record      string        // "" or a value of Dial's record attribute; "false" is none, "true" record-from-answer
}

// Call makes a call. The host gets a [voice.Dial] without Parent, and reports
// [voice.Answered], [voice.Failed] or [voice.HungUp], as on any other. From the
// answer on it is a call like all others; before it, [voice.CompleteCall] cancels
// it, and [voice.RedirectCall] changes the document. The result is its SID.
//
// With Record, the Dial carries a Recording with a SID. The host keeps it; nobody is
// told of [voice.RecordingChanged]. Of a [voice.MachineDetected] before the answer
// all requests of the call are told but the first; what a SIP peer answered is the
// matter of a document's Dial, and nobody is told of it here: Failed needs its
// Status.
func (d *Driver) Call(ctx context.Context, o Outgoing) (voice.CallSID, error) {
	if o.Call.IsZero() {
		o.Call = d.NewCallSID()
	}
	if err := o.check(); err != nil {
		return voice.CallSID{}, err
	}
	if o.Timeout == 0 {
		o.Timeout = DefaultRing
	}
	err := d.enter(ctx, func(now time.Time) error {
		if d.draining {
			return ErrClosed
		}
		if _, lives := d.calls.get(o.Call); lives {
			return refuse(voice.ReasonBusy, o.Call, "call %s is there already", o.Call)
		}
		d.ringing.add(&outgoing{Outgoing: o, created: now, until: now.Add(o.Timeout)})
		d.enterCall(Call{
			SID: o.Call, Direction: voice.OutboundAPI, Status: voice.StatusRinging, From: o.From, To: o.To, Created: now,
		})
		d.carry(&voice.Dial{
			Call: o.Call, To: o.To, From: o.From, Timeout: o.Timeout, SendDigits: o.SendDigits, Recording: d.recording(o.Record),
		})
		return nil
	})
	if err != nil {
		return voice.CallSID{}, err
	}
	return o.Call, nil
}

func (o *Outgoing) check() error {
	switch {
	case o.To == "":
		return refuse(voice.ReasonInput, o.Call, "To is empty")
	case !weburl.Absolute(o.URL):
		return refuse(voice.ReasonInput, o.Call, "URL %.80q: want an absolute http or https URL", o.URL)
	case o.FallbackURL != "" && !weburl.Absolute(o.FallbackURL):
		return refuse(voice.ReasonInput, o.Call, "FallbackURL %.80q: want an absolute http or https URL", o.FallbackURL)
	case o.Method != "" && o.Method != twiml.GET && o.Method != twiml.POST:
		return refuse(voice.ReasonInput, o.Call, "Method %.80q: want GET or POST", o.Method)
	case !isRecordMode(o.Record):
		return refuse(voice.ReasonInput, o.Call, "Record %.80q: want a value of Dial's record attribute, such as %s, or none", o.Record, twiml.RecordFromAnswer)
	case o.Timeout < 0 || o.Timeout > MaxRing:
		return refuse(voice.ReasonInput, o.Call, "Timeout %v: want up to %v, or 0 for %v", o.Timeout, MaxRing, DefaultRing)
	}
	return nil
}

func isRecordMode(mode string) bool {
	switch twiml.RecordMode(mode) {
	case "", "true", "false", twiml.DoNotRecord, twiml.RecordFromAnswer, twiml.RecordFromRinging,
		twiml.RecordFromAnswerDual, twiml.RecordFromRingingDual:
		return true
	}
	return false
}

// recording is what the host is asked for with a call of the application.
func (d *Driver) recording(mode string) voice.Recording {
	switch twiml.RecordMode(mode) {
	case "", "false", twiml.DoNotRecord:
		return voice.Recording{}
	case "true":
		mode = string(twiml.RecordFromAnswer)
	}
	return voice.Recording{SID: sid.Make[sid.Recording](d.source, d.made.Add(1)), Mode: mode}
}

func refuse(reason voice.Reason, call voice.CallSID, format string, args ...any) error {
	return &voice.Error{Reason: reason, Input: "Call", Call: call, Message: fmt.Sprintf(format, args...)}
}

// outgoing is one that rings.
type outgoing struct {
	Outgoing
	created, until time.Time
	detected       *voice.MachineDetected // nil while it is unknown
}

// outgoings are the calls of the application that ring, which the machine does
// not know yet.
type outgoings struct {
	bySID map[voice.CallSID]*outgoing
	order *ordered.Set[*outgoing] // by the end of ringing
}

func newOutgoings() *outgoings {
	return &outgoings{bySID: map[voice.CallSID]*outgoing{}, order: ordered.New(func(a, b *outgoing) int {
		if c := a.until.Compare(b.until); c != 0 {
			return c
		}
		return queue.CallSID.Compare(a.Call, b.Call)
	})}
}

func (r *outgoings) add(o *outgoing) {
	r.bySID[o.Call] = o
	r.order.Insert(o)
}

func (r *outgoings) remove(o *outgoing) {
	delete(r.bySID, o.Call)
	r.order.Delete(o)
}

func (r *outgoings) deadline() (time.Time, bool) {
	if o, ok := r.order.Min(); ok {
		return o.until, true
	}
	return time.Time{}, false
}

// stopRinging gives up those who have rung long enough.
func (d *Driver) stopRinging(now time.Time) {
	for {
		o, ok := d.ringing.order.Min()
		if !ok || o.until.After(now) {
			return
		}
		d.carry(&voice.Hangup{Call: o.Call})
		d.endRinging(now, o, voice.StatusNoAnswer)
	}
}

// stepOutgoing takes in what concerns a call that rings, and reports whether it
// did.
func (d *Driver) stepOutgoing(now time.Time, in voice.Input) (handled bool, err error) {
	switch in := in.(type) {
	case *voice.Answered:
		if o := d.ringing.bySID[in.Call]; o != nil {
			return true, d.answerOutgoing(now, o)
		}
	case *voice.Failed:
		if o := d.ringing.bySID[in.Call]; o != nil {
			return true, d.failOutgoing(now, o, in.Status)
		}
	case *voice.HungUp:
		if o := d.ringing.bySID[in.Call]; o != nil {
			d.endRinging(now, o, voice.StatusNoAnswer)
			return true, nil
		}
	case *voice.CompleteCall:
		if o := d.ringing.bySID[in.Call]; o != nil {
			d.carry(&voice.Hangup{Call: o.Call})
			d.endRinging(now, o, voice.StatusCanceled)
			return true, nil
		}
	case *voice.RedirectCall:
		if o := d.ringing.bySID[in.Call]; o != nil {
			return true, o.redirect(in)
		}
	case *voice.Ringing: // nobody is told
		return d.ringing.bySID[in.Call] != nil, nil
	case *voice.MachineDetected:
		if o := d.ringing.bySID[in.Call]; o != nil {
			return true, d.detectOutgoing(now, o, in)
		}
	case *voice.CallArrived:
		if d.ringing.bySID[in.Call] != nil {
			return true, refuse(voice.ReasonBusy, in.Call, "call %s rings", in.Call)
		}
	}
	return false, nil
}

// answerOutgoing hands a call to the machine.
func (d *Driver) answerOutgoing(now time.Time, o *outgoing) error {
	actions, err := d.machine.Step(now, &voice.CallArrived{
		Call: o.Call, Direction: voice.OutboundAPI, From: o.From, To: o.To, URL: o.URL, Method: o.Method, FallbackURL: o.FallbackURL,
	})
	if err == nil {
		d.ringing.remove(o)
		d.calls.answer(o.Call, now)
	}
	d.dispatch(now, actions)
	if err == nil && o.detected != nil {
		err = d.step(now, o.detected)
	}
	return err
}

// detectOutgoing keeps who answers for the machine, which checks it.
func (d *Driver) detectOutgoing(now time.Time, o *outgoing, in *voice.MachineDetected) error {
	actions, err := d.machine.Step(now, in)
	d.dispatch(now, actions)
	if err == nil {
		kept := *in
		o.detected = &kept
	}
	return err
}

func (d *Driver) failOutgoing(now time.Time, o *outgoing, status voice.CallStatus) error {
	switch status {
	case voice.StatusBusy, voice.StatusNoAnswer, voice.StatusFailed, voice.StatusCanceled:
		d.endRinging(now, o, status)
		return nil
	}
	return refuse(voice.ReasonInput, o.Call, "Status %.80q: want busy, no-answer, failed or canceled", status)
}

func (o *outgoing) redirect(in *voice.RedirectCall) error {
	to := o.Outgoing
	to.URL, to.Method = in.URL, in.Method
	if err := to.check(); err != nil {
		return err
	}
	o.Outgoing = to
	return nil
}

// endRinging ends a call that nobody has answered.
func (d *Driver) endRinging(now time.Time, o *outgoing, status voice.CallStatus) {
	d.ringing.remove(o)
	d.observe(now, &voice.CallEnded{Call: o.Call, Status: status})
	d.forget(o.Call)
}
