package voice

import (
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
)

// MakeCallSID makes the SID of a call that arrives, for hosts whose calls have
// none: the same for the same seed and number, different for different ones, and
// never one that a machine makes for its legs.
func MakeCallSID(seed, number uint64) CallSID {
	return sid.Make[sid.Call](sid.NewSource(seed, "voice host"), number)
}

// CallOf returns the live call behind a task: the caller who waits or talks, or
// whoever the task's attribute call_sid names. False if there is none, or no
// such task.
func (m *Machine) CallOf(task taskrouter.TaskSID) (CallSID, bool) {
	if c := m.tasks[task]; c != nil {
		return c.sid, true
	}
	if m.router == nil {
		return CallSID{}, false
	}
	t, ok := m.router.Task(task)
	if !ok {
		return CallSID{}, false
	}
	s, err := queue.ParseCallSID(textAttribute(t.Attributes, callSID))
	return s, err == nil && m.calls[s] != nil
}
