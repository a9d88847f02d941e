package taskrouter

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter/expr"
)

// skilled makes a workspace whose tasks ask for a skill, with so many workers who
// can chat, and lets the first of them learn more.
func skilled(t *testing.T, workers int, first string) *desk {
	d := newDesk(t, Limits{})
	apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(fmt.Sprintf(
		`{"task_routing":{"default_filter":{"queue":%q,"expression":"worker.skills HAS task.skill"}}}`, d.queue))})
	apply(t, d.Engine, &UpdateWorker{SID: d.worker, Attributes: &first})
	for i := range workers - 1 {
		_, err := d.Apply(d.Now(), &CreateWorker{FriendlyName: fmt.Sprint("Worker ", i), ActivitySID: d.available, Attributes: `{"skills":["chat"]}`})
		require.NoError(t, err)
	}
	return d
}

// TestRareSkill: a task that hardly anybody can take finds her among many who are
// idle, and one that nobody can take waits, whether a roster knows it or a look at
// everybody.
func TestRareSkill(t *testing.T) {
	d := skilled(t, 2*nearWorkers, `{"skills":["chat","sign language"]}`)
	apply(t, d.Engine, &UpdateWorkerChannel{WorkerSID: d.worker, TaskChannel: "default", Capacity: new(50)})
	var made []int
	for range 2 * indexPrice {
		events := apply(t, d.Engine, &CreateTask{Attributes: `{"skill":"sign language"}`})
		require.Equal(t, d.worker, Find(events, ReservationCreated).WorkerSID)
		events = apply(t, d.Engine, &CreateTask{Attributes: `{"skill":"Klingon"}`})
		require.Nil(t, Find(events, ReservationCreated))
		apply(t, d.Engine, &UpdateTask{SID: Find(events, TaskCreated).TaskSID, AssignmentStatus: TaskStatusCanceled})
		made = append(made, d.rosters.made)
	}
	assert.Equal(t, 0, made[0])
	assert.Equal(t, 1, made[len(made)-1], "a roster is made when the looks at everybody have cost as much")

	waits := Find(apply(t, d.Engine, &CreateTask{Attributes: `{"skill":"Klingon"}`}), TaskCreated).TaskSID
	events := apply(t, d.Engine, &UpdateWorker{SID: d.worker, Attributes: new(`{"skills":["Klingon"]}`)})
	require.Equal(t, waits, Find(events, ReservationCreated).TaskSID, "who learns a skill gets what waits for it")
	events = apply(t, d.Engine, &CreateTask{Attributes: `{"skill":"sign language"}`})
	require.Nil(t, Find(events, ReservationCreated), "and not what she has forgotten")
	events = apply(t, d.Engine, &CreateWorker{FriendlyName: "Zoe", ActivitySID: d.available, Attributes: `{"skills":["sign language"]}`})
	require.NotNil(t, Find(events, ReservationCreated))
}

// TestFewAreLookedAt: where few are idle a look at all costs nothing, however often.
func TestFewAreLookedAt(t *testing.T) {
	d := skilled(t, nearWorkers, `{"skills":[]}`)
	for range 10 * indexPrice {
		events := apply(t, d.Engine, &CreateTask{Attributes: `{"skill":"Klingon"}`})
		apply(t, d.Engine, &DeleteTask{SID: Find(events, TaskCreated).TaskSID})
	}
	assert.Zero(t, d.looks.vain)
	assert.Zero(t, d.rosters.made)
}

// TestLongListsAreNoRoster: where workers have hundreds of elements, a roster would
// be larger than what it is of, and a change would cost more than a look.
func TestLongListsAreNoRoster(t *testing.T) {
	list := func(n int) string {
		var all []string
		for i := range n {
			all = append(all, fmt.Sprint(i))
		}
		return `{"skills":[` + strings.Join(all, ",") + `],"level":1}`
	}
	d := skilled(t, 2*nearWorkers, list(mostEntries))
	for w := range d.Workers() {
		must(d.Apply(d.Now(), &UpdateWorker{SID: w.SID, Attributes: new(list(mostEntries))}))
	}
	m := d.bind(must(expr.Parse("worker.skills HAS 'x' AND worker.level > 1")), targetScope, nil)
	g := groupFor(&step{queue: d.queues.get(d.queue), match: m}, d.channelNamed("default"))
	d.looks.vain = math.MaxInt
	_, _, ok := d.shortlist(g, math.MaxInt)
	assert.False(t, ok)
	assert.True(t, d.rosters.byPath[0].barred)
	require.NoError(t, d.Check())
	for range 2 {
		d.looks.vain = math.MaxInt
		_, _, ok = d.shortlist(g, math.MaxInt)
		assert.True(t, ok, "by the level")
		assert.Equal(t, 2, d.rosters.made, "which is tried once")
	}

	d = skilled(t, 2, `{"skills":["a"]}`)
	d.makeRoster(d.paths.Add(must(expr.ParseReference("skills"))))
	apply(t, d.Engine, &UpdateWorker{SID: d.worker, Attributes: new(list(3 * mostEntries))})
	assert.True(t, d.rosters.byPath[0].barred, "it has become too large")
	apply(t, d.Engine, &UpdateWorker{SID: d.worker, Attributes: new(`{"skills":["a"]}`)})
}

