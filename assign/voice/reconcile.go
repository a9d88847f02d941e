package voice

import (
	"iter"
	"net/url"
	"time"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/expr"
	"github.com/goacd/acd/twiml"
)

// LiveCall is a call that the host still has after a restart, answered.
type LiveCall struct {
	// CallArrived says who it is. URL is the document to go on with where the
	// call cannot be taken back, and the action of its Enqueue where it can; "":
	// then it is hung up instead. Of a call that the machine had asked for,
	// Direction is OutboundDial.
	CallArrived
	Answered time.Time // zero: now
	WaitURL  string    // what it hears while it waits, absolute; "" for the host's hold source
}

// Tasks is what [Machine.Reconcile] needs of a router beside [Router].
// *taskrouter.Engine satisfies it.
type Tasks interface {
	Tasks() iter.Seq[taskrouter.Task]
	TaskReservations(taskrouter.TaskSID) iter.Seq[taskrouter.Reservation]
}

// Reconcile brings a new machine and a router that has come back from its log
// together with the calls that are still there (design.md §6). It is the first
// that happens to the machine: one with calls refuses it with [ErrState], as it
// does with a router that is not a [Tasks]. A faulty list is refused whole.
//
// Of each task that has not ended, by its attributes call_sid and
// worker_call_sid:
//
//	caller      worker's call    the task
//	gone        gone, or none    waiting: canceled, with the reason hangup;
//	                             assigned: ends as after a call
//	there       none             the caller waits for it again, at the end of
//	                             its workflow's queue, in order of the tasks
//	there       gone             waiting: as above; assigned: ends as after a call
//	there       there            assigned: the conversation goes on; a [Bridge]
//	                             says so, and the host has nothing to do
//
// A caller of several tasks waits for the oldest. Tasks without a call, and those
// that wrap up, stay as they are. So do reservations that nobody has decided:
// phones that rang are given up, and their time runs on. One that was being
// accepted, during a whisper or while a conference was set up, is canceled, and
// its task is offered again: nobody is being connected for it any more.
//
// What is lost: conferences (their tasks end with them), the whisper, post-work
// activities, the document and place of an Enqueue, recordings, status callbacks
// and time limits of calls, and all requests under way. A call that has no place goes on with its URL, or is
// hung up.
//
// Give the new machine another [Config.Seed], as it says there.
func (m *Machine) Reconcile(now time.Time, live []LiveCall) ([]Action, error) {
	const name = "Reconcile"
	if len(m.calls) > 0 || len(m.ops) > 0 {
		return m.finish(name, refusal(ReasonState, "the machine has calls already: want a new one"))
	}
	router, ok := m.router.(Tasks)
	if m.router != nil && !ok {
		return m.finish(name, refusal(ReasonState, "the router lists no tasks: want one that is a Tasks"))
	}
	calls, err := m.returning(live)
	if err != nil {
		return m.finish(name, err)
	}
	if err := m.begin(now); err != nil {
		return m.finish(name, err)
	}
	for i, c := range calls {
		m.calls[c.sid] = c
		if c.answered = live[i].Answered.UTC(); live[i].Answered.IsZero() || c.answered.After(m.now) {
			c.answered = m.now
		}
	}
	if router != nil {
		m.reconcileTasks(router, live)
	}
	m.settle()
	for _, c := range calls {
		m.place(c)
	}
	m.settle()
	return m.finish(name, nil)
}

// returning checks the list, and makes calls of it.
func (m *Machine) returning(live []LiveCall) ([]*call, *Error) {
	var calls []*call
	seen := map[CallSID]bool{}
	for i := range live {
		in := &live[i]
		switch {
		case in.Call.IsZero():
			return nil, refusal(ReasonInput, "Call is the zero SID")
		case seen[in.Call]:
			return nil, refusal(ReasonBusy, "call %s is in the list twice", in.Call).of(in.Call)
		}
		seen[in.Call] = true
		c := &call{sid: in.Call, info: in.CallArrived, direction: in.Direction, status: StatusInProgress, rang: true}
		switch in.Direction {
		case "":
			c.direction = Inbound
		case Inbound, OutboundAPI, OutboundDial:
		default:
			return nil, refusal(ReasonInput, "Direction %q: want %q, %q or %q", excerpt.Of(string(in.Direction)), Inbound, OutboundAPI, OutboundDial).of(in.Call)
		}
		if err := checkURLs([]namedURL{{"URL", in.URL}, {"FallbackURL", in.FallbackURL}, {"WaitURL", in.WaitURL}}); err != nil {
			return nil, err.of(in.Call)
		}
		if err := checkMethods([]namedMethod{{"Method", in.Method}, {"FallbackMethod", in.FallbackMethod}}); err != nil {
			return nil, err.of(in.Call)
		}
		calls = append(calls, c)
	}
	return calls, nil
}

func (m *Machine) reconcileTasks(router Tasks, live []LiveCall) {
	waits := map[CallSID]string{}
	for i := range live {
		waits[live[i].Call] = live[i].WaitURL
	}
	var tasks []taskrouter.Task // what is done to one may end others
	for t := range router.Tasks() {
		if lives(t.AssignmentStatus) {
			tasks = append(tasks, t)
		}
	}
	for _, t := range tasks {
		if now, ok := m.router.Task(t.SID); ok && lives(now.AssignmentStatus) {
			m.reconcileTask(router, now, waits)
		}
	}
	for _, t := range tasks { // once it is clear which of them have a caller
		m.giveUpAll(router, t.SID)
	}
}

