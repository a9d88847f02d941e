package conformance

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	v1 "github.com/twilio/twilio-go/rest/taskrouter/v1"
)

func testTaskChannels(t *testing.T, seen *record) {
	h := open(t, seen)
	want := func(sid, name, unique string, optimized bool, created, updated time.Duration) v1.TaskrouterV1TaskChannel {
		return v1.TaskrouterV1TaskChannel{
			AccountSid: &h.account, WorkspaceSid: &h.ws, Sid: &sid, FriendlyName: &name, UniqueName: &unique,
			ChannelOptimizedRouting: &optimized, DateCreated: later(created), DateUpdated: later(updated),
			Url: new(h.at + "/TaskChannels/" + sid), Links: h.links("workspace", ""),
		}
	}
	var sids []string
	for _, c := range got(h.ListTaskChannel(h.ws, nil)).must(t) {
		sids = append(sids, *c.Sid)
	}
	h.clock.pass(time.Minute)
	fax := got(h.CreateTaskChannel(h.ws, new(v1.CreateTaskChannelParams).SetFriendlyName("Fax").SetUniqueName("fax"))).must(t)
	assert.Equal(t, want(*fax.Sid, "Fax", "fax", false, time.Minute, time.Minute), *fax)
	letter := answered(t, 201, "", got(h.CreateTaskChannelWithMetadata(h.ws,
		new(v1.CreateTaskChannelParams).SetFriendlyName("Letter").SetUniqueName("letter").SetChannelOptimizedRouting(true))))
	assert.Equal(t, want(*letter.Sid, "Letter", "letter", true, time.Minute, time.Minute), letter)

	h.clock.pass(time.Minute)
	updated := got(h.UpdateTaskChannel(h.ws, *fax.Sid, new(v1.UpdateTaskChannelParams).SetFriendlyName("Telefax").SetChannelOptimizedRouting(true))).must(t)
	assert.Equal(t, want(*fax.Sid, "Telefax", "fax", true, time.Minute, 2*time.Minute), *updated)
	again := answered(t, 200, "", got(h.UpdateTaskChannelWithMetadata(h.ws, "letter", new(v1.UpdateTaskChannelParams).SetChannelOptimizedRouting(false))))
	assert.Equal(t, want(*letter.Sid, "Letter", "letter", false, time.Minute, 2*time.Minute), again)
	fetched(t, *updated, "", got(h.FetchTaskChannel(h.ws, *fax.Sid)), got(h.FetchTaskChannelWithMetadata(h.ws, "fax")))

	list := walk[v1.TaskrouterV1TaskChannel](t, listing{
		service: h.ApiService, noun: "TaskChannel", of: []any{h.ws}, params: &v1.ListTaskChannelParams{}, field: "Channels", key: "channels",
	}, append(sorted(sids...), sorted(*fax.Sid, *letter.Sid)...))
	assert.Contains(t, list, *updated)

	assert.NoError(t, h.DeleteTaskChannel(h.ws, "fax"))
	assert.True(t, answered(t, 204, "", got(h.DeleteTaskChannelWithMetadata(h.ws, *letter.Sid))))
	t.Run("refused", func(t *testing.T) {
		gone := "The requested resource /Workspaces/" + h.ws + "/TaskChannels/fax was not found"
		got(h.FetchTaskChannel(h.ws, "fax")).refused(t, 404, 20404, gone)
		got(h.UpdateTaskChannel(h.ws, "fax", nil)).refused(t, 404, 20404, gone)
		refused(t, h.DeleteTaskChannel(h.ws, "fax"), 404, 20404, gone)
		got(h.CreateTaskChannel(h.ws, new(v1.CreateTaskChannelParams).SetFriendlyName("Fax"))).refused(t, 400, 20001, "Missing required parameter UniqueName in the post body")
		got(h.CreateTaskChannel(h.ws, new(v1.CreateTaskChannelParams).SetFriendlyName("Voice").SetUniqueName("voice"))).refused(t, 400, 20001,
			"TaskChannel with the same unique name already exists")
		got(h.ListTaskChannel(h.ws, new(v1.ListTaskChannelParams).SetPageSize(1001))).refused(t, 400, 20007, "Page size too large")
	})
}
