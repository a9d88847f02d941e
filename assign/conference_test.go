package assign

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/twiml"
)

// conferenceBody has every key of the instruction.
const conferenceBody = `{"instruction":"conference","to":"client:alice","from":"+15550100","timeout":20,` +
	`"post_work_activity_sid":"` + activityText + `","status_callback":"https://example.com/s?a=1&b=2","status_callback_method":"GET",` +
	`"status_callback_events":"initiated,answered","record":true,"muted":true,"beep":"onEnter","start_conference_on_enter":false,` +
	`"end_conference_on_exit":true,"end_conference_on_customer_exit":true,"beep_on_customer_entrance":false,` +
	`"wait_url":"https://example.com/wait","wait_method":"GET","early_media":false,"max_participants":3,` +
	`"conference_status_callback":"https://example.com/c","conference_status_callback_method":"GET","conference_status_callback_event":"start,end",` +
	`"conference_record":"record-from-start","conference_trim":"do-not-trim","recording_channels":"dual",` +
	`"recording_status_callback":"https://example.com/r","recording_status_callback_method":"GET",` +
	`"conference_recording_status_callback":"https://example.com/cr","conference_recording_status_callback_method":"GET",` +
	`"region":"ie1","sip_auth_username":"alice","sip_auth_password":"s p","jitter_buffer_size":"small"}`

