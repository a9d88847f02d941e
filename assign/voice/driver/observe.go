package driver

import (
	"log/slog"
	"sync"
	"time"

	"github.com/goacd/acd/assign/voice"
)

// Observation is something to know: one of [*voice.CallEnded],
// [*voice.TaskEnded], [*voice.Alert], [*voice.Routed], [*voice.Queued] and
// [*voice.ConferenceEnded]. Nothing waits for who observes it.
type Observation struct {
	At     time.Time // of the step
	Action voice.Action
	// Lost is how many observations were dropped between the one before and this
	// one, because more than [Config.Backlog] waited. Events of the workspace can
	// be read again from the runner's subscriptions.
	Lost int
}

// observe notes something to know.
func (d *Driver) observe(now time.Time, a voice.Action) {
	if d.cfg.Observe != nil {
		d.observer.add(Observation{At: now, Action: a})
	}
}

// observeNow is for what the driver itself has to say.
func (d *Driver) observeNow(a voice.Action) {
	if now, err := d.cfg.Runner.Now(); err == nil {
		d.observe(now, a)
	}
}

// tell tells one observation.
func (d *Driver) tell(o Observation) {
	err := guard(func() error { d.cfg.Observe(o); return nil })
	if err != nil {
		d.cfg.Logger.LogAttrs(d.ctx, slog.LevelError, "the observer failed", slog.Any("error", err))
	}
}

// observer tells one observation after the other.
type observer struct {
	tell func(Observation)
	most int
	work *sync.WaitGroup

	mu      sync.Mutex
	busy    bool
	waiting []Observation
	lost    int
}

func (o *observer) add(one Observation) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.waiting) >= o.most {
		o.lost++
		return
	}
	one.Lost, o.lost = o.lost, 0
	o.waiting = append(o.waiting, one)
	if !o.busy {
		o.busy = true
		o.work.Go(o.run)
	}
}

func (o *observer) run() {
	for {
		batch := o.take()
		if batch == nil {
			return
		}
		for _, one := range batch {
			o.tell(one)
		}
	}
}

// take returns all that waits, nil when there is nothing.
func (o *observer) take() []Observation {
	o.mu.Lock()
	defer o.mu.Unlock()
	batch := o.waiting
	o.waiting = nil
	o.busy = batch != nil
	return batch
}
