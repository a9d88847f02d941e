package twiml

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// folderOptions are the options by which the documents of a folder are
// validated.
var folderOptions = map[string]ValidateOptions{
	"valid":      {},
	"normalised": {}, // valid, and printed in another spelling
	"invalid":    {},
	"illformed":  {},
	"wait":       {Context: ContextWait},
	"whisper":    {Context: ContextWhisper},
	"screening":  {Context: ContextScreening},
	"inline":     {Inline: true},
	"messaging":  {Flavor: FlavorMessaging},
	"guessed":    {}, // the flavor is found by the verbs
	"conference": {Context: ContextConferenceWait},
	"lint":       {Lint: true},

	// One folder an idea, see [ideas].
	"ivr":        {},
	"rooms":      {},
	"dialing":    {},
	"pay":        {},
	"streams":    {},
	"relay":      {},
	"ssml":       {},
	"messages":   {},
	"fax":        {},
	"misplaced":  {},
	"attributes": {},
	"comments":   {},
}

// ideas are the folders of whole documents about one thing, as an application
// would write them: those that begin with bad- have findings, and no others.
var ideas = []string{
	"ivr", "rooms", "dialing", "pay", "streams", "relay", "ssml", "messages", "fax",
	"misplaced", "attributes", "comments",
}

// TestGolden holds what the package says about each document of testdata
// against the file beside it: the findings, and the document as printed.
func TestGolden(t *testing.T) {
	for _, folder := range ideas {
		require.Contains(t, folderOptions, folder)
	}
	for folder, opts := range folderOptions {
		files, err := filepath.Glob(filepath.Join("testdata", folder, "*.xml"))
		require.NoError(t, err)
		require.NotEmpty(t, files, folder)
		for _, file := range files {
			t.Run(folder+"/"+strings.TrimSuffix(filepath.Base(file), ".xml"), func(t *testing.T) {
				doc, err := os.ReadFile(file)
				require.NoError(t, err)
				if slices.Contains(ideas, folder) {
					bad := strings.HasPrefix(filepath.Base(file), "bad-")
					require.Equal(t, bad, len(Validate(doc, opts)) > 0, "%v", Validate(doc, opts))
				}
				golden(t, strings.TrimSuffix(file, ".xml")+".golden", report(t, folder, doc, opts))
			})
		}
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

func report(t *testing.T, folder string, doc []byte, opts ValidateOptions) string {
	t.Helper()
	var b strings.Builder
	findings := Validate(doc, opts)
	for _, f := range findings {
		fmt.Fprintln(&b, f)
	}
	if folder == "valid" || folder == "normalised" {
		require.Empty(t, findings)
	}
	r, err := Parse(doc)
	if folder == "illformed" {
		require.Error(t, err)
		require.Len(t, findings, 1)
		return b.String() + err.Error() + "\n"
	}
	require.NoError(t, err)
	require.Equal(t, findings, r.Validate(opts), "a parsed document validates as its text does")
	printed := roundTrip(t, r)
	indented, err := r.AppendIndent(nil, "  ")
	require.NoError(t, err)
	again, err := Parse(indented)
	require.NoError(t, err)
	require.Equal(t, printed, again.String(), "the indented form is the same document")
	return b.String() + "---- printed\n" + printed + "\n---- indented\n" + string(indented)
}

// roundTrip prints a document and requires that reading and printing it again
// changes nothing.
func roundTrip(t *testing.T, r *Response) string {
	t.Helper()
	first, err := r.AppendText(nil)
	require.NoError(t, err)
	again, err := Parse(first)
	require.NoError(t, err)
	second, err := again.AppendText(nil)
	require.NoError(t, err)
	require.Equal(t, string(first), string(second))
	return string(first)
}
