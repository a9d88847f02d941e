package driver_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/taskrouter"
)

// tally counts what was seen of reservations and alerts since the last time.
func (h *house) tally() map[string]int {
	h.mu.Lock()
	defer h.mu.Unlock()
	count := map[string]int{}
	for _, o := range h.seen {
		if line := describe(o.Action); strings.HasPrefix(line, "reservation.") || strings.HasPrefix(line, "alert") {
			count[line]++
		}
	}
	h.seen = nil
	return count
}

// An application that answers nobody is asked about so many reservations, and so
// many wait; for the others an alert says so, and they wait until their time is
// over.
func TestCallbacksThatWaitAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		h := open(t, func(c *driver.Config) {
			c.Callbacks, c.Waiting = 1, 2
			c.Asker = asker(func(ctx context.Context, _ *voice.Callback) (assign.Instruction, error) {
				asked++
				<-ctx.Done()
				return nil, ctx.Err()
			})
		})
		available, err := h.runner.ActivityByName("Available")
		require.NoError(t, err)
		for i := range 4 { // with alice there are five
			_, err := h.runner.Apply(bg, &taskrouter.CreateWorker{FriendlyName: fmt.Sprint(i), ActivitySID: available.SID})
			require.NoError(t, err)
		}
		for range 5 {
			_, err := h.runner.Apply(bg, &taskrouter.CreateTask{WorkflowSID: h.workflow})
			require.NoError(t, err)
		}
		synctest.Wait()
		assert.Equal(t, 1, asked)
		assert.Equal(t, map[string]int{"reservation.created": 5, "alert 11200": 2}, h.tally())
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		assert.Equal(t, 5, h.tally()["reservation.timeout"])
		h.close()
	})
}
