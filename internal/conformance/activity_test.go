package conformance

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	v1 "github.com/twilio/twilio-go/rest/taskrouter/v1"
)

func testActivities(t *testing.T, seen *record) {
	h := open(t, seen)
	want := func(sid, name string, available bool, created, updated time.Duration) v1.TaskrouterV1Activity {
		return v1.TaskrouterV1Activity{
			AccountSid: &h.account, WorkspaceSid: &h.ws, Sid: &sid, FriendlyName: &name, Available: &available,
			DateCreated: later(created), DateUpdated: later(updated),
			Url: new(h.at + "/Activities/" + sid), Links: h.links("workspace", ""),
		}
	}
	h.clock.pass(time.Minute)
	lunch := got(h.CreateActivity(h.ws, new(v1.CreateActivityParams).SetFriendlyName("Lunch"))).must(t)
	assert.Equal(t, want(*lunch.Sid, "Lunch", false, time.Minute, time.Minute), *lunch)
	free := answered(t, 201, "", got(h.CreateActivityWithMetadata(h.ws, new(v1.CreateActivityParams).SetFriendlyName("Free").SetAvailable(true))))
	assert.Equal(t, want(*free.Sid, "Free", true, time.Minute, time.Minute), free)

	h.clock.pass(time.Minute)
	updated := got(h.UpdateActivity(h.ws, *lunch.Sid, new(v1.UpdateActivityParams).SetFriendlyName("Break"))).must(t)
	assert.Equal(t, want(*lunch.Sid, "Break", false, time.Minute, 2*time.Minute), *updated)
	again := answered(t, 200, "", got(h.UpdateActivityWithMetadata(h.ws, *free.Sid, new(v1.UpdateActivityParams).SetFriendlyName("Idle"))))
	assert.Equal(t, want(*free.Sid, "Idle", true, time.Minute, 2*time.Minute), again)
	fetched(t, *updated, "", got(h.FetchActivity(h.ws, *lunch.Sid)), got(h.FetchActivityWithMetadata(h.ws, *lunch.Sid)))

	all := []string{h.activities["Offline"], h.activities["Available"], h.activities["Unavailable"]}
	byCreation := sorted(all...)
	byCreation = append(byCreation, sorted(*lunch.Sid, *free.Sid)...)
	list := walk[v1.TaskrouterV1Activity](t, listing{
		service: h.ApiService, noun: "Activity", of: []any{h.ws}, params: &v1.ListActivityParams{}, field: "Activities", key: "activities",
	}, byCreation)
	assert.Contains(t, list, *updated)
	assert.Contains(t, list, again)
	filtered := got(h.ListActivity(h.ws, new(v1.ListActivityParams).SetFriendlyName("Break").SetAvailable("no"))).must(t)
	assert.Equal(t, []v1.TaskrouterV1Activity{*updated}, filtered)
	assert.Len(t, got(h.ListActivity(h.ws, new(v1.ListActivityParams).SetAvailable("yes"))).must(t), 2)

	assert.NoError(t, h.DeleteActivity(h.ws, *lunch.Sid))
	assert.True(t, answered(t, 204, "", got(h.DeleteActivityWithMetadata(h.ws, *free.Sid))))

	t.Run("refused", func(t *testing.T) {
		gone := "The requested resource /Workspaces/" + h.ws + "/Activities/" + *lunch.Sid + " was not found"
		got(h.FetchActivity(h.ws, *lunch.Sid)).refused(t, 404, 20404, gone)
		got(h.UpdateActivity(h.ws, *lunch.Sid, nil)).refused(t, 404, 20404, gone)
		refused(t, h.DeleteActivity(h.ws, *lunch.Sid), 404, 20404, gone)
		refused(t, h.DeleteActivity(h.ws, h.activities["Offline"]), 400, 20001,
			"Activity "+h.activities["Offline"]+" cannot be deleted because it is used by the workspace as its default activity")
		got(h.CreateActivity(h.ws, nil)).refused(t, 400, 20001, "Missing required parameter FriendlyName in the post body")
		got(h.CreateActivity(h.ws, new(v1.CreateActivityParams).SetFriendlyName("Offline"))).refused(t, 400, 20001, "Activity with the same friendly name already exists")
		got(h.UpdateActivity(h.ws, h.activities["Available"], new(v1.UpdateActivityParams).SetFriendlyName("Offline"))).refused(t, 400, 20001, "Activity with the same friendly name already exists")
		got(h.ListActivity(h.ws, new(v1.ListActivityParams).SetPageSize(1001))).refused(t, 400, 20007, "Page size too large")
		got(h.ListActivity("WS"+nobody, nil)).refused(t, 404, 20404, "The requested resource /Workspaces/WS"+nobody+"/Activities was not found")
	})
}
