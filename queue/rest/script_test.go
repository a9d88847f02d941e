package rest_test

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/internal/rest/resttest"
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
			p := &play{house: open(t)}
			p.names.Base = p.Base
			p.names.Of(p.User)
			p.names.Of(workflow)
			for n := 1; n < 20; n++ {
				p.names.Of(call(n).String())
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
	names resttest.Names
}

func (p *play) execute(c *script.Command) string {
	words := strings.Fields(p.names.Read(c.Text))
	switch words[0] {
	case "advance":
		d, err := time.ParseDuration(words[1])
		require.NoError(p.T, err)
		p.pass(d)
		return ""
	case "enqueue":
		for _, s := range words[2:] {
			n, err := strconv.ParseInt(s[2:], 16, 64)
			require.NoError(p.T, err)
			p.enqueue(words[1], int(n))
		}
		return ""
	case "hangup":
		n, err := strconv.ParseInt(words[1][2:], 16, 64)
		require.NoError(p.T, err)
		p.hangUp(int(n))
		return ""
	}
	lines := []string{p.Send(words[0], words[1], strings.Join(words[2:], "")).String()}
	lines, p.sent = append(lines, p.sent...), nil
	return p.names.Write(strings.Join(lines, "\n"))
}
