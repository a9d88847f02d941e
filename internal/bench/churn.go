package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/goacd/acd/taskrouter"
)

// churnSize is a workspace whose workers change.
type churnSize struct {
	workers, queues int
	read            []int // by how many queues the attributes are read that change; in all at most queues
}

// memberOf is how many of the other queues a worker of the churn is in.
const memberOf = 20

// churnRow is what a change of one worker costs: of an attribute that no
// expression reads, of one that some queues read and that moves him in and out of
// them, and of his activity.
func churnRow(sz sizes) *stage {
	c := sz.churn
	s := &stage{}
	floor := s.addFloor()
	e := newService(service{workers: c.workers, worker: c.worker, queues: c.queues, target: c.target})
	unread := s.add("acd, unread attribute", change(e, 0, c.worker(0), c.noted(0)))
	s.report(func(f []figure) result {
		return inLives(fmt.Sprintf("an attribute that none of %s queues reads", thousands(c.queues)), f[unread], f[floor]).atMost(10)
	})
	places := make([]int, len(c.read))
	for i, k := range c.read {
		places[i] = s.add(fmt.Sprintf("acd, read by %d", k), change(e, i+1, c.worker(i+1), c.raised(i+1, k)))
		s.report(func(f []figure) result {
			return inLives(fmt.Sprintf("one that %s read, in and out of them", plural(k, "queue")), f[places[i]], f[floor])
		})
	}
	for i, k := range c.read[1:] {
		s.report(func(f []figure) result {
			before := c.read[i]
			return besides(plural(k, "queue"), f[places[i+1]], thousands(before), f[places[i]]).atMost(float64(k) / float64(before))
		})
	}
	flip := s.add("acd, offline and back", comeAndGo(e, c.workers-1))
	s.report(func(f []figure) result {
		return inLives(fmt.Sprintf("offline and back, of a member of %d queues", memberOf), f[flip], f[floor])
	})
	return s
}

// target reads attribute k<n> in n queues, for every n of c.read; the other
// queues ask for a skill.
func (c churnSize) target(i int) string {
	first := i
	for _, k := range c.read {
		if i < k {
			return fmt.Sprintf("k%d > 3", k)
		}
		i -= k
	}
	return oneSkill(first)
}

// worker is who is in none of the queues that read k<n>, and in some of the
// others.
func (c churnSize) worker(i int) string {
	rest := c.queues
	var text strings.Builder
	for _, k := range c.read {
		fmt.Fprintf(&text, `"k%d":1,`, k)
		rest -= k
	}
	list := make([]string, 0, memberOf)
	for _, n := range choose(i, min(memberOf, rest), rest) {
		list = append(list, fmt.Sprintf(`"skill%d"`, c.queues-rest+n))
	}
	fmt.Fprintf(&text, `"skills":[%s]`, strings.Join(list, ","))
	return attributesWith(text.String(), workerLevel)
}

// noted is the same worker with another note, which nobody reads.
func (c churnSize) noted(i int) string {
	return strings.Replace(c.worker(i), `"language":"en"`, `"language":"de"`, 1)
}

// raised is the same worker in the queues that read k<n>.
func (c churnSize) raised(i, k int) string {
	return strings.Replace(c.worker(i), fmt.Sprintf(`"k%d":1,`, k), fmt.Sprintf(`"k%d":5,`, k), 1)
}

// change is the play of a worker who gets other attributes, and with the next
// turn those that he had.
func change(e *engine, worker int, from, to string) func(n int) time.Duration {
	if from == to {
		panic("attributes that do not change")
	}
	cmd := &taskrouter.UpdateWorker{SID: e.workers[worker]}
	texts := [2]*string{&to, &from}
	n := 0
	return repeat(func() {
		cmd.Attributes = texts[n%2]
		n++
		e.do(cmd)
	})
}

// plural is "1 queue", "10 queues".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return thousands(n) + " " + noun + "s"
}