// lifecycle.md §3.3, conference.
func TestLifecycle3_3_Conference(t *testing.T) {
	with := func(members string) string { return `{"instruction":"conference",` + members + `}` }
	runParseTests(t, []parseTest{
		{name: "alone: all from worker and task", body: `{"instruction":"conference"}`, want: &Conference{}},
		{name: "every key", body: conferenceBody, want: fullConference(t)},
		{name: "to is bad", body: with(`"to":"5550100"`), problems: []string{"40137 to"}},
		{name: "from is bad", body: with(`"from":" "`), problems: []string{"40141 from"}},
		{name: "timeout at its most", body: with(`"timeout":"999"`), want: &Conference{Timeout: 999 * time.Second}},
		{name: "timeout above its most", body: with(`"timeout":1000`), problems: []string{"14233 timeout"}},
		{name: "timeout is no integer", body: with(`"timeout":1.5`), problems: []string{"14233 timeout"}},
		{name: "post_work_activity_sid is malformed", body: with(`"post_work_activity_sid":"Offline"`), problems: []string{"40139 post_work_activity_sid"}},
		{name: "status_callback empty", body: with(`"status_callback":""`), problems: []string{"40159 status_callback"}},
		{name: "status_callback relative", body: with(`"status_callback":"/s"`), problems: []string{"40159 status_callback"}},
		{name: "status_callback_method in any case", body: with(`"status_callback_method":"get"`), want: &Conference{StatusCallbackMethod: twiml.GET}},
		{name: "status_callback_method: neither", body: with(`"status_callback_method":"PUT"`), problems: []string{"20001 status_callback_method"}},
		{name: "status_callback_events: none that there is", body: with(`"status_callback_events":"busy"`), problems: []string{"20001 status_callback_events"}},
		{name: "record as a text", body: with(`"record":"true"`), want: &Conference{Record: true}},
		{name: "muted is bad", body: with(`"muted":"yes"`), problems: []string{"20001 muted"}},
		{name: "beep as a boolean", body: with(`"beep":false`), want: &Conference{Beep: twiml.BeepFalse}},
		{name: "beep: the words are exact", body: with(`"beep":"onenter"`), problems: []string{"20001 beep"}},
		{name: "what is yes by default, said", body: with(`"early_media":true`), want: &Conference{EarlyMedia: Yes}},
		{name: "what is yes by default, refused as a text", body: with(`"start_conference_on_enter":"False"`), want: &Conference{StartConferenceOnEnter: No}},
		{name: "end_conference_on_exit and on_customer_exit are two", body: with(`"end_conference_on_customer_exit":true`), want: &Conference{EndConferenceOnCustomerExit: true}},
		{name: "wait_url empty is silence", body: with(`"wait_url":""`), want: &Conference{WaitURL: new("")}},
		{name: "wait_url null is hold music", body: with(`"wait_url":null`), want: &Conference{}},
		{name: "wait_url relative", body: with(`"wait_url":"hold.mp3"`), problems: []string{"20001 wait_url"}},
		{name: "max_participants at its least", body: with(`"max_participants":2`), want: &Conference{MaxParticipants: 2}},
		{name: "max_participants at its most", body: with(`"max_participants":"250"`), want: &Conference{MaxParticipants: 250}},
		{name: "max_participants below its least", body: with(`"max_participants":1`), problems: []string{"20001 max_participants"}},
		{name: "max_participants above its most", body: with(`"max_participants":251`), problems: []string{"20001 max_participants"}},
		{name: "conference_status_callback empty is absent", body: with(`"conference_status_callback":""`), want: &Conference{}},
		{name: "conference_status_callback_event: all", body: with(`"conference_status_callback_event":"start,end,join,leave,mute,hold,speaker"`), want: &Conference{ConferenceStatusCallbackEvents: 1<<7 - 1}},
		{name: "conference_status_callback_event with blanks", body: with(`"conference_status_callback_event":" start end, join "`), want: &Conference{ConferenceStatusCallbackEvents: ConferenceStart | ConferenceEnd | ConferenceJoin}},
		{name: "conference_status_callback_event: blank", body: with(`"conference_status_callback_event":" "`), problems: []string{"20001 conference_status_callback_event"}},
		{name: "conference_status_callback_event of documents only", body: with(`"conference_status_callback_event":"announcement"`), problems: []string{"20001 conference_status_callback_event"}},
		{name: "conference_record true is ignored", body: with(`"conference_record":true`), want: &Conference{}},
		{name: "conference_record as a text", body: with(`"conference_record":"true"`), want: &Conference{ConferenceRecord: twiml.ConferenceRecordFromStart}},
		{name: "conference_record: false as a text", body: with(`"conference_record":"false"`), want: &Conference{ConferenceRecord: twiml.ConferenceDoNotRecord}},
		{name: "conference_record is a word of dequeue", body: with(`"conference_record":"record-from-answer"`), problems: []string{"20001 conference_record"}},
		{name: "conference_trim is bad", body: with(`"conference_trim":true`), problems: []string{"20001 conference_trim"}},
		{name: "recording_channels is bad", body: with(`"recording_channels":"stereo"`), problems: []string{"20001 recording_channels"}},
		{name: "region is bad", body: with(`"region":"eu1"`), problems: []string{"20001 region"}},
		{name: "jitter_buffer_size is bad", body: with(`"jitter_buffer_size":"huge"`), problems: []string{"20001 jitter_buffer_size"}},
		{name: "sip_auth_username too long", body: with(`"sip_auth_username":"` + strings.Repeat("é", 257) + `"`), problems: []string{"20001 sip_auth_username"}},
		{name: "sip_auth_password as a number", body: with(`"sip_auth_password":1234`), want: &Conference{SIPAuthPassword: "1234"}},
		{name: "what it does not support is kept", body: with(`"label":"a","room_name":"b"`), want: &Conference{Extra: []Member{{"label", json.RawMessage(`"a"`)}, {"room_name", json.RawMessage(`"b"`)}}}},
		{name: "all that is wrong, in the order of the document", body: with(`"region":1,"to":{},"beep":null,"timeout":0`), problems: []string{"20001 region", "40137 to", "14233 timeout"}},
	})
}

func TestConferenceMarshalGolden(t *testing.T) {
	text, err := Marshal(fullConference(t))
	require.NoError(t, err)
	assert.Equal(t, conferenceBody, string(text))
	text, err = Marshal(&Conference{WaitURL: new(""), EarlyMedia: Yes})
	require.NoError(t, err)
	assert.Equal(t, `{"instruction":"conference","wait_url":"","early_media":true}`, string(text))
}

