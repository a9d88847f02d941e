package voicetest

import (
	"slices"
	"strings"
	"time"

	"github.com/goacd/acd/assign/voice"
)

// Call is one call of a [Person]: one that he makes, or one that reaches his
// phone. It may be kept when it is over.
type Call struct {
	people  *People
	person  *Person
	manners Manners
	number  uint64 // in the order in which calls began

	sid      voice.CallSID
	from, to string
	incoming bool // the phone of the person rings
	began    time.Time
	answered time.Time
	ended    time.Time
	over     bool
	entries  []Entry
	replies  int // to any Gather, given so far

	hears voice.Op // what plays, and is reported on
	music bool     // the hold source plays

	ring, media, patience, talking, star, stay *plan

	talk  *talk
	talks []*talk
}

// SID returns the call's SID.
func (c *Call) SID() voice.CallSID { return c.sid }

// Person returns whose call it is.
func (c *Call) Person() *Person { return c.person }

// From and To return the two addresses of the call.
func (c *Call) From() string { return c.from }

// To returns the address that is called.
func (c *Call) To() string { return c.to }

// Over reports whether the call has ended.
func (c *Call) Over() bool {
	c.people.mu.Lock()
	defer c.people.mu.Unlock()
	return c.over
}

// Answered reports whether the call was ever answered.
func (c *Call) Answered() bool {
	c.people.mu.Lock()
	defer c.people.mu.Unlock()
	return !c.answered.IsZero()
}

// Lasted returns how long the call has been there, ringing included, up to now or
// to its end.
func (c *Call) Lasted() time.Duration {
	c.people.mu.Lock()
	defer c.people.mu.Unlock()
	if c.over {
		return c.ended.Sub(c.began)
	}
	return c.people.now().Sub(c.began)
}

// Entries returns what has happened to the call, in order.
func (c *Call) Entries() []Entry {
	c.people.mu.Lock()
	defer c.people.mu.Unlock()
	return slices.Clone(c.entries)
}

// Transcript returns what has happened to the call, a line for each entry.
func (c *Call) Transcript() string { return lines(c.Entries()) }

// Heard reports whether he heard this text: as part of what was said or played,
// without regard to case.
func (c *Call) Heard(text string) bool {
	return slices.ContainsFunc(c.Entries(), func(e Entry) bool {
		return e.What == Hears && strings.Contains(strings.ToLower(e.Text), strings.ToLower(text))
	})
}

// TalkedTo returns for how long he and another, whatever his calls, heard each
// other in this call, up to now.
func (c *Call) TalkedTo(other *Person) time.Duration {
	c.people.mu.Lock()
	defer c.people.mu.Unlock()
	var sum time.Duration
	for _, t := range c.talks {
		for _, mine := range t.Stays {
			if mine.Call != c.sid {
				continue
			}
			for _, stay := range t.Stays {
				if stay.person == other && stay.Call != c.sid {
					sum += shared(mine, stay, c.people.now())
				}
			}
		}
	}
	return sum
}

// HangsUp lets him hang up now, if the call has begun and is not over.
func (c *Call) HangsUp() {
	c.people.do(func() { c.people.hangUp(c) })
}

// PressesStar lets him press the star key now, if the call has begun and is not
// over. It means something in a conversation only.
func (c *Call) PressesStar() {
	c.people.do(func() {
		if c.people.live[c.sid] == c {
			c.people.note(c, Presses, "*")
			c.people.report(&voice.StarPressed{Call: c.sid})
		}
	})
}
