package taskrouter

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter/expr"
)

// TestBestFirst: an order_by finds the best worker among many, as long as all who
// come into question have whole numbers, whether a ranking knows it or a look at
// everybody.
func TestBestFirst(t *testing.T) {
	d := newDesk(t, Limits{})
	apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(fmt.Sprintf(
		`{"task_routing":{"default_filter":{"queue":%q,"expression":"worker.away != true","order_by":"worker.level DESC"}}}`, d.queue))})
	level := map[WorkerSID]int{d.worker: 0}
	for i := range 2 * nearWorkers {
		events, err := d.Apply(d.Now(), &CreateWorker{FriendlyName: fmt.Sprint("Worker ", i), ActivitySID: d.available, Attributes: fmt.Sprintf(`{"level":%d}`, 1+i%50)})
		require.NoError(t, err)
		level[events[0].WorkerSID] = 1 + i%50
	}
	offer := func() int {
		events := apply(t, d.Engine, &CreateTask{})
		return level[Find(events, ReservationCreated).WorkerSID]
	}
	var got, made []int
	for range indexPrice + 2 {
		got, made = append(got, offer()), append(made, d.rankings.made)
	}
	assert.Equal(t, []int{50, 50, 49, 49, 48, 48, 47, 47, 46, 46}, got)
	assert.Equal(t, []int{0, 1}, []int{made[0], made[len(made)-1]}, "a ranking is made when the looks at everybody have cost as much")

	apply(t, d.Engine, &UpdateWorker{SID: d.worker, Attributes: new(`{"level":2.5}`)})
	assert.Equal(t, 0, offer(), "who has 2.5 makes the order be ignored, and is the first by idleness")
	apply(t, d.Engine, &UpdateWorker{SID: d.worker, Attributes: new(`{"level":"high","away":true}`)})
	assert.Equal(t, 45, offer(), "unless he does not come into question")
	apply(t, d.Engine, &CreateWorker{FriendlyName: "Zoe", ActivitySID: d.available, Attributes: `{"level":99}`})
	events := apply(t, d.Engine, &CreateTask{})
	assert.Equal(t, "Zoe", Find(events, ReservationCreated).WorkerName())
}

// TestCircleOfAChannel: on a channel with an order of its own, only its own
// reservations count, in a ranking too; it is made anew when that changes.
func TestCircleOfAChannel(t *testing.T) {
	d := newDesk(t, Limits{})
	d.looks = looks{near: 1, vain: math.MaxInt}
	voice, chat := d.channelNamed("voice"), d.channelNamed("chat")
	apply(t, d.Engine, &UpdateTaskChannel{SID: voice.cur.SID, ChannelOptimizedRouting: new(true)})
	bob := Find(apply(t, d.Engine, &CreateWorker{FriendlyName: "Bob", ActivitySID: d.available}), WorkerCreated).WorkerSID
	now := d.Now()
	offer := func(ch *taskChannel) WorkerSID {
		now = now.Add(time.Second)
		events, err := d.Apply(now, &CreateTask{TaskChannel: ch.cur.UniqueName})
		require.NoError(t, err)
		require.NoError(t, d.Check())
		ev := Find(events, ReservationCreated)
		apply(t, d.Engine, &DeleteTask{SID: ev.TaskSID})
		return ev.WorkerSID
	}
	assert.Equal(t, d.worker, offer(voice))
	require.Equal(t, 1, d.rankings.made)
	assert.Equal(t, bob, offer(chat))
	assert.Equal(t, bob, offer(voice), "the chat does not count")
	assert.Equal(t, d.worker, offer(voice))
	assert.Equal(t, bob, offer(voice))
	apply(t, d.Engine, &UpdateTaskChannel{SID: voice.cur.SID, ChannelOptimizedRouting: new(false)})
	assert.Zero(t, d.rankings.made)
	assert.Equal(t, d.worker, offer(chat))
	assert.Equal(t, bob, offer(voice), "now it does")

	apply(t, d.Engine, &UpdateTaskChannel{SID: voice.cur.SID, ChannelOptimizedRouting: new(true)})
	d.looks.vain = math.MaxInt
	offer(voice)
	require.Equal(t, 1, d.rankings.made)
	apply(t, d.Engine, &DeleteTaskChannel{SID: voice.cur.SID})
	assert.Zero(t, d.rankings.made, "another channel may get its slot")
}

