package conformance

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	v1 "github.com/twilio/twilio-go/rest/taskrouter/v1"
)

// newWorker is a worker as he is made, at the epoch.
func (h *house) newWorker(sid, name, activity string) v1.TaskrouterV1Worker {
	at := "/Workers/" + sid
	return v1.TaskrouterV1Worker{
		AccountSid: &h.account, WorkspaceSid: &h.ws, Sid: &sid, FriendlyName: &name, Attributes: new("{}"),
		ActivitySid: new(h.activities[activity]), ActivityName: &activity, Available: new(activity == "Available"),
		DateCreated: &epoch, DateUpdated: &epoch, DateStatusChanged: &epoch, Url: new(h.at + at),
		Links: h.links("activity", "/Activities/"+h.activities[activity], "channels", at+"/Channels", "worker_channels", at+"/Channels",
			"cumulative_statistics", "/Workers/CumulativeStatistics", "real_time_statistics", "/Workers/RealTimeStatistics",
			"statistics", "/Workers/Statistics", "worker_statistics", at+"/Statistics", "reservations", at+"/Reservations", "workspace", ""),
	}
}

func testWorkers(t *testing.T, seen *record) {
	h := open(t, seen)
	alice := got(h.CreateWorker(h.ws, new(v1.CreateWorkerParams).SetFriendlyName("Alice"))).must(t)
	assert.Equal(t, h.newWorker(*alice.Sid, "Alice", "Offline"), *alice)
	const skills = `{"languages":["fr"],"level": 3}`
	bob := answered(t, 201, "0", got(h.CreateWorkerWithMetadata(h.ws, new(v1.CreateWorkerParams).SetFriendlyName("Bob").
		SetActivitySid(h.activities["Available"]).SetAttributes(skills))))
	want := h.newWorker(*bob.Sid, "Bob", "Available")
	want.Attributes = new(skills)
	assert.Equal(t, want, bob)

	h.clock.pass(time.Minute)
	want = h.newWorker(*alice.Sid, "Alicia", "Available")
	want.Attributes, want.DateUpdated, want.DateStatusChanged = new(`{"level":1}`), later(time.Minute), later(time.Minute)
	assert.Equal(t, want, *got(h.UpdateWorker(h.ws, *alice.Sid, new(v1.UpdateWorkerParams).SetFriendlyName("Alicia").
		SetActivitySid(h.activities["Available"]).SetAttributes(`{"level":1}`).SetIfMatch("0"))).must(t))
	fetched(t, want, "2", got(h.FetchWorker(h.ws, *alice.Sid)), got(h.FetchWorkerWithMetadata(h.ws, *alice.Sid)))
	h.clock.pass(time.Minute)
	want.FriendlyName, want.DateUpdated = new("Alice"), later(2*time.Minute)
	assert.Equal(t, want, answered(t, 200, "3", got(h.UpdateWorkerWithMetadata(h.ws, *alice.Sid,
		new(v1.UpdateWorkerParams).SetFriendlyName("Alice").SetIfMatch("*")))))

	var more []string
	for _, name := range []string{"Carol", "Dave", "Erin"} {
		more = append(more, h.worker(name, "Unavailable"))
		h.clock.pass(time.Minute)
	}
	list := walk[v1.TaskrouterV1Worker](t, listing{
		service: h.ApiService, noun: "Worker", of: []any{h.ws}, params: &v1.ListWorkerParams{}, field: "Workers", key: "workers",
	}, append(sorted(*alice.Sid, *bob.Sid), more...))
	assert.Contains(t, list, want)
	assert.Contains(t, list, bob)
	walk[v1.TaskrouterV1Worker](t, listing{
		service: h.ApiService, noun: "Worker", of: []any{h.ws}, params: new(v1.ListWorkerParams).SetOrdering("DateStatusChanged:desc"),
		field: "Workers", key: "workers",
	}, []string{more[2], more[1], more[0], *alice.Sid, *bob.Sid})
	t.Run("filters", func(t *testing.T) { testWorkerFilters(t, h) })

	assert.NoError(t, h.DeleteWorker(h.ws, more[0], nil))
	assert.True(t, answered(t, 204, "", got(h.DeleteWorkerWithMetadata(h.ws, more[1], new(v1.DeleteWorkerParams).SetIfMatch("0")))))
	t.Run("refused", func(t *testing.T) { testWorkersRefused(t, h, *alice.Sid, more[0]) })
}

