package rest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/internal/rest/resttest"
	"github.com/goacd/acd/taskrouter"
)

// breathingHouse is a watched house with queues that nobody works for, and a task that
// waits in the first of them; after a minute it goes on to the second.
type breathingHouse struct {
	*house
	w        *watched
	queues   []string
	workflow string
}

func openBreathing(t *testing.T) *breathingHouse {
	t.Helper()
	h := &breathingHouse{}
	h.house, h.w = watchEmpty(t)
	for i := range many {
		h.queues = append(h.queues, h.make("/TaskQueues", "FriendlyName", fmt.Sprint("Queue ", i), "TargetWorkers", "1==2"))
		h.pass(time.Millisecond)
	}
	h.workflow = h.make("/Workflows", "FriendlyName", "Main", "Configuration", fmt.Sprintf(
		`{"task_routing":{"filters":[{"expression":"1==1","targets":[{"queue":%q,"timeout":60},{"queue":%q}]}]}}`, h.queues[0], h.queues[1]))
	h.make("/Tasks", "WorkflowSid", h.workflow)
	h.worker = h.make("/Workers", "FriendlyName", "Alice")
	h.w.passed = 0
	return h
}

// happens applies a command after some more time, as the writer does between two
// breaths.
func (h *breathingHouse) happens(after time.Duration, cmd taskrouter.Command) {
	h.T.Helper()
	h.pass(after)
	h.apply(cmd)
}

// once does something at one item.
func (h *breathingHouse) once(item int, do func()) {
	h.w.at = func() {
		if h.w.passed == item {
			do()
		}
	}
}

// ask asks for statistics by a path, or for those of all queues in bulk.
func (h *breathingHouse) ask(path string) resttest.Reply {
	h.T.Helper()
	path = strings.NewReplacer("{queue}", h.queues[0], "{workflow}", h.workflow, "{worker}", h.worker).Replace(path)
	if path == bulk {
		body := `{"queueSids":["` + strings.Join(h.queues, `","`) + `"]}`
		return h.Send("POST", "/TaskQueues/RealTimeStatistics", body, "Content-Type", "application/json")
	}
	return h.Get(path)
}

const (
	bulk = "bulk"
	many = 6 // queues
)

// readings are all that lets the writer in, with how often at least: the activities,
// minutes of the past, and entries of listings and of the past of workers.
var readings = []struct {
	path    string
	breaths int
}{
	{"/RealTimeStatistics", 3},
	{"/CumulativeStatistics", 4},
	{"/Statistics", 7},
	{"/TaskQueues/{queue}/RealTimeStatistics", 3},
	{"/TaskQueues/{queue}/CumulativeStatistics", 4},
	{"/TaskQueues/{queue}/Statistics", 7},
	{"/Workflows/{workflow}/RealTimeStatistics", 0}, // no activities, and too few priorities
	{"/Workflows/{workflow}/CumulativeStatistics", 4},
	{"/Workflows/{workflow}/Statistics", 4},
	{"/Workers/RealTimeStatistics", 3},
	{"/Workers/CumulativeStatistics", 7},
	{"/Workers/Statistics", 10},
	{"/Workers/{worker}/Statistics", 7},
	{bulk, many * (1 + 3)},
	{"/TaskQueues", many * 2},                        // picked, completed
	{"/TaskQueues/Statistics", many*(1+1+3) + 4},     // and asked about
	{"/TaskQueues/Statistics?PageSize=1", 2 + 1 + 3}, // two of which are picked
	{"/Workers", 1},
	{"/Tasks", 5 * 2},
}

// past adds a few minutes in which something happens.
func (h *breathingHouse) past() {
	for range 4 {
		h.pass(2 * time.Minute)
		h.make("/Tasks")
		h.Post("/Workers/"+h.worker, form("ActivitySid", h.Get("/Activities").SIDs("activities")[0]))
	}
	h.w.passed = 0
}

func TestReadersBreathe(t *testing.T) {
	for _, tt := range readings {
		t.Run(tt.path, func(t *testing.T) {
			h := openBreathing(t)
			h.past()
			out := h.ask(tt.path)
			require.Equal(t, 200, out.Status, out.Text)
			assert.GreaterOrEqual(t, h.w.passed, tt.breaths)
		})
	}
	t.Run("in bulk, with every queue that is unknown", func(t *testing.T) {
		h := openBreathing(t)
		for i := range h.queues {
			h.queues[i] = "WQ" + strings.Repeat(fmt.Sprint(i+1), 32)
		}
		require.Equal(t, 200, h.ask(bulk).Status)
		assert.Equal(t, many, h.w.passed)
	})
}