func TestPasswordsAreNotQuoted(t *testing.T) {
	secret := "hunter2"
	_, err := Parse([]byte(`{"instruction":"conference","sip_auth_password":["` + secret + `"]}`))
	require.ErrorIs(t, err, CodeInvalid)
	assert.NotContains(t, err.Error(), secret)
	_, err = Marshal(&Conference{SIPAuthPassword: secret + "\n"})
	require.ErrorIs(t, err, CodeInvalid)
	assert.NotContains(t, err.Error(), secret)
	_, err = ParseForm(map[string][]string{"Instruction": {"conference"}, "SipAuthPassword": {strings.Repeat(secret, 100)}})
	require.ErrorIs(t, err, CodeInvalid)
	assert.NotContains(t, err.Error(), secret)
}

// resolvedConference is what an empty conference comes to for the usual facts.
func resolvedConference(change func(*Conference)) *Conference {
	i := &Conference{
		To: MustParseAddress("client:alice"), From: "+15550100", Timeout: DefaultTimeout,
		StatusCallbackMethod: twiml.POST, StatusCallbackEvents: CallCompleted, Beep: twiml.BeepTrue,
		StartConferenceOnEnter: Yes, BeepOnCustomerEntrance: Yes, WaitMethod: twiml.POST, EarlyMedia: Yes, MaxParticipants: MaxParticipants,
		ConferenceStatusCallbackMethod: twiml.POST, ConferenceRecord: twiml.ConferenceDoNotRecord, ConferenceTrim: twiml.TrimSilence,
		RecordingChannels: RecordMono, RecordingStatusCallbackMethod: twiml.POST, ConferenceRecordingStatusCallbackMethod: twiml.POST,
		JitterBufferSize: twiml.JitterBufferLarge,
	}
	if change != nil {
		change(i)
	}
	return i
}

// lifecycle.md §3.3, conference: defaults from worker and task, and what stands
// against it.
func TestLifecycle3_3_ConferenceResolve(t *testing.T) {
	activity := &Conference{PostWorkActivitySID: testActivity(t)}
	outbound := func(f *Facts) {
		f.TaskCallSID, f.TaskTo, f.TaskOutboundTo, f.TaskFrom = "", "", "+15550123", "+15550199"
	}
	runResolveTests(t, []resolveTest{
		{name: "every default", give: &Conference{}, want: resolvedConference(nil)},
		{name: "what is given stays", give: fullConference(t), facts: func(f *Facts) { f.SingleTasking = true }, want: fullConference(t)},
		{name: "outbound: from is the task's", give: &Conference{}, facts: outbound, want: resolvedConference(func(i *Conference) { i.From = "+15550199" })},
		{name: "outbound: a number dialled goes first", give: &Conference{}, facts: func(f *Facts) { outbound(f); f.TaskTo = "+15550177" }, want: resolvedConference(func(i *Conference) { i.From = "+15550177" })},
		{name: "neither to nor contact_uri", give: &Conference{}, facts: func(f *Facts) { f.ContactURI = "" }, problems: []string{"40137 to"}},
		{name: "neither from nor the number dialled", give: &Conference{}, facts: func(f *Facts) { f.TaskTo = "" }, problems: []string{"40138 from"}},
		{name: "inbound: the caller's number does not stand in", give: &Conference{}, facts: func(f *Facts) { f.TaskTo, f.TaskFrom = "", "+15550199" }, problems: []string{"40138 from"}},
		{name: "the number dialled is bad", give: &Conference{}, facts: func(f *Facts) { f.TaskTo = "\n" }, problems: []string{"40141 from"}},
		{name: "post_work_activity_sid in a multitasking workspace", give: activity, problems: []string{"40143 post_work_activity_sid"}},
		{name: "an unknown activity", give: activity, facts: func(f *Facts) { f.SingleTasking, f.KnownActivity = true, nil }, problems: []string{"40139 post_work_activity_sid"}},
		{name: "neither call_sid nor outbound_to", give: &Conference{}, facts: func(f *Facts) { f.TaskCallSID = "" }, problems: []string{"40142 task attribute call_sid"}},
		{name: "call_sid is none", give: &Conference{}, facts: func(f *Facts) { f.TaskCallSID = "CA1" }, problems: []string{"40142 task attribute call_sid"}},
		{name: "outbound_to is bad", give: &Conference{}, facts: func(f *Facts) { outbound(f); f.TaskOutboundTo = "5550123" }, problems: []string{"40142 task attribute outbound_to"}},
		{name: "not pending", give: &Conference{}, facts: func(f *Facts) { f.Status = "canceled" }, problems: []string{"40136 reservation " + reservationText}},
		{name: "in transfer", give: &Conference{}, facts: func(f *Facts) { f.Transferring, f.ConferenceSID = true, conferenceText }, want: resolvedConference(nil)},
		{name: "in transfer without a conference", give: &Conference{}, facts: func(f *Facts) { f.Transferring = true }, problems: []string{"40149 task attribute conference.sid"}},
		{name: "in transfer, and the SID is none", give: &Conference{}, facts: func(f *Facts) { f.Transferring, f.ConferenceSID = true, "CF"+strings.Repeat("g", 32) }, problems: []string{"40149 task attribute conference.sid"}},
		{name: "bad from the start", give: &Conference{MaxParticipants: 1}, problems: []string{"20001 max_participants"}},
	})
}

