package voicetest

import (
	"slices"
	"strings"
	"time"

	"github.com/goacd/acd/assign/voice"
)

// Conversation is people who hear each other: two who are bridged, or those who
// are in a conference.
type Conversation struct {
	Room  string // the name of the conference; "" for a bridge
	Began time.Time
	Ended time.Time // zero while it lasts
	Stays []Stay    // in the order in which they came
}

// Stay is a call's part in a [Conversation].
type Stay struct {
	Call voice.CallSID
	Who  string
	From time.Time
	To   time.Time // zero while it lasts

	person *Person
}

// Who returns the names of those who took part, in the order in which they came.
func (c Conversation) Who() []string {
	var names []string
	for _, s := range c.Stays {
		if !slices.Contains(names, s.Who) {
			names = append(names, s.Who)
		}
	}
	return names
}

// Lasted returns how long it lasted; 0 while it lasts.
func (c Conversation) Lasted() time.Duration {
	if c.Ended.IsZero() {
		return 0
	}
	return c.Ended.Sub(c.Began)
}

// String says who talked, and for how long.
func (c Conversation) String() string {
	text := strings.Join(c.Who(), " and ")
	if c.Room != "" {
		text += " in " + c.Room
	}
	if c.Ended.IsZero() {
		return text + ", still"
	}
	return text + " for " + c.Lasted().String()
}

// talk is a conversation that lasts.
type talk struct {
	Conversation
	room    voice.ConferenceSID
	members []*Call
}

// shared is how long two stays overlap, up to now.
func shared(a, b Stay, now time.Time) time.Duration {
	to := func(s Stay) time.Time {
		if s.To.IsZero() {
			return now
		}
		return s.To
	}
	from, until := a.From, to(a)
	if b.From.After(from) {
		from = b.From
	}
	if t := to(b); t.Before(until) {
		until = t
	}
	return max(0, until.Sub(from))
}

// begin begins a conversation.
func (p *People) begin(room voice.ConferenceSID, name string) *talk {
	t := &talk{Conversation: Conversation{Room: name, Began: p.now()}, room: room}
	if !room.IsZero() {
		p.rooms[room] = t
	}
	if p.keep {
		p.talks = append(p.talks, t)
	}
	return t
}

// enter lets a call take part.
func (p *People) enter(t *talk, c *Call) {
	t.members = append(t.members, c)
	t.Stays = append(t.Stays, Stay{Call: c.sid, Who: c.person.name, From: p.now(), person: c.person})
	c.talk, c.talks = t, append(c.talks, t)
	p.drop(&c.patience)
	p.after(&c.talking, c.manners.Talks, func() { p.hangUp(c) })
	p.after(&c.star, c.manners.Stars, func() {
		p.note(c, Presses, "*")
		p.report(&voice.StarPressed{Call: c.sid})
	})
}

// exit ends a call's part. A bridge ends for both, a conference with the last.
func (p *People) exit(c *Call) {
	t := c.talk
	if t == nil {
		return
	}
	c.talk = nil
	p.drop(&c.talking)
	p.drop(&c.star)
	t.members = slices.DeleteFunc(t.members, func(x *Call) bool { return x == c })
	for i := range t.Stays {
		if s := &t.Stays[i]; s.Call == c.sid && s.To.IsZero() {
			s.To = p.now()
		}
	}
	if t.room.IsZero() {
		for _, other := range slices.Clone(t.members) {
			p.note(other, PartsFrom, c.person.name)
			p.exit(other)
		}
	}
	if len(t.members) == 0 && t.Ended.IsZero() {
		t.Ended = p.now()
		delete(p.rooms, t.room)
		p.endTapes(func(x *tape) bool { return x.talk == t })
	}
	if !c.over {
		p.wait(c)
	}
}

// Conversations returns the conversations there were, in the order in which they
// began, if the network keeps what happened.
func (p *People) Conversations() []Conversation {
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []Conversation
	for _, t := range p.talks {
		c := t.Conversation
		c.Stays = slices.Clone(c.Stays)
		list = append(list, c)
	}
	return list
}
