package taskrouter

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// course is a shift that goes on while questions are answered.
type course struct {
	*witness
	cfg     Config
	g       *shiftMaker
	now     time.Time
	steps   []courseStep
	changed int // commands that were applied while questions were answered
}

type courseStep struct {
	now time.Time
	cmd Command
}

func newCourse(t *testing.T, seed uint64, retention StatisticsRetention) *course {
	cfg := Config{
		Created: shiftStart, Seed: seed, Limits: Limits{Assignments: 20, TaskQueues: 7, Activities: 6, TaskChannels: 7},
		Statistics: retention,
	}
	e, err := New(cfg)
	require.NoError(t, err)
	w := &witness{t: t, e: e, dice: seeded{rand.New(rand.NewPCG(seed, 7))}, name: fmt.Sprint("seed ", seed)}
	c := &course{witness: w, cfg: cfg, g: &shiftMaker{dice: w.dice, e: e, wild: true}, now: shiftStart}
	for _, cmd := range append(c.g.open(), w.office(c.g)...) {
		c.apply(cmd)
	}
	c.apply(c.g.workflowCommand())
	nobodys := must(ParseTaskQueueSID(c.g.sid("WQ")))
	c.apply(&CreateTaskQueue{SID: nobodys, FriendlyName: "Nobody's", TargetWorkers: new("")})
	for i := range 2 * fewPriorities { // more than are counted one by one
		c.apply(&CreateTask{SID: must(ParseTaskSID(c.g.sid("WT"))), RoutingTarget: nobodys.String(), TaskChannel: "voice", Priority: i})
	}
	return c
}

func (c *course) apply(cmd Command) {
	c.steps = append(c.steps, courseStep{c.now, cmd})
	events, _ := c.e.Apply(c.now, cmd)
	for i := range events {
		if events[i].Type == ReservationCreated {
			c.g.hands = append(c.g.hands, events[i].ReservationSID)
		}
	}
	c.log = append(c.log, events...)
}

// proceed applies one more command, often at the same instant as the last.
func (c *course) proceed() {
	switch c.g.roll(20) {
	case 0:
		c.now = c.now.Truncate(time.Minute).Add(time.Minute)
	case 1:
		c.now = c.now.Add(time.Duration(c.g.roll(8)) * time.Minute)
	case 2, 3, 4, 5, 6, 7:
		c.now = c.now.Add(time.Duration(c.g.roll(8000)) * time.Millisecond)
	}
	if c.g.chance(60) {
		c.apply(c.work(c.g))
	} else {
		c.apply(c.g.next())
	}
}

// stopped is another engine that has seen the same, and stops there.
func (c *course) stopped() *Engine {
	e, err := New(c.cfg)
	require.NoError(c.t, err)
	for _, s := range c.steps {
		_, _ = e.Apply(s.now, s.cmd)
	}
	return e
}

// inquiryTest is a question that can be asked of any engine in the same state.
type inquiryTest struct {
	name       string
	ask        func(Breathing) (any, error)
	priorities bool // the answer has them
}

func asking[T any](f func(Breathing) (T, error)) func(Breathing) (any, error) {
	return func(b Breathing) (any, error) { return f(b) }
}

// window makes up a window, most often one that can be answered.
func (c *course) window() (from, to time.Time) {
	from, to = c.instant(), c.instant()
	if to.Before(from) {
		from, to = to, from
	}
	s := &c.e.stats
	switch kept := max(s.archive.sumsFrom, s.archive.samplesFrom, s.turns.from, s.stays.from); c.dice.roll(6) {
	case 0:
	case 1, 2: // the last minutes
		from = c.e.Now().Add(-time.Duration(c.dice.roll(300)) * time.Second)
		fallthrough
	case 3: // all that is kept
		if from.Before(kept.time()) {
			from = kept.time()
		}
		to = c.e.Now()
	default: // minutes of which perhaps nothing but the sums is kept
		from, to = from.Truncate(time.Minute), c.e.Now()
		if sums := s.archive.sumsFrom.time(); from.Before(sums) {
			from = sums.Add(time.Minute - 1).Truncate(time.Minute)
		}
	}
	return from, to
}

