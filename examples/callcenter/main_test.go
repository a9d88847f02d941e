package main

import (
	"bytes"
	"context"
	"net"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

// noLeaks fails if the test leaves goroutines behind.
func noLeaks(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		for range 2000 {
			if runtime.NumGoroutine() <= before {
				return
			}
			time.Sleep(2 * time.Millisecond)
		}
		stacks := make([]byte, 1<<16)
		t.Errorf("%d goroutines before, %d after:\n%s", before, runtime.NumGoroutine(), stacks[:runtime.Stack(stacks, true)])
	})
}

// small is a contact center that is busy and soon over.
func small() options {
	return options{addr: "127.0.0.1:0", speed: 120, seed: 7, agents: 6, callers: 240, lasts: 10 * time.Minute}
}

func openService(t *testing.T, o options) *service {
	t.Helper()
	noLeaks(t)
	s, err := open(o)
	require.NoError(t, err)
	t.Cleanup(s.close)
	return s
}

// Ten minutes, and until everybody is served: every caller has a result, and the
// page, the ledger, the application and the statistics of the workspace tell of the
// same callers.
func TestEveryCallerHasAResult(t *testing.T) {
	s := openService(t, small())
	require.NoError(t, s.run(t.Context()))
	assert.Zero(t, s.media.Live())
	assert.Zero(t, s.driver.Len())

	c := s.ledger.count()
	s.agenda.close() // nobody is let in behind our back
	assert.Equal(t, s.doors.let, c.over)
	assert.Greater(t, c.over, 20)
	assert.GreaterOrEqual(t, c.early, 0)
	waited := 0
	for result, n := range c.results {
		waited += n
		assert.Contains(t, []queue.QueueResult{queue.ResultBridged, queue.ResultBridgingInProcess, queue.ResultHangup}, result)
	}
	assert.NotZero(t, c.results[queue.ResultBridged])
	told := map[queue.QueueResult]int{}
	for result, n := range s.application.results {
		told[queue.QueueResult(result)] = n
	}
	assert.Equal(t, c.results, told, "what the application was told")

	f, err := s.figures()
	require.NoError(t, err)
	assert.True(t, f.Closing)
	assert.Equal(t, waited, f.Today.Callers)
	assert.Equal(t, f.Today.Callers, f.Today.Answered+f.Today.GaveUp)
	assert.Equal(t, c.results[queue.ResultBridged]+c.results[queue.ResultBridgingInProcess], f.Today.Answered)
	assert.Zero(t, f.Today.Waiting)
	assert.Zero(t, f.Today.Talking)
	assert.Empty(t, f.Waiting)
	agree(t, s.runner, f)
}

// agree compares figures with the statistics of a workspace in which nothing
// happens any more.
func agree(t *testing.T, r *runner.Runner, f figures) {
	t.Helper()
	require.NoError(t, r.View(func(v runner.Reader, now time.Time, _ func() bool) {
		window := taskrouter.Window{Start: v.Workspace().DateCreated, SplitByWaitTime: []time.Duration{serviceLevel}}
		all, err := v.WorkspaceCumulative(window)
		assert.NoError(t, err)
		assert.Equal(t, all.TasksCreated, f.Today.Callers)
		assert.Equal(t, all.ReservationsAccepted, f.Today.Answered)
		assert.Equal(t, all.TasksCanceled, f.Today.GaveUp)
		assert.Equal(t, all.ReservationsTimedOut, f.Today.Missed)
		assert.Equal(t, whole(all.WaitDurationUntilAccepted.Avg), f.Today.AnswerSpeed)
		assert.Equal(t, 100*all.SplitByWaitTime[0].Below.ReservationsAccepted/(all.ReservationsAccepted+all.TasksCanceled), f.Today.ServiceLevel)
		answered := 0
		for i, line := range f.Queues {
			q, _ := v.TaskQueueByName(line.Name)
			day, err := v.TaskQueueCumulative(q.SID, window)
			assert.NoError(t, err)
			assert.Equal(t, day.ReservationsAccepted, line.Answered, i)
			answered += line.Answered
		}
		assert.Equal(t, f.Today.Answered, answered)
	}))
}

