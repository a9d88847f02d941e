package queue

import "time"

const (
	defaultTimeout = 30 * time.Second // queue.md §9
	maxTimeout     = 24 * time.Hour   // the longest a call may last (queue.md §5)
)

// Dial are the parameters of [Directory.Dial]: those of an agent's Dial with a
// Queue in it (twiml.md §6.3).
type Dial struct {
	Agent CallSID // the agent's own call
	Queue string  // the queue's name
	// Timeout is how long the agent waits for a member: up to 24 hours; 0 is 30
	// seconds. The markup's own range, 5 to 600 seconds, and the grace that may
	// be added to it are the business of whoever reads the document.
	Timeout time.Duration
}

// Dial gives an agent the front member of a queue; when there is none, the
// agent waits for one, behind the agents that began before him (queue.md §7).
// The events [CallTaken] or [AgentWaiting] tell which.
//
// A refusal that belongs to the verb is its status, not a Go error: the Agent
// comes back as [AgentDone] with [DialFailed] and the reason in Err, and the
// event [DialEnded] tells it: [ErrUnknownQueue] (a Dial never makes a queue),
// [ErrNameEmpty] (14212), [ErrNameTooLong] (14213), and [ErrGuarded] for a
// workflow's queue, whose calls must not be taken without their tasks
// (queue.md §8; see [Directory.Take]).
//
// A Go error means that the verb was not executed at all: [ErrNoCall],
// [ErrBusy] or [ErrTimeout].
func (d *Directory) Dial(now time.Time, p Dial) (Agent, []Event, error) {
	const op = "Dial"
	if err := d.begin(now, op); err != nil {
		return Agent{}, nil, err
	}
	if err := d.free(op, "Agent", p.Agent); err != nil {
		return Agent{}, d.events, err
	}
	if p.Timeout < 0 || p.Timeout > maxTimeout {
		return Agent{}, d.events, refusal(op, ErrTimeout, "Timeout is %v: want up to %v, or 0 for %v",
			p.Timeout, maxTimeout, defaultTimeout).of(p.Agent)
	}
	if p.Timeout == 0 {
		p.Timeout = defaultTimeout
	}
	l, err := d.dialed(p.Queue)
	if err != nil {
		return d.refuseDial(p.Agent, err), d.events, nil
	}
	a := d.addAgent(p.Agent, l)
	a.until = d.now + instant(p.Timeout)
	d.serve(a)
	return a.snapshot(d.now), d.events, nil
}

// dialed finds the queue that a Dial names.
func (d *Directory) dialed(name string) (*line, *Error) {
	const op = "Dial"
	name, err := cleanName(op, name)
	if err != nil {
		err.Code = verbCode(err.Reason, 14212, 14213)
		return nil, err
	}
	l := d.names[name]
	switch {
	case isWorkflowName(name):
		err = refusal(op, ErrGuarded, "queue %q belongs to the workflow of that SID: want the SID of a reservation", name)
	case l == nil:
		err = refusal(op, ErrUnknownQueue, "there is no queue %q, and a Dial makes none", name)
	default:
		return l, nil
	}
	// The Dial fails; no alert of the vendor's goes with either.
	err.Name, err.Code = name, 0
	return nil, err
}

// refuseDial ends a Dial that never came to a queue.
func (d *Directory) refuseDial(agent CallSID, err *Error) Agent {
	err.Call = agent
	d.emit(Event{
		Type: DialEnded, Agent: agent, FriendlyName: err.Name, Status: DialFailed, Code: err.Code, Err: err,
	})
	return Agent{
		Agent: agent, State: AgentDone, FriendlyName: err.Name, Status: DialFailed, Code: err.Code, Err: err,
	}
}

// Take gives a waiting call to an agent, wherever it stands: by reservation or
// by instruction (queue.md §8). It works on guarded queues and on ordinary ones.
// Afterwards the agent is in a Dial like any other, but one that is after this
// call only.
//
// It is refused with [ErrNoCall] or [ErrBusy] for the agent, [ErrUnknownCall]
// for the call, and [ErrState] when the call was taken already.
func (d *Directory) Take(now time.Time, call, agent CallSID) (Entry, []Event, error) {
	const op = "Take"
	if err := d.begin(now, op); err != nil {
		return Entry{}, nil, err
	}
	if err := d.free(op, "the agent's call", agent); err != nil {
		return Entry{}, d.events, err
	}
	e := d.entries[call]
	if e == nil {
		return Entry{}, d.events, unknownCall(op, call)
	}
	if e.state != EntryWaiting {
		return Entry{}, d.events, refusal(op, ErrState, "call %q is %s by %q, not waiting",
			call, e.state, e.agent.call).at(e.line).of(call)
	}
	a := d.addAgent(agent, e.line)
	a.single = true
	d.hand(e, a)
	return e.snapshot(d.now), d.events, nil
}

// CancelDial ends a Dial from the agent's side: the agent hung up, his call was
// sent elsewhere, or the Dial was canceled through the Call resource. While he
// waits or before he is connected the status is [DialCanceled], and a call that
// he had taken ends with [ResultBridgingInProcess]: it is not put back. Once
// connected the status is [DialCompleted] and the call's result
// [ResultBridged].
//
// It is refused with [ErrUnknownAgent] when the agent is in no Dial.
func (d *Directory) CancelDial(now time.Time, agent CallSID) (Agent, []Event, error) {
	const op = "CancelDial"
	if err := d.begin(now, op); err != nil {
		return Agent{}, nil, err
	}
	a := d.agents[agent]
	if a == nil {
		return Agent{}, d.events, unknownAgent(op, agent)
	}
	if a.entry == nil {
		d.stopWaiting(a)
		return d.endDial(a, DialCanceled), d.events, nil
	}
	_, s := d.befall(a.entry, agentGone)
	return s, d.events, nil
}
