package callback_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/callback"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

const eventURL = site + "/events"

func newSender(t testing.TB, rt http.RoundTripper) *callback.Sender {
	t.Helper()
	s, err := callback.NewSender(callback.SenderConfig{AuthToken: token, HTTP: &http.Client{Transport: rt}})
	require.NoError(t, err)
	return s
}

// TestSend is the rows of lifecycle.md §5.1 on answers.
func TestSend(t *testing.T) {
	ev := everyEvent(t)[0]
	tests := []struct {
		name string
		answer
		code int // 0 for none
	}{
		{"204", answer{status: 204}, 0},
		{"200 with whatever body", answer{status: 200, contentType: "text/html", body: "<p>thanks"}, 0},
		{"any other 2xx", answer{status: 299}, 0},
		{"in time", answer{status: 204, after: 15*time.Second - 1}, 0},
		{"late", answer{status: 204, after: 15*time.Second + 1}, 11203},
		{"300", answer{status: 300}, 11200},
		{"404", answer{status: 404}, 11200},
		{"500", answer{status: 500}, 11200},
		{"no connection", answer{err: errors.New("no route")}, 11205},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				net := &pages{answers: map[string]answer{"/events": tt.answer}}
				err := newSender(t, net).Send(t.Context(), eventURL, &ev)
				if tt.code == 0 {
					require.NoError(t, err)
				} else {
					require.ErrorIs(t, err, &callback.Error{Kind: callback.KindDelivery})
					failed, _ := errors.AsType[*callback.Error](err)
					assert.Equal(t, tt.code, failed.Code())
				}
				require.Len(t, net.asked, 1, "no retry")
				assert.True(t, net.asked[0].signed)
				form, _ := url.ParseQuery(net.asked[0].form)
				assert.Equal(t, string(ev.Type), form.Get("EventType"))
			})
		})
	}
}

// eventLog is a source of given events, which keeps only those from first on.
type eventLog struct {
	events []taskrouter.Event
	first  uint64
	end    error
}

func (l *eventLog) subscribe(after uint64) callback.Source { return &place{l, after} }

type place struct {
	log   *eventLog
	after uint64
}

func (p *place) Next(context.Context) (taskrouter.Event, error) {
	last := uint64(len(p.log.events))
	switch {
	case p.after+1 < p.log.first:
		return taskrouter.Event{}, &runner.LagError{After: p.after, First: p.log.first, Last: last}
	case p.after == last:
		return taskrouter.Event{}, p.log.end
	}
	p.after++
	return p.log.events[p.after-1], nil
}

var errEnd = errors.New("the end")

// followed is what came of following a log.
type followed struct {
	sent   []string // types
	done   []uint64
	alerts []int
	lost   int // alerts without an event
}

func (f *followed) feed(l *eventLog, target callback.Target) callback.Feed {
	return callback.Feed{
		Subscribe: l.subscribe,
		Target:    func() callback.Target { return target },
		Done:      func(sequence uint64) { f.done = append(f.done, sequence) },
		OnAlert: func(ev *taskrouter.Event, a callback.Alert) {
			f.alerts = append(f.alerts, a.Code)
			if ev == nil {
				f.lost++
			}
		},
	}
}

func (f *followed) RoundTrip(r *http.Request) (*http.Response, error) {
	_ = r.ParseForm()
	f.sent = append(f.sent, r.PostForm.Get("EventType"))
	status := 204
	if r.PostForm.Get("EventType") == "task.canceled" {
		status = 500
	}
	return &http.Response{StatusCode: status, Body: http.NoBody}, nil
}

