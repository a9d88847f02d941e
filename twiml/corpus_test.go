package twiml

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beevik/etree"
	"github.com/stretchr/testify/require"
)

// corpusFindings are the documents of the corpus that are expected to deviate,
// and how. Its README promises that there is one, and leaves open which: it says
// something to a caller, so that it is a voice document, and then replies by
// <Message>, a verb of messaging documents. During a call that verb is <Sms>, as
// the same guide in another language has it.
var corpusFindings = map[string][]string{
	"api-snippets__quickstart_csharp_sms_example_7_send_sms_during_call.xml": {
		"6:5: warning 12200: <Message> is no verb of a voice document (/Response/Message[1])",
	},
}

// corpusSize is how many documents the corpus has.
const corpusSize = 179

// TestCorpus reads the documents of the folder that ACD_CORPUS names, prints
// them, holds the elements, attributes and texts of both against each other as
// etree reads them, and validates them. Without the variable it runs over the
// documents of this package alone.
func TestCorpus(t *testing.T) {
	folder, deviations, size := os.Getenv("ACD_CORPUS"), corpusFindings, corpusSize
	if folder == "" {
		t.Log("ACD_CORPUS is not set: no external documents were tried, only those in testdata")
		folder, deviations, size = "testdata/valid", nil, 0
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.xml"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	if size != 0 {
		require.Len(t, files, size)
	}
	seen := 0
	for _, file := range files {
		doc, err := os.ReadFile(file)
		require.NoError(t, err)
		r, err := Parse(doc)
		require.NoError(t, err, file)
		out, err := r.AppendText(nil)
		require.NoError(t, err, file)
		require.Equal(t, outline(t, doc), outline(t, out), file)
		again, err := Parse(out)
		require.NoError(t, err, file)
		require.Equal(t, string(out), again.String(), file)
		var got []string
		for _, f := range Validate(doc, ValidateOptions{}) {
			got = append(got, f.String())
		}
		want := deviations[filepath.Base(file)]
		require.Equal(t, want, got, file)
		seen += min(len(want), 1)
	}
	require.Equal(t, len(deviations), seen, "every deviation that is expected was found")
	t.Logf("%d documents", len(files))
}

// outline writes a document as one line per node, without white space between
// elements, and attributes in alphabetical order.
func outline(t *testing.T, doc []byte) string {
	t.Helper()
	d := etree.NewDocument()
	d.ReadSettings.PreserveCData = true
	require.NoError(t, d.ReadFromBytes(bytes.TrimPrefix(doc, []byte("\uFEFF"))))
	var b strings.Builder
	outlineNodes(&b, &d.Element, 0)
	return b.String()
}

func outlineNodes(b *strings.Builder, parent *etree.Element, depth int) {
	for _, n := range parent.Child {
		switch n := n.(type) {
		case *etree.Element:
			n.SortAttrs()
			fmt.Fprintf(b, "%*s<%s", depth, "", n.FullTag())
			for _, a := range n.Attr {
				fmt.Fprintf(b, " %s=%q", a.FullKey(), a.Value)
			}
			b.WriteString(">\n")
			outlineNodes(b, n, depth+1)
		case *etree.CharData:
			if !isBlank(n.Data) {
				fmt.Fprintf(b, "%*s%q %t\n", depth, "", n.Data, n.IsCData())
			}
		case *etree.Comment:
			fmt.Fprintf(b, "%*s<!--%s-->\n", depth, "", n.Data)
		case *etree.ProcInst:
			if n.Target != "xml" {
				fmt.Fprintf(b, "%*s<?%s %s?>\n", depth, "", n.Target, n.Inst)
			}
		}
	}
}
