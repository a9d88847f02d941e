package webhook

import (
	"errors"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// standardNames are the parameters of Standard, in the order they are written.
const standardNames = "CallSid AccountSid From To CallStatus ApiVersion Direction ForwardedFrom CallerName ParentCallSid CallToken " +
	"FromCity FromState FromZip FromCountry ToCity ToState ToZip ToCountry Caller Called " +
	"CallerCity CallerState CallerZip CallerCountry CalledCity CalledState CalledZip CalledCountry ErrorCode ErrorUrl "

// TestParametersOfEveryRequest holds the tables against the lists of twiml.md
// §3, §6.1, §6.3 and §7; required ones are marked with a bang.
func TestParametersOfEveryRequest(t *testing.T) {
	const must = "CallSid! AccountSid! From! To! CallStatus! ApiVersion! Direction!"
	voice := strings.Replace(standardNames, "CallSid AccountSid From To CallStatus ApiVersion Direction", must, 1)
	want := map[string]string{
		"Voice":         voice,
		"Wait":          voice + "QueuePosition! QueueSid! QueueTime! AvgQueueTime! CurrentQueueSize! MaxQueueSize!",
		"EnqueueAction": voice + "QueueResult! QueueSid QueueTime WorkflowSid TaskSid",
		"Whisper":       voice + "QueueSid! QueueTime! DequeingCallSid!",
		"DialAction": voice + "DialCallStatus! DialCallSid DialCallDuration DialBridged QueueSid QueueTime DequeingCallSid RecordingUrl " +
			"DialSipCallId DialSipResponseCode DialSipHeader_",
		"DialRefer":      voice + "ReferTransferTarget!",
		"GatherAction":   voice + "Digits SpeechResult Confidence",
		"PartialResult":  voice + "UnstableSpeechResult",
		"RecordAction":   voice + "RecordingUrl! RecordingDuration! Digits",
		"RecordingEvent": "AccountSid! CallSid RecordingSid! RecordingUrl RecordingStatus! RecordingDuration RecordingChannels RecordingStartTime RecordingSource",
		"TranscriptionEvent": strings.NewReplacer("CallSid ", "CallSid! ", "AccountSid", "AccountSid!", "ParentCallSid ", "ParentCallSid ").Replace(standardNames) +
			"TranscriptionSid! TranscriptionStatus! TranscriptionText TranscriptionUrl RecordingSid! RecordingUrl",
		"CallEvent": strings.NewReplacer("CallSid ", "CallSid! ", "CallStatus", "CallStatus!", "ParentCallSid ", "ParentCallSid ").Replace(standardNames) +
			"CallDuration Timestamp! CallbackSource! SequenceNumber! RecordingSid RecordingUrl RecordingDuration",
		"ConferenceEvent": "ConferenceSid! FriendlyName! AccountSid! StatusCallbackEvent! Timestamp! SequenceNumber! CallSid ParticipantLabel " +
			"Muted Hold Coaching StartConferenceOnEnter EndConferenceOnExit ReasonConferenceEnded CallSidEndingConference",
		"ReferAction":  voice + "ReferCallStatus! ReferSipResponseCode NotifySipResponseCode",
		"PayAction":    voice + "Result! PaymentToken PaymentConfirmationCode",
		"MessageEvent": "MessageSid! MessageStatus! ErrorCode AccountSid From To",
	}
	for _, create := range kinds {
		s := create().spec()
		var got []string
		for _, f := range s.fields {
			name := f.name
			if f.required {
				name += "!"
			}
			got = append(got, name)
		}
		if want := strings.Fields(want[s.name]); !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", s.name, got, want)
		}
	}
	if len(kinds) != len(want) {
		t.Errorf("%d types, want %d", len(kinds), len(want))
	}
}

func TestRoundTripOfEveryRequest(t *testing.T) {
	seeds := map[string]*source{
		"only what is required": {},
		"all of it":             {data: []byte(strings.Repeat("\x07\x01a", 400))},
		"other values":          {data: []byte(strings.Repeat("\x02\x64\xc8\x05", 300))},
	}
	for name, seed := range seeds {
		for _, create := range kinds {
			r := create()
			s := *seed
			fill(r, &s, name == "all of it")
			t.Run(name+"/"+r.spec().name, func(t *testing.T) {
				values, err := Values(r)
				if err != nil {
					t.Fatal(err)
				}
				back, err := parseLike(r, values)
				if err != nil || !reflect.DeepEqual(back, r) {
					t.Errorf("got %+v, %v\nwant %+v", back, err, r)
				}
				text, err := Encode(r)
				if decoded, _ := url.ParseQuery(text); err != nil || !reflect.DeepEqual(decoded, values) {
					t.Errorf("Encode gives %q, %v\nwant the same as Values, %v", text, err, values)
				}
			})
		}
	}
}

