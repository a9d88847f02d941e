package voice

import (
	"strconv"
	"time"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// dial is one execution of the verb, from beginning to status; or what a
// dequeue instruction does with the worker's leg, and then verb and program are
// nil.
type dial struct {
	call    *call
	program *program
	verb    *twiml.Dial
	began   time.Time

	recording *recording
	sip       SIPAnswer // of the party that ended last
	refer     string    // where the other party referred the call: its document takes the place of the action

	// Of a queue or a reservation.
	queue       *twiml.Queue
	caller      *call // who was taken last
	reservation taskrouter.ReservationSID
	worker      taskrouter.WorkerSID
	postWork    taskrouter.ActivitySID
	resumed     bool // was connected before a restart
	refused     bool // the reservation was decided while the whisper ran

	// Of numbers.
	left  []*number // not called yet
	legs  []*call   // that ring
	party *call     // that answered
	tried CallSID   // the last that came to nothing
	ring  *timer

	participant *participant // of a conference

	connected bool
	talking   time.Time // since when
	limit     *timer
}

func (m *Machine) execDial(c *call, p *program, e *twiml.Dial, blocked bool) bool {
	d := &dial{call: c, program: p, verb: e, began: m.now}
	var conference *twiml.Conference
	for _, child := range e.Children {
		switch child := child.(type) {
		case *twiml.Queue:
			if d.queue == nil {
				d.queue = child
			}
		case *twiml.Conference:
			if conference == nil {
				conference = child
			}
		default:
			if x := m.partyOf(c, p, child); x != nil {
				d.left = append(d.left, x)
			}
		}
	}
	if to := twiml.TextOf(e); to != "" && len(d.left) == 0 {
		d.left = append(d.left, &number{out: Dial{To: to}})
	}
	c.dial = d
	if !blocked && conference == nil {
		d.recording = m.dialRecording(c, p, e)
	}
	switch {
	case blocked:
		m.failDial(d)
	case d.queue != nil && d.queue.ReservationSID.Present():
		m.dialReservation(d)
	case d.queue != nil:
		m.dialQueue(d)
	case conference != nil:
		m.dialConference(d, conference)
	case len(d.left) == 0: // only nouns that are not supported
		m.failDial(d)
	default:
		m.dialNumbers(d)
	}
	return true
}

// failDial ends a Dial that reached nobody.
func (m *Machine) failDial(d *dial) {
	m.later(func() {
		if d.call.dial == d {
			m.dialOver(d, StatusFailed, nil)
		}
	})
}

// connect lets two calls hear each other, for as long as the Dial allows.
func (m *Machine) connect(d *dial, caller, agent *call) {
	d.connected, d.talking = true, m.now
	if caller.status == StatusRinging { // its Dial has answerOnBridge
		m.pickUp(caller)
		m.emit(&Answer{caller.sid})
	}
	m.emit(&Bridge{Caller: caller.sid, Agent: agent.sid, Recording: d.recording.begin()})
	limit := DefaultTimeLimit // of a dequeue too (twiml.md §8.3)
	if d.verb != nil {
		limit = twiml.Effective(d.verb, &d.verb.TimeLimit)
	}
	d.limit = m.after(limit, func() { m.part(d) })
}

// starPressed ends a conversation for the party that dialed, where its Dial
// says so. Anywhere else the key means nothing, or the conversation was over.
func (m *Machine) starPressed(s CallSID) *Error {
	c := m.calls[s]
	if c == nil || c.dial == nil || !c.dial.connected {
		return nil
	}
	if d := c.dial; d.verb != nil && twiml.Effective(d.verb, &d.verb.HangupOnStar) {
		m.part(d)
	}
	return nil
}

// part ends a conversation: with a caller from a queue both go on, a dialed
// number is hung up, and a conference goes on without the call.
func (m *Machine) part(d *dial) {
	if d.participant != nil {
		m.removed(d.participant, exitLeft)
		return
	}
	if d.caller == nil {
		m.hangUp(d.party, StatusCompleted)
		return
	}
	_, events, err := m.queues.Part(m.now, d.caller.sid)
	m.queued(events)
	if err != nil { // a Change has parted them and kept the events to itself
		m.leaveQueue(d.caller, callGone)
		m.failDial(d)
	}
}

// abortDial ends the Dial of a call that is over, or sent elsewhere.
func (m *Machine) abortDial(c *call) {
	d := c.dial
	if m.dialers[c.sid] == d {
		m.cancelQueueDial(d)
		return
	}
	if d.participant != nil {
		m.leave(d.participant, exitLeft)
		m.conferenceOver(d)
		return
	}
	status := StatusCanceled
	if d.connected {
		status = StatusCompleted
	}
	m.giveUpLegs(d, status)
	m.dialOver(d, status, d.numberParams(m.now))
}

// dialOver gives a Dial its one status: the action is requested, and the call
// goes on where it may. The leg of an instruction has nothing else to do.
func (m *Machine) dialOver(d *dial, status CallStatus, extra paramList) {
	c := d.call
	c.dial = nil
	delete(m.dialers, c.sid)
	m.stopTimer(d.ring)
	m.stopTimer(d.limit)
	if !d.reservation.IsZero() && !d.connected {
		m.giveUp(d.reservation)
	}
	m.tookTime(c, d.began)
	if d.verb == nil {
		m.conclude(c, nil, false, outcome{})
		return
	}
	params := paramList{{"DialCallStatus", string(status)}, {"DialBridged", strconv.FormatBool(d.connected)}}
	params = append(params, extra...)
	if d.recording != nil {
		params.known("RecordingUrl", d.recording.url)
		m.forget(d.recording)
	}
	m.conclude(c, d.program, true, d.outcome(params))
}
