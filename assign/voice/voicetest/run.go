package voicetest

import (
	"slices"
	"strings"
	"time"

	"github.com/goacd/acd/assign/voice"
)

// In lets f happen after a while: something that the application or its people do
// then. It may use the network.
func (n *Network) In(d time.Duration, f func()) {
	n.at(max(0, d), f)
}

// Run lets time pass until all calls are over, everything planned has happened,
// and every request was answered. What the router has still to do by itself, such
// as the lifetime of a task, is not waited for. When [Config.Longest] is over, the
// test fails with who is still there.
func (n *Network) Run() {
	n.t.Helper()
	until := n.clock.Add(n.cfg.Longest)
	for !n.quiet() {
		if !n.Step(until) {
			n.clock = until
			n.t.Fatalf("voicetest: Run: %v have passed, and there are still: %s", n.cfg.Longest, n.who())
			return
		}
	}
}

// RunFor lets d pass.
func (n *Network) RunFor(d time.Duration) {
	n.t.Helper()
	n.RunUntil(n.clock.Add(d))
}

// RunUntil lets time pass up to an instant, at which everything happens that is
// due. An instant that lies before the present does nothing.
func (n *Network) RunUntil(until time.Time) {
	n.t.Helper()
	for n.Step(until) {
	}
	if until.After(n.clock) {
		n.clock = until
	}
	n.tick()
}

// Step lets the next thing happen that is due up to an instant, and reports false
// if there is none. Between two steps a test can look at everything.
func (n *Network) Step(until time.Time) bool {
	n.t.Helper()
	next, ok := n.machine.Deadline()
	planned, there := n.plans.next()
	if there && (!ok || planned.Before(next)) {
		next, ok = planned, true
	}
	if !ok || next.After(until) {
		return false
	}
	if next.After(n.clock) {
		n.clock = next
	}
	if x := n.plans.take(n.clock); x != nil {
		n.tick() // what the machine does by itself at an instant comes first
		n.busy++
		x.do()
		n.busy--
	} else {
		n.tick()
	}
	n.settle()
	return true
}

// tick lets time pass in the machine.
func (n *Network) tick() {
	n.t.Helper()
	if err := n.Do(&voice.Tick{}); err != nil {
		n.t.Fatalf("voicetest: %v", err)
	}
	n.settle()
}

// quiet reports whether nothing is left to wait for.
func (n *Network) quiet() bool {
	_, planned := n.plans.next()
	return len(n.live) == 0 && n.asked == 0 && !planned
}

// who says whose calls live.
func (n *Network) who() string {
	var names []string
	for _, c := range n.Calls() {
		if !c.over {
			names = append(names, c.person.name)
		}
	}
	if len(names) == 0 {
		return "things planned or asked for"
	}
	return strings.Join(slices.Compact(names), ", ")
}

// HangUpAll lets everybody hang up, and runs until all is over.
func (n *Network) HangUpAll() {
	n.t.Helper()
	for _, c := range n.Calls() {
		c.HangsUp()
	}
	n.Run()
}
