package driver

import (
	"sync"
	"time"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/internal/ordered"
	"github.com/goacd/acd/taskrouter"
)

// Call is a copy of what there is to know of a live call.
type Call struct {
	Number      uint64 // in the order in which calls came, from 1
	SID         voice.CallSID
	Parent      voice.CallSID // on whose behalf it was made; zero for others, and after a restart
	Direction   voice.Direction
	Status      voice.CallStatus // ringing or in-progress; queued before the host has reported that it rings
	From, To    string
	AnsweredBy  string                    // what the host has reported; "" while it is unknown
	Reservation taskrouter.ReservationSID // that a worker is called for; zero for others, and after a restart
	Created     time.Time                 // after a restart: Answered
	Answered    time.Time                 // zero while it rings
}

// Live returns the call of a SID; false when it is unknown, or over.
func (d *Driver) Live(s voice.CallSID) (Call, bool) { return d.calls.get(s) }

// Calls returns up to most live calls behind the one with a number, which need
// not live any more, in the order in which they came: 0 for the first ones.
func (d *Driver) Calls(after uint64, most int) []Call { return d.calls.page(after, most) }

// Len returns the number of live calls.
func (d *Driver) Len() int { return d.calls.len() }

// book knows the live calls. It is written on the writer's goroutine, and read
// everywhere.
type book struct {
	mu     sync.RWMutex
	number uint64
	bySID  map[voice.CallSID]*Call
	order  *ordered.Set[*Call] // by Number
}

func (b *book) init() {
	b.bySID = map[voice.CallSID]*Call{}
	b.order = ordered.New(func(x, y *Call) int {
		switch {
		case x.Number < y.Number:
			return -1
		case x.Number > y.Number:
			return 1
		}
		return 0
	})
}

// add enters a call, and reports false if it is there.
func (b *book) add(c Call) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.bySID[c.SID] != nil {
		return false
	}
	b.number++
	c.Number = b.number
	b.bySID[c.SID] = &c
	b.order.Insert(&c)
	return true
}

// change changes a live call.
func (b *book) change(s voice.CallSID, f func(*Call)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if c := b.bySID[s]; c != nil {
		f(c)
	}
}

// ring notes that a call rings that was asked for.
func (b *book) ring(s voice.CallSID) {
	b.change(s, func(c *Call) {
		if c.Status == voice.StatusQueued {
			c.Status = voice.StatusRinging
		}
	})
}

// answer notes that a call that was not answered yet was answered.
func (b *book) answer(s voice.CallSID, now time.Time) {
	b.change(s, func(c *Call) {
		if c.Status != voice.StatusInProgress {
			c.Status, c.Answered = voice.StatusInProgress, now
		}
	})
}

func (b *book) remove(s voice.CallSID) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	c := b.bySID[s]
	if c == nil {
		return false
	}
	delete(b.bySID, s)
	b.order.Delete(c)
	return true
}

func (b *book) get(s voice.CallSID) (Call, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if c := b.bySID[s]; c != nil {
		return *c, true
	}
	return Call{}, false
}

func (b *book) page(after uint64, most int) []Call {
	b.mu.RLock()
	defer b.mu.RUnlock()
	var list []Call
	for c := range b.order.From(&Call{Number: after + 1}) {
		if len(list) >= most {
			break
		}
		list = append(list, *c)
	}
	return list
}

func (b *book) len() int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.order.Len()
}

// enterCall notes a call, which is live from now on.
func (d *Driver) enterCall(c Call) {
	if d.calls.add(c) {
		d.live.add()
	}
}

// forget notes that a call is over.
func (d *Driver) forget(s voice.CallSID) {
	if d.calls.remove(s) {
		d.live.done()
	}
}

// returned is a call from before a restart.
func returned(now time.Time, l *voice.LiveCall) Call {
	c := Call{SID: l.Call, Direction: l.Direction, Status: voice.StatusInProgress, From: l.From, To: l.To, Answered: l.Answered.UTC()}
	if c.Direction == "" {
		c.Direction = voice.Inbound
	}
	if l.Answered.IsZero() || c.Answered.After(now) {
		c.Answered = now
	}
	c.Created = c.Answered
	return c
}

// note notes what an input, which was taken in, says of calls.
func (d *Driver) note(now time.Time, in voice.Input) {
	switch in := in.(type) {
	case *voice.CallArrived:
		c := Call{
			SID: in.Call, Direction: in.Direction, Status: voice.StatusRinging, From: in.From, To: in.To, Created: now,
		}
		if c.Direction == "" {
			c.Direction = voice.Inbound
		}
		if c.Direction != voice.Inbound {
			c.Status, c.Answered = voice.StatusInProgress, now
		}
		d.enterCall(c)
	case *voice.PlaceCall:
		d.enterCall(Call{
			SID: in.Call, Direction: voice.OutboundAPI, Status: voice.StatusQueued, From: in.From, To: in.To, Created: now,
		})
	case *voice.Ringing:
		d.calls.ring(in.Call)
	case *voice.MachineDetected:
		d.calls.change(in.Call, func(c *Call) { c.AnsweredBy = in.AnsweredBy })
	case *voice.Answered:
		d.calls.answer(in.Call, now)
	}
}

// noteAction notes what an action says of calls.
func (d *Driver) noteAction(now time.Time, a voice.Action) {
	switch a := a.(type) {
	case *voice.Answer:
		d.calls.answer(a.Call, now)
	case *voice.Dial:
		d.enterCall(Call{
			SID: a.Call, Parent: a.Parent, Direction: voice.OutboundDial, Status: voice.StatusRinging,
			From: a.From, To: a.To, Reservation: a.Reservation, Created: now,
		})
	}
}