// questions are all questions, each about somebody and some window or other.
func (c *course) questions() []inquiryTest {
	from, to := c.window()
	queues, names := append(slices.Collect(c.e.TaskQueues()), TaskQueue{SID: c.g.queue()}), c.channels()
	queue, other := queues[c.dice.roll(len(queues))], queues[c.dice.roll(len(queues))]
	office, _ := c.e.WorkflowByName("Office")
	channel := names[c.dice.roll(len(names))]
	who := some(c.g, c.g.workers())
	plain := Window{Start: from, End: to, TaskChannel: channel}
	split := plain
	split.SplitByWaitTime = []time.Duration{0, 5 * time.Second, time.Minute}
	both := WorkersFilter{TaskQueueSID: queue.SID, TaskQueueName: other.FriendlyName}
	list := []inquiryTest{
		{"workspace now", asking(func(b Breathing) (WorkspaceFigures, error) { return b.WorkspaceRealTime("") }), true},
		{"queue now", asking(func(b Breathing) (TaskQueueFigures, error) { return b.TaskQueueRealTime(queue.SID, channel) }), true},
		{"workflow now", asking(func(b Breathing) (WorkflowFigures, error) { return b.WorkflowRealTime(office.SID, channel) }), true},
		{"workers of two queues now", asking(func(b Breathing) (WorkersFigures, error) { return b.WorkersRealTime(both) }), false},
		{"one worker", asking(func(b Breathing) (WorkersHistory, error) { return b.WorkerCumulative(who, plain) }), false},
	}
	for name, f := range map[string]WorkersFilter{"workers": {}, "workers of a queue": {TaskQueueSID: queue.SID}, "workers of two queues": both, "Gus": {FriendlyName: "Gus"}} {
		list = append(list, inquiryTest{name, asking(func(b Breathing) (WorkersHistory, error) { return b.WorkersCumulative(f, plain) }), false})
	}
	for name, w := range map[string]Window{"": plain, ", split": split} {
		list = append(list,
			inquiryTest{"workspace" + name, asking(func(b Breathing) (WorkspaceHistory, error) { return b.WorkspaceCumulative(w) }), false},
			inquiryTest{"queue" + name, asking(func(b Breathing) (TaskQueueHistory, error) { return b.TaskQueueCumulative(queue.SID, w) }), false},
			inquiryTest{"workflow" + name, asking(func(b Breathing) (WorkflowHistory, error) { return b.WorkflowCumulative(office.SID, w) }), false})
	}
	slices.SortFunc(list, func(a, b inquiryTest) int { return cmp.Compare(a.name, b.name) })
	return list
}

// busiest bounds the commands that are applied during one question.
const busiest = 15

// ask asks a question while the shift goes on, and others with it, one within the
// other; the answer is that of an engine that was stopped when the question came.
func (c *course) ask(q inquiryTest, depth int) (items int, refused bool) {
	want, refusal := q.ask(c.stopped().Breathing(nil))
	most, often := len(c.steps)+busiest, 1+c.dice.roll(8)
	got, err := q.ask(c.e.Breathing(func() bool {
		if items++; items > fewPriorities && q.priorities {
			return true // how many items are left depends on a map's order
		}
		for len(c.steps) < most && c.dice.roll(often) == 0 {
			c.changed++
			c.proceed()
		}
		if depth > 0 && c.dice.roll(20) == 0 {
			others := c.questions()
			c.ask(others[c.dice.roll(len(others))], depth-1)
		}
		return true
	}))
	name := fmt.Sprintf("%s, after %d commands: %s", c.name, len(c.steps), q.name)
	require.Equal(c.t, refusal, err, name)
	require.Equal(c.t, want, got, name)
	return items, err != nil
}

// TestAnswersAreOfTheMoment plays random shifts which go on between the items of
// every question: what the answer is about is made, moved, deleted and forgotten
// before it was looked at.
func TestAnswersAreOfTheMoment(t *testing.T) {
	courses := uint64(20)
	if testing.Short() {
		courses = 8
	}
	looked := map[string]int{}
	for _, tt := range []struct {
		name      string
		retention StatisticsRetention
	}{
		{"everything is kept", StatisticsRetention{}},
		{"little is kept", StatisticsRetention{Age: 15 * time.Minute, Minutes: 60, Samples: 90, WorkerSamples: 150}},
		{"hardly anything is kept", StatisticsRetention{Age: time.Hour, Minutes: 8, Samples: 10, WorkerSamples: 5}},
		{"only sums are kept", StatisticsRetention{Samples: 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			items, answers, refusals, changed := map[string]int{}, 0, 0, 0
			for seed := range courses {
				c := newCourse(t, seed, tt.retention)
				for range 40 + 10*(seed%10) {
					c.proceed()
				}
				for _, q := range c.questions() {
					n, refused := c.ask(q, 1)
					items[q.name] += n
					answers++
					if refused {
						refusals++
					}
				}
				require.Empty(t, c.e.stats.inquiries)
				require.NoError(t, c.e.Check())
				require.Equal(t, c.stopped().Digest(), c.e.Digest(), "questions change nothing")
				changed += c.changed
			}
			t.Logf("%d answers, %d refused, %d commands meanwhile; items: %v", answers, refusals, changed, items)
			require.Greater(t, changed, answers/4)
			for name, n := range items {
				looked[name] += n
			}
			require.Less(t, refusals, answers*2/3)
		})
	}
	for name, items := range looked {
		assert.Greater(t, items, 2*int(courses), name)
	}
}

