package runner

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
)

// broken makes the engine of a runner panic at its next command.
func broken(t *testing.T, j Journal) *Runner {
	r, err := New(Config{Journal: j})
	require.NoError(t, err)
	_, err = r.Apply(t.Context(), &taskrouter.CreateActivity{FriendlyName: "One"})
	require.NoError(t, err)
	r.state.enter()
	*r.engine = taskrouter.Engine{}
	r.state.leave()
	return r
}

func TestPanicOfTheEngineStopsTheRunner(t *testing.T) {
	j := &MemoryJournal{}
	r := broken(t, j)
	cmd := &taskrouter.CreateActivity{FriendlyName: "Two"}
	_, err := r.Apply(t.Context(), cmd)
	panicked, ok := errors.AsType[*PanicError](err)
	require.True(t, ok, "error %v", err)
	assert.Equal(t, uint64(3), panicked.Sequence)
	assert.Same(t, cmd, panicked.Command)
	assert.Contains(t, string(panicked.Stack), "taskrouter.(*Engine).Apply")
	assert.Contains(t, err.Error(), "runner: record 3: CreateActivity: the engine panicked: ")
	require.Error(t, errors.Unwrap(err), "the runtime's error")

	<-r.Done()
	require.Same(t, err, r.Err())
	_, again := r.Workspace()
	require.Same(t, err, again, "nothing is read from a broken state")
	_, again = r.Apply(t.Context(), cmd)
	require.Same(t, err, again)
	require.Same(t, err, r.Close())
	assert.Equal(t, 3, j.Len(), "the record is in the log")
	ev, err := r.Subscribe(0).Next(t.Context())
	require.NoError(t, err)
	assert.Equal(t, uint64(1), ev.Sequence, "what was released can be read")
}

// Commands behind the one that panics are not applied.
func TestPanicInABatch(t *testing.T) {
	r := broken(t, nil)
	require.NoError(t, r.Close())
	batch := make([]*request, 3)
	for i := range batch {
		batch[i] = &request{cmd: &taskrouter.Advance{}, reply: make(chan reply, 1)}
	}
	err := r.commit(slices.Clone(batch))
	panicked, ok := errors.AsType[*PanicError](err)
	require.True(t, ok, "error %v", err)
	assert.Equal(t, uint64(3), panicked.Sequence, "the first of the batch")
	for _, req := range batch {
		require.Same(t, err, (<-req.reply).err)
	}
}

func TestPanicInAReplay(t *testing.T) {
	p := replay{engine: &taskrouter.Engine{}, sequence: 7}
	records := func(yield func(Record, error) bool) {
		yield(Record{Sequence: 8, Now: time.Unix(1, 0), Command: &taskrouter.Advance{}}, nil)
	}
	err := p.run(records, func(Record, []taskrouter.Event, error) { t.Error("visited") })
	fault, ok := errors.AsType[*ReplayError](err)
	require.True(t, ok, "error %v", err)
	assert.Equal(t, uint64(8), fault.Sequence)
	panicked, ok := errors.AsType[*PanicError](err)
	require.True(t, ok)
	assert.Equal(t, uint64(8), panicked.Sequence)
	assert.NoError(t, (&PanicError{Value: "text"}).Unwrap())
}

// A page that is being read when the engine panics is not released.
func TestPanicWhileAPageIsRead(t *testing.T) {
	r, err := New(Config{})
	require.NoError(t, err)
	require.NoError(t, r.Close())
	r.state.enter()
	defer r.state.leave()
	assert.False(t, r.breathe())
}

// The gate counts: it is empty when the last one has left, and not before.
func TestGate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g gate
		require.True(t, g.enter())
		require.True(t, g.enter())
		empty := g.close()
		assert.False(t, g.enter())
		g.leave()
		select {
		case <-empty:
			t.Error("one is still inside")
		default:
		}
		assert.Equal(t, empty, g.close(), "again")
		g.leave()
		<-empty
		<-(&gate{}).close()
	})
}
