package voice_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/twiml"
	"github.com/goacd/acd/twiml/webhook"
)

func TestPlaceCallIsRefused(t *testing.T) {
	h := openHouse(t, opened{norouter: true})
	s := h.callSID("a")
	tests := []struct {
		name string
		in   voice.PlaceCall
		code int
		want string
	}{
		{"no SID", voice.PlaceCall{To: "+1", URL: site}, 0, "Call is the zero SID"},
		{"a long text", voice.PlaceCall{Call: s, To: "+1", Twiml: strings.Repeat("é", 4001)}, 32018, "Twiml has 4001 characters: want at most 4000"},
		{
			"an unknown event",
			voice.PlaceCall{Call: s, To: "+1", URL: site, Recording: voice.Recording{StatusCallbackEvents: []twiml.RecordingEvent{"begun"}}},
			0, `Recording.StatusCallbackEvents "begun": want in-progress, completed or absent`,
		},
		{
			"a faulty recording",
			voice.PlaceCall{Call: s, To: "+1", URL: site, Recording: voice.Recording{StatusCallback: "x"}},
			0, `Recording.StatusCallback "x": want an absolute`,
		},
		{
			"an endless silence",
			voice.PlaceCall{Call: s, To: "+1", URL: site, MachineDetection: voice.MachineDetection{SilenceTimeout: time.Hour}},
			0, "MachineDetection.SilenceTimeout 1h0m0s: want up to 10s, or 0 for 5s",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			actions, err := h.machine.Step(h.now, &tt.in)
			require.ErrorIs(t, err, voice.ErrInput)
			require.ErrorContains(t, err, tt.want)
			refused, ok := errors.AsType[*voice.Error](err)
			require.True(t, ok)
			assert.Equal(t, tt.code, refused.Code)
			assert.Equal(t, tt.in.Call, refused.Call)
			assert.Empty(t, actions)
			assert.Empty(t, h.machine.Left())
		})
	}
	_, err := h.machine.Step(h.now, &voice.PlaceCall{Call: s, To: "+1", Twiml: strings.Repeat("é", 4000)})
	require.NoError(t, err, "characters, not bytes")
}

// What the application gives is its own: what it changes afterwards changes
// nothing.
func TestPlaceCallIsCopied(t *testing.T) {
	h := openHouse(t, opened{norouter: true})
	in := &voice.PlaceCall{
		Call: h.callSID("a"), To: "+1", Twiml: "<Response><Pause/></Response>", Recording: voice.Recording{
			Mode: "record-from-answer", StatusCallback: site + "/r", StatusCallbackEvents: []twiml.RecordingEvent{twiml.RecordingInProgress},
		},
	}
	h.do(in)
	in.Recording.StatusCallbackEvents[0], in.Twiml, in.To = twiml.RecordingAbsent, "<Response/>", "+2"
	h.do(&voice.Answered{Call: in.Call})
	h.do(&voice.RecordingChanged{Recording: h.recordings[0], Status: twiml.RecordingInProgress})
	told := h.fetched(voice.ForRecordingStatus)
	require.Len(t, told, 1)
	assert.Equal(t, "in-progress", told[0].Param("RecordingStatus"))
	assert.Contains(t, h.pass(time.Second), "over: completed")
	h.close()
}

// Every status callback is one that package webhook reads, in the order of the
// numbers.
func TestProgressIsReadByWebhook(t *testing.T) {
	h := openHouse(t, opened{norouter: true})
	call := h.callSID("a")
	h.do(&voice.PlaceCall{
		Call: call, To: "sip:a@example.com", From: "+15559000", Twiml: "<Response><Pause length='9'/></Response>", StatusCallback: site + "/s",
		StatusCallbackEvents: assign.CallInitiated | assign.CallRinging | assign.CallAnswered | assign.CallCompleted,
	})
	h.pass(2 * time.Second)
	h.do(&voice.Ringing{Call: call})
	h.pass(2 * time.Second)
	h.do(&voice.Answered{Call: call, SIP: voice.SIPAnswer{ResponseCode: 200}})
	h.pass(9 * time.Second)
	statuses := []webhook.CallStatus{webhook.CallInitiated, webhook.CallRinging, webhook.CallInProgress, webhook.CallCompleted}
	ages := []time.Duration{0, 2 * time.Second, 4 * time.Second, 13 * time.Second}
	told := h.fetched(voice.ForStatusCallback)
	require.Len(t, told, len(statuses))
	for i, f := range told {
		event, err := webhook.Parse[webhook.CallEvent](valuesOf(f))
		require.NoError(t, err)
		assert.Equal(t, statuses[i], event.CallStatus)
		assert.Equal(t, i, event.SequenceNumber)
		assert.Equal(t, start.Add(ages[i]), event.Timestamp)
		assert.Equal(t, webhook.SourceCallProgress, event.CallbackSource)
		lasted, over := event.CallDuration.Get()
		assert.Equal(t, i == 3, over)
		if over {
			assert.Equal(t, 9*time.Second, lasted)
			assert.Equal(t, "200", event.Extra.Get("SipResponseCode"))
		}
	}
	h.close()
}

// The same calls at the same instants give the same actions.
func TestPlaceCallIsDeterministic(t *testing.T) {
	play := func() string {
		h := openHouse(t, opened{norouter: true})
		var b strings.Builder
		for _, name := range []string{"a", "b", "c"} {
			b.WriteString(h.do(&voice.PlaceCall{
				Call: h.callSID(name), To: "+1", Twiml: "<Response><Dial>+2</Dial></Response>", Timeout: 5 * time.Second, TimeLimit: 9 * time.Second,
				Recording: voice.Recording{Mode: "record-from-ringing"}, StatusCallback: site + "/s",
			}))
		}
		b.WriteString(h.do(&voice.Answered{Call: h.callSID("b")}))
		b.WriteString(h.pass(time.Minute))
		h.close()
		return b.String()
	}
	first := play()
	assert.Contains(t, first, "over: completed after 9s")
	assert.Equal(t, first, play())
}

func valuesOf(f *voice.Fetch) url.Values {
	values, err := url.ParseQuery(f.Encode())
	if err != nil {
		panic(err)
	}
	return values
}
