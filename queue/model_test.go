package queue

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// model is a second writing of the rules of queue.md, as plain as can be: lists
// that are searched, sums over all members, no index. It tells what happens as
// lines of text, which the events of a Directory must repeat word for word.
type model struct {
	defaultSize, maxQueues int
	now                    time.Duration // since start
	queues                 []*modelQueue // those that are not deleted, by creation
	made                   int
	calls                  map[int]*modelCall
	agents                 map[int]*modelAgent
	dials                  int
	lines                  []string
}

type modelQueue struct {
	number  int
	name    string
	max     int
	deleted bool
	members []int // calls, in order
}

type modelCall struct {
	queue        *modelQueue
	state        EntryState
	joined, left time.Duration
	agent        int
}

type modelAgent struct {
	queue  *modelQueue
	number int
	until  time.Duration
	single bool
	call   int // 0 while waiting
}

func newModel(cfg Config) *model {
	return &model{
		defaultSize: cfg.DefaultMaxSize, maxQueues: cfg.MaxQueues,
		calls: map[int]*modelCall{}, agents: map[int]*modelAgent{},
	}
}

func (m *model) say(format string, args ...any) {
	m.lines = append(m.lines, fmt.Sprintf("%v ", m.now)+fmt.Sprintf(format, args...))
}

func (m *model) find(name string) *modelQueue {
	for _, q := range m.queues {
		if q.name == name {
			return q
		}
	}
	return nil
}

func (m *model) busy(call int) bool { return m.calls[call] != nil || m.agents[call] != nil }

// waiting returns the agents who wait, in the order of dialing; on q, or on all
// queues when q is nil.
func (m *model) waiting(q *modelQueue) []int {
	var found []int
	for c, a := range m.agents {
		if a.call == 0 && (q == nil || a.queue == q) {
			found = append(found, c)
		}
	}
	slices.SortFunc(found, func(a, b int) int { return m.agents[a].number - m.agents[b].number })
	return found
}

func (m *model) advance(now time.Duration) {
	for {
		next := 0
		for _, c := range m.waiting(nil) {
			if a := m.agents[c]; a.until <= now && (next == 0 || a.until < m.agents[next].until) {
				next = c
			}
		}
		if next == 0 {
			break
		}
		m.now = m.agents[next].until
		m.endDial(next, DialNoAnswer)
	}
	m.now = now
}

// run carries out a command and returns the reason of its refusal, or 0.
func (m *model) run(c command) Reason {
	m.lines = nil
	m.advance(c.now)
	switch c.op {
	case opCreate:
		return m.create(c)
	case opUpdate:
		return m.update(c)
	case opDelete:
		return m.delete(c)
	case opEnqueue:
		return m.enqueue(c)
	case opDial:
		return m.dial(c)
	case opTake:
		return m.take(c)
	case opCancel:
		return m.cancel(c)
	case opDequeue, opDequeueFront:
		return m.dequeue(c)
	case opAdvance:
		return 0
	}
	return m.happen(c)
}

func (m *model) makeQueue(name string, size int) *modelQueue {
	if m.maxQueues > 0 && len(m.queues) == m.maxQueues {
		return nil
	}
	m.made++
	q := &modelQueue{number: m.made, name: name, max: size}
	m.queues = append(m.queues, q)
	m.say("queue.created q%d %s max=%d", q.number, name, size)
	return q
}

func (m *model) create(c command) Reason {
	switch {
	case m.find(c.name) != nil:
		return ErrNameTaken
	case c.size > 5000:
		return ErrMaxSize
	case m.makeQueue(c.name, c.size) == nil:
		return ErrTooMany
	}
	return 0
}

func (m *model) update(c command) Reason {
	q, other := m.find(c.name), m.find(c.to)
	switch {
	case q == nil:
		return ErrUnknownQueue
	case other != nil && other != q:
		return ErrNameTaken
	case c.to != c.name && (strings.HasPrefix(c.to, "WW") || strings.HasPrefix(c.name, "WW")):
		return ErrGuarded
	case c.size > 5000:
		return ErrMaxSize
	}
	if q.name != c.to || q.max != c.size {
		q.name, q.max = c.to, c.size
		m.say("queue.updated q%d %s max=%d", q.number, q.name, q.max)
	}
	return 0
}

func (m *model) delete(c command) Reason {
	q := m.find(c.name)
	switch {
	case q == nil:
		return ErrUnknownQueue
	case strings.HasPrefix(q.name, "WW"):
		return ErrGuarded
	case len(q.members) > 0:
		return ErrNotEmpty
	}
	q.deleted = true
	m.queues = slices.DeleteFunc(m.queues, func(o *modelQueue) bool { return o == q })
	m.say("queue.deleted q%d %s", q.number, q.name)
	for _, a := range m.waiting(q) {
		m.endDial(a, DialFailed)
	}
	return 0
}

func (m *model) enqueue(c command) Reason {
	if m.busy(c.call) {
		return ErrBusy
	}
	if strings.HasPrefix(c.name, "WW") && !c.workflow {
		m.say("enqueue.ended %s call=%d error", c.name, c.call)
		return 0
	}
	q := m.find(c.name)
	if q == nil {
		size := c.limit
		if size == 0 {
			size = m.defaultSize
		}
		if q = m.makeQueue(c.name, size); q == nil {
			m.say("enqueue.ended %s call=%d system-error code=20001", c.name, c.call)
			return 0
		}
	}
	if len(q.members) >= q.max || c.limit > 0 && len(q.members) >= c.limit {
		m.say("enqueue.ended %s call=%d queue-full code=14207", c.name, c.call)
		return 0
	}
	q.members = append(q.members, c.call)
	m.calls[c.call] = &modelCall{queue: q, state: EntryWaiting, joined: m.now}
	m.say("call.joined q%d %s call=%d position=%d", q.number, q.name, c.call, len(q.members))
	if agents := m.waiting(q); len(agents) > 0 {
		m.hand(c.call, agents[0])
	}
	return 0
}

