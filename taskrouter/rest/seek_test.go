package rest_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/internal/rest/resttest"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/rest"
	"github.com/goacd/acd/taskrouter/runner"
)

// watched is a workspace of which a test sees how many entries of listings and items
// of statistics are passed, and can change it at each of them, as a runner lets its
// writer in. It wants that nobody goes on when it has ended.
type watched struct {
	rest.Workspace
	t      testing.TB
	passed int
	at     func()
	most   int // it ends behind so many; 0 for never
	ended  error
}

func (w *watched) View(f func(v rest.Reader, now time.Time, breathe func() bool)) error {
	w.ended = nil
	err := w.Workspace.View(func(v rest.Reader, now time.Time, _ func() bool) {
		f(watchedReader{v, w}, now, func() bool {
			assert.NoError(w.t, w.ended, "asked again after item %d", w.passed)
			w.passed++
			if w.at != nil {
				w.at()
			}
			if w.most > 0 && w.passed >= w.most {
				w.ended = runner.ErrClosed
			}
			return w.ended == nil
		})
	})
	if err == nil {
		err = w.ended
	}
	return err
}

// watchedReader is read by those who complete the entries of a page, and for
// statistics.
type watchedReader struct {
	rest.Reader
	w *watched
}

func (r watchedReader) look() rest.Reader {
	assert.NoError(r.w.t, r.w.ended, "read after item %d", r.w.passed)
	return r.Reader
}

func (r watchedReader) Now() time.Time { return r.look().Now() }

func (r watchedReader) Task(s taskrouter.TaskSID) (taskrouter.Task, bool) { return r.look().Task(s) }

func (r watchedReader) TaskQueue(s taskrouter.TaskQueueSID) (taskrouter.TaskQueue, bool) {
	return r.look().TaskQueue(s)
}

func (r watchedReader) Activity(s taskrouter.ActivitySID) (taskrouter.Activity, bool) {
	return r.look().Activity(s)
}

func (r watchedReader) Breathing(breathe func() bool) taskrouter.Breathing {
	return r.look().Breathing(breathe)
}

// watch opens a house whose workspace is watched.
func watch(t testing.TB) (*house, *watched) {
	h, w := watchEmpty(t)
	h.routes()
	return h, w
}

func watchEmpty(t testing.TB) (*house, *watched) {
	h := open(t)
	w := &watched{t: t, Workspace: rest.NewLocal(h.engine, func() time.Time { return h.clock })}
	cfg := rest.Config{
		Accounts: []rest.Account{{SID: h.User, Secret: token}}, Workspaces: []rest.Workspace{w}, Now: func() time.Time { return h.clock },
	}
	var err error
	h.Handler, err = rest.New(cfg)
	require.NoError(t, err)
	return h, w
}

func (h *house) apply(cmd taskrouter.Command) []taskrouter.Event {
	h.T.Helper()
	events, err := h.engine.Apply(h.clock, cmd)
	require.NoError(h.T, err)
	return events
}

func (h *house) drop(task string) {
	h.T.Helper()
	s, err := taskrouter.ParseTaskSID(task)
	require.NoError(h.T, err)
	h.apply(&taskrouter.DeleteTask{SID: s})
}

// TestPagesBeginAtTheirPlace counts the entries that a page passes: those on it, one
// that tells that there are more, and one on either side that is of another time.
func TestPagesBeginAtTheirPlace(t *testing.T) {
	h, w := watch(t)
	for n := range 60 {
		h.pass(time.Second)
		name := fmt.Sprint("Another ", n)
		h.apply(&taskrouter.CreateTask{})
		h.apply(&taskrouter.CreateActivity{FriendlyName: name})
		h.apply(&taskrouter.CreateTaskQueue{FriendlyName: name})
		h.apply(&taskrouter.CreateWorker{FriendlyName: name})
		if n%6 == 0 { // there are few
			h.apply(&taskrouter.CreateTaskChannel{FriendlyName: name, UniqueName: fmt.Sprint("channel", n)})
		}
	}
	for n := range 20 { // with a second one, tasks would have to name theirs
		h.pass(time.Second)
		h.apply(&taskrouter.CreateWorkflow{FriendlyName: fmt.Sprint("Another ", n), Configuration: slices.Collect(h.engine.Workflows())[0].Configuration})
	}
	const finished, atOnce = 3, 5 // entries of the page are completed afterwards; the first ones are of one instant
	for path, more := range map[string]int{
		"/Tasks": finished, "/Activities": atOnce, "/TaskQueues": finished, "/Workers": 0, "/TaskChannels": atOnce, "/Workflows": 0,
		"/TaskQueues/Statistics": finished + 3*len(slices.Collect(h.engine.Activities())),
	} {
		t.Run(path, func(t *testing.T) {
			out := h.Get(path + "?PageSize=3")
			for _, on := range []func(resttest.Reply) string{resttest.Reply.Next, resttest.Reply.Previous} {
				pages := 0
				for link := on(out); link != ""; link = on(out) {
					w.passed = 0
					out = h.Get(link)
					assert.LessOrEqual(t, w.passed, 3+1+2+more, link)
					pages++
				}
				assert.GreaterOrEqual(t, pages, 3)
			}
		})
	}
}

