package queue

import (
	"cmp"
	"time"
)

// AgentState says how far an agent's Dial has come.
type AgentState uint8

// The states of an agent's Dial.
const (
	AgentQueued    AgentState = iota + 1 // waits for a member
	AgentTook                            // has a call, not connected yet
	AgentConnected                       // connected to the call
	AgentDone                            // has its status
)

var agentStateNames = [...]string{
	AgentQueued: "waiting", AgentTook: "took", AgentConnected: "connected", AgentDone: "done",
}

// String returns the state in lower case.
func (s AgentState) String() string { return nameOf(agentStateNames[:], s, "AgentState") }

// Agent is one Dial of a queue, from the verb to its status, as it was at one
// instant: a copy, which does not change.
type Agent struct {
	Agent        CallSID // the agent's own call: DequeingCallSid
	State        AgentState
	Queue        QueueSID // zero if none was found
	FriendlyName string
	Until        time.Time     // when an agent who waits gives up; zero after Take
	Call         CallSID       // the call that was taken, or zero: DialCallSid
	QueueTime    time.Duration // that call's whole seconds in the queue
	Duration     time.Duration // whole seconds of conversation so far: DialCallDuration
	Status       DialStatus    // "" until the state is AgentDone
	Code         int           // of the vendor's alert when it was refused, such as 14212
	Err          *Error        // why it was refused, else nil
}

// agent is a Dial as the directory keeps it, until it has ended.
type agent struct {
	call   CallSID
	line   *line
	number uint64 // of dialing: the order in which agents are served
	state  AgentState
	until  instant
	single bool   // after one call by Take, not after whoever is in front
	entry  *entry // the call that was taken, nil while waiting
}

// deadline is the instant at which an agent stops waiting. Equal instants come
// in the order in which the agents dialed.
type deadline struct {
	at    instant
	agent *agent
}

func compareDeadlines(a, b deadline) int {
	if c := cmp.Compare(a.at, b.at); c != 0 {
		return c
	}
	return compareAgents(a.agent, b.agent)
}

func (a *agent) snapshot(at instant) Agent {
	s := Agent{Agent: a.call, State: a.state, Queue: a.line.sid, FriendlyName: a.line.name}
	if !a.single {
		s.Until = a.until.time()
	}
	if e := a.entry; e != nil {
		s.Call, s.QueueTime = e.call, e.queueTime(at)
		if a.state == AgentConnected {
			s.Duration = at.since(e.connected)
		}
	}
	return s
}

// Agent returns the Dial that an agent's call is in, as it is at now, or an
// [*Error] that matches [ErrUnknownAgent]. Dials that have ended are forgotten.
func (d *Directory) Agent(now time.Time, call CallSID) (Agent, error) {
	a := d.agents[call]
	if a == nil {
		return Agent{}, unknownAgent("Agent", call)
	}
	return a.snapshot(d.reading(now)), nil
}

func unknownAgent(op string, call CallSID) *Error {
	return refusal(op, ErrUnknownAgent, "call %q dials no queue: it never did, or its Dial has ended", call).of(call)
}

// addAgent opens a Dial.
func (d *Directory) addAgent(call CallSID, l *line) *agent {
	d.dials++
	a := &agent{call: call, line: l, number: d.dials}
	d.agents[call] = a
	return a
}

// hand gives the member e to the agent a.
func (d *Directory) hand(e *entry, a *agent) {
	l := e.line
	l.pull(e)
	e.state, e.left, e.agent = EntryTaken, d.now, a
	a.state, a.entry = AgentTook, e
	d.emit(Event{
		Type: CallTaken, Queue: l.sid, FriendlyName: l.name,
		Call: e.call, Agent: a.call, QueueTime: e.queueTime(d.now),
	})
}

// serve gives the agent the front member, or lets him wait for one. He keeps
// his place among the agents when he was served before.
func (d *Directory) serve(a *agent) {
	l := a.line
	if e := l.front(); e != nil {
		d.hand(e, a)
		return
	}
	a.state = AgentQueued
	l.agents.Insert(a)
	d.deadlines.Insert(deadline{a.until, a})
	d.emit(Event{Type: AgentWaiting, Queue: l.sid, FriendlyName: l.name, Agent: a.call})
}

// stopWaiting takes an agent out of those who wait.
func (d *Directory) stopWaiting(a *agent) {
	a.line.agents.Delete(a)
	d.deadlines.Delete(deadline{a.until, a})
}

// goOn lets an agent whose call was lost before they were connected have the
// next one (twiml.md §6.3).
func (d *Directory) goOn(a *agent) Agent {
	if a.single {
		return d.endDial(a, DialFailed) // with the SID of the one call he was after
	}
	a.entry = nil
	switch {
	case a.line.deleted:
		return d.endDial(a, DialFailed)
	case a.until <= d.now:
		return d.endDial(a, DialNoAnswer)
	}
	d.serve(a)
	return a.snapshot(d.now)
}

// endDial reports the one status of a Dial and forgets it.
func (d *Directory) endDial(a *agent, status DialStatus) Agent {
	s := a.snapshot(d.now)
	s.State, s.Status = AgentDone, status
	a.state = AgentDone
	delete(d.agents, a.call)
	d.emit(Event{
		Type: DialEnded, Queue: s.Queue, FriendlyName: s.FriendlyName, Call: s.Call,
		Agent: s.Agent, QueueTime: s.QueueTime, Duration: s.Duration, Status: status,
	})
	return s
}
