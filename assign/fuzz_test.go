package assign

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// FuzzParse: never panics; an error is typed and says what would be right; what
// was read, written and read again is the same.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		``, `{}`, `[]`, `null`, `ok`, `{"instruction":"accept"}`, `{"instruction":"conference"}`,
		`{"instruction":"reject","activity_sid":"` + activityText + `"}`,
		`{"instruction":"dequeue","to":"alice","from":"+15550100","timeout":"30","status_callback_events":"ringing, completed","x":{"y":[1e3]}}`,
		`{"instruction":"call","from":"+15550100","url":"https://example.com/?a=1&b=2","accept":"TRUE","record":true}`,
		`{"instruction":"conference","to":"sip:a@b","timeout":20,"status_callback_method":"get","beep":false,"early_media":"FALSE","wait_url":"",
			"max_participants":"2","conference_status_callback_event":"start end","conference_record":true,"sip_auth_password":5,"region":"us1"}`,
		`{"instruction":"supervise","supervisor":"` + workerText + `","supervisor_mode":"barge"}`,
		`{"instruction":"supervise","supervisor":"+15550100"}`,
		`{"instruction":"redirect","call_sid":"` + callText + `","url":"https://example.com/","accept":1}`,
		`{"instruction":"DEQUEUE","to":"sip:a@b","timeout":601,"a":"\ud800","a":null}`,
		strings.Repeat(`[`, MaxAnswerDepth+1),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		i, err := Parse(body)
		if err != nil {
			requireTyped(t, err)
			return
		}
		if i == nil {
			return
		}
		require.NoError(t, Validate(i))
		requireRoundTrip(t, i)
	})
}

// FuzzParseForm: never panics; an error is typed; what was read, written and read
// again is the same, in both spellings.
func FuzzParseForm(f *testing.F) {
	for _, seed := range []string{
		``, `Instruction=accept`, `Instruction=conference&To=alice&Beep=onExit&WaitUrl=&ConferenceStatusCallbackEvent=start&ConferenceStatusCallbackEvent=end`,
		`Instruction=enqueue`, `ReservationStatus=rejected&WorkerActivitySid=` + activityText, `ReservationStatus=completed`,
		`Instruction=Dequeue&DequeueTo=%2B15550100&DequeueStatusCallbackEvent=ringing,answered&DequeueTimeout=x`,
		`Instruction=call&CallFrom=%2B15550100&CallUrl=https://example.com/&CallAccept=TRUE&CallRecord=true`,
		`Instruction=redirect&RedirectCallSid=` + callText + `&RedirectUrl=https://example.com/`,
		`Instruction=supervise&Supervisor=` + workerText + `&SupervisorMode=whisper`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		values, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		i, err := ParseForm(values)
		if err != nil {
			requireTyped(t, err)
			return
		}
		if i == nil {
			return
		}
		require.Empty(t, *i.form().extra)
		requireRoundTrip(t, i)
	})
}

func requireTyped(t *testing.T, err error) {
	typed, ok := errors.AsType[*Error](err)
	require.True(t, ok)
	require.NotEmpty(t, typed.Problems)
	for _, p := range typed.Problems {
		require.NotZero(t, p.Code)
		require.NotEmpty(t, p.Want)
	}
	require.True(t, strings.HasPrefix(err.Error(), "assign: "), "%v", err)
}

// FuzzParseAddress: never panics; the text of an address reads back as it.
func FuzzParseAddress(f *testing.F) {
	for _, seed := range []string{"", "+15550100", "client:alice", "alice", "sip:a@b?c=d", "SIPS:a", "5550100", "tel:1", "client:\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := ParseAddress(text)
		if err != nil {
			requireTyped(t, err)
			return
		}
		back, err := ParseAddress(a.String())
		require.NoError(t, err)
		require.Equal(t, a, back)
	})
}

// FuzzParseRequest: never panics; what was read, sent and read again is the
// same.
func FuzzParseRequest(f *testing.F) {
	f.Add(testRequest(f).Encode())
	f.Add("Timestamp=1&TaskAge=x&WorkerSid=WK1")
	f.Fuzz(func(t *testing.T, query string) {
		values, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		r, err := ParseRequest(values)
		if err != nil {
			requireTyped(t, err)
			return
		}
		require.GreaterOrEqual(t, r.TaskAge, time.Duration(0))
		back, err := ParseRequest(r.Values())
		require.NoError(t, err)
		require.Equal(t, r, back)
	})
}
