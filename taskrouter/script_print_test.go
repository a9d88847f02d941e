package taskrouter

import (
	"fmt"
	"strings"
	"time"

	"github.com/goacd/acd/internal/script"
)

// clock prints an instant of the shift; from the second day on with the day.
func clock(t time.Time) string {
	format := "15:04:05"
	if t.Nanosecond() != 0 {
		format += ".000"
	}
	if t.Before(shiftStart.Truncate(24 * time.Hour)) {
		return t.Format("2006-01-02T" + format)
	}
	if days := int(t.Sub(shiftStart.Truncate(24*time.Hour)).Hours()) / 24; days > 0 {
		return fmt.Sprintf("day %d %s", days+1, t.Format(format))
	}
	return t.Format(format)
}

// printEvent prints an event in short: time, type, what it is about, and what
// is worth knowing of it.
func (s *shift) printEvent(ev *Event) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", clock(ev.At), ev.Type)
	add := func(format string, args ...any) { fmt.Fprintf(&b, " "+format, args...) }
	kind, group, _ := strings.Cut(string(ev.Type), ".")
	switch {
	case ev.Type == Alert:
		code, message, _ := ev.Alert()
		add("%d task=%s %q", code, s.names[ev.TaskSID.String()], message)
	case !ev.ReservationSID.IsZero():
		if ev.Type == ReservationCreated {
			s.offers++
			s.name("WR", fmt.Sprintf("WR%d", s.offers), ev.ReservationSID.String())
		}
		add("%s task=%s worker=%s", ev.ReservationSID, s.names[ev.TaskSID.String()], ev.WorkerName())
		if ev.Type == ReservationCreated {
			queue, _ := ev.TaskQueue()
			add("queue=%s timeout=%s", queue.FriendlyName, brief(ev.ReservationTimeout()))
		}
	case !ev.TaskSID.IsZero():
		if ev.Type == TaskCreated {
			s.name("WT", s.task, ev.TaskSID.String())
		}
		add("%s", ev.TaskSID)
		s.printTask(ev, add)
	case kind == "worker":
		s.name("WK", ev.WorkerName(), ev.WorkerSID.String())
		s.printWorker(ev, group, add)
	case kind == "workspace":
	default:
		s.printResource(ev, kind, add)
	}
	return s.named(b.String())
}

func (s *shift) printTask(ev *Event, add func(string, ...any)) {
	queue, _ := ev.TaskQueue()
	workflow, _ := ev.Workflow()
	switch ev.Type {
	case TaskQueueEntered:
		add("queue=%s priority=%d", queue.FriendlyName, ev.TaskPriority())
	case TaskQueueMoved:
		add("from=%s", queue.FriendlyName)
	case TaskQueueTimeout:
		add("queue=%s age=%s", queue.FriendlyName, brief(ev.TaskAge()))
	case WorkflowEntered:
		add("workflow=%s", workflow.FriendlyName)
	case WorkflowTargetMatched:
		if name := ev.Parameter("WorkflowFilterName"); name != "" {
			add("filter=%s", name)
		}
	case TaskUpdated:
		add("priority=%d attributes=%s", ev.TaskPriority(), ev.TaskAttributes())
	}
	if x, ok := ev.Transfer(); ok {
		if ev.Type == TaskTransferInitiated {
			s.transfers++
			s.name("TT", fmt.Sprintf("TT%d", s.transfers), x.SID.String())
		}
		add("%s %s %s to=%s", x.SID, x.TransferMode, x.TransferType, x.TransferTo)
	}
	if reason := ev.TaskReason(); reason != "" {
		add("reason=%q", reason)
	}
}

func (s *shift) printWorker(ev *Event, group string, add func(string, ...any)) {
	add("%s", ev.WorkerName())
	activity, _ := ev.Activity()
	switch group {
	case "created":
		add("%s", activity.FriendlyName)
	case "activity.update":
		previous, _ := ev.PreviousActivity()
		add("%s (was %s for %ss)", activity.FriendlyName, previous.FriendlyName, ev.Parameter("WorkerTimeInPreviousActivity"))
	case "attributes.update":
		add("%s", ev.WorkerAttributes())
	case "capacity.update":
		add("channel=%s previous=%s available=%s%%", ev.Parameter("TaskChannelUniqueName"),
			ev.Parameter("WorkerChannelPreviousCapacity"), ev.Parameter("WorkerChannelAvailableCapacity"))
	case "channel.availability.update":
		add("channel=%s available=%s", ev.Parameter("TaskChannelUniqueName"), ev.Parameter("WorkerChannelAvailable"))
	}
}

func (s *shift) printResource(ev *Event, kind string, add func(string, ...any)) {
	switch kind {
	case "activity":
		a, _ := ev.Activity()
		s.name("WA", a.FriendlyName, a.SID.String())
		add("%s available=%v", a.FriendlyName, a.Available)
	case "task-channel":
		c, _ := ev.TaskChannel()
		s.name("TC", c.UniqueName, c.SID.String())
		add("%s", c.UniqueName)
		if c.ChannelOptimizedRouting {
			add("optimized")
		}
	case "task-queue":
		q, _ := ev.TaskQueue()
		s.name("WQ", q.FriendlyName, q.SID.String())
		add("%s %s", q.FriendlyName, quoteEmpty(q.TargetWorkers))
	case "workflow":
		w, _ := ev.Workflow()
		s.name("WW", w.FriendlyName, w.SID.String())
		add("%s reservation-timeout=%s", w.FriendlyName, brief(w.TaskReservationTimeout))
	}
}

