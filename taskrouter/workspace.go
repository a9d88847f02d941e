package taskrouter

import (
	"time"
	"unicode/utf8"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/internal/weburl"
)

// TaskOrder says which waiting task of a queue goes first (routing.md §4.1).
type TaskOrder string

// The task orders. The zero value stands for FIFO.
const (
	FIFO TaskOrder = "FIFO" // highest priority, then earliest start time
	LIFO TaskOrder = "LIFO" // latest start time, whatever the priority
)

// Workspace is a copy of the workspace's own fields.
type Workspace struct {
	AccountSID         AccountSID
	SID                WorkspaceSID
	FriendlyName       string
	DefaultActivitySID ActivitySID
	TimeoutActivitySID ActivitySID
	WrapUpTime         time.Duration // 0: wrapping tasks wait for the application
	// MultiTaskEnabled is false in a single-tasking workspace.
	MultiTaskEnabled bool
	// PrioritizeQueueOrder says which kind of queue a worker of both kinds
	// serves first.
	PrioritizeQueueOrder TaskOrder
	// EventCallbackURL is where the host sends events, "" for nowhere: the engine
	// itself sends nothing. EventsFilter, as it was written, says which
	// ([ParseEventsFilter]); "" for all.
	EventCallbackURL string
	EventsFilter     string
	DateCreated      time.Time
	DateUpdated      time.Time
	Deleted          bool // nothing is left in it, and it takes no commands
}

type workspace struct {
	account                          AccountSID
	sid                              WorkspaceSID
	name                             string
	defaultActivity, timeoutActivity *activity
	wrapUp                           time.Duration
	singleTasking                    bool
	order                            TaskOrder // which kind of queue is served first
	eventCallback, eventsFilter      string    // as written
	created, updated                 instant
	deleted                          bool
}

// Workspace returns the workspace's own fields.
func (e *Engine) Workspace() Workspace {
	w := &e.workspace
	return Workspace{
		AccountSID: w.account, SID: w.sid, FriendlyName: w.name,
		DefaultActivitySID: w.defaultActivity.cur.SID, TimeoutActivitySID: w.timeoutActivity.cur.SID,
		WrapUpTime: w.wrapUp, MultiTaskEnabled: !w.singleTasking, PrioritizeQueueOrder: w.order,
		EventCallbackURL: w.eventCallback, EventsFilter: w.eventsFilter,
		DateCreated: w.created.time(), DateUpdated: w.updated.time(), Deleted: w.deleted,
	}
}

func (e *Engine) updateWorkspace(c *UpdateWorkspace) *Error {
	next := e.workspace
	if c.MultiTaskEnabled != nil {
		if !*c.MultiTaskEnabled && !next.singleTasking {
			return invalid("MultiTaskEnabled", "a multitasking workspace cannot be made a single-tasking one")
		}
		next.singleTasking = !*c.MultiTaskEnabled
	}
	if c.PrioritizeQueueOrder != nil {
		if next.order = *c.PrioritizeQueueOrder; next.order != FIFO && next.order != LIFO {
			return invalid("PrioritizeQueueOrder", "Invalid value '%s' for parameter PrioritizeQueueOrder", excerpt.Of(string(next.order)))
		}
	}
	if c.FriendlyName != nil {
		if err := checkName("FriendlyName", *c.FriendlyName, e.limits.FriendlyName); err != nil {
			return err
		}
		next.name = *c.FriendlyName
	}
	for _, f := range []struct {
		name string
		sid  *ActivitySID
		into **activity
	}{
		{"DefaultActivitySid", c.DefaultActivitySID, &next.defaultActivity},
		{"TimeoutActivitySid", c.TimeoutActivitySID, &next.timeoutActivity},
	} {
		if f.sid == nil {
			continue
		}
		a, err := e.findActivity(f.name, *f.sid)
		if err != nil {
			return err
		}
		*f.into = a
	}
	if c.WrapUpTime != nil {
		if err := checkWrapUpTime(*c.WrapUpTime); err != nil {
			return err
		}
		next.wrapUp = *c.WrapUpTime
	}
	set(&next.eventCallback, c.EventCallbackURL)
	set(&next.eventsFilter, c.EventsFilter)
	if err := checkEvents(next.eventCallback, next.eventsFilter); err != nil {
		return err
	}
	next.updated = e.now
	migrated := next.singleTasking != e.workspace.singleTasking
	e.workspace = next
	e.setOrigin()
	e.emit(WorkspaceUpdated)
	if migrated {
		for w := range e.workers.all() {
			e.place(w)
			e.freed(w)
			e.retryDirect(w)
		}
	}
	return nil
}

// deleteWorkspace removes everything, whatever uses it. Nobody is looked for
// meanwhile: what this frees is gone as well.
func (e *Engine) deleteWorkspace() *Error {
	for t := range e.tasks.all() {
		e.dropTask(t)
	}
	for w := range e.workers.all() {
		e.dropWorker(w)
	}
	e.rest()
	e.dropRankings()
	e.queues.clear()
	e.workflows.clear()
	e.activities.clear()
	e.channels.clear()
	clear(e.queueNames)
	clear(e.workflowNames)
	e.members = newMembership()
	e.workspace.deleted, e.workspace.updated = true, e.now
	e.emit(WorkspaceDeleted)
	return nil
}

// doNothing is what a workspace that was deleted does.
func (e *Engine) doNothing(cmd Command) *Error {
	if _, ok := cmd.(*Advance); ok {
		return nil
	}
	s := e.workspace.sid.String()
	return &Error{
		Kind: KindNotFound, Code: CodeNotFound, SID: s, State: "deleted",
		Message: "The requested resource /Workspaces/" + s + " was not found",
	}
}

// checkName refuses a name that is empty, too long or no UTF-8. Length is in
// code points (design.md §8).
func checkName(field, name string, longest int) *Error {
	switch {
	case name == "":
		return missing(field)
	case !utf8.ValidString(name):
		return invalid(field, "%q is not valid UTF-8", excerpt.Of(name))
	case utf8.RuneCountInString(name) > longest:
		return invalid(field, "%q has %d characters: want at most %d", excerpt.Of(name), utf8.RuneCountInString(name), longest)
	}
	return nil
}

// checkText refuses free text that a log could not give back as it was, or that
// has no end. An empty one is fine.
func checkText(field, text string) *Error {
	const most = 4096 // characters (chosen: the vendor publishes none)
	switch {
	case !utf8.ValidString(text):
		return invalid(field, "%q is not valid UTF-8", excerpt.Of(text))
	case utf8.RuneCountInString(text) > most:
		return invalid(field, "has %d characters: want at most %d", utf8.RuneCountInString(text), most)
	}
	return nil
}

// checkEvents refuses an address that no event could be sent to, and a filter
// that names no event.
func checkEvents(callback, filter string) *Error {
	const field = "EventCallbackUrl"
	if err := checkText(field, callback); err != nil {
		return err
	}
	if callback != "" && !weburl.Absolute(callback) {
		return invalid(field, "Invalid value '%s' for parameter %s", excerpt.Of(weburl.Redact(callback)), field)
	}
	return checkEventsFilter(filter)
}

func checkWrapUpTime(d time.Duration) *Error {
	if d < 0 || d > maxDuration || !wholeSeconds(d) {
		return invalid("WrapUpTime", "%v is out of range: want whole seconds up to %v, or 0 for none", d, maxDuration)
	}
	return nil
}
