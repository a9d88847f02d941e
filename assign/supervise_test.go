package assign

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// lifecycle.md §3.3, supervise.
func TestLifecycle3_3_Supervise(t *testing.T) {
	with := func(members string) string {
		return `{"instruction":"supervise","supervisor":"` + workerText + `"` + members + `}`
	}
	runParseTests(t, []parseTest{
		{name: "the supervisor alone", body: with(``), want: &Supervise{Supervisor: testWorker(t)}},
		{name: "monitor", body: with(`,"supervisor_mode":"monitor"`), want: &Supervise{Supervisor: testWorker(t), Mode: Monitor}},
		{name: "whisper", body: with(`,"supervisor_mode":"whisper"`), want: &Supervise{Supervisor: testWorker(t), Mode: Whisper}},
		{name: "barge", body: with(`,"supervisor_mode":"barge"`), want: &Supervise{Supervisor: testWorker(t), Mode: Barge}},
		{name: "an address", body: `{"instruction":"supervise","supervisor":"client:eve"}`, want: &Supervise{To: MustParseAddress("eve")}},
		{name: "no supervisor", body: `{"instruction":"supervise"}`, problems: []string{"20001 supervisor"}},
		{name: "a number without its country", body: `{"instruction":"supervise","supervisor":"5550100"}`, problems: []string{"20001 supervisor"}},
		{name: "a SID of another kind is no name", body: `{"instruction":"supervise","supervisor":"` + taskText + `"}`, problems: []string{"20001 supervisor"}},
		{name: "a SID that is too short is no name", body: `{"instruction":"supervise","supervisor":"WK1"}`, problems: []string{"20001 supervisor"}},
		{name: "a number", body: `{"instruction":"supervise","supervisor":1}`, problems: []string{"20001 supervisor"}},
		{name: "another mode", body: with(`,"supervisor_mode":"coach"`), problems: []string{"20001 supervisor_mode"}},
	})
}

// lifecycle.md §3.3, supervise: what stands against it.
func TestLifecycle3_3_SuperviseResolve(t *testing.T) {
	give := &Supervise{Supervisor: testWorker(t)}
	want := &Supervise{Supervisor: testWorker(t), Mode: Monitor}
	whisper := &Supervise{Supervisor: testWorker(t), Mode: Whisper}
	runResolveTests(t, []resolveTest{
		{name: "monitor is the default", give: give, facts: supervisorFacts("eve", nil), want: want},
		{name: "also in transfer", give: give, facts: supervisorFacts("eve", func(f *Facts) { f.Transferring = true }), want: want},
		{name: "pending, as in every callback", give: give, facts: supervisorFacts("eve", func(f *Facts) { f.Status = "pending" }), problems: []string{"40146 reservation " + reservationText}},
		{name: "canceled", give: give, facts: supervisorFacts("eve", func(f *Facts) { f.Status = "canceled" }), problems: []string{"40146 reservation " + reservationText}},
		{name: "wrapping", give: give, facts: supervisorFacts("eve", func(f *Facts) { f.Status = "wrapping" }), problems: []string{"40146 reservation " + reservationText}},
		{name: "no contact_uri", give: give, facts: supervisorFacts("", nil), problems: []string{"40147 contact_uri of " + workerText}},
		{name: "a bad contact_uri", give: give, facts: supervisorFacts("5550100", nil), problems: []string{"40147 contact_uri of " + workerText}},
		{name: "no such worker", give: give, facts: supervisorFacts("eve", func(f *Facts) { f.WorkerContact = nil }), problems: []string{"40147 supervisor"}},
		{name: "an address needs no worker", give: &Supervise{To: MustParseAddress("eve"), Mode: Barge}, facts: supervisorFacts("", func(f *Facts) { f.WorkerContact = nil }), want: &Supervise{To: MustParseAddress("eve"), Mode: Barge}},
		{name: "no from", give: give, facts: supervisorFacts("eve", func(f *Facts) { f.TaskFrom = "" }), problems: []string{"40148 task attribute from"}},
		{name: "a bad from", give: give, facts: supervisorFacts("eve", func(f *Facts) { f.TaskFrom = "\n" }), problems: []string{"40148 task attribute from"}},
		{name: "no conference", give: give, facts: supervisorFacts("eve", func(f *Facts) { f.ConferenceSID = "" }), problems: []string{"20001 task attribute conference.sid"}},
		{name: "whisper", give: whisper, facts: supervisorFacts("eve", nil), want: whisper},
		{name: "whisper to nobody", give: whisper, facts: supervisorFacts("eve", func(f *Facts) { f.ConferenceWorker = "" }), problems: []string{"20001 task attribute conference.participants.worker"}},
		{name: "without anybody", give: &Supervise{}, facts: supervisorFacts("eve", nil), problems: []string{"20001 supervisor"}},
	})
}

func TestSupervisePlan(t *testing.T) {
	leg := Leg{To: MustParseAddress("eve"), From: "+15550199", Timeout: DefaultTimeout, EarlyMedia: true, Beep: twiml.BeepFalse}
	monitor, whisper := leg, leg
	monitor.Muted, whisper.Coach = true, testCall(t)
	for mode, want := range map[SupervisorMode]Leg{Monitor: monitor, Whisper: whisper, Barge: leg} {
		for _, give := range []*Supervise{{Supervisor: testWorker(t), Mode: mode}, {To: MustParseAddress("eve"), Mode: mode}} {
			p, err := give.Plan(facts(t, supervisorFacts("client:eve", nil)))
			require.NoError(t, err)
			assert.Equal(t, &SupervisePlan{Instruction: give, Name: taskText, SID: conferenceText, Supervisor: want}, p)
		}
	}
	_, err := (&Supervise{Supervisor: testWorker(t)}).Plan(facts(t, nil))
	assert.ErrorIs(t, err, CodeSuperviseState)
}

// supervisorFacts are those of an accepted reservation with a conference, and of
// a supervisor with this contact_uri.
func supervisorFacts(uri string, change func(*Facts)) func(*Facts) {
	return func(f *Facts) {
		f.Status, f.TaskFrom, f.ConferenceSID, f.ConferenceWorker = "accepted", "+15550199", conferenceText, callText
		f.WorkerContact = func(w taskrouter.WorkerSID) (string, bool) { return uri, w.String() == workerText }
		if change != nil {
			change(f)
		}
	}
}
