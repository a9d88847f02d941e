package taskrouter

import (
	"slices"
	"strings"

	"github.com/goacd/acd/internal/excerpt"
)

// EventsFilter is a set of event types, as the vendor's EventsFilter parameter
// names them. The zero value passes everything. It is immutable, and safe for
// concurrent use.
type EventsFilter struct{ types []EventType }

// ParseEventsFilter reads event types separated by commas; blanks around them
// do not matter. Empty text passes everything. A type that does not exist is
// kept, and passes nothing; a workspace's own filter names none
// ([UpdateWorkspace]).
func ParseEventsFilter(text string) EventsFilter {
	var f EventsFilter
	for word := range strings.SplitSeq(text, ",") {
		if word = strings.TrimSpace(word); word != "" && !f.has(EventType(word)) {
			f.types = append(f.types, EventType(word))
		}
	}
	return f
}

// NewEventsFilter makes a filter of these types; without any it passes
// everything.
func NewEventsFilter(types ...EventType) EventsFilter {
	return EventsFilter{slices.Clone(types)}
}

// Passes reports whether events of a type pass. An [Alert] always does: it is
// outside the vendor's list.
func (f EventsFilter) Passes(t EventType) bool {
	return len(f.types) == 0 || t == Alert || f.has(t)
}

func (f EventsFilter) has(t EventType) bool { return slices.Contains(f.types, t) }

// String returns the types separated by commas, in the order given.
func (f EventsFilter) String() string {
	words := make([]string, len(f.types))
	for i, t := range f.types {
		words[i] = string(t)
	}
	return strings.Join(words, ",")
}

// eventTypes are what a workspace's filter can name: all that the vendor
// documents (lifecycle.md §5.4), reservation.failed with them, though it has no
// occasion here.
var eventTypes = []EventType{
	WorkspaceCreated, WorkspaceUpdated, WorkspaceDeleted,
	ActivityCreated, ActivityUpdated, ActivityDeleted,
	TaskChannelCreated, TaskChannelUpdated, TaskChannelDeleted,
	TaskQueueCreated, TaskQueueDeleted, TaskQueueExpressionUpdated, TaskQueueEntered, TaskQueueTimeout, TaskQueueMoved,
	WorkflowCreated, WorkflowUpdated, WorkflowDeleted, WorkflowEntered, WorkflowTargetMatched, WorkflowTimeout, WorkflowSkipped,
	TaskCreated, TaskUpdated, TaskCanceled, TaskWrapup, TaskCompleted, TaskDeleted, TaskSystemDeleted,
	TaskTransferInitiated, TaskTransferAttemptFailed, TaskTransferFailed, TaskTransferCanceled, TaskTransferCompleted,
	ReservationCreated, ReservationAccepted, ReservationRejected, ReservationTimeout, ReservationCanceled, ReservationRescinded,
	ReservationWrapup, ReservationCompleted, "reservation.failed",
	WorkerCreated, WorkerDeleted, WorkerActivityUpdate, WorkerAttributesUpdate, WorkerCapacityUpdate, WorkerChannelAvailabilityUpdate,
}

// checkEventsFilter refuses what is no event type. Whether the vendor does is not
// known; accepting a misspelled name would be silence where events are expected.
func checkEventsFilter(text string) *Error {
	const field = "EventsFilter"
	if err := checkText(field, text); err != nil {
		return err
	}
	for word := range strings.SplitSeq(text, ",") {
		if word = strings.TrimSpace(word); word != "" && !slices.Contains(eventTypes, EventType(word)) {
			return invalid(field, "Invalid value '%s' for parameter %s", excerpt.Of(word), field)
		}
	}
	return nil
}
