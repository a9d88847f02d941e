package taskrouter

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEventsFilter(t *testing.T) {
	tests := []struct {
		name, text, written string
		passes, not         []EventType
	}{
		{name: "empty passes everything", passes: []EventType{TaskCreated, WorkerCreated, Alert}},
		{name: "only commas and blanks is empty", text: " , ,", passes: []EventType{TaskCreated}},
		{
			name: "blanks around commas", text: "task.created , reservation.accepted", written: "task.created,reservation.accepted",
			passes: []EventType{TaskCreated, ReservationAccepted}, not: []EventType{TaskCanceled, ReservationCreated},
		},
		{
			name: "unknown types are accepted, repeated ones are one", text: "task.sung,task.sung", written: "task.sung",
			passes: []EventType{"task.sung"}, not: []EventType{TaskCreated},
		},
		{name: "alerts are outside the list", text: "task.created", written: "task.created", passes: []EventType{Alert}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := ParseEventsFilter(tt.text)
			assert.Equal(t, tt.written, f.String())
			for _, e := range tt.passes {
				assert.True(t, f.Passes(e), e)
			}
			for _, e := range tt.not {
				assert.False(t, f.Passes(e), e)
			}
		})
	}
	assert.Equal(t, ParseEventsFilter("task.created"), NewEventsFilter(TaskCreated))
}

// TestWorkspaceKeepsItsEventsFilter names every event of the vendor's at once.
func TestWorkspaceKeepsItsEventsFilter(t *testing.T) {
	names := []string{"reservation.failed"}
	for _, known := range allTypes {
		if known != Alert {
			names = append(names, string(known))
		}
	}
	assert.Len(t, eventTypes, len(names))
	every := strings.Join(names, " , ")
	e, err := New(Config{EventCallbackURL: "https://example.com/events", EventsFilter: every})
	require.NoError(t, err)
	require.Equal(t, every, e.Workspace().EventsFilter, "as it was written")
	assert.Equal(t, "https://example.com/events", e.Workspace().EventCallbackURL)

	events := apply(t, e, &UpdateWorkspace{EventCallbackURL: new(""), EventsFilter: new("task.created")})
	assert.NotNil(t, Find(events, WorkspaceUpdated))
	assert.Empty(t, e.Workspace().EventCallbackURL)
	assert.Equal(t, "task.created", e.Workspace().EventsFilter)
	apply(t, e, &UpdateWorkspace{FriendlyName: new("Other")})
	assert.Equal(t, "task.created", e.Workspace().EventsFilter, "left alone")
	apply(t, e, &UpdateWorkspace{EventsFilter: new("")})
	assert.Empty(t, e.Workspace().EventsFilter)
	require.NoError(t, e.Check())
}

func ExampleParseEventsFilter() {
	f := ParseEventsFilter("task.created, task.canceled")
	fmt.Println(f.Passes(TaskCreated), f.Passes(WorkerCreated))
	// Output: true false
}
