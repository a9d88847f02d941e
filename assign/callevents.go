package assign

import (
	"fmt"
	"strings"
)

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

	allCallEvents = CallInitiated | CallRinging | CallAnswered | CallCompleted
)

// callEventNames are the texts, in the order of the bits.
var callEventNames = [...]string{"initiated", "ringing", "answered", "completed"}

// Has reports whether all of events are in e.
func (e CallEvents) Has(events CallEvents) bool { return e&events == events }

// String returns the names in the order in which they happen, separated by
// commas; "" for the zero value.
func (e CallEvents) String() string {
	if e&^allCallEvents != 0 {
		return fmt.Sprintf("CallEvents(%#x)", uint8(e))
	}
	var names []string
	for i, name := range callEventNames {
		if e.Has(1 << i) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ",")
}

// parseCallEvents reads names separated by commas; blanks around them do not
// matter, and neither does naming one twice.
func parseCallEvents(text string) (CallEvents, bool) {
	var e CallEvents
next:
	for word := range strings.SplitSeq(text, ",") {
		for i, name := range callEventNames {
			if strings.TrimSpace(word) == name {
				e |= 1 << i
				continue next
			}
		}
		return 0, false
	}
	return e, true
}
