package taskrouter

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter/expr"
)

// TestCheckFinds breaks each invariant once, and shows that Check tells.
func TestCheckFinds(t *testing.T) {
	type broken struct {
		*desk
		worker *worker // offered one task, free for another
		offer  *reservation
		task   *task // waits in a queue without workers
		class  *class
	}
	teams := func(b *broken) *roster { return b.makeRoster(b.paths.Add(must(expr.ParseReference("team")))) }
	ranked := func(b *broken) *ranking {
		return b.makeRanking(groupFor(&step{queue: b.class.queues[0]}, b.channelNamed("default")))
	}
	for _, tt := range []struct {
		name  string
		spoil func(*broken)
		want  string
	}{
		{"a name too many", func(b *broken) { b.workerNames["x"] = b.worker }, "1 workers have 2 names"},
		{"a name forgotten", func(b *broken) { delete(b.workerNames, "ALICE") }, "is not found by name"},
		{"a channel forgotten", func(b *broken) { b.worker.channels[4] = workerChannel{} }, "has no channel video"},
		{"a channel never made", func(b *broken) {
			b.Engine.channels.add(noChannel, &taskChannel{slot: 5, cur: &TaskChannel{UniqueName: "fax"}})
		}, "has no channel fax"},
		{"a queue forgotten", func(b *broken) { b.class.queues = nil }, "is false, want true"},
		{"the wrong pool", func(b *broken) { b.worker.mask = 2 }, "is in the pool of channels 10, want"},
		{"a number twice", func(b *broken) { b.worker.number = 0 }, "has number 0 of 1, behind 0"},
		{"a turn out of order", func(b *broken) { b.worker.turn++ }, "has turn 2 of 1"},
		{"a turn for nothing", func(b *broken) { b.worker.last = never }, "has turn 1 of 1"},
		{"turns at the wrong times", func(b *broken) { b.turns.made, b.worker.turn = 2, 2 }, "turns 1 and 2 are at"},
		{"the wrong place", func(b *broken) { b.worker.turn = 5 }, "is not at his place among the idle"},
		{"a stale value", func(b *broken) {
			b.paths.Add(must(expr.ParseReference("team")))
			b.paths.of(b.worker)
			b.worker.values[0] = expr.Int(77)
		}, "stale value of team"},
		{"a mark left", func(b *broken) { b.worker.freed = true }, "is marked as freed outside routing"},
		{"an ended reservation held", func(b *broken) { b.offer.status = ReservationStatusTimeout }, "in state timeout"},
		{"a wrong load", func(b *broken) { b.worker.channels[0].wrapping++ }, "load 1+0+1, want 1+0+0"},
		{"the available workers miscounted", func(b *broken) { b.routing.available++ }, "2 available workers counted, want 1"},
		{"a channel not asked for", func(b *broken) {
			b.routing.asked = 0
			b.reopen(b.worker)
		}, "channel default is not asked for, though task"},
		{"a class too many", func(b *broken) { b.classes.byKey["x"] = b.class }, "2 classes and 1 numbers, want 1"},
		{"a member too many", func(b *broken) { b.class.members++ }, "a class has 2 members"},
		{"a wrong count by activity", func(b *broken) { b.class.at.add(b.worker.activity, 1) }, "a class has 2 members in Available, want 1"},
		{"a class forgotten", func(b *broken) { b.class.queues[0].classes = nil }, "does not know one of its classes"},
		{"a class by another number", func(b *broken) { b.class.number = 7 }, "a class has the number or the key of another"},
		{"a queue's workers miscounted", func(b *broken) { b.class.queues[0].staff.add(b.worker.activity, 1) }, "has 2 members in Available, want 1"},
		{"an activity too many", func(b *broken) { b.class.at.add(&activity{}, 1) }, "a class has members in 2 activities, want 1"},
		{"a class too many in a queue", func(b *broken) {
			b.task.queue.classes = append(b.task.queue.classes, berth{b.class.number, 0})
		}, "queues have -1 classes too few"},
		{"a head out of date", func(b *broken) { b.classes.fronts[0][b.class.number].head++ }, "a class has its first worker on the channel in slot 0 at"},
		{"a front raised too far", func(b *broken) { b.classes.fronts[0][b.class.number].raised = nobody }, "and lineups know him at"},
		{"a spot too far behind", func(b *broken) { b.class.queues[0].lineups[0].known[0].spot = nobody }, "who may not be behind"},
		{"a class for another", func(b *broken) { b.class.queues[0].lineups[0].known[0].class++ }, "at a place where its lineup has"},
		{"a class out of line", func(b *broken) { b.class.queues[0].lineups[0].line = nil }, "has a lineup without one of its classes"},
		{"a spot too many", func(b *broken) { b.class.queues[0].lineups[0].add(0) }, "has 1 classes, but 2 in a lineup"},
		{"a lineup out of order", func(b *broken) {
			q := b.class.queues[0] // with its class in two places
			q.classes = append(q.classes, q.classes[0])
			q.lineups[0] = lineup{
				made: true, known: []whose{{1, b.class.number}, {0, b.class.number}}, line: []standing{{1, 0}, {0, 1}},
			}
		}, "has a lineup out of order"},
		{"a roster that nobody counted", func(b *broken) { teams(b); b.rosters.made = 0 }, "there are 1 rosters, not 0"},
		{"an entry that nobody counted", func(b *broken) { teams(b).entries = 0 }, "has 1 entries, not 0"},
		{"a worker on no roster", func(b *broken) { clear(teams(b).equal) }, "has 0 keys, want 1"},
		{"another worker on a roster", func(b *broken) {
			set := teams(b).equal[string(expr.Int(1).AppendEqualKey(nil))]
			set.Delete(b.worker)
			set.Insert(&worker{})
		}, "has not worker"},
		{"a number out of date", func(b *broken) { teams(b).sizes.Delete(measured{1, b.worker.sequence, nil}) }, "in order of their numbers"},
		{"a worker too many on a roster", func(b *broken) {
			teams(b).equal[string(expr.Int(1).AppendEqualKey(nil))].Insert(&worker{})
		}, "has not the 1 workers of the key"},
		{"a ranking that nobody counted", func(b *broken) { ranked(b); b.rankings.made = 0 }, "there are 1 rankings, not 0"},
		{"a worker in no ranking", func(b *broken) { ranked(b).ranked.Delete(b.worker.idling) }, "in the wrong order"},
		{"a ranking that a class does not know", func(b *broken) { ranked(b); b.class.rankings = nil }, "a class has 0 rankings, and its queues have 1"},
		{"a worker apart", func(b *broken) { ranked(b).odd.Insert(b.worker) }, "with the wrong workers apart"},
		{"a place forgotten", func(b *broken) { clear(ranked(b).spots) }, "does not know where its workers are"},
		{"a task on the shelf that lives", func(b *broken) { b.shelves.tasks.free = append(b.shelves.tasks.free, b.task) }, "a task on the shelf"},
		{"a reservation on the shelf twice", func(b *broken) {
			r := new(reservation)
			b.shelves.reservations.free = append(b.shelves.reservations.free, r, r)
		}, "a reservation on the shelf"},
		{"a removed task forgotten", func(b *broken) { b.removed = []*task{b.task} }, "1 removed tasks were not put away"},
		{"a workflow's name forgotten", func(b *broken) { clear(b.workflowNames) }, "is not found by name"},
		{"another number of workers asked", func(b *broken) { b.task.queue.most = 7 }, "asks 7 workers at once, want 1"},
		{"another time to answer", func(b *broken) { b.task.workflow.ring = time.Second }, "lets workers answer for 1s, want 2m0s"},
		{"a queue's name forgotten", func(b *broken) { clear(b.queueNames) }, "is not found by name"},
		{"a reader forgotten", func(b *broken) { b.members.inputs[firstPath].readers = nil }, "reads team, which is not known"},
		{"a requirement forgotten", func(b *broken) { clear(b.members.inputs[firstPath].equal) }, "is not found by team"},
		{"a requirement too many", func(b *broken) { b.members.inputs[firstPath].equal["x"] = []*taskQueue{nil} }, "the index of queues has entries too many: 0 readers, 1 requirements"},
		{"an element too many", func(b *broken) { b.members.inputs[0].has = map[string][]*taskQueue{"x": {nil}} }, "the index of queues has entries too many: 0 readers, 1 requirements"},
		{"an open queue forgotten", func(b *broken) {
			apply(t, b.Engine, &CreateTaskQueue{FriendlyName: "All"})
			b.members.open = nil
		}, "is not judged for everybody"},
		{"the first names of paths forgotten", func(b *broken) { clear(b.members.tops) }, "begin with map[], want map[team:true]"},
		{"a lost task", func(b *broken) { b.tasks.numbered.remove(b.task.sid) }, "tasks: 2 are listed, and 1 can be found"},
		{"a lost worker", func(b *broken) { b.workers.pages[0].records[1] = nil }, "is not found"},
		{"a task that is not listed", func(b *broken) { b.tasks.numbered.add(TaskSID{}, b.task) }, "tasks: 2 are listed, and 3 can be found"},
		{"a lost reservation", func(b *broken) { b.reservations.remove(b.offer.sid) }, "is lost"},
		{"a state that does not fit", func(b *broken) { b.offer.task.status = TaskStatusAssigned }, "is assigned with 1 pending and 0 taken reservations"},
		{"a task that waits no more", func(b *broken) { b.task.group = nil }, "is pending, but waiting is false"},
		{"a task at another place", func(b *broken) { b.task.priority = 9 }, "is not at its place among the waiting"},
		{"a task in another group", func(b *broken) { b.task.group.key = "x" }, "waits in the wrong group"},
		{"an eligible worker", func(b *broken) {
			b.task.step.queue.match = nil
			b.task.step.queue.classes, b.task.step.queue.lineups = []berth{{b.class.number, 0}}, nil
		}, "waits although worker"},
		{"the one worker of a task", func(b *broken) {
			apply(t, b.Engine, &UpdateWorkerChannel{WorkerSID: b.desk.worker, TaskChannel: "voice", Available: new(false)})
			apply(t, b.Engine, &CreateTask{TaskChannel: "voice", RoutingTarget: b.desk.worker.String(), IgnoreCapacity: new(false)})
			b.worker.groups[0].step.ignoreCapacity = true
		}, "waits although worker"},
		{"the order of a queue ignored", func(b *broken) { b.task.queue.cur.TaskOrder = LIFO }, "is not at its place among the waiting"},
		{"a place forgotten", func(b *broken) { b.worker.groups = []*group{{}}; b.task.group.home = &b.worker.groups }, "a group is not at its place in its list"},
		{"a group with another expression", func(b *broken) { b.task.group.match = new(predicate) }, "a group asks something else than its step"},
		{"a group for all but one", func(b *broken) { b.task.group.special = true }, "a group asks something else than its step"},
		{"a group left active", func(b *broken) { b.task.group.active = true }, "a group is active outside routing"},
		{"a group forgotten", func(b *broken) { b.task.queue.groups = nil }, "1 tasks wait in 0 groups, want 1 in 1"},
		{"a spare group forgotten", func(b *broken) {
			apply(t, b.Engine, &DeleteTask{SID: b.task.sid})
			clear(b.routing.spares.ring)
		}, "is not among the spare ones"},
		{"a reservation too many", func(b *broken) { b.reservations.add(noReservation, b.offer) }, "2 reservations indexed, 1 held and 1 listed, want 1, 1 and 1"},
		{"a history out of order", func(b *broken) { b.offer.older = b.offer }, "is not at its place in his history"},
		{"a history without an end", func(b *broken) { b.worker.history.newest = nil }, "1 reservations in his history, 1 of them open, want 1 open"},
		{"a reservation not held", func(b *broken) { b.worker.open = nil }, "does not hold his reservation"},
		{"a deadline forgotten", func(b *broken) { l := &b.deadlines.tracks[0]; l.first, l.last = nil, nil }, "is not in the agenda"},
		{"a deadline missed", func(b *broken) { b.now = instant(shiftStart.Add(time.Hour).UnixNano()) }, "was missed"},
		{"deadlines out of order", func(b *broken) { b.task.life.at = b.now }, "are out of order"},
		{"another deadline first", func(b *broken) { b.deadlines.next = &b.task.life }, "the next timer is not the first one"},
		{"a track due at another time", func(b *broken) { b.deadlines.tracks[0].at++ }, "a track does not know when it is due"},
		{"a deadline too many", func(b *broken) { b.deadlines.start(&timer{task: b.task}, b.now+1, 1) }, "timers in the agenda"},
		{"a timer too many", func(b *broken) { b.task.stage = timer{at: b.now, track: 1} }, "is not in the agenda"},
		{"a timer too few", func(b *broken) { b.task.stopLifetime(b.Engine) }, "but its lifetime timer is false"},
		{"a reservation without a timer", func(b *broken) { b.stop(&b.offer.timeout) }, "is pending, but its timer is false"},
		{"a reservation accepted past its timer", func(b *broken) { b.offer.suspended = true }, "is being accepted, but its timer is running"},
		{"a reservation accepted twice", func(b *broken) {
			b.offer.suspended, b.offer.status = true, ReservationStatusAccepted
		}, "is being accepted, but it is accepted"},
		{"a conference of a task that waits", func(b *broken) { b.task.conference = true }, "but its conference is linked"},
		{"a task lost", func(b *broken) { b.count.tasksRemoved++ }, "2 tasks created, but 2 live and 1 removed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, Limits{})
			apply(t, d.Engine, &UpdateWorker{SID: d.worker, Attributes: new(`{"team":1}`)})
			apply(t, d.Engine, &UpdateTaskQueue{SID: d.queue, TargetWorkers: new("team == 1")})
			apply(t, d.Engine, &UpdateWorkerChannel{WorkerSID: d.worker, TaskChannel: "default", Capacity: new(2)})
			d.offer()
			empty := Find(apply(t, d.Engine, &CreateTaskQueue{FriendlyName: "Empty", TargetWorkers: new("")}), TaskQueueCreated).queue.SID
			apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(d.toQueue(empty))})
			waiting := Find(apply(t, d.Engine, &CreateTask{}), TaskCreated).TaskSID
			require.NoError(t, d.Check())

			w := d.workers.get(d.worker)
			tt.spoil(&broken{desk: d, worker: w, offer: d.reservations.get(d.reservation), task: d.tasks.get(waiting), class: w.class})
			err := d.Check()
			require.Error(t, err)
			assert.Contains(t, err.Error(), tt.want)
			for line := range strings.Lines(err.Error()) {
				assert.True(t, strings.HasPrefix(line, "taskrouter: check: "))
			}
		})
	}
}

func (t *task) stopLifetime(e *Engine) { e.stop(&t.life) }

// TestCheckIsShort lists no more than a reader can take.
func TestCheckIsShort(t *testing.T) {
	d := newDesk(t, Limits{Tasks: 100})
	for range 60 {
		apply(t, d.Engine, &CreateTask{})
	}
	for task := range d.tasks.all() {
		task.priority = 1
	}
	assert.Len(t, strings.Split(d.Check().Error(), "\n"), 20)
}
