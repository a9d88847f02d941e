package assign

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// lifecycle.md §3.2: what an answer is before an instruction is read.
func TestLifecycle3_2_AnswersWithoutInstruction(t *testing.T) {
	runParseTests(t, []parseTest{
		{name: "empty body", body: ""},
		{name: "white space is an empty body", body: " \r\n\t"},
		{name: "empty object", body: "{}"},
		{name: "empty object with white space", body: " {\n} "},
		{name: "text", body: "ok", problems: []string{"40001"}},
		{name: "a document", body: "<Response/>", problems: []string{"40001"}},
		{name: "JSON that ends early", body: `{"instruction":"accept"`, problems: []string{"40001"}},
		{name: "two values", body: `{} {}`, problems: []string{"40001"}},
		{name: "not UTF-8", body: "{\"instruction\":\"acc\xffept\"}", problems: []string{"40001"}},
		{name: "array", body: `[]`, problems: []string{"40005"}},
		{name: "null", body: `null`, problems: []string{"40005"}},
		{name: "text as JSON", body: ` "accept"`, problems: []string{"40005"}},
		{name: "object of other keys", body: `{"status":"ok"}`, problems: []string{"40005 instruction"}},
		{name: "keys are exact", body: `{"Instruction":"accept"}`, problems: []string{"40005 instruction"}},
		{name: "instruction null", body: `{"instruction":null}`, problems: []string{"40005 instruction"}},
		{name: "instruction empty", body: `{"instruction":""}`, problems: []string{"40005 instruction"}},
		{name: "unknown instruction", body: `{"instruction":"enqueue"}`, problems: []string{"55555 instruction"}},
		{name: "instruction is a number", body: `{"instruction":1}`, problems: []string{"55555 instruction"}},
		{name: "instruction is an object", body: `{"instruction":{"accept":1}}`, problems: []string{"55555 instruction"}},
		{name: "any case", body: `{"instruction":"ACCEPT"}`, want: &Accept{}},
		{name: "the last of a key that comes twice", body: `{"instruction":"reject","instruction":"accept"}`, want: &Accept{}},
	})
}

func TestUnknownInstructionMessage(t *testing.T) {
	_, err := Parse([]byte(`{"instruction":"enqueue"}`))
	assert.EqualError(t, err, `assign: answer: line 1, column 16: instruction is "enqueue": `+
		`want accept, reject, dequeue, call, redirect, conference or supervise (code 55555)`)
}

func TestWarningsAreToldFromErrors(t *testing.T) {
	tests := map[string]bool{`ok`: true, `[]`: true, `{"a":1}`: true, `{"instruction":"x"}`: false, `{"instruction":"call"}`: false}
	for body, want := range tests {
		_, err := Parse([]byte(body))
		typed, ok := errors.AsType[*Error](err)
		require.True(t, ok, body)
		assert.Equal(t, want, typed.IsWarning(), body)
	}
}

func TestAllProblemsInTheOrderOfTheDocument(t *testing.T) {
	_, err := Parse([]byte(`{
  "timeout": 1000,
  "instruction": "dequeue",
  "из": 1, "to": "five five five",
  "status_callback_url": ""
}`))
	typed, ok := errors.AsType[*Error](err)
	require.True(t, ok)
	assert.Equal(t, []string{"20001 timeout", "40131 to", "40157 status_callback_url"}, problemKeys(err))
	assert.Equal(t, CodeInvalid, typed.Code())
	places := make([]string, 0, len(typed.Problems))
	for _, p := range typed.Problems {
		places = append(places, fmt.Sprintf("%d:%d", p.Line, p.Column))
	}
	assert.Equal(t, []string{"2:14", "4:18", "5:26"}, places, "columns count characters")
	assert.EqualError(t, err, `assign: dequeue: `+
		`line 2, column 14: timeout is "1000": want a whole number of seconds from 1 to 999 (code 20001); `+
		`line 4, column 18: to is "five five five": want an E.164 number, client:name or sip:user@host (code 40131); `+
		`line 5, column 26: status_callback_url is "": want an absolute http or https URL, its host without an underscore (code 40157)`)
}

func TestPlaceOfWhatIsNotJSON(t *testing.T) {
	tests := []struct {
		name, body   string
		line, column int
	}{
		{"first character", "ok", 1, 1},
		{"a comma too many", "{\n  \"instruction\": \"accept\",\n}", 3, 1},
		{"ends too early", "{\"instruction\":", 1, 16},
		{"not UTF-8", "{\n\"a\":\"\xff\"}", 2, 6},
		{"array", "\n  []", 2, 3},
		{"too deep", strings.Repeat("[", MaxAnswerDepth) + "\n[", 2, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse([]byte(tt.body))
			typed, ok := errors.AsType[*Error](err)
			require.True(t, ok)
			assert.Equal(t, tt.line, typed.Problems[0].Line, "%v", err)
			assert.Equal(t, tt.column, typed.Problems[0].Column, "%v", err)
		})
	}
}