// TestPagesOfInstants changes a workspace at random while a listing is read page by
// page, forward and back, with several tasks to an instant: they come by date and
// then by SID, and those that are there all the time come exactly once.
func TestPagesOfInstants(t *testing.T) {
	for seed := range uint64(60) {
		h := open(t)
		h.routes()
		r := rand.New(rand.NewPCG(seed, 1))
		created, staying := map[string]time.Time{}, []string{}
		add := func() {
			h.pass(time.Duration(r.IntN(4)/3) * time.Nanosecond) // the wire shows seconds, the order is finer
			s := taskrouter.Find(h.apply(&taskrouter.CreateTask{}), taskrouter.TaskCreated).TaskSID.String()
			created[s], staying = h.clock, append(staying, s)
		}
		for range 20 {
			add()
		}
		there := slices.Clone(staying)
		change := func(shown []string) {
			for n := r.IntN(3); n > 0; n-- {
				add()
			}
			gone := staying[r.IntN(len(staying))]
			if at := r.IntN(2 * len(shown)); at < len(shown) && slices.Contains(staying, shown[at]) {
				gone = shown[at] // often that of the next token
			}
			h.drop(gone)
			isGone := func(s string) bool { return s == gone }
			staying, there = slices.DeleteFunc(staying, isGone), slices.DeleteFunc(there, isGone)
		}
		order := func(a, b string) int {
			if c := created[a].Compare(created[b]); c != 0 {
				return c
			}
			return strings.Compare(a, b)
		}
		walk := func(path string, on func(resttest.Reply) string) {
			var all []string
			for out := range h.Pages(path, on) {
				page := out.SIDs("tasks")
				require.True(t, slices.IsSortedFunc(page, order), "seed %d: %s", seed, path)
				if all = append(all, page...); len(page) > 0 {
					change(page)
				}
			}
			slices.SortFunc(all, order)
			assert.Equal(t, len(all), len(slices.Compact(slices.Clone(all))), "seed %d: one comes twice", seed)
			slices.SortFunc(there, order)
			met := slices.DeleteFunc(all, func(s string) bool { return !slices.Contains(there, s) })
			assert.Equal(t, there, met, "seed %d", seed)
		}
		size := 1 + r.IntN(5)
		walk(fmt.Sprint("/Tasks?PageSize=", size), resttest.Reply.Next)

		// Back from the end: the number says how many pages there can be before it.
		there = slices.Clone(staying)
		slices.SortFunc(there, order)
		end := there[len(there)-1]
		there = there[:len(there)-1]
		walk(fmt.Sprintf("/Tasks?PageSize=%d&Page=99&PageToken=PB%s", size, end), resttest.Reply.Previous)
		require.NoError(t, h.engine.Check())
	}
}

// TestPagesWhileTheyAreRead removes the token's entry and its neighbors while a page
// is picked: what stays is on it.
func TestPagesWhileTheyAreRead(t *testing.T) {
	for _, sameInstant := range []bool{false, true} {
		for _, back := range []bool{false, true} {
			t.Run(fmt.Sprintf("same instant %t, back %t", sameInstant, back), func(t *testing.T) {
				h, w := watch(t)
				var tasks []string
				for range 15 {
					tasks = append(tasks, taskrouter.Find(h.apply(&taskrouter.CreateTask{}), taskrouter.TaskCreated).TaskSID.String())
					if !sameInstant {
						h.pass(time.Second)
					}
				}
				order := slices.Clone(tasks)
				if sameInstant {
					slices.Sort(order)
				}
				w.passed = 0
				w.at = func() {
					if w.passed == 2 { // two entries have been met, wherever they are
						for _, gone := range []string{order[7], order[8], order[6], order[9], order[5]} {
							h.drop(gone)
						}
					}
				}
				link, want := "/Tasks?PageSize=20&Page=1&PageToken=PA"+order[7], order[10:]
				if back {
					link, want = "/Tasks?PageSize=20&Page=1&PageToken=PB"+order[7], order[:5]
				}
				got := h.Get(link).SIDs("tasks")
				got = slices.DeleteFunc(got, func(s string) bool { return slices.Contains(order[5:10], s) }) // met before they went
				assert.Equal(t, want, got)
				require.NoError(t, h.engine.Check())
			})
		}
	}
}

