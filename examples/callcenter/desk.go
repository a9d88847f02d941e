package main

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

// desk does what agents do at their desks: complete the work after a call, have a
// break now and then, and come back when they have missed a call. It knows of all
// that from the events of the workspace, and says it with commands, as a web page
// for agents would.
type desk struct {
	*workspace
	agenda *agenda
	chance *rand.Rand // on the goroutine of follow only
	cancel context.CancelFunc
	done   sync.WaitGroup
}

// openDesk begins to follow the workspace.
func openDesk(w *workspace, a *agenda, seed uint64) *desk {
	d := &desk{workspace: w, agenda: a, chance: rand.New(rand.NewPCG(seed, 3))}
	ctx, cancel := context.WithCancel(context.Background())
	d.cancel = cancel
	d.done.Go(func() { d.follow(ctx) })
	return d
}

// close stops following; what was planned stays on the agenda.
func (d *desk) close() {
	d.cancel()
	d.done.Wait()
}

func (d *desk) follow(ctx context.Context) {
	for ev, err := range d.runner.Subscribe(d.runner.Sequence()).Events(ctx) {
		if err != nil {
			return // the end; nobody falls ten thousand events behind here
		}
		switch {
		case ev.Type == taskrouter.ReservationWrapup:
			d.wrapUp(ev.WorkerSID, ev.ReservationSID)
		case ev.Type == taskrouter.WorkerActivityUpdate && isIn(&ev, d.activities[missed]):
			d.goTo(20*time.Second+seconds(d.chance, 20), ev.WorkerSID, missed, available)
		case ev.Type == taskrouter.WorkerActivityUpdate && isIn(&ev, d.activities[onBreak]):
			d.goTo(60*time.Second+seconds(d.chance, 180), ev.WorkerSID, onBreak, available)
		}
	}
}

func isIn(ev *taskrouter.Event, activity taskrouter.ActivitySID) bool {
	a, ok := ev.Activity()
	return ok && a.SID == activity
}

// wrapUp ends an agent's work after a call: the reservation is completed, and he
// is there for the next one, or has a break.
func (d *desk) wrapUp(agent taskrouter.WorkerSID, reservation taskrouter.ReservationSID) {
	next := available
	if d.chance.IntN(15) == 0 {
		next = onBreak
	}
	after := 5*time.Second + seconds(d.chance, 20)
	d.agenda.in(after, func() {
		d.apply(&taskrouter.UpdateReservation{SID: reservation, ReservationStatus: taskrouter.ReservationStatusCompleted})
	})
	d.goTo(after, agent, afterCall, next)
}

// goTo moves an agent from one activity to another after a while, if he is still
// in it.
func (d *desk) goTo(after time.Duration, agent taskrouter.WorkerSID, from, to string) {
	d.agenda.in(after, func() {
		if w, err := d.runner.Worker(agent); err == nil && w.ActivitySID == d.activities[from] {
			d.apply(&taskrouter.UpdateWorker{SID: agent, ActivitySID: d.activities[to]})
		}
	})
}

// apply gives a command. A refusal says that something else has happened before,
// which is fine: the task may be gone.
func (d *desk) apply(cmd taskrouter.Command) {
	_, err := d.runner.Apply(context.Background(), cmd)
	if _, refused := errors.AsType[*taskrouter.Error](err); err != nil && !refused && !errors.Is(err, runner.ErrClosed) {
		panic("callcenter: " + err.Error()) // the runner has failed, and says why
	}
}
