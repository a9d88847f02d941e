package voicetest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/twiml"
)

// record lets him leave a message.
func (p *People) record(c *Call, a *voice.Record) {
	p.hush(c)
	if a.PlayBeep {
		p.note(c, Hears, "a beep")
	}
	c.hears = a.Op
	done := voice.Recorded{Op: a.Op, Duration: min(c.manners.Speaks, a.MaxLength)}
	if done.Duration <= 0 { // he says nothing
		d := a.Timeout
		if d <= 0 {
			d = a.MaxLength
		}
		c.media = p.at(min(d, a.MaxLength), func() { p.recorded(c, &done) })
		return
	}
	done.URL = recordingURL(a.Recording.SID, a.Call)
	p.startTape(&a.Recording, &tape{call: c, verb: true})
	c.media = p.at(done.Duration, func() {
		p.note(c, Speaks, "for "+done.Duration.String())
		d := a.Timeout
		switch {
		case strings.ContainsAny(c.manners.SpeaksEnd, a.FinishOnKey) && c.manners.Speaks < a.MaxLength:
			d = 0
			done.Digits = c.manners.SpeaksEnd[strings.IndexAny(c.manners.SpeaksEnd, a.FinishOnKey):][:1]
			p.note(c, Presses, done.Digits)
		case d <= 0:
			d = a.MaxLength
		}
		c.media = p.at(min(d, a.MaxLength-done.Duration), func() { p.recorded(c, &done) })
	})
}

func (p *People) recorded(c *Call, done *voice.Recorded) {
	c.media, c.hears = nil, 0
	p.report(done)
	p.endTapes(func(x *tape) bool { return x.call == c && x.verb })
}

func recordingURL(s voice.RecordingSID, c voice.CallSID) string {
	if s.IsZero() {
		return Site + "/recordings/" + c.String()
	}
	return Site + "/recordings/" + s.String()
}

// tape is a recording that runs.
type tape struct {
	sid   voice.RecordingSID
	call  *Call // of a call …
	talk  *talk // … or of a conversation
	verb  bool  // of a Record
	began time.Time
	tells []twiml.RecordingEvent
}

// startTape begins a recording that somebody asked for, unless it runs.
func (p *People) startTape(r *voice.Recording, t *tape) {
	if r.SID.IsZero() || p.tapes[r.SID] != nil || r.Mode == "do-not-record" || r.Mode == "" && !t.verb {
		return
	}
	t.sid, t.began, t.tells = r.SID, p.now(), r.StatusCallbackEvents
	p.tapes[r.SID] = t
	if slices.Contains(t.tells, twiml.RecordingInProgress) {
		p.later(&voice.RecordingChanged{Recording: t.sid, Status: twiml.RecordingInProgress, StartTime: t.began})
	}
}

// endTapes ends recordings, and reports them.
func (p *People) endTapes(which func(*tape) bool) {
	var ended []*tape
	for _, t := range p.tapes {
		if which(t) {
			ended = append(ended, t)
		}
	}
	slices.SortFunc(ended, func(a, b *tape) int { return voice.RecordingSID.Compare(a.sid, b.sid) })
	for _, t := range ended {
		delete(p.tapes, t.sid)
		p.later(&voice.RecordingChanged{
			Recording: t.sid, Status: twiml.RecordingCompleted, URL: fmt.Sprintf("%s/recordings/%s", Site, t.sid),
			Duration: p.now().Sub(t.began), Channels: 1, StartTime: t.began,
		})
	}
}

// later reports something once the step is over.
func (p *People) later(in voice.Input) { p.at(0, func() { p.report(in) }) }
