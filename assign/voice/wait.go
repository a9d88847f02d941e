package voice

import (
	"time"

	"github.com/goacd/acd/twiml"
)

// leastWait is the time between two requests of a wait document that is through
// at once (twiml.md §6.1, inferred).
const leastWait = time.Second

// hold lets a waiting call hear what its Enqueue says: the host's default,
// silence, or a document that is requested again for ever.
func (m *Machine) hold(c *call) {
	waitURL, given := c.enqueue.verb.WaitURL.Get()
	if !given || waitURL == "" {
		c.hears = true
		m.emit(&Hold{Call: c.sid, Silent: given})
		return
	}
	m.requestWait(c)
}

// requestWait requests the wait document with the values of this moment.
func (m *Machine) requestWait(c *call) {
	e := c.enqueue
	wait, err := m.queues.Wait(m.now, c.sid)
	if err != nil {
		return // a Change has given the call away
	}
	params := paramList(m.params(c))
	params = append(params, Param{"QueueSid", wait.QueueSid.String()})
	params.integer("QueuePosition", wait.QueuePosition)
	params.seconds("QueueTime", wait.QueueTime)
	params.seconds("AvgQueueTime", wait.AvgQueueTime)
	params.integer("CurrentQueueSize", wait.CurrentQueueSize)
	params.integer("MaxQueueSize", wait.MaxQueueSize)
	e.requested = m.now
	p := &program{kind: waitDocument, done: func() { m.waitAgain(c) }}
	m.fetch(c, p, request{
		purpose: ForWait, params: params, failed: m.without(c, p),
		to: target{e.program.resolve(e.verb.WaitURL.Or("")), twiml.Effective(e.verb, &e.verb.WaitURLMethod)},
	})
}

// waitAgain requests the wait document anew when it is through. It loops for ever
// (queue.md §5): with a second between two requests it sends nobody in circles.
func (m *Machine) waitAgain(c *call) {
	pause := leastWait - m.now.Sub(c.enqueue.requested)
	if pause <= 0 {
		c.documents = 0
		m.requestWait(c)
		return
	}
	m.sleep(c, pause, func() { m.requestWait(c) })
}
