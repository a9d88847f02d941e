package taskrouter

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// dice choose; the outcome is all that a generated shift depends on.
type dice interface {
	// roll returns a number from 0 to n-1.
	roll(n int) int
}

// seeded rolls by a seed.
type seeded struct{ *rand.Rand }

func (s seeded) roll(n int) int { return s.IntN(n) }

// bytesDice rolls what the fuzzer says, and zeros at its end.
type bytesDice struct{ rest []byte }

func (b *bytesDice) roll(n int) int {
	if len(b.rest) == 0 {
		return 0
	}
	v := int(b.rest[0])
	b.rest = b.rest[1:]
	return v % n
}

// shiftMaker makes up commands for an engine, most of them possible ones. All
// it creates has a SID of its own choosing.
type shiftMaker struct {
	dice
	e *Engine
	// wild adds what the naive model does not know: expressions that read the
	// clock and the load of channels, other resources, and nonsense.
	wild  bool
	made  int
	hands []ReservationSID // every reservation so far

	transfers []TransferSID // every transfer so far
}

// follow keeps the transfers that were begun.
func (g *shiftMaker) follow(events []Event) {
	for i := range events {
		if x, ok := events[i].Transfer(); ok && events[i].Type == TaskTransferInitiated {
			g.transfers = append(g.transfers, x.SID)
		}
	}
}

func (g *shiftMaker) chance(percent int) bool { return g.roll(100) < percent }

func pick[T any](g *shiftMaker, list []T) T { return list[g.roll(len(list))] }

// sid is the text of the next SID of a kind.
func (g *shiftMaker) sid(kind string) string {
	g.made++
	return fmt.Sprintf("%s%032x", kind, g.made)
}

func (g *shiftMaker) workerAttributes() string {
	var list []string
	if g.chance(80) {
		list = append(list, `"skills":`+pick(g, []string{`["a"]`, `["a","b"]`, `["b","c"]`, `[]`}))
	}
	if g.chance(80) {
		list = append(list, `"level":`+pick(g, []string{"1", "2", "3", "3.0", `"2"`}))
	}
	if g.chance(30) {
		list = append(list, `"rank":`+pick(g, []string{"1", "2", "2.5"}))
	}
	return "{" + strings.Join(list, ",") + "}"
}

var workerNames = []string{"Ann", "Bob", "Cid", "Dan", "Eve", "Flo"}

func (g *shiftMaker) taskAttributes() string {
	var list []string
	if g.chance(90) {
		list = append(list, `"skill":`+pick(g, []string{`"a"`, `"b"`, `"c"`}))
	}
	if g.chance(60) {
		list = append(list, `"level":`+pick(g, []string{"1", "2", "3"}))
	}
	if g.chance(50) {
		list = append(list, `"agent":`+pick(g, []string{`"ann"`, `"Bob"`, `"CID"`, "null", "7", `"nobody"`}))
	}
	if g.chance(30) && g.workers() != nil {
		list = append(list, fmt.Sprintf(`"agent_sid":%q`, pick(g, g.workers())))
	}
	return "{" + strings.Join(list, ",") + "}"
}

func (g *shiftMaker) targetWorkers() *string {
	list := []string{
		"1==1", "skills HAS 'a'", "skills HAS 'b'", "level >= 2", "level < 3 OR skills HAS 'c'", "friendly_name != 'Bob'", "",
		"activity_name == 'Available'",
	}
	if g.wild {
		list = append(list, "channel.voice.assigned_tasks == null", "level >", "sid.x == null")
	}
	if g.chance(20) {
		return nil
	}
	return new(pick(g, list))
}

