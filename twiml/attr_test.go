package twiml

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAttrStates(t *testing.T) {
	tests := map[string]struct {
		attr    Attr[string]
		value   string
		holds   bool
		raw     string
		unfit   bool
		present bool
	}{
		"unset":         {},
		"set":           {attr: Set("a"), value: "a", holds: true, present: true},
		"set and empty": {attr: Set(""), holds: true, present: true},
		"unfit":         {attr: Raw[string]("?"), raw: "?", unfit: true, present: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			value, holds := test.attr.Get()
			assert.Equal(t, test.value, value)
			assert.Equal(t, test.holds, holds)
			raw, unfit := test.attr.Raw()
			assert.Equal(t, test.raw, raw)
			assert.Equal(t, test.unfit, unfit)
			assert.Equal(t, test.present, test.attr.Present())
			want := "default"
			if test.holds {
				want = test.value
			}
			assert.Equal(t, want, test.attr.Or("default"))
			assert.True(t, test.attr.Pos().IsZero())
		})
	}
}

// TestAttrKinds reads a text into an attribute of each kind and writes it again.
func TestAttrKinds(t *testing.T) {
	const sid = "WW0123456789abcdefABCDEF0123456789"
	tests := []struct {
		element, attr, text string
		fits                bool
		written             string // if it fits
	}{
		{"Task", "priority", "0", true, "0"},
		{"Task", "priority", "2147483647", true, "2147483647"},
		{"Task", "priority", "2147483648", false, ""},
		{"Task", "priority", "-0", true, "0"},
		{"Task", "priority", "\t+7\n", true, "7"},
		{"Task", "priority", "1_000", false, ""},
		{"Task", "priority", "0x10", false, ""},
		{"Task", "priority", "1e3", false, ""},
		{"Task", "priority", "1 0", false, ""},
		{"Task", "priority", "\u00a05", false, ""},
		{"Task", "priority", "", false, ""},
		{"Task", "priority", "9223372036854775808", false, ""},
		{"Task", "timeout", "1", true, "1"},
		{"Task", "timeout", "0", false, ""},
		{"Task", "timeout", "1209600", true, "1209600"},
		{"Task", "timeout", "1209601", false, ""},
		{"Pause", "length", "9223372036", true, "9223372036"},
		{"Pause", "length", "9223372037", false, ""},
		{"Number", "machineDetectionSilenceTimeout", "2500", true, "2500"},
		{"Gather", "timeout", "auto", true, "auto"},
		{"Gather", "timeout", "3", true, "3"},
		{"Gather", "timeout", "Auto", false, ""},
		{"Gather", "timeout", "-1", false, ""},
		{"Dial", "hangupOnStar", "true", true, "true"},
		{"Dial", "hangupOnStar", "false", true, "false"},
		{"Dial", "hangupOnStar", " true", false, ""},
		{"Dial", "hangupOnStar", "1", false, ""},
		{"Dial", "method", "get", true, "GET"},
		{"Dial", "method", "PoSt", true, "POST"},
		{"Dial", "method", "PATCH", false, ""},
		{"Dial", "record", "true", true, "true"},
		{"Dial", "record", "record-from-ringing", true, "record-from-ringing"},
		{"Dial", "record", "Record-From-Ringing", false, ""},
		{"Dial", "callReason", "ééééé", true, "ééééé"},
		{"Gather", "speechModel", "brand-new", true, "brand-new"},
		{"Gather", "speechModel", "", false, ""},
		{"Gather", "input", " speech\t\ndtmf ", true, "speech dtmf"},
		{"Gather", "input", "", false, ""},
		{"Gather", "input", "dtmf,speech", false, ""},
		{"Gather", "finishOnKey", "", true, ""},
		{"Gather", "finishOnKey", "*", true, "*"},
		{"Gather", "finishOnKey", "A", false, ""},
		{"Gather", "hints", "a, b", true, "a, b"},
		{"Number", "sendDigits", "wW09AD#*", true, "wW09AD#*"},
		{"Number", "sendDigits", "E", false, ""},
		{"Enqueue", "workflowSid", sid, true, sid},
		{"Enqueue", "workflowSid", sid + "0", false, ""},
		{"Enqueue", "workflowSid", "ww" + sid[2:], false, ""},
		{"Enqueue", "workflowSid", "WW" + sid[3:] + "g", false, ""},
		{"Enqueue", "waitUrl", "", true, ""},
		{"Enqueue", "action", "", true, ""},
		{"Enqueue", "action", "?a=1&b=2#f", true, "?a=1&b=2#f"},
		{"Enqueue", "action", "//example.com/x", true, "//example.com/x"},
		{"Enqueue", "action", "HTTPS://example.com:8080", true, "HTTPS://example.com:8080"},
		{"Enqueue", "action", "https:path", false, ""},
		{"Enqueue", "action", "https://a_b.example.com", false, ""},
		{"Enqueue", "action", "javascript:alert(1)", false, ""},
		{"Enqueue", "action", "%zz", false, ""},
		{"Say", "voice", "Polly.Mía-Generative", true, "Polly.Mía-Generative"},
	}
	for _, test := range tests {
		t.Run(test.element+"/"+test.attr+"="+test.text, func(t *testing.T) {
			s := elements[test.element]
			i, ok := s.byName[test.attr]
			require.True(t, ok)
			a := &s.attrs[i]
			f := s.make().attr(i)
			a.decode(f, test.text, new(origin))
			assert.Equal(t, test.fits, f.state() == attrSet)
			text, err := a.text(f)
			require.NoError(t, err)
			if test.fits {
				assert.Equal(t, test.written, text)
			} else {
				assert.Equal(t, test.text, text, "an unfit text stays as it is")
			}
			printed, err := a.append(nil, f)
			require.NoError(t, err)
			escaped, err := appendAttrValue(nil, text)
			require.NoError(t, err)
			assert.Equal(t, string(escaped), string(printed))
		})
	}
}

