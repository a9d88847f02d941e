package voice

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
)

var source = sid.NewSource(1, "check")

// TestCheckFindsWhatIsBroken breaks one invariant after the other, and says what
// Check must say about it.
func TestCheckFindsWhatIsBroken(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(m *Machine, waiting, agent, caller *call)
		want  string
	}{
		{"nowhere", func(m *Machine, w, _, _ *call) { w.enqueue = nil }, "is in 0 places, not one"},
		{"in two places", func(m *Machine, w, a, _ *call) { w.dial = a.dial }, "is in two places"},
		{"over", func(m *Machine, w, _, _ *call) { w.over = true }, "is over or on its way, and was kept"},
		{"another's operation", func(m *Machine, w, _, _ *call) { w.foreground = 7 }, "waits for operation 7, which is not its own"},
		{"nobody's operation", func(m *Machine, w, _, _ *call) { m.ask(w, playing, nil) }, "is nobody's"},
		{"pause run out", func(m *Machine, w, _, _ *call) { w.pause = &timer{} }, "has run out, and was kept"},
		{"lost timer", func(m *Machine, _, _, _ *call) { m.after(time.Second, nil) }, "2 timers are kept, and 1 live"},
		{"not parked", func(m *Machine, w, _, _ *call) { delete(m.parked, w.sid) }, "is not among the parked"},
		{"linked to nothing", func(m *Machine, w, _, _ *call) { w.enqueue.task = sid.Make[sid.Task](source, 1) }, "is not linked to its call"},
		{"task of nobody", func(m *Machine, w, _, _ *call) { m.tasks[sid.Make[sid.Task](source, 1)] = w }, "1 linked tasks are kept, and 0 live"},
		{"taken by nobody", func(m *Machine, w, a, _ *call) { w.enqueue.dial = &dial{call: a} }, "is waiting in the queue, not taken"},
		{"taken by a Dial that is over", func(m *Machine, _, _, c *call) { c.enqueue.dial = &dial{call: c, connected: true} }, "was taken by a Dial that is over"},
		{"dials nobody", func(m *Machine, _, a, _ *call) { delete(m.dialers, a.sid) }, "dials nobody"},
		{"unknown to the queue", func(m *Machine, w, _, _ *call) { w.dial = &dial{call: w}; m.dialers[w.sid] = w.dial }, "dials a queue that does not know it"},
		{"leg that is over", func(m *Machine, _, a, c *call) {
			delete(m.dialers, a.sid)
			a.dial.legs = []*call{{sid: sid.Make[sid.Call](source, 9)}}
		}, "is over"},
		{"leg of a Dial that is over", func(m *Machine, w, _, c *call) { w.party = &dial{call: c} }, "was called for a Dial that is over"},
		{"rings for nothing", func(m *Machine, w, _, _ *call) { w.ring = &ring{} }, "is not that of its reservation"},
		{"facts", func(m *Machine, _, _, _ *call) { m.later(func() {}) }, "1 facts are kept, and 0 live"},
		{"unknown member", func(m *Machine, _, _, _ *call) {
			_, _, err := m.queues.Enqueue(m.now, queue.Enqueue{Call: sid.Make[sid.Call](source, 8), Queue: "q"})
			must(err)
		}, "2 members are kept, and 1 live"},
	}
	for _, x := range tests {
		t.Run(x.name, func(t *testing.T) {
			m, calls := threeCalls(t)
			require.NoError(t, m.Check())
			x.spoil(m, calls[0], calls[1], calls[2])
			require.ErrorContains(t, m.Check(), x.want)
		})
	}
}

// threeCalls makes a machine with a call that waits, and an agent in
// conversation with a caller.
func threeCalls(t *testing.T) (*Machine, [3]*call) {
	m, err := New(Config{})
	require.NoError(t, err)
	const in, agent = `<Response><Enqueue waitUrl="">q</Enqueue></Response>`, `<Response><Dial><Queue>q</Queue></Dial></Response>`
	var calls [3]*call
	for i, x := range []struct {
		at  int
		doc string
	}{{2, in}, {1, agent}, {0, in}} {
		s := sid.Make[sid.Call](source, uint64(i+1))
		actions, err := m.Step(earliest, &CallArrived{Call: s, URL: "https://app.example/"})
		require.NoError(t, err)
		_, err = m.Step(earliest, &Fetched{Op: actions[0].(*Fetch).Op, ContentType: "text/xml", Body: []byte(x.doc)})
		require.NoError(t, err)
		calls[x.at] = m.calls[s]
	}
	return m, [3]*call{calls[0], calls[1], calls[2]}
}

// TestResolve: what the validator never lets through goes to the host as it
// stands.
func TestResolve(t *testing.T) {
	m, calls := threeCalls(t)
	require.NotNil(t, m)
	p := calls[0].enqueue.program
	require.Equal(t, "https://app.example/x", p.resolve("x"))
	require.Equal(t, "%zz", p.resolve("%zz"))
}

func TestMust(t *testing.T) {
	require.PanicsWithValue(t, "voice: broken invariant: voice: Tick: oops", func() {
		err := refusal(ReasonState, "oops")
		err.Input = "Tick"
		must(err)
	})
}

