package queue

import (
	"time"

	"github.com/goacd/acd/internal/ordered"
	"github.com/goacd/acd/internal/sid"
)

// Directory is all the voice queues of one account, with the calls that wait in
// them and the agents that wait on them. It is a synchronous state machine: see
// the package's documentation for what its methods have in common.
//
// Make one with [New]. A Directory is not safe for concurrent use.
type Directory struct {
	cfg    Config
	source sid.Source
	now    instant

	// What was ever made. A refused call counts nothing, so that it shifts no
	// SID and no order.
	made, joins, dials, sequence uint64

	queues    map[QueueSID]*line
	names     map[string]*line
	order     *ordered.Set[*line] // by creation
	entries   map[CallSID]*entry  // Enqueues that have not ended
	agents    map[CallSID]*agent  // Dials that have not ended
	deadlines *ordered.Set[deadline]
	events    []Event
}

// New makes the queues of an account: none. The error is an [*Error] that
// matches [ErrConfig].
func New(cfg Config) (*Directory, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	return &Directory{
		cfg:       cfg,
		source:    sid.NewSource(cfg.Seed, cfg.AccountSID.String()),
		queues:    map[QueueSID]*line{},
		names:     map[string]*line{},
		order:     ordered.New(compareLines),
		entries:   map[CallSID]*entry{},
		agents:    map[CallSID]*agent{},
		deadlines: ordered.New(compareDeadlines),
	}, nil
}

// AccountSID returns the owner of the queues.
func (d *Directory) AccountSID() AccountSID { return d.cfg.AccountSID }

// Now returns the instant of the last method that changed state or let time
// pass; before the first one, the start of 1970.
func (d *Directory) Now() time.Time { return d.now.time() }

// Advance lets time pass: the agents whose timeout has come by now stop
// waiting, each at its own instant.
func (d *Directory) Advance(now time.Time) ([]Event, error) {
	if err := d.begin(now, "Advance"); err != nil {
		return nil, err
	}
	return d.events, nil
}

// Deadline returns the next instant at which something happens by itself, for
// an [Directory.Advance] at that time; false if there is none.
func (d *Directory) Deadline() (time.Time, bool) {
	next, ok := d.deadlines.Min()
	if !ok {
		return time.Time{}, false
	}
	return next.at.time(), true
}

// begin opens every method that changes state: it checks the instant, forgets
// the last method's events and lets happen what falls due up to now.
func (d *Directory) begin(now time.Time, op string) error {
	at, ok := instantOf(now)
	switch {
	case !ok:
		return refusal(op, ErrTime, "the instant %s is out of range: want the years 1970 to 2200",
			now.UTC().Format(time.RFC3339))
	case at < d.now:
		return refusal(op, ErrTime, "the instant %s lies before %s, that of the last call: time never goes back",
			at.time().Format(time.RFC3339Nano), d.now.time().Format(time.RFC3339Nano))
	}
	clear(d.events)
	d.events = d.events[:0]
	for {
		next, ok := d.deadlines.Min()
		if !ok || next.at > at {
			break
		}
		d.now = next.at
		d.stopWaiting(next.agent)
		d.endDial(next.agent, DialNoAnswer)
	}
	d.now = at
	return nil
}

// reading returns the instant of a read: now, but never before the state that
// is read, so that no wait is negative.
func (d *Directory) reading(now time.Time) instant {
	at, ok := instantOf(now)
	if !ok {
		return d.now
	}
	return max(at, d.now)
}

// free refuses the zero SID, and a call that is in an Enqueue or a Dial: a call
// executes one verb at a time (queue.md §1).
func (d *Directory) free(op, what string, call CallSID) *Error {
	if call.IsZero() {
		return refusal(op, ErrNoCall, "%s is the zero SID: want that of a call", what)
	}
	if e := d.entries[call]; e != nil {
		return refusal(op, ErrBusy, "call %q is %s in queue %q: its Enqueue must end first",
			call, e.state, e.line.name).at(e.line).of(call)
	}
	if a := d.agents[call]; a != nil {
		return refusal(op, ErrBusy, "call %q is dialing queue %q: its Dial must end first",
			call, a.line.name).at(a.line).of(call)
	}
	return nil
}
