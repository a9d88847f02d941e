package taskrouter

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/goacd/acd/internal/script"
)

// word is a command of the scripts: how many words it takes, which options, and
// the engine's command that it stands for.
type word struct {
	words   int
	options []string
	make    func(*shift, *arguments) Command
}

var words map[string]word

func init() {
	words = map[string]word{
		"start":   {0, []string{"assignments", "workers", "tasks", "single-tasking", "order", "show"}, (*shift).start},
		"at":      {1, nil, (*shift).at},
		"advance": {1, nil, (*shift).advance},

		"delete-workspace": {0, nil, (*shift).deleteWorkspace},
		"workspace":        {0, []string{"wrap-up", "timeout-activity", "default-activity", "multitasking", "order"}, (*shift).workspace},
		"activity":         {2, nil, (*shift).activity},
		"rename-activity":  {2, nil, (*shift).renameActivity},
		"delete-activity":  {1, nil, (*shift).deleteActivity},
		"channel":          {1, []string{"optimized"}, (*shift).channel},
		"update-channel":   {1, []string{"optimized"}, (*shift).updateChannel},
		"delete-channel":   {1, nil, (*shift).deleteChannel},
		"queue":            {99, nil, (*shift).queue},
		"update-queue":     {99, nil, (*shift).updateQueue},
		"queue-option":     {1, []string{"max-reserved", "order", "reservation-activity", "assignment-activity"}, (*shift).queueOption},
		"delete-queue":     {1, nil, (*shift).deleteQueue},
		"workflow":         {2, []string{"reservation-timeout"}, (*shift).workflow},
		"update-workflow":  {2, []string{"reservation-timeout", "re-evaluate"}, (*shift).updateWorkflow},
		"delete-workflow":  {1, nil, (*shift).deleteWorkflow},

		"worker":        {2, []string{"activity"}, (*shift).worker},
		"update-worker": {2, []string{"activity", "name", "version"}, (*shift).updateWorker},
		"move":          {2, []string{"reject-pending"}, (*shift).move},
		"capacity":      {3, nil, (*shift).capacity},
		"open":          {2, nil, (*shift).openChannel},
		"close":         {2, nil, (*shift).closeChannel},
		"delete-worker": {1, []string{"version"}, (*shift).deleteWorker},

		"task":        {2, []string{"priority", "timeout", "channel", "workflow", "virtual-start", "target", "ignore-capacity", "in-queue"}, (*shift).createTask},
		"update-task": {2, []string{"priority", "reason", "status", "version", "virtual-start", "channel"}, (*shift).updateTask},
		"cancel":      {1, []string{"reason"}, (*shift).cancel},
		"delete-task": {1, []string{"version"}, (*shift).deleteTask},

		"accept":          {1, []string{"version"}, (*shift).accept},
		"reject":          {1, []string{"activity"}, (*shift).reject},
		"wrap":            {1, []string{"reason"}, (*shift).wrap},
		"complete":        {1, []string{"reason"}, (*shift).complete},
		"transfer":        {3, []string{"mode", "priority"}, (*shift).transfer},
		"cancel-transfer": {1, nil, (*shift).cancelTransfer},

		"callback-failed": {1, nil, (*shift).callbackFailed},
		"suspend-accept":  {1, nil, (*shift).suspendAccept},
		"resume-accept":   {1, nil, (*shift).resumeAccept},
		"fail-accept":     {1, nil, (*shift).failAccept},
		"link-call":       {2, nil, (*shift).linkCall},
		"link-conference": {2, nil, (*shift).linkConference},
		"end-conference":  {1, nil, (*shift).endConference},
		"end-call":        {1, []string{"post-work"}, (*shift).endCall},
		"hangup":          {1, nil, (*shift).hangup},
		"leave":           {1, nil, (*shift).leave},
	}
}

// command translates a command of a script; nil when nothing is left to do.
func (s *shift) command(c *script.Command) (Command, error) {
	w, ok := words[c.Name]
	if !ok {
		return nil, fmt.Errorf("unknown command %q", c.Name)
	}
	if w.words < 99 {
		if err := c.Check(w.words, w.options...); err != nil {
			return nil, err
		}
	}
	a := &arguments{Command: c, s: s}
	cmd := w.make(s, a)
	return cmd, a.err
}

// arguments reads the words of a command, and keeps the first mistake.
type arguments struct {
	*script.Command
	s   *shift
	err error
}

func (a *arguments) fail(err error) {
	if err != nil && a.err == nil {
		a.err = err
	}
}

func (a *arguments) text(key string) string { v, _ := a.Option(key); return v }

func (a *arguments) pointer(key string) *string {
	if v, ok := a.Option(key); ok {
		return &v
	}
	return nil
}

