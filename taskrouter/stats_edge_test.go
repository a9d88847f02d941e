package taskrouter

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// clocked is a desk whose commands come at given times after shiftStart.
type clocked struct{ *desk }

func newClocked(t testing.TB, retention StatisticsRetention) *clocked {
	d := newDeskIn(t, Config{Created: shiftStart, Statistics: retention})
	return &clocked{d}
}

func (c *clocked) at(after time.Duration, cmd Command) []Event {
	c.t.Helper()
	events, err := c.Apply(shiftStart.Add(after), cmd)
	require.NoError(c.t, err)
	require.NoError(c.t, c.Check())
	return events
}

// window is one between two times after shiftStart.
func window(from, to time.Duration, splits ...time.Duration) Window {
	return Window{Start: shiftStart.Add(from), End: shiftStart.Add(to), SplitByWaitTime: splits}
}

func (c *clocked) history(w Window) WorkspaceHistory {
	c.t.Helper()
	h, err := c.WorkspaceCumulative(w)
	require.NoError(c.t, err)
	return h
}

// TestWindowEdges shows that a window takes in both its ends, whether a minute
// is cut by samples or taken whole.
func TestWindowEdges(t *testing.T) {
	const ns = time.Nanosecond
	for _, tt := range []struct {
		name     string
		happened time.Duration
		from, to time.Duration
		want     int
	}{
		{"just it", 90 * time.Second, 90 * time.Second, 90 * time.Second, 1},
		{"from it", 90 * time.Second, 90 * time.Second, time.Hour, 1},
		{"to it", 90 * time.Second, 0, 90 * time.Second, 1},
		{"from right after it", 90 * time.Second, 90*time.Second + ns, time.Hour, 0},
		{"to right before it", 90 * time.Second, 0, 90*time.Second - ns, 0},
		{"its minute", 90 * time.Second, time.Minute, 2 * time.Minute, 1},
		{"the minute before", 90 * time.Second, 0, time.Minute, 0},
		{"the minute after", 90 * time.Second, 2 * time.Minute, 3 * time.Minute, 0},
		{"at a whole minute, just it", 2 * time.Minute, 2 * time.Minute, 2 * time.Minute, 1},
		{"at a whole minute, to it", 2 * time.Minute, time.Minute, 2 * time.Minute, 1},
		{"at a whole minute, from it", 2 * time.Minute, 2 * time.Minute, 3 * time.Minute, 1},
		{"at a whole minute, to right before it", 2 * time.Minute, 0, 2*time.Minute - ns, 0},
		{"at a whole minute, from right after it", 2 * time.Minute, 2*time.Minute + ns, time.Hour, 0},
		{"the last of a minute, to it", 2*time.Minute - ns, 0, 2*time.Minute - ns, 1},
		{"the last of a minute, from the next", 2*time.Minute - ns, 2 * time.Minute, time.Hour, 0},
	} {
		for _, later := range []time.Duration{0, 2*time.Minute - ns} {
			t.Run(fmt.Sprintf("%s, canceled by %v", tt.name, max(later, tt.happened)), func(t *testing.T) {
				c := newClocked(t, StatisticsRetention{})
				task := Find(c.at(tt.happened, &CreateTask{}), TaskCreated).TaskSID
				c.at(max(later, tt.happened), &UpdateTask{SID: task, AssignmentStatus: TaskStatusCanceled})
				assert.Equal(t, tt.want, c.history(window(tt.from, tt.to)).TasksCreated)
				queue, err := c.TaskQueueCumulative(c.queue, window(tt.from, tt.to))
				require.NoError(t, err)
				assert.Equal(t, tt.want, queue.TasksEntered)
				workflow, err := c.WorkflowCumulative(c.workflow, window(tt.from, tt.to))
				require.NoError(t, err)
				assert.Equal(t, tt.want, workflow.TasksEntered)
				who, err := c.WorkerCumulative(c.worker, window(tt.from, tt.to))
				require.NoError(t, err)
				assert.Equal(t, tt.want, who.ReservationsCreated)
			})
		}
	}
}