func TestHostileAnswersAreBounded(t *testing.T) {
	object := func(members int) string {
		var b strings.Builder
		b.WriteString(`{"instruction":"accept"`)
		for n := range members - 1 {
			fmt.Fprintf(&b, `,"k%d":0`, n)
		}
		return b.String() + "}"
	}
	nested := func(depth int) string {
		return `{"instruction":"accept","x":` + strings.Repeat("[", depth-1) + strings.Repeat("]", depth-1) + `}`
	}
	padded := func(size int) string {
		return `{"instruction":"accept"}` + strings.Repeat(" ", size-len(`{"instruction":"accept"}`))
	}
	tests := []struct {
		name, body string
		ok         bool
	}{
		{"as many members as allowed", object(MaxAnswerMembers), true},
		{"one member more", object(MaxAnswerMembers + 1), false},
		{"as deep as allowed", nested(MaxAnswerDepth), true},
		{"one deeper", nested(MaxAnswerDepth + 1), false},
		{"brackets in texts do not count", `{"instruction":"accept","x":"` + strings.Repeat(`\"[{`, 100) + `"}`, true},
		{"as long as allowed", padded(MaxAnswerBytes), true},
		{"one byte longer", padded(MaxAnswerBytes + 1), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse([]byte(tt.body))
			if tt.ok {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, CodeNotJSON)
			assert.Less(t, len(err.Error()), 300)
		})
	}
}

func TestLongValuesAreCutInTheMessage(t *testing.T) {
	_, err := Parse([]byte(`{"instruction":"call","from":"` + strings.Repeat("é", 10_000) + `","url":"x"}`))
	require.ErrorIs(t, err, CodeCallFrom)
	assert.Less(t, len(err.Error()), 600)
}

func TestUnknownKeysAreKeptAndWrittenBack(t *testing.T) {
	i, err := Parse([]byte(`{"dual_channel_recording":"true","instruction":"dequeue","x":{"b": [1, 2],
		"a":"a b"},"timeout":"15","y":null,"x2":1.50}`))
	require.NoError(t, err)
	text, err := Marshal(i)
	require.NoError(t, err)
	assert.Equal(t, `{"instruction":"dequeue","timeout":15,"dual_channel_recording":"true","x":{"b":[1,2],"a":"a b"},"y":null,"x2":1.50}`, string(text))
	requireRoundTrip(t, i)
}

func TestUnmarshalIntoOneInstruction(t *testing.T) {
	var answer struct{ Instruction Dequeue }
	require.NoError(t, json.Unmarshal([]byte(`{"Instruction":{"instruction":"dequeue","from":"+15550100"}}`), &answer))
	assert.Equal(t, Dequeue{From: "+15550100"}, answer.Instruction)

	into := map[Name]json.Unmarshaler{
		NameAccept: &Accept{}, NameReject: &Reject{}, NameDequeue: &Dequeue{}, NameCall: &Call{}, NameRedirect: &Redirect{},
		NameConference: &Conference{}, NameSupervise: &Supervise{},
	}
	bodies := map[Name]string{
		NameAccept: `{"instruction":"accept"}`, NameReject: `{"instruction":"reject"}`, NameDequeue: `{"instruction":"dequeue"}`,
		NameCall:       `{"instruction":"call","from":"+15550100","url":"https://example.com/"}`,
		NameRedirect:   `{"instruction":"redirect","call_sid":"` + callText + `","url":"https://example.com/"}`,
		NameConference: `{"instruction":"conference"}`, NameSupervise: `{"instruction":"supervise","supervisor":"client:alice"}`,
	}
	for name, target := range into {
		for given, body := range bodies {
			err := target.UnmarshalJSON([]byte(body))
			if given == name {
				assert.NoError(t, err, "%s", name)
				continue
			}
			assert.ErrorIs(t, err, CodeUnknown, "%s into %s", given, name)
		}
		assert.ErrorIs(t, target.UnmarshalJSON([]byte(`{}`)), CodeNoInstruction, "%s", name)
		assert.ErrorIs(t, target.UnmarshalJSON([]byte(`[`)), CodeNotJSON, "%s", name)
	}
}