func (g *shiftMaker) target(queues []TaskQueueSID, first bool) string {
	var list []string
	if first || g.chance(60) {
		list = append(list, fmt.Sprintf(`"queue":%q`, pick(g, queues)))
	}
	if g.chance(40) {
		choices := []string{
			"task.skill IN worker.skills", "worker.level >= task.level", "worker.skills HAS task.skill AND worker.level != 1",
			"worker.friendly_name != 'Ann'",
		}
		if g.wild {
			choices = append(choices, "taskrouter.currentMin >= 1", "worker.channel.voice.assigned_tasks == 0",
				"worker.channel.voice.available_capacity_percentage > 50 AND task.level == 2",
				"worker.channel.chat.assigned_tasks >= 1", "worker.channel.voice.available_capacity_percentage < 60")
		}
		list = append(list, fmt.Sprintf(`"expression":%q`, pick(g, choices)))
	}
	if g.chance(30) {
		list = append(list, fmt.Sprintf(`"priority":%d`, g.roll(5)))
	}
	if g.chance(60) {
		list = append(list, fmt.Sprintf(`"timeout":%d`, 1+g.roll(60)))
	}
	if g.chance(30) {
		list = append(list, fmt.Sprintf(`"order_by":%q`, pick(g, []string{"worker.level DESC", "worker.rank, worker.level", "worker.level"})))
	}
	if g.chance(30) {
		list = append(list, fmt.Sprintf(`"skip_if":%q`, pick(g, []string{"1==1", "workers.available == 0", "workers.unavailable > 1"})))
	}
	if g.chance(15) {
		list = append(list, pick(g, []string{
			`"known_worker_sid":"task.agent_sid"`, `"known_worker_friendly_name":"task.agent"`, `"known_worker_friendly_name":"Bob"`,
		}))
	}
	return "{" + strings.Join(list, ",") + "}"
}

func (g *shiftMaker) configuration() string {
	var queues []TaskQueueSID
	for q := range g.e.TaskQueues() {
		queues = append(queues, q.SID)
	}
	if len(queues) == 0 {
		return "{}"
	}
	var filters []string
	for range g.roll(4) {
		var targets []string
		for i := range 1 + g.roll(3) {
			targets = append(targets, g.target(queues, i == 0))
		}
		filters = append(filters, fmt.Sprintf(`{"expression":%q,"targets":[%s]}`,
			pick(g, []string{"1==1", "skill == 'a'", "skill != 'a'", "level > 1", "agent != null"}), strings.Join(targets, ",")))
	}
	text := `"filters":[` + strings.Join(filters, ",") + `]`
	if len(filters) == 0 || g.chance(70) {
		text += `,"default_filter":` + g.target(queues, true)
	}
	return `{"task_routing":{` + text + `}}`
}

func (g *shiftMaker) workers() []WorkerSID {
	var list []WorkerSID
	for w := range g.e.Workers() {
		list = append(list, w.SID)
	}
	return list
}

// activity is an available one most of the time.
func (g *shiftMaker) activity() ActivitySID {
	var list []ActivitySID
	for a := range g.e.Activities() {
		if a.Available {
			list = append(list, a.SID, a.SID)
		}
		list = append(list, a.SID)
	}
	return some(g, list)
}

// some is an element of a list, or the zero value where there is none.
func some[T any](g *shiftMaker, list []T) (none T) {
	if len(list) == 0 {
		return none
	}
	return pick(g, list)
}

func (g *shiftMaker) task() TaskSID {
	var list []TaskSID
	for t := range g.e.Tasks() {
		list = append(list, t.SID)
	}
	return some(g, list)
}

func (g *shiftMaker) queue() TaskQueueSID {
	var list []TaskQueueSID
	for q := range g.e.TaskQueues() {
		list = append(list, q.SID)
	}
	return some(g, list)
}

func (g *shiftMaker) workflow() WorkflowSID {
	var list []WorkflowSID
	for w := range g.e.Workflows() {
		list = append(list, w.SID)
	}
	return some(g, list)
}

// reservation is one of the last ones, most of the time one that somebody waits
// for an answer to, or else one that was accepted.
func (g *shiftMaker) reservation(pending bool) ReservationSID {
	if g.chance(80) {
		var open []ReservationSID
		for w := range g.e.Workers() {
			for r := range openReservations(g.e, w.SID) {
				if pending == (r.ReservationStatus == ReservationStatusPending) {
					open = append(open, r.SID)
				}
			}
		}
		if len(open) > 0 {
			return pick(g, open)
		}
	}
	return some(g, g.hands[max(0, len(g.hands)-8):])
}

