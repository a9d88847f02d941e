package rest_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/rest"
	"github.com/goacd/acd/internal/rest/resttest"
	"github.com/goacd/acd/internal/script"
	"github.com/goacd/acd/queue"
)

// TestScripts plays the conversations of testdata/script: requests with the whole
// answers, and what the host is told. Forms are written as they are sent; time
// begins in the year 2000. What happens beside them: "arrive /document", "ring
// CALL", "answer CALL", "busy CALL", "hangup CALL", "advance DURATION".
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/script/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &play{house: open(t, rest.Config{})}
				p.names.Base = p.Base
				p.names.Of(p.User)
				p.names.Of(p.workflow)
				script.Run(t, file, p.execute)
				p.close()
			})
		})
	}
}

// play carries out the commands of a script, in which SIDs have names and the
// account's path is ~.
type play struct {
	*house
	names resttest.Names
}

var subresources = regexp.MustCompile(`(?s)"subresource_uris": \{[^}]*\}`)

func (p *play) execute(c *script.Command) string {
	words := strings.Fields(p.names.Read(c.Text))
	text := ""
	switch words[0] {
	case "advance":
		d, err := time.ParseDuration(words[1])
		require.NoError(p.T, err)
		time.Sleep(d)
	case "arrive":
		text = "call " + p.arrive(words[1]).String() + "\n"
	case "ring", "answer", "busy", "hangup":
		s, err := queue.ParseCallSID(words[1])
		require.NoError(p.T, err)
		p.step(map[string]voice.Input{
			"ring": &voice.Ringing{Call: s}, "answer": &voice.Answered{Call: s}, "busy": &voice.Failed{Call: s, Status: voice.StatusBusy}, "hangup": &voice.HungUp{Call: s},
		}[words[0]])
	default:
		text = p.Send(words[0], words[1], strings.Join(words[2:], "")).String()
		if !strings.Contains(c.Text, "?all") { // told once, not everywhere
			text = subresources.ReplaceAllString(text, `"subresource_uris": {…}`)
		}
	}
	synctest.Wait()
	for _, line := range p.phones.take() {
		text += "host: " + line + "\n"
	}
	return p.names.Write(text)
}