// TestTwoOffersAtOnce: a worker who comes back takes a chat and a call in the same
// instant, and has had the call for as long.
func TestTwoOffersAtOnce(t *testing.T) {
	for _, ranked := range []bool{false, true} {
		d := newDesk(t, Limits{})
		d.looks.near = 1
		apply(t, d.Engine, &UpdateTaskChannel{SID: d.channelNamed("voice").cur.SID, ChannelOptimizedRouting: new(true)})
		bob := Find(apply(t, d.Engine, &CreateWorker{FriendlyName: "Bob"}), WorkerCreated).WorkerSID
		apply(t, d.Engine, &UpdateWorkerChannel{WorkerSID: d.worker, TaskChannel: "voice", Capacity: new(2)})
		apply(t, d.Engine, &UpdateWorker{SID: d.worker, ActivitySID: d.offline})
		if ranked {
			d.makeRanking(groupFor(&step{queue: d.queues.get(d.queue)}, d.channelNamed("voice")))
		}
		now := d.Now()
		do := func(cmd Command) []Event {
			now = now.Add(time.Second)
			events := must(d.Apply(now, cmd))
			require.NoError(t, d.Check())
			return events
		}
		do(&CreateTask{TaskChannel: "chat"})
		do(&CreateTask{TaskChannel: "voice"})
		do(&UpdateWorker{SID: d.worker, ActivitySID: d.available}) // both are offered to her
		do(&UpdateWorker{SID: bob, ActivitySID: d.available})
		offer := Find(do(&CreateTask{TaskChannel: "voice"}), ReservationCreated)
		assert.Equal(t, bob, offer.WorkerSID, "he never had a call")
	}
}

// TestRankingIsForgotten: a ranking that nobody asks for goes, when its workers have
// come and gone many times.
func TestRankingIsForgotten(t *testing.T) {
	d := newDesk(t, Limits{FinishedTask: time.Second})
	ask := func() *group {
		return groupFor(&step{queue: d.queues.get(d.queue)}, d.channelNamed("default"))
	}
	now, most := d.Now(), indexPrice*(1+nearWorkers)
	life := func() {
		now = now.Add(time.Second)
		events := must(d.Apply(now, &CreateTask{}))
		must(d.Apply(now, &UpdateReservation{SID: Find(events, ReservationCreated).ReservationSID, ReservationStatus: "accepted"}))
		must(d.Apply(now, &UpdateTask{SID: events[0].TaskSID, AssignmentStatus: "completed"}))
	}
	life()
	d.makeRanking(ask())
	for range most {
		life()
		require.NotNil(t, ask().ranking(), "somebody asks for it")
	}
	for range most {
		life()
	}
	require.Zero(t, d.rankings.made)
	require.NoError(t, d.Check())
}

