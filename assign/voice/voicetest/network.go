package voicetest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
)

// T is what a [Network] needs of a *testing.T or *testing.B.
type T interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// Start is when a [Network] opens, unless its [Config] says otherwise: a Monday,
// at nine.
var Start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// Longest is how long [Network.Run] lets time pass, unless a [Config] says
// otherwise.
const Longest = 24 * time.Hour

// Config describes a [Network]. The zero Config is usable.
type Config struct {
	Start time.Time // zero for [Start]
	// Seed is all the chance there is. SIDs follow from it, and what
	// [Person.Chooses] gets.
	Seed uint64

	// Workspace describes the routing engine that the network makes. Created and
	// Seed are taken from above where they are zero.
	Workspace taskrouter.Config
	// Voice describes the machine. Router may be a *taskrouter.Engine, which then
	// takes the place of the one that Workspace describes, or another router.
	Voice voice.Config

	// Handler is the application: it is asked for the documents that
	// [Network.Page] does not have, and what to do with a reservation where Assign
	// is nil. It is called by the goroutine that runs the network. Nil: there is
	// nothing else.
	Handler http.Handler
	// Assign says what to do with a reservation. Nil: Handler is asked, as the
	// workflow's assignment callback URL says; without one the application
	// acknowledges.
	Assign func(cb *voice.Callback) Answer

	// Lasts is how long a *voice.Say, *voice.Play or *voice.Pause lasts, once; nil
	// for [Lasts].
	Lasts func(voice.Action) time.Duration
	// Longest is how long Run lets time pass; 0 for [Longest].
	Longest time.Duration
	// Unchecked leaves out the checks of all invariants of machine and engine after
	// each step, which take most of the time where many calls are there at once.
	Unchecked bool
}

// Network is a telephone network with one machine, an application in a function,
// and a clock that stands still until it is told to run. It plays both sides, so
// that nothing else is needed: no goroutine, socket or real time.
//
// It is not safe for concurrent use. Make one with [New].
type Network struct {
	People
	t       T
	cfg     Config
	clock   time.Time
	machine *voice.Machine
	engine  *taskrouter.Engine

	pages    map[string]func(*voice.Fetch) Document
	requests []Request
	asked    int // requests and callbacks without an answer yet
	asks     []*voice.Callback
	actions  []voice.Action
	ended    map[voice.CallSID]*voice.CallEnded
	busy     int // in a step
}

// New opens a network. Whatever goes wrong is a failure of the test t; without one
// (nil), as in an example, it is a panic.
func New(t T, cfg Config) *Network {
	if t == nil {
		t = panics{}
	}
	t.Helper()
	if cfg.Start.IsZero() {
		cfg.Start = Start
	}
	if cfg.Longest <= 0 {
		cfg.Longest = Longest
	}
	n := &Network{
		t: t, cfg: cfg, clock: cfg.Start.UTC().Round(0), pages: map[string]func(*voice.Fetch) Document{},
		ended: map[voice.CallSID]*voice.CallEnded{},
	}
	n.People.init(cfg.Seed, "network", n.clock)
	n.now, n.wake, n.keep, n.strict, n.lasts = n.Now, n.awake, true, true, cfg.Lasts
	if n.lasts == nil {
		n.lasts = Lasts
	}
	n.furnish()
	return n
}

// panics fails a test that is none.
type panics struct{}

func (panics) Helper() {}

func (panics) Errorf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }
func (panics) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

// furnish makes engine and machine.
func (n *Network) furnish() {
	v := n.cfg.Voice
	switch r := v.Router.(type) {
	case nil:
		w := n.cfg.Workspace
		if w.Created.IsZero() {
			w.Created = n.clock
		}
		if w.Seed == 0 {
			w.Seed = n.cfg.Seed
		}
		engine, err := taskrouter.New(w)
		if err != nil {
			n.t.Fatalf("voicetest: Config.Workspace: %v", err)
		}
		n.engine, v.Router = engine, engine
	case *taskrouter.Engine:
		n.engine = r
	}
	if v.Seed == 0 {
		v.Seed = n.cfg.Seed
	}
	machine, err := voice.New(v)
	if err != nil {
		n.t.Fatalf("voicetest: Config.Voice: %v", err)
	}
	n.machine = machine
}

// Now returns the network's time.
func (n *Network) Now() time.Time { return n.clock }

// Engine returns the routing engine, for reading; nil if the machine was given a
// router of another kind. Commands go through [Network.Apply].
func (n *Network) Engine() *taskrouter.Engine { return n.engine }