// pause is the time until the next command.
func (g *shiftMaker) pause() time.Duration {
	switch g.roll(8) {
	case 0, 1, 2, 3:
		return 0
	case 4:
		return time.Duration(g.roll(5000)) * time.Millisecond
	case 5, 6:
		return time.Duration(g.roll(60)) * time.Second
	}
	if g.chance(5) {
		return 25 * time.Hour
	}
	return time.Duration(g.roll(10)) * time.Minute
}

// open are the commands with which every shift begins.
func (g *shiftMaker) open() []Command {
	if g.chance(30) {
		g.e.routing.spares.size = 1 + g.roll(3) // which must show nowhere
	}
	if g.chance(60) {
		g.e.looks = looks{near: 1, vain: 1000} // nor must this
		g.e.rosters.most = 1 + g.roll(3)
		g.e.rankings.most = 1 + g.roll(3)
		if g.e.rosters.most == 1 {
			g.e.turns.most.made, g.e.turns.most.workers = uint64(g.e.rankings.most)*9, 5
		}
	}
	list := []Command{}
	for i := range 2 + g.roll(3) {
		c := &CreateTaskQueue{SID: must(ParseTaskQueueSID(g.sid("WQ"))), FriendlyName: fmt.Sprint("Queue ", i), TargetWorkers: g.validTargetWorkers()}
		if g.chance(30) {
			c.TaskOrder = LIFO
		}
		if g.chance(40) {
			c.MaxReservedWorkers = 1 + g.roll(4)
		}
		if g.chance(60) {
			c.ReservationActivitySID, c.AssignmentActivitySID = g.activity(), g.activity()
		}
		list = append(list, c)
	}
	for i := range g.roll(len(workerNames)) {
		c := g.newWorker().(*CreateWorker)
		c.FriendlyName = workerNames[i]
		list = append(list, c)
	}
	return list
}

func (g *shiftMaker) validTargetWorkers() *string {
	wild := g.wild
	g.wild = false
	defer func() { g.wild = wild }()
	return g.targetWorkers()
}

// next makes up a command.
func (g *shiftMaker) next() Command {
	if g.wild && g.chance(15) {
		return g.wildCommand()
	}
	switch g.roll(52) {
	case 46, 47:
		return g.conferenceCommand()
	case 40, 41, 42, 43, 44, 45:
		return g.setUpCommand()
	case 34, 35, 36, 38, 39, 48, 49, 50, 51:
		return g.transferCommand()
	case 37:
		return g.channelCommand()
	case 0, 1, 2, 3, 4, 5, 6:
		return g.newTask()
	case 30, 31:
		return g.rewriteTask()
	case 32:
		return g.queueOptions()
	case 33:
		return g.preferences()
	case 7, 8, 9, 10:
		return &UpdateReservation{SID: g.reservation(true), ReservationStatus: ReservationStatusAccepted}
	case 11, 12:
		c := &UpdateReservation{SID: g.reservation(true), ReservationStatus: ReservationStatusRejected}
		if g.chance(60) {
			c.WorkerActivitySID = g.activity()
		}
		return c
	case 13:
		return &UpdateReservation{SID: g.reservation(false), ReservationStatus: pick(g, []ReservationStatus{"wrapping", "completed", "canceled"})}
	case 14:
		return &FailCallback{SID: g.reservation(true)}
	case 15:
		c := &EndCall{SID: g.reservation(false)}
		if g.chance(30) {
			c.PostWorkActivitySID = g.activity()
		}
		return c
	case 16, 17:
		return &UpdateTask{SID: g.task(), AssignmentStatus: pick(g, []TaskStatus{"completed", "wrapping", "completed", "canceled"})}
	case 18:
		return &UpdateTask{SID: g.task(), Priority: new(g.roll(5))}
	case 19:
		return pick(g, []Command{&AbandonTask{SID: g.task(), Reason: "hangup"}, &DeleteTask{SID: g.task()}})
	case 20, 21:
		return g.newWorker()
	case 22, 23, 24:
		c := &UpdateWorker{SID: some(g, g.workers()), ActivitySID: g.activity()}
		c.RejectPendingReservations = g.chance(30)
		return c
	case 25:
		return g.rewriteWorker()
	case 26:
		c := &UpdateWorkerChannel{WorkerSID: some(g, g.workers()), TaskChannel: pick(g, []string{"voice", "chat", "mail"})}
		if g.chance(70) {
			c.Capacity = new(g.roll(4))
		} else {
			c.Available = new(g.chance(60))
		}
		return c
	case 27:
		return g.workflowCommand()
	case 28:
		return &UpdateTaskQueue{SID: g.queue(), TargetWorkers: g.targetWorkers()}
	}
	return g.rareCommand()
}

