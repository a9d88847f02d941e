package rest_test

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign"
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
	names map[string]string // by SID
	sids  map[string]string // by name
	count map[string]int
	base  string
}

func newPlay(t *testing.T) *play {
	p := &play{
		house: openWith(t, rest.Config{Instructor: desk{}}),
		names: map[string]string{}, sids: map[string]string{}, count: map[string]int{},
	}
	p.base = "https://taskrouter.example.com" + p.ws
	for a := range p.engine.Activities() {
		p.name(a.SID.String())
	}
	for ch := range p.engine.TaskChannels() {
		p.name(ch.SID.String())
	}
	return p
}

var (
	sidPattern  = regexp.MustCompile(`\b[A-Z]{2}[0-9a-f]{32}\b`)
	namePattern = regexp.MustCompile(`\b(AC|WS|WA|WK|WQ|WW|WT|WR|TC|WC|EV)[0-9]{1,3}\b`)
	tokenPrefix = regexp.MustCompile(`PageToken=P[AB][A-Z]{2}[0-9a-f]{32}`)
)

func (p *play) name(sid string) string {
	if strings.Trim(sid[2:], "9") == "" { // nobody's
		return sid[:2] + "9…"
	}
	if p.names[sid] == "" {
		p.count[sid[:2]]++
		p.names[sid] = fmt.Sprintf("%s%d", sid[:2], p.count[sid[:2]])
		p.sids[p.names[sid]] = sid
	}
	return p.names[sid]
}

// print gives SIDs their names, and the workspace's URL the name ~.
func (p *play) print(text string) string {
	text = tokenPrefix.ReplaceAllStringFunc(text, func(s string) string {
		const before = len("PageToken=PA")
		return s[:before] + "-" + p.name(s[before:])
	})
	text = strings.ReplaceAll(text, p.base, "~")
	return sidPattern.ReplaceAllStringFunc(text, p.name)
}

// read is the reverse.
func (p *play) read(text string) string {
	text = namePattern.ReplaceAllStringFunc(text, func(name string) string {
		if sid := p.sids[name]; sid != "" {
			return sid
		}
		return name
	})
	return strings.NewReplacer("=PA-", "=PA", "=PB-", "=PB").Replace(text)
}

func (p *play) execute(c *script.Command) string {
	if c.Name != "advance" {
		return p.request(c)
	}
	d, err := time.ParseDuration(c.Word(0))
	require.NoError(p.t, err)
	p.pass(d)
	return ""
}

// request sends METHOD path [Name=value]… [Header:value]… [{JSON}], and prints
// status, ETag and body.
func (p *play) request(c *script.Command) string {
	body, header := "", []string{}
	for _, arg := range c.Args[1:] {
		word := p.read(arg.Value)
		name, value, isForm := strings.Cut(word, "=")
		switch {
		case word[0] == '{':
			body = word
			header = append(header, "Content-Type", "application/json")
		case strings.HasPrefix(word, "If-Match:"):
			header = append(header, "If-Match", strings.TrimPrefix(word, "If-Match:"))
		case isForm:
			if text, err := strconv.Unquote(value); err == nil {
				value = p.read(text)
			}
			if body != "" {
				body += "&"
			}
			body += name + "=" + url.QueryEscape(value)
		default:
			p.t.Fatalf("line %d: %q is no part of a request", c.Line, word)
		}
	}
	out := p.send(c.Name, p.read(c.Word(0)), body, header...)
	first := strconv.Itoa(out.status)
	if tag := out.header.Get("ETag"); tag != "" {
		first += " ETag " + tag
	}
	return p.print(first + "\n" + out.pretty())
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
