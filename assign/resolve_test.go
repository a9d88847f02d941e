package assign

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
)

// facts are those of a usual reservation, changed for one row.
func facts(t *testing.T, change func(*Facts)) Facts {
	f := Facts{
		Reservation: testReservation(t), TaskSID: mustSID(t, taskrouter.ParseTaskSID, taskText), Status: "pending",
		ContactURI: "alice", TaskCallSID: callText, TaskTo: "+15550100",
		KnownActivity: func(sid taskrouter.ActivitySID) bool { return sid == testActivity(t) },
	}
	if change != nil {
		change(&f)
	}
	return f
}

type resolveTest struct {
	name     string
	give     Instruction
	facts    func(*Facts)
	want     Instruction
	problems []string
}

func runResolveTests(t *testing.T, tests []resolveTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before, _ := json.Marshal(tt.give)
			got, err := Resolve(tt.give, facts(t, tt.facts))
			after, _ := json.Marshal(tt.give)
			assert.Equal(t, string(before), string(after), "the given instruction stays")
			assert.Equal(t, tt.problems, problemKeys(err), "%v", err)
			if tt.problems != nil {
				assert.Nil(t, got)
				return
			}
			require.Equal(t, tt.want, got)
		})
	}
}

// lifecycle.md §3.3, dequeue: defaults from worker and task, and what stands
// against it.
func TestLifecycle3_3_DequeueResolve(t *testing.T) {
	usual := &Dequeue{
		To: MustParseAddress("client:alice"), From: "+15550100",
		Timeout: DefaultTimeout, StatusCallbackEvents: CallCompleted,
	}
	given := &Dequeue{
		To: MustParseAddress("+15550123"), From: "+15550199", PostWorkActivitySID: testActivity(t), Record: RecordFromAnswer,
		Timeout: 5 * time.Second, StatusCallbackURL: "https://example.com/", StatusCallbackEvents: CallRinging,
		Extra: []Member{{"x", json.RawMessage("1")}},
	}
	reservation := "reservation " + reservationText
	runResolveTests(t, []resolveTest{
		{name: "every default", give: &Dequeue{}, want: usual},
		{name: "what is given stays", give: given, want: given},
		{name: "to wins over contact_uri", give: &Dequeue{To: MustParseAddress("bob")}, facts: func(f *Facts) { f.ContactURI = "not an address" }, want: &Dequeue{
			To: MustParseAddress("bob"), From: "+15550100", Timeout: DefaultTimeout, StatusCallbackEvents: CallCompleted,
		}},
		{name: "neither to nor contact_uri", give: &Dequeue{}, facts: func(f *Facts) { f.ContactURI = "" }, problems: []string{"40131 to"}},
		{name: "contact_uri is bad", give: &Dequeue{}, facts: func(f *Facts) { f.ContactURI = "5550100" }, problems: []string{"40131 to"}},
		{name: "neither from nor the number dialled", give: &Dequeue{}, facts: func(f *Facts) { f.TaskTo = "" }, problems: []string{"40132 from"}},
		{name: "the number dialled is bad", give: &Dequeue{}, facts: func(f *Facts) { f.TaskTo = "\n" }, problems: []string{"40132 from"}},
		{name: "no call_sid", give: &Dequeue{}, facts: func(f *Facts) { f.TaskCallSID = "" }, problems: []string{"40140 task attribute call_sid"}},
		{name: "call_sid is none", give: &Dequeue{}, facts: func(f *Facts) { f.TaskCallSID = "CA1" }, problems: []string{"40140 task attribute call_sid"}},
		{name: "unknown activity", give: &Dequeue{PostWorkActivitySID: testActivity(t)}, facts: func(f *Facts) {
			f.KnownActivity = func(taskrouter.ActivitySID) bool { return false }
		}, problems: []string{"40130 post_work_activity_sid"}},
		{name: "no activities at all", give: &Dequeue{PostWorkActivitySID: testActivity(t)}, facts: func(f *Facts) { f.KnownActivity = nil }, problems: []string{"40130 post_work_activity_sid"}},
		{name: "rings too long for the worker's SIP phone", give: &Dequeue{Timeout: 700 * time.Second}, facts: func(f *Facts) { f.ContactURI = "sip:a@b" }, problems: []string{"20001 timeout"}},
		{name: "not pending, and nothing else said", give: &Dequeue{}, facts: func(f *Facts) { f.Status, f.ContactURI = "accepted", "" }, problems: []string{"40135 " + reservation}},
		{name: "no status is not pending", give: &Dequeue{}, facts: func(f *Facts) { f.Status = "" }, problems: []string{"40135 " + reservation}},
		{name: "all at once", give: &Dequeue{PostWorkActivitySID: testActivity(t), Record: 9}, facts: func(f *Facts) { *f = Facts{Status: "pending"} }, problems: []string{
			"40140 task attribute call_sid", "40131 to", "40132 from", "40130 post_work_activity_sid", "20001 record",
		}},
	})
}

