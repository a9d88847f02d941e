package assign

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// reference is lifecycle.md §3.3 and §3.4 once more: key, parameter, default
// and the code of a bad value. "" as a default is one that depends on the moment
// or is none.
var reference = map[Name][][4]string{
	NameAccept: {},
	NameReject: {{"activity_sid", "WorkerActivitySid", "", "40100"}},
	NameDequeue: {
		{"to", "DequeueTo", "", "40131"},
		{"from", "DequeueFrom", "", "40132"},
		{"post_work_activity_sid", "DequeuePostWorkActivitySid", "", "40130"},
		{"record", "DequeueRecord", "do-not-record", "20001"},
		{"timeout", "DequeueTimeout", "60", "20001"},
		{"status_callback_url", "DequeueStatusCallbackUrl", "", "40157"},
		{"status_callback_events", "DequeueStatusCallbackEvent", "completed", "40134"},
	},
	NameCall: {
		{"from", "CallFrom", "", "40111"},
		{"url", "CallUrl", "", "40112"},
		{"to", "CallTo", "", "40110"},
		{"accept", "CallAccept", "false", "20001"},
		{"record", "CallRecord", "do-not-record", "20001"},
		{"timeout", "CallTimeout", "60", "20001"},
		{"status_callback_url", "CallStatusCallbackUrl", "", "40158"},
	},
	NameRedirect: {
		{"call_sid", "RedirectCallSid", "", "40121"},
		{"url", "RedirectUrl", "", "40120"},
		{"accept", "RedirectAccept", "false", "20001"},
	},
	NameConference: {
		{"to", "To", "", "40137"},
		{"from", "From", "", "40141"},
		{"timeout", "Timeout", "60", "14233"},
		{"post_work_activity_sid", "PostWorkActivitySid", "", "40139"},
		{"status_callback", "StatusCallback", "", "40159"},
		{"status_callback_method", "StatusCallbackMethod", "POST", "20001"},
		{"status_callback_events", "StatusCallbackEvent", "completed", "20001"},
		{"record", "Record", "false", "20001"},
		{"muted", "Muted", "false", "20001"},
		{"beep", "Beep", "true", "20001"},
		{"start_conference_on_enter", "StartConferenceOnEnter", "true", "20001"},
		{"end_conference_on_exit", "EndConferenceOnExit", "false", "20001"},
		{"end_conference_on_customer_exit", "EndConferenceOnCustomerExit", "false", "20001"},
		{"beep_on_customer_entrance", "BeepOnCustomerEntrance", "true", "20001"},
		{"wait_url", "WaitUrl", "", "20001"},
		{"wait_method", "WaitMethod", "POST", "20001"},
		{"early_media", "EarlyMedia", "true", "20001"},
		{"max_participants", "MaxParticipants", "250", "20001"},
		{"conference_status_callback", "ConferenceStatusCallback", "", "20001"},
		{"conference_status_callback_method", "ConferenceStatusCallbackMethod", "POST", "20001"},
		{"conference_status_callback_event", "ConferenceStatusCallbackEvent", "", "20001"},
		{"conference_record", "ConferenceRecord", "do-not-record", "20001"},
		{"conference_trim", "ConferenceTrim", "trim-silence", "20001"},
		{"recording_channels", "RecordingChannels", "mono", "20001"},
		{"recording_status_callback", "RecordingStatusCallback", "", "20001"},
		{"recording_status_callback_method", "RecordingStatusCallbackMethod", "POST", "20001"},
		{"conference_recording_status_callback", "ConferenceRecordingStatusCallback", "", "20001"},
		{"conference_recording_status_callback_method", "ConferenceRecordingStatusCallbackMethod", "POST", "20001"},
		{"region", "Region", "", "20001"},
		{"sip_auth_username", "SipAuthUsername", "", "20001"},
		{"sip_auth_password", "SipAuthPassword", "", "20001"},
		{"jitter_buffer_size", "JitterBufferSize", "large", "20001"},
	},
	NameSupervise: {
		{"supervisor", "Supervisor", "", "20001"},
		{"supervisor_mode", "SupervisorMode", "monitor", "20001"},
	},
}