// Machine returns the machine, for reading.
func (n *Network) Machine() *voice.Machine { return n.machine }

// Do takes in one input: a request of the application, such as a
// *voice.RedirectCall, or a report of the host that people do not make by
// themselves. It returns the refusal, if any.
func (n *Network) Do(in voice.Input) error {
	n.t.Helper()
	actions, err := n.machine.Step(n.clock, in)
	n.carry(actions)
	return err
}

// Apply gives a command to the router. It returns what happened in the router;
// a refusal fails the test.
func (n *Network) Apply(cmd taskrouter.Command) []taskrouter.Event {
	n.t.Helper()
	before := len(n.actions)
	if err := n.Do(&voice.Command{Command: cmd}); err != nil {
		n.t.Fatalf("voicetest: %v", err)
	}
	return routed(n.actions[before:])
}

// Change changes the queues, as [voice.Machine.Change] does.
func (n *Network) Change(f func(now time.Time, queues *queue.Directory) ([]queue.Event, error)) error {
	n.t.Helper()
	actions, err := n.machine.Change(n.clock, func(d *queue.Directory) ([]queue.Event, error) { return f(n.clock, d) })
	n.carry(actions)
	return err
}

// carry carries out what follows from a step, and checks that all is well.
func (n *Network) carry(actions []voice.Action) {
	n.t.Helper()
	n.busy++
	defer func() { n.busy-- }()
	n.actions = append(n.actions, actions...)
	for _, a := range actions {
		switch a := a.(type) {
		case *voice.Fetch:
			n.fetch(a)
		case *voice.Callback:
			n.ask(a)
		case *voice.CallEnded:
			n.callEnded(a)
		default:
			n.act(a)
		}
	}
	if !n.cfg.Unchecked {
		n.check("voice.Machine", n.machine.Check())
		if n.engine != nil {
			n.check("taskrouter.Engine", n.engine.Check())
		}
	}
	for _, problem := range n.problems {
		n.t.Errorf("voicetest: at %s: %s", clock(n.clock.Sub(n.start)), problem)
	}
	n.problems = nil
}

func (n *Network) check(what string, err error) {
	n.t.Helper()
	if err != nil {
		n.t.Fatalf("voicetest: at %s: Check of %s: %v", clock(n.clock.Sub(n.start)), what, err)
	}
}

// callEnded notes how a call ended: before that it was hung up, by one side.
func (n *Network) callEnded(a *voice.CallEnded) {
	n.ended[a.Call] = a
	if c := n.live[a.Call]; c != nil {
		n.wrong("call %s has ended, and nobody has hung up", a.Call)
		n.end(c, string(a.Status))
	}
}

// Ended returns how the machine told that a call has ended; false if it has not.
func (n *Network) Ended(s voice.CallSID) (voice.CallEnded, bool) {
	if e := n.ended[s]; e != nil {
		return *e, true
	}
	return voice.CallEnded{}, false
}

// awake takes in at once what people report from outside, between two steps.
func (n *Network) awake() {
	if n.busy == 0 {
		n.settle()
	}
}

// settle takes in what people have to report.
func (n *Network) settle() {
	n.t.Helper()
	n.busy++
	defer func() { n.busy-- }()
	for len(n.out) > 0 {
		in := n.out[0]
		n.out = n.out[1:]
		if err := n.Do(in); err != nil {
			n.t.Errorf("voicetest: at %s: a report was refused: %v", clock(n.clock.Sub(n.start)), err)
		}
	}
}

// Transcript returns everything that happened to calls so far, in order, a line
// for each entry. Where it is too much, [Call.Transcript] tells of one call.
func (n *Network) Transcript() string {
	var all []Entry
	for _, c := range n.Calls() {
		all = append(all, c.entries...)
	}
	slices.SortStableFunc(all, func(a, b Entry) int { return int(a.number) - int(b.number) })
	return lines(all)
}

// Left tells what is left, which is nothing, "", when everybody has hung up: calls
// that live or ring, requests without an answer, callers in queues, conferences.
func (n *Network) Left() string {
	var left []string
	add := func(count int, what string) {
		if count > 0 {
			left = append(left, fmt.Sprintf("%d %s", count, what))
		}
	}
	add(len(n.live), "calls")
	add(n.asked, "requests")
	members := 0
	for q := range n.machine.Queues().Queues(n.clock, queue.Filter{}) {
		members += q.CurrentSize
	}
	add(members, "callers in queues")
	add(len(slices.Collect(n.machine.Conferences())), "conferences")
	return strings.Join(left, ", ")
}
