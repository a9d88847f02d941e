package taskrouter

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestTargetReads judges one worker and one task by what a target's expression
// can read of them (routing.md §1.4, §1.7).
func TestTargetReads(t *testing.T) {
	for _, tt := range []struct {
		expression string
		want       bool
	}{
		{"worker.level == 3", true},
		{"worker.home.floor == 2", true},
		{"worker.home.desk.number == 7", true},
		{"worker.home.desk.configured_capacity == 8", true},
		{"worker.home.desk.number.more == null", true},
		{"worker.desks[1].number == 5", true},
		{"worker.sid == task.agent", true},
		{"worker.sid.more == null", true},
		{"worker.friendly_name == 'Alice'", true},
		{"worker.activity_name == 'Available'", true},
		{"worker.channel.default.configured_capacity == 1", true},
		{"worker.channel.default.assigned_tasks == 0", true},
		{"worker.channel.default.available_capacity_percentage == 100", true},
		{"worker.channel.default.pending == null", true},
		{"worker.channel.fax.configured_capacity == null", true},
		{"worker.channel == null AND worker.channel.x == null", true},
		{"worker.channel.default.assigned_tasks.more == null", true},
		{"task.home.desk.number == 9", true},
		{"task == null AND worker == null AND level == null", true},
		{"home.desk.number == 7", false},
		{"workers.available == null", true},
		{"taskrouter.dayOfWeek == 'Mon'", true},
		{"taskrouter.currentTime == 900", true},
		{"taskrouter.friendly_name == null", true},
	} {
		t.Run(tt.expression, func(t *testing.T) {
			d := newDesk(t, Limits{})
			apply(t, d.Engine, &UpdateWorker{SID: d.worker, Attributes: new(
				`{"level":3,"home":{"floor":2,"desk":{"number":7,"configured_capacity":8}},"desks":[{"number":4},{"number":5}],` +
					`"channel":{"x":1,"default":{"pending":1,"assigned_tasks":{"more":1}}}}`)})
			apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(fmt.Sprintf(
				`{"task_routing":{"default_filter":{"queue":%q,"expression":%q}}}`, d.queue, tt.expression))})
			events := apply(t, d.Engine, &CreateTask{Attributes: fmt.Sprintf(`{"home":{"desk":{"number":9}},"agent":%q}`, d.worker)})
			assert.Equal(t, tt.want, Find(events, ReservationCreated) != nil)
		})
	}
}
