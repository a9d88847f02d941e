package conformance

import (
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	v2010 "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/queue"
)

// rfc2822 is a date as the API of 2010 writes it (rest.md §3).
func rfc2822(at time.Time) *string { return new(at.UTC().Format("Mon, 02 Jan 2006 15:04:05 +0000")) }

const (
	customer = "+15555550101"
	house800 = "+18005550100"
)

// newCall is a call as it is asked for.
func (s *switchboard) newCall(sid string, at time.Time) v2010.ApiV2010Call {
	uri := "/2010-04-01/Accounts/" + s.account + "/Calls/" + sid
	below := map[string]any{}
	for name, path := range map[string]string{
		"notifications": "Notifications", "recordings": "Recordings", "payments": "Payments", "events": "Events", "siprec": "Siprec",
		"streams": "Streams", "transcriptions": "Transcriptions", "user_defined_messages": "UserDefinedMessages",
		"user_defined_message_subscriptions": "UserDefinedMessageSubscriptions",
	} {
		below[name] = uri + "/" + path + ".json"
	}
	return v2010.ApiV2010Call{
		Sid: &sid, AccountSid: &s.account, ApiVersion: new("2010-04-01"), DateCreated: rfc2822(at), DateUpdated: rfc2822(at),
		Direction: new("outbound-api"), From: new(house800), FromFormatted: new("(800) 555-0100"),
		To: new(customer), ToFormatted: new("(555) 555-0101"), Status: new("queued"), QueueTime: new("0"),
		Uri: new(uri + ".json"), SubresourceUris: &below,
	}
}

// dial makes a call through the SDK, up to the ringing phone.
func (s *switchboard) dial(t *testing.T, url string) (sid string, leg voice.CallSID) {
	t.Helper()
	p := new(v2010.CreateCallParams).SetTo("client:customer").SetFrom(house800).SetUrl(url)
	sid = *got(s.calls.CreateCall(p)).must(t).Sid
	ring := wait[*voice.Dial](t, s.phones)
	require.Equal(t, sid, ring.Call.String())
	s.step(t, &voice.Ringing{Call: ring.Call})
	return sid, ring.Call
}

func testCalls(t *testing.T, seen *record) {
	s := openSwitchboard(t, seen)
	hold := s.app.answers("/hold", `<Response><Enqueue>Support</Enqueue></Response>`)
	made := got(s.calls.CreateCall(new(v2010.CreateCallParams).SetTo(customer).SetFrom(house800).SetUrl(hold).SetMethod("POST").SetTimeout(30))).must(t)
	want := s.newCall(*made.Sid, epoch)
	assert.Equal(t, want, *made)
	ring := wait[*voice.Dial](t, s.phones)
	assert.Equal(t, 30*time.Second, ring.Timeout)
	fetched(t, want, "", got(s.calls.FetchCall(*made.Sid, nil)), got(s.calls.FetchCallWithMetadata(*made.Sid, nil)))
	s.step(t, &voice.Ringing{Call: ring.Call})
	want.Status, want.StartTime = new("ringing"), rfc2822(epoch)
	fetched(t, want, "", got(s.calls.FetchCall(*made.Sid, nil)), got(s.calls.FetchCallWithMetadata(*made.Sid, nil)))

	s.clock.pass(5 * time.Second)
	s.step(t, &voice.Answered{Call: ring.Call})
	assert.Equal(t, *made.Sid, s.app.got(t, "/hold").Get("CallSid"))
	s.queued(t, queue.CallJoined)
	want.Status, want.StartTime, want.DateUpdated = new("in-progress"), rfc2822(epoch.Add(5*time.Second)), rfc2822(epoch.Add(5*time.Second))
	fetched(t, want, "", got(s.calls.FetchCall(*made.Sid, nil)), got(s.calls.FetchCallWithMetadata(*made.Sid, nil)))

	t.Run("redirected", func(t *testing.T) {
		s.app.answers("/other", `<Response><Enqueue>Other</Enqueue></Response>`)
		other := got(s.calls.UpdateCall(*made.Sid, new(v2010.UpdateCallParams).SetUrl(s.app.url+"/other").SetMethod("GET"))).must(t)
		assert.Equal(t, want, *other)
		assert.Equal(t, *made.Sid, s.app.got(t, "/other").Get("CallSid"))
		s.queued(t, queue.CallJoined)
		answered(t, 200, "", got(s.calls.UpdateCallWithMetadata(*made.Sid, new(v2010.UpdateCallParams).
			SetTwiml(`<Response><Enqueue>Third</Enqueue></Response>`))))
		s.queued(t, queue.CallJoined)
	})
	t.Run("ended", func(t *testing.T) {
		s.clock.pass(90 * time.Second)
		got(s.calls.UpdateCall(*made.Sid, new(v2010.UpdateCallParams).SetStatus("completed"))).must(t)
		wait[*voice.CallEnded](t, s.told)
		want.Status, want.Duration = new("completed"), new("90")
		want.EndTime, want.DateUpdated = rfc2822(epoch.Add(95*time.Second)), rfc2822(epoch.Add(95*time.Second))
		assert.Equal(t, want, *got(s.calls.FetchCall(*made.Sid, nil)).must(t))
		got(s.calls.UpdateCall(*made.Sid, new(v2010.UpdateCallParams).SetUrl(hold))).refused(t, 400, 21220, "Call is not in-progress. Cannot redirect.")
	})
	t.Run("listed", func(t *testing.T) { testCallLists(t, s, hold, want) })
	t.Run("deleted", func(t *testing.T) { testDeleteCalls(t, s, hold, *made.Sid) })
	t.Run("prepared", func(t *testing.T) { testPreparedCalls(t, s, hold) })
	t.Run("refused", func(t *testing.T) { testCallsRefused(t, s, hold) })
}

