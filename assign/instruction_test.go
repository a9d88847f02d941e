package assign

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// lifecycle.md §3.3, accept.
func TestLifecycle3_3_Accept(t *testing.T) {
	runParseTests(t, []parseTest{
		{name: "alone", body: `{"instruction":"accept"}`, want: &Accept{}},
		{name: "with a key it does not know", body: `{"instruction":"accept","to":5}`, want: &Accept{Extra: []Member{{"to", json.RawMessage("5")}}}},
	})
}

// lifecycle.md §3.3, reject.
func TestLifecycle3_3_Reject(t *testing.T) {
	runParseTests(t, []parseTest{
		{name: "without activity_sid the worker's activity stays", body: `{"instruction":"reject"}`, want: &Reject{}},
		{name: "activity_sid", body: `{"instruction":"reject","activity_sid":"` + activityText + `"}`, want: &Reject{ActivitySID: testActivity(t)}},
		{name: "empty activity_sid is absent", body: `{"instruction":"reject","activity_sid":""}`, want: &Reject{}},
		{name: "null activity_sid is absent", body: `{"instruction":"reject","activity_sid":null}`, want: &Reject{}},
		{name: "a name instead of a SID", body: `{"instruction":"reject","activity_sid":"Offline"}`, problems: []string{"40100 activity_sid"}},
		{name: "a SID of another kind", body: `{"instruction":"reject","activity_sid":"` + callText + `"}`, problems: []string{"40100 activity_sid"}},
		{name: "no text", body: `{"instruction":"reject","activity_sid":["` + activityText + `"]}`, problems: []string{"40100 activity_sid"}},
	})
}

