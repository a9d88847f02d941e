package assign

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// twiml.md §6.3: what bridges a worker's leg with the caller behind a
// reservation, as it goes over the wire and as it is read there.
func TestDialReservation(t *testing.T) {
	tests := []struct {
		name     string
		postWork taskrouter.ActivitySID
		want     string
	}{
		{
			"the worker's activity stays",
			taskrouter.ActivitySID{},
			`<Response><Dial><Queue reservationSid="` + reservationText + `"/></Dial></Response>`,
		},
		{
			"with an activity after the call", testActivity(t),
			`<Response><Dial><Queue reservationSid="` + reservationText + `" postWorkActivitySid="` + activityText + `"/></Dial></Response>`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, err := DialReservation(testReservation(t), tt.postWork).AppendText(nil)
			require.NoError(t, err)
			assert.Contains(t, string(text), tt.want)
			assert.Empty(t, twiml.Validate(text, twiml.ValidateOptions{}))

			back, err := twiml.Parse(text)
			require.NoError(t, err)
			again, err := back.AppendText(nil)
			require.NoError(t, err)
			assert.Equal(t, string(text), string(again))
		})
	}
}