// TestRankingOrShortlist: where a ranking is there, a shortlist goes before it only
// if it is much shorter; and where the ranking finds nobody for a step that is
// choosy, a roster is made in the end.
func TestRankingOrShortlist(t *testing.T) {
	d := newDesk(t, Limits{})
	half := func(i int) string { return fmt.Sprintf(`{"level":%d,"skills":["s%d","t%d"]}`, i%7, i%2, i) }
	apply(t, d.Engine, &UpdateWorker{SID: d.worker, Attributes: new(half(0))})
	for i := range 4*nearWorkers - 1 {
		must(d.Apply(d.Now(), &CreateWorker{FriendlyName: fmt.Sprint("Worker ", i), ActivitySID: d.available, Attributes: half(i + 1)}))
	}
	apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(fmt.Sprintf(
		`{"task_routing":{"default_filter":{"queue":%q,"expression":"worker.skills HAS task.skill","order_by":"worker.level DESC"}}}`, d.queue))})
	create := func(skill string) *Event {
		events := apply(t, d.Engine, &CreateTask{Attributes: fmt.Sprintf(`{"skill":%q}`, skill)})
		offer := Find(events, ReservationCreated)
		apply(t, d.Engine, &DeleteTask{SID: Find(events, TaskCreated).TaskSID})
		return offer
	}
	for range 4 * indexPrice {
		require.NotNil(t, create("s1"))
	}
	assert.Equal(t, 1, d.rosters.made, "half of them have the skill, which is looked up first")
	assert.Equal(t, 1, d.rankings.made, "and are so many that it pays to have them in order")
	vain := d.looks.vain
	require.NotNil(t, create("s1"))
	assert.Equal(t, vain, d.looks.vain, "by the ranking, where the first ones are at hand")
	require.NotNil(t, create("t9"))
	require.Nil(t, create("Klingon"))
	assert.Equal(t, vain, d.looks.vain, "by the roster, where there are hardly any")

	d.dropRosters()
	d.looks.vain = 0
	for range 2 * indexPrice {
		require.Nil(t, create("Klingon"))
	}
	assert.Equal(t, 1, d.rosters.made)
}

// TestRankingsAreFew: one more than are kept is the first of new ones, a deleted
// queue has none, and none outlives the numbers that it goes by.
func TestRankingsAreFew(t *testing.T) {
	d := newDesk(t, Limits{})
	d.looks.near, d.rankings.most = 1, 2
	apply(t, d.Engine, &CreateWorker{FriendlyName: "Bob", ActivitySID: d.available})
	all := Find(apply(t, d.Engine, &CreateTaskQueue{FriendlyName: "All"}), TaskQueueCreated).queue.SID
	ask := func(q TaskQueueSID, paths ...int) int {
		g := groupFor(&step{queue: d.queues.get(q)}, d.channelNamed("default"))
		for _, path := range paths {
			g.step.order = append(g.step.order, clause{path: path})
		}
		if g.ranking() == nil {
			require.NotNil(t, d.makeRanking(g))
		}
		require.NoError(t, d.Check())
		return d.rankings.made
	}
	for _, name := range []string{"a", "b"} {
		d.paths.Add(must(expr.ParseReference(name)))
	}
	assert.Equal(t, 1, ask(d.queue, 0))
	assert.Equal(t, 2, ask(all, 0))
	assert.Equal(t, 2, ask(d.queue, 0))
	assert.Equal(t, 1, ask(d.queue, 0, 1))
	assert.Equal(t, 2, ask(all, 1))
	apply(t, d.Engine, &DeleteTaskQueue{SID: all})
	assert.Equal(t, 1, d.rankings.made)
	d.paths.crowd = 1
	for i := range 70 {
		apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(fmt.Sprintf(
			`{"task_routing":{"default_filter":{"queue":%q,"expression":"worker.p%d == 1"}}}`, d.queue, i))})
	}
	assert.Zero(t, d.rankings.made)

	d.rankings.most = 0
	ask(d.queue, 0)
	apply(t, d.Engine, &DeleteWorkspace{})
	assert.Zero(t, d.rankings.made)
}

