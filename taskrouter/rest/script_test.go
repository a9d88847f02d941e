package rest_test

import (
	"context"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/internal/rest/resttest"
	"github.com/goacd/acd/internal/script"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/rest"
)

// TestScripts plays the conversations of testdata/script: requests, and the whole
// answers.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/script/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			p := newPlay(t)
			script.Run(t, file, p.execute)
			require.NoError(t, p.engine.Check())
		})
	}
}

// play carries out the commands of a script. In it, SIDs have names: the kind and
// a number, in the order in which they are first seen.
type play struct {
	*house
	names resttest.Names
}

func newPlay(t *testing.T) *play {
	p := &play{house: openWith(t, rest.Config{Instructor: desk{}})}
	p.names = resttest.Names{Base: "https://taskrouter.example.com" + p.Base, Tokens: true, Nobody: "9"}
	for a := range p.engine.Activities() {
		p.names.Of(a.SID.String())
	}
	for ch := range p.engine.TaskChannels() {
		p.names.Of(ch.SID.String())
	}
	return p
}

func (p *play) execute(c *script.Command) string {
	if c.Name != "advance" {
		return p.request(c)
	}
	d, err := time.ParseDuration(c.Word(0))
	require.NoError(p.T, err)
	p.pass(d)
	return ""
}

// request sends METHOD path [Name=value]… [Header:value]… [{JSON}], and prints
// status, ETag and body.
func (p *play) request(c *script.Command) string {
	body, header := "", []string{}
	for _, arg := range c.Args[1:] {
		word := p.names.Read(arg.Value)
		name, value, isForm := strings.Cut(word, "=")
		switch {
		case word[0] == '{':
			body = word
			header = append(header, "Content-Type", "application/json")
		case strings.HasPrefix(word, "If-Match:"):
			header = append(header, "If-Match", strings.TrimPrefix(word, "If-Match:"))
		case isForm:
			if text, err := strconv.Unquote(value); err == nil {
				value = p.names.Read(text)
			}
			if body != "" {
				body += "&"
			}
			body += name + "=" + url.QueryEscape(value)
		default:
			p.T.Fatalf("line %d: %q is no part of a request", c.Line, word)
		}
	}
	return p.names.Write(p.Send(c.Name, p.names.Read(c.Word(0)), body, header...).String())
}

// desk carries out every instruction but conference.
type desk struct{}

func (desk) Instruct(_ context.Context, _ taskrouter.WorkspaceSID, r taskrouter.ReservationSID, i assign.Instruction) error {
	_, err := assign.Resolve(i, assign.Facts{
		Reservation: r, Status: "accepted", ContactURI: "client:alice", TaskCallSID: "CA" + strings.Repeat("1", 32), TaskTo: "+15550100",
	})
	if i.Name() == assign.NameDequeue {
		return nil
	}
	return err
}