// TestManyPathsAreNoRoster: alternatives over more paths than there are rosters
// would make them in turn, for ever.
func TestManyPathsAreNoRoster(t *testing.T) {
	d := skilled(t, 4, `{}`)
	var sides []string
	for i := range mostRosters + 1 {
		sides = append(sides, fmt.Sprintf("worker.p%d == 'x'", i))
	}
	for _, tt := range []struct {
		source string
		made   int
	}{{strings.Join(sides, " OR "), 0}, {strings.Join(sides[1:], " OR "), 1}} {
		m := d.bind(must(expr.Parse(tt.source)), targetScope, nil)
		d.looks.vain = math.MaxInt
		d.shortlist(groupFor(&step{queue: d.queues.get(d.queue), match: m}, d.channelNamed("default")), math.MaxInt)
		assert.Equal(t, tt.made, d.rosters.made)
	}
}

// TestUsefulSide: of the sides of an AND, the one that hardly anybody meets finds
// who can take a task, whatever comes before it.
func TestUsefulSide(t *testing.T) {
	for _, first := range []string{
		"worker.channel.default.assigned_tasks == 0", "taskrouter.dayOfWeek != 'Nonday'", "worker.activity_name == 'Available'", "worker.kind == 'agent'",
	} {
		d := skilled(t, 2*nearWorkers, `{"kind":"agent"}`)
		for w := range d.Workers() {
			must(d.Apply(d.Now(), &UpdateWorker{SID: w.SID, Attributes: new(`{"kind":"agent","skills":["chat"]}`)}))
		}
		apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(fmt.Sprintf(
			`{"task_routing":{"default_filter":{"queue":%q,"expression":%q}}}`, d.queue, first+" AND worker.skills HAS task.skill"))})
		for range 3 * indexPrice {
			events := apply(t, d.Engine, &CreateTask{Attributes: `{"skill":"Klingon"}`})
			apply(t, d.Engine, &DeleteTask{SID: Find(events, TaskCreated).TaskSID})
		}
		vain := d.looks.vain
		events := apply(t, d.Engine, &CreateTask{Attributes: `{"skill":"Klingon"}`})
		require.Nil(t, Find(events, ReservationCreated))
		assert.Equal(t, vain, d.looks.vain, "%s: nobody was looked at", first)
	}
}

// TestRosterOfOrder: an order_by looks at no others than those who come into
// question, and has the first of them.
func TestRosterOfOrder(t *testing.T) {
	d := skilled(t, 2*nearWorkers, `{"skills":["sales"],"level":3}`)
	d.looks.vain = math.MaxInt
	apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(fmt.Sprintf(
		`{"task_routing":{"default_filter":{"queue":%q,"expression":"task.skill IN worker.skills","order_by":"worker.level DESC"}}}`, d.queue))})
	best := Find(apply(t, d.Engine, &CreateWorker{
		FriendlyName: "Zoe", ActivitySID: d.available, Attributes: `{"skills":["sales"],"level":7}`,
	}), WorkerCreated).WorkerSID
	for _, want := range []WorkerSID{best, d.worker} {
		require.Equal(t, want, Find(apply(t, d.Engine, &CreateTask{Attributes: `{"skill":"sales"}`}), ReservationCreated).WorkerSID)
	}
	require.Equal(t, 1, d.rosters.made)
	assert.Zero(t, d.looks.vain, "nobody else was looked at")
}

// TestRostersAreFew: a roster more than are kept is the first of new ones, and
// those that are asked for by numbers that changed are made anew.
func TestRostersAreFew(t *testing.T) {
	d := skilled(t, 4, `{"skills":["a"],"team":"b","site":"c"}`)
	d.looks.near, d.rosters.most = 1, 2
	for i, tt := range []struct {
		path string
		made int
	}{{"skills", 1}, {"team", 2}, {"team", 2}, {"site", 1}, {"skills", 2}} {
		m := d.bind(must(expr.Parse("worker."+tt.path+" IN ['x', 'y']")), targetScope, nil)
		d.looks.vain = math.MaxInt
		_, _, ok := d.shortlist(groupFor(&step{queue: d.queues.get(d.queue), match: m}, d.channelNamed("default")), math.MaxInt)
		assert.True(t, ok)
		assert.Equal(t, tt.made, d.rosters.made, "%d: %s", i, tt.path)
		require.NoError(t, d.Check())
	}
	d.paths.crowd = 1
	for i := range 70 { // paths of former configurations are forgotten
		apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(fmt.Sprintf(
			`{"task_routing":{"default_filter":{"queue":%q,"expression":"worker.p%d == 1"}}}`, d.queue, i))})
	}
	assert.Less(t, d.paths.Len(), 70)
	assert.Zero(t, d.rosters.made)
}