// TestDefaultWindow is the last 15 minutes, or those before a given end.
func TestDefaultWindow(t *testing.T) {
	c := newClocked(t, StatisticsRetention{})
	c.at(time.Hour, &Advance{})
	for _, tt := range []struct {
		name     string
		window   Window
		from, to time.Duration
	}{
		{"neither", Window{}, 45 * time.Minute, time.Hour},
		{"an end", Window{End: shiftStart.Add(20 * time.Minute)}, 5 * time.Minute, 20 * time.Minute},
		{"a start", Window{Start: shiftStart.Add(20 * time.Minute)}, 20 * time.Minute, time.Hour},
		{"both", window(0, time.Minute), 0, time.Minute},
		{"an end to come", window(0, 2*time.Hour), 0, 2 * time.Hour},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := c.history(tt.window)
			assert.Equal(t, []time.Time{shiftStart.Add(tt.from), shiftStart.Add(tt.to)}, []time.Time{h.StartTime, h.EndTime})
			workers, err := c.WorkersCumulative(WorkersFilter{}, tt.window)
			require.NoError(t, err)
			assert.Equal(t, []time.Time{h.StartTime, h.EndTime}, []time.Time{workers.StartTime, workers.EndTime})
		})
	}
}

// TestSplitByWaitTime shows that a wait as long as the threshold is below it,
// and that a wait is floored to seconds before it is compared.
func TestSplitByWaitTime(t *testing.T) {
	const ms = time.Millisecond
	for _, tt := range []struct {
		name  string
		wait  time.Duration
		above bool // of 5 s
	}{
		{"none", 0, false},
		{"shorter", 4 * time.Second, false},
		{"as long", 5 * time.Second, false},
		{"as long in whole seconds", 5999 * ms, false},
		{"longer", 6 * time.Second, true},
	} {
		for _, kept := range []int{0, 1} {
			t.Run(fmt.Sprintf("%s, samples kept: %d", tt.name, kept), func(t *testing.T) {
				c := newClocked(t, StatisticsRetention{Samples: kept})
				events := c.at(0, &CreateTask{})
				c.at(tt.wait, &UpdateReservation{SID: Find(events, ReservationCreated).ReservationSID, ReservationStatus: ReservationStatusAccepted})
				waits := c.at(time.Minute, &CreateTask{})
				c.at(time.Minute+tt.wait, &UpdateTask{SID: Find(waits, TaskCreated).TaskSID, AssignmentStatus: TaskStatusCanceled})
				c.at(time.Hour, &Advance{})
				short, long := WaitCounts{1, 1}, WaitCounts{}
				if tt.above {
					short, long = long, short
				}
				w := window(0, 2*time.Minute, 5*time.Second, time.Hour)
				want := []WaitSplit{{5 * time.Second, long, short}, {time.Hour, WaitCounts{}, WaitCounts{1, 1}}}
				assert.Equal(t, want, c.history(w).SplitByWaitTime)
				queue, err := c.TaskQueueCumulative(c.queue, w)
				require.NoError(t, err)
				assert.Equal(t, want, queue.SplitByWaitTime)
				assert.Equal(t, tt.wait.Truncate(time.Second), queue.WaitDurationUntilCanceled.Max)
			})
		}
	}
}

