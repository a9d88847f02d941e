package voice_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
)

func TestChangeReturnsTheErrorOfTheFunction(t *testing.T) {
	h := openHouse(t, opened{})
	oops := errors.New("oops")
	actions, err := h.machine.Change(h.now, func(*queue.Directory) ([]queue.Event, error) { return nil, oops })
	assert.Equal(t, oops, err)
	assert.Empty(t, actions)
	_, err = h.machine.Change(h.now, nil)
	assert.ErrorIs(t, err, voice.ErrInput)
}

// TestChangeMayLetTimePass: the machine follows.
func TestChangeMayLetTimePass(t *testing.T) {
	h := openHouse(t, opened{})
	h.pages["/in"] = page{media: "text/xml", body: `<Response><Pause length="5"/></Response>`}
	h.arrive("caller", "/in")
	h.now = start.Add(time.Minute)
	text := h.saw(h.machine.Change(start, func(d *queue.Directory) ([]queue.Event, error) { return d.Advance(h.now) }))
	assert.Equal(t, "1:00 caller hang up\n1:00 caller over: completed after 1m0s\n", text)
	_, err := h.machine.Step(start, &voice.Tick{})
	assert.ErrorIs(t, err, voice.ErrTime)
}

// TestChangeThatMovesCalls: the function uses the calls of the machine, and tells
// so; several things befall a call in one change.
func TestChangeThatMovesCalls(t *testing.T) {
	h := openHouse(t, opened{})
	h.pages["/in"] = page{media: "text/xml", body: `<Response><Enqueue waitUrl="" action="after">q</Enqueue></Response>`}
	h.pages["/after"] = page{media: "text/xml", body: `<Response><Hangup/></Response>`}
	h.pages["/agent"] = page{media: "text/xml", body: `<Response><Dial><Queue>q</Queue></Dial></Response>`}
	h.arrive("first", "/in")
	h.arrive("second", "/in")
	h.do(&voice.HungUp{Call: h.callSID("first")})
	h.do(&voice.HungUp{Call: h.callSID("second")})
	h.arrive("agent", "/agent")
	h.arrive("caller", "/in")
	text := h.saw(h.machine.Change(h.now, func(d *queue.Directory) ([]queue.Event, error) {
		_, events, err := d.Part(h.now, h.callSID("caller"))
		return events, err
	}))
	assert.Equal(t, "0:00 caller || agent parted\n0:00 caller POST /after (enqueue-action) QueueResult=bridged QueueSid=queue(q) QueueTime=0\n"+
		"0:00 agent hang up\n0:00 agent over: completed after 0s\n", text)
	h.flush()

	// Taken and lost again at once.
	h.arrive("agent", "/agent")
	text = h.saw(h.machine.Change(h.now, func(d *queue.Directory) ([]queue.Event, error) {
		agent := h.callSID("agent")
		_, events, err := d.CancelDial(h.now, agent)
		return append([]queue.Event(nil), events...), err
	}))
	assert.Equal(t, "0:00 agent hang up\n0:00 agent over: completed after 0s\n", text)
}

// dishonest uses the queues and keeps the events to itself.
func (h *house) dishonest(f func(d *queue.Directory) error) {
	h.t.Helper()
	_, err := h.machine.Change(h.now, func(d *queue.Directory) ([]queue.Event, error) { return nil, f(d) })
	require.NoError(h.t, err)
}

// step is do without the checks: the machine cannot know what it was not told.
func (h *house) step(in voice.Input) []voice.Action {
	actions, err := h.machine.Step(h.now, in)
	require.NoError(h.t, err)
	for _, a := range actions {
		h.learn(a)
	}
	if len(h.pending) > 0 {
		next := h.pending[0]
		h.pending = h.pending[1:]
		return append(actions, h.step(next)...)
	}
	return actions
}

func newWorker(h *house) taskrouter.Command {
	return &taskrouter.CreateWorker{FriendlyName: "Alice", ActivitySID: available(h)}
}

