package queue

import "time"

// Enqueue are the parameters of [Directory.Enqueue]: the verb's (twiml.md §6.1).
type Enqueue struct {
	Call CallSID
	// Queue is the name of an ordinary queue, made when it is missing.
	Queue string
	// Workflow, unless zero, parks the call in that workflow's guarded queue,
	// made when it is missing; Queue is ignored then.
	Workflow WorkflowSID
	// MaxQueueSize is the verb's own limit, 1 to Config.MaxSizeLimit, or 0 for
	// none. A queue that the verb makes gets it as its maximum size; in an
	// existing queue it only refuses this call when that many wait already.
	MaxQueueSize int
}

// Enqueue puts a call at the end of a queue (queue.md §4). It hands the call to
// the agent who has waited longest on that queue, if there is one.
//
// A refusal that belongs to the verb is its result, not a Go error: the Entry
// comes back as [EntryEnded], with the reason in Err, and the event
// [EnqueueEnded] tells it.
//
//   - [ResultQueueFull], code 14207, [ErrFull]: a queue that was made stays.
//   - [ResultError], [ErrNameEmpty] (14204) or [ErrNameTooLong] (14205); or
//     [ErrGuarded], for a name that is kept for a workflow: the call would wait
//     without a task.
//   - [ResultSystemError], [ErrTooMany]: a queue was needed and cannot be made.
//
// A Go error means that the verb was not executed at all: [ErrNoCall],
// [ErrBusy], or [ErrMaxSize] for a MaxQueueSize out of range.
func (d *Directory) Enqueue(now time.Time, p Enqueue) (Entry, []Event, error) {
	const op = "Enqueue"
	if err := d.begin(now, op); err != nil {
		return Entry{}, nil, err
	}
	if err := d.free(op, "Call", p.Call); err != nil {
		return Entry{}, d.events, err
	}
	if p.MaxQueueSize < 0 || p.MaxQueueSize > d.cfg.MaxSizeLimit {
		return Entry{}, d.events, refusal(op, ErrMaxSize, "MaxQueueSize is %d: want 1 to %d, or 0 for none",
			p.MaxQueueSize, d.cfg.MaxSizeLimit).of(p.Call)
	}
	l, err := d.lineFor(p)
	if err == nil {
		err = l.checkRoom(p.MaxQueueSize)
	}
	if err != nil {
		return d.refuse(p.Call, err), d.events, nil
	}
	return d.join(l, p.Call), d.events, nil
}

// lineFor finds or makes the queue that the verb names.
func (d *Directory) lineFor(p Enqueue) (*line, *Error) {
	const op = "Enqueue"
	name := p.Workflow.String()
	if p.Workflow.IsZero() {
		var err *Error
		if name, err = cleanName(op, p.Queue); err != nil {
			err.Code = verbCode(err.Reason, 14204, 14205)
			return nil, err
		}
		if isWorkflowName(name) {
			err := refusal(op, ErrGuarded, "the name %q is kept for the queue of the workflow of that SID: want workflowSid", name)
			err.Name, err.Code = name, 0
			return nil, err
		}
	}
	if l := d.names[name]; l != nil {
		return l, nil
	}
	size := p.MaxQueueSize
	if size == 0 {
		size = d.cfg.DefaultMaxSize
	}
	return d.makeLine(op, name, size)
}

// verbCode returns the code a verb has for a bad name.
func verbCode(reason Reason, empty, tooLong int) int {
	if reason == ErrNameTooLong {
		return tooLong
	}
	return empty
}

// checkRoom refuses a call when the queue, or the verb's own limit, is full.
func (l *line) checkRoom(verbLimit int) *Error {
	limit := l.maxSize
	if verbLimit > 0 {
		limit = min(limit, verbLimit)
	}
	if l.members.Len() < limit {
		return nil
	}
	return refusal("Enqueue", ErrFull, "queue %q is full: %d calls wait, at most %d may",
		l.name, l.members.Len(), limit).at(l)
}

// refuse ends an Enqueue whose call never became a member: no QueueSid and no
// QueueTime (twiml.md §6.1).
func (d *Directory) refuse(call CallSID, err *Error) Entry {
	result := ResultError
	switch err.Reason {
	case ErrFull:
		result = ResultQueueFull
	case ErrTooMany:
		result = ResultSystemError
	}
	err.Call = call
	d.emit(Event{
		Type: EnqueueEnded, Call: call, FriendlyName: err.Name, Result: result, Code: err.Code, Err: err,
	})
	return Entry{
		Call: call, State: EntryEnded, FriendlyName: err.Name, Result: result, Code: err.Code, Err: err,
	}
}

// join makes the call the last member, and hands it over when an agent waits.
func (d *Directory) join(l *line, call CallSID) Entry {
	d.joins++
	e := &entry{call: call, line: l, number: d.joins, state: EntryWaiting, joined: d.now}
	l.push(e)
	d.entries[call] = e
	d.emit(Event{
		Type: CallJoined, Queue: l.sid, FriendlyName: l.name, Call: call, Position: l.members.Len(),
	})
	if a, ok := l.agents.Min(); ok {
		d.stopWaiting(a)
		d.hand(e, a)
	}
	return e.snapshot(d.now)
}
