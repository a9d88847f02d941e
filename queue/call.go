package queue

import "time"

// Leave says that the wait document of a waiting call ran Leave (queue.md §6).
// The result is [ResultLeave].
//
// Like all methods that tell what befell a call in an Enqueue, it returns the
// Enqueue as it is afterwards, and is refused with [ErrUnknownCall] when the
// call is in none (any more) and with [ErrState] when its state does not allow
// it.
func (d *Directory) Leave(now time.Time, call CallSID) (Entry, []Event, error) {
	return d.tell(now, call, callLeaves)
}

// Hangup says that a call is over: the caller hung up, the wait document ran
// Hangup, or the call was ended through the Call resource. The result is
// [ResultHangup] for a waiting call, [ResultBridgingInProcess] for a taken one,
// [ResultBridged] for a connected one.
//
// An agent who had taken the call, and was not connected yet, goes on to the
// next member within what is left of his timeout (twiml.md §6.3); if he was
// after this one call, his Dial ends as failed.
func (d *Directory) Hangup(now time.Time, call CallSID) (Entry, []Event, error) {
	return d.tell(now, call, callHangsUp)
}

// Redirect says that a call goes on with another document: it was redirected
// through the Call resource or by a redirect instruction. The result is
// [ResultRedirected] for a waiting call, [ResultBridgingInProcess] for a taken
// one, [ResultRedirectedFromBridged] for a connected one. The agent fares as
// with [Directory.Hangup].
//
// It also works on guarded queues, unlike [Directory.Dequeue]: the call itself
// is redirected, and the host keeps its task in step.
func (d *Directory) Redirect(now time.Time, call CallSID) (Entry, []Event, error) {
	return d.tell(now, call, callRedirected)
}

// Fault says that the wait document of a waiting call could not be fetched, was
// ill-formed or held a forbidden verb. The result is [ResultError].
func (d *Directory) Fault(now time.Time, call CallSID) (Entry, []Event, error) {
	return d.tell(now, call, callFaults)
}

// Fail says that the platform lost a call by a failure of its own. The result
// is [ResultSystemError] for a waiting call; for others as with
// [Directory.Hangup].
func (d *Directory) Fail(now time.Time, call CallSID) (Entry, []Event, error) {
	return d.tell(now, call, callFails)
}

// Connect says that a taken call and its agent hear each other from now on.
func (d *Directory) Connect(now time.Time, call CallSID) (Entry, []Event, error) {
	return d.tell(now, call, callConnected)
}

// Part says that the conversation of a connected call is over while the call
// itself lives: the agent's time limit passed, or he pressed the star key. The
// result is [ResultBridged], the agent's status [DialCompleted].
func (d *Directory) Part(now time.Time, call CallSID) (Entry, []Event, error) {
	return d.tell(now, call, callParted)
}

func (d *Directory) tell(now time.Time, call CallSID, h happening) (Entry, []Event, error) {
	op := happeningOps[h]
	if err := d.begin(now, op); err != nil {
		return Entry{}, nil, err
	}
	e := d.entries[call]
	if e == nil {
		return Entry{}, d.events, unknownCall(op, call)
	}
	if transitions[e.state][h].to == 0 {
		return Entry{}, d.events, refusal(op, ErrState, "call %q is %s, not %s",
			call, e.state, stateFor(h)).at(e.line).of(call)
	}
	s, _ := d.befall(e, h)
	return s, d.events, nil
}
