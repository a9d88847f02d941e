package main

import (
	"bytes"
	"runtime"
	"strings"
	"testing"
	"time"
)

// tiny sizes are for tests.
var tiny = sizes{
	name:     "tiny",
	schedule: schedule{turns: 3, length: 20 * time.Microsecond, budget: time.Millisecond},
	workers:  []int{10, 20},
	waiting:  []int{10, 20},
	nobody:   []int{10, 20},
	distinct: []int{1, 5},
	scan:     []scanSize{{10, 1}, {20, 1}},
	overlap:  overlapSize{workers: 80, queues: 40, each: 5},
	churn:    churnSize{workers: 5, queues: 60, read: []int{1, 4}},

	deadlines:     50,
	memoryTasks:   200,
	memoryWorkers: 100,
	statistics:    20,
	limits:        limitsSize{workers: 60, queues: 32, tasks: 96}, // no multiple of three
	readers:       readersSize{workers: 10, tasks: 20, rounds: 2, length: time.Millisecond},

	curveWorkers: []int{3, 10},
	curveWaiting: []int{3, 10},
}

// TestRows runs every row. Each line has a name and a figure, and the bounds are
// those of the project's goals.
func TestRows(t *testing.T) {
	want := map[string][]reach{
		"life":       {{atMost, 2.5}, {atMost, 4}},
		"workers":    {{atMost, 1.3}},
		"waiting":    {{atMost, 2}},
		"scan":       {{atLeast, 1}},
		"nobody":     {{atMost, 1.5}, {atMost, 5}},
		"overlap":    {{atMost, 3}},
		"churn":      {{atMost, 10}, {atMost, 4}},
		"timers":     {{atMost, 1.5}},
		"memory":     {{atMost, 900}, {atMost, 2_500}},
		"expression": {{atLeast, 10}, {atMost, 0}, {atMost, 1}},
		"statistics": {{atMost, 15}},
		"limits":     {{atMost, 120}, {atMost, 16}, {atMost, 4}},
		"parallel":   {{atLeast, 0.75 * float64(runtime.GOMAXPROCS(0))}},
		"readers":    {{atMost, 2}},
	}
	for _, r := range rows() {
		bounds := make(map[reach]bool)
		for _, l := range r.prepare(tiny).results(tiny.schedule) {
			if l.what == "" || l.figure == "" || l.unit == "" && l.beside == "" {
				t.Errorf("%s: incomplete line %+v", r.name, l)
			}
			bounds[l.reach] = true
		}
		delete(bounds, reach{})
		for _, w := range want[r.name] {
			if !bounds[w] {
				t.Errorf("%s: no line is bounded by %+v: %v", r.name, w, bounds)
			}
			delete(bounds, w)
		}
		if len(bounds) > 0 {
			t.Errorf("%s: bounds that are no goals: %v", r.name, bounds)
		}
	}
	if large.scan[0] != (scanSize{1_000, 150}) || large.scan[1] != (scanSize{10_000, 1_500}) {
		t.Errorf("scan: %+v", large.scan)
	}
}

func TestCurvesFillThePanels(t *testing.T) {
	var panels []panel
	curvesRow(tiny, func(list []panel) { panels = list }).results(tiny.schedule)
	if len(panels) != 2 {
		t.Fatalf("%d panels, want 2", len(panels))
	}
	for _, p := range panels {
		var names []string
		for _, c := range p.curves {
			names = append(names, c.contestant)
			if len(c.points) != 2 || c.points[0].n != 3 || c.points[1].n != 10 || c.points[0].ns <= 0 {
				t.Errorf("%s: %s has the points %v", p.title, c.contestant, c.points)
			}
		}
		if got := strings.Join(names, " "); got != "scan acd floor" {
			t.Errorf("%s: curves of %s", p.title, got)
		}
	}
}

// TestMeasureTakesTurns gives each contestant its turns, and keeps the fastest.
func TestMeasureTakesTurns(t *testing.T) {
	var order strings.Builder
	turn := 0
	contestants := []contestant{
		{"a", func(n int) time.Duration {
			order.WriteByte('a')
			turn++
			return time.Duration(n) * time.Duration(1_000+turn)
		}},
		{"b", func(n int) time.Duration { order.WriteByte('b'); return time.Duration(n) * 500 }},
	}
	figures := measure(contestants, schedule{turns: 5, length: time.Microsecond, budget: time.Hour})
	if !strings.HasSuffix(order.String(), "ababababab") {
		t.Errorf("turns: %s", &order)
	}
	if f := figures[0]; f.fastest >= f.median || f.fastest < 1_001 {
		t.Errorf("a: %+v", f)
	}
	if f := figures[1]; f.fastest != 500 || f.median != 500 {
		t.Errorf("b: %+v", f)
	}
}

// TestMeasureKeepsTheBudget stops early, but not before three turns.
func TestMeasureKeepsTheBudget(t *testing.T) {
	plays := 0
	slow := contestant{"slow", func(int) time.Duration { plays++; return time.Second }}
	measure([]contestant{slow}, schedule{turns: 50, length: time.Millisecond})
	if want := 1 + 2 + fewestTurns; plays != want { // calibration, allocations, turns
		t.Errorf("%d plays, want %d", plays, want)
	}
}

func TestAllocationsAreCounted(t *testing.T) {
	var keep *[64]byte
	bytes, allocs := allocations(contestant{"", repeat(func() { keep = new([64]byte) })}, 1_000)
	if keep == nil || bytes < 64 || bytes > 80 || allocs < 1 || allocs > 1.1 {
		t.Errorf("%v bytes in %v allocations, want 64 in 1", bytes, allocs)
	}
}

// TestByBatchScales returns the part of the time that belongs to n.
func TestByBatchScales(t *testing.T) {
	batches := 0
	got := byBatch(batchWorkers*3/2, func() time.Duration { batches++; return time.Second })
	if batches != 2 || got != 1500*time.Millisecond {
		t.Errorf("%d batches, %v; want 2 batches, 1.5s", batches, got)
	}
}

func TestDocumentTable(t *testing.T) {
	var b bytes.Buffer
	d := document{"a document", []library{{"x", nil}, {"longer", nil}}}
	if err := writeDocument(&b, d, []figure{{fastest: 200, bytes: 10, allocs: 1}, {fastest: 500, bytes: 2_000, allocs: 12}}); err != nil {
		t.Fatal(err)
	}
	const want = `
a document  time    ratio  bytes  allocs
  x         200 ns  1      10     1
  longer    500 ns  2.50   2,000  12
`
	if b.String() != want {
		t.Errorf("got%s\nwant%s", b.String(), want)
	}
}
