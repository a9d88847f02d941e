package assign

import "github.com/goacd/acd/taskrouter"

// Resolve fills in To, From and every default. It refuses a reservation that is
// not pending ([CodeConferenceNotPending]), having neither to nor contact_uri
// ([CodeConferenceTo]), neither from nor the number the caller dialled
// ([CodeConferenceNoFrom], and [CodeConferenceFrom] when that number is bad), a
// task without a customer ([CodeConferenceNoCustomer]), a task in transfer
// without a conference ([CodeConferenceNoSID]), an unknown activity
// ([CodeConferenceActivity]), and any activity in a multitasking workspace
// ([CodeConferenceMultitasking]).
func (i *Conference) Resolve(f Facts) (*Conference, error) {
	if err := f.pending(i, CodeConferenceNotPending); err != nil {
		return nil, err
	}
	var ps problems
	out := *i
	ps.checkCustomer(f)
	ps.fillTo(f, &out.To, CodeConferenceTo)
	dialled := f.TaskTo
	if dialled == "" && f.isOutbound() {
		dialled = f.TaskFrom
	}
	ps.fillFrom(&out.From, dialled, CodeConferenceNoFrom, CodeConferenceFrom)
	if !i.PostWorkActivitySID.IsZero() && !f.SingleTasking {
		ps.add(Problem{
			Code: CodeConferenceMultitasking, Key: "post_work_activity_sid", Found: i.PostWorkActivitySID.String(),
			Want: "none in a multitasking workspace",
		})
	}
	ps.checkActivity(f, "post_work_activity_sid", i.PostWorkActivitySID, CodeConferenceActivity)
	fillDefaults(&out)
	ps.check(&out, asJSON)
	return finish(&out, ps)
}

// isOutbound tells a task whose customer has to be called.
func (f Facts) isOutbound() bool { return f.TaskCallSID == "" && f.TaskOutboundTo != "" }

// checkCustomer refuses a task that brings nobody into the conference.
func (ps *problems) checkCustomer(f Facts) {
	switch {
	case f.Transferring:
		ps.checkConferenceSID(f, CodeConferenceNoSID)
	case f.isOutbound():
		if _, want := parseAddress(f.TaskOutboundTo); want != "" {
			ps.add(Problem{Code: CodeConferenceNoCustomer, Key: "task attribute outbound_to", Found: f.TaskOutboundTo, Want: want})
		}
	default:
		if sid, err := taskrouter.ParseCallSID(f.TaskCallSID); err != nil || sid.IsZero() {
			ps.add(Problem{
				Code: CodeConferenceNoCustomer, Key: "task attribute call_sid", Found: f.TaskCallSID, Missing: f.TaskCallSID == "",
				Want: wantCall + "; or the attribute outbound_to",
			})
		}
	}
}

func (ps *problems) checkConferenceSID(f Facts, code Code) {
	if !isConferenceSID(f.ConferenceSID) {
		ps.add(Problem{
			Code: code, Key: "task attribute conference.sid", Found: f.ConferenceSID, Missing: f.ConferenceSID == "",
			Want: "the SID of a conference: CF and 32 hexadecimal digits",
		})
	}
}

// Resolve fills in Mode. It refuses a reservation that is not accepted
// ([CodeSuperviseState]), a supervisor without a good contact_uri
// ([CodeSuperviseContact]), a task without a good attribute "from"
// ([CodeSuperviseFrom]), and one without a conference; whispering needs to know
// the worker's call in it. The vendor has no code for these two: they are
// [CodeInvalid].
//
// The supervisor stays as given; [Supervise.Plan] has the address to call.
func (i *Supervise) Resolve(f Facts) (*Supervise, error) {
	if f.Status != statusAccepted {
		return nil, f.wrongState(i, CodeSuperviseState, statusAccepted)
	}
	var ps problems
	out := *i
	fillDefaults(&out)
	ps.check(&out, asJSON)
	if out.To.IsZero() && !out.Supervisor.IsZero() {
		ps.checkContact(f, out.Supervisor)
	}
	if want := (callerID{&f.TaskFrom}).check(); want != "" {
		ps.add(Problem{Code: CodeSuperviseFrom, Key: "task attribute from", Found: f.TaskFrom, Missing: f.TaskFrom == "", Want: want})
	}
	ps.checkConferenceSID(f, CodeInvalid)
	if out.Mode == Whisper {
		if sid, err := taskrouter.ParseCallSID(f.ConferenceWorker); err != nil || sid.IsZero() {
			ps.add(Problem{
				Code: CodeInvalid, Key: "task attribute conference.participants.worker", Found: f.ConferenceWorker, Missing: f.ConferenceWorker == "",
				Want: wantCall,
			})
		}
	}
	return finish(&out, ps)
}

// checkContact refuses a supervisor nobody can call.
func (ps *problems) checkContact(f Facts, worker taskrouter.WorkerSID) {
	uri, known := f.contact(worker)
	if !known {
		ps.add(Problem{Code: CodeSuperviseContact, Key: "supervisor", Found: worker.String(), Want: "a worker of the workspace"})
		return
	}
	if _, want := parseAddress(uri); want != "" {
		ps.add(Problem{Code: CodeSuperviseContact, Key: "contact_uri of " + worker.String(), Found: uri, Missing: uri == "", Want: want})
	}
}

// contact returns the attribute contact_uri of a worker.
func (f Facts) contact(worker taskrouter.WorkerSID) (uri string, known bool) {
	if f.WorkerContact == nil {
		return "", false
	}
	return f.WorkerContact(worker)
}