func TestLifecycle3_3_CallResolve(t *testing.T) {
	call := &Call{From: "+15550100", URL: "https://example.com/agent"}
	want := *call
	want.To, want.Timeout = MustParseAddress("client:alice"), DefaultTimeout
	full := want
	full.To, full.Timeout = MustParseAddress("bob"), time.Second
	runResolveTests(t, []resolveTest{
		{name: "defaults", give: call, want: &want},
		{name: "what is given stays", give: &full, want: &full},
		{name: "any task will do", give: call, facts: func(f *Facts) { f.TaskCallSID, f.TaskTo = "", "" }, want: &want},
		{name: "neither to nor contact_uri", give: call, facts: func(f *Facts) { f.ContactURI = "" }, problems: []string{"40110 to"}},
		{name: "from has no default", give: &Call{URL: call.URL}, problems: []string{"40111 from"}},
		{name: "not pending", give: call, facts: func(f *Facts) { f.Status = "timeout" }, problems: []string{"40114 reservation " + reservationText}},
	})
}

func TestLifecycle3_3_RedirectResolve(t *testing.T) {
	redirect := &Redirect{CallSID: testCall(t), URL: "https://example.com/next"}
	runResolveTests(t, []resolveTest{
		{name: "pending", give: redirect, want: redirect},
		{name: "made without a URL", give: &Redirect{CallSID: testCall(t)}, problems: []string{"40120 url"}},
		{name: "not pending", give: redirect, facts: func(f *Facts) { f.Status = "rescinded" }, problems: []string{"40123 reservation " + reservationText}},
	})
}

func TestLifecycle3_3_RejectAndAcceptResolve(t *testing.T) {
	runResolveTests(t, []resolveTest{
		{name: "reject", give: &Reject{}, want: &Reject{}},
		{name: "reject with activity", give: &Reject{ActivitySID: testActivity(t)}, want: &Reject{ActivitySID: testActivity(t)}},
		{name: "reject with unknown activity", give: &Reject{ActivitySID: testActivity(t)}, facts: func(f *Facts) { f.KnownActivity = nil }, problems: []string{"40100 activity_sid"}},
		{name: "accept is left to the engine", give: &Accept{}, facts: func(f *Facts) { f.Status = "accepted" }, want: &Accept{}},
		{name: "accept with a member that is no JSON", give: &Accept{Extra: []Member{{"x", nil}}}, problems: []string{"20001 Extra"}},
		{name: "none", give: nil, want: nil},
	})
}

func TestNotPendingMessage(t *testing.T) {
	_, err := (&Dequeue{}).Resolve(facts(t, func(f *Facts) { f.Status = "accepted" }))
	assert.EqualError(t, err, `assign: dequeue: reservation `+reservationText+` is "accepted": want pending (code 40135)`)
}

func TestMissingContactMessage(t *testing.T) {
	_, err := (&Dequeue{}).Resolve(facts(t, func(f *Facts) { f.ContactURI = "" }))
	assert.EqualError(t, err, `assign: dequeue: to is missing: want an E.164 number, client:name or sip:user@host, here or as the worker's attribute contact_uri (code 40131)`)
}