// lifecycle.md §3.3, dequeue.
func TestLifecycle3_3_Dequeue(t *testing.T) {
	dequeue := func(members string) string { return `{"instruction":"dequeue",` + members + `}` }
	runParseTests(t, []parseTest{
		{name: "alone: all from worker and task", body: `{"instruction":"dequeue"}`, want: &Dequeue{}},
		{
			name: "every key",
			body: dequeue(`"to":"client:alice","from":"+15550100","post_work_activity_sid":"` + activityText + `","record":"record-from-answer",
				"timeout":15,"status_callback_url":"https://example.com/s?a=1&b=2","status_callback_events":"answered, initiated"`),
			want: &Dequeue{
				To: MustParseAddress("client:alice"), From: "+15550100", PostWorkActivitySID: testActivity(t),
				Record: RecordFromAnswer, Timeout: 15 * time.Second,
				StatusCallbackURL: "https://example.com/s?a=1&b=2", StatusCallbackEvents: CallInitiated | CallAnswered,
			},
		},
		{name: "to is a bare word", body: dequeue(`"to":"alice"`), want: &Dequeue{To: MustParseAddress("client:alice")}},
		{name: "to empty is absent", body: dequeue(`"to":""`), want: &Dequeue{}},
		{name: "to is a number without country", body: dequeue(`"to":5550100`), problems: []string{"40131 to"}},
		{name: "to is a boolean", body: dequeue(`"to":true`), problems: []string{"40131 to"}},
		{name: "from is a JSON number", body: dequeue(`"from":15550100`), want: &Dequeue{From: "15550100"}},
		{name: "from has a control character", body: dequeue(`"from":"+1555\u0000"`), problems: []string{"40132 from"}},
		{name: "from is blank", body: dequeue(`"from":" "`), problems: []string{"40132 from"}},
		{name: "from is no text", body: dequeue(`"from":[]`), problems: []string{"40132 from"}},
		{name: "from is too long", body: dequeue(`"from":"` + strings.Repeat("é", 257) + `"`), problems: []string{"40132 from"}},
		{name: "post_work_activity_sid is malformed", body: dequeue(`"post_work_activity_sid":"WAx"`), problems: []string{"40130 post_work_activity_sid"}},
		{name: "record: the default", body: dequeue(`"record":"do-not-record"`), want: &Dequeue{}},
		{name: "record: true as <Dial record> has it", body: dequeue(`"record":true`), want: &Dequeue{Record: RecordFromAnswer}},
		{name: "record: false as a text", body: dequeue(`"record":"false"`), want: &Dequeue{}},
		{name: "record: a word of <Dial> only", body: dequeue(`"record":"record-from-ringing"`), problems: []string{"20001 record"}},
		{name: "timeout as a text", body: dequeue(`"timeout":"20"`), want: &Dequeue{Timeout: 20 * time.Second}},
		{name: "timeout as a number with a point", body: dequeue(`"timeout":20.0`), want: &Dequeue{Timeout: 20 * time.Second}},
		{name: "timeout at its least", body: dequeue(`"timeout":1`), want: &Dequeue{Timeout: time.Second}},
		{name: "timeout at its most", body: dequeue(`"timeout":999`), want: &Dequeue{Timeout: 999 * time.Second}},
		{name: "timeout 0", body: dequeue(`"timeout":0`), problems: []string{"20001 timeout"}},
		{name: "timeout negative", body: dequeue(`"timeout":-1`), problems: []string{"20001 timeout"}},
		{name: "timeout above its most", body: dequeue(`"timeout":1000`), problems: []string{"20001 timeout"}},
		{name: "timeout with a fraction", body: dequeue(`"timeout":1.5`), problems: []string{"20001 timeout"}},
		{name: "timeout larger than any integer", body: dequeue(`"timeout":1e300`), problems: []string{"20001 timeout"}},
		{name: "timeout with a unit", body: dequeue(`"timeout":"20s"`), problems: []string{"20001 timeout"}},
		{name: "timeout is a boolean", body: dequeue(`"timeout":true`), problems: []string{"20001 timeout"}},
		{name: "timeout for SIP at its most", body: dequeue(`"timeout":600,"to":"sip:a@example.com"`), want: &Dequeue{To: MustParseAddress("sip:a@example.com"), Timeout: 600 * time.Second}},
		{name: "timeout for SIP above its most", body: dequeue(`"timeout":601,"to":"sip:a@example.com"`), problems: []string{"20001 timeout"}},
		{name: "status_callback_url empty", body: dequeue(`"status_callback_url":""`), problems: []string{"40157 status_callback_url"}},
		{name: "status_callback_url null is absent", body: dequeue(`"status_callback_url":null`), want: &Dequeue{}},
		{name: "status_callback_url no text", body: dequeue(`"status_callback_url":5`), problems: []string{"40157 status_callback_url"}},
		{name: "status_callback_url relative", body: dequeue(`"status_callback_url":"/status"`), problems: []string{"40157 status_callback_url"}},
		{name: "status_callback_url of another scheme", body: dequeue(`"status_callback_url":"ftp://example.com/"`), problems: []string{"40157 status_callback_url"}},
		{name: "status_callback_url whose host has an underscore", body: dequeue(`"status_callback_url":"https://a_b.example.com/"`), problems: []string{"40157 status_callback_url"}},
		{name: "status_callback_url with a blank", body: dequeue(`"status_callback_url":"https://example.com/a b"`), problems: []string{"40157 status_callback_url"}},
		{name: "status_callback_url without host", body: dequeue(`"status_callback_url":"https://:80/"`), problems: []string{"40157 status_callback_url"}},
		{name: "status_callback_events: all", body: dequeue(`"status_callback_events":"initiated,ringing,answered,completed"`), want: &Dequeue{StatusCallbackEvents: CallInitiated | CallRinging | CallAnswered | CallCompleted}},
		{name: "status_callback_events: one twice", body: dequeue(`"status_callback_events":"ringing,ringing"`), want: &Dequeue{StatusCallbackEvents: CallRinging}},
		{name: "status_callback_events: unknown", body: dequeue(`"status_callback_events":"ringing,busy"`), problems: []string{"40134 status_callback_events"}},
		{name: "status_callback_events: an empty name", body: dequeue(`"status_callback_events":"ringing,"`), problems: []string{"40134 status_callback_events"}},
		{name: "status_callback_events: a list", body: dequeue(`"status_callback_events":["ringing"]`), problems: []string{"40134 status_callback_events"}},
		{name: "all that is wrong", body: dequeue(`"to":1,"from":[],"post_work_activity_sid":1,"record":"x","timeout":"x","status_callback_url":"x","status_callback_events":"x"`), problems: []string{
			"40131 to", "40132 from", "40130 post_work_activity_sid", "20001 record", "20001 timeout", "40157 status_callback_url", "40134 status_callback_events",
		}},
	})
}

