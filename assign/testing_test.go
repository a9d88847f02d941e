package assign

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
)

// The SIDs of the tests.
const (
	activityText    = "WA0000000000000000000000000000000a"
	callText        = "CA0000000000000000000000000000000c"
	reservationText = "WR0000000000000000000000000000000e"
)

func mustSID[T any](t testing.TB, parse func(string) (T, error), text string) T {
	t.Helper()
	sid, err := parse(text)
	require.NoError(t, err)
	return sid
}

func testActivity(t testing.TB) taskrouter.ActivitySID {
	return mustSID(t, taskrouter.ParseActivitySID, activityText)
}

func testCall(t testing.TB) taskrouter.CallSID {
	return mustSID(t, taskrouter.ParseCallSID, callText)
}

func testReservation(t testing.TB) taskrouter.ReservationSID {
	return mustSID(t, taskrouter.ParseReservationSID, reservationText)
}

// parseTest is a row of the tables of instructions: a body, and what it is read
// as or the keys and codes of its problems.
type parseTest struct {
	name, body string
	want       Instruction
	problems   []string // "code key", in order
}

func runParseTests(t *testing.T, tests []parseTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse([]byte(tt.body))
			assert.Equal(t, tt.problems, problemKeys(err), "error: %v", err)
			if tt.problems != nil {
				assert.Nil(t, got)
				return
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

// problemKeys renders the problems of an *Error as "code key".
func problemKeys(err error) []string {
	typed, ok := errors.AsType[*Error](err)
	if !ok {
		return nil
	}
	var keys []string
	for _, p := range typed.Problems {
		key := p.Code.Error()[len("assign: code "):]
		if p.Key != "" {
			key += " " + p.Key
		}
		keys = append(keys, key)
	}
	return keys
}

func requireRoundTrip(t testing.TB, i Instruction) {
	t.Helper()
	text, err := Marshal(i)
	require.NoError(t, err)
	back, err := Parse(text)
	require.NoError(t, err, "%s", text)
	require.Equal(t, i, back, "%s", text)
	again, err := Marshal(back)
	require.NoError(t, err)
	require.Equal(t, string(text), string(again))
	viaJSON, err := json.Marshal(i)
	require.NoError(t, err)
	require.JSONEq(t, string(text), string(viaJSON))
}