// A question that is given up is answered with an error, whenever that is, and
// leaves nothing behind.
func TestQuestionIsGivenUp(t *testing.T) {
	c := newCourse(t, 1, StatisticsRetention{})
	for range 150 {
		c.proceed()
	}
	for range 8 {
		for _, q := range c.questions() {
			c.giveUp(q)
		}
	}
}

// giveUp asks a question again and again, and gives it up after ever more items.
func (c *course) giveUp(q inquiryTest) {
	items, t := 0, c.t
	_, err := q.ask(c.e.Breathing(func() bool { items++; return true }))
	if err != nil {
		return // it has another answer
	}
	for after := range min(items, 100) {
		left := after
		got, err := q.ask(c.e.Breathing(func() bool {
			if left < 0 {
				t.Errorf("%s: asked again after it was given up", q.name)
			}
			left--
			return left >= 0
		}))
		if left >= 0 {
			continue // how many items there are depends on a map's order
		}
		require.ErrorIs(t, err, ErrState, q.name)
		assert.Contains(t, err.Error(), ": the question was given up before it was answered", q.name)
		assert.Zero(t, got, q.name)
		assert.Empty(t, c.e.stats.inquiries, q.name)
	}
}

// What is forgotten while it is read stays for whoever reads it, and its room is
// not used again before. Afterwards it is.
func TestForgottenEntriesStayForReaders(t *testing.T) {
	c := newClocked(t, StatisticsRetention{WorkerSamples: 2 * trailChunk})
	moves := 0
	move := func() {
		moves++
		to := []ActivitySID{c.available, c.offline}[moves%2]
		_, err := c.Apply(shiftStart.Add(time.Duration(moves)*time.Second), &UpdateWorker{SID: c.worker, ActivitySID: to})
		require.NoError(t, err)
	}
	for range 4 * trailChunk {
		move()
	}
	stays := &c.stats.stays
	require.Equal(t, 2*trailChunk, stays.len())
	w := Window{Start: stays.entry(stays.dropped + 1).at.time(), End: c.Now()}
	want, err := c.WorkersCumulative(WorkersFilter{}, w)
	require.NoError(t, err)
	items := 0
	got, err := c.Breathing(func() bool {
		if items++; items == trailChunk { // the newest come first
			for range 5 * trailChunk {
				move()
			}
			assert.Nil(t, stays.spare)
		}
		return true
	}).WorkersCumulative(WorkersFilter{}, w)
	require.NoError(t, err)
	assert.Equal(t, want, got)
	assert.Greater(t, items, 2*trailChunk-2)
	_, err = c.WorkersCumulative(WorkersFilter{}, w)
	require.Error(t, err, "by now it is too long ago")
	for range trailChunk {
		move()
	}
	assert.True(t, stays.spare != nil || len(stays.chunks) == 3, "room is used again")
	require.NoError(t, c.Check())
}