func TestNothingIsLost(t *testing.T) {
	tests := []struct {
		name   string
		values url.Values
		extra  url.Values
	}{
		{"nothing more", standard("DialCallStatus", "completed"), nil},
		{"unknown parameters", standard("DialCallStatus", "x", "Stir", "A", "Stir", "B", "", "v"), url.Values{"Stir": {"A", "B"}, "": {"v"}}},
		{"a known one sent empty", standard("DialCallStatus", "x", "FromCity", "", "QueueTime", ""), url.Values{"FromCity": {""}, "QueueTime": {""}}},
		{"sent empty, then with a value", standard("DialCallStatus", "x", "QueueSid", "", "QueueSid", "q"), url.Values{"QueueSid": {"", "q"}}},
		{"sent twice: the first counts", standard("DialCallStatus", "completed", "DialCallStatus", "failed"), url.Values{"DialCallStatus": {"failed"}}},
		{"required and empty", standard("DialCallStatus", "x", "To", "b", "To", ""), url.Values{"To": {"b", ""}}},
		{
			"SIP headers", standard("DialSipHeader_X-A", "1", "DialSipHeader_X-A", "2", "DialSipHeader_X-B", "", "DialSipHeader_", "3", "DialCallStatus", "x"),
			url.Values{"DialSipHeader_X-A": {"2"}, "DialSipHeader_": {"3"}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse[DialAction](tt.values)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got.Extra, tt.extra) {
				t.Errorf("Extra is %v, want %v", got.Extra, tt.extra)
			}
			if back, err := Values(got); err != nil || !reflect.DeepEqual(back, tt.values) {
				t.Errorf("Values gives %v, %v\nwant %v", back, err, tt.values)
			}
		})
	}
}

func TestFieldsOfOneRequest(t *testing.T) {
	got, err := Parse[DialAction](standard("DialCallStatus", "completed", "DialCallSid", "CA"+hexDigits, "DialCallDuration", "0",
		"DialBridged", "true", "QueueTime", "61", "RecordingUrl", "https://example.com/r", "DialSipResponseCode", "200",
		"DialSipHeader_X-Case", "17", "FromCity", "Köln", "CalledCountry", "DE", "ErrorCode", "11200", "ErrorUrl", "https://example.com/a"))
	want := &DialAction{
		Standard: Standard{
			CallSID: "CA" + hexDigits, AccountSID: "AC" + hexDigits, From: "+15005550006", To: "+15005550010",
			CallStatus: CallInProgress, APIVersion: "2010-04-01", Direction: Inbound,
			FromPlace: Place{City: "Köln"}, CalledPlace: Place{Country: "DE"}, ErrorCode: 11200, ErrorURL: "https://example.com/a",
		},
		DialCallStatus: DialCompleted, DialCallSID: "CA" + hexDigits, DialCallDuration: Set[time.Duration](0), DialBridged: Set(true),
		QueueTime: Set(61 * time.Second), RecordingURL: "https://example.com/r", DialSIPResponseCode: 200,
		DialSIPHeaders: map[string]string{"X-Case": "17"},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, want)
	}
}

