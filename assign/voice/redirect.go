package voice

import (
	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/internal/weburl"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/twiml"
)

// codeNotInProgress is the vendor's for a call that cannot be redirected
// (queue.md §10).
const codeNotInProgress = 21220

// newTarget checks where the application wants a call to go.
func newTarget(url string, method twiml.Method) (target, *Error) {
	if !weburl.Absolute(url) {
		return target{}, refusal(ReasonInput, "URL %q: want an absolute http or https URL", excerpt.Of(weburl.Redact(url)))
	}
	method, ok := methodOr(method, twiml.POST)
	if !ok {
		return target{}, refusal(ReasonInput, "Method %q: want GET or POST", excerpt.Of(string(method)))
	}
	return target{url, method}, nil
}

// redirectCall sends a call elsewhere, out of whatever it is in. A leg that
// rings has nothing to run yet; a call of the application will run this then.
func (m *Machine) redirectCall(in *RedirectCall) *Error {
	c, err := m.find(in.Call)
	if err != nil {
		return err
	}
	to, err := newDocument(in.URL, in.Method, in.Twiml)
	if err != nil {
		return err.of(in.Call)
	}
	if c.placed != nil {
		c.placed.document = to
		return nil
	}
	if c.status != StatusInProgress && c.direction != Inbound {
		err := refusal(ReasonState, "call %s is %s: want one in progress", in.Call, c.status).of(in.Call)
		err.Code = codeNotInProgress
		return err
	}
	m.sendTo(c, to)
	return nil
}

// dequeueMember sends a member elsewhere. The queue says what follows for its
// Enqueue.
func (m *Machine) dequeueMember(in *DequeueMember) *Error {
	to, err := newTarget(in.URL, in.Method)
	if err != nil {
		return err.of(in.Call)
	}
	var member queue.Member
	var events []queue.Event
	var refused error
	if in.Call.IsZero() {
		member, events, refused = m.queues.DequeueFront(m.now, in.Queue)
	} else {
		member, events, refused = m.queues.Dequeue(m.now, in.Queue, in.Call)
	}
	m.queued(events)
	if refused != nil {
		return byQueues(refused).of(in.Call)
	}
	if c := m.parked[member.CallSID]; c != nil {
		m.cut(c)
		c.redirect = &document{at: to}
	}
	return nil
}

// sendTo takes a live call out of whatever it is in and lets it go on with
// another document.
func (m *Machine) sendTo(c *call, to document) {
	m.cut(c)
	c.documents = 0
	if c.party != nil {
		m.legLeft(c)
	}
	c.redirect = &to
	switch {
	case c.enqueue != nil:
		m.leaveQueue(c, callRedirected)
	case c.dial != nil:
		m.abortDial(c)
	default:
		m.goElsewhere(c)
	}
}

// goElsewhere runs the document that a call was sent to, or lets it into a
// conference, once it has left what it was in.
func (m *Machine) goElsewhere(c *call) {
	to, into := *c.redirect, c.into
	c.redirect, c.into = nil, nil
	if into == nil {
		m.load(c, to)
		return
	}
	c.dial = &dial{call: c, began: m.now}
	m.enter(c.dial, into) // there is a place for him: see conferenceAnswered
}

// cut gives up what the call's program waits for.
func (m *Machine) cut(c *call) {
	c.program = nil
	if c.foreground != 0 {
		delete(m.ops, c.foreground)
		c.foreground = 0
	}
	m.stopTimer(c.pause)
	c.pause = nil
	if c.hears && !c.over {
		m.emit(&Stop{c.sid})
	}
	c.hears, c.taping, c.detecting = false, nil, nil
}
