package runner

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
)

// handClock stands still between commands; it has no alarms.
type handClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (*handClock) Alarm(time.Time) (<-chan time.Time, func() bool) {
	return nil, func() bool { return true }
}

// pastOf is a workspace with a past: what is asked about has many items of every
// kind.
type pastOf struct {
	*Runner
	t             testing.TB
	clock         *handClock
	queue, second taskrouter.TaskQueueSID
	workflow      taskrouter.WorkflowSID
	worker        taskrouter.WorkerSID
	activities    [2]taskrouter.ActivitySID
	commands      int
}

// newPast makes a workspace with as many workers, minutes, lives, changes of
// activity and priorities.
func newPast(t testing.TB, many int) *pastOf {
	clock := &handClock{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	r, err := New(Config{Clock: clock})
	require.NoError(t, err)
	t.Cleanup(func() { r.Close() })
	p := &pastOf{Runner: r, t: t, clock: clock}
	for i, name := range []string{"Available", "Offline"} {
		a, err := r.ActivityByName(name)
		require.NoError(t, err)
		p.activities[i] = a.SID
	}
	p.do(&taskrouter.CreateTaskQueue{FriendlyName: "First"})
	p.do(&taskrouter.CreateTaskQueue{FriendlyName: "Second"})
	p.do(&taskrouter.CreateTaskQueue{FriendlyName: "Nobody's", TargetWorkers: new("1==2")})
	p.queue, p.second = p.queueNamed("First"), p.queueNamed("Second")
	p.do(&taskrouter.CreateWorkflow{FriendlyName: "Main", Configuration: fmt.Sprintf(`{"task_routing":{"default_filter":{"queue":%q}}}`, p.queue)})
	wf, err := r.WorkflowByName("Main")
	require.NoError(t, err)
	p.workflow = wf.SID
	for i := range many {
		p.do(&taskrouter.CreateWorker{FriendlyName: fmt.Sprint("worker ", i)})
	}
	p.worker = taskrouter.Find(p.do(&taskrouter.CreateWorker{FriendlyName: "Alice", ActivitySID: p.activities[0]}), taskrouter.WorkerCreated).WorkerSID
	for i := range many {
		if i%2 == 0 { // every other minute
			clock.advance(2 * time.Minute)
		}
		offer := *taskrouter.Find(p.do(&taskrouter.CreateTask{}), taskrouter.ReservationCreated)
		p.do(&taskrouter.UpdateReservation{SID: offer.ReservationSID, ReservationStatus: taskrouter.ReservationStatusAccepted})
		p.do(&taskrouter.UpdateTask{SID: offer.TaskSID, AssignmentStatus: taskrouter.TaskStatusCompleted})
		p.do(&taskrouter.UpdateWorker{SID: p.worker, ActivitySID: p.activities[0]})
	}
	clock.advance(10 * time.Second)
	for i := range many {
		clock.advance(time.Millisecond)
		p.do(&taskrouter.CreateTask{Priority: i, RoutingTarget: p.queueNamed("Nobody's").String()})
	}
	return p
}

func (p *pastOf) do(cmd taskrouter.Command) []taskrouter.Event {
	events, err := p.Apply(context.Background(), cmd)
	require.NoError(p.t, err)
	return events
}

func (p *pastOf) queueNamed(name string) taskrouter.TaskQueueSID {
	q, err := p.TaskQueueByName(name)
	require.NoError(p.t, err)
	return q.SID
}

// next is a command that matters to all that can be asked: a worker comes,
// another one goes to another activity, and a task comes in.
func (p *pastOf) next() taskrouter.Command {
	p.commands++
	switch p.commands % 3 {
	case 0:
		return &taskrouter.CreateWorker{FriendlyName: fmt.Sprint("late ", p.commands)}
	case 1:
		return &taskrouter.CreateTask{Priority: p.commands}
	}
	return &taskrouter.UpdateWorker{SID: p.worker, ActivitySID: p.activities[p.commands%2]}
}

// asker is what answers questions: the workspace itself, or letting the writer in.
type asker interface {
	WorkspaceRealTime(channel string) (taskrouter.WorkspaceFigures, error)
	WorkersRealTime(taskrouter.WorkersFilter) (taskrouter.WorkersFigures, error)
	WorkspaceCumulative(taskrouter.Window) (taskrouter.WorkspaceHistory, error)
	TaskQueueCumulative(taskrouter.TaskQueueSID, taskrouter.Window) (taskrouter.TaskQueueHistory, error)
	WorkflowCumulative(taskrouter.WorkflowSID, taskrouter.Window) (taskrouter.WorkflowHistory, error)
	WorkerCumulative(taskrouter.WorkerSID, taskrouter.Window) (taskrouter.WorkersHistory, error)
	WorkersCumulative(taskrouter.WorkersFilter, taskrouter.Window) (taskrouter.WorkersHistory, error)
}

// longQuestions have many items.
func (p *pastOf) longQuestions() map[string]func(asker) (any, error) {
	all := taskrouter.Window{Start: time.Date(2026, 3, 2, 9, 0, 0, 1, time.UTC)}
	split := all
	split.SplitByWaitTime = []time.Duration{0, 5 * time.Second}
	last := taskrouter.Window{Start: p.clock.Now().Add(-5 * time.Second)} // cuts the busiest minute of all
	both := taskrouter.WorkersFilter{TaskQueueSID: p.queue, TaskQueueName: "Second"}
	return map[string]func(asker) (any, error){
		"workspace: priorities":     func(a asker) (any, error) { return a.WorkspaceRealTime("") },
		"workers of two queues now": func(a asker) (any, error) { return a.WorkersRealTime(both) },
		"workspace: minutes":        func(a asker) (any, error) { return a.WorkspaceCumulative(all) },
		"workspace: samples":        func(a asker) (any, error) { return a.WorkspaceCumulative(last) },
		"workspace: splits":         func(a asker) (any, error) { return a.WorkspaceCumulative(split) },
		"queue: minutes":            func(a asker) (any, error) { return a.TaskQueueCumulative(p.queue, all) },
		"workflow: minutes":         func(a asker) (any, error) { return a.WorkflowCumulative(p.workflow, all) },
		"one worker":                func(a asker) (any, error) { return a.WorkerCumulative(p.worker, all) },
		"all workers":               func(a asker) (any, error) { return a.WorkersCumulative(taskrouter.WorkersFilter{}, all) },
		"workers of a queue": func(a asker) (any, error) {
			return a.WorkersCumulative(taskrouter.WorkersFilter{TaskQueueSID: p.queue}, all)
		},
		"workers of two queues": func(a asker) (any, error) { return a.WorkersCumulative(both, all) },
		"a worker by name": func(a asker) (any, error) {
			return a.WorkersCumulative(taskrouter.WorkersFilter{FriendlyName: "alice"}, all)
		},
	}
}

// Statistics let a command in after every slice. A command waits at the beginning
// of each, and is carried out before the next; the answer is still that of the
// moment of the question.
func TestStatisticsLetTheWriterIn(t *testing.T) {
	const many = 2100
	p := newPast(t, many)
	for name, ask := range p.longQuestions() {
		t.Run(name, func(t *testing.T) {
			var want, got any
			var refusal, err error
			applied := make(chan error, 1)
			items, slice, longest, commands := 0, 0, 0, 0
			err = p.View(func(v Reader, _ time.Time, breathe func() bool) {
				want, refusal = ask(v)
				require.NoError(t, refusal)
				got, refusal = ask(v.Breathing(func() bool {
					if slice == 0 {
						cmd := p.next()
						go func() {
							_, err := p.Apply(context.Background(), cmd)
							applied <- err
						}()
						p.state.awaitWriter()
					}
					items, slice = items+1, slice+1
					before := p.Sequence()
					goOn := breathe()
					if p.Sequence() != before {
						assert.NoError(t, <-applied)
						commands, longest, slice = commands+1, max(longest, slice), 0
					}
					return goOn
				}))
			})
			require.NoError(t, err)
			require.NoError(t, refusal)
			assert.Equal(t, want, got)
			assert.Equal(t, maxSlice, longest)
			assert.Less(t, slice, maxSlice+1, "the rest")
			assert.GreaterOrEqual(t, items, many/2)
			assert.Equal(t, items/maxSlice, commands)
			if slice > 0 {
				require.NoError(t, <-applied)
			}
		})
	}
	require.NoError(t, p.Close())
	require.NoError(t, p.engine.Check())
}

// Many ask at once while the writer never rests.
func TestStatisticsBesideAWriterWhoNeverRests(t *testing.T) {
	p := newPast(t, 300)
	var readers, writer sync.WaitGroup
	done := make(chan struct{})
	writer.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
				p.clock.advance(time.Second)
				_, err := p.Apply(context.Background(), p.next())
				assert.NoError(t, err)
			}
		}
	})
	for name, ask := range p.longQuestions() {
		readers.Go(func() {
			for range 5 {
				err := p.View(func(v Reader, _ time.Time, breathe func() bool) {
					want, err := ask(v)
					assert.NoError(t, err, name)
					got, err := ask(v.Breathing(breathe))
					assert.NoError(t, err, name)
					assert.Equal(t, want, got, name)
				})
				assert.NoError(t, err)
			}
		})
	}
	readers.Wait()
	close(done)
	writer.Wait()
	require.NoError(t, p.Close())
	require.NoError(t, p.engine.Check())
}

