package taskrouter

import (
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// observe renders everything that can be observed of an engine: all views in
// their order, the next deadline, and the counters from which the next SIDs
// follow. Two engines for which it is the same cannot be told apart.
func observe(e *Engine) string {
	var b strings.Builder
	line := func(v any) { fmt.Fprintf(&b, "%+v\n", v) }
	line(e.Now())
	line(e.Workspace())
	for v := range e.Activities() {
		line(v)
	}
	for v := range e.TaskChannels() {
		line(v)
	}
	for v := range e.TaskQueues() {
		line(v)
		for w := range e.WorkersOf(v.SID) {
			line(w)
		}
	}
	for v := range e.Workflows() {
		line(v)
	}
	for v := range e.Workers() {
		line(v)
		for c := range e.WorkerChannels(v.SID) {
			line(c)
		}
		for r := range e.WorkerReservations(v.SID) {
			line(r.SID)
		}
	}
	for v := range e.Tasks() {
		line(v)
		for r := range e.TaskReservations(v.SID) {
			line(r)
		}
	}
	at, due := e.Deadline()
	fmt.Fprintln(&b, at, due)
	next := e.count
	next.sequence = 0 // orders resources; no SID follows from it
	line(next)
	return b.String()
}

// openReservations are those of a worker that hold his capacity.
func openReservations(e *Engine, s WorkerSID) iter.Seq[Reservation] {
	return func(yield func(Reservation) bool) {
		for r := range e.WorkerReservations(s) {
			if open := r.ReservationStatus.taken() || r.ReservationStatus == ReservationStatusPending; open && !yield(r) {
				return
			}
		}
	}
}

// apply carries out a command that must be accepted, and checks the engine.
func apply(t testing.TB, e *Engine, cmd Command) []Event {
	t.Helper()
	events, err := e.Apply(e.Now(), cmd)
	require.NoError(t, err)
	require.NoError(t, e.Check())
	return events
}

// refuse carries out a command that must be refused, shows that nothing is
// changed by it, and returns the refusal.
func refuse(t testing.TB, e *Engine, cmd Command) *Error {
	t.Helper()
	before, digest := observe(e), e.Digest()
	events, err := e.Apply(e.Now(), cmd)
	require.Error(t, err)
	require.Empty(t, events)
	require.Equal(t, before, observe(e), "a refusal changes nothing")
	require.Equal(t, digest, e.Digest(), "a refusal changes nothing, nor what cannot be seen")
	require.NoError(t, e.Check())
	var refusal *Error
	require.ErrorAs(t, err, &refusal)
	return refusal
}
