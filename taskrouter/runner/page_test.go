package runner_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

type (
	workerCursor = runner.Cursor[taskrouter.WorkerSID]
	taskCursor   = runner.Cursor[taskrouter.TaskSID]
)

// staffed is a workspace with workers of whom three each were created in the
// same instant.
func staffed(t *testing.T, workers int) (*live, []taskrouter.WorkerSID) {
	clock := newManualClock(noon)
	l := start(t, runner.Config{Clock: clock})
	l.furnish(0)
	var sids []taskrouter.WorkerSID
	for i := range workers {
		clock.Set(noon.Add(time.Duration(i/3) * time.Second))
		sids = append(sids, l.worker(fmt.Sprintf("worker %d", i)))
	}
	return l, sids
}

func sidsOf(workers []taskrouter.Worker) []taskrouter.WorkerSID {
	var list []taskrouter.WorkerSID
	for _, w := range workers {
		list = append(list, w.SID)
	}
	return list
}

func TestPagesFollowOneAnother(t *testing.T) {
	l, want := staffed(t, 10)
	for _, size := range []int{1, 2, 3, 5, 9, 10, 11, 1000} {
		t.Run(fmt.Sprint("size ", size), func(t *testing.T) {
			var got []taskrouter.WorkerSID
			var after workerCursor
			for {
				page, err := l.Workers(after, size)
				require.NoError(t, err)
				assert.Equal(t, l.Sequence(), page.Sequence)
				got = append(got, sidsOf(page.Items)...)
				if page.Next.IsZero() {
					break
				}
				assert.Len(t, page.Items, size)
				assert.Less(t, len(got), len(want), "no empty page after an exactly full last one")
				after = page.Next
			}
			assert.Equal(t, want, got)
		})
	}
}

func TestPageSize(t *testing.T) {
	l, _ := staffed(t, 60)
	page, err := l.Workers(workerCursor{}, 0)
	require.NoError(t, err)
	assert.Len(t, page.Items, 50, "by default")
	for _, size := range []int{-1, 1001} {
		_, err := l.Workers(workerCursor{}, size)
		require.ErrorIs(t, err, taskrouter.ErrInvalid)
		require.ErrorContains(t, err, fmt.Sprintf("a page size of %d is out of range: want 1 to 1000", size))
		assert.Equal(t, 20007, err.(*taskrouter.Error).Code)
	}
}

func TestCursorOfWhatWasRemoved(t *testing.T) {
	l, sids := staffed(t, 9) // created at 0 0 0, 1 1 1, 2 2 2 seconds
	page, err := l.Workers(workerCursor{}, 5)
	require.NoError(t, err)
	require.Equal(t, sids[4], page.Next.SID)
	l.do(&taskrouter.DeleteWorker{SID: sids[4]})

	next, err := l.Workers(page.Next, 50)
	require.NoError(t, err)
	assert.Equal(t, []taskrouter.WorkerSID{sids[3], sids[5], sids[6], sids[7], sids[8]}, sidsOf(next.Items),
		"all that follow, and again the one of the same instant")

	_, err = l.Workers(workerCursor{SID: sids[4]}, 50)
	require.ErrorIs(t, err, taskrouter.ErrNotFound, "by its SID alone the place is lost")
	require.ErrorContains(t, err, "/Workers/"+sids[4].String()+" was not found")
	next, err = l.Workers(workerCursor{SID: sids[5]}, 50)
	require.NoError(t, err, "but one that lives is enough")
	assert.Equal(t, sids[6:], sidsOf(next.Items))

	// The SID comes back with another worker, who is the last one now.
	l.do(&taskrouter.CreateWorker{SID: sids[4], FriendlyName: "another"})
	next, err = l.Workers(page.Next, 50)
	require.NoError(t, err)
	assert.Equal(t, []taskrouter.WorkerSID{sids[3], sids[5], sids[6], sids[7], sids[8], sids[4]}, sidsOf(next.Items))
}

func TestCursorAsText(t *testing.T) {
	l, sids := staffed(t, 4)
	page, err := l.Workers(workerCursor{}, 2)
	require.NoError(t, err)
	text, err := json.Marshal(page.Next)
	require.NoError(t, err)
	var after workerCursor
	require.NoError(t, json.Unmarshal(text, &after))
	next, err := l.Workers(after, 2)
	require.NoError(t, err)
	assert.Equal(t, sids[2:], sidsOf(next.Items))
}

