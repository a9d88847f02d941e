package main

import "fmt"

// curvesRow is what the picture shows: a life of each contestant against the
// number of workers, and in a crowd against the number of tasks that wait. keep
// is told of the panels.
func curvesRow(sz sizes, keep func([]panel)) *stage {
	s := &stage{}
	workers := curves{title: "against workers", axis: "workers, all idle", sizes: sz.curveWorkers}
	workers.add(s, "scan", func(n int) func() { return one(newScanner(n)) })
	workers.add(s, "acd", func(n int) func() { return one(warm(newService(service{workers: n}))) })
	workers.add(s, "floor", func(n int) func() { return one(newFloor(n, spare)) })
	waiting := curves{title: "against waiting tasks", axis: fmt.Sprintf("waiting tasks, %d workers, all busy", busyWorkers), sizes: sz.curveWaiting}
	waiting.add(s, "scan", func(n int) func() { return fill(newScanner(busyWorkers), busyWorkers, n).life })
	waiting.add(s, "acd", func(n int) func() {
		return fill(newService(service{workers: busyWorkers, patience: day}), busyWorkers, n).life
	})
	waiting.add(s, "floor", func(n int) func() {
		return fill(newFloor(busyWorkers, busyWorkers+n+spare), busyWorkers, n).life
	})
	workers.report(s)
	waiting.report(s)
	s.done = func(f []figure) { keep([]panel{workers.panel(f), waiting.panel(f)}) }
	return s
}

// one is a single life, with workers to spare.
func one(r router) func() {
	play := lives(r)
	return func() { play(1) }
}

// curves are the contestants of a panel.
type curves struct {
	title, axis string
	sizes       []int
	names       []string
	places      [][]int // by name and size
}

func (c *curves) add(s *stage, name string, life func(n int) func()) {
	c.names = append(c.names, name)
	var places []int
	for _, n := range c.sizes {
		places = append(places, s.add(fmt.Sprintf("%s, %s, %s", name, thousands(n), c.title), repeat(life(n))))
	}
	c.places = append(c.places, places)
}

// report has a line for each size and each contestant beside acd.
func (c *curves) report(s *stage) {
	acd := c.places[1]
	for i, n := range c.sizes {
		for k, name := range c.names {
			if c.places[k][i] == acd[i] {
				continue
			}
			s.report(func(f []figure) result {
				return besides(fmt.Sprintf("%s, %s, %s", c.title, thousands(n), name), f[c.places[k][i]], c.names[1], f[acd[i]])
			})
		}
	}
}

func (c *curves) panel(f []figure) panel {
	p := panel{title: "Cost of a task's life " + c.title, axis: c.axis}
	for k, name := range c.names {
		list := curve{contestant: name}
		for i, n := range c.sizes {
			list.points = append(list.points, point{n, f[c.places[k][i]].fastest})
		}
		p.curves = append(p.curves, list)
	}
	return p
}
