package voice_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/queue"
)

// shift is a day of calls to one plain queue: they come at random, at a rate, and
// agents who take one after the other talk for a random time (M/M/c).
type shift struct {
	t       *testing.T
	machine *voice.Machine
	chance  *rand.Rand
	now     time.Time
	agents  int
	calls   uint64

	waits  map[voice.CallSID]promise
	errors []float64 // of each estimate, as a share of it
	within int       // the margin
}

type promise struct {
	at       time.Time
	estimate voice.Estimate
}

func (s *shift) random(mean time.Duration) time.Duration {
	return time.Duration(s.chance.ExpFloat64() * float64(mean))
}

func (s *shift) do(in voice.Input) {
	s.t.Helper()
	actions, err := s.machine.Step(s.now, in)
	require.NoError(s.t, err)
	for _, a := range actions {
		switch a := a.(type) {
		case *voice.Fetch:
			body := `<Response><Enqueue>q</Enqueue></Response>`
			if a.URL == site+"/agent" {
				body = `<Response><Dial timeout="600"><Queue>q</Queue></Dial><Redirect/></Response>`
			}
			s.do(&voice.Fetched{Op: a.Op, ContentType: "text/xml", Body: []byte(body)})
		case *voice.Queued:
			if p, ok := s.waits[a.Event.Call]; ok && a.Event.Type == queue.CallTaken {
				s.compare(p, a.Event.At)
				delete(s.waits, a.Event.Call)
			}
		}
	}
}

// compare holds what was told against what became of it.
func (s *shift) compare(p promise, taken time.Time) {
	off := (taken.Sub(p.at) - p.estimate.Wait).Seconds() / p.estimate.Wait.Seconds()
	s.errors = append(s.errors, off)
	if math.Abs(off)*p.estimate.Wait.Seconds() <= p.estimate.Margin.Seconds() {
		s.within++
	}
}

// run plays a shift: the agents first, then n callers.
func (s *shift) run(n int, between, talk time.Duration) {
	for range s.agents {
		s.arrive("/agent")
	}
	talking := map[voice.CallSID]time.Time{}
	next := s.now.Add(s.random(between))
	for range 4 * n {
		end, over := s.firstEnd(talking)
		if s.calls-uint64(s.agents) >= uint64(n) && end.IsZero() {
			return
		}
		if !end.IsZero() && !over.After(next) {
			s.now = over
			delete(talking, end)
			s.do(&voice.HungUp{Call: end})
		} else {
			s.now = next
			next = s.now.Add(s.random(between))
			call := s.arrive("/caller")
			if e, ok := s.machine.Estimate(call); ok && e.Samples >= 32 {
				s.waits[call] = promise{s.now, e}
			}
		}
		for call := range s.calls {
			sid := voice.MakeCallSID(1, call+1)
			if entry, err := s.machine.Queues().Entry(s.now, sid); err == nil && entry.State == queue.EntryBridged && talking[sid].IsZero() {
				talking[sid] = s.now.Add(s.random(talk))
			}
		}
	}
}

// firstEnd finds the conversation that ends first.
func (s *shift) firstEnd(talking map[voice.CallSID]time.Time) (call voice.CallSID, end time.Time) {
	for sid, at := range talking {
		if call.IsZero() || at.Before(end) || at.Equal(end) && sid.Compare(call) < 0 {
			call, end = sid, at
		}
	}
	return call, end
}

func (s *shift) arrive(path string) voice.CallSID {
	s.calls++
	call := voice.MakeCallSID(1, s.calls)
	s.do(&voice.CallArrived{Call: call, URL: site + path})
	return call
}

// TestEstimate holds the method of [voice.Machine.Estimate] against shifts that
// are as its error assumes: the mean of what was told is off by little, and the
// margin is what it says: more than two thirds of all waits lie within.
func TestEstimate(t *testing.T) {
	for _, agents := range []int{1, 5, 20} {
		t.Run(fmt.Sprint(agents, " agents"), func(t *testing.T) {
			queues, err := queue.New(queue.Config{})
			require.NoError(t, err)
			_, _, err = queues.Create(start, queue.CreateQueue{FriendlyName: "q"}) // the agents come first
			require.NoError(t, err)
			machine, err := voice.New(voice.Config{Queues: queues})
			require.NoError(t, err)
			s := &shift{
				t: t, machine: machine, chance: rand.New(rand.NewPCG(7, uint64(agents))), now: start, agents: agents,
				waits: map[voice.CallSID]promise{},
			}
			const talk = 3 * time.Minute
			s.run(400, talk*100/time.Duration(97*agents), talk) // 97 % busy
			require.Greater(t, len(s.errors), 300)
			var sum, squares float64
			for _, off := range s.errors {
				sum += off
				squares += off * off
			}
			n := float64(len(s.errors))
			bias, deviation, within := sum/n, math.Sqrt(squares/n), float64(s.within)/n
			t.Logf("%d estimates: bias %+.2f, deviation %.2f, %.2f within the margin", len(s.errors), bias, deviation, within)
			assert.Less(t, math.Abs(bias), 0.1)
			assert.Less(t, deviation, 0.6)
			assert.Greater(t, within, 0.65)
			assert.NoError(t, machine.Check())
		})
	}
}

// TestEstimateOfNothing: nobody is told what nobody can know.
func TestEstimateOfNothing(t *testing.T) {
	h := openHouse(t, opened{})
	h.pages["/q"] = page{media: "text/xml", body: `<Response><Enqueue>q</Enqueue></Response>`}
	h.pages["/agent"] = page{media: "text/xml", body: `<Response><Dial timeout="600"><Queue>q</Queue></Dial></Response>`}
	estimate := func(name string) (voice.Estimate, bool) { return h.machine.Estimate(h.callSID(name)) }
	h.arrive("a", "/q")
	_, ok := estimate("a")
	assert.False(t, ok, "nobody was ever taken")
	h.pass(time.Minute)
	h.arrive("agent", "/agent")
	_, ok = estimate("a")
	assert.False(t, ok, "who talks does not wait")
	h.arrive("b", "/q")
	h.arrive("c", "/q")
	e, ok := estimate("c")
	assert.True(t, ok)
	assert.Equal(t, voice.Estimate{Position: 2, Wait: 2 * time.Minute, Margin: 147 * time.Second, Samples: 1}, e)
	h.do(&voice.HungUp{Call: h.callSID("b")})
	h.do(&voice.HungUp{Call: h.callSID("c")})
	h.pass(time.Hour)
	h.arrive("d", "/q")
	h.pass(30 * time.Second)
	e, _ = estimate("d")
	assert.Equal(t, 90*time.Second, e.Wait, "while nothing moves it grows; an empty queue counts for nothing")
	h.pass(30 * time.Hour)
	e, _ = estimate("d")
	assert.Equal(t, 24*time.Hour, e.Wait, "a day is the most that is told")
	h.close()
}

// TestEstimateOfIdleAgents: who is handed over at once says nothing of the pace.
func TestEstimateOfIdleAgents(t *testing.T) {
	h := openHouse(t, opened{})
	h.pages["/q"] = page{media: "text/xml", body: `<Response><Enqueue>q</Enqueue></Response>`}
	h.pages["/agent"] = page{media: "text/xml", body: `<Response><Dial timeout="600"><Queue>q</Queue></Dial></Response>`}
	h.arrive("early", "/q")
	h.do(&voice.HungUp{Call: h.callSID("early")})
	h.arrive("agent", "/agent")
	h.arrive("a", "/q")
	h.arrive("b", "/q")
	_, ok := h.machine.Estimate(h.callSID("b"))
	assert.False(t, ok)
	h.close()
}