// TestSplitOfABusyMinute accepts tasks by the hundred in one minute without
// samples, so that what is kept of their waits is brought together on the way.
func TestSplitOfABusyMinute(t *testing.T) {
	c := newClocked(t, StatisticsRetention{Samples: 1})
	c.at(0, &UpdateWorkerChannel{WorkerSID: c.worker, TaskChannel: "default", Capacity: new(50)})
	start := 10*time.Minute + time.Millisecond
	for i := range 400 {
		now := start + time.Duration(i)*100*time.Millisecond
		offer := Find(c.at(now, &CreateTask{}), ReservationCreated)
		c.at(now+time.Duration(i%4)*time.Second/40, &UpdateReservation{SID: offer.ReservationSID, ReservationStatus: ReservationStatusAccepted})
		c.at(now+time.Duration(i%4)*time.Second/40, &UpdateTask{SID: offer.TaskSID, AssignmentStatus: TaskStatusCompleted})
	}
	h := c.history(window(10*time.Minute, 11*time.Minute, 0))
	assert.Equal(t, []WaitSplit{{0, WaitCounts{}, WaitCounts{0, 400}}}, h.SplitByWaitTime)
	assert.Equal(t, 400, h.TasksCompleted)
	assert.Equal(t, Durations{TotalSeconds: 15}, h.WaitDurationUntilAccepted, "100 times 0+25+50+75 ms: what is floored is the sum")
	for _, lane := range c.stats.workspace.lanes {
		assert.LessOrEqual(t, len(lane.minutes[len(lane.minutes)-1].splits.list), 66)
	}
}

// TestTransferCounts shows what an acceptance after a transfer counts for.
func TestTransferCounts(t *testing.T) {
	c := newClocked(t, StatisticsRetention{})
	events := c.at(0, &CreateTaskQueue{FriendlyName: "Second line", TargetWorkers: new("team == 2")})
	second, _ := Find(events, TaskQueueCreated).TaskQueue()
	bob := Find(c.at(0, &CreateWorker{FriendlyName: "Bob", ActivitySID: c.available, Attributes: `{"team":2}`}), WorkerCreated).WorkerSID
	c.at(0, &UpdateWorkerChannel{WorkerSID: c.worker, TaskChannel: "default", Capacity: new(2)})
	accept := func(after time.Duration, events []Event) ReservationSID {
		r := Find(events, ReservationCreated).ReservationSID
		c.at(after, &UpdateReservation{SID: r, ReservationStatus: ReservationStatusAccepted})
		return r
	}
	first := accept(10*time.Second, c.at(0, &CreateTask{}))
	passed := c.at(60*time.Second, &CreateTransfer{ReservationSID: first, To: second.SID.String()})
	again := accept(90*time.Second, passed)
	back := c.at(100*time.Second, &CreateTransfer{ReservationSID: again, To: c.worker.String()})
	require.NotNil(t, Find(back, TaskTransferInitiated))
	accept(120*time.Second, back)

	one := func(seconds int64) Durations {
		d := time.Duration(seconds) * time.Second
		return Durations{d, d, d, seconds}
	}
	w := window(0, 10*time.Minute, 20*time.Second)
	all := c.history(w)
	assert.Equal(t, 3, all.ReservationsAccepted)
	assert.Equal(t, one(10), all.WaitDurationUntilAccepted, "the first acceptance is what the caller waited for")
	assert.Equal(t, 73*time.Second, all.AvgTaskAcceptanceTime, "(10+90+120)/3")
	assert.Equal(t, []WaitSplit{{20 * time.Second, WaitCounts{}, WaitCounts{0, 1}}}, all.SplitByWaitTime)
	assert.Equal(t, 1, all.TasksMoved)

	here, err := c.TaskQueueCumulative(c.queue, w)
	require.NoError(t, err)
	assert.Equal(t, one(10), here.WaitDurationUntilAccepted)
	assert.Equal(t, one(10), here.WaitDurationInQueueUntilAccepted)
	assert.Equal(t, 1, here.TasksMoved, "the queue left")

	there, err := c.TaskQueueCumulative(second.SID, w)
	require.NoError(t, err)
	assert.Equal(t, 0, there.TasksMoved)
	assert.Equal(t, 2, there.ReservationsAccepted, "by bob, and by alice to whom he passed it")
	assert.Equal(t, one(90), there.WaitDurationUntilAccepted, "from the creation")
	assert.Equal(t, one(30), there.WaitDurationInQueueUntilAccepted, "from the transfer")
	assert.Equal(t, 105*time.Second, there.AvgTaskAcceptanceTime)
	assert.Equal(t, []WaitSplit{{20 * time.Second, WaitCounts{}, WaitCounts{}}}, there.SplitByWaitTime)

	who, err := c.WorkerCumulative(bob, w.withoutSplits())
	require.NoError(t, err)
	assert.Equal(t, ReservationCounts{ReservationsCreated: 1, ReservationsAccepted: 1}, who.ReservationCounts)
}

