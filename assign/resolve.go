package assign

import (
	"fmt"

	"github.com/goacd/acd/taskrouter"
)

// Facts is what carrying out an instruction needs to know of the moment: plain
// values, so that the caller decides where they come from.
type Facts struct {
	// Reservation is named in errors.
	Reservation taskrouter.ReservationSID

	// Status is the reservation's state: "pending" or another. Empty is not
	// pending.
	Status string

	// ContactURI is the worker's attribute contact_uri; "" when there is none.
	ContactURI string

	// TaskCallSID is the task's attribute call_sid, and TaskTo its attribute
	// "to"; "" when there is none.
	TaskCallSID, TaskTo string

	// KnownActivity reports whether the workspace has the activity. It is called
	// only for an instruction that names one; nil knows none.
	KnownActivity func(taskrouter.ActivitySID) bool
}

const statusPending = "pending"

// Resolve holds an instruction against the moment in which it is carried out.
// It returns what is to be done, with every default filled in, or an [*Error]
// that says what stands against it. The given instruction stays as it is; the
// returned one shares its Extra. A nil Instruction is returned as it is.
//
// Accept and reject are not held against the reservation's state: the engine
// refuses these commands itself, with its own error.
func Resolve(i Instruction, f Facts) (Instruction, error) {
	switch i := i.(type) {
	case *Reject:
		return resolved(i.Resolve(f))
	case *Dequeue:
		return resolved(i.Resolve(f))
	case *Call:
		return resolved(i.Resolve(f))
	case *Redirect:
		return resolved(i.Resolve(f))
	}
	return resolved(i, Validate(i))
}

// resolved keeps a nil pointer from becoming an Instruction that is not nil.
func resolved[I Instruction](i I, err error) (Instruction, error) {
	if err != nil {
		return nil, err
	}
	return i, nil
}

// Resolve refuses an unknown activity with [CodeRejectActivity].
func (i *Reject) Resolve(f Facts) (*Reject, error) {
	var ps problems
	out := *i
	ps.checkActivity(f, "activity_sid", i.ActivitySID, CodeRejectActivity)
	ps.check(&out)
	return finish(&out, ps)
}

// Resolve fills in To, From, Timeout and StatusCallbackEvents. It refuses a
// reservation that is not pending ([CodeDequeueNotPending]), a task without a
// call ([CodeDequeueNoCall]), an unknown activity ([CodeDequeueActivity]), and
// having neither to nor contact_uri ([CodeDequeueTo]) or neither from nor the
// task's "to" ([CodeDequeueFrom]).
func (i *Dequeue) Resolve(f Facts) (*Dequeue, error) {
	if err := f.pending(i, CodeDequeueNotPending); err != nil {
		return nil, err
	}
	var ps problems
	out := *i
	if sid, err := taskrouter.ParseCallSID(f.TaskCallSID); err != nil || sid.IsZero() {
		ps.add(Problem{
			Code: CodeDequeueNoCall, Key: "task attribute call_sid", Found: f.TaskCallSID, Missing: f.TaskCallSID == "",
			Want: wantCall + "; dequeue is for tasks made by <Enqueue>",
		})
	}
	ps.fillTo(f, &out.To, CodeDequeueTo)
	if out.From == "" {
		out.From = f.TaskTo
		if want := (callerID{&out.From}).check(); want != "" {
			ps.add(Problem{Code: CodeDequeueFrom, Key: "from", Found: f.TaskTo, Missing: f.TaskTo == "", Want: want + ", here or as the task's attribute to"})
		}
	}
	ps.checkActivity(f, "post_work_activity_sid", i.PostWorkActivitySID, CodeDequeueActivity)
	if out.Timeout == 0 {
		out.Timeout = DefaultTimeout
	}
	if out.StatusCallbackEvents == 0 {
		out.StatusCallbackEvents = CallCompleted
	}
	ps.check(&out)
	return finish(&out, ps)
}

// Resolve fills in To and Timeout. It refuses a reservation that is not pending
// ([CodeCallNotPending]) and having neither to nor contact_uri ([CodeCallTo]).
func (i *Call) Resolve(f Facts) (*Call, error) {
	if err := f.pending(i, CodeCallNotPending); err != nil {
		return nil, err
	}
	var ps problems
	out := *i
	ps.fillTo(f, &out.To, CodeCallTo)
	if out.Timeout == 0 {
		out.Timeout = DefaultTimeout
	}
	ps.check(&out)
	return finish(&out, ps)
}

// Resolve refuses a reservation that is not pending ([CodeRedirectNotPending]).
func (i *Redirect) Resolve(f Facts) (*Redirect, error) {
	if err := f.pending(i, CodeRedirectNotPending); err != nil {
		return nil, err
	}
	var ps problems
	out := *i
	ps.check(&out)
	return finish(&out, ps)
}

func finish[I Instruction](out I, ps problems) (I, error) {
	if err := ps.err(string(out.Name())); err != nil {
		var none I
		return none, err
	}
	return out, nil
}

// pending is asked first and alone: on a reservation that was decided
// elsewhere, nothing else about the instruction matters (lifecycle.md §3.2).
func (f Facts) pending(i Instruction, code Code) error {
	if f.Status == statusPending {
		return nil
	}
	return fail(string(i.Name()), Problem{
		Code: code, Key: fmt.Sprintf("reservation %s", f.Reservation), Found: f.Status, Missing: f.Status == "", Want: statusPending,
	})
}

// fillTo fills in the worker's address where the instruction has none.
func (ps *problems) fillTo(f Facts, to *Address, code Code) {
	if !to.IsZero() {
		return
	}
	a, want := parseAddress(f.ContactURI)
	if want != "" {
		ps.add(Problem{Code: code, Key: "to", Found: f.ContactURI, Missing: f.ContactURI == "", Want: want + ", here or as the worker's attribute contact_uri"})
	}
	*to = a
}

func (ps *problems) checkActivity(f Facts, key string, activity taskrouter.ActivitySID, code Code) {
	if activity.IsZero() || f.KnownActivity != nil && f.KnownActivity(activity) {
		return
	}
	ps.add(Problem{Code: code, Key: key, Found: activity.String(), Want: "an activity of the workspace"})
}
