package twiml

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func codesOf(findings []Finding) []int {
	codes := []int{}
	for _, f := range findings {
		codes = append(codes, f.Code)
	}
	return codes
}

// TestValidateBuilt checks trees that no document stands behind: the values of
// a program are held against the same table.
func TestValidateBuilt(t *testing.T) {
	sid := "WW" + strings.Repeat("0", 32)
	tests := map[string]struct {
		verb ResponseChild
		want []int
	}{
		"valid":                         {&Enqueue{WorkflowSID: Set(sid), Children: []EnqueueChild{&Task{Attributes: "{}", Timeout: Set(time.Hour)}}}, []int{}},
		"number out of range":           {&Enqueue{Name: "a", MaxQueueSize: Set(5001)}, []int{CodeSchema}},
		"duration out of range":         {&Dial{Number: "+1", Timeout: Set(time.Second)}, []int{CodeDialTimeout}},
		"negative duration":             {&Pause{Length: Set(-time.Second)}, []int{CodePauseLength}},
		"new word of a closed set":      {&Reject{Reason: Set(RejectReason("tired"))}, []int{CodeRejectReason}},
		"new word of an open set":       {&Gather{SpeechModel: Set(SpeechModel("new"))}, []int{}},
		"empty list":                    {&Gather{Input: List[GatherInput]()}, []int{CodeGatherInput}},
		"empty SID":                     {&Enqueue{WorkflowSID: Set("")}, []int{CodeWorkflowSID}},
		"raw text":                      {&Play{URL: "a", Loop: Raw[int]("often")}, []int{CodePlayLoop}},
		"raw text that would fit":       {&Play{URL: "a", Loop: Raw[int]("3")}, []int{}},
		"text where none belongs":       {&Hangup{Children: []HangupChild{Text("bye")}}, []int{CodeSchema}},
		"blank text where none belongs": {&Hangup{Children: []HangupChild{Text(" ")}}, []int{}},
		"unknown":                       {&Unknown{Element: etree.NewElement("Foo")}, []int{CodeSchema}},
		"extra":                         {&Leave{Common: Common{Extra: []Attribute{{Name: "a"}}}}, []int{CodeSchema}},
		"comment":                       {&Comment{Data: "c"}, []int{}},
		"older task":                    {&Enqueue{WorkflowSID: Set(sid), Children: []EnqueueChild{&TaskAttributes{Attributes: "[]"}}}, []int{CodeTaskNotJSON}},
		"number beyond its own limit":   {&Record{Transcribe: Set(true), MaxLength: Set(25 * time.Hour)}, []int{CodeRecordMaxLength}},
		"number beyond that of a rule":  {&Record{Transcribe: Set(true), MaxLength: Set(3 * time.Minute)}, []int{CodeRecordTranscribeLength}},
		"eleven parties":                {&Dial{Children: slices.Repeat([]DialChild{&Number{Number: "+1"}}, 11)}, []int{CodeDialNesting}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := NewResponse(test.verb)
			findings := r.Validate(ValidateOptions{})
			assert.Equal(t, test.want, codesOf(findings))
			requireVerbs(t, r, findings)
			// What was built and what a reader finds deviate alike.
			assert.Equal(t, test.want, codesOf(Validate([]byte(r.String()), ValidateOptions{})))
		})
	}
}

func TestValidateTooLargeWhenPrinted(t *testing.T) {
	r := NewResponse(&Play{URL: "/" + strings.Repeat("a", MaxBytes)})
	assert.Equal(t, []int{CodeDocumentTooLarge}, codesOf(r.Validate(ValidateOptions{})))
}

// requireVerbs holds the verbs of findings against their paths.
func requireVerbs(t *testing.T, r *Response, findings []Finding) {
	t.Helper()
	verbs, seen := map[string]int{}, map[string]int{}
	for i, e := range r.Verbs() {
		seen[Tag(e)]++
		verbs[fmt.Sprintf("/Response/%s[%d]", Tag(e), seen[Tag(e)])] = i
	}
	for _, f := range findings {
		want := -1
		if steps := strings.Split(f.Path, "/"); len(steps) > 2 {
			if i, ok := verbs["/Response/"+steps[2]]; ok {
				want = i
			}
		}
		if f.Omitted == 0 {
			require.Equal(t, want, f.Verb, f)
		}
	}
}

// TestVerbOfFindings tells of each finding which verb it is about.
func TestVerbOfFindings(t *testing.T) {
	r := mustParse(t, `<Response a="1"><Pause length="0"/><!-- c --><Say/><Foo/>text<Pause length="x"/><Dial><Queue/></Dial></Response>`)
	got := map[string]int{}
	for _, f := range r.Validate(ValidateOptions{}) {
		got[f.Path] = f.Verb
	}
	assert.Equal(t, map[string]int{
		"/Response/@a":               -1,
		"/Response/Pause[1]/@length": 0,
		"/Response/Say[1]":           2,
		"/Response/Foo[1]":           -1,
		"/Response/text()[1]":        -1,
		"/Response/Pause[2]/@length": 5,
		"/Response/Dial[1]/Queue[1]": 6,
	}, got)
	for _, doc := range []string{"<Response>", "", "<Response><Say>\x00</Say></Response>"} {
		assert.Equal(t, -1, Validate([]byte(doc), ValidateOptions{})[0].Verb, "a document as a whole")
	}
	unprintable := NewResponse(&Say{Text: "\x00"})
	assert.Equal(t, -1, unprintable.Validate(ValidateOptions{})[0].Verb)
}

