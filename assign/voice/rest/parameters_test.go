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
		{bare + "&Twiml=" + strings.Repeat("x", 4001), "Twiml is longer than 4000 characters"},
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
	}
	h := open(t, rest.Config{Prepare: func(context.Context, voice.CallSID, url.Values) error { panic("not yet") }})
	defer h.close()
	for _, tt := range tests {
		t.Run(tt.form[:min(len(tt.form), 90)], func(t *testing.T) {
			h.refused(h.send("POST", "/Calls.json", tt.form), 400, 20001, tt.want)
		})
	}
	assert.Zero(t, h.Len())
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
		{"TimeLimit=10", "TimeLimit is not supported by this server"},
		{"FallbackUrl=https://app.example", "FallbackUrl is not supported by this server"},
		{"StatusCallback=https://app.example", "StatusCallback is not supported by this server"},
	}
	h := open(t, rest.Config{})
	defer h.close()
	call := h.make(good)
	for _, tt := range tests {
		t.Run(tt.form, func(t *testing.T) { h.refused(h.send("POST", call, tt.form), 400, 20001, tt.want) })
	}
	assert.Equal(t, "ringing", h.send("GET", call, "").body["status"])
}

// What nobody carries out is refused; what asks for nothing is not.
func TestParametersOfTheHost(t *testing.T) {
	const callback = "https://app.example/status"
	tests := []struct{ form, passed string }{
		{"", ""},
		{"Record=true&RecordingChannels=dual", ""},
		{"FallbackUrl=https://app.example/f&FallbackMethod=post", ""},
		{"FallbackMethod=GET", ""},
		{"StatusCallbackEvent=ringing&StatusCallbackMethod=GET", ""},
		{"Trim=do-not-trim&RecordingTrack=inbound&RecordingStatusCallback=" + callback, ""},
		{"Record=false&Trim=do-not-trim", ""},
		{"Record=true&Trim=trim-silence&RecordingTrack=both", ""},
		{"AsyncAmd=true&MachineDetectionTimeout=9", ""},
		{"MachineDetection=&CallReason=", ""},
		{"Unheard=of", ""},
		{"FallbackUrl=https://app.example/f&FallbackMethod=GET", "FallbackMethod=GET"},
		{"StatusCallback=" + callback, "StatusCallback=" + callback},
		{
			"StatusCallback=" + callback + "&StatusCallbackEvent=ringing&StatusCallbackEvent=answered&StatusCallbackMethod=GET",
			"StatusCallback=" + callback + "&StatusCallbackEvent=ringing&StatusCallbackEvent=answered&StatusCallbackMethod=GET",
		},
		{"Record=true&Trim=do-not-trim", "Trim=do-not-trim"},
		{
			"MachineDetection=enable&MachineDetectionSilenceTimeout=2000&AsyncAmd=true&AsyncAmdStatusCallback=" + callback,
			"AsyncAmd=true&AsyncAmdStatusCallback=" + callback + "&MachineDetection=enable&MachineDetectionSilenceTimeout=2000",
		},
		{"SipAuthUsername=a&SipAuthPassword=b", "SipAuthPassword=b&SipAuthUsername=a"},
		{"Byoc=BYaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaAA", "Byoc=BYaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaAA"},
		{"TimeLimit=60", "TimeLimit=60"},
	}
	for _, tt := range tests {
		t.Run(tt.form, func(t *testing.T) {
			alone := open(t, rest.Config{})
			defer alone.close()
			out := alone.send("POST", "/Calls.json", good+"&"+tt.form)
			if tt.passed == "" {
				require.Equal(t, 201, out.status, out.text)
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
			out = with.send("POST", "/Calls.json", good+"&"+tt.form)
			require.Equal(t, 201, out.status, out.text)
			assert.Equal(t, tt.passed, passed)
			if passed != "" {
				assert.Equal(t, out.body["sid"], called.String())
			}
		})
	}
}

func TestHostRefusesParameters(t *testing.T) {
	h := open(t, rest.Config{Prepare: func(context.Context, voice.CallSID, url.Values) error { return errors.New("no trunk") }})
	defer h.close()
	h.refused(h.send("POST", "/Calls.json", good+"&TimeLimit=60"), 400, 20001, "no trunk")
	assert.Zero(t, h.Len())
	call := h.make(good)
	h.refused(h.send("POST", call, "TimeLimit=60&Status=completed"), 400, 20001, "no trunk")
	assert.Equal(t, "ringing", h.send("GET", call, "").body["status"])
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
		h.make("To=client:bob&From=desk&Timeout=600&Url=https://app.example/hello")
		synctest.Wait()

		tests := []struct {
			query string
			want  []string // To
		}{
			{"", []string{"+15550100", "client:desk", "+15557777", "client:bob"}},
			{"To=client:bob", []string{"client:bob"}},
			{"To=%2B15550100", []string{"+15550100"}},
			{"To=+15550100", []string{"+15550100"}}, // a plus sign that was not escaped
			{"To=client:BOB", []string{}},
			{"From=desk", []string{"+15550100", "client:bob"}},
			{"From=desk&Status=ringing", []string{"client:bob"}},
			{"Status=Completed", []string{"+15550100", "client:desk"}},
			{"Status=no-answer", []string{"+15557777"}},
			{"Status=queued", []string{}},
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
			out := h.send("GET", "/Calls.json?"+tt.query, "")
			require.Equal(t, 200, out.status, out.text)
			assert.ElementsMatch(t, tt.want, out.strings("calls", "to"), tt.query) // SIDs decide within an instant
		}
		for _, query := range []string{"Status=gone", "ParentCallSid=QU1", "StartTime=yesterday", "EndTime%3E=x", "To=" + strings.Repeat("x", 300), "PageSize=0"} {
			h.refused(h.send("GET", "/Calls.json?"+query, ""), 400, 20001, "")
		}
		h.close()
	})
}
