package taskrouter

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestLineup holds a lineup against a list.
func TestLineup(t *testing.T) {
	rolls := rand.New(rand.NewPCG(1, 7))
	l, list, classes := newLineup(nil, nil), []spot(nil), []uint32(nil)
	for i := range 20_000 {
		s := spot(rolls.IntN(10_000))
		if rolls.IntN(20) == 0 {
			s = nobody
		}
		grow := 5 + i/2500%2 // by and by it grows and shrinks
		switch n := rolls.IntN(20); {
		case n < grow || len(list) == 0:
			l.add(s, uint32(i))
			list, classes = append(list, s), append(classes, uint32(i))
		case n < 11:
			i, last := rolls.IntN(len(list)), len(list)-1
			l.remove(i)
			list[i], classes[i] = list[last], classes[last]
			list, classes = list[:last], classes[:last]
		case n < 15:
			i := rolls.IntN(len(list))
			l.set(i, s)
			list[i] = s
		default:
			i := rolls.IntN(len(list))
			l.lower(i, s)
			list[i] = min(list[i], s)
		}
		want := nobody
		for _, s := range list {
			want = min(want, s)
		}
		got := l.first()
		require.Equal(t, want, got.spot)
		if len(list) > 0 {
			require.Equal(t, want, list[got.index])
			require.Equal(t, classes[got.index], got.class)
		}
		require.True(t, slices.Equal(list, l.spots))
		require.True(t, slices.Equal(classes, l.classes))
		require.LessOrEqual(t, len(l.peaks[len(l.peaks)-1]), lineupFan)
	}
	bulk := newLineup(list, classes)
	require.Equal(t, l.first().spot, bulk.first().spot)
}

// TestLineupOfMany makes lineups of many classes at once: the first is found
// wherever it stands, and the top is as small as that of one that grew.
func TestLineupOfMany(t *testing.T) {
	for _, n := range []int{1, lineupFan, lineupFan + 1, 64, 65, 512, 513, 5000} {
		for _, first := range []int{0, n / 3, n - 1} {
			spots, classes := make([]spot, n), make([]uint32, n)
			for i := range spots {
				spots[i], classes[i] = spot(n<<32+i), uint32(n-i)
			}
			spots[first] = 0
			l := newLineup(spots, classes)
			got := l.first()
			require.Equal(t, spots[first], got.spot, n)
			require.Equal(t, classes[first], got.class, n)
			require.LessOrEqual(t, len(l.peaks[len(l.peaks)-1]), lineupFan, n)
		}
	}
}
