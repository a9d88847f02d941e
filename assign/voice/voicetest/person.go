package voicetest

import (
	"math/rand/v2"
	"slices"
	"time"
)

// Person is somebody with a phone: a caller, a worker, or anybody whom a document
// calls. The methods that say how he treats calls change his [Manners] and return
// the Person, so that they can be strung together; they hold for calls that begin
// from then on. Make one with [People.Person].
type Person struct {
	people  *People
	address string
	name    string
	lines   int
	manners Manners
	chance  func(*rand.Rand, *Manners)

	calls  uint64 // ever
	active int
}

// Person returns the one who has this address: a number such as "+15550001", or
// "client:alice", "sip:alice@example.com" and the like. Who was not there before
// is new, and has the zero [Manners].
func (p *People) Person(address string) *Person {
	p.mu.Lock()
	defer p.mu.Unlock()
	if someone := p.persons[address]; someone != nil {
		return someone
	}
	someone := &Person{people: p, address: address, name: address, lines: 1}
	p.persons[address] = someone
	return someone
}

// Address returns the address of the phone.
func (p *Person) Address() string { return p.address }

// Named gives him the name that transcripts use; it is his address before.
func (p *Person) Named(name string) *Person {
	return p.set(func() { p.name = name })
}

// Lines says how many calls he can be on at a time; 1 at first. Another one finds
// him busy.
func (p *Person) Lines(n int) *Person {
	return p.set(func() { p.lines = n })
}

// Has gives him manners in place of those that he has.
func (p *Person) Has(m Manners) *Person {
	m.Replies = slices.Clone(m.Replies)
	return p.change(func(old *Manners) { *old = m })
}

// AnswersAfter lets him take calls after d of ringing.
func (p *Person) AnswersAfter(d time.Duration) *Person {
	return p.change(func(m *Manners) { m.Pickup, m.Rings = Answers, d })
}

// Busy lets calls to him find the line engaged.
func (p *Person) Busy() *Person { return p.change(func(m *Manners) { m.Pickup = Busy }) }

// NeverAnswers lets his phone ring.
func (p *Person) NeverAnswers() *Person { return p.change(func(m *Manners) { m.Pickup = Silent }) }

// DeclinesAfter lets him refuse calls after d of ringing.
func (p *Person) DeclinesAfter(d time.Duration) *Person {
	return p.change(func(m *Manners) { m.Pickup, m.Rings = Declines, d })
}

// Unreachable lets calls to him fail.
func (p *Person) Unreachable() *Person { return p.change(func(m *Manners) { m.Pickup = Fails }) }

// GivesUpAfter lets him hang up when nobody has talked to him for d.
func (p *Person) GivesUpAfter(d time.Duration) *Person {
	return p.change(func(m *Manners) { m.Patience = d })
}

// TalksFor lets him hang up when a conversation has lasted d.
func (p *Person) TalksFor(d time.Duration) *Person {
	return p.change(func(m *Manners) { m.Talks = d })
}

// PressesStarAfter lets him press the star key when a conversation has lasted d.
func (p *Person) PressesStarAfter(d time.Duration) *Person {
	return p.change(func(m *Manners) { m.Stars = d })
}

// HangsUpAfter lets him hang up d after the call has begun, whatever happens
// then: while it rings, during a whisper, on hold.
func (p *Person) HangsUpAfter(d time.Duration) *Person {
	return p.change(func(m *Manners) { m.Stays = d })
}

// Presses lets him press keys in reply to the Gathers of a call: the first in
// reply to the first, and so on.
func (p *Person) Presses(keys ...string) *Person {
	return p.change(func(m *Manners) {
		for _, k := range keys {
			m.Replies = append(m.Replies, Reply{Keys: k})
		}
	})
}

// Says lets him speak in reply to the Gathers of a call, as Presses does with
// keys.
func (p *Person) Says(texts ...string) *Person {
	return p.change(func(m *Manners) {
		for _, text := range texts {
			m.Replies = append(m.Replies, Reply{Speech: text})
		}
	})
}

// LeavesMessage lets him speak for d where a document records, and then press
// keys, "" for none.
func (p *Person) LeavesMessage(d time.Duration, keys string) *Person {
	return p.change(func(m *Manners) { m.Speaks, m.SpeaksEnd = d, keys })
}

// Replies adds a reply.
func (p *Person) Replies(r Reply) *Person {
	return p.change(func(m *Manners) { m.Replies = append(m.Replies, r) })
}

// Chooses lets chance change his manners anew for each call: f gets a source of
// chance that follows from the seed of the network, from his address and from the
// number of the call alone, and the manners that he has, to change. f must use
// nothing else that changes.
func (p *Person) Chooses(f func(*rand.Rand, *Manners)) *Person {
	return p.set(func() { p.chance = f })
}

// WhenHears begins a reply to a text: see [Reply].
func (p *Person) WhenHears(text string) Hearing { return Hearing{p, text} }

// Hearing is a [Reply] that is still to be completed.
type Hearing struct {
	person *Person
	text   string
}

// Presses lets him press keys.
func (h Hearing) Presses(keys string) *Person {
	return h.person.Replies(Reply{Hearing: h.text, Keys: keys})
}

// Says lets him speak.
func (h Hearing) Says(text string) *Person {
	return h.person.Replies(Reply{Hearing: h.text, Speech: text})
}

// HangsUp lets him hang up.
func (h Hearing) HangsUp() *Person {
	return h.person.Replies(Reply{Hearing: h.text, HangsUp: true})
}

func (p *Person) set(change func()) *Person {
	p.people.mu.Lock()
	defer p.people.mu.Unlock()
	change()
	return p
}

func (p *Person) change(f func(*Manners)) *Person { return p.set(func() { f(&p.manners) }) }

// choose returns the manners for the next call.
func (p *Person) choose() Manners {
	p.calls++
	m := p.manners
	if p.chance != nil {
		m.Replies = slices.Clone(m.Replies)
		p.chance(rand.New(rand.NewPCG(p.people.seed^hash(p.address), p.calls)), &m)
	}
	return m
}

// hash is FNV-1a.
func hash(text string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * 1099511628211
	}
	return h
}