// TestUntextableValues builds values that have no text on the wire: they cannot
// be printed, and are found with the code of the attribute beside all the rest.
func TestUntextableValues(t *testing.T) {
	tests := map[string]struct {
		verb    ResponseChild
		path    string
		code    int
		message string
	}{
		"half a second": {
			&Pause{Length: Set(1500 * time.Millisecond)}, "/Response/Pause[1]/@length", CodePauseLength,
			"attribute length of <Pause> is 1.5s; it should be a whole number of seconds of at least 1",
		},
		"fraction beside auto": {
			&Gather{Timeout: Set(AutoDuration(time.Millisecond))}, "/Response/Gather[1]/@timeout", CodeGatherTimeout,
			"attribute timeout of <Gather> is 1ms; it should be auto or a whole number of seconds of at least 1",
		},
		"blank in a list": {
			&Gather{Input: List(InputDTMF, "a b")}, "/Response/Gather[1]/@input", CodeGatherInput,
			`attribute input of <Gather> is the list of "dtmf", "a b"; it should be one or more of dtmf, speech, separated by blanks`,
		},
		"empty word in a list": {
			&Gather{Input: List[GatherInput]("")}, "/Response/Gather[1]/@input", CodeGatherInput,
			`attribute input of <Gather> is the list of ""; it should be one or more of dtmf, speech, separated by blanks`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := NewResponse(test.verb, &Say{})
			_, err := r.AppendText(nil)
			e, ok := errors.AsType[*Error](err)
			require.True(t, ok, "%v", err)
			assert.Equal(t, test.path, e.Path)
			findings := r.Validate(ValidateOptions{})
			require.Len(t, findings, 2)
			assert.Equal(t, []any{test.code, test.path, test.message}, []any{findings[0].Code, findings[0].Path, findings[0].Message})
			assert.Equal(t, "/Response/Say[1]", findings[1].Path)
		})
	}
	r := NewResponse(&Pause{Length: Set(1500 * time.Millisecond)}, &Say{Text: "\x00"})
	assert.Equal(t, []int{CodeNotWellFormed}, codesOf(r.Validate(ValidateOptions{})), "what has no place in XML")
}

func TestAutoDuration(t *testing.T) {
	_, ok := Auto.Duration()
	assert.False(t, ok)
	d, ok := AutoDuration(3 * time.Second).Duration()
	assert.True(t, ok)
	assert.Equal(t, 3*time.Second, d)
}

func TestPosString(t *testing.T) {
	assert.Equal(t, "-", Pos{}.String())
	assert.Equal(t, "3:14", Pos{3, 14}.String())
}
