package assign

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// lifecycle.md §3.4: the parameters of the API.
func TestLifecycle3_4_ParseForm(t *testing.T) {
	tests := []struct {
		name, form string
		want       Instruction
		problems   []string
	}{
		{name: "nothing"},
		{name: "another state is the API's own business", form: "ReservationStatus=completed"},
		{name: "an empty instruction is none", form: "Instruction=&ReservationStatus="},
		{name: "accept by status", form: "ReservationStatus=accepted", want: &Accept{}},
		{name: "accept by name, in any case", form: "Instruction=Accept", want: &Accept{}},
		{name: "reject by status, in any case", form: "ReservationStatus=Rejected&WorkerActivitySid=" + activityText, want: &Reject{ActivitySID: testActivity(t)}},
		{name: "reject by name", form: "Instruction=reject", want: &Reject{}},
		{name: "reject with a bad activity", form: "ReservationStatus=rejected&WorkerActivitySid=Offline", problems: []string{"40100 WorkerActivitySid"}},
		{name: "the instruction wins over the status", form: "ReservationStatus=rejected&Instruction=dequeue", want: &Dequeue{}},
		{name: "an unknown instruction", form: "Instruction=enqueue", problems: []string{"55555 Instruction"}},
		{
			name: "dequeue",
			form: "Instruction=dequeue&DequeueTo=alice&DequeueFrom=%2B15550100&DequeueRecord=record-from-answer&DequeueTimeout=20&DequeuePostWorkActivitySid=" + activityText +
				"&DequeueStatusCallbackUrl=https://example.com/&DequeueStatusCallbackEvent=ringing&DequeueStatusCallbackEvent=completed",
			want: &Dequeue{
				To: MustParseAddress("alice"), From: "+15550100", PostWorkActivitySID: testActivity(t), Record: RecordFromAnswer, Timeout: 20 * time.Second,
				StatusCallbackURL: "https://example.com/", StatusCallbackEvents: CallRinging | CallCompleted,
			},
		},
		{name: "events as the worker's client sends them", form: "Instruction=dequeue&DequeueStatusCallbackEvents=ringing,answered", want: &Dequeue{StatusCallbackEvents: CallRinging | CallAnswered}},
		{name: "DequeueFrom is not required", form: "Instruction=dequeue&DequeueFrom=", want: &Dequeue{}},
		{name: "an empty callback is bad", form: "Instruction=dequeue&DequeueStatusCallbackUrl=", problems: []string{"40157 DequeueStatusCallbackUrl"}},
		{name: "the first of a parameter that comes twice", form: "Instruction=dequeue&DequeueTo=alice&DequeueTo=bob", want: &Dequeue{To: MustParseAddress("alice")}},
		{
			name: "call",
			form: "Instruction=call&CallFrom=%2B15550100&CallUrl=https://example.com/a&CallTo=alice&CallAccept=true&CallRecord=do-not-record&CallTimeout=5&CallStatusCallbackUrl=https://example.com/s",
			want: &Call{From: "+15550100", URL: "https://example.com/a", To: MustParseAddress("alice"), Accept: true, Timeout: 5 * time.Second, StatusCallbackURL: "https://example.com/s"},
		},
		{name: "call without what is required", form: "Instruction=call", problems: []string{"40111 CallFrom", "40112 CallUrl"}},
		{
			name: "redirect", form: "Instruction=redirect&RedirectCallSid=" + callText + "&RedirectUrl=https://example.com/n&RedirectAccept=True",
			want: &Redirect{CallSID: testCall(t), URL: "https://example.com/n", Accept: true},
		},
		{name: "redirect that is bad", form: "Instruction=redirect&RedirectCallSid=CA1&RedirectAccept=1", problems: []string{"40121 RedirectCallSid", "20001 RedirectAccept", "40120 RedirectUrl"}},
		{
			name: "conference: parameters without a prefix", form: "Instruction=conference&To=alice&From=%2B15550100&Beep=onExit&WaitUrl=&ConferenceRecord=true&EarlyMedia=false",
			want: &Conference{To: MustParseAddress("alice"), From: "+15550100", Beep: "onExit", WaitURL: new(""), ConferenceRecord: "record-from-start", EarlyMedia: No},
		},
		{name: "conference: events in one value, as old clients send them", form: "Instruction=conference&ConferenceStatusCallbackEvent=start+end&ConferenceStatusCallbackEvent=hold", want: &Conference{ConferenceStatusCallbackEvents: ConferenceStart | ConferenceEnd | ConferenceHold}},
		{name: "conference: an event there is not", form: "Instruction=conference&ConferenceStatusCallbackEvent=start&ConferenceStatusCallbackEvent=x", problems: []string{"20001 ConferenceStatusCallbackEvent"}},
		{name: "supervise", form: "Instruction=supervise&Supervisor=" + workerText + "&SupervisorMode=barge", want: &Supervise{Supervisor: testWorker(t), Mode: Barge}},
		{name: "parameters of others are ignored", form: "Instruction=accept&To=&DequeueTimeout=x&If=1", want: &Accept{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			values, err := url.ParseQuery(tt.form)
			require.NoError(t, err)
			got, err := ParseForm(values)
			assert.Equal(t, tt.problems, problemKeys(err), "error: %v", err)
			if tt.problems != nil {
				assert.Nil(t, got)
				return
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestLifecycle3_4_MarshalForm(t *testing.T) {
	tests := []struct {
		name string
		give Instruction
		want string
	}{
		{"none", nil, ""},
		{"accept", &Accept{}, "ReservationStatus=accepted"},
		{"reject", &Reject{ActivitySID: testActivity(t)}, "ReservationStatus=rejected&WorkerActivitySid=" + activityText},
		{"a list is repeated", &Dequeue{StatusCallbackEvents: CallRinging | CallCompleted}, "DequeueStatusCallbackEvent=ringing&DequeueStatusCallbackEvent=completed&Instruction=dequeue"},
		{"extra has no parameter", &Dequeue{Extra: []Member{{"dual", []byte("1")}}}, "Instruction=dequeue"},
		{"call", &Call{From: "a", URL: "https://example.com/", Accept: true}, "CallAccept=true&CallFrom=a&CallUrl=https%3A%2F%2Fexample.com%2F&Instruction=call"},
		{"conference", &Conference{EarlyMedia: No, WaitURL: new(""), MaxParticipants: 5}, "EarlyMedia=false&Instruction=conference&MaxParticipants=5&WaitUrl="},
		{"supervise", &Supervise{Supervisor: testWorker(t), Mode: Monitor}, "Instruction=supervise&Supervisor=" + workerText + "&SupervisorMode=monitor"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			values, err := MarshalForm(tt.give)
			require.NoError(t, err)
			assert.Equal(t, tt.want, values.Encode())
		})
	}
	_, err := MarshalForm(&Call{Timeout: -time.Second})
	assert.Equal(t, []string{"40111 CallFrom", "40112 CallUrl", "20001 CallTimeout"}, problemKeys(err))
}

// Every parameter that one instruction has comes back in the other spelling.
func TestFormAndJSONSayTheSame(t *testing.T) {
	values, err := MarshalForm(fullConference(t))
	require.NoError(t, err)
	assert.Len(t, values, len(reference[NameConference])+1)
	fromForm, err := ParseForm(values)
	require.NoError(t, err)
	fromJSON, err := Parse([]byte(conferenceBody))
	require.NoError(t, err)
	assert.Equal(t, fromJSON, fromForm)
}

func TestHostileFormsAreBounded(t *testing.T) {
	for name, values := range map[string]url.Values{
		"a long value":      {"Instruction": {"dequeue"}, "DequeueStatusCallbackUrl": {"https://example.com/" + strings.Repeat("a", MaxAnswerBytes)}},
		"many values":       {"Instruction": {"dequeue"}, "DequeueStatusCallbackEvent": make([]string, MaxAnswerBytes+1)},
		"a long name":       {"Instruction": {strings.Repeat("é", MaxAnswerBytes)}},
		"text of any bytes": {"Instruction": {"\xff\x00"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseForm(values)
			requireTyped(t, err)
			assert.Less(t, len(err.Error()), 500)
		})
	}
}

// rest.md §5.2: the sentence clients match on.
func TestMessageOfTheAPI(t *testing.T) {
	message := func(err error) string {
		typed, ok := err.(*Error)
		require.True(t, ok)
		return typed.Message()
	}
	_, err := Resolve(&Conference{}, facts(t, func(f *Facts) { f.Status = "accepted" }))
	assert.Equal(t, "Unable to execute Conference instruction. Reservation "+reservationText+" is not currently in a Pending state.", message(err))
	_, err = Resolve(&Dequeue{}, facts(t, func(f *Facts) { f.Status = "" }))
	assert.Equal(t, "Unable to execute Dequeue instruction. Reservation "+reservationText+" is not currently in a Pending state.", message(err))
	_, err = Resolve(&Supervise{}, facts(t, nil))
	assert.Equal(t, err.Error(), message(err))
	_, err = ParseForm(url.Values{"Instruction": {"x"}})
	assert.Equal(t, `assign: form: Instruction is "x": want accept, reject, dequeue, call, redirect, conference or supervise (code 55555)`, message(err))
}
