package rest_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/rest"
)

const (
	good = "To=client:alice&From=desk&Url=https://app.example/hello"
	bare = "To=client:alice&From=desk"
)

func TestCreateIsChecked(t *testing.T) {
	tests := []struct{ form, want string }{
		{"From=desk&Url=https://app.example", "Missing required parameter To in the post body"},
		{"To=client:alice&Url=https://app.example", "Missing required parameter From in the post body"},
		{"To=&From=desk&Url=https://app.example", "Missing required parameter To in the post body"},
		{bare, "Missing required parameter Url in the post body"},
		{bare + "&Url=/hello", "Invalid value '/hello' for parameter Url"},
		{bare + "&Url=ftp://x", "for parameter Url"},
		{good + "&Method=PUT", "Invalid value 'PUT' for parameter Method"},
		{good + "&FallbackUrl=x", "for parameter FallbackUrl"},
		{good + "&Timeout=601", "Invalid value '601' for parameter Timeout"},
		{good + "&Timeout=0", "for parameter Timeout"},
		{good + "&Timeout=soon", "for parameter Timeout"},
		{good + "&SendDigits=12x", "Invalid value '12x' for parameter SendDigits"},
		{good + "&SendDigits=" + strings.Repeat("1", 33), "for parameter SendDigits"},
		{good + "&Record=maybe", "for parameter Record"},
		{good + "&Record=true&RecordingChannels=triple", "for parameter RecordingChannels"},
		{bare + "&ApplicationSid=AP1", "ApplicationSid is not supported"},
		{"To=" + strings.Repeat("x", 256) + "&From=desk&Url=https://app.example", "for parameter To"},
		{good + "&FallbackMethod=PUT", "for parameter FallbackMethod"},
		{good + "&StatusCallback=x", "for parameter StatusCallback"},
		{good + "&StatusCallback=https://app.example&StatusCallbackEvent=ringing&StatusCallbackEvent=gone", "Invalid value 'gone' for parameter StatusCallbackEvent"},
		{good + "&RecordingStatusCallbackEvent=begun", "for parameter RecordingStatusCallbackEvent"},
		{good + "&RecordingTrack=left", "for parameter RecordingTrack"},
		{good + "&Trim=much", "for parameter Trim"},
		{good + "&MachineDetection=Maybe", "for parameter MachineDetection"},
		{good + "&MachineDetectionSpeechThreshold=1", "for parameter MachineDetectionSpeechThreshold"},
		{good + "&AsyncAmd=perhaps", "for parameter AsyncAmd"},
		{good + "&Byoc=BY1", "for parameter Byoc"},
		{good + "&Byoc=BY" + strings.Repeat("g", 32), "for parameter Byoc"},
		{good + "&TimeLimit=0", "for parameter TimeLimit"},
		{good + "&TimeLimit=86401", "for parameter TimeLimit"},
		{good + "&MachineDetectionTimeout=601", "for parameter MachineDetectionTimeout"},
		{good + "&MachineDetectionSilenceTimeout=soon", "for parameter MachineDetectionSilenceTimeout"},
		{good + "&StatusCallback=https://my_host.example/status", "for parameter StatusCallback"},
		{good + "&AsyncAmdStatusCallback=https://my_host.example/", "for parameter AsyncAmdStatusCallback"},
		{good + "&RecordingStatusCallback=https://my_host.example/", "for parameter RecordingStatusCallback"},
		{good + "&ClientNotificationUrl=x", "for parameter ClientNotificationUrl"},
	}
	h := open(t, rest.Config{Prepare: func(context.Context, voice.CallSID, url.Values) error { panic("not yet") }})
	defer h.close()
	for _, tt := range tests {
		t.Run(tt.form[:min(len(tt.form), 90)], func(t *testing.T) {
			h.refused(h.Post("/Calls.json", tt.form), 400, 20001, tt.want)
		})
	}
	h.refused(h.Post("/Calls.json", bare+"&Twiml="+strings.Repeat("x", 4001)), 400, 32018, "Twiml is longer than 4000 characters")
	assert.Zero(t, h.Len())
	out := h.Post("/Calls.json", good+"&Twiml="+strings.Repeat("x", 4001))
	assert.Equal(t, 201, out.Status, "Twiml beside Url is ignored")
}

func TestUpdateIsChecked(t *testing.T) {
	tests := []struct{ form, want string }{
		{"Url=x", "for parameter Url"},
		{"Url=https://app.example&Twiml=x", "Url and Twiml exclude each other"},
		{"Status=completed&Url=https://app.example", "Status ends the call"},
		{"Status=canceled&Twiml=x", "Status ends the call"},
		{"Status=ringing", "Invalid value 'ringing' for parameter Status"},
		{"Url=https://app.example&Method=HEAD", "for parameter Method"},
		{"TimeLimit=x", "for parameter TimeLimit"},
		{"TimeLimit=0", "for parameter TimeLimit"},
		{"FallbackUrl=x", "for parameter FallbackUrl"},
		{"FallbackMethod=x", "for parameter FallbackMethod"},
		{"StatusCallback=https://my_host.example", "for parameter StatusCallback"},
		{"StatusCallbackMethod=PUT", "for parameter StatusCallbackMethod"},
	}
	h := open(t, rest.Config{})
	defer h.close()
	call := h.make(good)
	for _, tt := range tests {
		t.Run(tt.form, func(t *testing.T) { h.refused(h.Post(call, tt.form), 400, 20001, tt.want) })
	}
	h.refused(h.Post(call, "Twiml="+strings.Repeat("x", 4001)), 400, 32018, "Twiml is longer than 4000 characters")
	assert.Equal(t, "queued", h.Get(call).Body["status"])
}