// TestShortlistAgainstEverybody holds rosters against a look at everybody while
// workers come, go, learn and forget.
func TestShortlistAgainstEverybody(t *testing.T) {
	rolls := rand.New(rand.NewPCG(1, 9))
	d := newDesk(t, Limits{})
	queues := []TaskQueueSID{d.queue}
	for _, target := range []string{"team == 'x'", "team != 'x'", "skills HAS 'a'"} {
		queues = append(queues, Find(apply(t, d.Engine, &CreateTaskQueue{FriendlyName: target, TargetWorkers: &target}), TaskQueueCreated).queue.SID)
	}
	var targets []string
	for _, x := range []string{
		"worker.skills HAS task.skill", "task.skill IN worker.skills AND worker.level >= task.level", "worker.team == task.team",
		"worker.skills HAS task.skill OR worker.team == task.team OR worker.level == task.level", "worker.team IN ['x', 'z']",
		"worker.skills HAS 1", "NOT (worker.skills HAS 'c') AND worker.level == task.level", "task.skills HAS worker.team",
		"worker.skills HAS task.skill AND worker.channel.default.assigned_tasks == 0", "worker.friendly_name == 'Worker 3'",
		"worker.level >= task.level", "worker.level > task.level AND worker.level < 2", "task.level >= worker.level AND worker.skills HAS task.skill",
		"worker.level > 1 AND worker.level < 1", "task.team > worker.level", "worker.friendly_name.x >= 1",
	} {
		for _, q := range queues {
			targets = append(targets, fmt.Sprintf(`{"expression":"1==1","targets":[{"queue":%q,"expression":%q}]}`, q, x))
		}
	}
	apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(`{"task_routing":{"filters":[` + strings.Join(targets, ",") + `]}}`)})
	apply(t, d.Engine, &CreateTask{}) // so that the channel is asked for
	d.looks.near, d.rosters.most = 1, 2

	word := func() string { return []string{`"a"`, `"b"`, `"c"`, `"x"`, `"y"`, "1", "1.0", "null"}[rolls.IntN(8)] }
	number := func() string { return []string{"0", "1", "2", "0.5", `"1"`, `"x"`, "null"}[rolls.IntN(7)] }
	attributes := func() string {
		return fmt.Sprintf(`{"skills":[%s,%s],"team":%s,"level":%s,"skill":%s}`, word(), word(), word(), number(), word())
	}
	route := d.workflows.get(d.workflow).route
	var workers []WorkerSID
	short, shorter := 0, 0
	for i := range 4_000 {
		switch roll := rolls.IntN(8); {
		case roll < 2 && len(workers) < 60 || len(workers) == 0:
			workers = append(workers, Find(must(d.Apply(d.Now(), &CreateWorker{
				FriendlyName: fmt.Sprint("Worker ", i), Attributes: attributes(), ActivitySID: []ActivitySID{d.available, d.offline}[rolls.IntN(2)],
			})), WorkerCreated).WorkerSID)
		case roll == 2:
			n := rolls.IntN(len(workers))
			must(d.Apply(d.Now(), &DeleteWorker{SID: workers[n]}))
			workers = slices.Delete(workers, n, n+1)
		case roll == 3:
			must(d.Apply(d.Now(), &UpdateWorker{SID: workers[rolls.IntN(len(workers))], ActivitySID: []ActivitySID{d.available, d.offline}[rolls.IntN(2)]}))
		default:
			must(d.Apply(d.Now(), &UpdateWorker{SID: workers[rolls.IntN(len(workers))], Attributes: new(attributes())}))
		}
		s := &route.filters[rolls.IntN(len(route.filters))].steps[0]
		read := must(expr.ParseDocument(attributes())).LookupAll(&route.paths, nil)
		var values []expr.Value
		for _, path := range s.reads {
			values = append(values, read[path])
		}
		g := groupFor(s, d.channelNamed("default"), values...)
		d.looks.vain = []int{0, math.MaxInt}[rolls.IntN(2)]
		list, _, ok := d.shortlist(g, s.queue.members()/2)
		if !ok {
			continue
		}
		found := slices.SortedFunc(slices.Values(list), compareBySequence)
		all, _ := d.everybody(g)
		slices.SortFunc(all, compareBySequence)
		require.True(t, slices.Equal(all, found), "%d: %s", i, s.text.expression)
		if short++; len(all) > 0 {
			shorter++
		}
		if i%100 == 0 {
			require.NoError(t, d.Check())
		}
	}
	t.Logf("%d shortlists, %d with somebody", short, shorter)
	require.Greater(t, shorter, 500, "too few to prove anything")
}
