package queue

// happening is something that befalls a call in an Enqueue.
type happening uint8

const (
	callLeaves     happening = iota // its wait document ran Leave
	callHangsUp                     // the call is over
	callRedirected                  // it goes on with another document
	callFaults                      // its wait document is faulty
	callFails                       // the platform failed
	callConnected                   // agent and caller hear each other
	callParted                      // the conversation is over, both calls may live
	agentGone                       // the agent's side ended the Dial
	callDequeued                    // the member was dequeued through REST
	happenings
)

var happeningOps = [happenings]string{
	"Leave", "Hangup", "Redirect", "Fault", "Fail", "Connect", "Part", "CancelDial", "Dequeue",
}

// effect says what becomes of the agent who has the call.
type effect uint8

const (
	noAgent     effect = iota
	agentGoesOn        // to the next member, within what is left of his timeout
	agentConnected
	agentCompleted
	agentCanceled
)

// transition is one cell of the table; the zero cell is refused.
type transition struct {
	to     EntryState
	result QueueResult
	agent  effect
}

// transitions is the table of queue.md §6. Where a call has been taken, what
// loses it on either side gives bridging-in-process; where it is connected,
// everything but a redirection of the call gives bridged. What can only come
// from a wait document is refused once the document was cut off: the first to
// remove a member decides (§11.7).
var transitions = [...][happenings]transition{
	EntryWaiting: {
		callLeaves:     {to: EntryEnded, result: ResultLeave},
		callHangsUp:    {to: EntryEnded, result: ResultHangup},
		callRedirected: {to: EntryEnded, result: ResultRedirected},
		callFaults:     {to: EntryEnded, result: ResultError},
		callFails:      {to: EntryEnded, result: ResultSystemError},
		callDequeued:   {to: EntryEnded, result: ResultRedirected},
	},
	EntryTaken: {
		callHangsUp:    {EntryEnded, ResultBridgingInProcess, agentGoesOn},
		callRedirected: {EntryEnded, ResultBridgingInProcess, agentGoesOn},
		callFails:      {EntryEnded, ResultBridgingInProcess, agentGoesOn},
		agentGone:      {EntryEnded, ResultBridgingInProcess, agentCanceled},
		callConnected:  {to: EntryBridged, agent: agentConnected},
	},
	EntryBridged: {
		callHangsUp:    {EntryEnded, ResultBridged, agentCompleted},
		callRedirected: {EntryEnded, ResultRedirectedFromBridged, agentCompleted},
		callFails:      {EntryEnded, ResultBridged, agentCompleted},
		callParted:     {EntryEnded, ResultBridged, agentCompleted},
		agentGone:      {EntryEnded, ResultBridged, agentCompleted},
	},
}

// befall applies a cell of the table that is not zero, and tells what became of
// the call and of its agent, if it has one.
func (d *Directory) befall(e *entry, h happening) (Entry, Agent) {
	t := transitions[e.state][h]
	if e.state == EntryWaiting {
		e.line.pull(e)
		e.left = d.now
	}
	e.state = t.to
	s := e.snapshot(d.now)
	s.Result = t.result
	if t.to == EntryEnded {
		d.endEntry(e, s)
	} else {
		e.connected = d.now
		d.emit(Event{
			Type: CallBridged, Queue: s.Queue, FriendlyName: s.FriendlyName,
			Call: s.Call, Agent: s.Agent, QueueTime: s.QueueTime,
		})
	}
	return s, d.affect(e.agent, t.agent)
}

// endEntry reports the one result of an Enqueue and forgets it.
func (d *Directory) endEntry(e *entry, s Entry) {
	delete(d.entries, e.call)
	d.emit(Event{
		Type: EnqueueEnded, Queue: s.Queue, FriendlyName: s.FriendlyName,
		Call: s.Call, Agent: s.Agent, QueueTime: s.QueueTime, Result: s.Result,
	})
}

// affect carries out what a transition means for the agent.
func (d *Directory) affect(a *agent, f effect) Agent {
	switch f {
	case agentGoesOn:
		return d.goOn(a)
	case agentConnected:
		a.state = AgentConnected
		return a.snapshot(d.now)
	case agentCompleted:
		return d.endDial(a, DialCompleted)
	case agentCanceled:
		return d.endDial(a, DialCanceled)
	}
	return Agent{} // a waiting call has no agent
}

// stateFor returns the first state in which h is possible.
func stateFor(h happening) EntryState {
	state := EntryWaiting
	for transitions[state][h].to == 0 {
		state++
	}
	return state
}