func (m *model) pull(call int) {
	q := m.calls[call].queue
	q.members = slices.DeleteFunc(q.members, func(c int) bool { return c == call })
	m.calls[call].left = m.now
}

func (m *model) hand(call, agent int) {
	m.pull(call)
	c := m.calls[call]
	c.state, c.agent = EntryTaken, agent
	m.agents[agent].call = call
	m.say("call.taken q%d %s call=%d agent=%d in-queue=%d", c.queue.number, c.queue.name, call, agent,
		(c.left-c.joined)/time.Second)
}

func (m *model) dial(c command) Reason {
	if m.busy(c.call) {
		return ErrBusy
	}
	q := m.find(c.name)
	if q == nil || strings.HasPrefix(c.name, "WW") {
		m.say("dial.ended %s agent=%d failed", c.name, c.call)
		return 0
	}
	m.dials++
	m.agents[c.call] = &modelAgent{queue: q, number: m.dials, until: m.now + c.timeout}
	m.serve(c.call)
	return 0
}

func (m *model) serve(agent int) {
	q := m.agents[agent].queue
	if len(q.members) > 0 {
		m.hand(q.members[0], agent)
		return
	}
	m.say("agent.waiting q%d %s agent=%d", q.number, q.name, agent)
}

func (m *model) take(c command) Reason {
	target := m.calls[c.target]
	switch {
	case m.busy(c.call):
		return ErrBusy
	case target == nil:
		return ErrUnknownCall
	case target.state != EntryWaiting:
		return ErrState
	}
	m.dials++
	m.agents[c.call] = &modelAgent{queue: target.queue, number: m.dials, single: true}
	m.hand(c.target, c.call)
	return 0
}

func (m *model) endDial(agent int, status DialStatus) {
	a := m.agents[agent]
	text := ""
	if a.call != 0 {
		text = fmt.Sprintf(" call=%d", a.call)
	}
	m.say("dial.ended q%d %s%s agent=%d %s", a.queue.number, a.queue.name, text, agent, status)
	delete(m.agents, agent)
}

func (m *model) end(call int, result QueueResult) {
	c := m.calls[call]
	if c.state == EntryWaiting {
		m.pull(call)
	}
	text := ""
	if c.agent != 0 {
		text = fmt.Sprintf(" agent=%d", c.agent)
	}
	m.say("enqueue.ended q%d %s call=%d%s %s in-queue=%d", c.queue.number, c.queue.name, call, text, result,
		(c.left-c.joined)/time.Second)
	delete(m.calls, call)
}

func (m *model) cancel(c command) Reason {
	a := m.agents[c.call]
	if a == nil {
		return ErrUnknownAgent
	}
	status := DialCanceled
	if a.call != 0 {
		result := ResultBridgingInProcess
		if m.calls[a.call].state == EntryBridged {
			status, result = DialCompleted, ResultBridged
		}
		m.end(a.call, result)
	}
	m.endDial(c.call, status)
	return 0
}

func (m *model) dequeue(c command) Reason {
	q := m.find(c.name)
	if q == nil {
		return ErrUnknownQueue
	}
	target := c.call
	if c.op == opDequeueFront {
		if len(q.members) == 0 {
			return ErrEmpty
		}
		target = q.members[0]
	}
	switch {
	case !slices.Contains(q.members, target):
		return ErrUnknownCall
	case strings.HasPrefix(q.name, "WW"):
		return ErrGuarded
	}
	m.end(target, ResultRedirected)
	return 0
}

// happen is what befalls a call: the table of queue.md §6 as plain conditions.
func (m *model) happen(c command) Reason {
	call := m.calls[c.call]
	if call == nil {
		return ErrUnknownCall
	}
	switch call.state {
	case EntryWaiting:
		result, ok := map[opcode]QueueResult{
			opLeave: ResultLeave, opHangup: ResultHangup, opRedirect: ResultRedirected,
			opFault: ResultError, opFail: ResultSystemError,
		}[c.op]
		if !ok {
			return ErrState
		}
		m.end(c.call, result)
	case EntryTaken:
		switch c.op {
		case opConnect:
			call.state = EntryBridged
			m.say("call.bridged q%d %s call=%d agent=%d", call.queue.number, call.queue.name, c.call, call.agent)
		case opHangup, opRedirect, opFail:
			m.end(c.call, ResultBridgingInProcess)
			m.goOn(call.agent)
		default:
			return ErrState
		}
	case EntryBridged:
		switch c.op {
		case opHangup, opFail, opPart:
			m.end(c.call, ResultBridged)
		case opRedirect:
			m.end(c.call, ResultRedirectedFromBridged)
		default:
			return ErrState
		}
		m.endDial(call.agent, DialCompleted)
	}
	return 0
}

func (m *model) goOn(agent int) {
	a := m.agents[agent]
	if a.single {
		m.endDial(agent, DialFailed)
		return
	}
	a.call = 0
	switch {
	case a.queue.deleted:
		m.endDial(agent, DialFailed)
	case a.until <= m.now:
		m.endDial(agent, DialNoAnswer)
	default:
		m.serve(agent)
	}
}

// average is the mean wait of a queue's members, added up one by one.
func (m *model) average(q *modelQueue) time.Duration {
	if len(q.members) == 0 {
		return 0
	}
	var total time.Duration
	for _, call := range q.members {
		total += m.now - m.calls[call].joined
	}
	return (total / time.Duration(len(q.members))).Truncate(time.Second)
}
