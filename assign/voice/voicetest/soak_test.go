package voicetest_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	instructions "github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/assign/voice/voicetest"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

// dequeuer answers every callback with the same instruction.
type dequeuer struct{}

func (dequeuer) Ask(context.Context, *voice.Callback) (instructions.Instruction, error) {
	return &instructions.Dequeue{}, nil
}

// service is a whole service in process: a runner on a fast clock, a driver, an
// application, and people.
type service struct {
	t       testing.TB
	runner  *runner.Runner
	driver  *driver.Driver
	media   *voicetest.Media
	ended   atomic.Int64 // calls that callers made, on their side …
	legs    atomic.Int64 // … and those that workers got
	told    atomic.Int64 // calls of which the machine said that they have ended
	queued  atomic.Int64 // calls that came as far as the queue
	created atomic.Int64 // tasks …
	tasks   atomic.Int64 // … and those that were completed or canceled
	results [3]atomic.Int64
	full    atomic.Int64 // calls that found the queue full
	alerts  atomic.Int64
}

const (
	bridged = iota
	hangup
	other
)

// serveCalls opens the service, with workers, at a pace times real time.
func serveCalls(t testing.TB, workers int, pace float64) *service {
	s := &service{t: t}
	fast, err := runner.NewPacedClock(voicetest.Start, pace)
	require.NoError(t, err)
	// A workspace keeps 30 days of statistics, some 300 bytes a call. They would
	// hide what is lost elsewhere: little of them is kept here.
	few := taskrouter.StatisticsRetention{Age: 15 * time.Minute, Minutes: 200, Samples: 1000, WorkerSamples: 200}
	s.runner, err = runner.New(runner.Config{
		Clock: fast, Engine: taskrouter.Config{Seed: 1, WrapUpTime: 10 * time.Second, Statistics: few}, EventLog: 1000,
	})
	require.NoError(t, err)
	workflow := s.furnish(workers)
	s.media, err = voicetest.NewMedia(voicetest.MediaConfig{Clock: fast, Seed: 1, Ended: func(c *voicetest.Call) {
		if c.To() == line {
			s.ended.Add(1)
		} else {
			s.legs.Add(1)
		}
	}})
	require.NoError(t, err)
	s.media.Number(line, "/in")
	for i := range workers {
		s.media.Person(fmt.Sprintf("client:agent%d", i)).Chooses(func(r *rand.Rand, m *voicetest.Manners) {
			m.Rings = time.Duration(1+r.IntN(5)) * time.Second
		})
	}
	s.driver, err = driver.New(driver.Config{
		Runner: s.runner, Media: s.media, Client: &http.Client{Transport: voicetest.Transport(s.application(workflow))},
		Asker: dequeuer{}, Voice: voice.Config{Seed: 1}, Observe: s.observe,
	})
	require.NoError(t, err)
	s.media.Start(s.driver)
	return s
}

func (s *service) furnish(workers int) taskrouter.WorkflowSID {
	apply := func(cmd taskrouter.Command) {
		_, err := s.runner.Apply(context.Background(), cmd)
		require.NoError(s.t, err)
	}
	apply(&taskrouter.CreateTaskQueue{FriendlyName: "Q"})
	q, err := s.runner.TaskQueueByName("Q")
	require.NoError(s.t, err)
	apply(&taskrouter.CreateWorkflow{
		FriendlyName: "W", AssignmentCallbackURL: voicetest.AssignmentURL,
		Configuration: `{"task_routing":{"default_filter":{"queue":"` + q.SID.String() + `"}}}`,
	})
	w, err := s.runner.WorkflowByName("W")
	require.NoError(s.t, err)
	available, err := s.runner.ActivityByName("Available")
	require.NoError(s.t, err)
	for i := range workers {
		apply(&taskrouter.CreateWorker{
			FriendlyName: fmt.Sprintf("Agent %d", i), Attributes: fmt.Sprintf(`{"contact_uri":"client:agent%d"}`, i), ActivitySID: available.SID,
		})
	}
	return w.SID
}

func (s *service) application(workflow taskrouter.WorkflowSID) http.Handler {
	app := http.NewServeMux()
	serve := func(path, document string) {
		app.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			switch r.FormValue("QueueResult") {
			case "":
			case "bridged":
				s.results[bridged].Add(1)
			case "hangup":
				s.results[hangup].Add(1)
			default:
				s.results[other].Add(1)
			}
			w.Header().Set("Content-Type", "text/xml")
			fmt.Fprint(w, document)
		})
	}
	serve("/in", `<Response><Say>Welcome.</Say><Enqueue workflowSid="`+workflow.String()+`" waitUrl="/wait" action="/after"/></Response>`)
	serve("/wait", `<Response><Play>/music.mp3</Play></Response>`)
	serve("/after", `<Response><Say>Goodbye.</Say></Response>`)
	return app
}

