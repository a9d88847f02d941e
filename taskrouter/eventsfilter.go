package taskrouter

import (
	"slices"
	"strings"
)

// EventsFilter is a set of event types, as the vendor's EventsFilter parameter
// names them. The zero value passes everything. It is immutable, and safe for
// concurrent use.
type EventsFilter struct{ types []EventType }

// ParseEventsFilter reads event types separated by commas; blanks around them
// do not matter. Empty text passes everything, and unknown types are accepted:
// they pass when they come to exist (lifecycle.md §5.1).
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
