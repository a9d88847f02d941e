package taskrouter

import (
	"iter"
	"time"
)

// Activity is what a worker is doing. Only workers in an available activity are
// offered tasks.
type Activity struct {
	SID          ActivitySID
	FriendlyName string
	Available    bool // fixed at creation
	DateCreated  time.Time
	DateUpdated  time.Time
}

type activity struct {
	links[activity]
	provenance
	cur *Activity // immutable; replaced by an update
}

// Activity returns the activity with this SID.
func (e *Engine) Activity(s ActivitySID) (Activity, bool) {
	if a := e.activities.get(s); a != nil {
		return *a.cur, true
	}
	return Activity{}, false
}

// ActivityByName returns the activity with this friendly name, as written.
func (e *Engine) ActivityByName(name string) (Activity, bool) {
	for a := range e.activities.all() {
		if a.cur.FriendlyName == name {
			return *a.cur, true
		}
	}
	return Activity{}, false
}

// Activities yields all activities in order of creation.
func (e *Engine) Activities() iter.Seq[Activity] {
	return func(yield func(Activity) bool) {
		for a := range e.activities.all() {
			if !yield(*a.cur) {
				return
			}
		}
	}
}

func (e *Engine) createActivity(c *CreateActivity) *Error {
	repeat, err := repeats(&e.activities, c.SID, c, func(a *activity) *provenance { return &a.provenance })
	if repeat || err != nil {
		return err
	}
	if err := e.checkActivityName(c.FriendlyName, nil); err != nil {
		return err
	}
	if e.activities.len() >= e.limits.Activities {
		return overLimit("activities", e.limits.Activities)
	}
	e.emitActivity(ActivityCreated, e.addActivity(c))
	return nil
}

func (e *Engine) addActivity(c *CreateActivity) *activity {
	a := &activity{provenance: e.born(!c.SID.IsZero(), c)}
	a.cur = &Activity{
		SID:          e.activities.choose(c.SID),
		FriendlyName: c.FriendlyName, Available: c.Available,
		DateCreated: e.now.time(), DateUpdated: e.now.time(),
	}
	e.activities.add(a.cur.SID, a)
	return a
}

func (e *Engine) updateActivity(c *UpdateActivity) *Error {
	a := e.activities.get(c.SID)
	if a == nil {
		return e.notFound("Activities", c.SID.String())
	}
	next := *a.cur
	if c.FriendlyName != nil {
		if err := e.checkActivityName(*c.FriendlyName, a); err != nil {
			return err
		}
		next.FriendlyName = *c.FriendlyName
	}
	next.DateUpdated = e.now.time()
	a.cur, a.updated = &next, e.now
	e.emitActivity(ActivityUpdated, a)
	for w := range e.workers.all() {
		if w.activity == a {
			e.rejudgeActivity(w) // expressions may read the activity's name
		}
	}
	return nil
}

// deleteActivity refuses what is in use (rest.md §5.2, §6.2).
func (e *Engine) deleteActivity(c *DeleteActivity) *Error {
	a := e.activities.get(c.SID)
	if a == nil {
		return e.notFound("Activities", c.SID.String())
	}
	if user := e.userOfActivity(a); user != "" {
		return stateError(c.SID.String(), "in use", "Activity %s cannot be deleted because it is used by %s", c.SID, user)
	}
	e.activities.remove(c.SID)
	e.emitActivity(ActivityDeleted, a)
	return nil
}

func (e *Engine) userOfActivity(a *activity) string {
	switch a {
	case e.workspace.defaultActivity:
		return "the workspace as its default activity"
	case e.workspace.timeoutActivity:
		return "the workspace as its timeout activity"
	}
	if e.staff.in(a) > 0 {
		for w := range e.workers.all() {
			if w.activity == a {
				return "worker " + w.sid.String()
			}
		}
	}
	for q := range e.queues.all() {
		if q.cur.ReservationActivitySID == a.cur.SID || q.cur.AssignmentActivitySID == a.cur.SID {
			return "task queue " + q.cur.SID.String()
		}
	}
	return ""
}

// checkActivityName refuses a bad name, and one that another activity has.
func (e *Engine) checkActivityName(name string, self *activity) *Error {
	if err := checkName("FriendlyName", name, e.limits.FriendlyName); err != nil {
		return err
	}
	for a := range e.activities.all() {
		if a != self && a.cur.FriendlyName == name {
			return invalid("FriendlyName", "Activity with the same friendly name already exists")
		}
	}
	return nil
}

// findActivity looks up a parameter that names an activity.
func (e *Engine) findActivity(field string, s ActivitySID) (*activity, *Error) {
	if a := e.activities.get(s); a != nil {
		return a, nil
	}
	return nil, invalid(field, "%s %s not found in workspace %s", field, s, e.workspace.sid)
}

// notFound is the refusal of a command about a resource that is not there.
func (e *Engine) notFound(resource, s string) *Error {
	if s == "" {
		s = "(none)"
	}
	return &Error{
		Kind: KindNotFound, Code: CodeNotFound, SID: s,
		Message: "The requested resource /Workspaces/" + e.workspace.sid.String() + "/" + resource + "/" + s + " was not found",
	}
}