// A question is given up when the workspace ends.
func TestEndWhileAQuestionIsAnswered(t *testing.T) {
	p := newPast(t, maxSlice)
	met := 0
	var refusal error
	err := p.View(func(v Reader, _ time.Time, breathe func() bool) {
		_, refusal = v.Breathing(func() bool {
			if met++; met == maxSlice {
				go p.Close()
				p.state.awaitWriter()
			}
			return breathe()
		}).WorkersCumulative(taskrouter.WorkersFilter{}, taskrouter.Window{Start: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)})
	})
	require.ErrorIs(t, err, ErrClosed)
	require.ErrorIs(t, refusal, taskrouter.ErrState)
	assert.Equal(t, maxSlice, met)
}

// A view asks about a long window without holding up anybody.
func ExampleRunner_View_breathing() {
	r, err := New(Config{})
	if err != nil {
		panic(err)
	}
	defer r.Close()
	var history taskrouter.WorkersHistory
	err = r.View(func(v Reader, now time.Time, breathe func() bool) {
		var refusal error
		history, refusal = v.Breathing(breathe).WorkersCumulative(taskrouter.WorkersFilter{}, taskrouter.Window{Start: now.Add(-24 * time.Hour)})
		if refusal != nil {
			panic(refusal)
		}
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(history.ReservationsAccepted, "accepted in a day")
	// Output: 0 accepted in a day
}