// TestChangeThatKeepsEventsToItself breaks the contract of Change: calls are
// taken, parted and ended behind the machine's back. Check says so, nothing
// panics, and when everybody has hung up nothing is left.
func TestChangeThatKeepsEventsToItself(t *testing.T) {
	const wait = `<Response><Enqueue waitUrl="wait">q</Enqueue><Say>on</Say></Response>`
	const agent = `<Response><Dial timeLimit="60" hangupOnStar="true"><Queue url="whisper">q</Queue></Dial><Say>on</Say></Response>`
	const reservation = `<Response><Dial><Queue reservationSid="${WR R1}"/></Dial></Response>`
	hangup := func(h *house, name string) func(*queue.Directory) error {
		return func(d *queue.Directory) error { _, _, err := d.Hangup(h.now, h.callSID(name)); return err }
	}
	cancel := func(h *house, name string) func(*queue.Directory) error {
		return func(d *queue.Directory) error { _, _, err := d.CancelDial(h.now, h.callSID(name)); return err }
	}
	tests := []struct {
		name string
		play func(h *house)
	}{
		{"a waiting call is ended, and hangs up", func(h *house) {
			h.arrive("caller", "/in")
			h.dishonest(hangup(h, "caller"))
		}},
		{"a waiting call is ended, and asks for its wait document", func(h *house) {
			h.arrive("caller", "/in")
			h.dishonest(hangup(h, "caller"))
			h.now = h.now.Add(time.Minute)
			h.step(&voice.Tick{})
		}},
		{"a waiting call is ended, and its wait document leaves", func(h *house) {
			h.pages["/wait"] = page{media: "text/xml", body: `<Response><Pause/><Leave/></Response>`}
			h.arrive("caller", "/in")
			h.dishonest(hangup(h, "caller"))
			h.now = h.now.Add(time.Second)
			actions := h.step(&voice.Tick{})
			require.Contains(h.t, actions, voice.Action(&voice.Say{Op: h.media["caller"].op, Call: h.callSID("caller"), Text: "on", Loop: 1, Language: "en-US"}))
			h.step(&voice.Played{Op: h.media["caller"].op})
		}},
		{"a waiting call is given to somebody, and its wait document leaves", func(h *house) {
			h.pages["/wait"] = page{media: "text/xml", body: `<Response><Pause/><Leave/></Response>`}
			h.arrive("caller", "/in")
			h.dishonest(func(d *queue.Directory) error {
				_, _, err := d.Take(h.now, h.callSID("caller"), h.callSID("stranger"))
				return err
			})
			h.now = h.now.Add(time.Second)
			h.step(&voice.Tick{})
		}},
		{"a waiting agent is sent away, and hangs up", func(h *house) {
			h.arrive("first", "/in")
			h.step(&voice.HungUp{Call: h.callSID("first")})
			h.arrive("agent", "/agent")
			h.dishonest(cancel(h, "agent"))
			h.step(&voice.RedirectCall{Call: h.callSID("agent"), URL: site + "/in"})
		}},
		{"a call is ended during the whisper", func(h *house) {
			h.arrive("caller", "/in")
			h.arrive("agent", "/agent")
			h.dishonest(hangup(h, "caller"))
			h.step(&voice.Played{Op: h.media["caller"].op})
		}},
		{"two are parted, and the time is over", func(h *house) {
			h.arrive("caller", "/in")
			h.arrive("agent", "/agent")
			h.step(&voice.Played{Op: h.media["caller"].op})
			h.dishonest(hangup(h, "caller"))
			h.now = h.now.Add(time.Minute)
			h.step(&voice.Tick{})
		}},
		{"the agent of a call dials on", func(h *house) {
			h.arrive("caller", "/in")
			h.dishonest(func(d *queue.Directory) error {
				_, _, err := d.Dial(h.now, queue.Dial{Agent: h.callSID("agent"), Queue: "q"})
				return err
			})
			h.live = append(h.live, h.callSID("agent"))
			h.step(&voice.CallArrived{Call: h.callSID("agent"), URL: site + "/agent"})
		}},
		{"the caller of a reservation is gone", func(h *house) {
			h.do(&voice.Command{Command: newWorker(h)})
			h.arrive("caller", "/task")
			h.dishonest(hangup(h, "caller"))
			h.live = append(h.live, h.callSID("agent"))
			h.step(&voice.CallArrived{Call: h.callSID("agent"), URL: site + "/reservation"})
		}},
		{"the agent for a reservation is in another Dial", func(h *house) {
			h.do(&voice.Command{Command: newWorker(h)})
			h.arrive("caller", "/task")
			h.arrive("other", "/in")
			h.dishonest(func(d *queue.Directory) error {
				_, _, err := d.Dial(h.now, queue.Dial{Agent: h.callSID("agent"), Queue: "q"})
				return err
			})
			h.live = append(h.live, h.callSID("agent"))
			h.step(&voice.CallArrived{Call: h.callSID("agent"), URL: site + "/reservation"})
		}},
		{"a call enqueues that is in a queue already", func(h *house) {
			h.dishonest(func(d *queue.Directory) error {
				_, _, err := d.Enqueue(h.now, queue.Enqueue{Call: h.callSID("caller"), Queue: "q"})
				return err
			})
			h.live = append(h.live, h.callSID("caller"))
			h.step(&voice.CallArrived{Call: h.callSID("caller"), URL: site + "/in"})
		}},
	}
	for _, x := range tests {
		t.Run(x.name, func(t *testing.T) {
			h := openHouse(t, opened{})
			for path, body := range map[string]string{
				"/in": wait, "/agent": agent, "/wait": `<Response><Pause/></Response>`, "/whisper": `<Response><Say>soon</Say></Response>`,
				"/task": `<Response><Enqueue workflowSid="${WW Support}"/></Response>`, "/reservation": reservation,
			} {
				h.pages[path] = page{media: "text/xml", body: body}
			}
			x.play(h)
			for _, call := range slices.Clone(h.live) {
				h.step(&voice.HungUp{Call: call})
			}
			require.Empty(t, h.machine.Left())
		})
	}
}