// lifecycle.md §3.3, call.
func TestLifecycle3_3_Call(t *testing.T) {
	call := func(members string) string {
		return `{"instruction":"call","from":"+15550100","url":"https://example.com/agent"` + members + `}`
	}
	base := func(change func(*Call)) *Call {
		i := &Call{From: "+15550100", URL: "https://example.com/agent"}
		change(i)
		return i
	}
	runParseTests(t, []parseTest{
		{name: "what is required", body: call(``), want: base(func(*Call) {})},
		{
			name: "every key",
			body: call(`,"to":"+15550123","accept":"True","record":"record-from-answer","timeout":30,"status_callback_url":"http://example.com/s"`),
			want: base(func(i *Call) {
				i.To, i.Accept, i.Record = MustParseAddress("+15550123"), true, RecordFromAnswer
				i.Timeout, i.StatusCallbackURL = 30*time.Second, "http://example.com/s"
			}),
		},
		{name: "accept false", body: call(`,"accept":false`), want: base(func(*Call) {})},
		{name: "accept is neither", body: call(`,"accept":"yes"`), problems: []string{"20001 accept"}},
		{name: "accept is a number", body: call(`,"accept":1`), problems: []string{"20001 accept"}},
		{name: "to is bad", body: call(`,"to":"tel:+15550123"`), problems: []string{"40110 to"}},
		{name: "status_callback_url is bad", body: call(`,"status_callback_url":""`), problems: []string{"40158 status_callback_url"}},
		{name: "record is bad", body: call(`,"record":5`), problems: []string{"20001 record"}},
		{name: "timeout is bad", body: call(`,"timeout":1000`), problems: []string{"20001 timeout"}},
		{name: "from and url missing", body: `{"instruction":"call"}`, problems: []string{"40111 from", "40112 url"}},
		{name: "from and url empty", body: `{"instruction":"call","from":"","url":""}`, problems: []string{"40111 from", "40112 url"}},
		{name: "from and url bad: once each", body: `{"instruction":"call","url":5,"from":{}}`, problems: []string{"40112 url", "40111 from"}},
	})
}

// lifecycle.md §3.3, redirect.
func TestLifecycle3_3_Redirect(t *testing.T) {
	want := Redirect{CallSID: testCall(t), URL: "https://example.com/next"}
	accept := want
	accept.Accept = true
	redirect := func(members string) string {
		return `{"instruction":"redirect","call_sid":"` + callText + `","url":"https://example.com/next"` + members + `}`
	}
	runParseTests(t, []parseTest{
		{name: "accept is false by default", body: redirect(``), want: &want},
		{name: "accept", body: redirect(`,"accept":true`), want: &accept},
		{name: "accept is bad", body: redirect(`,"accept":"1"`), problems: []string{"20001 accept"}},
		{name: "call_sid and url missing", body: `{"instruction":"redirect"}`, problems: []string{"40121 call_sid", "40120 url"}},
		{name: "call_sid and url bad", body: `{"instruction":"redirect","call_sid":"CA1","url":"next"}`, problems: []string{"40121 call_sid", "40120 url"}},
	})
}

