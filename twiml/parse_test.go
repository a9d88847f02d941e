package twiml

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func mustParse(t testing.TB, doc string) *Response {
	t.Helper()
	r, err := Parse([]byte(doc))
	require.NoError(t, err)
	return r
}

// TestPositions asks every kind of node and attribute where it stands. Columns
// count characters, and nothing is shifted by escapes, other alphabets, either
// kind of quotes, or a byte-order mark.
func TestPositions(t *testing.T) {
	r := mustParse(t, "\uFEFF<!-- é --><Response>\n"+
		"  <Enqueue  action = '/ä?x=&gt;'\r\n"+
		"\twaitUrl=\"\"\tzz='1'>né<!-- c --><Task\n"+
		"priority='x'/><?pi it?></Enqueue><Foo/>\n"+
		"</Response><!-- end -->")
	enqueue := r.Children[0].(*Enqueue)
	task := enqueue.Task()
	assert.Equal(t, Pos{1, 1}, r.Before[0].Pos())
	assert.Equal(t, Pos{1, 11}, r.Pos())
	assert.Equal(t, Pos{2, 3}, enqueue.Pos())
	assert.Equal(t, Pos{2, 13}, enqueue.Action.Pos())
	assert.Equal(t, Pos{3, 2}, enqueue.WaitURL.Pos())
	assert.Equal(t, Pos{3, 13}, enqueue.Extra[0].Pos())
	assert.Equal(t, Pos{3, 22}, enqueue.Children[0].Pos(), "comment")
	assert.Equal(t, Pos{3, 32}, task.Pos())
	assert.Equal(t, Pos{4, 1}, task.Priority.Pos(), "an unfit attribute has a position too")
	assert.Equal(t, Pos{4, 15}, enqueue.Children[2].Pos(), "processing instruction")
	assert.Equal(t, Pos{4, 34}, r.Children[1].Pos(), "unknown element")
	assert.Equal(t, Pos{5, 12}, r.After[0].Pos())
	assert.True(t, enqueue.MaxQueueSize.Pos().IsZero())
}

func TestLimits(t *testing.T) {
	pad := func(n int) string {
		const empty = "<Response></Response>"
		return "<Response>" + strings.Repeat(" ", n-len(empty)) + "</Response>"
	}
	mustParse(t, pad(MaxBytes))
	_, err := Parse([]byte(pad(MaxBytes + 1)))
	require.ErrorIs(t, err, &Error{Code: CodeDocumentTooLarge})

	nested := func(n int) string {
		return "<Response>" + strings.Repeat("<a>", n-1) + strings.Repeat("</a>", n-1) + "</Response>"
	}
	assert.Equal(t, declaration+strings.Replace(nested(MaxDepth), "<a></a>", "<a/>", 1), mustParse(t, nested(MaxDepth)).String())
	_, err = Parse([]byte(nested(MaxDepth + 1)))
	require.ErrorIs(t, err, &Error{Code: CodeNotWellFormed})

	many := func(n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(" a" + strings.Repeat("b", i) + `=""`)
		}
		return "<Response" + b.String() + "/>"
	}
	mustParse(t, many(MaxAttrs))
	_, err = Parse([]byte(many(MaxAttrs + 1)))
	require.ErrorIs(t, err, &Error{Code: CodeNotWellFormed})
}

func TestErrorsAreTyped(t *testing.T) {
	_, err := Parse([]byte("<Response>\n<Say</Response>"))
	e, ok := errors.AsType[*Error](err)
	require.True(t, ok)
	assert.Equal(t, "parse", e.Op)
	assert.Equal(t, CodeNotWellFormed, e.Code)
	assert.Equal(t, 2, e.Pos().Line)
	assert.NotErrorIs(t, err, &Error{Code: CodeSchema})
	assert.NotErrorIs(t, err, errors.New("x"))
}

func TestUnmarshalText(t *testing.T) {
	r := NewResponse(&Leave{})
	require.Error(t, r.UnmarshalText([]byte("<x/>")))
	assert.Equal(t, declaration+"<Response><Leave/></Response>", r.String(), "an error changes nothing")
	require.NoError(t, r.UnmarshalText([]byte("<Response><Hangup/></Response>")))
	assert.Equal(t, declaration+"<Response><Hangup/></Response>", r.String())
}

