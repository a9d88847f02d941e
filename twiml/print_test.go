package twiml

import (
	"bytes"
	"encoding"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func requirePrintError(t *testing.T, r *Response, path string) {
	t.Helper()
	dst := []byte("kept")
	out, err := r.AppendText(dst)
	e, ok := errors.AsType[*Error](err)
	require.True(t, ok, "%v", err)
	assert.Equal(t, path, e.Path)
	assert.Equal(t, "print", e.Op)
	assert.Equal(t, "kept", string(out))
	findings := r.Validate(ValidateOptions{})
	require.Len(t, findings, 1)
	assert.Equal(t, CodeNotWellFormed, findings[0].Code)
	assert.Equal(t, path, findings[0].Path)
}

func TestBuild(t *testing.T) {
	r := NewResponse(
		&Say{Text: "a < b", Voice: Set(VoiceMan), Loop: Set(0)},
		&Gather{
			Input: List(InputDTMF, InputSpeech), Timeout: Set(Auto), FinishOnKey: Set(""),
			Children: []GatherChild{&Pause{Length: Set(2 * time.Second)}, &Comment{Data: " c "}},
		},
		&Enqueue{
			WorkflowSID: Set("WW0123456789abcdef0123456789abcdef"), WaitURL: Set(""),
			Children: []EnqueueChild{&Task{Attributes: `{"a":"<&>"}`, Priority: Set(5), Timeout: Set(time.Hour)}},
		},
		&Dial{
			HangupOnStar: Set(true), Record: Set(RecordFromAnswer),
			Common:   Common{Extra: []Attribute{{Name: "new", Value: `"`}}},
			Children: []DialChild{&Number{Number: "+15558675310"}, Text("x"), CData("y<")},
		},
		&Dial{Timeout: Raw[time.Duration]("soon")},
		&ProcInst{Target: "pi"},
	)
	r.Before = []Aside{&Comment{Data: "first"}}
	r.After = []Aside{&ProcInst{Target: "last", Inst: "a=b"}}
	assert.Equal(t, declaration+`<!--first--><Response>`+
		`<Say voice="man" loop="0">a &lt; b</Say>`+
		`<Gather input="dtmf speech" timeout="auto" finishOnKey=""><Pause length="2"/><!-- c --></Gather>`+
		`<Enqueue waitUrl="" workflowSid="WW0123456789abcdef0123456789abcdef">`+
		`<Task priority="5" timeout="3600">{"a":"&lt;&amp;&gt;"}</Task></Enqueue>`+
		`<Dial hangupOnStar="true" record="record-from-answer" new="&quot;">`+
		`<Number>+15558675310</Number>x<![CDATA[y<]]></Dial>`+
		`<Dial timeout="soon"/>`+
		`<?pi?></Response><?last a=b?>`, roundTrip(t, r))
}

// TestUnprintable builds what XML cannot hold; nothing of it may be written.
func TestUnprintable(t *testing.T) {
	repeated := etree.NewElement("x")
	repeated.Attr = []etree.Attr{{Key: "a"}, {Key: "a"}}
	crowded := etree.NewElement("x")
	crowded.Attr = make([]etree.Attr, MaxAttrs+1)
	withType := etree.NewElement("x")
	withType.CreateElement("y").CreateDirective("DOCTYPE z")
	endless := etree.NewElement("x")
	endless.Child = append(endless.Child, endless)
	tests := map[string]struct {
		verb ResponseChild
		path string
	}{
		"no UTF-8 in text":            {&Say{Text: "a\xff"}, "/Response/Say[1]"},
		"control character":           {&Say{Text: "\x00"}, "/Response/Say[1]"},
		"non-character":               {&Say{Text: "\uFFFE"}, "/Response/Say[1]"},
		"no UTF-8 in an attribute":    {&Say{Voice: Set("\xff")}, "/Response/Say[1]/@voice"},
		"no UTF-8 in an unfit one":    {&Dial{Timeout: Raw[time.Duration]("\x01")}, "/Response/Dial[1]/@timeout"},
		"hyphens in a comment":        {&Comment{Data: "a--b"}, "/Response/comment()[1]"},
		"hyphen at a comment's end":   {&Comment{Data: "a-"}, "/Response/comment()[1]"},
		"no UTF-8 in a comment":       {&Comment{Data: "\xff"}, "/Response/comment()[1]"},
		"end of CDATA in CDATA":       {CData("a]]>b"), "/Response/text()[1]"},
		"carriage return in CDATA":    {CData("a\rb"), "/Response/text()[1]"},
		"carriage return in comment":  {&Comment{Data: "a\rb"}, "/Response/comment()[1]"},
		"in an instruction":           {&ProcInst{Target: "a", Inst: "b\r"}, "/Response/processing-instruction()[1]"},
		"no UTF-8 in CDATA":           {CData("\xff"), "/Response/text()[1]"},
		"instruction named xml":       {&ProcInst{Target: "XML"}, "/Response/processing-instruction()[1]"},
		"instruction with colon":      {&ProcInst{Target: "a:b"}, "/Response/processing-instruction()[1]"},
		"instruction without name":    {&ProcInst{}, "/Response/processing-instruction()[1]"},
		"end of instruction in it":    {&ProcInst{Target: "a", Inst: "?>"}, "/Response/processing-instruction()[1]"},
		"blank before an instruction": {&ProcInst{Target: "a", Inst: " b"}, "/Response/processing-instruction()[1]"},
		"no UTF-8 in an instruction":  {&ProcInst{Target: "a", Inst: "\xff"}, "/Response/processing-instruction()[1]"},
		"nil":                         {nil, "/Response"},
		"typed nil":                   {(*Say)(nil), "/Response"},
		"unknown without element":     {&Unknown{}, "/Response/element()[1]"},
		"unknown without name":        {&Unknown{Element: etree.NewElement("")}, "/Response/element()[1]"},
		"name with digit in front":    {&Unknown{Element: etree.NewElement("1a")}, "/Response/1a[1]"},
		"name with blank":             {&Unknown{Element: etree.NewElement("a b")}, "/Response/a b[1]"},
		"name with two colons":        {&Unknown{Element: etree.NewElement("a:b:c")}, "/Response/a:b:c[1]"},
		"name with a wrong letter":    {&Unknown{Element: etree.NewElement("a×")}, "/Response/a×[1]"},
		"repeated in unknown":         {&Unknown{Element: repeated}, "/Response/x[1]"},
		"too many in unknown":         {&Unknown{Element: crowded}, "/Response/x[1]"},
		"document type in unknown":    {&Unknown{Element: withType}, "/Response/x[1]/y"},
		"unknown that holds itself":   {&Unknown{Element: endless}, "/Response/x[1]" + strings.Repeat("/x", MaxDepth-1)},
		"known attribute as extra":    {&Say{Common: Common{Extra: []Attribute{{Name: "voice"}}}}, "/Response/Say[1]"},
		"extra repeated":              {&Say{Common: Common{Extra: []Attribute{{Name: "a"}, {Name: "a"}}}}, "/Response/Say[1]"},
		"extra without name":          {&Say{Common: Common{Extra: []Attribute{{}}}}, "/Response/Say[1]"},
		"extra that is no character":  {&Say{Common: Common{Extra: []Attribute{{Name: "a", Value: "\xff"}}}}, "/Response/Say[1]/@a"},
		"too many extra":              {&Say{Common: Common{Extra: make([]Attribute, MaxAttrs+1)}}, "/Response/Say[1]"},
		"second of its name":          {&Gather{Children: []GatherChild{&Say{}, &Pause{}, &Say{Text: "\xff"}}}, "/Response/Gather[1]/Say[2]"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			requirePrintError(t, NewResponse(test.verb), test.path)
		})
	}
	t.Run("nil before the root", func(t *testing.T) {
		requirePrintError(t, &Response{Before: []Aside{nil}}, "/")
	})
	t.Run("typed nil after the root", func(t *testing.T) {
		requirePrintError(t, &Response{After: []Aside{(*Comment)(nil)}}, "/")
	})
	t.Run("typed nil instruction", func(t *testing.T) {
		requirePrintError(t, &Response{After: []Aside{(*ProcInst)(nil)}}, "/")
	})
}

