package voice

import (
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/twiml"
)

// call is one leg, from its arrival until it is over.
type call struct {
	sid       CallSID
	info      CallArrived // identity, as it arrived; made up for legs
	direction Direction
	status    CallStatus
	parent    CallSID // of a leg that a Dial made
	answered  time.Time
	over      bool

	program    *program // the document that runs, and whatever interrupts it
	foreground Op       // what the program waits for; 0 for nothing
	pause      *timer
	hears      bool // media, hold or a Gather plays
	documents  int  // in a row, without anything between them that took time

	enqueue  *enqueue  // while it is in an Enqueue
	dial     *dial     // while it is in a Dial
	ring     *ring     // while the call of an instruction rings
	placed   *placed   // while a call of the application rings
	notify   *notify   // who is told of its progress
	party    *dial     // the Dial that this leg was called for
	number   *number   // what it was called with there
	redirect *document // where it goes once it has left queue and Dial
	into     *entry    // or rather, into which conference

	timeLimit time.Duration // from the answer; 0 for none
	limit     *timer

	rang       bool      // the host has reported that it rings, or that it was answered
	detection  target    // who is told what answered; zero for nobody
	detecting  *document // runs once it is known who answered
	answeredBy string    // a person or a machine, if that is known
	taping     *taping
	recordings []*recording // of this call, that are not at their end
	services   []service    // in the background
	recorded   *recording   // that its status callback is told of
	sip        SIPAnswer    // what the far end answered
}

// target is a document to go on with.
type target struct {
	url    string
	method twiml.Method
}

func (m *Machine) arrived(in *CallArrived) *Error {
	switch {
	case in.Call.IsZero():
		return refusal(ReasonInput, "Call is the zero SID")
	case m.calls[in.Call] != nil:
		return refusal(ReasonBusy, "call %s is there already", in.Call).of(in.Call)
	}
	if err := checkURLs([]namedURL{{"FallbackURL", in.FallbackURL}}); err != nil {
		return err.of(in.Call)
	}
	if err := checkMethods([]namedMethod{{"FallbackMethod", in.FallbackMethod}}); err != nil {
		return err.of(in.Call)
	}
	to, err := newTarget(in.URL, in.Method)
	if err != nil {
		return err.of(in.Call)
	}
	c := &call{sid: in.Call, info: *in, direction: in.Direction, status: StatusRinging}
	switch in.Direction {
	case "":
		c.direction = Inbound
	case Inbound:
	case OutboundAPI:
		m.pickUp(c)
	default:
		return refusal(ReasonInput, "Direction %q: want %q or %q", excerpt.Of(string(in.Direction)), Inbound, OutboundAPI).of(in.Call)
	}
	m.calls[c.sid] = c
	m.load(c, document{at: to})
	return nil
}

// pickUp notes that a call is connected. Its time limit runs from now on.
func (m *Machine) pickUp(c *call) {
	c.status, c.answered = StatusInProgress, m.now
	m.limit(c)
}

// newLeg makes a call that the machine asks for.
func (m *Machine) newLeg(parent CallSID, from, to string) *call {
	leg := &call{
		direction: OutboundDial, status: StatusRinging, parent: parent, info: CallArrived{From: from, To: to},
	}
	for leg.sid.IsZero() || m.calls[leg.sid] != nil {
		m.legs++
		leg.sid = sid.Make[sid.Call](m.source, m.legs)
	}
	m.calls[leg.sid] = leg
	return leg
}

// end makes a call be over: whatever it was in ends with it.
func (m *Machine) end(c *call, status CallStatus) {
	c.over, c.status = true, status
	delete(m.calls, c.sid)
	m.recordCutOff(c)
	m.cut(c)
	m.stopTimer(c.limit)
	c.limit = nil
	switch {
	case c.enqueue != nil:
		m.leaveQueue(c, callGone)
	case c.dial != nil:
		m.abortDial(c)
	case c.ring != nil:
		m.ringOver(c)
	case c.placed != nil:
		m.endPlaced(c)
	}
	if c.party != nil {
		m.legEnded(c, status)
	}
	m.progress(c, assign.CallCompleted)
	m.forgetRecordings(c)
	m.emit(&CallEnded{Call: c.sid, Status: status, Duration: m.talked(c), AnsweredBy: c.answeredBy})
}

// talked is the time since a call was answered, in whole seconds.
func (m *Machine) talked(c *call) time.Duration {
	if c.answered.IsZero() {
		return 0
	}
	return m.now.Sub(c.answered).Truncate(time.Second)
}

// hangUp ends a call from the machine's side.
func (m *Machine) hangUp(c *call, status CallStatus) {
	m.emit(&Hangup{c.sid})
	m.end(c, status)
}

// hungUp is no error for a call that is over: both sides may hang up at once.
func (m *Machine) hungUp(s CallSID) *Error {
	c := m.calls[s]
	if c == nil {
		return nil
	}
	status := StatusCompleted
	if c.status == StatusRinging {
		status = StatusNoAnswer
		if c.direction == Inbound {
			status = StatusCanceled
		}
	}
	m.end(c, status)
	return nil
}

// completeCall ends a call for the application; one that rings is canceled.
func (m *Machine) completeCall(s CallSID) *Error {
	c, err := m.find(s)
	if err != nil {
		return err
	}
	status := StatusCompleted
	if c.status == StatusRinging {
		status = StatusCanceled
	}
	m.hangUp(c, status)
	return nil
}

// answered is the report of a leg that rings.
func (m *Machine) answered(in *Answered) *Error {
	c := m.calls[in.Call]
	if c == nil {
		return nil // given up meanwhile
	}
	if err := c.rings(); err != nil {
		return err
	}
	m.noteRinging(c)
	c.sip = in.SIP
	m.pickUp(c)
	m.progress(c, assign.CallAnswered)
	switch {
	case c.ring != nil:
		m.ringAnswered(c)
	case c.placed != nil:
		m.placedAnswered(c)
	default:
		m.legAnswered(c)
	}
	return nil
}

func (m *Machine) failed(in *Failed) *Error {
	c := m.calls[in.Call]
	if c == nil {
		return nil // given up meanwhile
	}
	status := in.Status
	if status == "" && in.SIP.ResponseCode != 0 {
		status = sipStatus(in.SIP.ResponseCode)
	}
	switch status {
	case StatusBusy, StatusNoAnswer, StatusFailed, StatusCanceled:
	default:
		return refusal(ReasonInput, "Status %q: want busy, no-answer, failed or canceled", excerpt.Of(string(in.Status))).of(in.Call)
	}
	if err := c.rings(); err != nil {
		return err
	}
	c.sip = in.SIP
	if c.ring != nil && status == StatusFailed {
		m.alert(c.sid, int(c.ring.failedCode()), "the call to "+excerpt.Of(c.info.To)+" could not be made")
	}
	m.end(c, status)
	return nil
}

// rings refuses what can only be reported of a leg that rings.
func (c *call) rings() *Error {
	if c.status == StatusRinging && c.direction != Inbound {
		return nil
	}
	return refusal(ReasonState, "call %s is %s and %s: want a leg that rings", c.sid, c.direction, c.status).of(c.sid)
}

// find returns a live call.
func (m *Machine) find(s CallSID) (*call, *Error) {
	if c := m.calls[s]; c != nil {
		return c, nil
	}
	return nil, refusal(ReasonUnknownCall, "call %s is unknown, or over", s).of(s)
}
