package queue

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// duel runs commands on a directory and on the model, and compares after each:
// events, refusals, what reads tell, and every invariant.
type duel struct {
	d       *Directory
	m       *model
	numbers numbers
	last    uint64         // sequence of the last event
	owed    map[string]int // Enqueues and Dials without their one end
	story   []string
}

func newDuel(t testing.TB, cfg Config) *duel {
	d, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return &duel{d: d, m: newModel(cfg), numbers: numbers{}, owed: map[string]int{}}
}

func (u *duel) run(c command) error {
	events, err := carryOut(u.d, c)
	want := u.m.run(c)
	u.story = append(u.story, fmt.Sprintf("%+v -> %v", c, err))
	if got := reasonOf(err); got != want {
		return fmt.Errorf("refused with %v, the model with %v", got, want)
	}
	var got []string
	for _, e := range events {
		got = append(got, u.numbers.text(e))
		if u.last++; e.Sequence != u.last {
			return fmt.Errorf("event number %d after %d", e.Sequence, u.last-1)
		}
		if err := u.count(e); err != nil {
			return err
		}
	}
	u.story = append(u.story, got...)
	if !slices.Equal(got, u.m.lines) {
		return fmt.Errorf("events\n\t%s\nthe model says\n\t%s", strings.Join(got, "\n\t"), strings.Join(u.m.lines, "\n\t"))
	}
	if err := u.d.Check(); err != nil {
		return err
	}
	return u.compareReads(start.Add(c.now))
}

// count keeps the books: what was accepted ends once, and nothing else ends.
func (u *duel) count(e Event) error {
	call, agent := "call "+e.Call.String(), "agent "+e.Agent.String()
	switch {
	case e.Type == CallJoined:
		u.owed[call]++
	case e.Type == EnqueueEnded && !e.Queue.IsZero():
		u.owed[call]--
	case e.Type == AgentWaiting || e.Type == CallTaken:
		u.owed[agent] = 1 // an agent may wait and be served more than once
	case e.Type == DialEnded && !e.Queue.IsZero():
		u.owed[agent]--
	}
	for who, n := range map[string]int{call: u.owed[call], agent: u.owed[agent]} {
		if n < 0 || n > 1 {
			return fmt.Errorf("%s has %d verbs open after %v", who, n, e.Type)
		}
	}
	return nil
}

func (u *duel) compareReads(now time.Time) error {
	i := 0
	for q := range u.d.Queues(now, Filter{}) {
		if i >= len(u.m.queues) {
			return fmt.Errorf("more than %d queues", i)
		}
		w := u.m.queues[i]
		i++
		got := fmt.Sprintln(u.numbers[q.SID], q.FriendlyName, q.CurrentSize, q.MaxSize, q.AverageWaitTime, q.AgentsWaiting)
		want := fmt.Sprintln(w.number, w.name, len(w.members), w.max, u.m.average(w), len(u.m.waiting(w)))
		if got != want {
			return fmt.Errorf("queue %s, the model has %s", got, want)
		}
		members, err := u.d.Members(now, q.SID)
		if err != nil {
			return err
		}
		for m := range members {
			if m.CallSID != callNumber(w.members[m.Position-1]) {
				return fmt.Errorf("queue %s has %v at %d, the model %v", q.FriendlyName, m.CallSID, m.Position, w.members)
			}
			wait, err := u.d.Wait(now, m.CallSID)
			if err != nil {
				return err
			}
			want := Wait{m.Position, q.SID, m.WaitTime, q.AverageWaitTime, q.CurrentSize, q.MaxSize}
			if wait != want {
				return fmt.Errorf("wait request of %v: %+v, want %+v", m.CallSID, wait, want)
			}
		}
	}
	if i != len(u.m.queues) {
		return fmt.Errorf("%d queues, the model has %d", i, len(u.m.queues))
	}
	return u.compareVerbs(now)
}

func (u *duel) compareVerbs(now time.Time) error {
	for n := 1; n <= fuzzCalls; n++ {
		e, _ := u.d.Entry(now, callNumber(n))
		a, _ := u.d.Agent(now, callNumber(n))
		got := fmt.Sprint(e.State, e.Agent, a.Call, a.Status)
		var we Entry
		var wa Agent
		if c := u.m.calls[n]; c != nil {
			we.State = c.state
			if c.agent != 0 {
				we.Agent = callNumber(c.agent)
			}
		}
		if a := u.m.agents[n]; a != nil && a.call != 0 {
			wa.Call = callNumber(a.call)
		}
		if want := fmt.Sprint(we.State, we.Agent, wa.Call, wa.Status); got != want {
			return fmt.Errorf("call %d is %s, the model says %s", n, got, want)
		}
	}
	return nil
}

var fuzzConfig = Config{Seed: 7, DefaultMaxSize: 4, MaxQueues: 5}

// fight decodes data into commands and runs them; the error tells the story.
func fight(t testing.TB, data []byte) ([]command, error) {
	u := newDuel(t, fuzzConfig)
	var commands []command
	var now time.Duration
	for len(data) >= commandBytes {
		c := decode(data, now)
		data, now = data[commandBytes:], c.now
		commands = append(commands, c)
		if err := u.run(c); err != nil {
			return commands, fmt.Errorf("%w\nafter\n%s", err, strings.Join(u.story[max(0, len(u.story)-40):], "\n"))
		}
	}
	return commands, nil
}

func randomBytes(seed uint64, commands int) []byte {
	rng := rand.New(rand.NewPCG(seed, 5))
	data := make([]byte, commands*commandBytes)
	for i := range data {
		data[i] = byte(rng.Uint32())
	}
	return data
}

func TestRandomCommandsAgainstModel(t *testing.T) {
	for seed := range uint64(5) {
		if _, err := fight(t, randomBytes(seed, 3000)); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
}

// replay runs commands on a fresh directory and renders everything they gave.
func replay(t testing.TB, commands []command) string {
	d, err := New(fuzzConfig)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, c := range commands {
		events, err := carryOut(d, c)
		fmt.Fprintf(&b, "%v %v\n", events, err)
	}
	return b.String()
}

func TestReplayGivesTheSame(t *testing.T) {
	commands, err := fight(t, randomBytes(99, 2000))
	if err != nil {
		t.Fatal(err)
	}
	first := replay(t, commands)
	if len(first) < 10_000 {
		t.Fatalf("only %d bytes of events", len(first))
	}
	if second := replay(t, commands); first != second {
		t.Fatal("the same commands gave other events, SIDs or refusals")
	}
}

func FuzzCommands(f *testing.F) {
	f.Add(randomBytes(1, 20))
	f.Add(randomBytes(2, 200))
	f.Fuzz(func(t *testing.T, data []byte) {
		commands, err := fight(t, data[:min(len(data), 1000*commandBytes)])
		if err != nil {
			t.Fatal(err)
		}
		first := replay(t, commands)
		if second := replay(t, commands); first != second {
			t.Fatal("the same commands gave other events, SIDs or refusals")
		}
	})
}
