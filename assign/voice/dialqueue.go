package voice

import (
	"strconv"
	"time"

	"github.com/goacd/acd/internal/weburl"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// dialQueue gives the agent the front member of a queue, or lets him wait.
func (m *Machine) dialQueue(d *dial) {
	m.dialers[d.call.sid] = d
	_, events, err := m.queues.Dial(m.now, queue.Dial{
		Agent: d.call.sid, Queue: twiml.TextOf(d.queue), Timeout: twiml.Effective(d.verb, &d.verb.Timeout),
	})
	m.queued(events)
	if err != nil {
		m.failDial(d)
	}
}

// cancelQueueDial ends a Dial of a queue from the agent's side.
func (m *Machine) cancelQueueDial(d *dial) {
	_, events, err := m.queues.CancelDial(m.now, d.call.sid)
	m.queued(events)
	if err != nil { // a Change has ended the Dial and kept the event to itself
		m.failDial(d)
	}
}

// take gives a waiting caller to an agent. What follows comes as events of the
// queues.
func (m *Machine) take(caller *call, d *dial) {
	m.dialers[d.call.sid] = d
	_, events, err := m.queues.Take(m.now, caller.sid, d.call.sid)
	m.queued(events)
	if err != nil {
		m.failDial(d)
	}
}

// taken runs the whisper document for a caller who was taken, and connects him
// when it is through, or at once. The agent waits meanwhile.
func (m *Machine) taken(caller *call, d *dial) {
	if caller == nil || d == nil {
		return // one of them has gone in the same instant
	}
	d.caller, caller.enqueue.dial = caller, d
	m.cut(caller)
	if d.queue == nil || !d.queue.URL.Present() {
		m.connectTaken(d)
		return
	}
	entry, err := m.queues.Entry(m.now, caller.sid)
	if err != nil {
		return // the caller is lost, and the event of that is on its way
	}
	at := d.program.resolve(d.queue.URL.Or(""))
	params := append(paramList(m.params(caller)), Param{"QueueSid", entry.Queue.String()})
	params.seconds("QueueTime", entry.QueueTime)
	params = append(params, Param{"DequeingCallSid", d.call.sid.String()})
	p := &program{kind: whisperDocument, done: func() { m.connectTaken(d) }}
	m.fetch(caller, p, request{
		purpose: ForWhisper, to: target{at, twiml.Effective(d.queue, &d.queue.Method)}, params: params,
		failed: func() {
			m.alert(caller.sid, twiml.CodeQueueURL, "the whisper document "+weburl.Redact(at)+" is left out")
			m.connectTaken(d)
		},
	})
}

// connectTaken accepts the reservation, where there is one, and connects. When
// it was decided while the whisper ran (rejected, or canceled, or its worker was
// deleted), the caller is lost on the way.
func (m *Machine) connectTaken(d *dial) {
	caller := d.caller
	m.cut(caller)
	entry, err := m.queues.Entry(m.now, caller.sid)
	if err != nil || entry.State != queue.EntryTaken || entry.Agent != d.call.sid {
		return // lost in the same instant, and the events of that are on their way
	}
	if !d.resumed && !d.reservation.IsZero() {
		if _, err := m.route(&taskrouter.ResumeAccept{SID: d.reservation}); err != nil {
			d.refused = true
			m.alert(d.call.sid, twiml.CodeReservationNotFound, "reservation "+d.reservation.String()+" is not pending any more")
			m.cancelQueueDial(d)
			return
		}
	}
	_, events, err := m.queues.Connect(m.now, caller.sid)
	must(err)
	m.queued(events)
	m.connect(d, caller, d.call)
}

// queueDialOver ends a Dial of a queue. After a conversation for a reservation
// its task goes to wrapping, and the worker to the post-work activity.
func (m *Machine) queueDialOver(d *dial, ev *queue.Event) {
	if d.connected && !d.reservation.IsZero() {
		m.endConversation(d)
	}
	status := CallStatus(ev.Status)
	if d.refused {
		status = StatusFailed
	}
	var extra paramList
	if !ev.Call.IsZero() {
		extra = append(extra, Param{"DialCallSid", ev.Call.String()})
		if d.connected {
			extra.seconds("DialCallDuration", ev.Duration)
		}
		extra = append(extra, Param{"QueueSid", ev.Queue.String()})
		extra.seconds("QueueTime", ev.QueueTime)
		extra = append(extra, Param{"DequeingCallSid", d.call.sid.String()})
	}
	m.dialOver(d, status, extra)
}

// numberParams are what the action of a Dial of numbers is told: the party that
// answered, else the last that was tried.
func (d *dial) numberParams(now time.Time) paramList {
	var p paramList
	switch {
	case d.connected:
		p = paramList{
			{"DialCallSid", d.party.sid.String()},
			{"DialCallDuration", strconv.Itoa(int(now.Sub(d.talking) / time.Second))},
		}
		return append(p, d.party.sip.params()...)
	case !d.tried.IsZero():
		p = paramList{{"DialCallSid", d.tried.String()}}
	}
	return append(p, d.sip.params()...)
}
