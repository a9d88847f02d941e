package main

import (
	"time"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
)

// people plays the callers and the workers.
type people struct {
	*host
	callers []*caller // in the order of their calls
	byCall  map[queue.CallSID]*caller
	byTask  map[taskrouter.TaskSID]*caller
	workers map[taskrouter.WorkerSID]*worker
	legs    map[queue.CallSID]*leg
}

// caller is one who calls, and what has become of him.
type caller struct {
	call
	live     bool
	answered time.Time // by a worker
	worker   string
	where    string    // the task queue in which he was last
	parted   time.Time // from the worker
	waited   time.Duration
	result   string
}

// leg is a call to a worker.
type leg struct {
	worker      *worker
	reservation taskrouter.ReservationSID
}

func newPeople(h *host, s *shift) *people {
	p := &people{
		host: h, byCall: map[queue.CallSID]*caller{}, byTask: map[taskrouter.TaskSID]*caller{},
		workers: map[taskrouter.WorkerSID]*worker{}, legs: map[queue.CallSID]*leg{},
	}
	for i := range s.workers {
		p.workers[s.workers[i].sid] = &s.workers[i]
	}
	for _, plan := range s.calls {
		c := &caller{call: plan}
		p.callers, p.byCall[c.sid] = append(p.callers, c), c
		h.in(c.arrives.Sub(h.now), p.arrive(c))
	}
	return p
}

// arrive lets somebody call, and give up when nobody answers in time.
func (p *people) arrive(c *caller) func() voice.Input {
	return func() voice.Input {
		c.live = true
		p.timeline.arrives(c)
		p.in(c.patience, func() voice.Input {
			if !c.live || !c.answered.IsZero() {
				return nil
			}
			p.timeline.say(c.sid, "the caller gives up and hangs up")
			return &voice.HungUp{Call: c.sid}
		})
		return &voice.CallArrived{Call: c.sid, From: c.from, To: c.to, URL: callURL}
	}
}

// ring lets a worker answer his phone. Other numbers that a document dials do
// not exist.
func (p *people) ring(d *voice.Dial) {
	r, ok := p.engine.Reservation(d.Reservation)
	if !ok {
		p.in(0, func() voice.Input { return &voice.Failed{Call: d.Call, Status: voice.StatusFailed} })
		return
	}
	w := p.workers[r.WorkerSID]
	p.legs[d.Call] = &leg{w, d.Reservation}
	p.in(w.answer, func() voice.Input { return &voice.Answered{Call: d.Call} })
}

// talk lets caller and worker talk. The caller hangs up first, unless he is to
// be asked how it was.
func (p *people) talk(b *voice.Bridge) {
	c := p.byCall[b.Caller]
	if c == nil {
		return
	}
	c.answered = p.now
	if l := p.legs[b.Agent]; l != nil {
		c.worker = l.worker.name
	}
	p.in(c.talk, func() voice.Input {
		if c.rating != "" {
			p.timeline.say(c.sid, "%s hangs up", c.worker)
			return &voice.HungUp{Call: b.Agent}
		}
		p.timeline.say(c.sid, "the caller hangs up")
		return &voice.HungUp{Call: c.sid}
	})
}

// gather lets a caller press the key of his rating, or nothing.
func (p *people) gather(g *voice.Gather) {
	digits := ""
	if c := p.byCall[g.Call]; c != nil {
		digits = c.rating
	}
	p.in(5*time.Second, func() voice.Input { return &voice.Gathered{Op: g.Op, Digits: digits} })
}

// routed notes what happens to tasks, and lets a worker whose call is over do
// his after-call work.
func (p *people) routed(ev *taskrouter.Event) {
	switch ev.Type {
	case taskrouter.TaskCreated:
		if c := p.byCall[callOf(ev.TaskAttributes())]; c != nil {
			p.byTask[ev.TaskSID] = c
		}
	case taskrouter.TaskQueueEntered:
		if c := p.byTask[ev.TaskSID]; c != nil {
			q, _ := ev.TaskQueue()
			c.where = q.FriendlyName
		}
	case taskrouter.ReservationWrapup:
		p.wrapUp(p.workers[ev.WorkerSID], ev.ReservationSID)
	}
}

// wrapUp ends a worker's after-call work by two commands, as his desktop would:
// the reservation is completed, and he is available again.
func (p *people) wrapUp(w *worker, reservation taskrouter.ReservationSID) {
	p.in(w.wrapUp, func() voice.Input {
		if r, ok := p.engine.Reservation(reservation); !ok || r.ReservationStatus != taskrouter.ReservationStatusWrapping {
			return nil
		}
		return &voice.Command{Command: &taskrouter.UpdateReservation{
			SID: reservation, ReservationStatus: taskrouter.ReservationStatusCompleted,
		}}
	})
	p.in(w.wrapUp, func() voice.Input {
		a, _ := p.engine.ActivityByName(w.activity)
		if now, ok := p.engine.Worker(w.sid); !ok || now.ActivitySID == a.SID {
			return nil // no post-work activity was given
		}
		return &voice.Command{Command: &taskrouter.UpdateWorker{SID: w.sid, ActivitySID: a.SID}}
	})
}

// queued notes the result of a caller's Enqueue.
func (p *people) queued(ev *queue.Event) {
	if c := p.byCall[ev.Call]; c != nil && ev.Type == queue.EnqueueEnded {
		c.result, c.waited, c.parted = string(ev.Result), ev.QueueTime, p.now
	}
}

// ended notes that a call is over.
func (p *people) ended(e *voice.CallEnded) {
	delete(p.legs, e.Call)
	if c := p.byCall[e.Call]; c != nil {
		c.live = false
		if c.result == "" {
			c.result = string(e.Status)
		}
	}
}

func (p *people) onTheLine() (n int) {
	for _, c := range p.callers {
		if c.live {
			n++
		}
	}
	return n
}

// closeAll ends the calls that are there when the house closes.
func (p *people) closeAll() {
	for _, c := range p.callers {
		if c.live {
			p.timeline.say(c.sid, "closing time")
			p.step(&voice.CompleteCall{Call: c.sid})
		}
	}
}