// setUpCommand begins to accept a reservation, or says what became of that.
func (g *shiftMaker) setUpCommand() Command {
	s := g.reservation(true)
	if r, _ := g.e.Reservation(s); !r.AcceptSuspended && g.chance(80) || g.chance(10) {
		return &SuspendAccept{SID: s}
	}
	return pick(g, []Command{&ResumeAccept{SID: s}, &FailAccept{SID: s}})
}

// transferCommand hands a task over, or takes it back.
func (g *shiftMaker) transferCommand() Command {
	if len(g.transfers) > 0 && g.chance(20) {
		return &CancelTransfer{SID: pick(g, g.transfers[max(0, len(g.transfers)-3):])}
	}
	var taken []ReservationSID
	for t := range g.e.Tasks() {
		for r := range g.e.TaskReservations(t.SID) {
			if r.ReservationStatus == ReservationStatusAccepted {
				taken = append(taken, r.SID)
			}
		}
	}
	c := &CreateTransfer{ReservationSID: some(g, taken), To: g.queue().String(), Mode: pick(g, []TransferMode{"", Warm, Cold})}
	if w := some(g, g.workers()); g.chance(50) {
		c.To = w.String()
	}
	if g.chance(20) {
		c.Priority = new(g.roll(5))
	}
	if g.chance(20) {
		c.Attributes = new(g.taskAttributes())
	}
	return c
}

// conferenceCommand begins or ends a conference, for a task that somebody has
// most of the time.
func (g *shiftMaker) conferenceCommand() Command {
	s := g.task()
	if r, ok := g.e.Reservation(g.reservation(false)); ok {
		s = r.TaskSID
	}
	if t, _ := g.e.Task(s); t.ConferenceLinked && g.chance(40) || g.chance(10) {
		return &EndConference{SID: s}
	}
	return &LinkConference{SID: s, Conference: fmt.Sprintf(`{"sid":"CF%d"}`, g.roll(3))}
}

// channelCommand makes or removes the one channel that comes and goes.
func (g *shiftMaker) channelCommand() Command {
	if ch, ok := g.e.TaskChannelByName("mail"); ok && g.chance(60) {
		return &DeleteTaskChannel{SID: ch.SID}
	}
	return &CreateTaskChannel{
		SID: must(ParseTaskChannelSID(g.sid("TC"))), UniqueName: "mail", FriendlyName: "Mail", ChannelOptimizedRouting: g.chance(50),
	}
}

// newTask is a task for the workflow, or now and then for a worker or a queue.
func (g *shiftMaker) newTask() Command {
	c := &CreateTask{
		SID: must(ParseTaskSID(g.sid("WT"))), WorkflowSID: g.workflow(), Attributes: g.taskAttributes(),
		Priority: g.roll(4), Timeout: time.Duration(1+g.roll(600)) * time.Second, TaskChannel: g.channel(),
	}
	if g.chance(20) {
		c.VirtualStartTime = g.past()
	}
	switch g.roll(10) {
	case 0, 1:
		if w := some(g, g.workers()); !w.IsZero() {
			c.RoutingTarget = w.String()
			if g.chance(70) {
				c.IgnoreCapacity = new(g.chance(25))
			}
			if g.chance(40) {
				c.TaskQueueSID = g.queue()
			}
		}
	case 2:
		c.RoutingTarget = g.queue().String()
	}
	return c
}