func TestBlocks(t *testing.T) {
	tests := map[string]struct {
		verb string
		want bool
	}{
		"no finding":            {"<Enqueue>a</Enqueue>", false},
		"a warning":             {"<Enqueue maxQueueSize='0'>a</Enqueue>", false},
		"an error":              {"<Enqueue method='x'>a</Enqueue>", true},
		"an error below":        {"<Enqueue workflowSid='WW00000000000000000000000000000000'><Task>x</Task></Enqueue>", true},
		"a bad reservation":     {"<Dial><Queue reservationSid='x'/></Dial>", true},
		"a bad activity: 14216": {"<Dial><Queue reservationSid='WR00000000000000000000000000000000' postWorkActivitySid='x'/></Dial>", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			findings := mustParse(t, "<Response>"+test.verb+"</Response>").Validate(ValidateOptions{})
			assert.Equal(t, test.want, slices.ContainsFunc(findings, Finding.Blocks))
		})
	}
}

func TestContextAllows(t *testing.T) {
	assert.True(t, ContextWait.Allows(&Leave{}))
	assert.False(t, ContextWait.Allows(&Dial{}))
	assert.False(t, ContextWhisper.Allows(&Gather{}))
	assert.True(t, ContextScreening.Allows(&Gather{}))
	for _, unrestricted := range []Context{"", "Client.nothing", "Dial.nothing", "Dial.action", "x"} {
		assert.True(t, unrestricted.Allows(&Dial{}), unrestricted)
	}
}

func TestFindingText(t *testing.T) {
	f := Finding{Code: 14204, Level: LevelError, Path: "/Response", Line: 2, Column: 3, Message: "m", Inferred: true}
	assert.Equal(t, "2:3: error 14204: m (/Response, inferred)", f.String())
	lint := Finding{Level: LevelLint, Path: "/Response", Message: "m"}
	assert.Equal(t, "-: lint: m (/Response)", lint.String())
	assert.False(t, lint.Blocks())
	assert.Equal(t, "warning", LevelWarning.String())
	assert.Equal(t, "level(0)", Level(0).String())
}

// TestEffective takes what counts: a fitting value, else the default of the
// reference, else nothing.
func TestEffective(t *testing.T) {
	r := mustParse(t, `<Response><Dial timeout="3" timeLimit="60" record="true" recordingStatusCallbackEvent="absent"/>`+
		`<Gather/><Enqueue waitUrl=""/></Response>`)
	dial, gather, enqueue := r.Children[0].(*Dial), r.Children[1].(*Gather), r.Children[2].(*Enqueue)
	assert.Equal(t, 30*time.Second, Effective(dial, &dial.Timeout), "unfit: the default")
	assert.Equal(t, time.Minute, Effective(dial, &dial.TimeLimit))
	assert.Equal(t, RecordFromAnswer, Effective(dial, &dial.Record), "an alias means its value")
	assert.Equal(t, []RecordingEvent{RecordingAbsent}, Effective(dial, &dial.RecordingStatusCallbackEvent))
	assert.Equal(t, POST, Effective(dial, &dial.Method), "unset: the default")
	assert.Empty(t, Effective(dial, &dial.CallerID), "unset, without default")
	assert.Equal(t, AutoDuration(5*time.Second), Effective(gather, &gather.Timeout))
	assert.Equal(t, "#", Effective(gather, &gather.FinishOnKey))
	assert.Equal(t, []GatherInput{InputDTMF}, Effective(gather, &gather.Input))
	assert.True(t, Effective(gather, &gather.BargeIn))
	assert.Empty(t, Effective(enqueue, &enqueue.WaitURL))
	assert.True(t, enqueue.WaitURL.Present())

	built := &Dial{Timeout: Set(time.Hour), TimeLimit: Set(time.Millisecond)}
	assert.Equal(t, 30*time.Second, Effective(built, &built.Timeout), "out of range")
	assert.Equal(t, 4*time.Hour, Effective(built, &built.TimeLimit), "no whole second")
	assert.Panics(t, func() { Effective(built, &dial.Timeout) }, "the field of another element")
}

func TestChildrenAndVerbs(t *testing.T) {
	r := mustParse(t, "<Response><!-- c --><Say>a<x/>b</Say>t<Hum/><Hangup/></Response>")
	var verbs []string
	for i, v := range r.Verbs() {
		verbs = append(verbs, fmt.Sprint(i, Tag(v)))
	}
	assert.Equal(t, []string{"1Say", "4Hangup"}, verbs)
	var nodes []string
	for i, n := range Children(r) {
		nodes = append(nodes, fmt.Sprint(i, stepName(n)))
	}
	assert.Equal(t, []string{"0comment()", "1Say", "2text()", "3Hum", "4Hangup"}, nodes)
	for range Children(r) {
		break
	}
	for range r.Verbs() {
		break
	}
	for range Children(NewResponse(nil, (*Say)(nil))) {
		require.Fail(t, "nil is no child")
	}
}

func TestEnqueueTask(t *testing.T) {
	assert.Nil(t, (&Enqueue{}).Task())
	older := &Enqueue{Children: []EnqueueChild{Text("x"), &TaskAttributes{Attributes: " {} "}, &TaskAttributes{}}}
	assert.Equal(t, "{}", TextOf(older.Task()))
	both := &Enqueue{Children: []EnqueueChild{&TaskAttributes{Attributes: "1"}, &Task{Attributes: "2"}}}
	assert.Equal(t, "2", TextOf(both.Task()))
}