// giveUpAll gives up what was being accepted of a task.
func (m *Machine) giveUpAll(router Tasks, task taskrouter.TaskSID) {
	var all []taskrouter.ReservationSID
	for r := range router.TaskReservations(task) {
		all = append(all, r.SID)
	}
	for _, r := range all {
		m.giveUp(r)
	}
}

// lives reports whether a task has a caller yet.
func lives(s taskrouter.TaskStatus) bool {
	return s == taskrouter.TaskStatusPending || s == taskrouter.TaskStatusReserved || s == taskrouter.TaskStatusAssigned
}

// reconcileTask is the table of [Machine.Reconcile].
func (m *Machine) reconcileTask(router Tasks, t taskrouter.Task, waits map[CallSID]string) {
	caller, called := m.returned(t.Attributes, callSID)
	worker, worked := m.returned(t.Attributes, workerCallSID)
	conferring := textAttribute(t.Attributes, conferenceSID) != ""
	assigned := t.AssignmentStatus == taskrouter.TaskStatusAssigned
	switch {
	case t.ConferenceLinked:
		m.mustRoute(&taskrouter.EndConference{SID: t.SID})
	case !called && !worked && !conferring:
		// no task of a call
	case assigned && conferring, assigned && worked && (worker == nil || caller == nil):
		m.endOfCall(router, t.SID)
	case caller == nil:
		if called || conferring {
			m.mustRoute(&taskrouter.AbandonTask{SID: t.SID, Reason: string(queue.ResultHangup)})
		}
	case conferring:
		m.mustRoute(&taskrouter.AbandonTask{SID: t.SID, Reason: string(queue.ResultHangup)}) // in transfer
	case !caller.isFree():
		// he has a place by an older task
	case assigned && worked && worker.isFree() && worker != caller:
		m.talkAgain(router, t, caller, worker)
	case assigned && worked:
		m.endOfCall(router, t.SID)
	default:
		m.parkAgain(caller, t, waits[caller.sid], nil)
	}
}

// returned finds the call that a task's attribute names: whether it names one,
// and the call if it is there.
func (m *Machine) returned(attributes string, at expr.Reference) (c *call, named bool) {
	s, err := queue.ParseCallSID(textAttribute(attributes, at))
	if err != nil {
		return nil, false
	}
	return m.calls[s], true
}

// isFree reports whether a call that has returned has no place yet.
func (c *call) isFree() bool { return c.enqueue == nil && c.dial == nil && !c.over }

// endOfCall ends a task whose conversation is over: no worker is held by it.
func (m *Machine) endOfCall(router Tasks, task taskrouter.TaskSID) {
	var accepted []taskrouter.ReservationSID
	for r := range router.TaskReservations(task) {
		if r.ReservationStatus == taskrouter.ReservationStatusAccepted {
			accepted = append(accepted, r.SID)
		}
	}
	for _, r := range accepted {
		m.mustRoute(&taskrouter.EndCall{SID: r})
	}
}

// parkAgain puts a caller back into the queue of his task's workflow: to wait, or
// to be given to the worker who talks with him at once.
func (m *Machine) parkAgain(c *call, t taskrouter.Task, wait string, d *dial) {
	verb := &twiml.Enqueue{WorkflowSID: twiml.Set(t.WorkflowSID.String())}
	if c.info.URL != "" {
		verb.Action, verb.Method = twiml.Set(c.info.URL), twiml.Set(postOr(c.info.Method))
	}
	if wait != "" {
		verb.WaitURL = twiml.Set(wait)
	}
	p := &program{base: &url.URL{}, done: func() { m.hangUp(c, StatusCompleted) }}
	c.enqueue = &enqueue{verb: verb, program: p, began: m.now, task: t.SID}
	m.parked[c.sid], m.tasks[t.SID] = c, c
	entry, events, err := m.queues.Enqueue(m.now, queue.Enqueue{Call: c.sid, Workflow: t.WorkflowSID})
	m.queued(events)
	switch {
	case err != nil:
		m.endEnqueue(c, queue.ResultSystemError)
	case entry.State != queue.EntryWaiting: // refused: its event goes on
	case d != nil:
		m.take(c, d)
	default:
		m.hold(c)
	}
}

// talkAgain takes back a conversation that goes on.
func (m *Machine) talkAgain(router Tasks, t taskrouter.Task, caller, worker *call) {
	for r := range router.TaskReservations(t.SID) {
		if r.ReservationStatus != taskrouter.ReservationStatusAccepted {
			continue
		}
		worker.dial = &dial{call: worker, reservation: r.SID, worker: r.WorkerSID, began: m.now, resumed: true}
		m.parkAgain(caller, t, "", worker.dial)
		if m.dialers[worker.sid] == worker.dial {
			return
		}
		worker.dial = nil
		m.mustRoute(&taskrouter.EndCall{SID: r.SID}) // the queue is full
		return
	}
	m.parkAgain(caller, t, "", nil) // assigned, and nobody has accepted: it is for the application
}

// place gives a call that has no place its document, or hangs it up.
func (m *Machine) place(c *call) {
	if !c.isFree() || c.program != nil {
		return
	}
	if c.info.URL == "" {
		m.hangUp(c, StatusCompleted)
		return
	}
	m.load(c, document{at: target{c.info.URL, postOr(c.info.Method)}})
}
