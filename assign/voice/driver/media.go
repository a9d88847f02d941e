package driver

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/twiml"
)

// Media carries out what is to be done with calls: it is a SIP stack, a WebRTC
// gateway, a carrier's API, or a test.
type Media interface {
	// Do carries out one action: one of [*voice.Answer], [*voice.Reject],
	// [*voice.Hangup], [*voice.Say], [*voice.Play], [*voice.Pause], [*voice.Hold],
	// [*voice.Stop], [*voice.Gather], [*voice.Record], [*voice.StartRecording],
	// [*voice.StopRecording], [*voice.Dial], [*voice.Bridge], [*voice.Unbridge],
	// [*voice.Join], [*voice.Part], [*voice.Modify], [*voice.Beep]. For what a host
	// cannot do it returns an error.
	//
	// Do begins what takes time, and returns: that a text was spoken, or a phone
	// picked up, is reported with [Driver.Step] later, or from within Do. The
	// actions of one call come one at a time and in order, those of different calls
	// at the same time; one that concerns two calls, or a call and its conference,
	// comes in its order for each. The action must not be changed.
	//
	// An error says that the action came to nothing, and is observed as an
	// [voice.Alert] with code 12400. For what is reported back on it stands for the
	// report as well: a Dial has failed, nothing was gathered or recorded, Say and
	// Play are left out; a call that cannot be answered is hung up. Otherwise the
	// call goes on, and it is for the host to report [voice.HungUp] if it cannot. A
	// panic counts as an error.
	//
	// ctx ends after [Config.MediaTimeout].
	Do(ctx context.Context, a voice.Action) error
}

// MaxPending is how many actions of a call, or of a conference, may wait for its
// host. A call that has more is hung up, and a conference ended (chosen: none of a
// host that keeps up comes near it).
const MaxPending = 1000

// carry hands an action to the host behind what waits for the same calls.
func (d *Driver) carry(a voice.Action) {
	for _, k := range d.lanes.add(a, keysOf(a), isLast(a)) {
		d.giveUp(k)
	}
}

// isLast reports whether an action leaves a call, or somebody in a conference,
// with nothing more to be done: it must come whatever else does not.
func isLast(a voice.Action) bool {
	switch a.(type) {
	case *voice.Hangup, *voice.Part:
		return true
	}
	return false
}

// giveUp ends a call or a conference that the host does not get to.
func (d *Driver) giveUp(k key) {
	var end voice.Input
	what := ""
	switch {
	case !k.call.IsZero():
		end, what = &voice.CompleteCall{Call: k.call}, "the call: it is hung up"
	case !k.conference.IsZero():
		end, what = &voice.EndConference{Conference: k.conference}, "conference "+k.conference.String()+": it is ended"
	default:
		return
	}
	d.observeNow(&voice.Alert{Call: k.call, Code: twiml.CodeInternal, Message: fmt.Sprintf("the host has %d actions to do for %s", MaxPending, what)})
	d.work.Go(func() { _ = d.Step(d.ctx, end) }) // refused when it is over
}

// carryOut has one action done.
func (d *Driver) carryOut(a voice.Action) {
	ctx, cancel := context.WithTimeout(context.Background(), d.cfg.MediaTimeout)
	defer cancel()
	err := guard(func() error { return d.cfg.Media.Do(ctx, a) })
	if err == nil {
		return
	}
	var call voice.CallSID
	if calls := keysOf(a); len(calls) > 0 {
		call = calls[0].call
	}
	d.cfg.Logger.LogAttrs(ctx, slog.LevelWarn, "the host failed", slog.String("call", call.String()),
		slog.String("action", fmt.Sprintf("%T", a)), slog.Any("error", err))
	d.observeNow(&voice.Alert{Call: call, Code: twiml.CodeInternal, Message: fmt.Sprintf("%T: %v", a, err)})
	if in := failure(a, err); in != nil {
		d.report(in)
	}
}

// failure is the report that an action came to nothing; nil if there is none.
func failure(a voice.Action, err error) voice.Input {
	switch a := a.(type) {
	case *voice.Answer:
		return &voice.HungUp{Call: a.Call}
	case *voice.Dial:
		return &voice.Failed{Call: a.Call, Status: voice.StatusFailed}
	case *voice.Say:
		return &voice.FetchFailed{Op: a.Op, Code: twiml.CodeInternal, Message: err.Error()}
	case *voice.Play:
		return &voice.FetchFailed{Op: a.Op, Message: err.Error()}
	case *voice.Gather:
		return &voice.Gathered{Op: a.Op}
	case *voice.Record:
		return &voice.Recorded{Op: a.Op}
	case *voice.StartRecording:
		return &voice.RecordingChanged{Recording: a.Recording.SID, Status: twiml.RecordingAbsent}
	}
	return nil
}

// panicked is a panic of the host's code, as an error.
type panicked struct {
	value any
	stack []byte
}

func (e *panicked) Error() string { return fmt.Sprintf("driver: panic: %v", e.value) }

// LogValue shows where it was.
func (e *panicked) LogValue() slog.Value {
	return slog.GroupValue(slog.String("panic", fmt.Sprint(e.value)), slog.String("stack", string(e.stack)))
}

// guard turns a panic of the host's code into an error.
func guard(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &panicked{v, debug.Stack()}
		}
	}()
	return f()
}

// keysOf returns the calls and conferences that an action concerns.
func keysOf(a voice.Action) []key {
	switch a := a.(type) {
	case *voice.Answer:
		return calls(a.Call)
	case *voice.Reject:
		return calls(a.Call)
	case *voice.Hangup:
		return calls(a.Call)
	case *voice.Say:
		return calls(a.Call)
	case *voice.Play:
		return calls(a.Call)
	case *voice.Pause:
		return calls(a.Call)
	case *voice.Hold:
		return calls(a.Call)
	case *voice.Stop:
		return calls(a.Call)
	case *voice.Gather:
		return calls(a.Call)
	case *voice.Record:
		return calls(a.Call)
	case *voice.StartRecording:
		return calls(a.Call)
	case *voice.StopRecording:
		return calls(a.Call)
	case *voice.Dial:
		return calls(a.Call, a.Parent)
	case *voice.Bridge:
		return calls(a.Caller, a.Agent)
	case *voice.Unbridge:
		return calls(a.Caller, a.Agent)
	case *voice.Join:
		return []key{{call: a.Call}, {conference: a.Conference}}
	case *voice.Part:
		return []key{{call: a.Call}, {conference: a.Conference}}
	case *voice.Modify:
		return []key{{call: a.Call}, {conference: a.Conference}}
	case *voice.Beep:
		return []key{{conference: a.Conference}}
	}
	return []key{{}} // unknown: one behind the other
}

func calls(list ...voice.CallSID) []key {
	keys := make([]key, 0, len(list))
	for _, c := range list {
		if !c.IsZero() {
			keys = append(keys, key{call: c})
		}
	}
	return keys
}
