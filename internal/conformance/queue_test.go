package conformance

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	v2010 "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/queue"
)

// newQueue2010 is a voice queue as it is made.
func (s *switchboard) newQueue2010(sid, name string, size int, created time.Time) v2010.ApiV2010Queue {
	return v2010.ApiV2010Queue{
		Sid: &sid, AccountSid: &s.account, FriendlyName: &name, MaxSize: size, DateCreated: rfc2822(created), DateUpdated: rfc2822(created),
		Uri: new("/2010-04-01/Accounts/" + s.account + "/Queues/" + sid + ".json"),
	}
}

func testQueues(t *testing.T, seen *record) {
	s := openSwitchboard(t, seen)
	p := func(name string) *v2010.CreateQueueParams { return new(v2010.CreateQueueParams).SetFriendlyName(name) }
	plain := got(s.calls.CreateQueue(p("Plain"))).must(t)
	assert.Equal(t, s.newQueue2010(*plain.Sid, "Plain", 100, epoch), *plain)
	full := answered(t, 201, "", got(s.calls.CreateQueueWithMetadata(p("Große Schlange").SetMaxSize(5000))))
	assert.Equal(t, s.newQueue2010(*full.Sid, "Große Schlange", 5000, epoch), full)

	s.clock.pass(time.Minute)
	want := s.newQueue2010(*full.Sid, "Small", 1, epoch)
	want.DateUpdated = rfc2822(epoch.Add(time.Minute))
	assert.Equal(t, want, *got(s.calls.UpdateQueue(*full.Sid, new(v2010.UpdateQueueParams).SetFriendlyName("Small").SetMaxSize(1))).must(t))
	want.MaxSize = 2
	assert.Equal(t, want, answered(t, 200, "", got(s.calls.UpdateQueueWithMetadata(*full.Sid, new(v2010.UpdateQueueParams).SetMaxSize(2)))))
	fetched(t, want, "", got(s.calls.FetchQueue(*full.Sid, nil)), got(s.calls.FetchQueueWithMetadata(*full.Sid, nil)))

	var more []string
	for _, name := range []string{"three", "four", "five"} {
		s.clock.pass(time.Second)
		more = append(more, *got(s.calls.CreateQueue(p(name))).must(t).Sid)
	}
	list := walk[v2010.ApiV2010Queue](t, listing{
		service: s.calls, noun: "Queue", params: &v2010.ListQueueParams{}, field: "Queues",
	}, append(sorted(*plain.Sid, *full.Sid), more...))
	assert.Contains(t, list, want)
	t.Run("by name", func(t *testing.T) { testQueueNamed(t, s, want) })

	assert.NoError(t, s.calls.DeleteQueue(more[0], nil))
	assert.True(t, answered(t, 204, "", got(s.calls.DeleteQueueWithMetadata(more[1], nil))))
	t.Run("refused", func(t *testing.T) {
		gone := "The requested resource /Accounts/" + s.account + "/Queues/" + more[0] + ".json was not found"
		got(s.calls.FetchQueue(more[0], nil)).refused(t, 404, 20404, gone)
		got(s.calls.UpdateQueue(more[0], nil)).refused(t, 404, 20404, gone)
		refused(t, s.calls.DeleteQueue(more[0], nil), 404, 20404, gone)
		got(s.calls.CreateQueue(nil)).refused(t, 400, 20001, "Missing required parameter FriendlyName in the post body")
		taken := got(s.calls.CreateQueue(p("Plain")))
		taken.refused(t, 400, 22003, taken.message(t))
		large := got(s.calls.CreateQueue(p("x").SetMaxSize(5001)))
		large.refused(t, 400, 20001, large.message(t))
		got(s.calls.ListQueue(new(v2010.ListQueueParams).SetPageSize(1001))).refused(t, 400, 20007, "Page size too large")
		got(s.calls.FetchQueue(*full.Sid, new(v2010.FetchQueueParams).SetPathAccountSid("AC"+nobody))).refused(t, 404, 20404,
			"The requested resource /Accounts/AC"+nobody+"/Queues/"+*full.Sid+".json was not found")
	})
}

// testQueueNamed finds queues by their names, for which the SDK has no parameter:
// the vendor's guide does it with curl (queue.md §8).
func testQueueNamed(t *testing.T, s *switchboard, want v2010.ApiV2010Queue) {
	assert.Equal(t, []v2010.ApiV2010Queue{want}, s.named(t, "Small"))
	assert.Empty(t, s.named(t, "small"))
	workflow := s.workflow("Main", s.queue("Main"))
	hold := s.app.answers("/workflow", `<Response><Enqueue workflowSid="`+workflow+`"/></Response>`)
	_, leg := s.dial(t, hold)
	s.step(t, &voice.Answered{Call: leg})
	s.queued(t, queue.CallJoined)
	found := s.named(t, workflow)
	require.Len(t, found, 1, "the queue of a workflow is named by its SID")
	assert.Equal(t, 100, found[0].MaxSize)
	assert.Equal(t, 1, found[0].CurrentSize)
	assert.Equal(t, 5000, got(s.calls.UpdateQueue(*found[0].Sid, new(v2010.UpdateQueueParams).SetMaxSize(5000))).must(t).MaxSize)
	assert.Error(t, s.calls.DeleteQueue(*found[0].Sid, nil), "it belongs to the workflow")
}

