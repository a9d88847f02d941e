package rest

import (
	"encoding/json"
	"time"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/taskrouter"
)

// mostQueues is how many queues one bulk request names (rest.md §6.4).
const mostQueues = 50

// bulkRealTime answers the one request with a JSON body: the figures of several
// queues at once. A queue that is unknown has figures of zero.
func (c *call) bulkRealTime() (answer, error) {
	if err := c.Limit(classBulk); err != nil {
		return answer{}, err
	}
	queues, err := parseQueues(c.Body)
	if err != nil {
		return answer{}, err
	}
	figures := make([]taskrouter.TaskQueueFigures, len(queues))
	err = c.ask(func(v view, now time.Time) error {
		none := noQueue(v)
		for i, s := range queues {
			if !v.breathe() {
				return nil // the workspace has ended, and View says so
			}
			if _, found := v.TaskQueue(s); !found {
				figures[i] = none
				continue
			}
			if figures[i], err = readQueue(v, now, s, ""); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return answer{}, err
	}
	return c.statistics(subject{}, func(o *object) {
		o.List("task_queue_data", len(queues), func(o *object, i int) {
			rest.AddSID(o, "task_queue_sid", queues[i])
			renderQueue(o, &figures[i])
		})
		o.Int("task_queue_response_count", len(queues))
	})
}

// noQueue is the figures of a queue that is not there: every activity, and nobody
// in it.
func noQueue(v Reader) (f taskrouter.TaskQueueFigures) {
	for a := range v.Activities() {
		f.ActivityStatistics = append(f.ActivityStatistics, taskrouter.ActivityCount{SID: a.SID, FriendlyName: a.FriendlyName})
	}
	return f
}

// parseQueues reads {"queueSids":["WQ…"]}; the key in any case, since clients
// write QueueSids too.
func parseQueues(body []byte) ([]taskrouter.TaskQueueSID, error) {
	var given struct {
		QueueSids []string `json:"queueSids"`
	}
	if err := json.Unmarshal(body, &given); err != nil {
		return nil, rest.Invalid(`The request's body is not JSON of the form {"queueSids":["WQ…"]}`)
	}
	if n := len(given.QueueSids); n < 1 || n > mostQueues {
		return nil, rest.Invalid("queueSids has %d entries: want 1 to %d", n, mostQueues)
	}
	queues := make([]taskrouter.TaskQueueSID, len(given.QueueSids))
	for i, text := range given.QueueSids {
		var err error
		if queues[i], err = taskrouter.ParseTaskQueueSID(text); err != nil {
			return nil, rest.Invalid("Invalid value '%s' for parameter queueSids", excerpt.Of(text))
		}
	}
	return queues, nil
}
