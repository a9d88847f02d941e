package taskrouter

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Who belongs to a queue is as it was when the question came, although workers
// leave it, join it and are deleted meanwhile, and the queue itself changes.
func TestBelongingIsOfTheMoment(t *testing.T) {
	for name, cmd := range map[string]func(c *clocked, bob WorkerSID) Command{
		"he leaves":     func(_ *clocked, bob WorkerSID) Command { return &UpdateWorker{SID: bob, Attributes: new(`{"team":1}`)} },
		"he is deleted": func(_ *clocked, bob WorkerSID) Command { return &DeleteWorker{SID: bob} },
		"Alice joins": func(c *clocked, _ WorkerSID) Command {
			return &UpdateWorker{SID: c.worker, Attributes: new(`{"team":2}`)}
		},
		"the queue changes": func(c *clocked, _ WorkerSID) Command {
			return &UpdateTaskQueue{SID: secondOf(c), TargetWorkers: new("team == 3")}
		},
		"the queue goes":     func(c *clocked, _ WorkerSID) Command { return &DeleteTaskQueue{SID: secondOf(c)} },
		"the workspace goes": func(*clocked, WorkerSID) Command { return &DeleteWorkspace{} },
	} {
		t.Run(name, func(t *testing.T) {
			c := newClocked(t, StatisticsRetention{})
			c.at(0, &CreateTaskQueue{FriendlyName: "Second line", TargetWorkers: new("team == 2")})
			bob := Find(c.at(0, &CreateWorker{FriendlyName: "Bob", Attributes: `{"team":2}`}), WorkerCreated).WorkerSID
			c.at(10*time.Second, &UpdateWorker{SID: bob, ActivitySID: c.available})
			c.at(20*time.Second, &UpdateWorker{SID: c.worker, ActivitySID: c.offline})
			c.at(time.Minute, &Advance{})
			for _, f := range []WorkersFilter{{TaskQueueSID: secondOf(c)}, {TaskQueueSID: secondOf(c), TaskQueueName: "Everyone"}} {
				if _, found := c.TaskQueueByName("Second line"); !found {
					break // gone by now
				}
				want, err := c.WorkersCumulative(f, window(0, time.Minute))
				require.NoError(t, err)
				again := cmd(c, bob)
				got, err := c.Breathing(func() bool {
					if again != nil {
						_, err := c.Apply(c.Now(), again)
						again = nil
						return err == nil || assert.ErrorIs(t, err, ErrNotFound)
					}
					return true
				}).WorkersCumulative(f, window(0, time.Minute))
				require.NoError(t, err)
				assert.Equal(t, want, got)
			}
		})
	}
}

func secondOf(c *clocked) TaskQueueSID {
	q, _ := c.TaskQueueByName("Second line")
	return q.SID
}