func TestNamesBeyondASCII(t *testing.T) {
	r := mustParse(t, "<Response><Größe ä='1'/></Response>")
	assert.Equal(t, declaration+`<Response><Größe ä="1"/></Response>`, roundTrip(t, r))
}

func TestIndentMustBeBlank(t *testing.T) {
	out, err := NewResponse().AppendIndent([]byte("kept"), "--")
	require.Error(t, err)
	assert.Equal(t, "kept", string(out))
}

func TestWrite(t *testing.T) {
	r := NewResponse(&Hangup{})
	var b bytes.Buffer
	n, err := r.WriteTo(&b)
	require.NoError(t, err)
	assert.Equal(t, r.String(), b.String())
	assert.Equal(t, int64(b.Len()), n)
	text, err := r.MarshalText()
	require.NoError(t, err)
	assert.Equal(t, r.String(), string(text))
}

func TestWriteNothingOnError(t *testing.T) {
	r := NewResponse(&Say{Text: "\x00"})
	var b bytes.Buffer
	n, err := r.WriteTo(&b)
	require.Error(t, err)
	assert.Zero(t, n)
	assert.Zero(t, b.Len())
	assert.Equal(t, err.Error(), r.String())
	assert.Contains(t, r.String(), "twiml: print: /Response/Say[1]: ")
}

