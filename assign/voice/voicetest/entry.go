package voicetest

import (
	"fmt"
	"strings"
	"time"

	"github.com/goacd/acd/assign/voice"
)

// What is the kind of an [Entry], as the word that transcripts use.
type What string

// The kinds of entries. Text says more about each, as given here.
const (
	Calls     What = "calls"        // whom
	IsCalled  What = "is called by" // whom; the phone rings
	Answered  What = "answers"
	Connected What = "is answered"
	Hears     What = "hears"      // a text in quotes, the URL of audio, or music
	Presses   What = "presses"    // keys
	Says      What = "says"       // a text in quotes
	Speaks    What = "speaks"     // how long a message is
	TalksTo   What = "talks to"   // whom
	PartsFrom What = "parts from" // whom
	Enters    What = "enters"     // a conference
	Leaves    What = "leaves"     // a conference
	Becomes   What = "is now"     // muted, heard by somebody alone, heard by all
	HangsUp   What = "hangs up"
	IsOver    What = "is over" // why: what ended the call, where he did not
)

// Entry is one line of what happened to a call.
type Entry struct {
	At    time.Time
	Since time.Duration // since the network was opened
	Call  voice.CallSID
	Who   string // the name of who is on this call
	What  What
	Text  string

	number uint64
}

// String returns the line: when, who, what.
func (e Entry) String() string {
	if e.What == IsOver {
		return fmt.Sprintf("%s %s's call is over: %s", clock(e.Since), e.Who, e.Text)
	}
	return clock(e.Since) + " " + strings.TrimRight(e.Who+" "+string(e.What)+" "+e.Text, " ")
}

// clock writes a time since the start: 1:05, or 2:01:05.
func clock(d time.Duration) string {
	s := int(d / time.Second)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

func lines(entries []Entry) string {
	var b strings.Builder
	for _, e := range entries {
		b.WriteString(e.String() + "\n")
	}
	return b.String()
}
