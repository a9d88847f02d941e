package twiml

import (
	"fmt"
	"strings"
	"testing"

	"github.com/beevik/etree"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// filled repeats a text between two others until the document is as large as
// one may be.
func filled(begin, repeated, end string) []byte {
	begin, end = "<Response>"+begin, end+"</Response>"
	n := (MaxBytes - len(begin) - len(end)) / len(repeated)
	return []byte(begin + strings.Repeat(repeated, n) + end)
}

// hostile are documents that take the longest to check: each of their few bytes
// is wrong, or stands in all that is around it.
func hostile() map[string][]byte {
	deep := MaxDepth - 4 // below Response, Say and above w
	return map[string][]byte{
		"deep speech":      filled("<Say>"+strings.Repeat("<lang>", deep), "<w/>", strings.Repeat("</lang>", deep)+"</Say>"),
		"deep late speech": filled("<Say>"+strings.Repeat("<lang>", deep), "<w/>", "x"+strings.Repeat("</lang>", deep)+"</Say>"),
		"verbs":            filled("", "<Echo/>", ""),
		"empty verbs":      filled("", "<Say/>", ""),
		"unknown":          filled("", "<x/>", ""),
		"parties":          filled("<Dial>", "<Sip/>", "</Dial>"),
	}
}

// TestHostileDocuments have many findings, of which few are listed.
func TestHostileDocuments(t *testing.T) {
	for name, doc := range hostile() {
		t.Run(name, func(t *testing.T) {
			findings := Validate(doc, ValidateOptions{Lint: true})
			require.LessOrEqual(t, len(findings), MaxFindings+1)
			for i, f := range findings {
				require.Equal(t, i == MaxFindings, f.Omitted > 0)
			}
		})
	}
}

// TestTooManyFindings counts what is not listed, and says what it may be about.
func TestTooManyFindings(t *testing.T) {
	of := func(verbs string) (listed int, last Finding) {
		findings := Validate([]byte("<Response>"+verbs+"</Response>"), ValidateOptions{Flavor: FlavorVoice})
		return len(findings), findings[len(findings)-1]
	}
	const warning, failure, lesser = "<Say/>", "<Enqueue/>", "<Dial><Queue reservationSid='WR00000000000000000000000000000000' postWorkActivitySid='x'/></Dial>"
	most := strings.Repeat(warning, MaxFindings)

	listed, last := of(most)
	assert.Equal(t, []any{MaxFindings, 0}, []any{listed, last.Omitted})
	listed, last = of(most + warning + "<Hangup/>" + warning)
	assert.Equal(t, MaxFindings+1, listed)
	assert.Equal(t, Finding{
		Code: CodeSayEmpty, Level: LevelWarning, Path: "/", Verb: MaxFindings, Omitted: 2,
		Message: "2 more findings are not listed: correct the others first",
	}, last)
	assert.False(t, last.Blocks())
	_, last = of(most + warning + lesser + failure + lesser)
	assert.Equal(t, []any{4, CodeEnqueueNameEmpty, LevelError, MaxFindings}, []any{last.Omitted, last.Code, last.Level, last.Verb})
	assert.True(t, last.Blocks(), "one of them does")
	_, last = of(most + lesser)
	assert.Equal(t, []any{LevelError, false}, []any{last.Level, last.Blocks()}, "none of them does")
	_, last = of(most + "text<Hangup/>" + warning)
	assert.Equal(t, MaxFindings+2, last.Verb, "the first one that is about a verb")
	_, last = of(most + "text")
	assert.Equal(t, -1, last.Verb)
}

// TestSpeechIsReadOnce finds the blank elements of nested markup, and only those.
func TestSpeechIsReadOnce(t *testing.T) {
	tests := map[string]struct {
		say  string
		want []string
	}{
		"nothing blank":      {"<p>a</p><p><s>b</s></p>", nil},
		"all":                {"<p><s> </s></p>", []string{"", "/p[1]", "/p[1]/s[1]"}},
		"inside only":        {"<p>a<s/></p>", []string{"/p[1]/s[1]"}},
		"text at the end":    {"<p><s/><s/><s>a</s></p>", []string{"/p[1]/s[1]", "/p[1]/s[2]"}},
		"text of a leaf":     {"<p><sub alias='x'>a</sub></p>", nil},
		"blank leaf":         {"<p><sub alias='x'> </sub></p>", []string{"", "/p[1]", "/p[1]/sub[1]"}},
		"section and others": {"<p><![CDATA[a]]></p><p><!-- c --></p>", []string{"/p[2]"}},
		"unknown with text":  {"<p><x><y>a</y></x></p>", []string{"/p[1]/x[1]"}},
		"unknown, blank":     {"<p><x> <y/></x></p>", []string{"", "/p[1]", "/p[1]/x[1]"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range Validate([]byte("<Response><Say>"+test.say+"</Say></Response>"), ValidateOptions{}) {
				got = append(got, strings.TrimPrefix(f.Path, "/Response/Say[1]"))
			}
			assert.Equal(t, test.want, got)
		})
	}
}

// nested puts n elements of the speech markup into each other.
func nested(n int) *Say {
	inner := &SSMLLang{Text: "x", Language: Set("de-DE")}
	for range n - 1 {
		inner = &SSMLLang{Language: Set("de-DE"), Children: []SSMLLangChild{inner}}
	}
	return &Say{Children: []SayChild{inner}}
}

// TestDepthOfTrees holds what is built against the depth that can be read.
func TestDepthOfTrees(t *testing.T) {
	deepest := NewResponse(nested(MaxDepth - 2))
	assert.Empty(t, mustParse(t, deepest.String()).Validate(ValidateOptions{}))
	assert.Equal(t, "x", TextOf(deepest.Children[0].(Element)))

	deeper := NewResponse(nested(MaxDepth - 1))
	path := "/Response/Say[1]" + strings.Repeat("/lang[1]", MaxDepth-1)
	requirePrintError(t, deeper, path)
	_, err := ToElement(deeper)
	require.Error(t, err)

	endless := &SSMLLang{Text: "a"}
	endless.Children = []SSMLLangChild{endless, endless}
	r := NewResponse(&Say{Children: []SayChild{endless}})
	requirePrintError(t, r, path)
	assert.Equal(t, strings.Repeat("a", MaxDepth), TextOf(r.Children[0].(Element)), "up to where it is too deep")

	raw := etree.NewElement("x")
	raw.CreateText("a")
	raw.Child = append(raw.Child, raw, raw)
	say := &Say{Children: []SayChild{&Unknown{Element: raw}}}
	assert.Equal(t, strings.Repeat("a", MaxDepth), TextOf(say))
}

// TestAttributesAreCountedTogether builds as many as can be read, and one more.
func TestAttributesAreCountedTogether(t *testing.T) {
	extra := make([]Attribute, MaxAttrs)
	for i := range extra {
		extra[i].Name = fmt.Sprintf("a%d", i)
	}
	most := NewResponse(&Say{Text: "x", Loop: Set(2), Common: Common{Extra: extra[1:]}})
	_, err := Parse([]byte(most.String()))
	require.NoError(t, err)
	requirePrintError(t, NewResponse(&Say{Text: "x", Loop: Set(2), Common: Common{Extra: extra}}), "/Response/Say[1]")
}

type (
	embedsVerb    struct{ *Say }
	embedsStruct  struct{ Say }
	embedsComment struct{ *Comment }
	embedsAny     struct{ ResponseChild }
)

// TestNodesOfOtherTypes opens the closed set by embedding, which compiles.
func TestNodesOfOtherTypes(t *testing.T) {
	for name, node := range map[string]ResponseChild{
		"a verb":          embedsVerb{&Say{Text: "x"}},
		"no verb":         embedsVerb{},
		"a struct":        &embedsStruct{},
		"a comment":       embedsComment{&Comment{}},
		"no comment":      embedsComment{},
		"any: a verb":     embedsAny{&Say{}},
		"any: a text":     embedsAny{Text("x")},
		"any: an unknown": embedsAny{&Unknown{Element: etree.NewElement("x")}},
	} {
		t.Run(name, func(t *testing.T) {
			r := NewResponse(&Hangup{}, node)
			_, err := r.AppendText(nil)
			require.ErrorContains(t, err, fmt.Sprintf("a %T is no node: it embeds one; want the node itself", node))
			assert.Len(t, r.Validate(ValidateOptions{}), 1)
			for i := range r.Verbs() {
				assert.Zero(t, i, "what cannot be printed is no verb")
			}
		})
	}
	r := NewResponse(&Hangup{})
	r.Before = []Aside{embedsComment{}}
	_, err := r.AppendText(nil)
	require.ErrorContains(t, err, "a twiml.embedsComment is no node")
	for _, nothing := range []Aside{nil, (*Comment)(nil), (*ProcInst)(nil)} {
		r.Before = []Aside{nothing}
		_, err = r.AppendText(nil)
		require.ErrorContains(t, err, "a node beside the root is nil")
	}
	for _, nothing := range []ResponseChild{nil, (*Comment)(nil), (*Say)(nil), (*Unknown)(nil)} {
		_, err = NewResponse(nothing).AppendText(nil)
		require.ErrorContains(t, err, "child 0, counted from 0, is nil")
	}
}

// TestSizeOfWhatWasRead takes the size of the document, which escapes and white
// space keep from being that of what is printed.
func TestSizeOfWhatWasRead(t *testing.T) {
	grows := filled("<Say>", ">", "</Say>") // which is printed as &gt;
	r := mustParse(t, string(grows))
	require.Greater(t, len(r.String()), MaxBytes)
	assert.Equal(t, Validate(grows, ValidateOptions{}), r.Validate(ValidateOptions{}))
	assert.NotContains(t, codesOf(r.Validate(ValidateOptions{})), CodeDocumentTooLarge)
	r.Children = append(r.Children, &Hangup{})
	assert.Contains(t, codesOf(r.Validate(ValidateOptions{})), CodeDocumentTooLarge, "it is another document now")

	inline := ValidateOptions{Inline: true}
	blanks := "<Response>" + strings.Repeat(" ", maxInline) + "<Hangup/></Response>"
	r = mustParse(t, blanks)
	assert.Equal(t, []int{CodeInlineTooLong}, codesOf(r.Validate(inline)))
	assert.Equal(t, Validate([]byte(blanks), inline), r.Validate(inline))
	r.Children[0] = &Leave{}
	assert.Empty(t, r.Validate(inline), "it is another document now")
	escapes := "<Response><Say>" + strings.Repeat(">", 3000) + "</Say></Response>"
	assert.Empty(t, mustParse(t, escapes).Validate(inline))
}

// TestUnfitCountsAsAbsent shows that rules about what may stand together pass
// over a value that does not fit, and that a demand is met by it: one mistake has
// one finding.
func TestUnfitCountsAsAbsent(t *testing.T) {
	for doc, want := range map[string][]int{
		`<Gather><Play digits="x">a</Play></Gather>`:                         {CodePlayDigits},
		`<Record transcribe="x" maxLength="121"/>`:                           {CodeRecordTranscribe},
		`<Enqueue workflowSid="x">a</Enqueue>`:                               {CodeWorkflowSID},
		`<Enqueue workflowSid="x"/>`:                                         {CodeWorkflowSID},
		`<Gather speechTimeout="auto" speechModel="a b"/>`:                   {CodeGatherSpeechModel},
		`<Start><Stream url="ftp://a.example.com"/></Start>`:                 {CodeSchema},
		`<Enqueue workflowSid="x">` + strings.Repeat("a", 65) + `</Enqueue>`: {CodeEnqueueNameTooLong, CodeWorkflowSID},
	} {
		assert.Equal(t, want, codesOf(Validate([]byte("<Response>"+doc+"</Response>"), ValidateOptions{})), doc)
	}
}

// TestUnknownThatIsAllowed builds an Unknown where the element itself could stand.
func TestUnknownThatIsAllowed(t *testing.T) {
	r := NewResponse(&Unknown{Element: etree.NewElement("Say")})
	findings := r.Validate(ValidateOptions{})
	require.NotEmpty(t, findings)
	assert.Equal(t, "element <Say> is allowed in <Response>, but not as an Unknown, which is skipped: write it as *twiml.Say", findings[0].Message)
	r = NewResponse(&Refer{Children: []ReferChild{&Unknown{Element: etree.NewElement("Sip")}}})
	findings = r.Validate(ValidateOptions{})
	require.NotEmpty(t, findings)
	assert.Contains(t, findings[len(findings)-1].Message, "write it as *twiml.ReferSip")
}

func BenchmarkValidateHostile(b *testing.B) {
	docs := hostile()
	for _, name := range names(docs) {
		b.Run(strings.ReplaceAll(name, " ", "-"), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(docs[name])))
			for b.Loop() {
				Validate(docs[name], ValidateOptions{})
			}
		})
	}
}
