package main

import "time"

// sizes are how large everything is that is measured.
type sizes struct {
	name     string
	schedule schedule

	workers  []int // growth with workers
	waiting  []int // growth with waiting tasks
	nobody   []int // tasks that nobody can take
	distinct []int // values among them
	scan     []scanSize
	overlap  overlapSize
	churn    churnSize

	deadlines     int // that lie there while others are set and fire
	memoryTasks   int
	memoryWorkers int
	statistics    int // workers
	limits        limitsSize
	readers       readersSize

	curveWorkers []int // of the picture
	curveWaiting []int
}

// scanSize is a number of workers at which the scanner is measured, and how many
// times faster the engine should be there.
type scanSize struct {
	workers int
	reach   float64
}

var scanSizes = []scanSize{{1_000, 150}, {10_000, 1_500}}

// documentSchedule is that of documents: turns so short that some of them are
// left alone by the rest of a busy machine.
var documentSchedule = schedule{turns: 120, length: 300 * time.Microsecond, budget: 2 * time.Second}

// small is for every day.
var small = sizes{
	name:     "small",
	schedule: schedule{turns: 40, length: 2 * time.Millisecond, budget: time.Second},
	workers:  []int{1_000, 10_000},
	waiting:  []int{1_000, 10_000},
	nobody:   []int{1_000, 10_000},
	distinct: []int{1, 100, 1_000},
	scan:     scanSizes,
	overlap:  overlapSize{workers: 2_000, queues: 200, each: 20},
	churn:    churnSize{workers: 20, queues: 500, read: []int{1, 10, 100}},

	deadlines:     10_000,
	memoryTasks:   20_000,
	memoryWorkers: 5_000,
	statistics:    10_000,
	limits:        limitsSize{workers: 3_000, queues: 300, tasks: 30_000},
	readers:       readersSize{workers: 2_000, tasks: 20_000, rounds: 10, length: 30 * time.Millisecond},

	curveWorkers: []int{10, 100, 1_000, 10_000},
	curveWaiting: []int{10, 100, 1_000, 10_000},
}

// large are the sizes that the reach is about.
var large = sizes{
	name:     "large",
	schedule: schedule{turns: 60, length: 5 * time.Millisecond, budget: 15 * time.Second},
	workers:  []int{1_000, 10_000, 100_000},
	waiting:  []int{1_000, 10_000, 100_000, 1_000_000},
	nobody:   []int{1_000, 10_000, 100_000, 1_000_000},
	distinct: []int{1, 100, 1_000},
	scan:     scanSizes,
	overlap:  overlapSize{workers: 100_000, queues: 5_000, each: 20},
	churn:    churnSize{workers: 100, queues: 5_000, read: []int{1, 10, 100, 1_000}},

	deadlines:     1_000_000,
	memoryTasks:   500_000,
	memoryWorkers: 100_000,
	statistics:    100_000,
	limits:        limitsSize{workers: 150_000, queues: 50_000, tasks: 5_000_000},
	readers:       readersSize{workers: 50_000, tasks: 300_000, rounds: 10, length: 200 * time.Millisecond},

	curveWorkers: []int{10, 100, 1_000, 10_000, 100_000},
	curveWaiting: []int{10, 100, 1_000, 10_000, 100_000, 1_000_000},
}