func TestWorkersOfAQueue(t *testing.T) {
	l, sids := staffed(t, 6)
	l.do(&taskrouter.CreateTaskQueue{FriendlyName: "odd", TargetWorkers: new("odd == true")})
	odd, err := l.TaskQueueByName("odd")
	require.NoError(t, err)
	for i := 1; i < len(sids); i += 2 {
		l.do(&taskrouter.UpdateWorker{SID: sids[i], Attributes: new(`{"odd":true}`)})
	}
	page, err := l.WorkersOf(odd.SID, workerCursor{}, 2)
	require.NoError(t, err)
	assert.Equal(t, []taskrouter.WorkerSID{sids[1], sids[3]}, sidsOf(page.Items))

	// The cursor's worker leaves the queue, and stays in the workspace.
	l.do(&taskrouter.UpdateWorker{SID: sids[3], Attributes: new(`{}`)})
	page, err = l.WorkersOf(odd.SID, page.Next, 2)
	require.NoError(t, err)
	assert.Equal(t, []taskrouter.WorkerSID{sids[5]}, sidsOf(page.Items))
	page, err = l.WorkersOf(taskrouter.TaskQueueSID{}, workerCursor{}, 2)
	require.NoError(t, err)
	assert.Empty(t, page.Items)
}

// A worker's past comes by pages as well, whatever goes between two of them.
func TestReservationsOfAWorker(t *testing.T) {
	clock := newManualClock(noon)
	l := start(t, runner.Config{Clock: clock})
	l.furnish(1)
	worker, err := l.WorkerByName("worker 1")
	require.NoError(t, err)
	type cursor = runner.Cursor[taskrouter.ReservationSID]
	var tasks []taskrouter.TaskSID
	var want []taskrouter.ReservationSID
	for i := range 4 {
		clock.Set(noon.Add(time.Duration(i) * time.Second))
		offer := taskrouter.Find(l.do(&taskrouter.CreateTask{}), taskrouter.ReservationCreated)
		require.NotNil(t, offer)
		tasks, want = append(tasks, offer.TaskSID), append(want, offer.ReservationSID)
		l.do(&taskrouter.UpdateReservation{SID: offer.ReservationSID, ReservationStatus: "accepted"})
		l.do(&taskrouter.UpdateTask{SID: offer.TaskSID, AssignmentStatus: "completed"})
	}
	sids := func(after cursor, size int) (list []taskrouter.ReservationSID, next cursor) {
		page, err := l.WorkerReservations(worker.SID, after, size)
		require.NoError(t, err)
		for _, r := range page.Items {
			assert.Equal(t, taskrouter.ReservationStatusCompleted, r.ReservationStatus)
			list = append(list, r.SID)
		}
		return list, page.Next
	}
	all, next := sids(cursor{}, 0)
	assert.Equal(t, want, all)
	assert.True(t, next.IsZero())
	first, next := sids(cursor{}, 2)
	assert.Equal(t, want[:2], first)
	rest, end := sids(next, 2)
	assert.Equal(t, want[2:], rest)
	assert.True(t, end.IsZero())
	l.do(&taskrouter.DeleteTask{SID: tasks[1]}) // the cursor's
	l.do(&taskrouter.DeleteTask{SID: tasks[2]})
	rest, next = sids(next, 2)
	assert.Equal(t, want[3:], rest)
	assert.True(t, next.IsZero())
	page, err := l.WorkerReservations(taskrouter.WorkerSID{}, cursor{}, 2)
	require.NoError(t, err)
	assert.Empty(t, page.Items)
}

func TestAllStops(t *testing.T) {
	l, sids := staffed(t, 3)
	for w, err := range runner.All(l.Workers) {
		require.NoError(t, err)
		assert.Equal(t, sids[0], w.SID)
		break
	}
}

// Every listing and lookup, each held against the other.
func TestListingsAndLookups(t *testing.T) {
	l := start(t, runner.Config{Clock: newManualClock(noon)})
	l.furnish(1)
	l.do(&taskrouter.CreateTask{})
	l.do(&taskrouter.CreateTaskQueue{FriendlyName: "empty", TargetWorkers: new("1 == 2")})
	l.do(&taskrouter.CreateWorkflow{FriendlyName: "other", Configuration: configuration(l.queue)})
	check(t, l.Activities, l.Activity, 3, func(a taskrouter.Activity) taskrouter.ActivitySID { return a.SID })
	check(t, l.TaskChannels, l.TaskChannel, 5, func(c taskrouter.TaskChannel) taskrouter.TaskChannelSID { return c.SID })
	check(t, l.TaskQueues, l.TaskQueue, 2, func(q taskrouter.TaskQueue) taskrouter.TaskQueueSID { return q.SID })
	check(t, l.Workflows, l.Workflow, 2, func(w taskrouter.Workflow) taskrouter.WorkflowSID { return w.SID })
	check(t, l.Workers, l.Worker, 1, func(w taskrouter.Worker) taskrouter.WorkerSID { return w.SID })
	check(t, l.Tasks, l.Task, 1, func(t taskrouter.Task) taskrouter.TaskSID { return t.SID })

	checkName(t, l.ActivityByName, "Available", func(a taskrouter.Activity) string { return a.FriendlyName })
	checkName(t, l.TaskChannelByName, "voice", func(c taskrouter.TaskChannel) string { return c.UniqueName })
	checkName(t, l.TaskQueueByName, "everybody", func(q taskrouter.TaskQueue) string { return q.FriendlyName })
	checkName(t, l.WorkflowByName, "all", func(w taskrouter.Workflow) string { return w.FriendlyName })
	checkName(t, l.WorkerByName, "worker 1", func(w taskrouter.Worker) string { return w.FriendlyName })

	worker, err := l.WorkerByName("worker 1")
	require.NoError(t, err)
	tasks, err := l.Tasks(taskCursor{}, 0)
	require.NoError(t, err)
	ofWorker, err := l.WorkerReservations(worker.SID, runner.Cursor[taskrouter.ReservationSID]{}, 0)
	require.NoError(t, err)
	ofTask, err := l.TaskReservations(tasks.Items[0].SID)
	require.NoError(t, err)
	require.Len(t, ofTask, 1)
	assert.Equal(t, ofTask, ofWorker.Items)
	reservation, err := l.Reservation(ofTask[0].SID)
	require.NoError(t, err)
	assert.Equal(t, ofTask[0], reservation)
	_, err = l.Reservation(taskrouter.ReservationSID{})
	require.ErrorIs(t, err, taskrouter.ErrNotFound)
	channels, err := l.WorkerChannels(worker.SID)
	require.NoError(t, err)
	assert.Len(t, channels, 5)
}