func (w Window) withoutSplits() Window {
	w.SplitByWaitTime = nil
	return w
}

// TestActivityDurations cuts stays to windows. Alice is available for ten
// minutes, offline for five, available again for none at all and then offline
// again to this day.
func TestActivityDurations(t *testing.T) {
	c := newClocked(t, StatisticsRetention{})
	c.at(10*time.Minute, &UpdateWorker{SID: c.worker, ActivitySID: c.offline})
	c.at(15*time.Minute, &UpdateWorker{SID: c.worker, ActivitySID: c.available})
	c.at(15*time.Minute, &UpdateWorker{SID: c.worker, ActivitySID: c.offline})
	c.at(20*time.Minute, &Advance{})
	const m = time.Minute
	of := func(list ...time.Duration) Durations { return sumUp(list) }
	for _, tt := range []struct {
		name               string
		from, to           time.Duration
		offline, available Durations
	}{
		{"everything", 0, 20 * m, of(5*m, 5*m), of(10 * m)},
		{"before she was there", -m, 0, of(), of()},
		{"an end to come counts to now", 12 * m, 40 * m, of(3*m, 5*m), of()},
		{"both within one stay", 2 * m, 3 * m, of(), of(m)},
		{"both within the stay that lasts", 16 * m, 18 * m, of(2 * m), of()},
		{"across a change", 9 * m, 12 * m, of(2 * m), of(m)},
		{"from a change", 10 * m, 12 * m, of(2 * m), of()},
		{"to a change", 9 * m, 10 * m, of(), of(m)},
		{"across the stay without length", 14 * m, 16 * m, of(m, m), of()},
		{"to the stay that lasts", 14 * m, 15 * m, of(m), of()},
		{
			"fractions add up before they are floored", 9*m + 500*time.Millisecond, 15*m + 500*time.Millisecond,
			Durations{Avg: 150 * time.Second, Max: 5 * m, TotalSeconds: 300},
			of(59500 * time.Millisecond),
		},
		{"an instant", 12 * m, 12 * m, of(), of()},
		{"all to come", 30 * m, 40 * m, of(), of()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want := []ActivityDuration{
				{c.offline, "Offline", tt.offline}, {c.available, "Available", tt.available}, {c.unavailable(), "Unavailable", Durations{}},
			}
			one, err := c.WorkerCumulative(c.worker, window(tt.from, tt.to))
			require.NoError(t, err)
			assert.Equal(t, want, one.ActivityDurations)
			all, err := c.WorkersCumulative(WorkersFilter{}, window(tt.from, tt.to))
			require.NoError(t, err)
			assert.Equal(t, want, all.ActivityDurations)
		})
	}
}

func (d *desk) unavailable() ActivitySID {
	a, _ := d.ActivityByName("Unavailable")
	return a.SID
}

// TestCenturies adds up more time than a Duration holds.
func TestCenturies(t *testing.T) {
	c := newClocked(t, StatisticsRetention{Age: 49 * 365 * 24 * time.Hour})
	for i := range 9 {
		c.at(0, &CreateWorker{FriendlyName: fmt.Sprint("Worker ", i), ActivitySID: c.available})
	}
	const years = 40 * 365 * 24 * time.Hour
	c.at(years, &Advance{})
	h, err := c.WorkersCumulative(WorkersFilter{}, window(0, years))
	require.NoError(t, err)
	assert.Equal(t, Durations{years, years, years, int64(10 * 40 * 365 * 24 * 3600)}, h.ActivityDurations[1].Durations)
}

