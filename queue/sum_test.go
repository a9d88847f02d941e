package queue

import (
	"math/big"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The mean in O(1) equals the mean over all, in arbitrary precision, for any
// instants, and after any removals.
func TestMeanIsExact(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 3))
		span := int64(1) << (1 + rng.IntN(62)) // from nanoseconds to 146 years
		now := instant(latest.UnixNano())
		var s sum
		var kept []instant
		for range 1 + rng.IntN(300) {
			i := now - instant(rng.Int64N(span))
			s.add(i)
			kept = append(kept, i)
			if rng.IntN(3) == 0 {
				k := rng.IntN(len(kept))
				s.remove(kept[k])
				kept = append(kept[:k], kept[k+1:]...)
			}
			require.Equal(t, naiveMean(kept, now), s.meanSince(now, len(kept)), "seed %d, %d instants", seed, len(kept))
		}
	}
}

func naiveMean(instants []instant, now instant) time.Duration {
	if len(instants) == 0 {
		return 0
	}
	total := new(big.Int)
	for _, i := range instants {
		total.Add(total, big.NewInt(int64(now-i)))
	}
	total.Div(total, big.NewInt(int64(len(instants))))
	total.Div(total, big.NewInt(int64(time.Second)))
	return time.Duration(total.Int64()) * time.Second
}

func TestMeanRounding(t *testing.T) {
	tests := []struct {
		name  string
		waits []float64 // seconds
		want  time.Duration
	}{
		{"nobody", nil, 0},
		{"just below a second", []float64{0.999_999_999}, 0},
		{"a second", []float64{1}, time.Second},
		{"the mean is rounded, not the waits", []float64{0.5, 1.5}, time.Second},
		{"down", []float64{0, 0, 29.9}, 9 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var s sum
			for _, w := range tt.waits {
				s.add(instant(at(-w).UnixNano()))
			}
			assert.Equal(t, tt.want, s.meanSince(instant(start.UnixNano()), len(tt.waits)))
		})
	}
}

func TestMeanOfAMillionYearlongWaits(t *testing.T) {
	var s sum
	now := instant(latest.UnixNano())
	const n, year = 1_000_000, 365 * 24 * time.Hour
	for i := range instant(n) {
		s.add(now - instant(100*year) - i)
	}
	assert.Equal(t, 100*year, s.meanSince(now, n))
	for i := range instant(n) {
		s.remove(now - instant(100*year) - i)
	}
	assert.Equal(t, sum{}, s, "nothing is left over")
}
