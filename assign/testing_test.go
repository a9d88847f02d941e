package assign

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// The SIDs of the tests.
const (
	activityText    = "WA0000000000000000000000000000000a"
	callText        = "CA0000000000000000000000000000000c"
	workerText      = "WK0000000000000000000000000000000d"
	taskText        = "WT0000000000000000000000000000000b"
	conferenceText  = "CF0000000000000000000000000000000f"
	reservationText = "WR0000000000000000000000000000000e"
)

func mustSID[T any](t testing.TB, parse func(string) (T, error), text string) T {
	t.Helper()
	sid, err := parse(text)
	require.NoError(t, err)
	return sid
}

func testActivity(t testing.TB) taskrouter.ActivitySID {
	return mustSID(t, taskrouter.ParseActivitySID, activityText)
}

func testCall(t testing.TB) taskrouter.CallSID {
	return mustSID(t, taskrouter.ParseCallSID, callText)
}

func testWorker(t testing.TB) taskrouter.WorkerSID {
	return mustSID(t, taskrouter.ParseWorkerSID, workerText)
}

func testReservation(t testing.TB) taskrouter.ReservationSID {
	return mustSID(t, taskrouter.ParseReservationSID, reservationText)
}

// parseTest is a row of the tables of instructions: a body, and what it is read
// as or the keys and codes of its problems.
type parseTest struct {
	name, body string
	want       Instruction
	problems   []string // "code key", in order
}

func runParseTests(t *testing.T, tests []parseTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse([]byte(tt.body))
			assert.Equal(t, tt.problems, problemKeys(err), "error: %v", err)
			if tt.problems != nil {
				assert.Nil(t, got)
				return
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

// problemKeys renders the problems of an *Error as "code key".
func problemKeys(err error) []string {
	typed, ok := errors.AsType[*Error](err)
	if !ok {
		return nil
	}
	var keys []string
	for _, p := range typed.Problems {
		key := p.Code.Error()[len("assign: code "):]
		if p.Key != "" {
			key += " " + p.Key
		}
		keys = append(keys, key)
	}
	return keys
}

func requireRoundTrip(t testing.TB, i Instruction) {
	t.Helper()
	text, err := Marshal(i)
	require.NoError(t, err)
	back, err := Parse(text)
	require.NoError(t, err, "%s", text)
	require.Equal(t, i, back, "%s", text)
	again, err := Marshal(back)
	require.NoError(t, err)
	require.Equal(t, string(text), string(again))
	viaJSON, err := json.Marshal(i)
	require.NoError(t, err)
	require.JSONEq(t, string(text), string(viaJSON))
	requireFormRoundTrip(t, i)
}

// requireFormRoundTrip holds the other spelling to the same: an instruction
// comes back from its form, apart from the members that only JSON has.
func requireFormRoundTrip(t testing.TB, i Instruction) {
	t.Helper()
	values, err := MarshalForm(i)
	require.NoError(t, err)
	back, err := ParseForm(values)
	require.NoError(t, err, "%v", values)
	*back.form().extra = *i.form().extra
	require.Equal(t, i, back, "%v", values)
}

// fullConference has a value other than the default in every field.
func fullConference(t testing.TB) *Conference {
	return &Conference{
		To: MustParseAddress("client:alice"), From: "+15550100", Timeout: 20 * time.Second, PostWorkActivitySID: testActivity(t),
		StatusCallback: "https://example.com/s?a=1&b=2", StatusCallbackMethod: twiml.GET, StatusCallbackEvents: CallInitiated | CallAnswered,
		Record: true, Muted: true, Beep: twiml.BeepOnEnter,
		StartConferenceOnEnter: No, EndConferenceOnExit: true, EndConferenceOnCustomerExit: true, BeepOnCustomerEntrance: No,
		WaitURL: new("https://example.com/wait"), WaitMethod: twiml.GET, EarlyMedia: No, MaxParticipants: 3,
		ConferenceStatusCallback: "https://example.com/c", ConferenceStatusCallbackMethod: twiml.GET, ConferenceStatusCallbackEvents: ConferenceStart | ConferenceEnd,
		ConferenceRecord: twiml.ConferenceRecordFromStart, ConferenceTrim: twiml.DoNotTrim, RecordingChannels: RecordDual,
		RecordingStatusCallback: "https://example.com/r", RecordingStatusCallbackMethod: twiml.GET,
		ConferenceRecordingStatusCallback: "https://example.com/cr", ConferenceRecordingStatusCallbackMethod: twiml.GET,
		Region: twiml.RegionIE1, SIPAuthUsername: "alice", SIPAuthPassword: "s p", JitterBufferSize: twiml.JitterBufferSmall,
	}
}