// TestPagesOfAWorkspaceThatEnds ends the workspace among the entries of the token's
// instant, on either side of it: it is not read any more.
func TestPagesOfAWorkspaceThatEnds(t *testing.T) {
	h, w := watch(t)
	var workers []string
	for n := range 7 {
		workers = append(workers, h.make("/Workers", "FriendlyName", fmt.Sprint("w", n)))
	}
	for _, token := range []string{"PA" + workers[3], "PB" + workers[3]} {
		for most := 1; most <= 6; most++ {
			w.passed, w.most = 0, most
			assert.Equal(t, 503, h.Get("/Workers?Page=1&PageToken="+token).Status)
			assert.Equal(t, most, w.passed)
		}
	}
}

// TestAnotherWithTheSIDOfAToken creates an entry anew under the SID of a removed
// one: it is at the end of the listing, and not where the token was.
func TestAnotherWithTheSIDOfAToken(t *testing.T) {
	h := open(t)
	var workers []string
	for n := range 6 {
		h.pass(time.Second)
		workers = append(workers, h.make("/Workers", "FriendlyName", fmt.Sprint("w", n)))
	}
	out := h.Get("/Workers?PageSize=2")
	require.Equal(t, 204, h.Delete("/Workers/"+workers[1]).Status)
	again, err := taskrouter.ParseWorkerSID(workers[1])
	require.NoError(t, err)
	h.pass(time.Second)
	h.apply(&taskrouter.CreateWorker{SID: again, FriendlyName: "w1"})
	out = h.Get(out.Next())
	assert.Equal(t, workers[2:4], out.SIDs("workers"))
	out = h.Get(out.Next())
	assert.Equal(t, workers[4:], out.SIDs("workers"))
	assert.Equal(t, workers[1:2], h.Get(out.Next()).SIDs("workers"))
}

// TestQueueMembersLetTheWriterIn passes over the workers of other queues, one by
// one: the listing is not searched beforehand, and shows what is there when it
// comes by.
func TestQueueMembersLetTheWriterIn(t *testing.T) {
	h, w := watch(t)
	for n := range 30 {
		h.apply(&taskrouter.CreateWorker{FriendlyName: fmt.Sprint("w", n), Attributes: fmt.Sprintf(`{"n":%d}`, n)})
		h.pass(time.Second)
	}
	h.make("/TaskQueues", "FriendlyName", "Last", "TargetWorkers", "n > 27")
	even := h.make("/TaskQueues", "FriendlyName", "Some", "TargetWorkers", "n IN [2, 29]")
	for query, want := range map[string][]string{
		"TaskQueueName=Last": {"w28", "w29"}, "TaskQueueSid=" + even: {"w2", "w29"}, "TaskQueueName=Last&TaskQueueSid=" + even: {"w29"},
		"TaskQueueName=None": nil, "TaskQueueName=None&TaskQueueSid=" + even: nil, "TaskQueueSid=WQ" + strings.Repeat("0", 31) + "1": nil,
		"TaskQueueName=Last&PageSize=1&Page=1&PageToken=PA" + h.Get("/Workers?FriendlyName=w28").SIDs("workers")[0]: {"w29"},
	} {
		w.passed = 0
		assert.Equal(t, want, h.Get("/Workers?"+query).Strings("workers", "friendly_name"), query)
		if !strings.Contains(query, "PageToken") {
			assert.Equal(t, 30, w.passed, query)
		}
	}
	w.passed = 0
	w.at = func() {
		if w.passed == 1 {
			queue, _ := h.engine.TaskQueueByName("Last")
			h.apply(&taskrouter.UpdateTaskQueue{SID: queue.SID, TargetWorkers: new("n == 5")})
		}
	}
	assert.Len(t, h.Get("/Workers?TaskQueueName=Last").SIDs("workers"), 1)
}
