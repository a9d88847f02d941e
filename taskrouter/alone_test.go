package taskrouter

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTasksThatComeTogetherAreInOrder: of several tasks that enter their queues by
// one command, none is alone, though each is in a queue in which nobody waits.
func TestTasksThatComeTogetherAreInOrder(t *testing.T) {
	for _, tt := range []struct {
		name       string
		priorities [2]int
		want       int
	}{
		{"the first goes first", [2]int{5, 0}, 0},
		{"the last goes first", [2]int{0, 5}, 1},
		{"who is older goes first", [2]int{3, 3}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, Limits{})
			queue := func(name, target string) TaskQueueSID {
				return Find(apply(t, d.Engine, &CreateTaskQueue{FriendlyName: name, TargetWorkers: &target}), TaskQueueCreated).queue.SID
			}
			nobody, another := queue("Nobody", "1 == 2"), queue("Another", "1 == 1")
			apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(d.toQueue(nobody))})
			var tasks []TaskSID
			for n, priority := range tt.priorities {
				events := apply(t, d.Engine, &CreateTask{Attributes: fmt.Sprintf(`{"n":%d}`, n), Priority: priority})
				tasks = append(tasks, Find(events, TaskCreated).TaskSID)
			}
			events := apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, ReEvaluateTasks: true, Configuration: new(fmt.Sprintf(
				`{"task_routing":{"filters":[{"expression":"n == 0","targets":[{"queue":%q}]}],"default_filter":{"queue":%q}}}`, d.queue, another))})
			offer := Find(events, ReservationCreated)
			require.NotNil(t, offer)
			assert.Equal(t, tasks[tt.want], offer.TaskSID)
		})
	}
}