// When the workspace ends in the middle of an answer, nothing more is read of it.
func TestWorkspaceEndsMeanwhile(t *testing.T) {
	for _, tt := range readings {
		t.Run(tt.path, func(t *testing.T) {
			h := openBreathing(t)
			h.past()
			require.Equal(t, 200, h.ask(tt.path).Status)
			for end := range h.w.passed {
				h.w.passed, h.w.most = 0, end+1
				h.Refused(h.ask(tt.path), 503, 20503)
				require.Equal(t, end+1, h.w.passed)
			}
		})
	}
}

// The longest window is answered although the present moves on meanwhile.
func TestLongestWindowWhileTimePasses(t *testing.T) {
	for _, path := range []string{
		"/Statistics", "/Workflows/{workflow}/Statistics", "/TaskQueues/{queue}/Statistics", "/TaskQueues/Statistics",
		"/Workers/Statistics", "/Workers/{worker}/Statistics", "/CumulativeStatistics",
	} {
		t.Run(path, func(t *testing.T) {
			h := openBreathing(t)
			h.w.at = func() { h.happens(time.Millisecond, &taskrouter.Advance{}) }
			out := h.ask(path + "?Minutes=43200")
			assert.Equal(t, 200, out.Status, out.Text)
			assert.NotZero(t, h.w.passed)
		})
	}
}

// Ages are of the moment of the question or later, whenever the task that they are of
// was made.
func TestAgesWhileTimePasses(t *testing.T) {
	for path, list := range map[string]string{"/TaskQueues/Statistics": "task_queues_statistics", bulk: "task_queue_data"} {
		t.Run(path, func(t *testing.T) {
			h := openBreathing(t)
			h.once(1, func() {
				h.happens(3*time.Second, &taskrouter.CreateTask{RoutingTarget: h.queues[4]})
				h.clock = epoch
			})
			entry := h.ask(path).Body[list].([]any)[4].(map[string]any)
			if now, found := entry["realtime"].(map[string]any); found {
				assert.EqualValues(t, 0, now["longest_relative_task_age_in_queue"])
				entry = now
			}
			assert.NotNil(t, entry["longest_task_waiting_sid"])
			assert.EqualValues(t, 0, entry["longest_task_waiting_age"])
		})
	}
	t.Run("of one who goes on to another queue", func(t *testing.T) {
		h := openBreathing(t)
		h.happens(50*time.Second, &taskrouter.Advance{})
		h.once(1, func() { h.happens(12*time.Second, &taskrouter.Advance{}) })
		out := h.ask("/TaskQueues/{queue}/RealTimeStatistics")
		assert.EqualValues(t, 50, out.Body["longest_task_waiting_age"])
		assert.EqualValues(t, 50, out.Body["longest_relative_task_age_in_queue"])
		assert.Nil(t, h.ask("/TaskQueues/{queue}/RealTimeStatistics").Body["longest_task_waiting_sid"], "he is gone by now")
	})
}

// A queue that is deleted while a page of statistics is read is on it or not; what is
// beside it stays, and so does where the next page begins.
func TestQueueIsDeletedMeanwhile(t *testing.T) {
	const path, list = "/TaskQueues/Statistics?PageSize=4", "task_queues_statistics"
	h := openBreathing(t)
	h.ask(path)
	breaths, seen := h.w.passed, map[int]int{}
	for breath := 1; breath <= breaths; breath++ {
		h := openBreathing(t)
		third, err := taskrouter.ParseTaskQueueSID(h.queues[2])
		require.NoError(t, err)
		h.once(breath, func() { h.happens(0, &taskrouter.DeleteTaskQueue{SID: third}) })
		out := h.ask(path)
		require.Equal(t, 200, out.Status, "breath %d: %s", breath, out.Text)
		h.w.at = nil
		all := append(out.Strings(list, "task_queue_sid"), h.Get(out.Next()).Strings(list, "task_queue_sid")...)
		if !slices.Contains(all, h.queues[2]) {
			h.queues = slices.Delete(h.queues, 2, 3)
		}
		require.Equal(t, h.queues, all, "breath %d", breath)
		seen[len(all)]++
	}
	assert.Greater(t, seen[many-1], 5, "it is gone")
	assert.NotZero(t, seen[many], "it was read before")
}
