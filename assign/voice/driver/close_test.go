package driver_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

// Close hangs up, and the tasks of the calls end as they do after a hang-up: no
// worker is held by a dead call.
func TestCloseHangsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(c *driver.Config) { c.Asker = asker(dequeue) })
		h.enqueue()
		h.arrive("/in")
		h.arrive("/in")
		synctest.Wait()
		h.phones.take()
		require.NoError(t, h.Close())
		assert.Equal(t, []string{"hangup", "hangup", "hangup"}, only(h.phones.take(), "hangup"))
		assert.Zero(t, h.Len())
		for task, err := range runner.All(h.runner.Tasks) {
			require.NoError(t, err)
			assert.Equal(t, taskrouter.TaskStatusCanceled, task.AssignmentStatus)
		}
		<-h.Done()
		require.ErrorIs(t, h.Err(), driver.ErrClosed)
		require.NoError(t, h.Close(), "again")
		require.NoError(t, h.Shutdown(bg), "again")
		require.ErrorIs(t, h.Step(bg, &voice.Tick{}), driver.ErrClosed)
		_, err := h.Call(bg, voice.PlaceCall{To: "x", URL: site})
		require.ErrorIs(t, err, driver.ErrClosed)
		h.apply(&taskrouter.CreateTask{}) // the runner goes on
		require.NoError(t, h.runner.Close())
	})
}

func only(lines []string, word string) []string {
	var kept []string
	for _, line := range lines {
		if line == word {
			kept = append(kept, line)
		}
	}
	return kept
}

func TestShutdownWaitsForTheCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		h.serve("/in", `<Pause length="10"/><Say>Bye.</Say>`)
		h.obliging()
		h.arrive("/in")
		synctest.Wait()
		require.NoError(t, h.Err())
		began := time.Now()
		down := make(chan error)
		go func() { down <- h.Shutdown(bg) }()
		synctest.Wait()
		require.ErrorIs(t, h.Step(bg, &voice.CallArrived{Call: h.NewCallSID(), URL: site}), driver.ErrClosed)
		_, err := h.Call(bg, voice.PlaceCall{To: "x", URL: site})
		require.ErrorIs(t, err, driver.ErrClosed)
		require.NoError(t, <-down)
		assert.Equal(t, 11*time.Second, time.Since(began))
		assert.Contains(t, h.phones.take(), "say Bye.")
		require.NoError(t, h.runner.Close())
	})
}

func TestShutdownGivesUpWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		h.serve("/in", `<Pause length="100"/>`)
		h.arrive("/in")
		synctest.Wait()
		ctx, cancel := context.WithTimeout(bg, time.Second)
		defer cancel()
		err := h.Shutdown(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.EqualError(t, err, "driver: Shutdown: 1 calls were left: context deadline exceeded")
		assert.Contains(t, h.phones.take(), "hangup")
		require.NoError(t, h.runner.Close())
	})
}

// The runner ends, by a full disk or by being closed: nobody can decide about the
// calls any more, and they are hung up.
func TestRunnerEndsFirst(t *testing.T) {
	full := errors.New("disk full")
	tests := []struct {
		name string
		end  func(h *house, j *brokenJournal)
		want error
	}{
		{"closed", func(h *house, _ *brokenJournal) { _ = h.runner.Close() }, nil},
		{"failed by another one's command", func(h *house, j *brokenJournal) {
			j.err = full
			_, err := h.runner.Apply(bg, &taskrouter.Advance{})
			require.ErrorIs(h.t, err, full)
		}, full},
		{"failed by the driver's own", func(h *house, j *brokenJournal) {
			j.err = full
			err := h.Step(bg, &voice.Command{Command: &taskrouter.Advance{}})
			require.ErrorIs(h.t, err, full)
		}, full},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				j := &brokenJournal{}
				h := open(t, func(c *driver.Config) {
					r, err := runner.New(runner.Config{Journal: j})
					require.NoError(t, err)
					require.NoError(t, c.Runner.Close())
					c.Runner = r
				})
				h.serve("/in", `<Pause length="100"/>`)
				h.arrive("/in")
				synctest.Wait()
				tt.end(h, j)
				<-h.Done()
				assert.Equal(t, []string{"answer", "pause", "hangup"}, h.phones.take())
				if tt.want == nil {
					require.NoError(t, h.Close())
				} else {
					require.ErrorIs(t, h.Close(), tt.want)
					require.ErrorIs(t, h.Err(), tt.want)
				}
				assert.Zero(t, h.Len())
			})
		})
	}
}

// brokenJournal fails once err is set.
type brokenJournal struct{ err error }

func (j *brokenJournal) Append(context.Context, []runner.Record) error { return j.err }

// An application that is not given the time to answer has not failed.
func TestCloseGivesUpCallbacks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(c *driver.Config) {
			c.Asker = asker(func(ctx context.Context, _ *voice.Callback) (assign.Instruction, error) {
				<-ctx.Done()
				return nil, ctx.Err()
			})
		})
		h.apply(&taskrouter.CreateTask{WorkflowSID: h.workflow})
		synctest.Wait()
		h.saw()
		require.NoError(t, h.Close())
		assert.Empty(t, h.saw())
		for task, err := range runner.All(h.runner.Tasks) {
			require.NoError(t, err)
			assert.Equal(t, taskrouter.TaskStatusReserved, task.AssignmentStatus)
		}
		require.NoError(t, h.runner.Close())
	})
}
