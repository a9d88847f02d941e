package voice

import (
	"net/url"

	"github.com/goacd/acd/twiml"
)

// program is a document being run. base is what relative URLs refer to, and
// what the empty reference means.
type program struct {
	kind   kind
	inline bool // it came with a request, and has no URL
	base   *url.URL
	verbs  []verb
	next   int
	done   func() // when the verbs are through
}

// verb is one verb of a document. A blocked one has an error that keeps it from
// being executed; an Enqueue or a Dial still has its outcome (twiml.md §2).
type verb struct {
	twiml.Element
	blocked bool
}

// kind says which rules a document runs under (twiml.md §4).
type kind uint8

const (
	mainDocument kind = iota
	waitDocument
	whisperDocument
	screeningDocument
	conferenceDocument
	clientScreening // as screeningDocument, below other nouns
	sipScreening
)

var purposes = [...]Purpose{
	mainDocument: ForDocument, waitDocument: ForWait, whisperDocument: ForWhisper, screeningDocument: ForScreening,
	conferenceDocument: ForConference, clientScreening: ForScreening, sipScreening: ForScreening,
}

// run executes verbs until one of them waits for something, or none is left.
// The next report goes on from there. A verb that sends the call elsewhere
// makes another program the running one, which ends the loop.
func (m *Machine) run(c *call, p *program) {
	c.program = p
	if c.status == StatusRinging && !p.keepsRinging() {
		m.pickUp(c)
		m.emit(&Answer{c.sid})
	}
	for !c.over && c.program == p && p.next < len(p.verbs) {
		v := p.verbs[p.next]
		p.next++
		if wait := m.exec(c, p, v); wait {
			return
		}
	}
	if !c.over && c.program == p {
		p.done()
	}
}

// keepsRinging reports whether a call that rings is not answered yet by what
// comes next in the document: a Reject declines it (twiml.md §8.4), and a Dial
// with answerOnBridge answers it when it is connected. Everything else answers,
// also a document without verbs (twiml.md §2), or one that is through.
func (p *program) keepsRinging() bool {
	if p.next >= len(p.verbs) || p.verbs[p.next].blocked {
		return false
	}
	switch e := p.verbs[p.next].Element.(type) {
	case *twiml.Reject:
		return true
	case *twiml.Dial:
		return answersOnBridge(e)
	}
	return false
}

// exec runs one verb and reports whether the program waits for something now.
func (m *Machine) exec(c *call, p *program, v verb) bool {
	switch e := v.Element.(type) {
	case *twiml.Enqueue:
		return m.execEnqueue(c, p, e, v.blocked)
	case *twiml.Dial:
		return m.execDial(c, p, e, v.blocked)
	}
	if v.blocked {
		return false
	}
	switch e := v.Element.(type) {
	case *twiml.Say:
		return m.execSay(c, p, e)
	case *twiml.Play:
		return m.execPlay(c, p, e)
	case *twiml.Pause:
		return m.execPause(c, p, e)
	case *twiml.Gather:
		return m.execGather(c, p, e)
	case *twiml.Record:
		return m.execRecord(c, p, e)
	case *twiml.Start:
		return m.execStart(c, p, e)
	case *twiml.Stop:
		return m.execStop(c, e)
	case *twiml.Redirect:
		m.follow(c, p, purposes[p.kind], twiml.TextOf(e), twiml.Effective(e, &e.Method), nil)
		return true
	case *twiml.Reject:
		return m.execReject(c, e)
	case *twiml.Hangup:
		m.hangUp(c, StatusCompleted)
		return true
	case *twiml.Leave:
		return m.execLeave(c)
	default: // Connect, Echo, Pay, Refer, Sms, or what has no place here
		m.unavailable(c, twiml.Tag(e))
		return false
	}
}

// execLeave takes the call out of its queue. Anywhere but in a wait document it
// has no effect (twiml.md §4).
func (m *Machine) execLeave(c *call) bool {
	if c.enqueue == nil {
		return false
	}
	m.leaveQueue(c, callLeaves)
	return true
}

// execReject declines a call that was not taken yet; later it hangs up.
func (m *Machine) execReject(c *call, e *twiml.Reject) bool {
	if c.status != StatusRinging {
		m.hangUp(c, StatusCompleted)
		return true
	}
	reason := twiml.Effective(e, &e.Reason)
	m.emit(&Reject{c.sid, reason})
	status := StatusFailed
	if reason == twiml.ReasonBusy {
		status = StatusBusy
	}
	m.end(c, status)
	return true
}

// follow fetches a document that a verb of p names, and runs it in the place of
// p and under the same rules.
func (m *Machine) follow(c *call, p *program, purpose Purpose, reference string, method twiml.Method, extra []Param) {
	next := &program{kind: p.kind, done: p.done}
	m.fetch(c, next, request{
		purpose: purpose, to: target{p.resolve(reference), method}, params: append(m.params(c), extra...), failed: m.without(c, p),
	})
}

// without is what happens when a document of the kind of p cannot be had: the
// wait document is faulty, whisper and screening are left out (twiml.md §6.3,
// inferred), and so is the rest of what a participant hears. It is nil for a document that the fallback URL can replace.
func (m *Machine) without(c *call, p *program) func() {
	switch p.kind {
	case waitDocument:
		return func() { m.leaveQueue(c, callFaults) }
	case whisperDocument, screeningDocument, clientScreening, sipScreening, conferenceDocument:
		return p.done
	}
	return nil
}

// outcome is what the action of an Enqueue or a Dial that is over is told.
type outcome struct {
	purpose Purpose
	action  twiml.Attr[string]
	method  twiml.Method
	params  paramList
}

// conclude requests the action of a verb that is over, and lets the call go on
// where it may: with the document that the action returns, else with the next
// verb. If the result does not let it go on, or the call is over or sent
// elsewhere, the action is told and its answer dropped.
func (m *Machine) conclude(c *call, p *program, goesOn bool, o outcome) {
	goesOn = goesOn && !c.over && c.redirect == nil
	reference, given := o.action.Get()
	if given && !goesOn {
		m.tell(c, o.purpose, target{p.resolve(reference), o.method}, append(m.params(c), o.params...))
	}
	switch {
	case given && goesOn:
		m.follow(c, p, o.purpose, reference, o.method, o.params)
	case c.over:
	case c.redirect != nil:
		m.goElsewhere(c)
	case goesOn:
		m.run(c, p)
	default:
		// Lost on the way to an agent: nothing of the document runs any more.
		m.hangUp(c, StatusCompleted)
	}
}
