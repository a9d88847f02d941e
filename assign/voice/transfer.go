package voice

import "github.com/goacd/acd/taskrouter"

// transferred follows the transfer of a task that has a conference. Who hands
// the task over leaves at once when the transfer is cold. When it is warm he
// stays, to introduce the customer, and leaves when he likes: his reservation is
// wrapping as soon as the other has accepted (lifecycle.md §1.9). From then on
// the conference does not end with him in either mode. One that fails leaves the
// task with who handed it over, if he is still there.
func (m *Machine) transferred(ev *taskrouter.Event) {
	x, _ := ev.Transfer()
	switch ev.Type {
	case taskrouter.TaskTransferInitiated:
		m.transfers[ev.TaskSID] = x.SID
		if p := m.initiator(&x); p != nil && x.TransferMode == taskrouter.Cold {
			m.removed(p, exitHandsOver)
		}
	case taskrouter.TaskTransferCompleted:
		delete(m.transfers, ev.TaskSID)
		if p := m.initiator(&x); p != nil && p.ends {
			p.ends = false
			m.reportParticipant(p.room, eventModify, "participant-modify", p)
		}
	case taskrouter.TaskTransferFailed, taskrouter.TaskTransferCanceled:
		delete(m.transfers, ev.TaskSID)
		m.leftAlone(ev.TaskSID, "transfer "+string(x.TransferStatus))
	}
}

// initiator returns who hands a task over, while he is in its conference.
func (m *Machine) initiator(x *taskrouter.Transfer) *participant {
	if r := m.linked[x.TaskSID]; r != nil {
		return r.worker(x.InitiatingReservationSID)
	}
	return nil
}
