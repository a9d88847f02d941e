package voice

import "reflect"

// handle dispatches an input.
func (m *Machine) handle(in Input) *Error {
	switch in := in.(type) {
	case *Tick:
		return nil
	case *CallArrived:
		return m.arrived(in)
	case *PlaceCall:
		return m.placeCall(in)
	case *UpdateCall:
		return m.updateCall(in)
	case *Fetched:
		return m.report(in.Op, in)
	case *FetchFailed:
		return m.report(in.Op, in)
	case *Played:
		return m.report(in.Op, in)
	case *Gathered:
		return m.report(in.Op, in)
	case *PartialResult:
		return m.partialResult(in)
	case *Recorded:
		return m.report(in.Op, in)
	case *RecordingChanged:
		return m.recordingChanged(in)
	case *Ringing:
		return m.ringing(in.Call)
	case *MachineDetected:
		return m.machineDetected(in)
	case *Referred:
		return m.referred(in)
	case *Answered:
		return m.answered(in)
	case *Failed:
		return m.failed(in)
	case *HungUp:
		return m.hungUp(in.Call)
	case *StarPressed:
		return m.starPressed(in.Call)
	case *RedirectCall:
		return m.redirectCall(in)
	case *CompleteCall:
		return m.completeCall(in.Call)
	case *UpdateParticipant:
		return m.updateParticipant(in)
	case *RemoveParticipant:
		return m.removeParticipant(in)
	case *EndConference:
		return m.endConference(in.Conference)
	case *DequeueMember:
		return m.dequeueMember(in)
	case *Instructed:
		return m.instructed(in)
	case *CallbackFailed:
		return m.callbackFailed(in.Reservation)
	case *Command:
		return m.command(in.Command)
	default:
		return refusal(ReasonInput, "unknown input %T", in)
	}
}

// inputName names an input for errors; "nil" also for a nil pointer.
func inputName(in Input) string {
	v := reflect.ValueOf(in)
	if !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return "nil"
	}
	return reflect.Indirect(v).Type().Name()
}