func TestServe(t *testing.T) {
	w := httptest.NewRecorder()
	NewResponse(&Leave{}).ServeHTTP(w, httptest.NewRequest("POST", "/", nil))
	assert.Equal(t, 200, w.Code)
	assert.Equal(t, "text/xml", w.Header().Get("Content-Type"))
	assert.Equal(t, declaration+"<Response><Leave/></Response>", w.Body.String())

	w = httptest.NewRecorder()
	NewResponse(&Say{Text: "\x00"}).ServeHTTP(w, httptest.NewRequest("POST", "/", nil))
	assert.Equal(t, 500, w.Code)
	assert.NotContains(t, w.Body.String(), "<Response")
}

// everything builds a document with every kind of node and state.
func everything() *Response {
	unknown := etree.NewElement("New")
	unknown.CreateAttr("b", "2")
	unknown.CreateAttr("a", "1")
	unknown.CreateCData("x")
	r := NewResponse(
		&Say{Text: "a", Voice: Set(VoiceAlice), Loop: Set(2), Common: Common{Extra: []Attribute{{Name: "z"}, {Name: "y"}}}},
		&Gather{Input: List(InputSpeech, InputDTMF), Timeout: Set(Auto), Children: []GatherChild{&Pause{}, Text("\t")}},
		&Enqueue{WaitURL: Set(""), Children: []EnqueueChild{&Task{Attributes: "{}", Priority: Raw[int]("high")}}},
		&Unknown{Element: unknown},
		&Comment{Data: "c"}, &ProcInst{Target: "p", Inst: "i"}, CData("d"),
	)
	r.Before, r.After = []Aside{&Comment{Data: "b"}}, []Aside{&ProcInst{Target: "a"}}
	return r
}

// TestSameBytes builds the same document 10,000 times: no order of a map, and
// nothing of an earlier document, reaches the bytes.
func TestSameBytes(t *testing.T) {
	want := everything().String()
	var buf []byte
	for range 10_000 {
		var err error
		buf, err = everything().AppendText(buf[:0])
		require.NoError(t, err)
		if string(buf) != want {
			require.Equal(t, want, string(buf))
		}
	}
}

// TestEveryWayOut holds the ways to print against each other.
func TestEveryWayOut(t *testing.T) {
	for _, r := range []*Response{everything(), NewResponse(&Say{Text: strings.Repeat("long ", usual)})} {
		want, err := r.AppendText(nil)
		require.NoError(t, err)
		appended, err := r.AppendText([]byte("before"))
		require.NoError(t, err)
		assert.Equal(t, "before"+string(want), string(appended))
		text, err := encoding.TextMarshaler(r).MarshalText()
		require.NoError(t, err)
		assert.Equal(t, string(want), string(text))
		text, err = encoding.TextAppender(r).AppendText(nil)
		require.NoError(t, err)
		assert.Equal(t, string(want), string(text))
		assert.Equal(t, string(want), fmt.Stringer(r).String())
		var b bytes.Buffer
		_, err = io.WriterTo(r).WriteTo(&b)
		require.NoError(t, err)
		assert.Equal(t, string(want), b.String())
		w := httptest.NewRecorder()
		http.Handler(r).ServeHTTP(w, httptest.NewRequest("POST", "/", nil))
		assert.Equal(t, string(want), w.Body.String())
	}
	_, err := NewResponse(&Say{Text: "\x00"}).MarshalText()
	require.Error(t, err)
}