func (s *service) observe(o driver.Observation) {
	switch a := o.Action.(type) {
	case *voice.Alert:
		switch a.Code {
		case 40135: // the caller hung up while the callback was on its way
		case 14207:
			s.full.Add(1)
		default:
			s.alerts.Add(1)
			s.t.Logf("alert %d: %s", a.Code, a.Message)
		}
	case *voice.CallEnded:
		s.told.Add(1)
	case *voice.Queued:
		if a.Event.Type == queue.CallJoined {
			s.queued.Add(1)
		}
	case *voice.Routed:
		switch a.Event.Type {
		case taskrouter.TaskCreated:
			s.created.Add(1)
		case taskrouter.TaskCompleted, taskrouter.TaskCanceled:
			s.tasks.Add(1)
		}
	}
}

// run lets n people call within a time, and waits until all has ended.
func (s *service) run(first, n int, within time.Duration) {
	chance := rand.New(rand.NewPCG(uint64(first), 2))
	for i := range n {
		s.media.Person(fmt.Sprintf("+1555%07d", i%1000)).Chooses(func(r *rand.Rand, m *voicetest.Manners) {
			m.Talks, m.Patience = time.Duration(20+r.IntN(80))*time.Second, time.Duration(60+r.IntN(120))*time.Second
		}).CallsIn(time.Duration(chance.Int64N(int64(within))), line)
	}
	s.until(fmt.Sprintf("%d calls have ended", first+n), func() bool {
		return s.ended.Load() == int64(first+n) && s.driver.Len() == 0 && s.tasks.Load() == s.created.Load()
	})
}

func (s *service) until(what string, done func() bool) {
	s.t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			s.t.Fatalf("not in two minutes: %s: %d ended, %d live, %d tasks over, results %d %d %d, reports refused: %v", what,
				s.ended.Load(), s.driver.Len(), s.tasks.Load(), s.results[bridged].Load(), s.results[hangup].Load(), s.results[other].Load(), s.media.Err())
		}
	}
}

func (s *service) close() {
	require.NoError(s.t, s.driver.Shutdown(context.Background()))
	s.media.Close()
	require.NoError(s.t, s.runner.Close())
	assert.Zero(s.t, s.media.Live())
	assert.NoError(s.t, s.media.Err())
}

// lost proves that nothing was lost, once all has ended: of n calls the machine
// told the end, as of every call of a worker; each that came to the queue had its
// task, which ended, and its result. On a machine that is slow, time that runs 200
// times as fast lets some callers lose patience before their document has come, and some
// find the queue full.
func (s *service) lost(n int) {
	queued := s.queued.Load()
	assert.EqualValues(s.t, n, s.ended.Load())
	assert.Equal(s.t, s.ended.Load()+s.legs.Load(), s.told.Load())
	assert.Equal(s.t, queued, s.created.Load())
	assert.Equal(s.t, queued, s.tasks.Load())
	assert.Equal(s.t, queued, s.results[bridged].Load()+s.results[hangup].Load())
	assert.Equal(s.t, s.full.Load(), s.results[other].Load())
}

// rest waits until the workspace has forgotten its finished tasks, which it keeps
// for five minutes: what is in memory then does not depend on the last minutes.
func (s *service) rest() {
	s.until("finished tasks are forgotten", func() bool {
		page, err := s.runner.Tasks(runner.Cursor[taskrouter.TaskSID]{}, 1)
		return err == nil && len(page.Items) == 0
	})
}

// heap returns the memory in use after a collection.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestSoak plays calls through a driver: 200 with 20 workers, or, with
// ACD_SOAK=full, 10,000 with 200 workers, in which memory must not grow and which
// must take less than a minute. Nothing may be lost.
func TestSoak(t *testing.T) {
	workers, calls, first, within := 10, 100, 20, 3*time.Minute
	full := os.Getenv("ACD_SOAK") == "full"
	if full {
		workers, calls, first, within = 200, 10_000, 1_000, 62*time.Minute
	}
	before, began := runtime.NumGoroutine(), time.Now()
	s := serveCalls(t, workers, 200)
	s.run(0, first, within*time.Duration(first)/time.Duration(calls))
	if full {
		s.rest()
	}
	early := heap()
	s.run(first, calls-first, within)
	took := time.Since(began)
	if full {
		s.rest()
	}
	late := heap()
	s.close()
	s.lost(calls)
	t.Logf("%d calls, %d workers: %v; %d bridged, %d hung up while waiting, %d found the queue full; heap %d kB after %d calls, %d kB in the end (%.2f times)",
		calls, workers, took.Round(time.Millisecond), s.results[bridged].Load(), s.results[hangup].Load(), s.results[other].Load(),
		early/1024, first, late/1024, float64(late)/float64(early))
	assert.Zero(t, s.alerts.Load())
	assert.NotZero(t, s.results[bridged].Load())
	if full {
		assert.LessOrEqual(t, float64(late), 1.2*float64(early))
		assert.Less(t, took, time.Minute)
	}
	s.until("all goroutines have ended", func() bool { return runtime.NumGoroutine() <= before })
}
