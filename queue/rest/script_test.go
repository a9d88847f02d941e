package rest_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/internal/script"
)

// TestScripts plays the conversations of testdata/script: requests, and the whole
// answers. Forms are written as they are sent. "enqueue QUEUE CALL…", "hangup
// CALL" and "advance DURATION" are what happens beside them.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/script/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			p := &play{house: open(t), names: map[string]string{}, sids: map[string]string{}, count: map[string]int{"WW": 1, "CA": 19}}
			p.names[p.account], p.names[workflow], p.sids["WW1"] = "AC1", "WW1", workflow
			for n := 1; n < 20; n++ {
				p.names[call(n).String()], p.sids[fmt.Sprint("CA", n)] = fmt.Sprint("CA", n), call(n).String()
			}
			script.Run(t, file, p.execute)
			require.NoError(t, p.directory.Check())
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
)

func (p *play) print(text string) string {
	text = tokenPattern.ReplaceAllString(text, "PageToken=…")
	text = strings.ReplaceAll(text, p.base, "~")
	return sidPattern.ReplaceAllStringFunc(text, func(s string) string {
		if p.names[s] == "" {
			p.count[s[:2]]++
			p.names[s] = fmt.Sprint(s[:2], p.count[s[:2]])
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
	switch words[0] {
	case "advance":
		d, err := time.ParseDuration(words[1])
		require.NoError(p.t, err)
		p.pass(d)
		return ""
	case "enqueue":
		for _, s := range words[2:] {
			n, err := strconv.ParseInt(s[2:], 16, 64)
			require.NoError(p.t, err)
			p.enqueue(words[1], int(n))
		}
		return ""
	case "hangup":
		n, err := strconv.ParseInt(words[1][2:], 16, 64)
		require.NoError(p.t, err)
		p.hangUp(int(n))
		return ""
	}
	out := p.send(words[0], words[1], strings.Join(words[2:], ""))
	var text strings.Builder
	text.WriteString(strconv.Itoa(out.status) + "\n" + out.pretty() + "\n")
	for _, s := range p.sent {
		text.WriteString("sent " + s + "\n")
	}
	p.sent = nil
	return p.print(text.String())
}
