package assign

import "github.com/goacd/acd/taskrouter"

// Facts is what carrying out an instruction needs to know of the moment: plain
// values, so that the caller decides where they come from.
type Facts struct {
	// Reservation is named in errors, and TaskSID is a conference's name.
	Reservation taskrouter.ReservationSID
	TaskSID     taskrouter.TaskSID

	// Status is the reservation's state: "pending" or another. Empty is none.
	Status string

	// Transferring tells a task that is being transferred, and SingleTasking a
	// workspace that is not multitasking.
	Transferring, SingleTasking bool

	// ContactURI is the worker's attribute contact_uri; "" when there is none.
	ContactURI string

	// The task's attributes call_sid, outbound_to, "to" and "from"; "" when there
	// is none.
	TaskCallSID, TaskOutboundTo, TaskTo, TaskFrom string

	// The task's attributes conference.sid and conference.participants.worker,
	// those of a [ConferenceLink]; "" when there is none.
	ConferenceSID, ConferenceWorker string

	// KnownActivity reports whether the workspace has the activity. It is called
	// only for an instruction that names one; nil knows none.
	KnownActivity func(taskrouter.ActivitySID) bool

	// WorkerContact returns the attribute contact_uri of a worker, and whether
	// the workspace has him. It is called only for supervise; nil knows none.
	WorkerContact func(taskrouter.WorkerSID) (contactURI string, known bool)
}

const (
	statusPending  = string(taskrouter.ReservationStatusPending)
	statusAccepted = string(taskrouter.ReservationStatusAccepted)
)

// keyReservation precedes a reservation's SID as the key of a problem.
const keyReservation = "reservation "

// Resolve holds an instruction against the moment in which it is carried out.
// It returns what is to be done, with every default filled in, or an [*Error]
// that says what stands against it. The given instruction stays as it is; the
// returned one shares its Extra. A nil Instruction is returned as it is.
//
// Accept and reject are not held against the reservation's state: the engine
// refuses these commands itself, with its own error. Dequeue, call and redirect
// are refused on a task in transfer ([CodeTransferring]). Problems are named as
// in JSON, wherever the instruction came from.
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
	case *Conference:
		return resolved(i.Resolve(f))
	case *Supervise:
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
	ps.check(&out, asJSON)
	return finish(&out, ps)
}

// Resolve fills in To, From, Timeout and StatusCallbackEvents. It refuses a
// reservation that is not pending ([CodeDequeueNotPending]), a task without a
// call ([CodeDequeueNoCall]), an unknown activity ([CodeDequeueActivity]), and
// having neither to nor contact_uri ([CodeDequeueTo]) or neither from nor the
// task's "to" ([CodeDequeueFrom]).
func (i *Dequeue) Resolve(f Facts) (*Dequeue, error) {
	if err := f.open(i, CodeDequeueNotPending); err != nil {
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
	ps.fillFrom(&out.From, f.TaskTo, CodeDequeueFrom, CodeDequeueFrom)
	ps.checkActivity(f, "post_work_activity_sid", i.PostWorkActivitySID, CodeDequeueActivity)
	fillDefaults(&out)
	ps.check(&out, asJSON)
	return finish(&out, ps)
}

// Resolve fills in To and Timeout. It refuses a reservation that is not pending
// ([CodeCallNotPending]) and having neither to nor contact_uri ([CodeCallTo]).
func (i *Call) Resolve(f Facts) (*Call, error) {
	if err := f.open(i, CodeCallNotPending); err != nil {
		return nil, err
	}
	var ps problems
	out := *i
	ps.fillTo(f, &out.To, CodeCallTo)
	fillDefaults(&out)
	ps.check(&out, asJSON)
	return finish(&out, ps)
}

// Resolve refuses a reservation that is not pending ([CodeRedirectNotPending]).
func (i *Redirect) Resolve(f Facts) (*Redirect, error) {
	if err := f.open(i, CodeRedirectNotPending); err != nil {
		return nil, err
	}
	var ps problems
	out := *i
	ps.check(&out, asJSON)
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
	return f.wrongState(i, code, statusPending)
}

// open is pending for the instructions that no task in transfer takes
// (lifecycle.md §1.9).
func (f Facts) open(i Instruction, code Code) error {
	if err := f.pending(i, code); err != nil || !f.Transferring {
		return err
	}
	return fail(string(i.Name()), Problem{
		Code: CodeTransferring, Key: "instruction", Found: string(i.Name()),
		Want: oneOf([]Name{NameAccept, NameReject, NameConference, NameSupervise}) + " on a task that is being transferred",
	})
}

func (f Facts) wrongState(i Instruction, code Code, want string) error {
	return fail(string(i.Name()), Problem{
		Code: code, Key: keyReservation + f.Reservation.String(), Found: f.Status, Missing: f.Status == "", Want: want,
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

// fillFrom fills in the caller ID where the instruction has none.
func (ps *problems) fillFrom(from *string, dialled string, missing, bad Code) {
	if *from != "" {
		return
	}
	*from = dialled
	if want := (callerID{from}).check(); want != "" {
		p := Problem{Code: bad, Key: "from", Found: dialled, Want: want + ", here or as the task's attribute to"}
		if dialled == "" {
			p.Code, p.Missing = missing, true
		}
		ps.add(p)
	}
}

func (ps *problems) checkActivity(f Facts, key string, activity taskrouter.ActivitySID, code Code) {
	if activity.IsZero() || f.KnownActivity != nil && f.KnownActivity(activity) {
		return
	}
	ps.add(Problem{Code: code, Key: key, Found: activity.String(), Want: "an activity of the workspace"})
}