// What nobody carries out is refused; what asks for nothing is not.
func TestParametersOfTheHost(t *testing.T) {
	tests := []struct{ form, passed string }{
		{"", ""},
		{"CallerId=", ""},
		{"Unheard=of", ""},
		{"TimeLimit=60", ""},
		{"CallerId=%2B15550100", "CallerId=+15550100"},
		{"CallToken=x&CallerId=y&CallReason=z", "CallToken=x&CallerId=y"},
	}
	for _, tt := range tests {
		t.Run(tt.form, func(t *testing.T) {
			alone := open(t, rest.Config{})
			defer alone.close()
			out := alone.Post("/Calls.json", good+"&"+tt.form)
			if tt.passed == "" {
				require.Equal(t, 201, out.Status, out.Text)
			} else {
				alone.refused(out, 400, 20001, " is not supported by this server")
				assert.Zero(t, alone.Len())
			}

			var called voice.CallSID
			passed := ""
			with := open(t, rest.Config{Prepare: func(_ context.Context, call voice.CallSID, p url.Values) error {
				called = call
				passed, _ = url.QueryUnescape(p.Encode())
				return nil
			}})
			defer with.close()
			out = with.Post("/Calls.json", good+"&"+tt.form)
			require.Equal(t, 201, out.Status, out.Text)
			assert.Equal(t, tt.passed, passed)
			if passed != "" {
				assert.Equal(t, out.Body["sid"], called.String())
			}
		})
	}
}

func TestHostRefusesParameters(t *testing.T) {
	h := open(t, rest.Config{Prepare: func(context.Context, voice.CallSID, url.Values) error { return errors.New("no trunk") }})
	defer h.close()
	h.refused(h.Post("/Calls.json", good+"&CallToken=x"), 400, 20001, "no trunk")
	assert.Zero(t, h.Len())
}

func TestFilters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, rest.Config{})
		h.brief()
		first := h.make("To=%2B15550100&From=desk&Url=https://app.example/hello") // 1 January, for ten minutes
		sid := strings.TrimSuffix(strings.TrimPrefix(first, "/Calls/"), ".json")
		h.step(&voice.Answered{Call: parse(t, sid)})
		time.Sleep(5 * time.Minute)
		h.arrive("/dial") // 1 January, with a leg that nobody answers
		synctest.Wait()
		time.Sleep(24 * time.Hour)
		bob := h.make("To=client:bob&From=desk&Timeout=600&Url=https://app.example/hello")
		h.step(&voice.Ringing{Call: sidOf(t, bob)})
		h.make("To=client:carol&From=desk&Timeout=600&Url=https://app.example/hello")
		synctest.Wait()

		tests := []struct {
			query string
			want  []string // To
		}{
			{"", []string{"+15550100", "client:desk", "+15557777", "client:bob", "client:carol"}},
			{"To=client:bob", []string{"client:bob"}},
			{"To=%2B15550100", []string{"+15550100"}},
			{"To=+15550100", []string{"+15550100"}}, // a plus sign that was not escaped
			{"To=client:BOB", []string{}},
			{"From=desk", []string{"+15550100", "client:bob", "client:carol"}},
			{"From=desk&Status=ringing", []string{"client:bob"}},
			{"Status=Completed", []string{"+15550100", "client:desk"}},
			{"Status=no-answer", []string{"+15557777"}},
			{"Status=queued", []string{"client:carol"}},
			{"ParentCallSid=" + sid, []string{}},
			{"StartTime=2000-01-01", []string{"+15550100", "client:desk", "+15557777"}},
			{"StartTime=2000-01-01T15:00:00Z", []string{"+15550100", "client:desk", "+15557777"}},
			{"StartTime%3C=2000-01-02", []string{"+15550100", "client:desk", "+15557777"}},
			{"StartTime<=2000-01-02", []string{"+15550100", "client:desk", "+15557777"}},
			{"StartTime>=2000-01-02", []string{"client:bob"}},
			{"StartTime%3E=2000-01-01T00:05:00Z", []string{"client:desk", "+15557777", "client:bob"}},
			{"StartTime%3E=2000-01-01T02:05:00%2B02:00", []string{"client:desk", "+15557777", "client:bob"}},
			{"StartTime=2000-01-01&StartTime%3C=2000-01-01T00:05:00Z", []string{"+15550100"}},
			{"StartTime=2000-01-03", []string{}},
			{"EndTime=2000-01-01", []string{"+15550100", "client:desk"}},
			{"EndTime%3C=2000-01-01T00:09:00Z", []string{"client:desk"}},
			{"EndTime%3E=2000-01-02", []string{}},
		}
		for _, tt := range tests {
			out := h.Get("/Calls.json?" + tt.query)
			require.Equal(t, 200, out.Status, out.Text)
			assert.ElementsMatch(t, tt.want, out.Strings("calls", "to"), tt.query) // SIDs decide within an instant
		}
		for _, query := range []string{"Status=gone", "ParentCallSid=QU1", "StartTime=yesterday", "EndTime%3E=x", "To=" + strings.Repeat("x", 300), "PageSize=0"} {
			h.refused(h.Get("/Calls.json?"+query), 400, 20001, "")
		}
		h.close()
	})
}