// TestCheckFindsWhatIsBrokenInConferences does the same for two calls in a
// conference.
func TestCheckFindsWhatIsBrokenInConferences(t *testing.T) {
	reservation := sid.Make[sid.Reservation](source, 1)
	tests := []struct {
		name  string
		spoil func(m *Machine, r *room, a, b *participant)
		want  string
	}{
		{"no name", func(m *Machine, r *room, _, _ *participant) { delete(m.rooms, r.name) }, "is over, and was kept"},
		{"nobody in it", func(_ *Machine, r *room, _, _ *participant) { r.people = nil }, "is over, and was kept"},
		{"not begun", func(_ *Machine, r *room, _, _ *participant) { r.status = ConferenceInit }, "has not begun"},
		{"task without conference", func(m *Machine, r *room, _, _ *participant) { m.linked[sid.Make[sid.Task](source, 1)] = r }, "1 linked conferences are kept, and 0 live"},
		{"conference without task", func(_ *Machine, r *room, _, _ *participant) { r.tasks = append(r.tasks, sid.Make[sid.Task](source, 1)) }, "is not linked to its task"},
		{"somewhere else", func(_ *Machine, _ *room, a, _ *participant) { a.call.dial = nil }, "and somewhere else"},
		{"unknown to it", func(_ *Machine, r *room, a, _ *participant) { r.people = r.people[1:] }, "takes part in a conference that does not know it"},
		{"hears what is not his", func(_ *Machine, _ *room, a, _ *participant) { a.held = true }, "does not hear what it should"},
		{"coaches a stranger", func(_ *Machine, _ *room, a, _ *participant) { a.coach = sid.Make[sid.Call](source, 9) }, "coaches somebody who is not in conference"},
		{"one label twice", func(_ *Machine, _ *room, a, b *participant) { a.label, b.label = "x", "x" }, "have the label \"x\""},
		{"pending", func(m *Machine, _ *room, a, _ *participant) {
			a.dial.reservation, m.router = reservation, pendingRouter{}
		}, "which is pending"},
		{"on its way", func(_ *Machine, _ *room, a, _ *participant) { a.call.into = &entry{} }, "is over or on its way, and was kept"},
		{"expected by nobody", func(m *Machine, r *room, a, _ *participant) {
			leg := m.newLeg(CallSID{}, "", "")
			leg.status, leg.ring = StatusInProgress, &ring{supervise: &assign.SupervisePlan{}, room: r, guest: leg}
		}, "rings for a conference that does not expect it"},
		{"expects nobody", func(_ *Machine, r *room, a, _ *participant) { r.expected = []*call{a.call} }, "1 calls that conferences expect are kept, and 0 live"},
	}
	for _, x := range tests {
		t.Run(x.name, func(t *testing.T) {
			m, r := twoInConference(t)
			require.NoError(t, m.Check())
			x.spoil(m, r, r.people[0], r.people[1])
			require.ErrorContains(t, m.Check(), x.want)
		})
	}
}

// pendingRouter is a router in which every reservation is pending.
type pendingRouter struct{ Router }

func (pendingRouter) Reservation(s taskrouter.ReservationSID) (taskrouter.Reservation, bool) {
	return taskrouter.Reservation{SID: s, ReservationStatus: taskrouter.ReservationStatusPending}, true
}

// twoInConference makes a machine with two calls in a conference.
func twoInConference(t *testing.T) (*Machine, *room) {
	m, err := New(Config{})
	require.NoError(t, err)
	const doc = `<Response><Dial><Conference>r</Conference></Dial></Response>`
	for i := range uint64(2) {
		actions, err := m.Step(earliest, &CallArrived{Call: sid.Make[sid.Call](source, i+1), URL: "https://app.example/"})
		require.NoError(t, err)
		_, err = m.Step(earliest, &Fetched{Op: actions[0].(*Fetch).Op, ContentType: "text/xml", Body: []byte(doc)})
		require.NoError(t, err)
	}
	return m, m.rooms["r"]
}

// TestCheckFindsWhatIsBrokenInRecordings does the same for a caller who is
// recorded, and for the pace of queues.
func TestCheckFindsWhatIsBrokenInRecordings(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(m *Machine, waiting, talks *call)
		want  string
	}{
		{"not its call's", func(m *Machine, waiting, talks *call) {
			m.newRecording(waiting, sourceRecord, Recording{}).call = talks
		}, "is not that of call"},
		{"nobody's", func(m *Machine, waiting, _ *call) {
			m.newRecording(&call{over: true}, sourceRecord, Recording{})
		}, "is nobody's"},
		{"forgotten", func(m *Machine, waiting, _ *call) {
			delete(m.recordings, m.newRecording(waiting, sourceRecord, Recording{}).asked.SID)
		}, "is forgotten"},
		{"waits for something else", func(_ *Machine, waiting, _ *call) { waiting.taping = &taping{} }, "is recorded, and waits for something else"},
		{"counted wrong", func(m *Machine, _, _ *call) {
			for _, p := range m.paces {
				p.members++
			}
		}, "are counted"},
		{"a place too many", func(m *Machine, _, talks *call) { m.places[talks.sid] = queue.QueueSID{} }, "places are kept"},
	}
	for _, x := range tests {
		t.Run(x.name, func(t *testing.T) {
			m, calls := threeCalls(t)
			require.NoError(t, m.Check())
			x.spoil(m, calls[0], calls[2])
			require.ErrorContains(t, m.Check(), x.want)
		})
	}
}
