package voice

import (
	"time"

	"github.com/goacd/acd/taskrouter"
)

// Observe takes in events of the router that the machine did not cause: somebody
// else gave it a command, or let time pass in it. It is for a router that is
// shared, as a service shares one with an API. Then everything that happens to
// the router and was not asked for by the machine is told here, in order and
// before the machine's next step; otherwise commands go through [Command].
//
// now is the instant of that command: not before the machine's last step nor
// before the router's last instant, else the error is [ErrTime]. The events come
// first, then the deadlines up to now: those of the router are among the events.
// A machine without a router refuses with [ErrState]. The events need not stay
// as they are once Observe has returned.
func (m *Machine) Observe(now time.Time, events []taskrouter.Event) ([]Action, error) {
	const name = "Observe"
	if m.router == nil {
		return m.finish(name, noRouter())
	}
	if err := m.reach(now); err != nil {
		return m.finish(name, err)
	}
	m.routed(events)
	m.settle()
	m.advance(now.UTC().Round(0))
	m.settle()
	return m.finish(name, nil)
}

// routed notes events of the router, for settle, and returns a copy of them that
// outlives the router's next command.
func (m *Machine) routed(events []taskrouter.Event) []taskrouter.Event {
	kept := append([]taskrouter.Event(nil), events...)
	for i := range kept {
		m.emit(&Routed{kept[i]})
		m.later(func() { m.onRouted(&kept[i]) })
	}
	return kept
}
