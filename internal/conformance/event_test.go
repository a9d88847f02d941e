package conformance

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	v1 "github.com/twilio/twilio-go/rest/taskrouter/v1"
)

func testEvents(t *testing.T, seen *record) {
	h := open(t, seen)
	queue := h.queue("Main")
	workflow := h.workflow("Main", queue)
	alice := h.worker("Alice", "Available")
	h.clock.pass(1500 * time.Millisecond)
	task := h.task(`{"n":1}`)
	r := h.offered(task)
	h.clock.pass(time.Minute)
	got(h.UpdateTaskReservation(h.ws, task, r, new(v1.UpdateTaskReservationParams).SetReservationStatus("accepted"))).must(t)

	all := got(h.ListEvent(h.ws, nil)).must(t)
	var sids []string
	last := int64(0)
	for _, ev := range all {
		sids = append(sids, *ev.Sid)
		assert.LessOrEqual(t, last, *ev.EventDateMs, "oldest first")
		last = *ev.EventDateMs
	}
	walk[v1.TaskrouterV1Event](t, listing{
		service: h.ApiService, noun: "Event", of: []any{h.ws}, params: &v1.ListEventParams{}, field: "Events", key: "events",
	}, sids)

	accepted := got(h.ListEvent(h.ws, new(v1.ListEventParams).SetEventType("reservation.accepted"))).must(t)
	require.Len(t, accepted, 1)
	ev := accepted[0]
	at := epoch.Add(61500 * time.Millisecond)
	data := (*ev.EventData).(map[string]any)
	for name, want := range map[string]string{
		"reservation_sid": r, "task_sid": task, "worker_sid": alice, "worker_name": "Alice", "task_attributes": `{"n":1}`,
		"task_assignment_status": "assigned", "task_age": "60", "task_queue_sid": queue, "workflow_sid": workflow,
	} {
		assert.Equal(t, want, data[name], name)
	}
	want := v1.TaskrouterV1Event{
		AccountSid: &h.account, WorkspaceSid: &h.ws, Sid: ev.Sid, ActorSid: &h.ws, ActorType: new("workspace"), ActorUrl: &h.at,
		Description: ev.Description, EventData: ev.EventData, EventDate: new(at.Truncate(time.Second)), EventDateMs: new(at.UnixMilli()),
		EventType: new("reservation.accepted"), ResourceType: new("reservation"), ResourceSid: &r,
		ResourceUrl: new(h.at + "/Tasks/" + task + "/Reservations/" + r), Source: new("twilio"), Url: new(h.at + "/Events/" + *ev.Sid),
	}
	assert.NotEmpty(t, *ev.Description)
	fetched(t, want, "", got(h.FetchEvent(h.ws, *ev.Sid)), got(h.FetchEventWithMetadata(h.ws, *ev.Sid)))

	t.Run("filters", func(t *testing.T) {
		testEventFilters(t, h, ev, []string{r, task, alice, queue, workflow}, len(all))
	})
}

// testEventFilters looks for one event among all, by what it is about: a
// reservation, a task, a worker, a queue and a workflow.
func testEventFilters(t *testing.T, h *house, ev v1.TaskrouterV1Event, about []string, all int) {
	at := time.UnixMilli(*ev.EventDateMs).UTC()
	p := func() *v1.ListEventParams { return new(v1.ListEventParams) }
	for _, tt := range []struct {
		name string
		p    *v1.ListEventParams
		has  bool
	}{
		{"reservation", p().SetReservationSid(about[0]), true},
		{"task", p().SetTaskSid(about[1]), true},
		{"worker", p().SetWorkerSid(about[2]), true},
		{"queue", p().SetTaskQueueSid(about[3]), true},
		{"workflow", p().SetWorkflowSid(about[4]), true},
		{"channel", p().SetTaskChannel("default"), true},
		{"another channel", p().SetTaskChannel("voice"), false},
		{"itself", p().SetSid(*ev.Sid), true},
		{"another task", p().SetTaskSid("WT" + nobody), false},
		{"minutes", p().SetMinutes(1), true},
		{"window", p().SetStartDate(at.Add(-time.Second)).SetEndDate(at.Add(time.Second)), true},
		{"window with an offset", p().SetStartDate(at.Add(-time.Second).In(time.FixedZone("", 3600))), true},
		{"window before", p().SetStartDate(epoch.Add(-time.Minute)).SetEndDate(epoch.Add(time.Second)), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			list := got(h.ListEvent(h.ws, tt.p)).must(t)
			assert.Equal(t, tt.has, contains(list, *ev.Sid), strconv.Itoa(len(list))+" events")
			assert.LessOrEqual(t, len(list), all)
		})
	}
	gone := "EV" + nobody
	got(h.FetchEvent(h.ws, gone)).refused(t, 404, 20404, "The requested resource /Workspaces/"+h.ws+"/Events/"+gone+" was not found")
	got(h.ListEvent(h.ws, p().SetMinutes(5).SetStartDate(epoch))).refused(t, 400, 20001, "Minutes cannot be combined with StartDate or EndDate")
	got(h.ListEvent(h.ws, p().SetTaskSid("x"))).refused(t, 400, 20001, "Invalid value 'x' for parameter TaskSid")
}

func contains(list []v1.TaskrouterV1Event, sid string) bool {
	for _, ev := range list {
		if *ev.Sid == sid {
			return true
		}
	}
	return false
}