func (a *arguments) number(key string) *int {
	v, ok := a.Option(key)
	if !ok {
		return nil
	}
	n, err := strconv.Atoi(v)
	a.fail(err)
	return &n
}

func (a *arguments) integer(key string) int {
	if n := a.number(key); n != nil {
		return *n
	}
	return 0
}

func (a *arguments) duration(key string) time.Duration {
	v, ok := a.Option(key)
	if !ok {
		return 0
	}
	d, err := time.ParseDuration(v)
	a.fail(err)
	return d
}

// json is the first word, after the name, that is an object.
func (a *arguments) json() *string { return a.object(1) }

func (a *arguments) object(word int) *string {
	if v := a.Word(word); v != "" {
		v = a.s.filled(v)
		return &v
	}
	return nil
}

// parsed reads the SID behind a name.
func parsed[S any](a *arguments, kind, name string, parse func(string) (S, error)) S {
	var none S
	if name == "" {
		return none
	}
	sid, err := parse(a.s.sid(kind, name))
	a.fail(err)
	return sid
}

func (a *arguments) activitySID(name string) ActivitySID {
	return parsed(a, "WA", name, ParseActivitySID)
}
func (a *arguments) workerSID() WorkerSID   { return parsed(a, "WK", a.Word(0), ParseWorkerSID) }
func (a *arguments) queueSID() TaskQueueSID { return parsed(a, "WQ", a.Word(0), ParseTaskQueueSID) }
func (a *arguments) taskSID() TaskSID       { return parsed(a, "WT", a.Word(0), ParseTaskSID) }
func (a *arguments) workflowSID(name string) WorkflowSID {
	return parsed(a, "WW", name, ParseWorkflowSID)
}

// onReservation reports whether the first word names a reservation.
func (a *arguments) onReservation() bool { return strings.HasPrefix(a.Word(0), "WR") }

// reservationSID is the reservation of that name, or the last one of the task
// of that name.
func (a *arguments) reservationSID() ReservationSID {
	if a.onReservation() {
		return parsed(a, "WR", a.Word(0), ParseReservationSID)
	}
	var last ReservationSID
	for r := range a.s.engine.TaskReservations(a.taskSID()) {
		last = r.SID
	}
	if last.IsZero() {
		a.fail(fmt.Errorf("task %s has no reservation", a.Word(0)))
	}
	return last
}

func (s *shift) start(a *arguments) Command {
	s.open(Config{
		SingleTasking: a.text("single-tasking") == "yes", PrioritizeQueueOrder: TaskOrder(a.text("order")),
		Limits: Limits{Assignments: a.integer("assignments"), Workers: a.integer("workers"), Tasks: a.integer("tasks")},
	})
	return nil
}

func (s *shift) at(a *arguments) Command {
	s.now = a.timeOfDay(a.Word(0))
	return &Advance{}
}

// timeOfDay is that time on the present day.
func (a *arguments) timeOfDay(text string) time.Time {
	clock, err := time.Parse("15:04:05", text)
	a.fail(err)
	y, m, d := a.s.now.Date()
	return time.Date(y, m, d, clock.Hour(), clock.Minute(), clock.Second(), 0, time.UTC)
}

// moment is an option that holds a time of day, or a time of another day; nil
// without it.
func (a *arguments) moment(key string) *time.Time {
	v, ok := a.Option(key)
	if !ok {
		return nil
	}
	if at, err := time.Parse(time.RFC3339, v); err == nil {
		return &at
	}
	return new(a.timeOfDay(v))
}

// yes is an option that is yes or no; nil without it.
func (a *arguments) yes(key string) *bool {
	switch v, ok := a.Option(key); {
	case !ok:
		return nil
	case v != "yes" && v != "no":
		a.fail(fmt.Errorf("%s=%s: want yes or no", key, v))
		return nil
	default:
		return new(v == "yes")
	}
}

func (s *shift) advance(a *arguments) Command {
	d, err := time.ParseDuration(a.Word(0))
	a.fail(err)
	s.now = s.now.Add(d)
	return &Advance{}
}

func (s *shift) workspace(a *arguments) Command {
	c := &UpdateWorkspace{}
	if _, ok := a.Option("wrap-up"); ok {
		c.WrapUpTime = new(a.duration("wrap-up"))
	}
	if name, ok := a.Option("timeout-activity"); ok {
		c.TimeoutActivitySID = new(a.activitySID(name))
	}
	if name, ok := a.Option("default-activity"); ok {
		c.DefaultActivitySID = new(a.activitySID(name))
	}
	if order, ok := a.Option("order"); ok {
		c.PrioritizeQueueOrder = new(TaskOrder(order))
	}
	c.MultiTaskEnabled = a.yes("multitasking")
	return c
}

