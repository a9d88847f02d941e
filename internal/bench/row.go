package main

import "time"

// row is one subject that is measured. prepare sets everything up at these
// sizes.
type row struct {
	name    string
	about   string
	prepare func(sz sizes) *stage
}

// rows are those of the routing, in order.
func rows() []row {
	return []row{
		{"life", "one task is created, matched, accepted and completed", lifeRow},
		{"workers", "a life beside more workers", workersRow},
		{"waiting", "a life beside more tasks that wait", waitingRow},
		{"scan", "a life beside a router that looks at every worker", scanRow},
		{"nobody", "a worker goes and comes while tasks wait in his queue that he cannot take", nobodyRow},
		{"overlap", "a life where every worker is in many queues", overlapRow},
		{"churn", "a worker changes, among many queues", churnRow},
		{"timers", "deadlines are set and fire beside others that do not come", timersRow},
		{"memory", "heap of a task and of a worker", memoryRow},
		{"expression", "package expr beside expr-lang", expressionRow},
		{"statistics", "real-time figures", statisticsRow},
		{"limits", "ten times the vendor's limits", limitsRow},
		{"parallel", "several workspaces on several cores", parallelRow},
		{"readers", "commands beside those who read", readersRow},
	}
}

// stage is a row that is ready: contestants that take turns, and what follows
// from their figures. A row whose subject is no operation that can be repeated
// has no contestants and measures in its reports.
type stage struct {
	contestants []contestant
	reports     []func(figures []figure) result
	done        func(figures []figure) // may be nil
	close       func()                 // may be nil
}

// add adds a contestant and returns the place of its figure.
func (s *stage) add(name string, play func(n int) time.Duration) int {
	s.contestants = append(s.contestants, contestant{name, play})
	return len(s.contestants) - 1
}

// report adds a line of the table.
func (s *stage) report(line func(figures []figure) result) {
	s.reports = append(s.reports, line)
}

// results measures, and makes the lines.
func (s *stage) results(sch schedule) []result {
	figures := measure(s.contestants, sch)
	var list []result
	for _, line := range s.reports {
		list = append(list, line(figures))
	}
	if s.done != nil {
		s.done(figures)
	}
	s.end()
	return list
}

// end stops what the stage left running.
func (s *stage) end() {
	if s.close != nil {
		s.close()
	}
}

// must returns v; all input of this program is its own.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