// TestNothingHappened shows every figure of a workspace in which nothing
// happened.
func TestNothingHappened(t *testing.T) {
	e, err := New(Config{Created: shiftStart})
	require.NoError(t, err)
	before := shiftStart.Add(-15 * time.Minute)
	past, err := e.WorkspaceCumulative(Window{})
	require.NoError(t, err)
	assert.Equal(t, WorkspaceHistory{TaskHistory: TaskHistory{StartTime: before, EndTime: shiftStart}}, past)
	var counts []ActivityCount
	var durations []ActivityDuration
	for a := range e.Activities() {
		counts = append(counts, ActivityCount{a.SID, a.FriendlyName, 0})
		durations = append(durations, ActivityDuration{SID: a.SID, FriendlyName: a.FriendlyName})
	}
	require.Len(t, counts, 3)
	workers, err := e.WorkersCumulative(WorkersFilter{FriendlyName: "nobody"}, Window{})
	require.NoError(t, err)
	assert.Equal(t, WorkersHistory{StartTime: before, EndTime: shiftStart, ActivityDurations: durations}, workers)
	present, err := e.WorkspaceRealTime("")
	require.NoError(t, err)
	assert.Equal(t, WorkspaceFigures{ActivityStatistics: counts}, present)
	nobody, err := e.WorkersRealTime(WorkersFilter{FriendlyName: "nobody"})
	require.NoError(t, err)
	assert.Equal(t, WorkersFigures{ActivityStatistics: counts}, nobody)
}

// TestBeforeTheEpoch counts in minutes of instants below zero.
func TestBeforeTheEpoch(t *testing.T) {
	start := time.Date(1950, 5, 5, 9, 0, 30, 0, time.UTC)
	e, err := New(Config{Created: start, Statistics: StatisticsRetention{Samples: 1}})
	require.NoError(t, err)
	apply(t, e, &CreateTaskQueue{FriendlyName: "Everyone"})
	queue, _ := e.TaskQueueByName("Everyone")
	apply(t, e, &CreateWorkflow{FriendlyName: "Main", Configuration: fmt.Sprintf(`{"task_routing":{"default_filter":{"queue":%q}}}`, queue.SID)})
	for _, after := range []time.Duration{0, 30 * time.Second, 31 * time.Second, 90 * time.Second} {
		_, err := e.Apply(start.Add(after), &CreateTask{})
		require.NoError(t, err)
	}
	minute := start.Truncate(time.Minute)
	for i, want := range []int{2, 3, 1} {
		h, err := e.WorkspaceCumulative(Window{Start: minute.Add(time.Duration(i) * time.Minute), End: minute.Add(time.Duration(i+1) * time.Minute)})
		require.NoError(t, err)
		assert.Equal(t, want, h.TasksCreated, "minute %d and the instant after it", i)
	}
}

// TestCutBeforeTheEpoch cuts a minute below zero in a window that lasts to now.
func TestCutBeforeTheEpoch(t *testing.T) {
	start := time.Date(1950, 5, 5, 9, 0, 10, 0, time.UTC)
	e, err := New(Config{Created: start})
	require.NoError(t, err)
	apply(t, e, &CreateTaskQueue{FriendlyName: "Everyone"})
	queue, _ := e.TaskQueueByName("Everyone")
	apply(t, e, &CreateWorkflow{FriendlyName: "Main", Configuration: fmt.Sprintf(`{"task_routing":{"default_filter":{"queue":%q}}}`, queue.SID)})
	for _, after := range []time.Duration{0, 30 * time.Second, 31 * time.Second, 90 * time.Second} {
		_, err := e.Apply(start.Add(after), &CreateTask{})
		require.NoError(t, err)
	}
	for i, after := range []time.Duration{0, 1, 30 * time.Second, 31 * time.Second, 90 * time.Second} {
		h, err := e.WorkspaceCumulative(Window{Start: start.Add(after)})
		require.NoError(t, err)
		assert.Equal(t, []int{4, 3, 3, 2, 1}[i], h.TasksCreated, "from %v after the start", after)
	}
}