func TestMarshalGolden(t *testing.T) {
	tests := []struct {
		name string
		give Instruction
		want string
	}{
		{"none", nil, `{}`},
		{"accept", &Accept{}, `{"instruction":"accept"}`},
		{"reject", &Reject{}, `{"instruction":"reject"}`},
		{"reject with activity", &Reject{ActivitySID: testActivity(t)}, `{"instruction":"reject","activity_sid":"` + activityText + `"}`},
		{"dequeue", &Dequeue{}, `{"instruction":"dequeue"}`},
		{
			"dequeue with all",
			&Dequeue{
				To: MustParseAddress("SIP:a@example.com"), From: "+15550100", PostWorkActivitySID: testActivity(t), Record: RecordFromAnswer,
				Timeout: 20 * time.Second, StatusCallbackURL: "https://example.com/?a=1&b=<2>", StatusCallbackEvents: CallCompleted | CallRinging,
				Extra: []Member{{"z", json.RawMessage(`1`)}, {"a", json.RawMessage(`"x"`)}},
			},
			`{"instruction":"dequeue","to":"sip:a@example.com","from":"+15550100","post_work_activity_sid":"` + activityText + `",` +
				`"record":"record-from-answer","timeout":20,"status_callback_url":"https://example.com/?a=1&b=<2>",` +
				`"status_callback_events":"ringing,completed","z":1,"a":"x"}`,
		},
		{
			"call with all",
			&Call{
				From: "+15550100", URL: "https://example.com/agent", To: MustParseAddress("alice"), Accept: true, Record: RecordFromAnswer,
				Timeout: 999 * time.Second, StatusCallbackURL: "https://example.com/s",
			},
			`{"instruction":"call","from":"+15550100","url":"https://example.com/agent","to":"client:alice","accept":true,` +
				`"record":"record-from-answer","timeout":999,"status_callback_url":"https://example.com/s"}`,
		},
		{
			"redirect", &Redirect{CallSID: testCall(t), URL: "https://example.com/next", Accept: true},
			`{"instruction":"redirect","call_sid":"` + callText + `","url":"https://example.com/next","accept":true}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Marshal(tt.give)
			require.NoError(t, err)
			assert.Equal(t, tt.want, string(got))
			if tt.give != nil {
				requireRoundTrip(t, tt.give)
			}
		})
	}
}

// What a program made is held against the same rules as what was read.
func TestValidate(t *testing.T) {
	url := "https://example.com/"
	tests := []struct {
		name     string
		give     Instruction
		problems []string
	}{
		{"none", nil, nil},
		{"fine", &Dequeue{Timeout: time.Minute}, nil},
		{"timeout with a fraction", &Dequeue{Timeout: 1500 * time.Millisecond}, []string{"20001 timeout"}},
		{"timeout negative", &Dequeue{Timeout: -time.Second}, []string{"20001 timeout"}},
		{"recording out of range", &Dequeue{Record: 7}, []string{"20001 record"}},
		{"events out of range", &Dequeue{StatusCallbackEvents: 1 << 6}, []string{"40134 status_callback_events"}},
		{"call without anything", &Call{}, []string{"40111 from", "40112 url"}},
		{"redirect without anything", &Redirect{}, []string{"40121 call_sid", "40120 url"}},
		{"conference with words out of range", &Conference{
			Beep: "often", EarlyMedia: 3, MaxParticipants: 1, StatusCallbackMethod: "PUT", ConferenceRecord: "true", ConferenceStatusCallbackEvents: 1 << 7,
			WaitURL: new("/wait"), SIPAuthPassword: "\n",
		}, []string{
			"20001 status_callback_method", "20001 wait_url", "20001 early_media", "20001 max_participants",
			"20001 conference_status_callback_event", "20001 conference_record", "20001 sip_auth_password", "20001 beep",
		}},
		{"supervise without anybody", &Supervise{}, []string{"20001 supervisor"}},
		{"supervise with two", &Supervise{Supervisor: testWorker(t), To: MustParseAddress("alice")}, []string{"20001 supervisor"}},
		{"supervise in no mode", &Supervise{Supervisor: testWorker(t), Mode: "coach"}, []string{"20001 supervisor_mode"}},
		{"text that is not UTF-8", &Call{From: "\xff", URL: url}, []string{"40111 from"}},
		{"extra with a known key", &Reject{Extra: []Member{{"activity_sid", json.RawMessage(`1`)}}}, []string{"20001 Extra"}},
		{"extra with the instruction", &Accept{Extra: []Member{{"instruction", json.RawMessage(`1`)}}}, []string{"20001 Extra"}},
		{"extra twice", &Accept{Extra: []Member{{"x", json.RawMessage(`1`)}, {"x", json.RawMessage(`1`)}}}, []string{"20001 Extra"}},
		{"extra that is no JSON", &Accept{Extra: []Member{{"x", json.RawMessage(`{`)}}}, []string{"20001 Extra"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := Validate(tt.give)
			assert.ElementsMatch(t, tt.problems, problemKeys(err), "%v", err)
			_, marshalErr := Marshal(tt.give)
			assert.Equal(t, err, marshalErr)
		})
	}
}

func TestMarshalJSONIsMarshal(t *testing.T) {
	for _, i := range []Instruction{
		&Accept{},
		&Reject{ActivitySID: testActivity(t)},
		&Dequeue{From: "+15550100"},
		&Call{From: "+15550100", URL: "https://example.com/"},
		&Redirect{CallSID: testCall(t), URL: "https://example.com/"},
		fullConference(t),
		&Supervise{Supervisor: testWorker(t), Mode: Whisper},
	} {
		requireRoundTrip(t, i)
	}
	_, err := json.Marshal(&Call{})
	assert.ErrorIs(t, err, CodeCallURL)
}

func TestNames(t *testing.T) {
	for _, name := range []Name{NameAccept, NameReject, NameDequeue, NameCall, NameRedirect, NameConference, NameSupervise} {
		i, ok := newInstruction(name)
		require.True(t, ok)
		assert.Equal(t, name, i.Name())
		assert.Contains(t, wantInstruction(), string(name), "messages list every instruction")
	}
}

func TestRecordingAndEventsAsText(t *testing.T) {
	assert.Equal(t, "do-not-record", DoNotRecord.String())
	assert.Equal(t, "Recording(9)", Recording(9).String())
	assert.Equal(t, "initiated,completed", (CallCompleted | CallInitiated).String())
	assert.Empty(t, CallEvents(0).String())
	assert.Equal(t, "CallEvents(0x81)", CallEvents(0x81).String())
	assert.True(t, (CallRinging | CallAnswered | CallCompleted).Has(CallRinging|CallAnswered))
	assert.False(t, CallRinging.Has(CallRinging|CallAnswered))
}
