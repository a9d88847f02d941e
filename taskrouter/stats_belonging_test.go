package taskrouter

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Who belongs to a queue, and what he does, is as it was when the question came,
// although workers leave it, join it, change their activity and are deleted meanwhile,
// and the queue itself changes.
func TestBelongingIsOfTheMoment(t *testing.T) {
	filters := map[string]func(c *clocked) WorkersFilter{
		"of one queue": func(c *clocked) WorkersFilter { return WorkersFilter{TaskQueueSID: secondOf(c)} },
		"of two queues": func(c *clocked) WorkersFilter {
			return WorkersFilter{TaskQueueSID: secondOf(c), TaskQueueName: "Everyone"}
		},
	}
	for name, cmd := range map[string]func(c *clocked, bob WorkerSID) Command{
		"he leaves":            func(_ *clocked, bob WorkerSID) Command { return &UpdateWorker{SID: bob, Attributes: new(`{"team":1}`)} },
		"his activity changes": func(c *clocked, bob WorkerSID) Command { return &UpdateWorker{SID: bob, ActivitySID: c.offline} },
		"he is deleted":        func(_ *clocked, bob WorkerSID) Command { return &DeleteWorker{SID: bob} },
		"Alice joins": func(c *clocked, _ WorkerSID) Command {
			return &UpdateWorker{SID: c.worker, Attributes: new(`{"team":2}`)}
		},
		"the queue changes": func(c *clocked, _ WorkerSID) Command {
			return &UpdateTaskQueue{SID: secondOf(c), TargetWorkers: new("team == 3")}
		},
		"the queue goes":     func(c *clocked, _ WorkerSID) Command { return &DeleteTaskQueue{SID: secondOf(c)} },
		"the workspace goes": func(*clocked, WorkerSID) Command { return &DeleteWorkspace{} },
	} {
		for of, filter := range filters {
			t.Run(of+", "+name, func(t *testing.T) {
				c := newClocked(t, StatisticsRetention{})
				c.at(0, &CreateTaskQueue{FriendlyName: "Second line", TargetWorkers: new("team == 2")})
				bob := Find(c.at(0, &CreateWorker{FriendlyName: "Bob", Attributes: `{"team":2}`}), WorkerCreated).WorkerSID
				c.at(10*time.Second, &UpdateWorker{SID: bob, ActivitySID: c.available})
				c.at(20*time.Second, &UpdateWorker{SID: c.worker, ActivitySID: c.offline})
				c.at(time.Minute, &Advance{})
				f := filter(c)
				want, err := c.WorkersCumulative(f, window(0, time.Minute))
				require.NoError(t, err)
				again := cmd(c, bob)
				got, err := c.Breathing(func() bool {
					if again != nil {
						_, err := c.Apply(c.Now(), again)
						again = nil
						return assert.NoError(t, err)
					}
					return true
				}).WorkersCumulative(f, window(0, time.Minute))
				require.NoError(t, err)
				assert.Nil(t, again)
				assert.Equal(t, want, got)
			})
		}
	}
}

func secondOf(c *clocked) TaskQueueSID {
	q, _ := c.TaskQueueByName("Second line")
	return q.SID
}

// What another one did who had the same SID is nothing that a worker of a queue did.
func TestSameSIDIsSomebodyElse(t *testing.T) {
	c := newClocked(t, StatisticsRetention{})
	c.at(0, &UpdateWorker{SID: c.worker, ActivitySID: c.offline})
	bob := must(ParseWorkerSID("WK" + zeros1))
	c.at(10*time.Second, &CreateWorker{SID: bob, FriendlyName: "Bob", ActivitySID: c.available})
	c.at(20*time.Second, &CreateTask{})
	c.at(30*time.Second, &DeleteWorker{SID: bob})
	c.at(40*time.Second, &CreateWorker{SID: bob, FriendlyName: "Bob the second", ActivitySID: c.available})
	c.at(60*time.Second, &Advance{})
	for _, tt := range []struct {
		name         string
		filter       WorkersFilter
		reservations int
		available    Durations
	}{
		{"everybody", WorkersFilter{}, 2, Durations{Avg: 20 * time.Second, Min: 20 * time.Second, Max: 20 * time.Second, TotalSeconds: 40}},
		{"who is in the queue", WorkersFilter{TaskQueueSID: c.queue}, 1, Durations{Avg: 20 * time.Second, Min: 20 * time.Second, Max: 20 * time.Second, TotalSeconds: 20}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, err := c.WorkersCumulative(tt.filter, window(5*time.Second, time.Minute))
			require.NoError(t, err)
			assert.Equal(t, tt.reservations, h.ReservationsCreated)
			for _, d := range h.ActivityDurations {
				if d.SID == c.available {
					assert.Equal(t, tt.available, d.Durations)
				}
			}
		})
	}
}