func testCallLists(t *testing.T, s *switchboard, hold string, first v2010.ApiV2010Call) {
	sids := []string{*first.Sid}
	for range 4 {
		s.clock.pass(time.Second)
		sid, _ := s.dial(t, hold)
		sids = append(sids, sid)
	}
	list := walk[v2010.ApiV2010Call](t, listing{
		service: s.calls, noun: "Call", params: &v2010.ListCallParams{}, field: "Calls",
	}, sids)
	assert.Equal(t, first, list[0])
	p := func() *v2010.ListCallParams { return new(v2010.ListCallParams) }
	for _, tt := range []struct {
		name string
		p    *v2010.ListCallParams
		want int
	}{
		{"status", p().SetStatus("ringing"), 4},
		{"ended", p().SetStatus("completed"), 1},
		{"to", p().SetTo(customer), 1},
		{"from", p().SetFrom(house800), 5},
		{"from somebody else", p().SetFrom(customer), 0},
		{"no parent", p().SetParentCallSid("CA" + nobody), 0},
		{"started that day", p().SetStartTime(epoch.Truncate(24 * time.Hour)), 5},
		{"started later", p().SetStartTimeAfter(epoch.Add(24 * time.Hour)), 0},
		{"started before", p().SetStartTimeBefore(epoch), 0},
		{"ended that day", p().SetEndTime(epoch.Truncate(24 * time.Hour)), 1},
		{"ended after", p().SetEndTimeAfter(epoch.Add(24 * time.Hour)), 0},
		{"ended before", p().SetEndTimeBefore(epoch.Add(24 * time.Hour)), 1},
	} {
		t.Run(tt.name, func(t *testing.T) { assert.Len(t, got(s.calls.ListCall(tt.p)).must(t), tt.want) })
	}
}

func testDeleteCalls(t *testing.T, s *switchboard, hold, first string) {
	second := answered(t, 201, "", got(s.calls.CreateCallWithMetadata(new(v2010.CreateCallParams).SetTo(customer).SetFrom(house800).SetUrl(hold))))
	ring := wait[*voice.Dial](t, s.phones)
	assert.Error(t, s.calls.DeleteCall(*second.Sid, nil), "it rings")
	s.step(t, &voice.Failed{Call: ring.Call, Status: voice.StatusBusy})
	wait[*voice.CallEnded](t, s.told)
	assert.Equal(t, "busy", *got(s.calls.FetchCall(*second.Sid, nil)).must(t).Status)
	assert.NoError(t, s.calls.DeleteCall(*second.Sid, nil))
	assert.True(t, answered(t, 204, "", got(s.calls.DeleteCallWithMetadata(first, nil))))
	got(s.calls.FetchCall(first, nil)).refused(t, 404, 20404, "The requested resource /Accounts/"+s.account+"/Calls/"+first+".json was not found")
}