// What happens at the very instant of the question, but after it, does not count:
// a reservation in a part whose last sample it joins, and a worker who comes back
// with the SID of one who was deleted then.
func TestSameInstantAsTheQuestion(t *testing.T) {
	const at = 10*time.Minute + 30*time.Second
	c := newClocked(t, StatisticsRetention{})
	c.at(0, &UpdateWorker{SID: c.worker, ActivitySID: c.offline})
	for i := range 10 {
		c.at(at-time.Duration(10-i)*time.Second, &CreateTask{})
	}
	c.at(at, &CreateTask{})
	later := func(cmds ...Command) func() bool {
		return func() bool {
			for _, cmd := range cmds {
				c.at(at, cmd)
			}
			cmds = nil
			return true
		}
	}
	w := window(at-time.Second, at)
	want, err := c.TaskQueueCumulative(c.queue, w)
	require.NoError(t, err)
	require.Equal(t, 2, want.TasksEntered)
	require.Zero(t, want.ReservationsCreated)
	got, err := c.Breathing(later(&UpdateWorker{SID: c.worker, ActivitySID: c.available})).TaskQueueCumulative(c.queue, w)
	require.NoError(t, err)
	assert.Equal(t, want, got)
	now, err := c.TaskQueueCumulative(c.queue, w)
	require.NoError(t, err)
	assert.Equal(t, 1, now.ReservationsCreated)

	bob := must(ParseWorkerSID("WK" + zeros1))
	c.at(at, &CreateWorker{SID: bob, FriendlyName: "Bob"})
	c.at(at+time.Minute, &DeleteWorker{SID: bob})
	f := WorkersFilter{TaskQueueSID: c.queue}
	w = window(at, at+time.Minute)
	past, err := c.WorkersCumulative(f, w)
	require.NoError(t, err)
	again, err := c.Breathing(func() bool {
		_, err := c.Apply(shiftStart.Add(at+time.Minute), &CreateWorker{SID: bob, FriendlyName: "Bob"})
		return err == nil || assert.ErrorIs(t, err, ErrConflict)
	}).WorkersCumulative(f, w)
	require.NoError(t, err)
	assert.Equal(t, past, again)
}

// Tasks that come at the very instant of the question, on channels that were not
// looked at yet, do not count either.
func TestSameInstantOnOtherChannels(t *testing.T) {
	const at = 10*time.Minute + 30*time.Second
	c := newClocked(t, StatisticsRetention{})
	c.at(0, &UpdateWorker{SID: c.worker, ActivitySID: c.offline})
	create := func(when time.Duration) {
		for _, name := range []string{"default", "voice", "chat"} {
			c.at(when, &CreateTask{TaskChannel: name})
		}
	}
	create(at - time.Second)
	create(at)
	w := window(at-time.Second, at)
	want, err := c.WorkspaceCumulative(w)
	require.NoError(t, err)
	require.Equal(t, 6, want.TasksCreated)
	first := true
	got, err := c.Breathing(func() bool {
		if first {
			first = false
			create(at)
		}
		return true
	}).WorkspaceCumulative(w)
	require.NoError(t, err)
	assert.Equal(t, want, got)
	assert.Equal(t, 9, c.history(w).TasksCreated)
}

// Each activity that an answer tells figures of is an item, whatever else it looked
// at, and the question can be given up with any of them.
func TestActivitiesAreItems(t *testing.T) {
	c := newClocked(t, StatisticsRetention{})
	for i := range 10 {
		c.at(0, &CreateActivity{FriendlyName: fmt.Sprint("Activity ", i)})
	}
	c.at(time.Hour, &Advance{})
	activities, w := len(slices.Collect(c.Activities())), window(40*time.Minute, time.Hour)
	own := slices.Collect(c.Workers())[0].FriendlyName
	for _, tt := range []struct {
		name string
		want int
		ask  func(Breathing) (any, error)
	}{
		{"workspace now", activities, asking(func(b Breathing) (WorkspaceFigures, error) { return b.WorkspaceRealTime("") })},
		{"queue now", activities, asking(func(b Breathing) (TaskQueueFigures, error) { return b.TaskQueueRealTime(c.queue, "") })},
		{"workflow now, which has none", 0, asking(func(b Breathing) (WorkflowFigures, error) { return b.WorkflowRealTime(c.workflow, "") })},
		{"workers now", activities, asking(func(b Breathing) (WorkersFigures, error) { return b.WorkersRealTime(WorkersFilter{}) })},
		{"a worker now", activities, asking(func(b Breathing) (WorkersFigures, error) {
			return b.WorkersRealTime(WorkersFilter{FriendlyName: own})
		})},
		{"workers", activities, asking(func(b Breathing) (WorkersHistory, error) { return b.WorkersCumulative(WorkersFilter{}, w) })},
		{"a worker", activities, asking(func(b Breathing) (WorkersHistory, error) { return b.WorkerCumulative(c.worker, w) })},
	} {
		t.Run(tt.name, func(t *testing.T) {
			items := 0
			_, err := tt.ask(c.Breathing(func() bool { items++; return true }))
			require.NoError(t, err)
			assert.Equal(t, tt.want, items)
			for last := range items {
				items = 0
				_, err := tt.ask(c.Breathing(func() bool { items++; return items <= last }))
				require.ErrorIs(t, err, ErrState)
				require.Equal(t, last+1, items)
			}
			assert.Empty(t, c.stats.inquiries)
		})
	}
}

