package taskrouter

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goacd/acd/taskrouter/expr"
)

// The conference of a task is where worker and customer meet, and perhaps others
// (lifecycle.md §3.3). The engine knows that there is one, not who is in it: while
// it lasts a worker's end of work ends his reservation alone, and the task is
// what it is until the conference is over (design.md §8).

// maxConference is how long the attribute may be, in characters (chosen): the
// SIDs of a hundred participants.
const maxConference = 4096

func (e *Engine) linkConference(c *LinkConference) *Error {
	t := e.tasks.get(c.SID)
	if t == nil {
		return e.notFound("Tasks", c.SID.String())
	}
	if c.Conference == "" {
		return missing("Conference")
	}
	if n := utf8.RuneCountInString(c.Conference); n > maxConference {
		return invalid("Conference", "has %d characters: want at most %d", n, maxConference)
	}
	if _, err := expr.ParseDocument(c.Conference); err != nil {
		return &Error{Kind: KindInvalid, Code: CodeInvalid, Field: "Conference", Message: "Conference is no JSON object", Err: err}
	}
	if t.status != TaskStatusAssigned && t.transfer == nil {
		return stateError(t.sid.String(), string(t.status), "Task %s has nobody in a conference: it is %s", t.sid, t.status)
	}
	t.attributes = withAttribute(t.attributes, "conference", []byte(strings.TrimSpace(c.Conference)))
	t.conference = true
	e.touch(t)
	e.emitTask(TaskUpdated, t)
	return nil
}

func (e *Engine) endConference(c *EndConference) *Error {
	t := e.tasks.get(c.SID)
	if t == nil {
		return e.notFound("Tasks", c.SID.String())
	}
	if !t.conference {
		return stateError(t.sid.String(), string(t.status), "Task %s has no conference that lasts: it is %s", t.sid, t.status)
	}
	e.endAllWork(t)
	return nil
}

// endAllWork ends the work on a task that somebody has, or is handing over: the
// customer is gone, or all are.
func (e *Engine) endAllWork(t *task) {
	t.conference = false
	if t.transfer != nil {
		e.failTransfer(t, TransferCanceled, TaskTransferCanceled)
	}
	for _, r := range slices.Clone(t.reservations) {
		e.endWork(r)
	}
	if t.status == TaskStatusAssigned {
		e.followReservations(t)
	}
}

// followReservations moves an assigned task to where its last reservations are.
func (e *Engine) followReservations(t *task) {
	has := func(s ReservationStatus) bool {
		return slices.ContainsFunc(t.reservations, func(r *reservation) bool { return r.status == s })
	}
	switch {
	case has(ReservationStatusAccepted):
	case has(ReservationStatusWrapping):
		e.wrapTask(t)
	default:
		e.completeTask(t, reasonCompleted)
	}
}
