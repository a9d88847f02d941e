package driver_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
	"github.com/goacd/acd/twiml/webhook"
)

var _ voice.Router = (*runner.Writer)(nil)

// bg is the context of what waits for nothing.
var bg = context.Background()

func dequeue(context.Context, *voice.Callback) (assign.Instruction, error) {
	return &assign.Dequeue{}, nil
}

// enqueue serves a document that waits for a worker, and one for waiting.
func (h *house) enqueue() {
	h.serve("/in", fmt.Sprintf(`<Enqueue workflowSid=%q waitUrl="/wait" action="/after"/>`, h.workflow))
	h.serve("/wait", `<Say>Please wait.</Say>`)
	h.serve("/after", ``)
}

// A caller waits, the worker who was reserved is called, both talk for a minute,
// and the reservation is completed by an API that knows nothing of calls.
func TestACallFromBeginningToEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(c *driver.Config) { c.Asker = asker(dequeue) })
		h.enqueue()
		h.obliging()
		caller := h.arrive("/in")
		synctest.Wait()
		assert.ElementsMatch(t, []string{"answer", "say Please wait.", "dial client:alice"}, h.phones.take())
		call, ok := h.Live(caller)
		require.True(t, ok)
		assert.Equal(t, driver.Call{
			Number: 1, SID: caller, Direction: voice.Inbound, Status: voice.StatusInProgress,
			From: "+15550001", To: "+15559000", Created: time.Now().UTC(), Answered: time.Now().UTC(),
		}, call)
		legs := h.Calls(1, 10)
		require.Len(t, legs, 1)
		assert.Equal(t, voice.OutboundDial, legs[0].Direction)
		assert.Equal(t, voice.StatusRinging, legs[0].Status)

		time.Sleep(2 * time.Second)
		synctest.Wait()
		leg, ok := h.Live(legs[0].SID)
		require.True(t, ok)
		assert.Equal(t, voice.StatusInProgress, leg.Status)
		said := h.phones.take()
		assert.Equal(t, "bridge", said[len(said)-1], "after all that was to be heard: %q", said)
		r, err := h.runner.Reservation(leg.Reservation)
		require.NoError(t, err)
		assert.Equal(t, taskrouter.ReservationStatusAccepted, r.ReservationStatus)

		time.Sleep(time.Minute)
		h.step(&voice.HungUp{Call: caller})
		synctest.Wait()
		assert.Equal(t, []string{"hangup"}, h.phones.take())
		assert.Zero(t, h.Len())
		h.apply(&taskrouter.UpdateReservation{SID: r.SID, ReservationStatus: taskrouter.ReservationStatusCompleted})
		task, err := h.runner.Task(r.TaskSID)
		require.NoError(t, err)
		assert.Equal(t, taskrouter.TaskStatusCompleted, task.AssignmentStatus)
		assert.Equal(t, []string{"ended completed 1m2s", "ended completed 1m0s"}, onlyEnds(h.saw()))
		h.close()
	})
}

func onlyEnds(lines []string) []string {
	var kept []string
	for _, line := range lines {
		if len(line) > 5 && line[:5] == "ended" {
			kept = append(kept, line)
		}
	}
	return kept
}

// A task is canceled by a command to the runner: the driver is told, tells, and
// the observer sends the caller elsewhere.
func TestOthersCommandTheRunner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var h *house
		h = open(t, func(c *driver.Config) {
			c.Observe = func(o driver.Observation) {
				h.observe(o)
				if a, ok := o.Action.(*voice.TaskEnded); ok {
					assert.NoError(t, h.Step(bg, &voice.RedirectCall{Call: a.Call, URL: site + "/sorry"}))
				}
			}
		})
		h.enqueue()
		h.serve("/sorry", `<Say>Sorry.</Say>`)
		h.obliging()
		h.arrive("/in")
		synctest.Wait()
		page, err := h.runner.Tasks(runner.Cursor[taskrouter.TaskSID]{}, 0)
		require.NoError(t, err)
		require.Len(t, page.Items, 1)
		h.apply(&taskrouter.UpdateTask{SID: page.Items[0].SID, AssignmentStatus: taskrouter.TaskStatusCanceled, Reason: new("closed")})
		synctest.Wait()
		assert.Contains(t, h.saw(), "taskended")
		assert.Contains(t, h.phones.take(), "say Sorry.")
		time.Sleep(time.Second)
		synctest.Wait()
		assert.Zero(t, h.Len(), "the document has come to its end")
		h.close()
	})
}

