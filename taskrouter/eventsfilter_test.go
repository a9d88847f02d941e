package taskrouter

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
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

func ExampleParseEventsFilter() {
	f := ParseEventsFilter("task.created, task.canceled")
	fmt.Println(f.Passes(TaskCreated), f.Passes(WorkerCreated))
	// Output: true false
}