// named asks for queues by name as curl would.
func (s *switchboard) named(t *testing.T, name string) []v2010.ApiV2010Queue {
	t.Helper()
	address := "https://api.twilio.com/2010-04-01/Accounts/" + s.account + "/Queues.json?FriendlyName=" + url.QueryEscape(name)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	require.NoError(t, err)
	r.SetBasicAuth(s.account, token)
	response, err := s.client(s.account, token).HTTPClient.Do(r)
	require.NoError(t, err)
	defer response.Body.Close()
	var list v2010.ListQueueResponse
	require.NoError(t, json.NewDecoder(response.Body).Decode(&list))
	return list.Queues
}

func testMembers(t *testing.T, seen *record) {
	s := openSwitchboard(t, seen)
	hold := s.app.answers("/hold", `<Response><Enqueue action="/after">Support</Enqueue></Response>`)
	var sids []string
	for range 5 {
		sid, leg := s.dial(t, hold)
		s.step(t, &voice.Answered{Call: leg})
		s.queued(t, queue.CallJoined)
		sids = append(sids, sid)
		s.clock.pass(10 * time.Second)
	}
	support := s.named(t, "Support")[0]
	assert.Equal(t, 5, support.CurrentSize)
	assert.Equal(t, 30, support.AverageWaitTime)
	want := v2010.ApiV2010Member{
		CallSid: &sids[1], QueueSid: support.Sid, Position: 2, WaitTime: 40, DateEnqueued: rfc2822(epoch.Add(10 * time.Second)),
		Uri: new("/2010-04-01/Accounts/" + s.account + "/Queues/" + *support.Sid + "/Members/" + sids[1] + ".json"),
	}
	fetched(t, want, "", got(s.calls.FetchMember(*support.Sid, sids[1], nil)), got(s.calls.FetchMemberWithMetadata(*support.Sid, sids[1], nil)))
	list := walk[v2010.ApiV2010Member](t, listing{
		service: s.calls, noun: "Member", of: []any{*support.Sid}, params: &v2010.ListMemberParams{}, field: "QueueMembers", sid: "CallSid",
	}, sids)
	assert.Equal(t, want, list[1])

	t.Run("dequeued", func(t *testing.T) {
		s.app.answers("/after", `<Response/>`)
		next := s.app.answers("/next", `<Response><Enqueue>Elsewhere</Enqueue></Response>`)
		first := got(s.calls.UpdateMember(*support.Sid, "Front", new(v2010.UpdateMemberParams).SetUrl(next).SetMethod("POST"))).must(t)
		assert.Equal(t, sids[0], *first.CallSid, "as it was just before")
		assert.Equal(t, 1, first.Position)
		assert.Equal(t, sids[0], s.app.got(t, "/next").Get("CallSid"))
		last := answered(t, 200, "", got(s.calls.UpdateMemberWithMetadata(*support.Sid, sids[4], new(v2010.UpdateMemberParams).SetUrl(next))))
		assert.Equal(t, sids[4], *last.CallSid)
		assert.Equal(t, sids[4], s.app.got(t, "/next").Get("CallSid"))
		front := got(s.calls.FetchMember(*support.Sid, "Front", nil)).must(t)
		assert.Equal(t, sids[1], *front.CallSid)
		assert.Equal(t, 1, front.Position, "moved up")
	})
	t.Run("refused", func(t *testing.T) {
		at := "The requested resource /Accounts/" + s.account + "/Queues/" + *support.Sid + "/Members/"
		got(s.calls.FetchMember(*support.Sid, sids[0], nil)).refused(t, 404, 20404, at+sids[0]+".json was not found")
		got(s.calls.UpdateMember(*support.Sid, sids[0], new(v2010.UpdateMemberParams).SetUrl(hold))).refused(t, 404, 20404, at+sids[0]+".json was not found")
		got(s.calls.UpdateMember(*support.Sid, sids[1], nil)).refused(t, 400, 20001, "Missing required parameter Url in the post body")
		got(s.calls.ListMember("QU"+nobody, nil)).refused(t, 404, 20404, "The requested resource /Accounts/"+s.account+"/Queues/QU"+nobody+"/Members.json was not found")
		assert.Error(t, s.calls.DeleteQueue(*support.Sid, nil), "it is not empty")
		empty := got(s.calls.CreateQueue(new(v2010.CreateQueueParams).SetFriendlyName("Empty"))).must(t)
		got(s.calls.FetchMember(*empty.Sid, "Front", nil)).refused(t, 404, 20404, "The requested resource /Accounts/"+s.account+"/Queues/"+*empty.Sid+"/Members/Front.json was not found")
	})
}
