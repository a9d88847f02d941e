package main

import (
	"fmt"
	"strings"
)

// overlapSize is a workspace of queues that share workers.
type overlapSize struct {
	workers, queues int
	each            int // queues that every worker is in
}

// overlapRow is a life where every worker is in many queues, no two workers in
// the same ones, beside a life where all are in one queue, and one where there are
// as many queues and each worker is in one of them. The tasks go through all queues
// in turn.
func overlapRow(sz sizes) *stage {
	o := sz.overlap
	s := &stage{}
	single := s.add("acd, one queue", lives(warm(newService(service{workers: o.workers, worker: o.worker}))))
	many := s.add("acd, overlapping queues", lives(warm(newService(service{
		workers: o.workers, worker: o.worker, queues: o.queues, target: oneSkill,
	}))))
	alone := s.add("acd, queues apart", lives(warm(newService(service{
		workers: o.workers, worker: o.inTurn, queues: o.queues, target: oneSkill,
	}))))
	s.report(func(f []figure) result {
		return besides(fmt.Sprintf("%s workers, each in %d of %s queues", thousands(o.workers), o.each, thousands(o.queues)),
			f[many], "one queue", f[single]).atMost(3)
	})
	s.report(func(f []figure) result {
		return besides("  beside queues that share nobody", f[many], "each in one", f[alone])
	})
	return s
}

// inTurn is the attributes of a worker who is in one queue, of which none is empty.
func (o overlapSize) inTurn(i int) string {
	return attributesWith(fmt.Sprintf(`"skills":["skill%d"]`, i%o.queues), workerLevel)
}

// worker is the attributes of a worker who is in so many queues.
func (o overlapSize) worker(i int) string {
	list := make([]string, 0, o.each)
	for _, n := range choose(i, o.each, o.queues) {
		list = append(list, fmt.Sprintf(`"skill%d"`, n))
	}
	return attributesWith(fmt.Sprintf(`"skills":[%s]`, strings.Join(list, ",")), workerLevel)
}

// oneSkill is the TargetWorkers of a queue for one skill.
func oneSkill(i int) string { return fmt.Sprintf("skills HAS 'skill%d'", i) }

// choose picks n different numbers below limit, n being at most that; which ones
// follows from seed and looks like chance.
func choose(seed, n, limit int) []int {
	picked := make([]int, 0, n)
	taken := make(map[int]bool, n)
	for draw := uint64(seed)*1_000 + 1; len(picked) < n; draw++ {
		if v := int(scatter(draw) % uint64(limit)); !taken[v] {
			taken[v] = true
			picked = append(picked, v)
		}
	}
	return picked
}

// scatter turns counters into numbers that look like chance (SplitMix64).
func scatter(n uint64) uint64 {
	n *= 0x9e3779b97f4a7c15
	n = (n ^ n>>30) * 0xbf58476d1ce4e5b9
	n = (n ^ n>>27) * 0x94d049bb133111eb
	return n ^ n>>31
}