// The vendor's defaults run out by themselves, at their instants, whoever's they
// are: the worker's phone rings for a minute, the reservation for two.
func TestDeadlinesOfCallsAndTasks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(c *driver.Config) { c.Asker = asker(dequeue) })
		h.enqueue()
		began := time.Now()
		h.arrive("/in")
		time.Sleep(3 * time.Minute)
		synctest.Wait()
		var at []time.Duration
		h.mu.Lock()
		for _, o := range h.seen {
			switch a := o.Action.(type) {
			case *voice.CallEnded:
				at = append(at, o.At.Sub(began))
			case *voice.Routed:
				if a.Event.Type == taskrouter.ReservationTimeout {
					at = append(at, o.At.Sub(began))
				}
			}
		}
		h.mu.Unlock()
		assert.Equal(t, []time.Duration{time.Minute, 2 * time.Minute}, at)
		h.close()
	})
}

func TestQueuesChangeAndAreRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		size := 7
		made, err := h.CreateQueue(bg, queue.CreateQueue{FriendlyName: "support", MaxSize: &size})
		require.NoError(t, err)
		_, err = h.CreateQueue(bg, queue.CreateQueue{FriendlyName: "support"})
		require.ErrorIs(t, err, queue.ErrNameTaken)
		name := "sales"
		changed, err := h.UpdateQueue(bg, made.SID, queue.UpdateQueue{FriendlyName: &name})
		require.NoError(t, err)
		found, err := h.FetchQueue(bg, made.SID)
		require.NoError(t, err)
		assert.Equal(t, changed, found)
		assert.Equal(t, "sales", found.FriendlyName)
		assert.Equal(t, 7, found.MaxSize)

		h.serve("/in", `<Enqueue>sales</Enqueue>`)
		s := h.arrive("/in")
		synctest.Wait()
		require.ErrorIs(t, h.DeleteQueue(bg, made.SID), queue.ErrNotEmpty)
		h.serve("/other", `<Hangup/>`)
		h.step(&voice.DequeueMember{Queue: made.SID, Call: s, URL: site + "/other"})
		synctest.Wait()
		require.NoError(t, h.DeleteQueue(bg, made.SID))
		_, err = h.FetchQueue(bg, made.SID)
		require.ErrorIs(t, err, queue.ErrUnknownQueue)
		require.NoError(t, h.Look(bg, func(_ time.Time, m *voice.Machine) error { return m.Check() }))
		h.close()
	})
}

func TestConfigIsChecked(t *testing.T) {
	r, err := runner.New(runner.Config{})
	require.NoError(t, err)
	defer r.Close()
	whole := driver.Config{Runner: r, Media: &phones{}, Client: &http.Client{}}
	tests := []struct {
		want   string
		change func(*driver.Config)
	}{
		{"Config.Runner", func(c *driver.Config) { c.Runner = nil }},
		{"Config.Media", func(c *driver.Config) { c.Media = nil }},
		{"Config.Client", func(c *driver.Config) { c.Client = nil }},
		{"Config.Voice.Router", func(c *driver.Config) { c.Voice.Router = &runner.Writer{} }},
		{"Config.Requests: -1 is negative", func(c *driver.Config) { c.Requests = -1 }},
		{"Config.Callbacks: -1 is negative", func(c *driver.Config) { c.Callbacks = -1 }},
		{"Config.Backlog: -1 is negative", func(c *driver.Config) { c.Backlog = -1 }},
		{"Config.RequestTimeout: -1ns is negative", func(c *driver.Config) { c.RequestTimeout = -1 }},
		{"Config.MediaTimeout: -1ns is negative", func(c *driver.Config) { c.MediaTimeout = -1 }},
		{"Config.Voice: voice: Config: DequeueStatusMethod", func(c *driver.Config) { c.Voice.DequeueStatusMethod = "PUT" }},
		{"Config.Voice: voice: Reconcile: ", func(c *driver.Config) {
			ahead, _ := queue.New(queue.Config{})
			_, _ = ahead.Advance(time.Now().Add(time.Hour))
			c.Voice.Queues = ahead
		}},
	}
	for _, tt := range tests {
		t.Run(tt.want, func(t *testing.T) {
			cfg := whole
			tt.change(&cfg)
			_, err := driver.New(cfg)
			require.ErrorContains(t, err, "driver: "+tt.want)
		})
	}
	d, err := driver.New(whole)
	require.NoError(t, err)
	_, err = driver.New(whole)
	require.ErrorIs(t, err, runner.ErrAttached)
	assert.NotEqual(t, d.NewCallSID(), d.NewCallSID())
	require.NoError(t, d.Close())
	again, err := driver.New(whole)
	require.NoError(t, err, "the runner goes on, and takes another one")
	require.NoError(t, again.Close())
}

func TestInputsAreRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		require.ErrorIs(t, h.Step(bg, nil), voice.ErrInput)
		require.ErrorIs(t, h.Step(bg, &voice.CompleteCall{Call: h.NewCallSID()}), voice.ErrUnknownCall)
		require.ErrorIs(t, h.Step(bg, &voice.Command{Command: &taskrouter.DeleteWorker{}}), taskrouter.ErrNotFound)
		ctx, cancel := context.WithCancel(bg)
		cancel()
		require.ErrorIs(t, h.Step(ctx, &voice.Tick{}), context.Canceled)
		h.serve("/in", `<Pause/>`)
		s := h.arrive("/in")
		require.ErrorIs(t, h.Step(bg, &voice.CallArrived{Call: s, URL: site}), voice.ErrBusy)
		assert.Equal(t, 1, h.Len())
		_, ok := h.Live(h.NewCallSID())
		assert.False(t, ok)
		h.close()
	})
}

// What an application answers, or does not, when it is asked.
func TestAssignmentCallbacks(t *testing.T) {
	_, unfit := assign.Parse([]byte(`{"instruction":"sing"}`))
	require.Error(t, unfit)
	tests := []struct {
		name   string
		answer asker
		status taskrouter.ReservationStatus
		alert  string
	}{
		{"acknowledged", func(context.Context, *voice.Callback) (assign.Instruction, error) { return nil, nil }, "pending", ""},
		{"accepted", func(context.Context, *voice.Callback) (assign.Instruction, error) { return &assign.Accept{}, nil }, "accepted", ""},
		{"refused by the machine", func(context.Context, *voice.Callback) (assign.Instruction, error) {
			return &assign.Reject{ActivitySID: taskrouter.ActivitySID{}}, nil
		}, "rejected", ""},
		{"unfit", func(context.Context, *voice.Callback) (assign.Instruction, error) { return nil, unfit }, "pending", "alert 55555"},
		{"failed", func(context.Context, *voice.Callback) (assign.Instruction, error) { return nil, errors.New("no route") }, "canceled", "alert 11200"},
		{"failed with a code", func(context.Context, *voice.Callback) (assign.Instruction, error) {
			return nil, fmt.Errorf("asking: %w", coded(11205))
		}, "canceled", "alert 11205"},
		{"panicked", func(context.Context, *voice.Callback) (assign.Instruction, error) { panic("oops") }, "canceled", "alert 11200"},
		{"nobody to ask", nil, "pending", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := open(t, func(c *driver.Config) {
					if tt.answer != nil {
						c.Asker = tt.answer
					}
				})
				events := h.apply(&taskrouter.CreateTask{WorkflowSID: h.workflow})
				synctest.Wait()
				s := taskrouter.Find(events, taskrouter.ReservationCreated).ReservationSID
				r, err := h.runner.Reservation(s)
				require.NoError(t, err)
				assert.Equal(t, tt.status, r.ReservationStatus)
				if seen := h.saw(); tt.alert != "" {
					require.Contains(t, seen, tt.alert)
				} else {
					assert.Empty(t, seen)
				}
				h.close()
			})
		})
	}
}

type coded int

func (c coded) Error() string { return "no connection" }
func (c coded) Code() int     { return int(c) }

// Every request is signed, with what it was sent with.
func TestRequestsAreSigned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		verifier, err := webhook.NewVerifier(webhook.VerifierConfig{Tokens: []string{token}, BaseURL: site})
		require.NoError(t, err)
		served := 0
		h.app.Handle("/in", verifier.RequireSignature(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			served++
			w.Header().Set("Content-Type", "text/xml")
			fmt.Fprintf(w, `<Response><Redirect method="GET">/in?n=1&amp;m=2</Redirect></Response>`)
		})))
		h.arrive("/in")
		synctest.Wait()
		assert.Equal(t, 100, served, "until it goes in circles: %q", h.saw())
		h.close()
	})
}