// lifecycle.md §1.9: what may be said of a task in transfer.
func TestLifecycle1_9_InstructionsInTransfer(t *testing.T) {
	transferring := func(f *Facts) { f.Transferring, f.ConferenceSID = true, conferenceText }
	runResolveTests(t, []resolveTest{
		{name: "accept", give: &Accept{}, facts: transferring, want: &Accept{}},
		{name: "reject", give: &Reject{}, facts: transferring, want: &Reject{}},
		{name: "dequeue", give: &Dequeue{}, facts: transferring, problems: []string{"40151 instruction"}},
		{name: "call", give: &Call{}, facts: transferring, problems: []string{"40151 instruction"}},
		{name: "redirect", give: &Redirect{}, facts: transferring, problems: []string{"40151 instruction"}},
		{name: "not pending goes first", give: &Redirect{}, facts: func(f *Facts) { transferring(f); f.Status = "timeout" }, problems: []string{"40123 reservation " + reservationText}},
	})
}

func TestConferencePlan(t *testing.T) {
	worker := Leg{
		To: MustParseAddress("alice"), From: "+15550100", Timeout: DefaultTimeout, EarlyMedia: true,
		Beep: twiml.BeepTrue, StartConferenceOnEnter: true,
	}
	strict := worker
	strict.Muted, strict.EndConferenceOnExit, strict.StartConferenceOnEnter, strict.EarlyMedia, strict.Beep = true, true, false, false, twiml.BeepOnExit
	dialled := worker
	dialled.From = "+15550199"
	tests := []struct {
		name             string
		give             Conference
		facts            func(*Facts)
		sid              string
		worker, customer Leg
	}{
		{
			name: "inbound: the caller who waits", worker: worker,
			customer: Leg{Call: testCall(t), Beep: twiml.BeepOnEnter, StartConferenceOnEnter: true},
		},
		{
			name: "what concerns the worker and what the customer", worker: strict,
			give:     Conference{Muted: true, EndConferenceOnExit: true, StartConferenceOnEnter: No, EarlyMedia: No, Beep: twiml.BeepOnExit, BeepOnCustomerEntrance: No},
			customer: Leg{Call: testCall(t), Beep: twiml.BeepFalse, StartConferenceOnEnter: true},
		},
		{
			name: "the customer ends it", worker: worker, give: Conference{EndConferenceOnCustomerExit: true},
			customer: Leg{Call: testCall(t), Beep: twiml.BeepOnEnter, StartConferenceOnEnter: true, EndConferenceOnExit: true},
		},
		{
			name: "outbound: the customer is called",
			facts: func(f *Facts) {
				f.TaskCallSID, f.TaskTo, f.TaskOutboundTo, f.TaskFrom = "", "", "+15550123", "+15550199"
			},
			worker: dialled,
			customer: Leg{
				To: MustParseAddress("+15550123"), From: "+15550199", Timeout: DefaultTimeout, EarlyMedia: true,
				Beep: twiml.BeepOnEnter, StartConferenceOnEnter: true,
			},
		},
		{
			name:  "outbound to a SIP phone rings no longer than one may",
			give:  Conference{From: "+15550100", Timeout: MaxTimeout},
			facts: func(f *Facts) { f.TaskCallSID, f.TaskOutboundTo = "", "sip:a@example.com" },
			worker: func() Leg {
				l := worker
				l.Timeout = MaxTimeout
				return l
			}(),
			customer: Leg{
				To: MustParseAddress("sip:a@example.com"), From: "+15550100", Timeout: MaxSIPTimeout, EarlyMedia: true,
				Beep: twiml.BeepOnEnter, StartConferenceOnEnter: true,
			},
		},
		{
			name: "in transfer: the customer is in the conference", sid: conferenceText, worker: worker,
			facts: func(f *Facts) { f.Transferring, f.ConferenceSID = true, conferenceText },
		},
		{
			name: "an earlier conference does not count", worker: worker,
			facts:    func(f *Facts) { f.ConferenceSID = conferenceText },
			customer: Leg{Call: testCall(t), Beep: twiml.BeepOnEnter, StartConferenceOnEnter: true},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := facts(t, tt.facts)
			p, err := tt.give.Plan(f)
			require.NoError(t, err)
			resolved, err := tt.give.Resolve(f)
			require.NoError(t, err)
			assert.Equal(t, &ConferencePlan{Instruction: resolved, Name: taskText, SID: tt.sid, Worker: tt.worker, Customer: tt.customer}, p)
		})
	}
	_, err := (&Conference{}).Plan(Facts{})
	assert.ErrorIs(t, err, CodeConferenceNotPending)
}