func testWorkerFilters(t *testing.T, h *house) {
	french := *got(h.CreateTaskQueue(h.ws, new(v1.CreateTaskQueueParams).SetFriendlyName("French").SetTargetWorkers(`languages HAS "fr"`))).must(t).Sid
	for _, tt := range []struct {
		name string
		p    *v1.ListWorkerParams
		want []string
	}{
		{"name, in any case", new(v1.ListWorkerParams).SetFriendlyName("ALICE"), []string{"Alice"}},
		{"activity", new(v1.ListWorkerParams).SetActivitySid(h.activities["Available"]), []string{"Alice", "Bob"}},
		{"activity's name", new(v1.ListWorkerParams).SetActivityName("Unavailable"), []string{"Carol", "Dave", "Erin"}},
		{"available", new(v1.ListWorkerParams).SetAvailable("1"), []string{"Alice", "Bob"}},
		{"not available", new(v1.ListWorkerParams).SetAvailable("no"), []string{"Carol", "Dave", "Erin"}},
		{"expression", new(v1.ListWorkerParams).SetTargetWorkersExpression(`level > 2 AND activity_name == "Available"`), []string{"Bob"}},
		{"queue", new(v1.ListWorkerParams).SetTaskQueueSid(french), []string{"Bob"}},
		{"queue's name", new(v1.ListWorkerParams).SetTaskQueueName("French"), []string{"Bob"}},
		{"nobody", new(v1.ListWorkerParams).SetFriendlyName("Zoe"), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var names []string
			for _, w := range got(h.ListWorker(h.ws, tt.p.SetOrdering("FriendlyName"))).must(t) {
				names = append(names, *w.FriendlyName)
			}
			assert.Equal(t, tt.want, names)
		})
	}
}

func testWorkersRefused(t *testing.T, h *house, alice, gone string) {
	message := "The requested resource /Workspaces/" + h.ws + "/Workers/" + gone + " was not found"
	got(h.FetchWorker(h.ws, gone)).refused(t, 404, 20404, message)
	got(h.UpdateWorker(h.ws, gone, nil)).refused(t, 404, 20404, message)
	refused(t, h.DeleteWorker(h.ws, gone, nil), 404, 20404, message)
	refused(t, h.DeleteWorker(h.ws, alice, new(v1.DeleteWorkerParams).SetIfMatch("0")), 412, 20412, "Precondition Failed")
	got(h.UpdateWorker(h.ws, alice, new(v1.UpdateWorkerParams).SetFriendlyName("x").SetIfMatch("1"))).refused(t, 412, 20412, "Precondition Failed")
	create := func(p *v1.CreateWorkerParams) result[*v1.TaskrouterV1Worker] { return got(h.CreateWorker(h.ws, p)) }
	create(nil).refused(t, 400, 20001, "Missing required parameter FriendlyName in the post body")
	create(new(v1.CreateWorkerParams).SetFriendlyName("aLiCe")).refused(t, 400, 20001, "Worker with the same friendly name already exists")
	create(new(v1.CreateWorkerParams).SetFriendlyName("x").SetAttributes("{")).refused(t, 400, 20001, "Attributes is not valid JSON")
	create(new(v1.CreateWorkerParams).SetFriendlyName("x").SetActivitySid("WA"+nobody)).refused(t, 400, 20001, "ActivitySid WA"+nobody+" not found in workspace "+h.ws)
	create(new(v1.CreateWorkerParams).SetFriendlyName("x").SetActivitySid("WQ"+nobody)).refused(t, 400, 20001, "Invalid value 'WQ"+nobody+"' for parameter ActivitySid")
	got(h.ListWorker(h.ws, new(v1.ListWorkerParams).SetActivitySid("x"))).refused(t, 400, 20001, "Invalid value 'x' for parameter ActivitySid")
}

