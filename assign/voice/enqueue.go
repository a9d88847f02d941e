package voice

import (
	"errors"
	"time"

	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// enqueue is one execution of the verb, from beginning to result.
type enqueue struct {
	verb      *twiml.Enqueue
	program   *program // it stands in
	began     time.Time
	task      taskrouter.TaskSID
	requested time.Time // of the last wait document
	dial      *dial     // the agent's, once the call was taken
}

// gone says how a waiting call leaves its queue.
type gone uint8

const (
	callGone       gone = iota // hung up, or ended
	callLeaves                 // the wait document ran Leave
	callRedirected             // sent to another document
	callFaults                 // the wait document is faulty, or no task could be made
)

// execEnqueue parks the call. Everything about the task is checked first, and
// the task is made once the queue has taken the call, so that a full queue makes
// none (lifecycle.md §4.1).
func (m *Machine) execEnqueue(c *call, p *program, e *twiml.Enqueue, blocked bool) bool {
	c.enqueue = &enqueue{verb: e, program: p, began: m.now}
	m.parked[c.sid] = c
	create, ok := (*taskrouter.CreateTask)(nil), !blocked
	if ok && e.WorkflowSID.Present() {
		create, ok = m.newTask(c, e)
	}
	if !ok {
		m.endEnqueue(c, queue.ResultError)
		return true
	}
	entry, err := m.join(c, e, create)
	switch {
	case err != nil:
		m.endEnqueue(c, queue.ResultSystemError)
		return true
	case entry.State == queue.EntryEnded:
		m.alert(c.sid, enqueueCode(&entry), entry.Err.Error())
		return true // its event goes on
	case create != nil && !m.makeTask(c, create):
		m.leaveQueue(c, callFaults)
		return true
	}
	if entry.State == queue.EntryWaiting {
		m.hold(c)
	}
	return true
}

// join puts the call into its queue: with a workflow the one that is named after
// it, whatever the document names (twiml.md §6.1). A limit of the verb above
// that of the directory is none.
func (m *Machine) join(c *call, e *twiml.Enqueue, create *taskrouter.CreateTask) (queue.Entry, error) {
	p := queue.Enqueue{Call: c.sid, MaxQueueSize: twiml.Effective(e, &e.MaxQueueSize)}
	if create != nil {
		p.Workflow = create.WorkflowSID
	} else {
		p.Queue = twiml.TextOf(e)
	}
	entry, events, err := m.queues.Enqueue(m.now, p)
	m.queued(events)
	if errors.Is(err, queue.ErrMaxSize) {
		p.MaxQueueSize = 0
		entry, events, err = m.queues.Enqueue(m.now, p)
		m.queued(events)
	}
	return entry, err
}

// enqueueCode returns the code for an Enqueue that was refused. The vendor has
// none for two (chosen): a name that is kept for a workflow wants workflowSid,
// and that there are too many queues is the platform's failure.
func enqueueCode(entry *queue.Entry) int {
	switch entry.Err.Reason {
	case queue.ErrGuarded:
		return twiml.CodeWorkflowSID
	case queue.ErrTooMany:
		return twiml.CodeInternal
	}
	return entry.Code
}

// leaveQueue tells the queues. What follows comes back as their events.
func (m *Machine) leaveQueue(c *call, how gone) {
	var events []queue.Event
	var err error
	switch how {
	case callGone:
		_, events, err = m.queues.Hangup(m.now, c.sid)
	case callLeaves:
		_, events, err = m.queues.Leave(m.now, c.sid)
	case callRedirected:
		_, events, err = m.queues.Redirect(m.now, c.sid)
	case callFaults:
		_, events, err = m.queues.Fault(m.now, c.sid)
	}
	m.queued(events)
	if err == nil {
		return
	}
	// A Change has moved the call behind the machine's back.
	if _, events, err = m.queues.Fail(m.now, c.sid); err != nil {
		m.endEnqueue(c, queue.ResultSystemError)
	}
	m.queued(events)
}

// endEnqueue gives the call's Enqueue a result that no event of the queues
// brings.
func (m *Machine) endEnqueue(c *call, result queue.QueueResult) {
	e := c.enqueue
	m.later(func() {
		if c.enqueue == e {
			m.enqueueOver(c, &queue.Event{Result: result})
		}
	})
}

// onQueued acts upon an event of the queues.
func (m *Machine) onQueued(ev *queue.Event) {
	switch ev.Type {
	case queue.CallTaken:
		m.taken(m.parked[ev.Call], m.dialers[ev.Agent])
	case queue.EnqueueEnded:
		if c := m.parked[ev.Call]; c != nil {
			m.enqueueOver(c, ev)
		}
	case queue.DialEnded:
		if d := m.dialers[ev.Agent]; d != nil {
			m.queueDialOver(d, ev)
		}
	}
}

// enqueueOver gives an Enqueue its one result: the task follows, the action is
// requested, and the call goes on where it may (twiml.md §6.1).
func (m *Machine) enqueueOver(c *call, ev *queue.Event) {
	e := c.enqueue
	c.enqueue = nil
	delete(m.parked, c.sid)
	m.cut(c)
	m.tookTime(c, e.began)
	if d := e.dial; d != nil && d.connected && !c.over && !d.call.over {
		m.emit(&Unbridge{Caller: c.sid, Agent: d.call.sid})
	}
	m.unlink(c, e, ev.Result)
	extra := paramList{{"QueueResult", string(ev.Result)}}
	if !ev.Queue.IsZero() {
		extra = append(extra, Param{"QueueSid", ev.Queue.String()})
		extra.seconds("QueueTime", ev.QueueTime)
	}
	m.conclude(c, e.program, ev.Result.Continues(), outcome{
		purpose: ForEnqueueAction, action: e.verb.Action, method: twiml.Effective(e.verb, &e.verb.Method), params: extra,
	})
}

// tookTime forgets how many documents a call has run when a verb that began at
// that instant took time.
func (m *Machine) tookTime(c *call, began time.Time) {
	if m.now.Sub(began) >= time.Second {
		c.documents = 0
	}
}