// Priorities are not sorted for somebody who has given up.
func TestPrioritiesAreGivenUp(t *testing.T) {
	found := map[laneOf]int{{priority: 3}: 1, {priority: 1}: 2, {priority: 2}: 3}
	const items = 3 + 3 + 3 // added up, ordered, listed
	for last := range items + 1 {
		n := 0
		r := inquiry{breathe: func() bool { n++; return n <= last }}
		got := r.sortPriorities(found)
		if last < items {
			assert.Nil(t, got, "given up after %d", last)
			assert.Equal(t, last+1, n)
			continue
		}
		assert.Equal(t, []PriorityCount{{3, 1}, {2, 3}, {1, 2}}, got)
	}

	const many = 10_000
	for priority := range many {
		found[laneOf{priority: priority}] = 1
	}
	rooms := func(last int) float64 {
		return testing.AllocsPerRun(1, func() {
			n := 0
			r := inquiry{breathe: func() bool { n++; return n <= last }}
			assert.Nil(t, r.sortPriorities(found))
		})
	}
	const few = 50
	assert.Less(t, rooms(0), float64(few), "nothing is added up any more")
	assert.Less(t, rooms(many), rooms(many-1)+few, "nothing is ordered any more")
}

// Minutes and samples that are forgotten while a question is answered count as
// they did when it came.
func TestSplitsOfForgottenMinutes(t *testing.T) {
	for _, tt := range []struct {
		name      string
		retention StatisticsRetention
		forgets   func(c *clocked)
	}{
		{"too old", StatisticsRetention{Age: 15 * time.Minute}, func(c *clocked) { c.at(time.Hour, &Advance{}) }},
		{"too many minutes", StatisticsRetention{Minutes: 45}, func(c *clocked) {
			for i := range 30 {
				c.at(12*time.Minute+time.Duration(i)*time.Minute, &CreateTask{})
			}
		}},
		{"too many samples", StatisticsRetention{Samples: 300}, func(c *clocked) {
			for range 200 {
				c.at(12*time.Minute, &CreateTask{})
			}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newClocked(t, tt.retention)
			c.at(0, &UpdateWorker{SID: c.worker, ActivitySID: c.offline})
			for i := range 12 {
				for wait := range 5 {
					begin := time.Duration(i)*time.Minute + time.Duration(1+wait*10)*time.Second
					task := Find(c.at(begin, &CreateTask{}), TaskCreated).TaskSID
					c.at(begin+time.Duration(wait)*time.Second, &UpdateTask{SID: task, AssignmentStatus: TaskStatusCanceled})
				}
			}
			w := window(0, 12*time.Minute, 0, 2*time.Second)
			if tt.retention.Age > 0 {
				w.Start = c.Now().Add(-12 * time.Minute)
			}
			want, err := c.WorkspaceCumulative(w)
			require.NoError(t, err)
			require.GreaterOrEqual(t, want.SplitByWaitTime[1].Above.TasksCanceled, 20)
			items := 0
			got, err := c.Breathing(func() bool {
				if items++; items == 2 {
					tt.forgets(c)
				}
				return true
			}).WorkspaceCumulative(w)
			require.NoError(t, err)
			assert.Equal(t, want, got)
			assert.Greater(t, items, 60)
			_, err = c.WorkspaceCumulative(w)
			if tt.retention.Samples == 0 {
				require.Error(t, err, "by now it is too long ago")
			}
		})
	}
}

// A list of waits is not changed in place: it may be read.
func TestWaitsOfAReaderStay(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 1))
	var s splits
	var taken, copies [][]waitCount
	for range 500 {
		taken, copies = append(taken, s.list), append(copies, slices.Clone(s.list))
		var list []waitCount
		for range 1 + dice.IntN(12) {
			list = append(list, waitCount{key: dice.Uint32N(300), n: 1})
		}
		s.add(list)
	}
	assert.Less(t, len(s.list), 700)
	for i := range taken {
		require.True(t, slices.Equal(copies[i], taken[i]), "the list before addition %d", i)
	}
}