// testPreparedCalls asks for everything, the host's part included.
func testPreparedCalls(t *testing.T, s *switchboard, hold string) {
	p := filled[v2010.CreateCallParams](t, `{"To":"client:customer","From":"`+house800+`","Url":"`+hold+`","Twiml":"<Response/>","Method":"GET",
		"FallbackUrl":"https://app.example/f","FallbackMethod":"GET","StatusCallback":"https://app.example/s",
		"StatusCallbackEvent":["initiated","ringing","answered","completed"],"StatusCallbackMethod":"GET","SendDigits":"ww12#","Timeout":600,
		"Record":true,"RecordingChannels":"dual","RecordingStatusCallback":"https://app.example/r","RecordingStatusCallbackMethod":"GET",
		"RecordingStatusCallbackEvent":["in-progress","completed","absent"],"RecordingTrack":"inbound","Trim":"do-not-trim",
		"SipAuthUsername":"alice","SipAuthPassword":"secret","MachineDetection":"DetectMessageEnd","MachineDetectionTimeout":20,
		"MachineDetectionSpeechThreshold":2400,"MachineDetectionSpeechEndThreshold":1200,"MachineDetectionSilenceTimeout":5000,
		"AsyncAmd":"true","AsyncAmdStatusCallback":"https://app.example/a","AsyncAmdStatusCallbackMethod":"GET",
		"CallerId":"+15555550102","CallReason":"you asked us to","CallToken":"x","Byoc":"BY`+nobody+`",
		"ClientNotificationUrl":"https://app.example/n","TimeLimit":3600}`)
	made := got(s.calls.CreateCall(p)).must(t)
	asked := <-s.prepared
	assert.Equal(t, url.Values{"CallerId": {"+15555550102"}, "CallToken": {"x"}}, asked)
	ring := wait[*voice.Dial](t, s.phones)
	assert.Equal(t, "you asked us to", ring.CallReason)
	assert.Equal(t, "ww12#", ring.SendDigits)
	assert.Equal(t, 600*time.Second, ring.Timeout)
	got(s.calls.UpdateCall(*made.Sid, filled[v2010.UpdateCallParams](t, `{"FallbackUrl":"https://app.example/f","FallbackMethod":"GET",
		"StatusCallback":"https://app.example/s","StatusCallbackMethod":"GET","TimeLimit":60}`))).must(t)
	got(s.calls.UpdateCall(*made.Sid, new(v2010.UpdateCallParams).SetStatus("canceled"))).must(t)
	wait[*voice.CallEnded](t, s.told)
	assert.Equal(t, "canceled", *got(s.calls.FetchCall(*made.Sid, nil)).must(t).Status)
}

func testCallsRefused(t *testing.T, s *switchboard, hold string) {
	at := "The requested resource /Accounts/" + s.account + "/Calls/CA" + nobody + ".json was not found"
	got(s.calls.FetchCall("CA"+nobody, nil)).refused(t, 404, 20404, at)
	got(s.calls.UpdateCall("CA"+nobody, nil)).refused(t, 404, 20404, at)
	refused(t, s.calls.DeleteCall("CA"+nobody, nil), 404, 20404, at)
	p := func() *v2010.CreateCallParams { return new(v2010.CreateCallParams).SetTo(customer).SetFrom(house800) }
	got(s.calls.CreateCall(new(v2010.CreateCallParams).SetFrom(house800).SetUrl(hold))).refused(t, 400, 20001, "Missing required parameter To in the post body")
	got(s.calls.CreateCall(p())).refused(t, 400, 20001, "Missing required parameter Url in the post body")
	got(s.calls.CreateCall(p().SetUrl("nowhere"))).refused(t, 400, 20001, "Invalid value 'nowhere' for parameter Url")
	got(s.calls.ListCall(new(v2010.ListCallParams).SetStatus("lost"))).refused(t, 400, 20001, "Invalid value 'lost' for parameter Status")
	foreign := "AC" + nobody
	got(s.calls.ListCall(new(v2010.ListCallParams).SetPathAccountSid(foreign))).refused(t, 404, 20404,
		"The requested resource /Accounts/"+foreign+"/Calls.json was not found")
	stranger := v2010.NewApiServiceWithClient(s.client(s.account, "wrong"))
	got(stranger.CreateCall(p().SetUrl(hold))).refused(t, 401, 20003, "Authenticate")
}