func quoteEmpty(s string) string {
	if s == "" {
		return `""`
	}
	return s
}

// brief prints whole seconds as a person would: 30s, 2m, 24h.
func brief(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = text[:len(text)-2]
	}
	if strings.HasSuffix(text, "h0m") {
		text = text[:len(text)-2]
	}
	return text
}

// show prints the state of things: show task T1, show worker Alice, show
// reservations T1, show members Support, show tasks, show workers, show
// deadline, show queue, workflow, activities.
func (s *shift) show(c *script.Command) (string, bool) {
	if c.Name != "show" {
		return "", false
	}
	a := &arguments{Command: &script.Command{Name: "show", Args: c.Args[1:]}, s: s}
	var b strings.Builder
	switch c.Word(0) {
	case "task":
		if t, ok := s.engine.Task(a.taskSID()); ok {
			s.showTask(&b, t)
		} else {
			fmt.Fprintf(&b, "no task %s\n", c.Word(1))
		}
	case "tasks":
		for t := range s.engine.Tasks() {
			s.showTask(&b, t)
		}
	case "worker":
		if w, ok := s.engine.Worker(a.workerSID()); ok {
			s.showWorker(&b, w)
		} else {
			fmt.Fprintf(&b, "no worker %s\n", c.Word(1))
		}
	case "workers":
		for w := range s.engine.Workers() {
			s.showWorker(&b, w)
		}
	case "reservations":
		for r := range s.engine.TaskReservations(a.taskSID()) {
			fmt.Fprintf(&b, "%s %s worker=%s version=%d", r.SID, r.ReservationStatus, r.WorkerName, r.Version)
			if r.AcceptSuspended {
				b.WriteString(" being accepted")
			}
			b.WriteString("\n")
		}
	case "members":
		b.WriteString(c.Word(1) + ":")
		for w := range s.engine.WorkersOf(a.queueSID()) {
			b.WriteString(" " + w.String())
		}
		b.WriteString("\n")
	case "queue":
		q, _ := s.engine.TaskQueue(a.queueSID())
		fmt.Fprintf(&b, "%s %s max-reserved=%d order=%s\n", q.FriendlyName, quoteEmpty(q.TargetWorkers), q.MaxReservedWorkers, q.TaskOrder)
	case "deadline":
		if at, ok := s.engine.Deadline(); ok {
			b.WriteString(clock(at) + "\n")
		} else {
			b.WriteString("nothing is due\n")
		}
	default:
		s.t.Fatalf("line %d: show what?", c.Line)
	}
	return s.named(b.String()), true
}

func (s *shift) showTask(b *strings.Builder, t Task) {
	fmt.Fprintf(b, "%s %s", t.SID, t.AssignmentStatus)
	if t.TaskQueueName != "" {
		fmt.Fprintf(b, " queue=%s entered=%s", t.TaskQueueName, clock(t.TaskQueueEnteredDate))
	}
	fmt.Fprintf(b, " priority=%d age=%s assignments=%d version=%d", t.Priority, brief(t.Age), t.Assignments, t.Version)
	if t.TaskChannelUniqueName != defaultChannel {
		fmt.Fprintf(b, " channel=%s", t.TaskChannelUniqueName)
	}
	if t.VirtualStartTime != t.DateCreated {
		fmt.Fprintf(b, " start=%s", clock(t.VirtualStartTime))
	}
	if t.RoutingTarget != "" {
		fmt.Fprintf(b, " target=%s", t.RoutingTarget)
	}
	if t.IgnoreCapacity {
		b.WriteString(" ignores-capacity")
	}
	if t.Reason != "" {
		fmt.Fprintf(b, " reason=%q", t.Reason)
	}
	fmt.Fprintf(b, " attributes=%s\n", t.Attributes)
}

// showWorker prints a worker, and those of his channels that are in use or not
// as they were made.
func (s *shift) showWorker(b *strings.Builder, w Worker) {
	fmt.Fprintf(b, "%s %s version=%d", w.FriendlyName, w.ActivityName, w.Version)
	for c := range s.engine.WorkerChannels(w.SID) {
		if c.AvailableCapacityPercentage == 100 && c.ConfiguredCapacity == 1 && c.Available {
			continue
		}
		fmt.Fprintf(b, " %s(capacity=%d assigned=%d free=%d%%", c.TaskChannelUniqueName, c.ConfiguredCapacity, c.AssignedTasks, c.AvailableCapacityPercentage)
		if !c.Available {
			b.WriteString(" closed")
		}
		b.WriteString(")")
	}
	for r := range openReservations(s.engine, w.SID) {
		fmt.Fprintf(b, " %s=%s", r.SID, r.ReservationStatus)
	}
	b.WriteString("\n")
}