func TestParametersThatDoNotFit(t *testing.T) {
	const date = "an RFC 2822 date in whole seconds, such as Tue, 04 Aug 2015 18:39:09 +0000"
	tests := []struct {
		name, value, want string
		as                func(url.Values) error
	}{
		{"QueuePosition", "0", "an integer of at least 1", parsesAs[Wait]},
		{"QueuePosition", "1.0", "an integer of at least 1", parsesAs[Wait]},
		{"QueuePosition", "2147483648", "an integer of at least 1", parsesAs[Wait]},
		{"MaxQueueSize", "-1", "an integer of at least 0", parsesAs[Wait]},
		{"QueueTime", "", "a whole number of seconds, at least 0", parsesAs[Wait]},
		{"QueueTime", "1s", "a whole number of seconds, at least 0", parsesAs[Wait]},
		{"QueueTime", "9223372037", "a whole number of seconds, at least 0", parsesAs[Wait]},
		{"QueueSid", "QU12", "QU and 32 hexadecimal digits", parsesAs[Wait]},
		{"QueueSid", "WQ" + hexDigits, "QU and 32 hexadecimal digits", parsesAs[Wait]},
		{"QueueSid", "QUg123456789abcdef0123456789abcdef", "QU and 32 hexadecimal digits", parsesAs[Wait]},
		{"CallStatus", "", "a word of at most 64 bytes", parsesAs[Voice]},
		{"CallStatus", "in progress", "a word of at most 64 bytes", parsesAs[Voice]},
		{"CallStatus", strings.Repeat("x", 65), "a word of at most 64 bytes", parsesAs[Voice]},
		{"CallStatus", "x\x00", "a word of at most 64 bytes", parsesAs[Voice]},
		{"From", "\xff", "text in UTF-8", parsesAs[Voice]},
		{"ApiVersion", "", "text in UTF-8 that is not empty", parsesAs[Voice]},
		{"CallerName", "\xff", "text in UTF-8 that is not empty", parsesAs[Voice]},
		{"ErrorUrl", "/relative", "an absolute http or https URL", parsesAs[Voice]},
		{"ErrorUrl", "ftp://example.com", "an absolute http or https URL", parsesAs[Voice]},
		{"ErrorUrl", "https:///path", "an absolute http or https URL", parsesAs[Voice]},
		{"ErrorUrl", "https://example.com/%zz", "an absolute http or https URL", parsesAs[Voice]},
		{"ErrorCode", "0", "an integer from 1 to 99999", parsesAs[Voice]},
		{"DialBridged", "True", "true or false", parsesAs[DialAction]},
		{"DialSipResponseCode", "99", "an integer from 100 to 699", parsesAs[DialAction]},
		{"Confidence", "1.01", "a number from 0 to 1", parsesAs[GatherAction]},
		{"Confidence", "-0", "a number from 0 to 1", parsesAs[GatherAction]},
		{"Confidence", "NaN", "a number from 0 to 1", parsesAs[GatherAction]},
		{"Confidence", "0x1p-2", "a number from 0 to 1", parsesAs[GatherAction]},
		{"Confidence", ".", "a number from 0 to 1", parsesAs[GatherAction]},
		{"RecordingStartTime", "2015-08-04T18:39:09Z", date, parsesAs[RecordingEvent]},
		{"RecordingStartTime", "Tue, 04 Aug 2015 18:39:09 CEST", date, parsesAs[RecordingEvent]},
		{"RecordingStartTime", "Wed, 31 Dec 1969 23:59:59 GMT", date, parsesAs[RecordingEvent]},
		{"MessageSid", "CA" + hexDigits, "SM or MM and 32 hexadecimal digits", parsesAs[MessageEvent]},
	}
	for _, tt := range tests {
		t.Run(tt.name+"="+tt.value, func(t *testing.T) {
			values := complete()
			values[tt.name] = []string{tt.value}
			err, _ := errors.AsType[*Error](tt.as(values))
			want := Problem{Name: tt.name, Value: tt.value, Want: tt.want}
			if err == nil || err.Kind != KindParameters || !slices.Equal(err.Problems, []Problem{want}) {
				t.Errorf("got %v\nwant only %v", err, want)
			}
		})
	}
}

func parsesAs[T any, P pointer[T]](values url.Values) error {
	_, err := Parse[T, P](values)
	return err
}

// complete are parameters that make any request.
func complete() url.Values {
	all := url.Values{}
	for _, create := range kinds {
		r := create()
		fill(r, &source{}, false)
		values, _ := Values(r)
		for name := range values {
			all.Set(name, values.Get(name))
		}
	}
	return all
}

func TestEveryProblemIsReported(t *testing.T) {
	values := standard("QueuePosition", "first", "QueueTime", "-1", "AvgQueueTime", "1", "CurrentQueueSize", "1")
	values.Del("To")
	got, err := Parse[Wait](values)
	const want = `webhook: parse Wait: To is missing: want text in UTF-8; QueuePosition "first": want an integer of at least 1; ` +
		`QueueSid is missing: want QU and 32 hexadecimal digits; QueueTime "-1": want a whole number of seconds, at least 0; ` +
		`MaxQueueSize is missing: want an integer of at least 0`
	if got != nil || err == nil || err.Error() != want {
		t.Errorf("got %v, %v\nwant %s", got, err, want)
	}
	if !errors.Is(err, &Error{Kind: KindParameters}) || errors.Is(err, &Error{Kind: KindMalformed}) || errors.Is(err, errors.ErrUnsupported) {
		t.Error("errors.Is does not compare the kind")
	}
}

