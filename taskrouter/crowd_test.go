package taskrouter

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter/expr"
)

// TestCrowd plays with workers who are in many queues each, so that most are a
// class of their own, and holds every choice against a look at all of them.
func TestCrowd(t *testing.T) {
	offers := 0
	for seed := range uint64(sized(12, 1000)) {
		p := newCrowdPlay(t, seed)
		for i := range 2000 {
			p.step()
			if i%100 == 0 {
				require.NoError(t, p.e.Check(), "seed %d, step %d", seed, i)
			}
		}
		require.NoError(t, p.e.Check(), "seed %d", seed)
		offers += p.offers
	}
	require.Greater(t, offers, 100)
}

// crowdPlay is a workspace, and what a naive router has to know of it.
type crowdPlay struct {
	t       *testing.T
	roll    *rand.Rand
	e       *Engine
	now     time.Time
	queues  []TaskQueueSID
	flow    WorkflowSID
	workers []*crowdWorker // in order of creation
	open    []*crowdOffer
	ready   ActivitySID
	made    int
	offers  int
}

type crowdWorker struct {
	sid  WorkerSID
	last time.Time // zero for never
	load map[string]int
}

type crowdOffer struct {
	reservation ReservationSID
	task        TaskSID
	worker      *crowdWorker
	channel     string
}

const crowdQueues = 14

var crowdExpressions = []string{
	"skills HAS 's0'", "skills HAS 's1'", "skills HAS 's2'", "skills HAS 's3' OR team == 2", "team IN [1, 2]", "team == null",
	"level >= 3", "NOT (team == 1)", "friendly_name == 'W1'", "friendly_name != 'W2' AND skills HAS 's4'", "activity_name == 'Ready'",
	"activity_name IN ['Set', 'Available'] AND level > 1", "1==1", "", "deep.x HAS 3 AND level < 4", "skills[0] == 's1'", "sid.x == null",
	"sid != 'x' AND team == 3", "1==2", "null IN skills", "team == '2' OR 'a' == deep.y", "deep.y CONTAINS '1'",
}

func newCrowdPlay(t *testing.T, seed uint64) *crowdPlay {
	p := &crowdPlay{t: t, roll: rand.New(rand.NewPCG(seed, 5)), now: shiftStart}
	e, err := New(Config{Created: shiftStart, Limits: Limits{FinishedTask: time.Second}})
	require.NoError(t, err)
	p.e = e
	p.ready = Find(p.do(&CreateActivity{FriendlyName: "Ready", Available: true}), ActivityCreated).activity.SID
	for i := range crowdQueues {
		events := p.do(&CreateTaskQueue{FriendlyName: fmt.Sprint("Queue ", i), TargetWorkers: &crowdExpressions[i], MaxReservedWorkers: 1 + i%3})
		p.queues = append(p.queues, Find(events, TaskQueueCreated).queue.SID)
	}
	var filters []string
	for i, q := range p.queues {
		more := []string{"", `,"expression":"worker.level >= task.level"`, `,"order_by":"worker.level DESC"`}[i%5/2]
		filters = append(filters, fmt.Sprintf(`{"expression":"q == %d","targets":[{"queue":%q%s}]}`, i, q, more))
	}
	config := `{"task_routing":{"filters":[` + strings.Join(filters, ",") + `]}}`
	p.flow = Find(p.do(&CreateWorkflow{FriendlyName: "Main", Configuration: config, TaskReservationTimeout: time.Hour}), WorkflowCreated).workflow.SID
	return p
}

func (p *crowdPlay) do(cmd Command) []Event {
	p.t.Helper()
	p.now = p.now.Add(time.Duration(p.roll.IntN(3)) * time.Millisecond)
	events, err := p.e.Apply(p.now, cmd)
	require.NoError(p.t, err)
	return events
}

func (p *crowdPlay) attributes() string {
	var list []string
	if skills := p.roll.Perm(6)[:p.roll.IntN(5)]; p.roll.IntN(8) > 0 {
		text := strings.NewReplacer(" ", `","s`, "[", `["s`, "]", `"]`).Replace(fmt.Sprint(skills))
		list = append(list, `"skills":`+strings.ReplaceAll(text, `["s"]`, `[null]`))
	}
	for _, member := range []string{
		fmt.Sprintf(`"team":%d`, p.roll.IntN(4)), fmt.Sprintf(`"level":%d`, p.roll.IntN(6)),
		fmt.Sprintf(`"deep":{"x":[%d,3.0],"y":"a1"}`, p.roll.IntN(3)), `"note":"x"`, `"team":"2"`, `"deep":{"y":"a"}`,
	} {
		if p.roll.IntN(2) == 0 {
			list = append(list, member)
		}
	}
	p.roll.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return "{" + strings.Join(list, ",") + "}"
}

