package assign

import (
	"time"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// Leg is how one call takes part in a conference.
type Leg struct {
	// Call is a call that there is already: the caller who waits. Zero: To is
	// called, as From, for at most Timeout; EarlyMedia says whether ringing and
	// announcements are heard.
	Call       taskrouter.CallSID
	To         Address
	From       string
	Timeout    time.Duration
	EarlyMedia bool

	Muted                  bool               // heard by nobody
	Coach                  taskrouter.CallSID // heard by this call only; zero: by all
	Beep                   twiml.Beep         // when it comes and goes
	StartConferenceOnEnter bool               // its coming starts the conference
	EndConferenceOnExit    bool               // its going ends the conference
}

// ConferencePlan is what a [Conference] comes to: the conference and the two
// calls in it.
type ConferencePlan struct {
	// Instruction has every default filled in: the callbacks, recordings and
	// limits of the conference, and the activity afterwards.
	Instruction *Conference

	// Name is the conference's friendly name: the task's SID. SID is set for a
	// task in transfer, which has its conference already; "" for a new one.
	Name, SID string

	// Worker is called. When he has answered, Customer joins, the reservation is
	// accepted, and the task's attribute "conference" is written as a
	// [ConferenceLink].
	Worker Leg

	// Customer is the caller who waits, taken out of the queue; or one who is
	// called, before the worker is, when Call is zero. It is the zero Leg for a
	// task in transfer, whose customer is in the conference.
	Customer Leg
}

// Plan is [Conference.Resolve], told call by call. The customer's coming starts
// the conference whatever the worker's does (chosen: without that, nobody's
// would where the worker's does not).
func (i *Conference) Plan(f Facts) (*ConferencePlan, error) {
	out, err := i.Resolve(f)
	if err != nil {
		return nil, err
	}
	p := &ConferencePlan{Instruction: out, Name: f.TaskSID.String()}
	p.Worker = Leg{
		To: out.To, From: out.From, Timeout: out.Timeout, EarlyMedia: out.EarlyMedia.Bool(),
		Muted: out.Muted, Beep: out.Beep,
		StartConferenceOnEnter: out.StartConferenceOnEnter.Bool(), EndConferenceOnExit: out.EndConferenceOnExit,
	}
	if f.Transferring {
		p.SID = f.ConferenceSID
		return p, nil
	}
	p.Customer = Leg{
		Beep: twiml.BeepFalse, StartConferenceOnEnter: true, EndConferenceOnExit: out.EndConferenceOnCustomerExit,
	}
	if out.BeepOnCustomerEntrance.Bool() {
		p.Customer.Beep = twiml.BeepOnEnter
	}
	if f.TaskCallSID != "" {
		p.Customer.Call, _ = taskrouter.ParseCallSID(f.TaskCallSID) // checked by Resolve
		return p, nil
	}
	p.Customer.To, _ = parseAddress(f.TaskOutboundTo) // the same
	p.Customer.From, p.Customer.EarlyMedia = out.From, out.EarlyMedia.Bool()
	p.Customer.Timeout = out.Timeout
	if p.Customer.To.Kind() == AddressSIP {
		p.Customer.Timeout = min(out.Timeout, MaxSIPTimeout)
	}
	return p, nil
}

// SupervisePlan is what a [Supervise] comes to: a call into a conference.
type SupervisePlan struct {
	Instruction *Supervise // with every default filled in
	Name, SID   string     // of the conference: the task's SID, and CF…
	Supervisor  Leg
}

// Plan is [Supervise.Resolve], told for the supervisor's call: as From the
// customer's number, the task's attribute "from"; without a beep, and without
// starting or ending the conference (chosen: a supervisor is a guest).
func (i *Supervise) Plan(f Facts) (*SupervisePlan, error) {
	out, err := i.Resolve(f)
	if err != nil {
		return nil, err
	}
	leg := Leg{To: out.To, From: f.TaskFrom, Timeout: DefaultTimeout, EarlyMedia: true, Muted: out.Mode == Monitor, Beep: twiml.BeepFalse}
	if leg.To.IsZero() {
		uri, _ := f.contact(out.Supervisor)
		leg.To, _ = parseAddress(uri) // checked by Resolve
	}
	if out.Mode == Whisper {
		leg.Coach, _ = taskrouter.ParseCallSID(f.ConferenceWorker) // the same
	}
	return &SupervisePlan{Instruction: out, Name: f.TaskSID.String(), SID: f.ConferenceSID, Supervisor: leg}, nil
}
