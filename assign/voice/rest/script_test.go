package rest_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/rest"
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
				p := &play{house: open(t, rest.Config{}), names: map[string]string{}, sids: map[string]string{}, count: map[string]int{}}
				p.print(p.account + p.workflow)
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
	names map[string]string // by SID
	sids  map[string]string // by name
	count map[string]int
}

var (
	sidPattern   = regexp.MustCompile(`(QU|CA|WW|AC)[0-9a-f]{32}`)
	namePattern  = regexp.MustCompile(`\b(QU|CA|WW)[0-9]{1,3}\b`)
	tokenPattern = regexp.MustCompile(`PageToken=P[AB][^"&]*`)
	subresources = regexp.MustCompile(`(?s)"subresource_uris": \{[^}]*\}`)
)

func (p *play) print(text string) string {
	text = tokenPattern.ReplaceAllString(text, "PageToken=…")
	text = strings.ReplaceAll(text, p.base, "~")
	return sidPattern.ReplaceAllStringFunc(text, func(s string) string {
		if p.names[s] == "" {
			kind := s[:2]
			p.count[kind]++
			p.names[s] = fmt.Sprint(kind, p.count[kind])
			p.sids[p.names[s]] = s
		}
		return p.names[s]
	})
}

func (p *play) read(text string) string {
	return namePattern.ReplaceAllStringFunc(text, func(name string) string {
		if s := p.sids[name]; s != "" {
			return s
		}
		return name
	})
}

func (p *play) execute(c *script.Command) string {
	words := strings.Fields(p.read(c.Text))
	text := ""
	switch words[0] {
	case "advance":
		d, err := time.ParseDuration(words[1])
		require.NoError(p.t, err)
		time.Sleep(d)
	case "arrive":
		text = "call " + p.arrive(words[1]).String() + "\n"
	case "ring", "answer", "busy", "hangup":
		s, err := queue.ParseCallSID(words[1])
		require.NoError(p.t, err)
		p.step(map[string]voice.Input{
			"ring": &voice.Ringing{Call: s}, "answer": &voice.Answered{Call: s}, "busy": &voice.Failed{Call: s, Status: voice.StatusBusy}, "hangup": &voice.HungUp{Call: s},
		}[words[0]])
	default:
		out := p.send(words[0], words[1], strings.Join(words[2:], ""))
		body := out.pretty()
		if !strings.Contains(c.Text, "?all") { // told once, not everywhere
			body = subresources.ReplaceAllString(body, `"subresource_uris": {…}`)
		}
		text = strconv.Itoa(out.status) + "\n" + body + "\n"
	}
	synctest.Wait()
	for _, line := range p.phones.take() {
		text += "host: " + line + "\n"
	}
	return p.print(text)
}
