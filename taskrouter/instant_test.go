package taskrouter

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// TestInstantOf takes both ends of the range and nothing beyond them, in any
// location.
func TestInstantOf(t *testing.T) {
	for _, tt := range []struct {
		name string
		at   time.Time
		ok   bool
	}{
		{"the first", earliest, true},
		{"before the first", earliest.Add(-1), false},
		{"the last", latest, true},
		{"after the last", latest.Add(1), false},
		{"a second after the last", latest.Add(time.Second), false},
		{"the zero time", time.Time{}, false},
		{"1970", time.Unix(0, 0), true},
		{"just before 1970", time.Unix(0, -1), true},
		{"another location", earliest.In(time.FixedZone("east", 3600)), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := instantOf(tt.at)
			assert.Equal(t, tt.ok, ok)
			if ok {
				assert.True(t, tt.at.Equal(got.time()))
				assert.Equal(t, tt.at.UnixNano(), int64(got))
			}
		})
	}
}