// The table says what the specification says, row by row.
func TestTableIsTheReference(t *testing.T) {
	for _, i := range newInstructions() {
		t.Run(string(i.Name()), func(t *testing.T) {
			rows := reference[i.Name()]
			fields := i.form().fields
			require.Len(t, fields, len(rows))
			fillDefaults(i)
			for n, field := range fields {
				code := strings.TrimPrefix(field.code.Error(), "assign: code ")
				got := [4]string{field.key, field.param, "", code}
				if rows[n][2] != "" {
					got[2] = field.text()
				}
				assert.Equal(t, rows[n], got)
				assert.Equal(t, rows[n][2] == "" || rows[n][2] == "false" || rows[n][2] == "do-not-record" && field.key == "record", field.at.isZero(), "%s: a default is filled in", field.key)
			}
		})
	}
	assert.Len(t, reference, len(newInstructions()))
}

// rest.md §9: every parameter of UpdateTaskReservation belongs to one
// instruction, and no instruction has another.
func TestTableCoversTheAPI(t *testing.T) {
	api := strings.Fields(`
		WorkerActivitySid DequeuePostWorkActivitySid DequeueFrom DequeueRecord DequeueTimeout DequeueTo DequeueStatusCallbackUrl
		CallFrom CallRecord CallTimeout CallTo CallUrl CallStatusCallbackUrl CallAccept RedirectCallSid RedirectAccept RedirectUrl
		To From StatusCallback StatusCallbackMethod StatusCallbackEvent Timeout Record Muted Beep StartConferenceOnEnter EndConferenceOnExit
		WaitUrl WaitMethod EarlyMedia MaxParticipants ConferenceStatusCallback ConferenceStatusCallbackMethod ConferenceStatusCallbackEvent
		ConferenceRecord ConferenceTrim RecordingChannels RecordingStatusCallback RecordingStatusCallbackMethod
		ConferenceRecordingStatusCallback ConferenceRecordingStatusCallbackMethod Region SipAuthUsername SipAuthPassword
		DequeueStatusCallbackEvent PostWorkActivitySid SupervisorMode Supervisor EndConferenceOnCustomerExit BeepOnCustomerEntrance JitterBufferSize`)
	var params []string
	for _, i := range newInstructions() {
		for _, field := range i.form().fields {
			params = append(params, field.param)
		}
	}
	assert.ElementsMatch(t, api, params)
}

// Every field of an instruction's struct stands in the table once, in the order
// of the struct.
func TestTableHasNoGaps(t *testing.T) {
	for _, i := range newInstructions() {
		t.Run(string(i.Name()), func(t *testing.T) {
			places := make(map[uintptr]string)
			var order []string
			for _, field := range i.form().fields {
				for _, at := range placesOf(reflect.ValueOf(field.at)) {
					places[at] = field.key
				}
			}
			whole := reflect.ValueOf(i).Elem()
			for n := range whole.NumField() {
				name := whole.Type().Field(n).Name
				key, found := places[whole.Field(n).Addr().Pointer()]
				assert.Equal(t, name != "Extra", found, "%s is in the table", name)
				if found && !slices.Contains(order, key) {
					order = append(order, key)
				}
			}
			var keys []string
			for _, field := range i.form().fields {
				keys = append(keys, field.key)
			}
			assert.Equal(t, keys, order)
		})
	}
}

// placesOf returns the pointers that a value holds, those of an embedded one
// too. That of a ringTime to the address is not its own.
func placesOf(v reflect.Value) (places []uintptr) {
	for n := range v.NumField() {
		switch field := v.Type().Field(n); {
		case field.Type.Kind() == reflect.Struct:
			places = append(places, placesOf(v.Field(n))...)
		case field.Type.Kind() == reflect.Pointer && v.Type() == reflect.TypeFor[ringTime]() && field.Name == "to":
		case field.Type.Kind() == reflect.Pointer:
			places = append(places, v.Field(n).Pointer())
		}
	}
	return places
}

// A value that is neither right nor absent is refused with the field's code, in
// both spellings.
func TestEveryFieldHasItsCode(t *testing.T) {
	for _, zero := range newInstructions() {
		for _, field := range zero.form().fields {
			t.Run(string(zero.Name())+"/"+field.key, func(t *testing.T) {
				body, err := json.Marshal(map[string]any{"instruction": zero.Name(), field.key: []int{1}})
				require.NoError(t, err)
				_, err = Parse(body)
				assert.Contains(t, problemKeys(err), strings.TrimPrefix(field.code.Error(), "assign: code ")+" "+field.key)

				_, err = ParseForm(map[string][]string{paramInstruction: {string(zero.Name())}, field.param: {"\x00"}})
				assert.Contains(t, problemKeys(err), strings.TrimPrefix(field.code.Error(), "assign: code ")+" "+field.param)
			})
		}
	}
}
