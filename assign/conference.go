package assign

import (
	"time"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// Conference calls the worker and, once the worker has answered, brings both
// the worker and the customer into a conference named after the task, and
// accepts the reservation (lifecycle.md §3.3). The customer is the caller who
// waits, the task's attribute call_sid; or, for an outbound task, the attribute
// outbound_to, who is called first.
//
// While all this is set up the reservation stays pending, and does not time out. A
// worker who does not answer, is busy or cannot be reached leaves the caller in
// the queue; the reservation is canceled, and the task is offered again
// (lifecycle.md §2.3).
//
// The end of the worker's part wraps the reservation; the end of the conference
// wraps the task. In a single-tasking workspace both complete.
//
// [Conference.Plan] tells what all this comes to for each of the two calls.
type Conference struct {
	// To is where the worker is called. Zero: the worker's attribute contact_uri.
	To Address // to

	// From is the caller ID of the calls. Empty: the number the caller dialled,
	// which is the task's attribute "to"; for an outbound task without one its
	// attribute "from" (chosen).
	From string // from

	// Timeout is how long a phone rings, in whole seconds. Zero:
	// [DefaultTimeout]; at most [MaxTimeout], for a SIP address [MaxSIPTimeout].
	Timeout time.Duration // timeout

	// PostWorkActivitySID is the activity the worker goes to afterwards.
	// Deprecated by the vendor: single-tasking workspaces only.
	PostWorkActivitySID taskrouter.ActivitySID // post_work_activity_sid

	// StatusCallback is told how the worker's call goes. Empty: nobody is.
	StatusCallback       string       // status_callback
	StatusCallbackMethod twiml.Method // status_callback_method; zero: POST
	StatusCallbackEvents CallEvents   // status_callback_events; zero: [CallCompleted]

	Record bool       // record: the worker's part, also between conferences
	Muted  bool       // muted: the worker is heard by nobody
	Beep   twiml.Beep // beep, for the worker; zero: [twiml.BeepTrue]

	// StartConferenceOnEnter starts the conference when the worker comes; else
	// somebody else has to.
	StartConferenceOnEnter Choice // start_conference_on_enter

	// EndConferenceOnExit ends the conference when the worker leaves, and
	// EndConferenceOnCustomerExit when the customer does.
	EndConferenceOnExit         bool // end_conference_on_exit
	EndConferenceOnCustomerExit bool // end_conference_on_customer_exit

	// BeepOnCustomerEntrance beeps when the customer comes. The default is an
	// inference of lifecycle.md §3.3.
	BeepOnCustomerEntrance Choice // beep_on_customer_entrance

	// WaitURL is the document or sound for who waits until the conference
	// starts. Nil: hold music; a pointer to "": silence, as in <Conference
	// waitUrl=""> (twiml.md §8.3; chosen).
	WaitURL    *string      // wait_url
	WaitMethod twiml.Method // wait_method; zero: POST

	// EarlyMedia lets the worker's side hear ringing and announcements.
	EarlyMedia Choice // early_media

	// MaxParticipants is how many the conference holds, from
	// [MinParticipants] to [MaxParticipants]. Zero: [MaxParticipants].
	MaxParticipants int // max_participants

	// ConferenceStatusCallback is told what happens in the conference. Empty:
	// nobody is. That of the first participant counts.
	ConferenceStatusCallback       string           // conference_status_callback
	ConferenceStatusCallbackMethod twiml.Method     // conference_status_callback_method; zero: POST
	ConferenceStatusCallbackEvents ConferenceEvents // conference_status_callback_event; zero: none

	// ConferenceRecord says whether the conference is recorded. As a boolean in
	// JSON it is ignored.
	ConferenceRecord  twiml.ConferenceRecord // conference_record; zero: [twiml.ConferenceDoNotRecord]
	ConferenceTrim    twiml.Trim             // conference_trim; zero: [twiml.TrimSilence]
	RecordingChannels RecordingChannels      // recording_channels; zero: [RecordMono]

	// RecordingStatusCallback is told of the worker's recording, and
	// ConferenceRecordingStatusCallback of the conference's.
	RecordingStatusCallback                 string       // recording_status_callback
	RecordingStatusCallbackMethod           twiml.Method // recording_status_callback_method; zero: POST
	ConferenceRecordingStatusCallback       string       // conference_recording_status_callback
	ConferenceRecordingStatusCallbackMethod twiml.Method // conference_recording_status_callback_method; zero: POST

	// Region is where the voices are mixed. Empty leaves it to the host.
	Region twiml.ConferenceRegion // region

	// SIPAuthUsername and SIPAuthPassword are for a worker's SIP phone. The
	// password is never quoted in an error.
	SIPAuthUsername string // sip_auth_username
	SIPAuthPassword string // sip_auth_password

	// JitterBufferSize trades delay against gaps. Empty:
	// [twiml.JitterBufferLarge], as for <Conference> (chosen: the instruction's
	// page is silent).
	JitterBufferSize twiml.JitterBufferSize // jitter_buffer_size

	Extra []Member
}

// How many a conference holds (rest.md §9).
const (
	MinParticipants = 2
	MaxParticipants = 250
)

// Name returns [NameConference].
func (*Conference) Name() Name { return NameConference }

// MarshalJSON is [Marshal].
func (i *Conference) MarshalJSON() ([]byte, error) { return Marshal(i) }

// UnmarshalJSON is [Parse] for this instruction only.
func (i *Conference) UnmarshalJSON(body []byte) error { return unmarshal(body, i) }

func (i *Conference) form() form {
	return form{
		fields: []field{
			{key: "to", param: "To", code: CodeConferenceTo, at: address{&i.To}},
			{key: "from", param: "From", code: CodeConferenceFrom, at: callerID{&i.From}},
			{key: "timeout", param: "Timeout", def: defaultTimeout, code: CodeConferenceTimeout, at: ringTime{&i.Timeout, &i.To}},
			{key: "post_work_activity_sid", param: "PostWorkActivitySid", code: CodeConferenceActivity, at: activitySID{&i.PostWorkActivitySID}},
			{key: "status_callback", param: "StatusCallback", code: CodeConferenceStatusCallback, keepEmpty: true, at: webURL{&i.StatusCallback}},
			{key: "status_callback_method", param: "StatusCallbackMethod", def: "POST", code: CodeInvalid, at: method(&i.StatusCallbackMethod)},
			{key: "status_callback_events", param: "StatusCallbackEvent", def: "completed", code: CodeInvalid, at: callEvents(&i.StatusCallbackEvents)},
			{key: "record", param: "Record", code: CodeInvalid, at: flag{&i.Record}},
			{key: "muted", param: "Muted", code: CodeInvalid, at: flag{&i.Muted}},
			{key: "beep", param: "Beep", def: "true", code: CodeInvalid, at: beep(&i.Beep)},
			{key: "start_conference_on_enter", param: "StartConferenceOnEnter", def: "true", code: CodeInvalid, at: choice{&i.StartConferenceOnEnter}},
			{key: "end_conference_on_exit", param: "EndConferenceOnExit", code: CodeInvalid, at: flag{&i.EndConferenceOnExit}},
			{key: "end_conference_on_customer_exit", param: "EndConferenceOnCustomerExit", code: CodeInvalid, at: flag{&i.EndConferenceOnCustomerExit}},
			{key: "beep_on_customer_entrance", param: "BeepOnCustomerEntrance", def: "true", code: CodeInvalid, at: choice{&i.BeepOnCustomerEntrance}},
			{key: "wait_url", param: "WaitUrl", code: CodeInvalid, keepEmpty: true, at: waitURL{&i.WaitURL}},
			{key: "wait_method", param: "WaitMethod", def: "POST", code: CodeInvalid, at: method(&i.WaitMethod)},
			{key: "early_media", param: "EarlyMedia", def: "true", code: CodeInvalid, at: choice{&i.EarlyMedia}},
			{key: "max_participants", param: "MaxParticipants", def: "250", code: CodeInvalid, at: participants{&i.MaxParticipants}},
			{key: "conference_status_callback", param: "ConferenceStatusCallback", code: CodeInvalid, at: webURL{&i.ConferenceStatusCallback}},
			{key: "conference_status_callback_method", param: "ConferenceStatusCallbackMethod", def: "POST", code: CodeInvalid, at: method(&i.ConferenceStatusCallbackMethod)},
			{key: "conference_status_callback_event", param: "ConferenceStatusCallbackEvent", code: CodeInvalid, at: conferenceEvents(&i.ConferenceStatusCallbackEvents)},
			{key: "conference_record", param: "ConferenceRecord", def: "do-not-record", code: CodeInvalid, at: newConferenceRecord(&i.ConferenceRecord)},
			{key: "conference_trim", param: "ConferenceTrim", def: "trim-silence", code: CodeInvalid, at: trim(&i.ConferenceTrim)},
			{key: "recording_channels", param: "RecordingChannels", def: "mono", code: CodeInvalid, at: recordingChannels(&i.RecordingChannels)},
			{key: "recording_status_callback", param: "RecordingStatusCallback", code: CodeInvalid, at: webURL{&i.RecordingStatusCallback}},
			{key: "recording_status_callback_method", param: "RecordingStatusCallbackMethod", def: "POST", code: CodeInvalid, at: method(&i.RecordingStatusCallbackMethod)},
			{key: "conference_recording_status_callback", param: "ConferenceRecordingStatusCallback", code: CodeInvalid, at: webURL{&i.ConferenceRecordingStatusCallback}},
			{key: "conference_recording_status_callback_method", param: "ConferenceRecordingStatusCallbackMethod", def: "POST", code: CodeInvalid, at: method(&i.ConferenceRecordingStatusCallbackMethod)},
			{key: "region", param: "Region", code: CodeInvalid, at: region(&i.Region)},
			{key: "sip_auth_username", param: "SipAuthUsername", code: CodeInvalid, at: credential{&i.SIPAuthUsername}},
			{key: "sip_auth_password", param: "SipAuthPassword", code: CodeInvalid, secret: true, at: credential{&i.SIPAuthPassword}},
			{key: "jitter_buffer_size", param: "JitterBufferSize", def: "large", code: CodeInvalid, at: jitterBufferSize(&i.JitterBufferSize)},
		},
		extra: &i.Extra,
	}
}