func (s *shift) deleteWorkspace(*arguments) Command { return &DeleteWorkspace{} }

func (s *shift) activity(a *arguments) Command {
	return &CreateActivity{FriendlyName: a.Word(0), Available: a.Word(1) == "available"}
}

func (s *shift) renameActivity(a *arguments) Command {
	return &UpdateActivity{SID: a.activitySID(a.Word(0)), FriendlyName: new(a.Word(1))}
}

func (s *shift) deleteActivity(a *arguments) Command {
	return &DeleteActivity{SID: a.activitySID(a.Word(0))}
}

func (s *shift) channel(a *arguments) Command {
	optimized := a.yes("optimized")
	return &CreateTaskChannel{
		UniqueName: a.Word(0), FriendlyName: a.Word(0), ChannelOptimizedRouting: optimized != nil && *optimized,
	}
}

func (a *arguments) channelSID() TaskChannelSID {
	return parsed(a, "TC", a.Word(0), ParseTaskChannelSID)
}

func (s *shift) updateChannel(a *arguments) Command {
	return &UpdateTaskChannel{SID: a.channelSID(), ChannelOptimizedRouting: a.yes("optimized")}
}

func (s *shift) deleteChannel(a *arguments) Command { return &DeleteTaskChannel{SID: a.channelSID()} }

// expression is what follows a queue's name, as it stands: nil for nothing.
func (a *arguments) expression() *string {
	text := a.After(2)
	switch text {
	case "":
		return nil
	case `""`:
		text = ""
	}
	return &text
}

func (s *shift) queue(a *arguments) Command {
	return &CreateTaskQueue{FriendlyName: a.Word(0), TargetWorkers: a.expression()}
}

func (s *shift) updateQueue(a *arguments) Command {
	return &UpdateTaskQueue{SID: a.queueSID(), TargetWorkers: a.expression()}
}

func (s *shift) queueOption(a *arguments) Command {
	c := &UpdateTaskQueue{SID: a.queueSID(), MaxReservedWorkers: a.number("max-reserved")}
	if order, ok := a.Option("order"); ok {
		c.TaskOrder = new(TaskOrder(order))
	}
	if name, ok := a.Option("reservation-activity"); ok {
		c.ReservationActivitySID = new(a.activitySID(name))
	}
	if name, ok := a.Option("assignment-activity"); ok {
		c.AssignmentActivitySID = new(a.activitySID(name))
	}
	return c
}

func (s *shift) deleteQueue(a *arguments) Command { return &DeleteTaskQueue{SID: a.queueSID()} }

func (s *shift) workflow(a *arguments) Command {
	c := &CreateWorkflow{FriendlyName: a.Word(0), TaskReservationTimeout: a.duration("reservation-timeout")}
	if text := a.json(); text != nil {
		c.Configuration = *text
	}
	return c
}

func (s *shift) updateWorkflow(a *arguments) Command {
	c := &UpdateWorkflow{
		SID: a.workflowSID(a.Word(0)), Configuration: a.json(), ReEvaluateTasks: a.text("re-evaluate") == "yes",
	}
	if d := a.duration("reservation-timeout"); d != 0 {
		c.TaskReservationTimeout = &d
	}
	return c
}

func (s *shift) deleteWorkflow(a *arguments) Command {
	return &DeleteWorkflow{SID: a.workflowSID(a.Word(0))}
}

// worker makes a worker who is ready for work unless the script says otherwise.
func (s *shift) worker(a *arguments) Command {
	activity := a.text("activity")
	if activity == "" {
		activity = "Available"
	}
	c := &CreateWorker{FriendlyName: a.Word(0), ActivitySID: a.activitySID(activity)}
	if activity == "default" {
		c.ActivitySID = ActivitySID{}
	}
	if text := a.json(); text != nil {
		c.Attributes = *text
	}
	return c
}

func (s *shift) updateWorker(a *arguments) Command {
	return &UpdateWorker{
		SID: a.workerSID(), ActivitySID: a.activitySID(a.text("activity")),
		FriendlyName: a.pointer("name"), Attributes: a.json(), IfVersion: a.number("version"),
	}
}

func (s *shift) move(a *arguments) Command {
	return &UpdateWorker{
		SID: a.workerSID(), ActivitySID: a.activitySID(a.Word(1)),
		RejectPendingReservations: a.text("reject-pending") == "yes",
	}
}

func (s *shift) capacity(a *arguments) Command {
	n, err := strconv.Atoi(a.Word(2))
	a.fail(err)
	return &UpdateWorkerChannel{WorkerSID: a.workerSID(), TaskChannel: a.Word(1), Capacity: &n}
}

func (s *shift) openChannel(a *arguments) Command {
	return &UpdateWorkerChannel{WorkerSID: a.workerSID(), TaskChannel: a.Word(1), Available: new(true)}
}

