package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/goacd/acd/assign/voice/voicetest"
)

// number is the one that callers call.
const number = "+18005550100"

// phones is how many numbers callers have: more than can call at a time.
const phones = 5000

// seconds is a duration by chance, with a mean and no less than a second.
func seconds(r *rand.Rand, mean float64) time.Duration {
	return time.Duration((1 + r.ExpFloat64()*(mean-1)) * float64(time.Second))
}

// hire gives the agents their phones: they are quick to answer, but for once in a
// while when they are not at their desk, and say goodbye first or second.
func hire(people *voicetest.Media, agents int) {
	for i := range agents {
		a := agentOf(i)
		people.Person(a.contact).Named(a.name).Chooses(func(r *rand.Rand, m *voicetest.Manners) {
			m.Rings, m.Talks = seconds(r, 5), 30*time.Second+seconds(r, 180)
			if r.IntN(30) == 0 {
				m.Pickup = voicetest.Silent
			}
		})
	}
}

// doors lets callers in, one after the other, as chance has it.
type doors struct {
	people *voicetest.Media
	agenda *agenda
	chance *rand.Rand // on the agenda's goroutine only
	gap    float64    // in seconds, on average
	let    int        // in so far; on the agenda's goroutine only
	closed bool       // on the agenda's goroutine only
}

// openDoors begins to let callers in; they come until the agenda is closed.
func openDoors(people *voicetest.Media, a *agenda, seed uint64, perHour int) *doors {
	d := &doors{people: people, agenda: a, chance: rand.New(rand.NewPCG(seed, 2))}
	if perHour > 0 {
		d.gap = time.Hour.Seconds() / float64(perHour)
		a.in(d.next(), d.arrive)
	}
	return d
}

func (d *doors) next() time.Duration {
	return time.Duration(d.chance.ExpFloat64() * d.gap * float64(time.Second))
}

// arrive lets somebody call, and the next one after a while.
func (d *doors) arrive() {
	if d.closed {
		return
	}
	from := fmt.Sprintf("+1555%07d", (1_000_003+d.let*7919)%phones)
	d.let++
	d.people.Person(from).Chooses(behave).Calls(number)
	d.agenda.in(d.next(), d.arrive)
}

// behave is what chance makes of a caller: what he calls about, how long he waits
// and talks, and whether he says afterwards how it was.
func behave(r *rand.Rand, m *voicetest.Manners) {
	m.Patience = 40*time.Second + seconds(r, 150)
	m.Talks = 30*time.Second + seconds(r, 240)
	if topic := r.IntN(10); topic < 9 { // one in ten presses nothing
		m.Replies = append(m.Replies, voicetest.Reply{Hearing: "welcome", Keys: string("112222333"[topic])})
	}
	if r.IntN(2) == 0 {
		m.Replies = append(m.Replies, voicetest.Reply{Hearing: "how did we do", Keys: string("1344555555"[r.IntN(10)])})
	}
}

// close lets nobody in any more.
func (d *doors) close() {
	closed := make(chan struct{})
	d.agenda.in(0, func() {
		d.closed = true
		close(closed)
	})
	select {
	case <-closed:
	case <-d.agenda.ctx.Done():
	}
}
