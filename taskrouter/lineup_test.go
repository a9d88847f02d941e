package taskrouter

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestLineup holds a lineup against a look at all fronts, while classes come and
// go, and their first workers are reserved, come back and are looked for.
func TestLineup(t *testing.T) {
	for _, often := range []int{1, 3, 40, 400} { // how often somebody looks
		rolls := rand.New(rand.NewPCG(1, uint64(often)))
		l, classes, room := &lineup{}, []uint32(nil), []standing(nil)
		fronts := []front(nil) // by class
		turn := spot(100_000)
		for i := range 20_000 {
			grow := 4 + i/4000%3 // by and by it grows and shrinks
			at := 0
			if len(classes) > 0 {
				at = rolls.IntN(len(classes))
			}
			switch n := rolls.IntN(20); {
			case n < grow || len(classes) == 0:
				class := uint32(len(fronts))
				s := spot(rolls.IntN(1000))
				fronts = append(fronts, front{s, s})
				l.add(class)
				l.lower(uint32(len(classes)), s)
				classes = append(classes, class)
			case n < 9:
				l.remove(uint32(at))
				last := len(classes) - 1
				classes[at] = classes[last]
				classes = classes[:last]
			case n < 14: // reserved: another one comes first, or nobody
				f := &fronts[classes[at]]
				if turn++; f.head != nobody {
					f.head = turn
				}
				if n == 9 {
					f.head = nobody
				}
			default: // comes back, most often to where he was
				f := &fronts[classes[at]]
				s := spot(rolls.IntN(1000))
				if n < 17 {
					s = l.known[at].spot
				}
				if f.head = min(f.head, s); f.head < f.raised {
					f.raised = f.head
					l.lower(uint32(at), f.head)
				}
			}
			if rolls.IntN(often) > 0 {
				continue
			}
			want := nobody
			for _, c := range classes {
				want = min(want, fronts[c].head)
			}
			got, ok := l.first(fronts, &room)
			require.Equal(t, want != nobody, ok)
			if ok {
				require.Equal(t, want, fronts[got].head)
				require.True(t, slices.Contains(classes, got))
			}
			size := len(l.line) - l.gone + len(l.late)
			late := int(math.Sqrt(float64(lineupLate * size)))
			require.LessOrEqual(t, size, 2*(len(l.known)+late+1)+lineupRest)
			if ok && rolls.IntN(3) == 0 { // somebody looks beyond the first
				l.walk(fronts, rolls.IntN(len(l.known)))
			}
			seen := slices.Collect(l.all())
			for i, x := range seen {
				if x.spot > fronts[classes[x.place]].head || i > 0 && !seen[i-1].before(x) {
					t.Fatalf("%v behind its class's head, or not behind %v", x, seen[:i])
				}
			}
			idle := 0
			for place, k := range l.known {
				if k.class != classes[place] || k.spot > fronts[k.class].head {
					t.Fatalf("class %d is known as %v", classes[place], k)
				}
				if k.spot != nobody {
					idle++
				}
			}
			require.Len(t, seen, idle)
		}
	}
}

// TestLineupOfMany brings many classes into line whose workers come back in the
// opposite order, so that each has to go in front of all others, and then puts all of
// them right at once.
func TestLineupOfMany(t *testing.T) {
	const n = 20_000
	l, room := &lineup{}, []standing(nil)
	fronts := make([]front, n)
	for i := range n {
		fronts[i] = front{nobody, nobody}
		l.add(uint32(i))
	}
	for i := range n {
		fronts[i] = front{spot(n - i), spot(n - i)}
		l.lower(uint32(i), spot(n-i))
		require.LessOrEqual(t, len(l.late)*len(l.late), lineupLate*len(l.line))
		got, ok := l.first(fronts, &room)
		require.True(t, ok)
		require.Equal(t, uint32(i), got)
	}
	for i := range n {
		fronts[i].head = spot(3*n - i)
	}
	got, ok := l.first(fronts, &room)
	require.True(t, ok)
	require.Equal(t, uint32(n-1), got)
	require.Len(t, slices.Collect(l.all()), n)
}

// walk does what byIdleness does with so many classes.
func (l *lineup) walk(fronts []front, most int) {
	var stale []standing
	var last standing
	for x := range l.all() {
		if most--; most < 0 {
			break
		}
		last = x
		if fronts[l.known[x.place].class].head != x.spot {
			stale = append(stale, x)
		}
	}
	l.correctAll(stale, last, fronts)
}
