package assign

// CallEvents is the set of happenings of the worker's call that the status
// callback is told of. The zero value stands for the default, [CallCompleted]
// (lifecycle.md §3.3).
type CallEvents uint8

// The happenings of a call. They are joined with "|".
const (
	CallInitiated CallEvents = 1 << iota // the call is being set up
	CallRinging                          // the worker's phone rings
	CallAnswered                         // the worker has answered
	CallCompleted                        // the call is over, for whatever reason
)

// callEventNames are the texts, in the order of the bits.
var callEventNames = []string{"initiated", "ringing", "answered", "completed"}

func callEvents(at *CallEvents) value { return events[CallEvents]{at: at, names: callEventNames} }

// Has reports whether all of events are in e.
func (e CallEvents) Has(events CallEvents) bool { return e&events == events }

// String returns the names in the order in which they happen, separated by
// commas; "" for the zero value.
func (e CallEvents) String() string { return eventsText(e, callEventNames, "CallEvents") }
