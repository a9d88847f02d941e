package assign

import (
	"strings"

	"github.com/goacd/acd/taskrouter"
)

// Supervise calls a supervisor into the conference of an accepted reservation.
// Neither task nor reservation changes its state (lifecycle.md §3.3).
//
// It is an instruction of the API, in the task's view of a reservation. As an
// answer to a callback it is read too, with the keys supervisor and
// supervisor_mode (chosen), and always comes too early: the reservation is
// pending then.
type Supervise struct {
	// Supervisor is the worker who listens, called at the attribute contact_uri.
	Supervisor taskrouter.WorkerSID // supervisor

	// To takes the place of Supervisor where somebody is called who is no worker.
	// One of the two is required, and only one.
	To Address // supervisor

	// Mode says who hears the supervisor. Zero: [Monitor] (chosen, since it
	// disturbs nobody).
	Mode SupervisorMode // supervisor_mode

	Extra []Member
}

// SupervisorMode says who hears a supervisor, who hears everybody. The default
// is Monitor.
type SupervisorMode string

// The modes.
const (
	Monitor SupervisorMode = "monitor" // nobody
	Whisper SupervisorMode = "whisper" // the worker only
	Barge   SupervisorMode = "barge"   // everybody
)

func supervisorMode(at *SupervisorMode) value {
	return word[SupervisorMode]{at: at, words: []SupervisorMode{Monitor, Whisper, Barge}}
}

// Name returns [NameSupervise].
func (*Supervise) Name() Name { return NameSupervise }

// MarshalJSON is [Marshal].
func (i *Supervise) MarshalJSON() ([]byte, error) { return Marshal(i) }

// UnmarshalJSON is [Parse] for this instruction only.
func (i *Supervise) UnmarshalJSON(body []byte) error { return unmarshal(body, i) }

func (i *Supervise) form() form {
	return form{
		fields: []field{
			{key: "supervisor", param: "Supervisor", code: CodeInvalid, required: true, at: supervisor{&i.Supervisor, &i.To}},
			{key: "supervisor_mode", param: "SupervisorMode", def: "monitor", code: CodeInvalid, at: supervisorMode(&i.Mode)},
		},
		extra: &i.Extra,
	}
}

// supervisor is a worker or an address with its scheme. A bare word is no name of
// a client here, unlike elsewhere: it would be a mistyped SID (chosen).
type supervisor struct {
	worker *taskrouter.WorkerSID
	to     *Address
}

const wantSupervisor = "the SID of a worker, WK and 32 hexadecimal digits, or " + wantAddress

func (v supervisor) isZero() bool { return v.worker.IsZero() && v.to.IsZero() }

func (v supervisor) check() string {
	if v.worker.IsZero() == v.to.IsZero() {
		return wantSupervisor
	}
	return ""
}

func (v supervisor) read(s scalar) string {
	if s.kind != isString {
		return wantSupervisor
	}
	if worker, err := taskrouter.ParseWorkerSID(s.text); err == nil {
		*v.worker = worker
		return ""
	}
	to, want := parseAddress(s.text)
	if want != "" || !strings.ContainsAny(s.text, "+:") {
		return wantSupervisor
	}
	*v.to = to
	return ""
}

func (v supervisor) appendJSON(dst []byte) []byte {
	if v.worker.IsZero() {
		return appendText(dst, v.to.String())
	}
	return appendText(dst, v.worker.String())
}
