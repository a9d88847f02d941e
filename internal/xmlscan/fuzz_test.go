package xmlscan

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzScanner holds the scanner against encoding/xml. What it accepts, that one
// accepts too, with the same tokens; what it refuses, that one refuses too, or
// the error names the rule by which the scanner is stricter.
func FuzzScanner(f *testing.F) {
	for _, test := range accepted {
		f.Add([]byte(test.doc))
	}
	for _, test := range refused {
		f.Add([]byte(test.doc))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		tokens, err := scan(string(doc))
		if err != nil {
			e, ok := errors.AsType[*Error](err)
			require.True(t, ok)
			require.NotEmpty(t, e.Message)
			require.NotZero(t, e.Pos.Line)
			require.NotZero(t, e.Pos.Column)
			if e.Rule == 0 {
				require.Error(t, readAll(doc), "encoding/xml accepts what the scanner refuses without a rule: %v", err)
			}
			return
		}
		require.NoError(t, readAll(doc))
		require.Equal(t, standard(t, bytes.TrimPrefix(doc, []byte(byteOrderMark))), plain(tokens))
		requireOrder(t, tokens)
	})
}

// readAll reads with all that encoding/xml checks.
func readAll(doc []byte) error {
	d := xml.NewDecoder(bytes.NewReader(doc))
	for {
		if _, err := d.Token(); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}

// flat is a token as far as both readers tell it.
type flat struct {
	kind       string
	name, data string
	attrs      string
}

// standard reads the tokens of an accepted document with encoding/xml. Its
// differences are taken out here, and tested one by one in TestNormalisation:
// it leaves line ends in comments and instructions, and white space in values.
func standard(t *testing.T, doc []byte) []flat {
	t.Helper()
	var list []flat
	d := xml.NewDecoder(bytes.NewReader(doc))
	depth := 0
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return list
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			depth++
			list = append(list, flat{"start", fullName(token.Name), "", flatAttrs(token.Attr)})
		case xml.EndElement:
			depth--
			list = append(list, flat{kind: "end", name: fullName(token.Name)})
		case xml.CharData:
			if depth > 0 {
				list = append(list, flat{kind: "text", data: string(token)})
			}
		case xml.Comment:
			list = append(list, flat{kind: "comment", data: lineEnds(string(token))})
		case xml.ProcInst:
			if token.Target != "xml" {
				list = append(list, flat{kind: "instruction", name: token.Target, data: lineEnds(string(token.Inst))})
			}
		}
	}
}

func fullName(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

// blanks makes white space alike, however it came about.
var blanks = strings.NewReplacer("\t", " ", "\n", " ", "\r", " ")

func flatAttrs(attrs []xml.Attr) string {
	var b strings.Builder
	for _, a := range attrs {
		b.WriteString(fullName(a.Name) + "=" + blanks.Replace(a.Value) + "\x00")
	}
	return b.String()
}

func plain(tokens []Token) []flat {
	var list []flat
	kinds := [...]string{"start", "end", "text", "text", "comment", "instruction"}
	for _, t := range tokens {
		var b strings.Builder
		for _, a := range t.Attrs {
			b.WriteString(a.Name + "=" + blanks.Replace(a.Value) + "\x00")
		}
		list = append(list, flat{kinds[t.Kind], t.Name, t.Data, b.String()})
	}
	return list
}

// requireOrder requires positions in document order.
func requireOrder(t *testing.T, tokens []Token) {
	t.Helper()
	last := Pos{1, 1}
	later := func(p Pos) {
		require.False(t, p.Line < last.Line || p.Line == last.Line && p.Column < last.Column)
		last = p
	}
	for _, token := range tokens {
		later(token.Pos)
		for _, a := range token.Attrs {
			later(a.Pos)
		}
	}
}