// TestSIDOfAnother shows that a worker who was given the SID of a deleted one has
// none of the other's past.
func TestSIDOfAnother(t *testing.T) {
	c := newClocked(t, StatisticsRetention{})
	again := &CreateWorker{SID: must(ParseWorkerSID("WK" + zeros1)), FriendlyName: "Bob"}
	c.at(0, again)
	c.at(time.Minute, &DeleteWorker{SID: again.SID})
	c.at(3*time.Minute, again)
	c.at(4*time.Minute, &Advance{})
	for _, tt := range []struct {
		filter WorkersFilter
		want   int64
	}{
		{WorkersFilter{FriendlyName: "Bob"}, 60},
		{WorkersFilter{TaskQueueSID: c.queue}, 60},
		{WorkersFilter{}, 120},
	} {
		h, err := c.WorkersCumulative(tt.filter, window(0, 4*time.Minute))
		require.NoError(t, err)
		assert.Equal(t, tt.want, h.ActivityDurations[0].TotalSeconds, "%+v", tt.filter)
	}
}

// TestSamplesEndEarly leaves off in the middle of what is listed.
func TestSamplesEndEarly(t *testing.T) {
	var s samples
	for i := range 20 {
		s.addPlain(uint64(i), created.set()|offered.set())
		s.addPlain(uint64(i), enteredWorkflow.set())
		s.addWaited(uint64(i), &sample{happening: canceled, wait: time.Second})
	}
	require.Equal(t, 40, s.n, "what happens at the same instant shares a sample")
	for _, most := range []int{1, 10, 20, 39, 40, 41, 50, 60} {
		n := 0
		for range s.all() {
			if n++; n == most {
				break
			}
		}
		assert.Equal(t, most, n)
	}
	var long trail[turn]
	for i := range 300 {
		long.add(instant(i), WorkerSID{}, 0, 0)
	}
	long.trim(150, 10, false)
	assert.Equal(t, []int{150, 2}, []int{long.len(), len(long.chunks)})
	for x := range long.back() {
		assert.Equal(t, instant(299), x.at)
		break
	}
	for x := range long.backFrom(200) {
		assert.Equal(t, instant(199), x.at)
		break
	}
	long.trim(150, 1000, false)
	assert.Equal(t, []int{0, 1}, []int{long.len(), len(long.chunks)})
	assert.Equal(t, instant(300), long.from)
}

// TestWhatIsTooOldIsForgotten lets something happen in each of many minutes, and
// then nothing for longer than is kept: nothing is left of it, not even where it
// happened.
func TestWhatIsTooOldIsForgotten(t *testing.T) {
	c := newClocked(t, StatisticsRetention{Age: 15 * time.Minute})
	fax := Find(c.at(0, &CreateTaskChannel{UniqueName: "fax", FriendlyName: "Fax"}), TaskChannelCreated).channel.SID
	for i := range 30 {
		at := time.Duration(i)*time.Minute + time.Second
		task := Find(c.at(at, &CreateTask{TaskChannel: []string{"fax", "voice"}[i%2]}), TaskCreated).TaskSID
		c.at(at, &DeleteTask{SID: task})
	}
	a := &c.stats.archive
	kept := func() (minutes, parts, samples int) { return len(a.order), len(a.parts), a.samples }
	minutes, parts, samples := kept()
	assert.NotZero(t, minutes)
	assert.NotZero(t, parts)
	assert.NotZero(t, samples)
	c.at(2*time.Hour, &DeleteTaskChannel{SID: fax})
	minutes, parts, samples = kept()
	assert.Zero(t, minutes)
	assert.Zero(t, parts)
	assert.Zero(t, samples)
	assert.Empty(t, c.stats.crossings)
	assert.Empty(t, c.stats.workspace.lanes)
}
