package twiml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
)

func addSeeds(f *testing.F) {
	f.Helper()
	files, err := filepath.Glob("testdata/*/*.xml")
	require.NoError(f, err)
	require.NotEmpty(f, files)
	for _, file := range files {
		doc, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(doc)
	}
}

// FuzzParse reads anything. What it accepts, encoding/xml accepts too, and
// printing and reading it again changes nothing, by way of etree neither.
func FuzzParse(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, doc []byte) {
		r, err := Parse(doc)
		if err != nil {
			_, typed := errors.AsType[*Error](err)
			require.True(t, typed)
			require.Nil(t, r)
			return
		}
		requireReadable(t, doc)
		first, err := r.AppendText(nil)
		require.NoError(t, err)
		requireReadable(t, first)
		if len(first) > MaxBytes {
			return // escapes have made it larger than a reader accepts
		}
		again, err := Parse(first)
		require.NoError(t, err)
		require.Equal(t, string(first), again.String())
		tree, err := r.ToDocument()
		require.NoError(t, err)
		back, err := FromDocument(tree)
		require.NoError(t, err)
		require.Equal(t, string(first), back.String())
		indented, err := r.AppendIndent(nil, "\t")
		require.NoError(t, err)
		if len(indented) <= MaxBytes {
			again, err = Parse(indented)
			require.NoError(t, err)
			require.Equal(t, string(first), again.String())
		}
	})
}

func requireReadable(t *testing.T, doc []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(doc))
	for {
		if _, err := d.Token(); err != nil {
			require.ErrorIs(t, err, io.EOF)
			return
		}
	}
}

// FuzzValidate is total and deterministic: findings in document order, each
// with a code, a level, a path and a message, and the same for the tree.
func FuzzValidate(f *testing.F) {
	addSeeds(f)
	contexts := []Context{"", ContextWait, ContextWhisper, ContextScreening, "Client.url"}
	f.Fuzz(func(t *testing.T, doc []byte) {
		for i, c := range contexts {
			opts := ValidateOptions{Context: c, Inline: i%2 == 1}
			findings := Validate(doc, opts)
			require.True(t, reflect.DeepEqual(findings, Validate(doc, opts)))
			last := Pos{}
			for _, found := range findings {
				require.NotZero(t, found.Code)
				_, known := CodeLevel(found.Code)
				require.True(t, known, found)
				require.NotZero(t, found.Level)
				require.NotEmpty(t, found.Path)
				require.NotEmpty(t, found.Message)
				at := Pos{found.Line, found.Column}
				require.False(t, at.Line < last.Line || at.Line == last.Line && at.Column < last.Column)
				last = at
			}
			require.LessOrEqual(t, len(findings), MaxFindings+1)
			if r, err := Parse(doc); err == nil {
				requireVerbs(t, r, findings)
				require.Equal(t, findings, r.Validate(opts), "a document and what was read from it have the same findings")
			}
		}
	})
}