// TestParseKeepsNothingOfTheDocument overwrites the bytes after they were read.
func TestParseKeepsNothingOfTheDocument(t *testing.T) {
	doc := []byte(`<Response a="b"><Say voice="man">hello<!--c--></Say><x y="z">t</x></Response>`)
	r, err := Parse(doc)
	require.NoError(t, err)
	want := r.String()
	copy(doc, bytes.Repeat([]byte("#"), len(doc)))
	assert.Equal(t, want, r.String())
}

func TestTextOf(t *testing.T) {
	tests := map[string]struct{ doc, want string }{
		"leading text, trimmed":          {"<Enqueue>\n a  b \n</Enqueue>", "a  b"},
		"in pieces":                      {"<Enqueue>a<!-- c -->b<![CDATA[ c]]></Enqueue>", "ab c"},
		"white space between two texts":  {"<Enqueue><![CDATA[a]]> <![CDATA[b]]></Enqueue>", "a b"},
		"unknown elements are skipped":   {"<Enqueue>a<x>y</x>b</Enqueue>", "ab"},
		"none":                           {"<Enqueue/>", ""},
		"no text of its own":             {"<Leave>x</Leave>", "x"},
		"spoken text keeps white space":  {"<Say> a\n b </Say>", " a\n b "},
		"spoken text of unknown markup":  {"<Say>a <s>b<w>c</w></s> d</Say>", "a bc d"},
		"white space alone in spoken":    {"<Say> </Say>", " "},
		"white space alone elsewhere":    {"<Redirect> \n </Redirect>", ""},
		"blank CDATA is kept and counts": {"<Play>a<![CDATA[ ]]>b</Play>", "a b"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := mustParse(t, "<Response>"+test.doc+"</Response>")
			assert.Equal(t, test.want, TextOf(r.Children[0].(Element)))
			roundTrip(t, r)
		})
	}
}

// TestNormalisation reads line ends and the white space of attribute values as
// XML asks for. What is written as a reference stays, and survives printing.
func TestNormalisation(t *testing.T) {
	r := mustParse(t, "<!--1\r\n2\r3--><Response><Say voice='a&#10;b' language=' a\tb\r\nc'>1\r\n2\r3&#13;</Say><?p 1\r2?></Response>")
	say := r.Children[0].(*Say)
	assert.Equal(t, "1\n2\n3", r.Before[0].(*Comment).Data)
	assert.Equal(t, "1\n2\n3\r", say.Text)
	voice, _ := say.Voice.Raw()
	assert.Equal(t, "a\nb", voice)
	language, _ := say.Language.Raw()
	assert.Equal(t, " a b c", language)
	assert.Equal(t, "1\n2", r.Children[1].(*ProcInst).Inst)
	assert.Contains(t, roundTrip(t, r), `voice="a&#xA;b" language=" a b c"`)
}

// TestDroppedSpace keeps white space only where it may have a meaning.
func TestDroppedSpace(t *testing.T) {
	tests := map[string]struct{ doc, want string }{
		"no text belongs here":        {"<Leave> <!--c--> </Leave>", "<Leave><!--c--></Leave>"},
		"nor beside some":             {"<Leave> a <!--c--> </Leave>", "<Leave> a <!--c--></Leave>"},
		"before the first text":       {"<Enqueue> <!--c--> a</Enqueue>", "<Enqueue><!--c--> a</Enqueue>"},
		"between two texts":           {"<Enqueue>a<!--c--> <!--d-->b</Enqueue>", "<Enqueue>a<!--c--> <!--d-->b</Enqueue>"},
		"after the last":              {"<Enqueue>a<!--c--> <!--d--> </Enqueue>", "<Enqueue>a<!--c--><!--d--></Enqueue>"},
		"after CDATA":                 {"<Enqueue><![CDATA[a]]> <!--d--> </Enqueue>", "<Enqueue><![CDATA[a]]><!--d--></Enqueue>"},
		"CDATA of white space counts": {"<Leave> <![CDATA[ ]]> </Leave>", "<Leave><![CDATA[ ]]></Leave>"},
		"all of it in spoken text":    {"<Say> <!--c--> <!--d--> </Say>", "<Say> <!--c--> <!--d--> </Say>"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := mustParse(t, "<Response> "+test.doc+"\n</Response>")
			assert.Equal(t, declaration+"<Response>"+test.want+"</Response>", roundTrip(t, r))
		})
	}
}