func (s *shift) closeChannel(a *arguments) Command {
	return &UpdateWorkerChannel{WorkerSID: a.workerSID(), TaskChannel: a.Word(1), Available: new(false)}
}

func (s *shift) deleteWorker(a *arguments) Command {
	return &DeleteWorker{SID: a.workerSID(), IfVersion: a.number("version")}
}

func (s *shift) createTask(a *arguments) Command {
	s.task = a.Word(0)
	c := &CreateTask{
		WorkflowSID: a.workflowSID(a.text("workflow")), Priority: a.integer("priority"),
		Timeout: a.duration("timeout"), TaskChannel: a.text("channel"), IgnoreCapacity: a.yes("ignore-capacity"),
		TaskQueueSID: parsed(a, "WQ", a.text("in-queue"), ParseTaskQueueSID),
	}
	if name, ok := a.Option("target"); ok {
		c.RoutingTarget = s.anySID(name)
	}
	if text := a.json(); text != nil {
		c.Attributes = *text
	}
	if at := a.moment("virtual-start"); at != nil {
		c.VirtualStartTime = *at
	}
	return c
}

func (s *shift) updateTask(a *arguments) Command {
	return &UpdateTask{
		SID: a.taskSID(), AssignmentStatus: TaskStatus(a.text("status")), Reason: a.pointer("reason"),
		Attributes: a.json(), Priority: a.number("priority"), IfVersion: a.number("version"),
		TaskChannel: a.pointer("channel"), VirtualStartTime: a.moment("virtual-start"),
	}
}

func (s *shift) taskStatus(a *arguments, status TaskStatus) Command {
	return &UpdateTask{SID: a.taskSID(), AssignmentStatus: status, Reason: a.pointer("reason")}
}

func (s *shift) cancel(a *arguments) Command { return s.taskStatus(a, "canceled") }

func (s *shift) deleteTask(a *arguments) Command {
	return &DeleteTask{SID: a.taskSID(), IfVersion: a.number("version")}
}

func (s *shift) accept(a *arguments) Command {
	return &UpdateReservation{SID: a.reservationSID(), ReservationStatus: "accepted", IfVersion: a.number("version")}
}

func (s *shift) reject(a *arguments) Command {
	return &UpdateReservation{
		SID: a.reservationSID(), ReservationStatus: "rejected", WorkerActivitySID: a.activitySID(a.text("activity")),
	}
}

func (s *shift) wrap(a *arguments) Command {
	if a.onReservation() {
		return &UpdateReservation{SID: a.reservationSID(), ReservationStatus: "wrapping"}
	}
	return s.taskStatus(a, "wrapping")
}

func (s *shift) complete(a *arguments) Command {
	if a.onReservation() {
		return &UpdateReservation{SID: a.reservationSID(), ReservationStatus: "completed"}
	}
	return s.taskStatus(a, "completed")
}

func (s *shift) transfer(a *arguments) Command {
	return &CreateTransfer{
		ReservationSID: a.reservationSID(), To: s.anySID(a.Word(1)),
		Mode: TransferMode(a.text("mode")), Priority: a.number("priority"), Attributes: a.object(2),
	}
}

func (s *shift) cancelTransfer(a *arguments) Command {
	return &CancelTransfer{SID: parsed(a, "TT", a.Word(0), ParseTransferSID)}
}

func (s *shift) callbackFailed(a *arguments) Command { return &FailCallback{SID: a.reservationSID()} }

func (s *shift) suspendAccept(a *arguments) Command { return &SuspendAccept{SID: a.reservationSID()} }

func (s *shift) resumeAccept(a *arguments) Command { return &ResumeAccept{SID: a.reservationSID()} }

func (s *shift) failAccept(a *arguments) Command { return &FailAccept{SID: a.reservationSID()} }

func (s *shift) linkCall(a *arguments) Command {
	return &LinkCall{SID: a.reservationSID(), WorkerCallSID: parsed(a, "CA", a.Word(1), ParseCallSID)}
}

func (s *shift) linkConference(a *arguments) Command {
	return &LinkConference{SID: a.taskSID(), Conference: a.After(2)}
}

func (s *shift) endConference(a *arguments) Command { return &EndConference{SID: a.taskSID()} }

func (s *shift) endCall(a *arguments) Command {
	return &EndCall{SID: a.reservationSID(), PostWorkActivitySID: a.activitySID(a.text("post-work"))}
}

func (s *shift) hangup(a *arguments) Command { return &AbandonTask{SID: a.taskSID(), Reason: "hangup"} }

func (s *shift) leave(a *arguments) Command { return &AbandonTask{SID: a.taskSID(), Reason: "leave"} }