func (p *crowdPlay) activity() ActivitySID {
	if p.roll.IntN(3) > 0 {
		return p.ready
	}
	a, _ := p.e.ActivityByName([]string{"Available", "Offline"}[p.roll.IntN(2)])
	return a.SID
}

func (p *crowdPlay) worker() *crowdWorker { return p.workers[p.roll.IntN(len(p.workers))] }

func (p *crowdPlay) step() {
	switch n := p.roll.IntN(40); {
	case len(p.workers) < 5 || n == 0 && len(p.workers) < 40:
		p.made++ // from W10 on; the others are for who is renamed
		w := &crowdWorker{load: map[string]int{}}
		events := p.do(&CreateWorker{FriendlyName: fmt.Sprint("W", 9+p.made), Attributes: p.attributes(), ActivitySID: p.activity()})
		w.sid = Find(events, WorkerCreated).WorkerSID
		p.workers = append(p.workers, w)
	case n == 1:
		w := p.worker()
		if w.load["voice"]+w.load["chat"] == 0 {
			p.do(&DeleteWorker{SID: w.sid})
			p.workers = slices.DeleteFunc(p.workers, func(x *crowdWorker) bool { return x == w })
		}
	case n < 6:
		p.do(&UpdateWorker{SID: p.worker().sid, Attributes: new(p.attributes())})
	case n < 9:
		p.do(&UpdateWorker{SID: p.worker().sid, ActivitySID: p.activity()})
	case n == 9:
		if name := fmt.Sprint("W", p.roll.IntN(9)); !p.isNamed(name) {
			p.do(&UpdateWorker{SID: p.worker().sid, FriendlyName: &name})
		}
	case n == 10:
		p.do(&UpdateWorkerChannel{WorkerSID: p.worker().sid, TaskChannel: "voice", Capacity: new(p.roll.IntN(4)), Available: new(p.roll.IntN(4) > 0)})
	case n == 11:
		p.do(&UpdateTaskQueue{SID: p.queues[p.roll.IntN(len(p.queues))], TargetWorkers: &crowdExpressions[p.roll.IntN(len(crowdExpressions))]})
	case n == 12:
		p.do(&UpdateActivity{SID: p.ready, FriendlyName: new([]string{"Ready", "Set"}[p.roll.IntN(2)])})
	case n == 13:
		p.extraQueue()
	case n < 26 && len(p.open) > 0:
		p.finish(p.roll.IntN(len(p.open)))
	default:
		p.create()
	}
}

func (p *crowdPlay) isNamed(name string) bool {
	_, ok := p.e.WorkerByName(name)
	return ok
}

// extraQueue makes a queue that no workflow knows, or removes it.
func (p *crowdPlay) extraQueue() {
	if q, ok := p.e.TaskQueueByName("Extra"); ok {
		p.do(&DeleteTaskQueue{SID: q.SID})
		return
	}
	source := crowdExpressions[p.roll.IntN(len(crowdExpressions))]
	if p.roll.IntN(2) == 0 {
		p.made++
		source = fmt.Sprintf("path%d == 1", p.made) // which no queue has read yet
	}
	p.do(&CreateTaskQueue{FriendlyName: "Extra", TargetWorkers: &source})
}

// finish completes the task of an offer; the others it was offered to are free.
func (p *crowdPlay) finish(i int) {
	o := p.open[i]
	p.do(&UpdateReservation{SID: o.reservation, ReservationStatus: ReservationStatusAccepted})
	p.do(&UpdateTask{SID: o.task, AssignmentStatus: TaskStatusCompleted})
	p.open = slices.DeleteFunc(p.open, func(x *crowdOffer) bool {
		if x.task != o.task {
			return false
		}
		x.worker.load[x.channel]--
		return true
	})
}

// create makes a task and holds the offers against the naive choice. A task that
// nobody takes is canceled, so that none waits when something changes.
func (p *crowdPlay) create() {
	n, level := p.roll.IntN(len(p.queues)), p.roll.IntN(6)
	channel := []string{"voice", "voice", "chat"}[p.roll.IntN(3)]
	want := p.choose(n, level, channel)
	events := p.do(&CreateTask{WorkflowSID: p.flow, Attributes: fmt.Sprintf(`{"q":%d,"level":%d}`, n, level), TaskChannel: channel})
	var got []WorkerSID
	for i := range events {
		if ev := &events[i]; ev.Type == ReservationCreated {
			got = append(got, ev.WorkerSID)
			w := p.workers[slices.IndexFunc(p.workers, func(w *crowdWorker) bool { return w.sid == ev.WorkerSID })]
			w.last = p.now
			w.load[channel]++
			p.open = append(p.open, &crowdOffer{ev.ReservationSID, ev.TaskSID, w, channel})
			p.offers++
		}
	}
	require.Equal(p.t, want, got)
	if len(got) == 0 {
		p.do(&UpdateTask{SID: Find(events, TaskCreated).TaskSID, AssignmentStatus: TaskStatusCanceled})
	}
}