// TestRankingAgainstEverybody holds rankings against a look at everybody while
// workers come, go, change and are reserved.
func TestRankingAgainstEverybody(t *testing.T) {
	rolls := rand.New(rand.NewPCG(2, 9))
	d := newDesk(t, Limits{FinishedTask: time.Second})
	apply(t, d.Engine, &UpdateTaskChannel{SID: d.channelNamed("chat").cur.SID, ChannelOptimizedRouting: new(true)})
	queues := []TaskQueueSID{d.queue}
	for _, target := range []string{"level > 1", "rank == 2"} {
		queues = append(queues, Find(apply(t, d.Engine, &CreateTaskQueue{FriendlyName: target, TargetWorkers: &target, MaxReservedWorkers: 2}), TaskQueueCreated).queue.SID)
	}
	level, rank := d.paths.Add(must(expr.ParseReference("level"))), d.paths.Add(must(expr.ParseReference("rank")))
	orders := [][]clause{nil, {{path: level}}, {{path: level, descending: true}, {path: rank}}, {{path: rank}}}
	apply(t, d.Engine, &CreateTask{RoutingTarget: d.worker.String()})
	apply(t, d.Engine, &CreateTask{RoutingTarget: d.worker.String(), TaskChannel: "chat"}) // so that the channels are asked for
	d.rankings.most = 5

	attributes := func() string {
		odd := []string{"1", "2", "3", "2", "3", "null", "2.0", "2.5"}
		return fmt.Sprintf(`{"level":%s,"rank":%s}`, odd[rolls.IntN(7)], odd[rolls.IntN(len(odd)-rolls.IntN(2))])
	}
	now := d.Now()
	var workers []WorkerSID
	ranked, ignored := 0, 0
	for i := range 6_000 {
		now = now.Add(time.Duration(rolls.IntN(3)) * time.Millisecond)
		activity := []ActivitySID{d.available, d.available, d.offline}[rolls.IntN(3)]
		switch roll := rolls.IntN(12); {
		case roll < 2 && len(workers) < 40 || len(workers) == 0:
			w := Find(must(d.Apply(now, &CreateWorker{FriendlyName: fmt.Sprint("Worker ", i), Attributes: attributes(), ActivitySID: activity})), WorkerCreated).WorkerSID
			must(d.Apply(now, &UpdateWorkerChannel{WorkerSID: w, TaskChannel: []string{"default", "chat"}[rolls.IntN(2)], Capacity: new(3)}))
			workers = append(workers, w)
		case roll == 2:
			n := rolls.IntN(len(workers))
			must(d.Apply(now, &DeleteWorker{SID: workers[n]}))
			workers = slices.Delete(workers, n, n+1)
		case roll < 5:
			must(d.Apply(now, &UpdateWorker{SID: workers[rolls.IntN(len(workers))], ActivitySID: activity}))
		case roll < 9:
			task := Find(must(d.Apply(now, &CreateTask{RoutingTarget: queues[rolls.IntN(3)].String(), TaskChannel: []string{"default", "chat"}[rolls.IntN(2)]})), TaskCreated)
			must(d.Apply(now, &UpdateTask{SID: task.TaskSID, AssignmentStatus: TaskStatusCanceled}))
		default:
			must(d.Apply(now, &UpdateWorker{SID: workers[rolls.IntN(len(workers))], Attributes: new(attributes())}))
		}
		g := groupFor(
			&step{queue: d.queues.get(queues[rolls.IntN(3)]), order: orders[rolls.IntN(len(orders))]},
			d.channelNamed([]string{"default", "chat"}[rolls.IntN(2)]),
		)
		r := g.ranking()
		if r == nil && rolls.IntN(2) == 0 {
			r = d.makeRanking(g)
		}
		if r == nil {
			continue
		}
		ok := !r.isIgnored(d.Engine, g)
		got := slices.Clone(d.chooseRanked(g, r))
		all, _ := d.everybody(g)
		odd := slices.ContainsFunc(all, func(w *worker) bool { return !d.orderable(g.step.order, w) })
		require.Equal(t, !odd, ok, "%d", i)
		if !ok {
			ignored++
			continue
		}
		require.True(t, slices.Equal(d.first(g, all), got), "%d", i)
		if len(got) > 1 {
			ranked++
		}
		if i%50 == 0 {
			require.NoError(t, d.Check())
		}
	}
	t.Logf("%d ranked, %d ignored", ranked, ignored)
	require.Greater(t, ranked, 500, "too few to prove anything")
	require.Greater(t, ignored, 100, "too few to prove anything")
}