func check[T any, S comparable](t *testing.T, list func(runner.Cursor[S], int) (runner.Page[T, S], error),
	find func(S) (T, error), count int, sid func(T) S,
) {
	t.Helper()
	n := 0
	for item, err := range runner.All(list) {
		require.NoError(t, err)
		found, err := find(sid(item))
		require.NoError(t, err)
		assert.Equal(t, item, found)
		n++
	}
	assert.Equal(t, count, n)
	if count > 1 {
		first, err := list(runner.Cursor[S]{}, 1)
		require.NoError(t, err)
		second, err := list(first.Next, 1)
		require.NoError(t, err)
		assert.NotEqual(t, sid(first.Items[0]), sid(second.Items[0]))
	}
	var none S
	_, err := find(none)
	require.ErrorIs(t, err, taskrouter.ErrNotFound)
	require.ErrorContains(t, err, "/(none) was not found")
}

func checkName[T any](t *testing.T, find func(string) (T, error), name string, of func(T) string) {
	t.Helper()
	found, err := find(name)
	require.NoError(t, err)
	assert.Equal(t, name, of(found))
	_, err = find("nobody")
	require.ErrorIs(t, err, taskrouter.ErrNotFound)
	require.ErrorContains(t, err, `has the name "nobody"`)
}

// The engine's ages are those of its last command; a runner's are of now.
func TestAgesAreOfNow(t *testing.T) {
	clock := newManualClock(noon)
	l := start(t, runner.Config{Clock: clock})
	l.furnish(0)
	sid := l.task(time.Hour)
	clock.Set(noon.Add(90*time.Second + 999*time.Millisecond))
	task, err := l.Task(sid)
	require.NoError(t, err)
	assert.Equal(t, 90*time.Second, task.Age)
	page, err := l.Tasks(taskCursor{}, 0)
	require.NoError(t, err)
	assert.Equal(t, 90*time.Second, page.Items[0].Age)
	clock.Set(noon.Add(-time.Hour))
	task, err = l.Task(sid)
	require.NoError(t, err)
	assert.Zero(t, task.Age, "a clock that went back makes nobody younger")
}

// Reading goes on while the list changes under the reader: what is there all
// the time is shown once, in order, however much comes and goes.
func TestReadingWhileTheListChanges(t *testing.T) {
	l := start(t, runner.Config{EventLog: 1})
	l.furnish(0)
	const stay = 3000
	var want []taskrouter.TaskSID
	var leave []taskrouter.TaskSID
	for range stay {
		leave = append(leave, l.task(0))
		want = append(want, l.task(0))
	}
	ctx, cancel := context.WithCancel(context.Background())
	var writing sync.WaitGroup
	writing.Go(func() {
		defer cancel()
		for _, s := range leave {
			l.do(&taskrouter.DeleteTask{SID: s})
			s := l.task(0)
			l.do(&taskrouter.DeleteTask{SID: s})
		}
	})
	for rounds := 0; rounds < 2 || ctx.Err() == nil; rounds++ {
		var got []taskrouter.TaskSID
		for task, err := range runner.All(l.Tasks) {
			require.NoError(t, err)
			got = append(got, task.SID)
		}
		assert.Equal(t, want, only(got, want))
	}
	writing.Wait()
}

// only filters a list by another.
func only(list, by []taskrouter.TaskSID) []taskrouter.TaskSID {
	set := map[taskrouter.TaskSID]bool{}
	for _, s := range by {
		set[s] = true
	}
	return slices.DeleteFunc(slices.Clone(list), func(s taskrouter.TaskSID) bool { return !set[s] })
}