func (g *shiftMaker) channel() string {
	return pick(g, []string{"voice", "voice", "chat", "chat", "mail"})
}

// past is a time before the last command; a few of them coincide.
func (g *shiftMaker) past() time.Time {
	return g.e.Now().Truncate(time.Second).Add(-time.Duration(g.roll(8)) * time.Minute)
}

// rewriteTask changes what a task is routed by.
func (g *shiftMaker) rewriteTask() Command {
	c := &UpdateTask{SID: g.task()}
	if g.chance(50) {
		c.Attributes = new(g.taskAttributes())
	}
	if g.chance(30) {
		c.TaskChannel = new(g.channel())
	}
	if g.chance(30) {
		c.VirtualStartTime = new(g.past())
	}
	if g.chance(20) {
		c.Priority = new(g.roll(5))
	}
	if c.Attributes == nil && g.chance(10) {
		c.AssignmentStatus = "completed"
	}
	return c
}

// queueOptions changes how a queue is served.
func (g *shiftMaker) queueOptions() Command {
	c := &UpdateTaskQueue{SID: g.queue()}
	if g.chance(40) {
		c.TaskOrder = new(pick(g, []TaskOrder{FIFO, LIFO}))
	}
	if g.chance(40) {
		c.MaxReservedWorkers = new(1 + g.roll(4))
	}
	if g.chance(40) {
		c.ReservationActivitySID = new(g.activity())
	}
	if g.chance(40) {
		c.AssignmentActivitySID = new(g.activity())
	}
	return c
}

// preferences changes what holds for the whole workspace.
func (g *shiftMaker) preferences() Command {
	switch g.roll(9) {
	case 0, 1, 2, 3:
		ch, _ := g.e.TaskChannelByName(g.channel())
		return &UpdateTaskChannel{SID: ch.SID, ChannelOptimizedRouting: new(g.chance(50))}
	case 4:
		return &UpdateWorkspace{MultiTaskEnabled: new(g.chance(20))}
	case 5:
		c := &UpdateWorkspace{EventsFilter: new(pick(g, []string{"", "task.created", "task.created, reservation.failed", "task.sung"}))}
		if g.chance(60) {
			c.EventCallbackURL = new(pick(g, []string{"", "https://example.com/events", "/events"}))
		}
		return c
	}
	return &UpdateWorkspace{PrioritizeQueueOrder: new(pick(g, []TaskOrder{FIFO, LIFO}))}
}

func (g *shiftMaker) newWorker() Command {
	return &CreateWorker{
		SID: must(ParseWorkerSID(g.sid("WK"))), FriendlyName: pick(g, workerNames), ActivitySID: g.activity(), Attributes: g.workerAttributes(),
	}
}

func (g *shiftMaker) rewriteWorker() Command {
	c := &UpdateWorker{SID: some(g, g.workers())}
	if g.chance(80) {
		c.Attributes = new(g.workerAttributes())
	} else {
		c.FriendlyName = new(pick(g, workerNames))
	}
	return c
}

func (g *shiftMaker) workflowCommand() Command {
	if w := g.workflow(); !w.IsZero() && g.chance(70) {
		c := &UpdateWorkflow{SID: w, TaskReservationTimeout: new(time.Duration(1+g.roll(90)) * time.Second)}
		if g.chance(70) {
			c.Configuration = new(g.configuration())
		}
		c.ReEvaluateTasks = g.chance(40)
		return c
	}
	sid := g.sid("WW")
	return &CreateWorkflow{
		SID: must(ParseWorkflowSID(sid)), FriendlyName: sid, Configuration: g.configuration(),
		TaskReservationTimeout: time.Duration(1+g.roll(90)) * time.Second,
	}
}