// choose is routing.md §3 by a look at everybody.
func (p *crowdPlay) choose(n, level int, channel string) []WorkerSID {
	q, _ := p.e.TaskQueue(p.queues[n])
	if q.TargetWorkers == "" {
		return nil
	}
	match := must(expr.Parse(q.TargetWorkers))
	levels := map[WorkerSID]int64{}
	var list []*crowdWorker
	for _, w := range p.workers {
		v, _ := p.e.Worker(w.sid)
		own := must(expr.ParseDocument(v.Attributes))
		levelOf, has := own.Lookup(must(expr.ParseReference("level"))).Int()
		levels[w.sid] = -1
		if has {
			levels[w.sid] = levelOf
		}
		if v.Available && p.hasRoom(w, channel) && isIn(match, v, own) && (n%5/2 != 1 || has && levelOf >= int64(level)) {
			list = append(list, w)
		}
	}
	slices.SortStableFunc(list, func(a, b *crowdWorker) int {
		if n%5/2 == 2 && levels[a.sid] != levels[b.sid] {
			return cmp.Compare(levels[b.sid], levels[a.sid])
		}
		return a.last.Compare(b.last)
	})
	var chosen []WorkerSID
	for _, w := range list[:min(len(list), q.MaxReservedWorkers)] {
		chosen = append(chosen, w.sid)
	}
	return chosen
}

func (p *crowdPlay) hasRoom(w *crowdWorker, channel string) bool {
	for c := range p.e.WorkerChannels(w.sid) {
		if c.TaskChannelUniqueName == channel {
			return c.Available && w.load[channel] < c.ConfiguredCapacity
		}
	}
	return false
}

// isIn judges a queue's expression on a worker.
func isIn(match *expr.Expr, v Worker, own expr.Document) bool {
	var slots []expr.Value
	for _, ref := range match.References() {
		switch ref.String() {
		case "sid":
			slots = append(slots, expr.String(v.SID.String()))
		case "friendly_name":
			slots = append(slots, expr.String(v.FriendlyName))
		case "activity_name":
			slots = append(slots, expr.String(v.ActivityName))
		default:
			slots = append(slots, own.Lookup(ref))
		}
	}
	return match.Eval(slots)
}

// TestNobodyIsLookedAtTwice: whoever has been longest idle cannot take the tasks,
// and all others take turns. Each look comes upon him and the next one, and not upon
// where the others have been.
func TestNobodyIsLookedAtTwice(t *testing.T) {
	c := newCrowd(t, 300, 20, 10, "skills HAS 's%d'")
	q := c.Engine.queues.get(c.queues[0])
	ch := c.channelNamed("voice")
	first := c.chooseIdlest(groupFor(&step{queue: q}, ch))[0]
	g := groupFor(&step{queue: q, except: first}, ch)
	l := c.demand(q, ch.slot)
	for range sized(2_000, 100_000) {
		c.now = c.now.Add(time.Second)
		c.do(t, &Advance{})
		w := c.chooseIdlest(g)[0]
		require.NotSame(t, first, w)
		require.LessOrEqual(t, len(l.line)-l.gone+len(l.late), len(l.known)+1)
		w.turn, w.last = c.turns.next(c.Engine.now), c.Engine.now
		c.place(w)
	}
	require.Equal(t, first, c.chooseIdlest(groupFor(&step{queue: q}, ch))[0])
	require.LessOrEqual(t, cap(l.line), 8*len(l.known), "room is used again")
}

// TestOrderIsThatOfAScan chooses in queues with hundreds of classes, by the
// lineups and by a look at everybody.
func TestOrderIsThatOfAScan(t *testing.T) {
	c := newCrowd(t, 600, 20, 10, "skills HAS 's%d'")
	rolls := rand.New(rand.NewPCG(8, 9))
	require.Greater(t, len(c.classes.byKey), 500)
	picky := c.bind(must(expr.Parse("worker.skills HAS 's1' AND worker.skills HAS 's2'")), targetScope, nil)
	for i := range sized(300, 30_000) {
		c.life(t, c.queues[rolls.IntN(len(c.queues))])
		if i%10 == 0 {
			s := c.workers[rolls.IntN(len(c.workers))]
			c.do(t, &UpdateWorker{SID: s, Attributes: new(crowdAttributes(rolls, 20, 10, "calm"))})
		}
		q := c.Engine.queues.get(c.queues[rolls.IntN(len(c.queues))])
		q.most = 1 + rolls.IntN(50)
		g := groupFor(&step{queue: q}, c.channelNamed("voice"))
		if i%2 == 0 {
			g.match = picky
		}
		want := slices.Clone(c.chooseSorted(g))
		require.Equal(t, want, c.chooseIdlest(g))
		q.most = 1
	}
	require.NoError(t, c.Check())
}
