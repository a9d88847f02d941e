package queue

import (
	"slices"
	"time"
)

// CreateQueue are the parameters of [Directory.Create].
type CreateQueue struct {
	// FriendlyName is required: 1 to 64 characters after surrounding white
	// space is stripped, and unique in the account, case-sensitively. The SID of
	// a workflow makes the workflow's guarded queue before its first call.
	FriendlyName string
	// MaxSize is the most members: 0 to Config.MaxSizeLimit. 0 refuses
	// everybody; nil is Config.DefaultMaxSize.
	MaxSize *int
}

// UpdateQueue are the parameters of [Directory.Update]; nil leaves a property
// as it is. The rules are those of [CreateQueue].
type UpdateQueue struct {
	FriendlyName *string
	MaxSize      *int
}

// Create makes a queue (queue.md §2.2). It is refused with [ErrNameEmpty],
// [ErrNameTooLong], [ErrNameTaken], [ErrMaxSize] or [ErrTooMany].
func (d *Directory) Create(now time.Time, p CreateQueue) (Queue, []Event, error) {
	const op = "Create"
	if err := d.begin(now, op); err != nil {
		return Queue{}, nil, err
	}
	name, err := d.freeName(op, p.FriendlyName, nil)
	if err != nil {
		return Queue{}, d.events, err
	}
	size := d.cfg.DefaultMaxSize
	if p.MaxSize != nil {
		size = *p.MaxSize
	}
	if err := d.checkSize(op, size); err != nil {
		err.Name = name
		return Queue{}, d.events, err
	}
	l, err := d.makeLine(op, name, size)
	if err != nil {
		return Queue{}, d.events, err
	}
	return d.snapshot(l, d.now), d.events, nil
}

// Update changes a queue's name, its maximum size, or both (queue.md §2.3,
// §2.4). Members stay, also those above a lowered size, and so do agents who
// wait; a raised size lets calls in at once. An update that changes nothing is
// no event and leaves DateUpdated alone.
//
// It is refused as [Directory.Create] is, with [ErrUnknownQueue], and with
// [ErrGuarded] when a guarded queue would lose its name or another queue would
// get that of a workflow.
func (d *Directory) Update(now time.Time, queue QueueSID, p UpdateQueue) (Queue, []Event, error) {
	const op = "Update"
	if err := d.begin(now, op); err != nil {
		return Queue{}, nil, err
	}
	l := d.queues[queue]
	if l == nil {
		return Queue{}, d.events, unknownQueue(op, queue)
	}
	name, size := l.name, l.maxSize
	if p.FriendlyName != nil {
		var err *Error
		if name, err = d.newName(op, *p.FriendlyName, l); err != nil {
			return Queue{}, d.events, err
		}
	}
	if p.MaxSize != nil {
		size = *p.MaxSize
		if err := d.checkSize(op, size); err != nil {
			return Queue{}, d.events, err.at(l)
		}
	}
	if name != l.name || size != l.maxSize {
		delete(d.names, l.name)
		l.name, l.maxSize, l.updated = name, size, d.now
		d.names[name] = l
		d.emit(Event{Type: QueueUpdated, Queue: l.sid, FriendlyName: name, MaxSize: size})
	}
	return d.snapshot(l, d.now), d.events, nil
}

// Delete removes an empty queue (queue.md §2.5). Agents who wait on it do not
// prevent that: their Dials end as failed, oldest first. Calls that were taken
// from it go on. The name is free afterwards.
//
// It is refused with [ErrUnknownQueue], [ErrNotEmpty] or [ErrGuarded].
func (d *Directory) Delete(now time.Time, queue QueueSID) ([]Event, error) {
	const op = "Delete"
	if err := d.begin(now, op); err != nil {
		return nil, err
	}
	l := d.queues[queue]
	switch {
	case l == nil:
		return d.events, unknownQueue(op, queue)
	case l.guarded:
		return d.events, refusal(op, ErrGuarded,
			"queue %q belongs to the workflow of that SID and cannot be deleted", l.name).at(l)
	case l.members.Len() > 0:
		return d.events, refusal(op, ErrNotEmpty,
			"queue %q has %d members: only an empty queue can be deleted", l.name, l.members.Len()).at(l)
	}
	delete(d.queues, l.sid)
	delete(d.names, l.name)
	d.order.Delete(l)
	l.deleted = true
	d.emit(Event{Type: QueueDeleted, Queue: l.sid, FriendlyName: l.name})
	for _, a := range slices.Collect(l.agents.All()) {
		d.stopWaiting(a)
		d.endDial(a, DialFailed)
	}
	return d.events, nil
}

// newName checks a name for an existing queue.
func (d *Directory) newName(op, name string, l *line) (string, *Error) {
	name, err := d.freeName(op, name, l)
	switch {
	case err != nil:
		return "", err.at(l)
	case name == l.name:
		return name, nil
	case l.guarded:
		return "", refusal(op, ErrGuarded,
			"queue %q belongs to the workflow of that SID and keeps its name", l.name).at(l)
	case isWorkflowName(name):
		return "", refusal(op, ErrGuarded,
			"the name %q is kept for the queue of the workflow of that SID", name).at(l)
	}
	return name, nil
}

// freeName cleans a name and checks that no queue other than self has it.
func (d *Directory) freeName(op, name string, self *line) (string, *Error) {
	name, err := cleanName(op, name)
	if err != nil {
		return "", err
	}
	if l := d.names[name]; l != nil && l != self {
		return "", refusal(op, ErrNameTaken, "queue %q already exists: want a name of its own", name).at(l)
	}
	return name, nil
}

// checkSize refuses a maximum size out of range; nothing is clamped.
func (d *Directory) checkSize(op string, size int) *Error {
	if size < 0 || size > d.cfg.MaxSizeLimit {
		return refusal(op, ErrMaxSize, "MaxSize is %d: want 0 to %d", size, d.cfg.MaxSizeLimit)
	}
	return nil
}
