package queue

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/goacd/acd/internal/sid"
)

// opcode and command are one call of a Directory's method as data, so that a
// sequence can be drawn, replayed and given to the model too.
type opcode uint8

const (
	opCreate opcode = iota
	opUpdate
	opDelete
	opEnqueue
	opDial
	opTake
	opCancel
	opDequeue
	opDequeueFront
	opLeave
	opHangup
	opRedirect
	opFault
	opFail
	opConnect
	opPart
	opAdvance
	opcodes
)

type command struct {
	op           opcode
	now          time.Duration // since start
	call, target int
	name, to     string
	workflow     bool
	size, limit  int
	timeout      time.Duration
}

// The small worlds in which commands are drawn: few names and calls, so that
// they meet.
var fuzzNames = []string{"a", "b", "c", "d", workflow(1).String(), workflow(2).String()}

const fuzzCalls = 14

// weights makes what fills queues more frequent than what empties them.
var weights = []opcode{
	opCreate, opUpdate, opDelete, opEnqueue, opEnqueue, opEnqueue, opEnqueue, opEnqueue, opEnqueue,
	opDial, opDial, opDial, opTake, opCancel, opDequeue, opDequeueFront, opLeave, opHangup, opRedirect,
	opFault, opFail, opConnect, opConnect, opPart, opAdvance,
}

const commandBytes = 6

// decode reads one command from six bytes; any bytes will do.
func decode(b []byte, now time.Duration) command {
	sizes := []int{0, 1, 2, 3, 100, 5000, 5001}
	c := command{
		op:       weights[int(b[0])%len(weights)],
		now:      now + time.Duration(b[1]%32)*370*time.Millisecond,
		call:     1 + int(b[2])%fuzzCalls,
		target:   1 + int(b[3])%fuzzCalls,
		name:     fuzzNames[int(b[4])%len(fuzzNames)],
		to:       fuzzNames[int(b[5])%len(fuzzNames)],
		workflow: b[5]%8 > 0,
		size:     sizes[int(b[3])%len(sizes)],
		timeout:  time.Duration(1+b[5]%40) * time.Second,
	}
	if b[3]%4 == 0 {
		c.limit = 1 + int(b[3]/4%4)
	}
	return c
}

func callNumber(n int) CallSID { return sid.FromBytes[sid.Call]([16]byte{15: byte(n)}) }

// carryOut gives a command to a directory.
func carryOut(d *Directory, c command) ([]Event, error) {
	now, call := start.Add(c.now), callNumber(c.call)
	queue := QueueSID{}
	if q, ok := d.ByName(now, c.name); ok {
		queue = q.SID
	}
	var events []Event
	var err error
	switch c.op {
	case opCreate:
		_, events, err = d.Create(now, CreateQueue{FriendlyName: c.name, MaxSize: &c.size})
	case opUpdate:
		_, events, err = d.Update(now, queue, UpdateQueue{FriendlyName: &c.to, MaxSize: &c.size})
	case opDelete:
		return d.Delete(now, queue)
	case opEnqueue:
		p := Enqueue{Call: call, Queue: c.name, MaxQueueSize: c.limit}
		if w, err := ParseWorkflowSID(c.name); err == nil && c.workflow {
			p.Workflow = w
		}
		_, events, err = d.Enqueue(now, p)
	case opDial:
		_, events, err = d.Dial(now, Dial{Agent: call, Queue: c.name, Timeout: c.timeout})
	case opTake:
		_, events, err = d.Take(now, callNumber(c.target), call)
	case opCancel:
		_, events, err = d.CancelDial(now, call)
	case opDequeue:
		_, events, err = d.Dequeue(now, queue, call)
	case opDequeueFront:
		_, events, err = d.DequeueFront(now, queue)
	case opAdvance:
		return d.Advance(now)
	default:
		_, events, err = map[opcode]telling{
			opLeave: d.Leave, opHangup: d.Hangup, opRedirect: d.Redirect, opFault: d.Fault,
			opFail: d.Fail, opConnect: d.Connect, opPart: d.Part,
		}[c.op](now, call)
	}
	return events, err
}

func reasonOf(err error) Reason {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Reason
	}
	return 0
}

// numbers knows queues by the order of their creation, as the model does.
type numbers map[QueueSID]int

// text renders an event as the model says it.
func (n numbers) text(e Event) string {
	if e.Type == QueueCreated {
		n[e.Queue] = len(n) + 1
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%v %v", e.At.Sub(start), e.Type)
	word := func(show bool, format string, v any) {
		if show {
			fmt.Fprintf(&b, " "+format, v)
		}
	}
	number := func(c CallSID) int { b := c.Bytes(); return int(b[15]) }
	word(!e.Queue.IsZero(), "q%d", n[e.Queue])
	word(true, "%s", e.FriendlyName)
	word(e.Type == QueueCreated || e.Type == QueueUpdated, "max=%d", e.MaxSize)
	word(!e.Call.IsZero(), "call=%d", number(e.Call))
	word(!e.Agent.IsZero(), "agent=%d", number(e.Agent))
	word(e.Position > 0, "position=%d", e.Position)
	word(e.Result != "", "%s", string(e.Result))
	word(e.Status != "", "%s", string(e.Status))
	word(e.Type == CallTaken || e.Type == EnqueueEnded && !e.Queue.IsZero(), "in-queue=%d", int(e.QueueTime.Seconds()))
	word(e.Code > 0, "code=%d", e.Code)
	return b.String()
}