func TestFollow(t *testing.T) {
	l := &eventLog{events: everyEvent(t), end: errEnd}
	var all []string
	var sequences []uint64
	for _, ev := range l.events {
		sequences = append(sequences, ev.Sequence)
		if ev.Type != taskrouter.Alert {
			all = append(all, string(ev.Type))
		}
	}
	t.Run("all, in order, whatever fails", func(t *testing.T) {
		f := &followed{}
		err := newSender(t, f).Follow(t.Context(), f.feed(l, callback.Target{URL: eventURL}))
		require.ErrorIs(t, err, errEnd)
		assert.Equal(t, all, f.sent)
		assert.Equal(t, sequences, f.done)
		assert.NotEmpty(t, f.alerts)
		for _, code := range f.alerts {
			assert.Equal(t, 11200, code)
		}
	})
	t.Run("what the filter lets pass", func(t *testing.T) {
		f := &followed{}
		filter := taskrouter.ParseEventsFilter("task.created, reservation.created,task.timeout")
		err := newSender(t, f).Follow(t.Context(), f.feed(l, callback.Target{URL: eventURL, Filter: filter}))
		require.ErrorIs(t, err, errEnd)
		want := slices.DeleteFunc(slices.Clone(all), func(typ string) bool { return typ != "task.created" && typ != "reservation.created" })
		assert.Equal(t, want, f.sent)
		assert.Equal(t, sequences, f.done)
	})
	t.Run("nothing without a URL", func(t *testing.T) {
		f := &followed{}
		err := newSender(t, f).Follow(t.Context(), f.feed(l, callback.Target{}))
		require.ErrorIs(t, err, errEnd)
		assert.Empty(t, f.sent)
		assert.Equal(t, sequences, f.done)
	})
	t.Run("a change of the target holds for the next event", func(t *testing.T) {
		f := &followed{}
		feed := f.feed(l, callback.Target{})
		n := 0
		feed.Target = func() callback.Target {
			if n++; n > 3 {
				return callback.Target{}
			}
			return callback.Target{URL: eventURL}
		}
		feed.Done, feed.OnAlert = nil, nil
		require.ErrorIs(t, newSender(t, f).Follow(t.Context(), feed), errEnd)
		assert.Equal(t, all[:3], f.sent)
	})
	t.Run("from a sequence on", func(t *testing.T) {
		f := &followed{}
		feed := f.feed(l, callback.Target{URL: eventURL})
		feed.After = 5
		require.ErrorIs(t, newSender(t, f).Follow(t.Context(), feed), errEnd)
		assert.Equal(t, sequences[5:], f.done)
	})
	t.Run("events that are lost", func(t *testing.T) {
		f := &followed{}
		short := &eventLog{events: l.events, first: 11, end: errEnd}
		require.ErrorIs(t, newSender(t, f).Follow(t.Context(), f.feed(short, callback.Target{URL: eventURL})), errEnd)
		assert.Equal(t, sequences[10:], f.done)
		assert.Equal(t, 1, f.lost)
	})
	t.Run("a source that lags without an end", func(t *testing.T) {
		f := &followed{}
		feed := f.feed(&eventLog{}, callback.Target{})
		feed.Subscribe = func(uint64) callback.Source { return lagging{} }
		_, lag := errors.AsType[*runner.LagError](newSender(t, f).Follow(t.Context(), feed))
		assert.True(t, lag)
	})
	t.Run("alerts are not sent", func(t *testing.T) {
		alert := l.events[0]
		alert.Type = taskrouter.Alert
		f := &followed{}
		require.ErrorIs(t, newSender(t, f).Follow(t.Context(), f.feed(&eventLog{events: []taskrouter.Event{alert}, end: errEnd}, callback.Target{URL: eventURL})), errEnd)
		assert.Empty(t, f.sent)
		assert.Equal(t, []uint64{1}, f.done)
	})
}

type lagging struct{}

func (lagging) Next(context.Context) (taskrouter.Event, error) {
	return taskrouter.Event{}, &runner.LagError{After: 0, First: 1, Last: 9}
}

// TestFollowRunner follows a live workspace: routing does not wait for an
// application that hangs, and what its log forgets meanwhile is told.
func TestFollowRunner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, err := runner.New(runner.Config{EventLog: 4})
		require.NoError(t, err)
		net := &pages{answers: map[string]answer{"/events": {status: 204, after: time.Hour}}}
		var alerts []string
		ctx, cancel := context.WithCancel(t.Context())
		result := make(chan error, 1)
		go func() {
			result <- newSender(t, net).Follow(ctx, callback.Feed{
				Subscribe: func(after uint64) callback.Source { return r.Subscribe(after) },
				Target:    func() callback.Target { return callback.Target{URL: eventURL} },
				OnAlert:   func(_ *taskrouter.Event, a callback.Alert) { alerts = append(alerts, a.Message) },
			})
		}()
		began := time.Now()
		for _, name := range []string{"A", "B", "C", "D", "E", "F", "G", "H"} {
			_, err := r.Apply(t.Context(), &taskrouter.CreateActivity{FriendlyName: name})
			require.NoError(t, err)
			synctest.Wait()
		}
		assert.Zero(t, time.Since(began), "nobody waited")
		time.Sleep(16 * time.Second)
		synctest.Wait()
		require.Len(t, alerts, 2)
		assert.Contains(t, alerts[0], "no answer within 15s")
		assert.Contains(t, alerts[1], "were not sent")
		cancel()
		err = <-result
		require.ErrorIs(t, err, &callback.Error{Kind: callback.KindCanceled}, "while it was sending")
		require.NoError(t, r.Close())
	})
	synctest.Test(t, func(t *testing.T) {
		r, err := runner.New(runner.Config{})
		require.NoError(t, err)
		net := &pages{answers: map[string]answer{"/events": {status: 204}}}
		feed := callback.Feed{
			Subscribe: func(after uint64) callback.Source { return r.Subscribe(after) },
			Target:    func() callback.Target { return callback.Target{URL: eventURL} },
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = r.Apply(t.Context(), &taskrouter.CreateActivity{FriendlyName: "Lunch"})
		require.NoError(t, err)
		err = newSender(t, net).Follow(ctx, feed)
		require.ErrorIs(t, err, &callback.Error{Kind: callback.KindCanceled}, "while it was waiting")
		assert.Len(t, net.asked, 2)
		require.NoError(t, r.Close())
		require.ErrorIs(t, newSender(t, net).Follow(t.Context(), feed), runner.ErrClosed)
	})
}

func TestSenderConfig(t *testing.T) {
	s, err := callback.NewSender(callback.SenderConfig{})
	require.ErrorIs(t, err, &callback.Error{Kind: callback.KindConfig})
	assert.Nil(t, s)
	s = newSender(t, &pages{})
	for _, feed := range []callback.Feed{{Subscribe: (&eventLog{}).subscribe}, {Target: func() callback.Target { return callback.Target{} }}} {
		require.ErrorIs(t, s.Follow(t.Context(), feed), &callback.Error{Kind: callback.KindConfig})
	}
}
