package taskrouter

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

// TestScripts plays the shifts in testdata/script. The language is described in
// testdata/script/README.md. With ACD_SCRIPT_UPDATE=1 what they print is
// written into them.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/script/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			s := newShift(t, Config{})
			script.Run(t, file, s.perform)
		})
	}
}

// shift plays a script on an engine. It knows every SID by a name: that of the
// resource, that of the script for tasks, and WR1, WR2 … for reservations.
type shift struct {
	t         testing.TB
	engine    *Engine
	now       time.Time
	sids      map[string]string // "WQ Support": WQ…
	names     map[string]string // WQ…: Support
	task      string            // the name of the task that is being created
	offers    int               // reservations so far
	transfers int

	creation string // of the workspace, as it is printed
}

// shiftStart is a Monday.
var shiftStart = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func newShift(t testing.TB, cfg Config) *shift {
	s := &shift{t: t}
	s.open(cfg)
	return s
}

func (s *shift) open(cfg Config) {
	cfg.Created = shiftStart
	engine, err := New(cfg)
	require.NoError(s.t, err)
	s.engine, s.now, s.offers, s.transfers = engine, shiftStart, 0, 0
	s.sids, s.names = map[string]string{}, map[string]string{}
	for a := range engine.Activities() {
		s.name("WA", a.FriendlyName, a.SID.String())
	}
	for c := range engine.TaskChannels() {
		s.name("TC", c.UniqueName, c.SID.String())
	}
	s.creation = s.printEvent(&apply(s.t, engine, &Advance{})[0])
	w := engine.Workspace()
	s.name("WS", "(workspace)", w.SID.String())
	s.name("AC", "(account)", w.AccountSID.String())
}

func (s *shift) name(kind, name, sid string) {
	s.sids[kind+" "+name] = sid
	s.names[sid] = name
}

// sid returns the SID behind a name. One that was never given a resource gets a
// SID that belongs to none.
func (s *shift) sid(kind, name string) string {
	if sid, ok := s.sids[kind+" "+name]; ok {
		return sid
	}
	n := len(s.names) + 1
	sid := fmt.Sprintf("%s%032x", kind, n)
	s.name(kind, name, sid)
	return sid
}

var (
	sidPattern   = regexp.MustCompile(`\b(AC|WS|WA|WK|WC|WQ|WW|WT|WR|TC|TT|CA)[0-9a-f]{32}`)
	namePattern  = regexp.MustCompile(`\$\{([^}]+)\}`)
	queuePattern = regexp.MustCompile(`("queue"\s*:\s*)"([^"]*)"`)
)

// named replaces every SID in a text by its name.
func (s *shift) named(text string) string {
	return sidPattern.ReplaceAllStringFunc(text, func(sid string) string {
		if name, ok := s.names[sid]; ok {
			return name
		}
		return sid
	})
}

// filled replaces ${name} by the SID of the worker, activity, queue or workflow
// of that name, and the queues of a workflow's configuration by their SIDs.
func (s *shift) filled(text string) string {
	text = queuePattern.ReplaceAllStringFunc(text, func(found string) string {
		m := queuePattern.FindStringSubmatch(found)
		return m[1] + strconv.Quote(s.sid("WQ", m[2]))
	})
	return namePattern.ReplaceAllStringFunc(text, func(found string) string {
		name := found[2 : len(found)-1]
		return s.anySID(name)
	})
}

// anySID is the SID of the worker, activity, queue or workflow of a name.
func (s *shift) anySID(name string) string {
	for _, kind := range []string{"WK", "WA", "WQ", "WW"} {
		if sid, ok := s.sids[kind+" "+name]; ok {
			return sid
		}
	}
	return s.sid("WK", name)
}

// perform carries out one command of a script and prints what came of it.
func (s *shift) perform(c *script.Command) string {
	if text, ok := s.show(c); ok {
		return text
	}
	cmd, err := s.command(c)
	if err != nil {
		s.t.Fatalf("line %d: %v", c.Line, err)
	}
	if cmd == nil { // a new shift: few scripts are about its creation
		if show, _ := c.Option("show"); show == "creation" {
			return s.creation + "\n"
		}
		return ""
	}
	events, refusal := s.engine.Apply(s.now, cmd)
	var b strings.Builder
	for i := range events {
		b.WriteString(s.printEvent(&events[i]) + "\n")
	}
	if refusal != nil {
		b.WriteString(s.printError(refusal) + "\n")
	}
	if err := s.engine.Check(); err != nil {
		s.t.Fatalf("line %d: after %s: %v", c.Line, c.Text, err)
	}
	return b.String()
}

func (s *shift) printError(err error) string {
	e, ok := err.(*Error)
	if !ok {
		s.t.Fatalf("%v is no *Error", err)
	}
	text := e.Message
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return fmt.Sprintf("refused (%s, %d): %s", e.Kind, e.Code, s.named(strings.ReplaceAll(text, "\n\t", " | ")))
}
