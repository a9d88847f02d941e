package voice

import (
	"slices"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/twiml"
)

// Ringing reports that the phone of a leg, or of a call of the application, rings. Status callbacks are told then;
// if no report comes, they are told when the leg is answered.
type Ringing struct{ Call CallSID }

// MachineDetected reports who answered a leg whose [Dial] asked for it. Reported
// before [Answered], the screening document is told too; the document of a
// [PlaceCall] may wait for it.
type MachineDetected struct {
	Call CallSID
	// AnsweredBy is human, fax, unknown, machine_start, machine_end_beep,
	// machine_end_silence or machine_end_other.
	AnsweredBy string
	Duration   time.Duration // that it took to find out
}

// Referred reports a SIP REFER of a party that a Dial has called: it wants the
// other to be connected to Target. With a referUrl the Dial ends, that party is
// hung up, and the caller goes on with the document there.
type Referred struct {
	Call   CallSID
	Target string // a SIP URI
}

func (*Ringing) input()         {}
func (*MachineDetected) input() {}
func (*Referred) input()        {}

// ForRefer: the party that was dialed referred the call. ForMachineDetection:
// it is known who answered; the answer is ignored.
const (
	ForRefer            Purpose = "refer"
	ForMachineDetection Purpose = "machine-detection"
)

// ringing is the report that a leg rings; too late when it is answered or over.
func (m *Machine) ringing(s CallSID) *Error {
	c := m.calls[s]
	switch {
	case c == nil, c.direction != Inbound && c.status != StatusRinging:
		return nil
	case c.direction == Inbound:
		return c.rings()
	}
	m.noteRinging(c)
	return nil
}

// noteRinging tells once that a leg rings.
func (m *Machine) noteRinging(c *call) {
	if !c.rang {
		c.rang = true
		m.progress(c, assign.CallRinging)
	}
}

// noteInitiated tells that a leg was asked for.
func (m *Machine) noteInitiated(c *call) {
	c.status = StatusInitiated
	m.progress(c, assign.CallInitiated)
	c.status = StatusRinging
}

// answerers are the values of AnsweredBy (observed).
var answerers = []string{"human", "fax", "unknown", "machine_start", "machine_end_beep", "machine_end_silence", "machine_end_other"}

// machineDetected tells who asked for it.
func (m *Machine) machineDetected(in *MachineDetected) *Error {
	if !slices.Contains(answerers, in.AnsweredBy) {
		return refusal(ReasonInput, "AnsweredBy %q: want human, fax, unknown, machine_start or one of machine_end_…", excerpt.Of(in.AnsweredBy)).of(in.Call)
	}
	c := m.calls[in.Call]
	if c == nil {
		return nil
	}
	c.answeredBy = in.AnsweredBy
	m.detected(c)
	if c.detection.url == "" {
		return nil
	}
	params := paramList{{"CallSid", c.sid.String()}, {"AccountSid", m.account.String()}, {"AnsweredBy", in.AnsweredBy}}
	params.integer("MachineDetectionDuration", int(max(in.Duration, 0)/time.Millisecond))
	m.tell(c, ForMachineDetection, c.detection, params)
	return nil
}

// referred ends a Dial for the document at its referUrl (twiml.md §7). The action
// is not requested (chosen: the other document takes its place).
func (m *Machine) referred(in *Referred) *Error {
	leg := m.calls[in.Call]
	if leg == nil {
		return nil
	}
	if d := leg.party; d != nil && d.connected && d.verb != nil && d.verb.ReferURL.Or("") != "" {
		d.refer = in.Target
		m.hangUp(leg, StatusCompleted)
		return nil
	}
	m.alert(leg.sid, twiml.CodeReferWithoutURL, "the call was referred, and no Dial with a referUrl has called it")
	return nil
}

// outcome is what follows from the end of a Dial.
func (d *dial) outcome(params paramList) outcome {
	e := d.verb
	if d.refer != "" {
		return outcome{
			purpose: ForRefer, action: e.ReferURL, method: twiml.Effective(e, &e.ReferMethod),
			params: paramList{{"ReferTransferTarget", d.refer}},
		}
	}
	return outcome{purpose: ForDialAction, action: e.Action, method: twiml.Effective(e, &e.Method), params: params}
}

// sipStatus says what a final response means for a call.
func sipStatus(code int) CallStatus {
	switch code {
	case 486, 600, 603:
		return StatusBusy
	case 408, 480:
		return StatusNoAnswer
	case 487:
		return StatusCanceled
	}
	return StatusFailed
}

// maxSIPHeaders is how many headers of an answer are told (chosen).
const maxSIPHeaders = 64

// params are what the action of a Dial is told of a SIP leg.
func (a *SIPAnswer) params() paramList {
	var p paramList
	p.known("DialSipCallId", a.CallID)
	if a.ResponseCode != 0 {
		p.integer("DialSipResponseCode", a.ResponseCode)
	}
	for _, h := range a.Headers[:min(len(a.Headers), maxSIPHeaders)] {
		p = append(p, Param{"DialSipHeader_" + h.Name, h.Value})
	}
	return p
}