func (g *shiftMaker) rareCommand() Command {
	switch g.roll(3) {
	case 0:
		return &DeleteWorker{SID: some(g, g.workers())}
	case 1:
		return &UpdateWorkspace{WrapUpTime: new(time.Duration(g.roll(60)) * time.Second)}
	}
	return &UpdateWorkspace{TimeoutActivitySID: new(g.activity())}
}

func (g *shiftMaker) anyChannel() TaskChannelSID {
	var list []TaskChannelSID
	for c := range g.e.TaskChannels() {
		list = append(list, c.SID)
	}
	return some(g, list)
}

// wildCommand is one that the naive model does not know.
func (g *shiftMaker) wildCommand() Command {
	switch g.roll(19) {
	case 15:
		return &DeleteTaskChannel{SID: g.anyChannel()}
	case 16:
		return &UpdateTask{SID: g.task(), TaskChannel: new(fmt.Sprint("c", g.roll(3))), Attributes: new(g.taskAttributes()), VirtualStartTime: new(g.past().Add(4 * time.Minute))}
	case 17:
		if g.chance(5) {
			return &DeleteWorkspace{}
		}
		return &CreateTransfer{ReservationSID: g.reservation(false), To: pick(g, []string{"", "WK", noQueue.String()}), Mode: "?"}
	case 0:
		return &CreateActivity{FriendlyName: fmt.Sprint("Activity ", g.roll(4)), Available: g.chance(50)}
	case 1:
		return &UpdateActivity{SID: g.activity(), FriendlyName: new(fmt.Sprint("Activity ", g.roll(4)))}
	case 2:
		return &DeleteActivity{SID: g.activity()}
	case 3:
		return &CreateTaskChannel{UniqueName: fmt.Sprint("c", g.roll(3)), FriendlyName: "C", ChannelOptimizedRouting: g.chance(50)}
	case 4:
		return &CreateTask{TaskChannel: fmt.Sprint("c", g.roll(3)), Attributes: g.taskAttributes(), WorkflowSID: g.workflow()}
	case 5:
		return &DeleteTaskQueue{SID: g.queue()}
	case 6:
		return &DeleteWorkflow{SID: g.workflow()}
	case 7:
		return &UpdateTask{SID: g.task(), AssignmentStatus: "canceled", Reason: new("why"), Attributes: new(g.taskAttributes())}
	case 8:
		return &UpdateTask{SID: g.task(), Attributes: new(g.taskAttributes()), IfVersion: new(g.roll(6))}
	case 9:
		return &LinkCall{SID: g.reservation(true), WorkerCallSID: mustCallSID(1 + g.roll(9))}
	case 10:
		return &CreateTaskQueue{FriendlyName: fmt.Sprint("Queue ", g.roll(6)), TargetWorkers: g.targetWorkers()}
	case 11:
		return &CreateWorker{FriendlyName: pick(g, workerNames), Attributes: pick(g, []string{"", "{", "[]", `{"level":9}`})}
	case 12:
		// A repeat, equal or not, of a create that chose its SID.
		return &CreateTaskQueue{SID: must(ParseTaskQueueSID(fmt.Sprintf("WQ%032x", 1+g.roll(3)))), FriendlyName: fmt.Sprint("Queue ", g.roll(3))}
	case 13:
		return &UpdateTask{SID: g.task(), AssignmentStatus: TaskStatus(pick(g, []string{"reserved", "Wrapping", "?"})), Priority: new(g.roll(9) - 1)}
	case 14:
		return &UpdateWorkspace{DefaultActivitySID: new(g.activity()), MultiTaskEnabled: new(g.chance(90))}
	}
	return pick(g, []Command{&DeleteTask{SID: noTask}, &FailCallback{SID: noReservation}, &CreateTask{Timeout: -1}, &Advance{}, nil, (*EndCall)(nil)})
}