func testWorkerChannels(t *testing.T, seen *record) {
	h := open(t, seen)
	alice := h.worker("Alice", "Available")
	list := got(h.ListWorkerChannel(h.ws, alice, nil)).must(t)
	var sids []string
	var voice v1.TaskrouterV1WorkerChannel
	for _, c := range list {
		sids = append(sids, *c.Sid)
		if *c.TaskChannelUniqueName == "voice" {
			voice = c
		}
	}
	taskChannel := got(h.FetchTaskChannel(h.ws, "voice")).must(t)
	want := v1.TaskrouterV1WorkerChannel{
		AccountSid: &h.account, WorkspaceSid: &h.ws, WorkerSid: &alice, Sid: voice.Sid,
		TaskChannelSid: taskChannel.Sid, TaskChannelUniqueName: new("voice"),
		Available: new(true), AvailableCapacityPercentage: 100, ConfiguredCapacity: 1,
		DateCreated: &epoch, DateUpdated: &epoch, Url: new(h.at + "/Workers/" + alice + "/Channels/" + *voice.Sid),
	}
	assert.Equal(t, want, voice)
	walk[v1.TaskrouterV1WorkerChannel](t, listing{
		service: h.ApiService, noun: "WorkerChannel", of: []any{h.ws, alice}, params: &v1.ListWorkerChannelParams{}, field: "Channels", key: "channels",
	}, sorted(sids...))

	h.workflow("Main", h.queue("All"))
	task := *got(h.CreateTask(h.ws, new(v1.CreateTaskParams).SetTaskChannel("voice"))).must(t).Sid
	h.clock.pass(time.Minute)
	got(h.UpdateTaskReservation(h.ws, task, h.offered(task), new(v1.UpdateTaskReservationParams).SetReservationStatus("accepted"))).must(t)
	want.DateUpdated = later(time.Minute)
	want.AssignedTasks, want.ConfiguredCapacity, want.AvailableCapacityPercentage = 1, 4, 75
	assert.Equal(t, want, *got(h.UpdateWorkerChannel(h.ws, alice, *voice.Sid, new(v1.UpdateWorkerChannelParams).SetCapacity(4))).must(t))
	want.Available, want.ConfiguredCapacity, want.AvailableCapacityPercentage = new(false), 0, 0
	assert.Equal(t, want, answered(t, 200, "", got(h.UpdateWorkerChannelWithMetadata(h.ws, alice, "voice",
		new(v1.UpdateWorkerChannelParams).SetCapacity(0).SetAvailable(false)))))
	fetched(t, want, "", got(h.FetchWorkerChannel(h.ws, alice, "voice")), got(h.FetchWorkerChannelWithMetadata(h.ws, alice, *taskChannel.Sid)))

	t.Run("refused", func(t *testing.T) {
		message := "The requested resource /Workspaces/" + h.ws + "/Workers/" + alice + "/Channels/fax was not found"
		got(h.FetchWorkerChannel(h.ws, alice, "fax")).refused(t, 404, 20404, message)
		got(h.UpdateWorkerChannel(h.ws, alice, "fax", nil)).refused(t, 404, 20404, message)
		got(h.ListWorkerChannel(h.ws, "WK"+nobody, nil)).refused(t, 404, 20404,
			"The requested resource /Workspaces/"+h.ws+"/Workers/WK"+nobody+"/Channels was not found")
		assert.Error(t, got(h.UpdateWorkerChannel(h.ws, alice, "voice", new(v1.UpdateWorkerChannelParams).SetCapacity(-1))).err)
	})
}