// lifecycle.md §3.3: what the task's attributes receive.
func TestLifecycle3_3_ConferenceLink(t *testing.T) {
	link := ConferenceLink{SID: conferenceText, Participants: ConferenceParticipants{Worker: testCall(t)}}
	text, err := json.Marshal(link)
	require.NoError(t, err)
	assert.Equal(t, `{"sid":"`+conferenceText+`","participants":{"worker":"`+callText+`"}}`, string(text))
	link.Participants.Customer = testCall(t)
	text, err = json.Marshal(link)
	require.NoError(t, err)
	assert.Equal(t, `{"sid":"`+conferenceText+`","participants":{"worker":"`+callText+`","customer":"`+callText+`"}}`, string(text))
	var back ConferenceLink
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, link, back)
}

func TestConferenceSID(t *testing.T) {
	for text, want := range map[string]bool{
		conferenceText: true, strings.ToUpper(conferenceText): true, "": false, "CF1": false,
		"CA" + conferenceText[2:]: false, "CF" + strings.Repeat("g", 32): false,
	} {
		assert.Equal(t, want, isConferenceSID(text), "%q", text)
	}
}

func TestChoiceAndConferenceEventsAsText(t *testing.T) {
	assert.Equal(t, []string{"", "true", "false", "Choice(3)"}, []string{ByDefault.String(), Yes.String(), No.String(), Choice(3).String()})
	assert.Equal(t, []bool{true, true, false}, []bool{ByDefault.Bool(), Yes.Bool(), No.Bool()})
	assert.Equal(t, "start,speaker", (ConferenceSpeaker | ConferenceStart).String())
	assert.Equal(t, "ConferenceEvents(0x80)", ConferenceEvents(1<<7).String())
	assert.True(t, (ConferenceStart | ConferenceEnd).Has(ConferenceEnd))
	assert.False(t, ConferenceStart.Has(ConferenceEnd))
}
