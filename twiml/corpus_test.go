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

// TestCorpus reads the documents of the folder that ACD_CORPUS names, prints
// them, and holds the elements, attributes and texts of both against each
// other as etree reads them. Without the variable it runs over the documents of
// this package alone.
func TestCorpus(t *testing.T) {
	folder := os.Getenv("ACD_CORPUS")
	if folder == "" {
		t.Log("ACD_CORPUS is not set: no external documents were tried, only those in testdata")
		folder = "testdata/valid"
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.xml"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	findings := 0
	for _, file := range files {
		doc, err := os.ReadFile(file)
		require.NoError(t, err)
		r, err := Parse(doc)
		require.NoError(t, err, file)
		out, err := r.AppendText(nil)
		require.NoError(t, err, file)
		require.Equal(t, outline(t, doc), outline(t, out), file)
		for _, f := range Validate(doc, ValidateOptions{}) {
			findings++
			t.Logf("%s: %v", filepath.Base(file), f)
		}
	}
	t.Logf("%d documents, %d findings", len(files), findings)
}

// outline writes a document as one line per node, without white space between
// elements, and attributes in alphabetical order.
func outline(t *testing.T, doc []byte) string {
	t.Helper()
	d := etree.NewDocument()
	d.ReadSettings.PreserveCData = true
	require.NoError(t, d.ReadFromBytes(bytes.TrimPrefix(doc, byteOrderMark)))
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
