package voicetest

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/twiml"
)

// Site is where references without a host are, such as "/welcome".
const Site = "https://app.example"

// People are those who have phones, with what happens on them. They are the same
// in a [Network] and behind a [Media], which both have these methods.
type People struct {
	mu       sync.Mutex
	now      func() time.Time
	wake     func() // there is something to report, or to plan for
	start    time.Time
	seed     uint64
	keep     bool // calls and conversations that are over
	strict   bool // what is said to a call that is over is wrong
	lasts    func(voice.Action) time.Duration
	log      func(Entry)
	gone     func(*Call)
	source   sid.Source
	made     uint64
	noted    uint64
	opened   uint64
	plans    plans
	out      []voice.Input
	problems []string

	persons map[string]*Person
	numbers map[string]service
	live    map[voice.CallSID]*Call
	rooms   map[voice.ConferenceSID]*talk
	tapes   map[voice.RecordingSID]*tape

	// For those who ask later.
	calls []*Call
	talks []*talk
}

// service is what answers a number.
type service struct{ url, fallback string }

func (p *People) init(seed uint64, scope string, start time.Time) {
	p.seed, p.start = seed, start
	p.source = sid.NewSource(seed, "voicetest "+scope)
	p.plans = newPlans()
	p.persons = map[string]*Person{}
	p.numbers = map[string]service{}
	p.live = map[voice.CallSID]*Call{}
	p.rooms = map[voice.ConferenceSID]*talk{}
	p.tapes = map[voice.RecordingSID]*tape{}
}

// Number lets calls to a number be run with the document at a URL, absolute or a
// path of [Site]. A second URL is the fallback.
func (p *People) Number(number, url string, fallback ...string) {
	s := service{url: absolute(url)}
	if len(fallback) > 0 {
		s.fallback = absolute(fallback[0])
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.numbers[number] = s
}

func absolute(url string) string {
	if len(url) > 0 && url[0] == '/' {
		return Site + url
	}
	return url
}

// Calls lets him call a number now, or as soon as time passes. A call to a number
// that was not given to [People.Number] is over at once.
func (p *Person) Calls(number string) *Call { return p.CallsIn(0, number) }

// CallsIn lets him call a number after a while.
func (p *Person) CallsIn(d time.Duration, number string) *Call {
	people := p.people
	d = max(0, d)
	c := &Call{people: people, person: p, from: p.address, to: number}
	people.do(func() {
		people.made++
		c.sid, c.began = sid.Make[sid.Call](people.source, people.made), people.now().Add(d)
		people.at(d, func() { people.placeCall(c) })
	})
	return c
}

// Calls returns the calls there were so far, in the order in which they began, if
// the network keeps what happened; else those that live.
func (p *People) Calls() []*Call {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.keep {
		return slices.Clone(p.calls)
	}
	return slices.SortedFunc(maps.Values(p.live), func(a, b *Call) int { return cmp.Compare(a.number, b.number) })
}

// placeCall lets a call begin.
func (p *People) placeCall(c *Call) {
	p.open(c)
	p.note(c, Calls, p.nameOf(c.to))
	s, there := p.numbers[c.to]
	if !there {
		p.end(c, "no such number")
		return
	}
	p.report(&voice.CallArrived{
		Call: c.sid, From: c.from, To: c.to, URL: s.url, Method: twiml.POST, FallbackURL: s.fallback,
	})
	p.wait(c)
}

// open makes a call live.
func (p *People) open(c *Call) {
	p.opened++
	c.number, c.began = p.opened, p.now()
	c.manners = c.person.choose()
	c.person.active++
	p.live[c.sid] = c
	if p.keep {
		p.calls = append(p.calls, c)
	}
	p.after(&c.stay, c.manners.Stays, func() { p.hangUp(c) })
}

// wait lets patience begin anew.
func (p *People) wait(c *Call) {
	p.drop(&c.patience)
	p.after(&c.patience, c.manners.Patience, func() { p.hangUp(c) })
}

// hangUp ends a call from his side.
func (p *People) hangUp(c *Call) {
	if c.over || p.live[c.sid] != c {
		return
	}
	p.note(c, HangsUp, "")
	p.end(c, "")
	p.report(&voice.HungUp{Call: c.sid})
}

// end makes a call be over; why is what others did, "" when he hung up.
func (p *People) end(c *Call, why string) {
	c.over, c.ended = true, p.now()
	delete(p.live, c.sid)
	c.person.active--
	p.silence(c)
	for _, x := range []**plan{&c.ring, &c.patience, &c.talking, &c.star, &c.stay} {
		p.drop(x)
	}
	p.exit(c)
	p.endTapes(func(x *tape) bool { return x.call == c })
	if why != "" {
		p.note(c, IsOver, why)
	}
	if p.gone != nil {
		p.gone(c)
	}
}

// nameOf returns the name of who has an address.
func (p *People) nameOf(address string) string {
	if someone := p.persons[address]; someone != nil {
		return someone.name
	}
	return address
}

// note writes an entry.
func (p *People) note(c *Call, what What, text string) {
	now := p.now()
	p.noted++
	e := Entry{At: now, Since: now.Sub(p.start), Call: c.sid, Who: c.person.name, What: what, Text: text, number: p.noted}
	c.entries = append(c.entries, e)
	if p.log != nil {
		p.log(e)
	}
}

// report tells the machine, as soon as the host comes to it.
func (p *People) report(in voice.Input) { p.out = append(p.out, in) }

// at plans something.
func (p *People) at(d time.Duration, do func()) *plan { return p.plans.add(p.now().Add(d), do) }

// after plans something of a call, in place of what was planned there; d of 0 or
// less is never.
func (p *People) after(x **plan, d time.Duration, do func()) {
	p.drop(x)
	if d > 0 {
		*x = p.at(d, do)
	}
}

func (p *People) drop(x **plan) {
	p.plans.drop(*x)
	*x = nil
}

// do lets something happen now, from outside.
func (p *People) do(f func()) {
	p.mu.Lock()
	f()
	p.mu.Unlock()
	p.wake()
}