// buffer is what a program prints, while it runs.
type buffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func TestForEndsTheProgram(t *testing.T) {
	noLeaks(t)
	var out, errs buffer
	status := run(t.Context(), strings.Fields("-addr 127.0.0.1:0 -speed 300 -agents 3 -callers 100 -for 2m"), &out, &errs)
	assert.Zero(t, status)
	assert.Empty(t, errs.String())
	assert.Regexp(t, `^callcenter: 3 agents, 100 callers an hour, 300 times real time; the page is at http://127\.0\.0\.1:\d+/\nafter .*: \d+ callers\n`, out.String())
}

func TestAnInterruptEndsTheProgram(t *testing.T) {
	for _, args := range []string{
		"-addr 127.0.0.1:0 -speed 100 -callers 3000",         // while people call
		"-addr 127.0.0.1:0 -speed 100 -callers 3000 -for 5s", // while the last ones are served
	} {
		t.Run(args, func(t *testing.T) {
			noLeaks(t)
			ctx, interrupt := context.WithCancel(t.Context())
			var out, errs buffer
			time.AfterFunc(400*time.Millisecond, interrupt)
			assert.Zero(t, run(ctx, strings.Fields(args), &out, &errs))
			assert.Empty(t, errs.String())
			assert.Contains(t, out.String(), "over before they waited")
		})
	}
}

func TestArguments(t *testing.T) {
	tests := []struct {
		args   string
		status int
		want   string
	}{
		{"-help", 0, "Usage of callcenter"},
		{"-nonsense", 2, "not defined"},
		{"more", 2, `unexpected argument "more"`},
		{"-addr 8080", 2, `-addr "8080": want host:port`},
		{"-speed 0", 2, "-speed 0 is out of range: want above 0, at most 1000"},
		{"-speed NaN", 2, "-speed NaN is out of range"},
		{"-speed 1001", 2, "-speed 1001 is out of range"},
		{"-agents 0", 2, "-agents 0 is out of range: want 1 to 200"},
		{"-agents 201", 2, "-agents 201 is out of range"},
		{"-callers -1", 2, "-callers -1 is out of range: want 0 to 10000"},
		{"-for -1s", 2, "-for -1s is negative"},
		{"-addr 127.0.0.1:99999", 1, "invalid port"},
	}
	for _, tt := range tests {
		t.Run(tt.args, func(t *testing.T) {
			noLeaks(t)
			var out, errs buffer
			assert.Equal(t, tt.status, run(t.Context(), strings.Fields(tt.args), &out, &errs))
			assert.Contains(t, errs.String(), tt.want)
			assert.Empty(t, out.String())
		})
	}
}

func TestATakenAddress(t *testing.T) {
	noLeaks(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	var out, errs buffer
	assert.Equal(t, 1, run(t.Context(), []string{"-addr", taken.Addr().String()}, &out, &errs))
	assert.Regexp(t, regexp.MustCompile(`^callcenter: listen tcp .*in use`), errs.String())
}

// When the workspace ends by itself, the program says so.
func TestAFailureEndsTheProgram(t *testing.T) {
	o := small()
	o.lasts = 0
	s := openService(t, o)
	require.NoError(t, s.runner.Close())
	assert.ErrorContains(t, s.run(t.Context()), "the driver has ended")
	_, err := s.figures()
	assert.ErrorIs(t, err, runner.ErrClosed)
	assert.NotEmpty(t, s.summary())
}

func TestAgents(t *testing.T) {
	names := map[string]bool{}
	for i := range maxAgents {
		a := agentOf(i)
		assert.False(t, names[a.name], a.name)
		names[a.name] = true
		assert.NotEmpty(t, a.skills)
	}
	assert.True(t, names["Ada"] && names["Ada 2"])
}
