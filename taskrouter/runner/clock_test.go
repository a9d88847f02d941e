package runner_test

import (
	"math"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

func TestPacedClock(t *testing.T) {
	tests := []struct {
		name      string
		rate      float64
		real      time.Duration
		want      time.Duration
		alarm     time.Duration // from then
		realAlarm time.Duration
	}{
		{"sixty times", 60, time.Second, time.Minute, 2 * time.Minute, 2 * time.Second},
		{"half as fast", 0.5, time.Minute, 30 * time.Second, 10 * time.Second, 20 * time.Second},
		{"a million times", 1e6, time.Second, 1e6 * time.Second, 1e6 * time.Second, time.Second},
		{"looks again after a minute", 1, time.Hour, time.Hour, 24 * time.Hour, time.Minute},
		{"a past instant rings at once", 60, time.Second, time.Minute, -time.Hour, 0},
		{"stops where durations end", 1e6, 24 * time.Hour, math.MaxInt64 - 1, time.Second, time.Microsecond},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				clock, err := runner.NewPacedClock(noon, tt.rate)
				require.NoError(t, err)
				assert.Equal(t, noon, clock.Now())

				time.Sleep(tt.real)
				assert.Equal(t, tt.want, clock.Now().Sub(noon))

				began := time.Now()
				ring, stop := clock.Alarm(clock.Now().Add(tt.alarm))
				<-ring
				stop()
				assert.InDelta(t, tt.realAlarm, time.Since(began), 1, "of the alarm")
			})
		})
	}
}

func TestPacedClockBeginsNowUnlessTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock, err := runner.NewPacedClock(time.Time{}, 2)
		require.NoError(t, err)
		assert.True(t, clock.Now().Equal(time.Now()))
	})
}

func TestPacedClockRefusesRates(t *testing.T) {
	for _, rate := range []float64{0, -1, 1e6 + 1, math.Inf(1), math.NaN()} {
		_, err := runner.NewPacedClock(noon, rate)
		require.ErrorContains(t, err, "out of range: want above 0, at most 1e+06")
	}
}

// A reservation of two minutes times out after two seconds of real time.
func TestRunnerAtSixtyTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock, err := runner.NewPacedClock(noon, 60)
		require.NoError(t, err)
		l := start(t, runner.Config{Clock: clock})
		l.furnish(1)
		began := time.Now()
		l.task(0)
		sub := l.Subscribe(l.Sequence())
		ev, err := sub.Next(t.Context())
		require.NoError(t, err)
		assert.Equal(t, taskrouter.ReservationTimeout, ev.Type)
		assert.Equal(t, noon.Add(2*time.Minute), ev.At)
		assert.InDelta(t, 2*time.Second, time.Since(began), float64(time.Microsecond))
		require.NoError(t, l.Close())
	})
}