func TestDates(t *testing.T) {
	want := time.Date(2015, 8, 4, 18, 39, 9, 0, time.UTC)
	for _, text := range []string{
		"Tue, 04 Aug 2015 18:39:09 +0000", "Tue, 4 Aug 2015 18:39:09 GMT", "04 Aug 2015 18:39:09 UTC", "Tue, 04 Aug 2015 20:39:09 +0200",
	} {
		if got, ok := parseDate(text); !ok || got != want {
			t.Errorf("%s: got %v, %v", text, got, ok)
		}
	}
}

func TestWhatCannotBeWritten(t *testing.T) {
	tests := []struct {
		name    string
		request Request
		want    string
	}{
		{
			"required and missing", &MessageEvent{MessageStatus: MessageSent},
			"webhook: encode MessageEvent: MessageSid is missing: want SM or MM and 32 hexadecimal digits",
		},
		{"half a second", filled(&Wait{QueueTime: time.Second / 2}), `webhook: encode Wait: QueueTime "500ms": want a whole number of seconds, at least 0`},
		{"a negative duration", filled(&Wait{AvgQueueTime: -time.Second}), `webhook: encode Wait: AvgQueueTime "-1s": want a whole number of seconds, at least 0`},
		{"out of range", filled(&Wait{MaxQueueSize: -1}), `webhook: encode Wait: MaxQueueSize "-1": want an integer of at least 0`},
		{
			"a date before 1970", filled(&RecordingEvent{RecordingStartTime: time.Unix(-1, 0)}),
			`webhook: encode RecordingEvent: RecordingStartTime "1969-12-31T23:59:59Z": want an RFC 2822 date in whole seconds, such as Tue, 04 Aug 2015 18:39:09 +0000`,
		},
		{
			"no date", filled(&CallEvent{Timestamp: time.Unix(0, 1)}),
			`webhook: encode CallEvent: Timestamp "1970-01-01T00:00:00.000000001Z": want an RFC 2822 date in whole seconds, such as Tue, 04 Aug 2015 18:39:09 +0000`,
		},
		{"more than certain", filled(&GatherAction{Confidence: Set(1.5)}), `webhook: encode GatherAction: Confidence "1.5": want a number from 0 to 1`},
		{
			"a field's value in Extra", filled(&GatherAction{Extra: url.Values{"Digits": {""}}}),
			`webhook: encode GatherAction: Digits "": want the value in its field, not in Extra`,
		},
		{
			"another one", filled(&GatherAction{Extra: url.Values{"FromCity": {"Bonn"}}}),
			`webhook: encode GatherAction: FromCity "Bonn": want the value in its field, not in Extra`,
		},
		{
			"a header in Extra", filled(&DialAction{Extra: url.Values{"DialSipHeader_A": {"1"}}}),
			`webhook: encode DialAction: DialSipHeader_A "1": want the value in its field, not in Extra`,
		},
		{
			"a header without name", filled(&DialAction{DialSIPHeaders: map[string]string{"": "1"}}),
			`webhook: encode DialAction: DialSipHeader_ "1": want a name after the prefix`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			values, err := Values(tt.request)
			text, err2 := Encode(tt.request)
			if values != nil || text != "" || err == nil || err.Error() != tt.want || err2.Error() != tt.want {
				t.Errorf("got %v, %v, %q, %v\nwant %s", values, err, text, err2, tt.want)
			}
		})
	}
}

// filled completes r with what is required and not there.
func filled(r Request) Request {
	full := reflect.New(reflect.TypeOf(r).Elem()).Interface().(Request)
	fill(full, &source{}, false)
	into, from := reflect.ValueOf(r).Elem(), reflect.ValueOf(full).Elem()
	for _, f := range r.spec().fields {
		if value := into.FieldByIndex(f.index); value.IsZero() {
			value.Set(from.FieldByIndex(f.index))
		}
	}
	return r
}

func TestLongValuesAreClippedInMessages(t *testing.T) {
	p := Problem{Name: "CallSid", Value: strings.Repeat("x", 1000), Want: "less"}
	if got := p.String(); len(got) > 150 {
		t.Errorf("the message has %d bytes", len(got))
	}
}

func BenchmarkParse(b *testing.B) {
	values := standard("QueuePosition", "1", "QueueSid", "QU"+hexDigits, "QueueTime", "10", "AvgQueueTime", "5",
		"CurrentQueueSize", "2", "MaxQueueSize", "100", "FromCity", "KÖLN", "FromCountry", "DE")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse[Wait](values); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	r := filled(&Wait{})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Encode(r); err != nil {
			b.Fatal(err)
		}
	}
}
