package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/goacd/acd/taskrouter"
)

// router is what can be asked of every contestant of a life: package taskrouter,
// the floor and the scanner.
type router interface {
	// create adds a task, and returns the offer to a worker if there is one.
	create(attributes string, priority int) (offer, bool)
	// accept answers an offer.
	accept(offer)
	// complete ends the task of an offer that was accepted, and returns the offer
	// that the worker gets who is free again, if there is one.
	complete(offer) (offer, bool)
	// idle counts the workers without a task. It may take its time.
	idle() int
}

// offer is a task that is reserved for a worker.
type offer struct {
	task        taskrouter.TaskSID
	reservation taskrouter.ReservationSID
	number      int // instead, of a router that has no SIDs
}

// attributesWith are 200 bytes: what the router reads, and what else an application
// keeps there.
func attributesWith(first string, level int) string {
	text := fmt.Sprintf(`{%s,"level":%d,"language":"en","call_sid":"CA0123456789abcdef0123456789abcdef","from":"+15550100","note":"`, first, level)
	return text + strings.Repeat("x", max(0, 200-len(text)-2)) + `"}`
}

const (
	skills      = 50 // skills among workers
	workerLevel = 5  // what every worker can do
	beyondLevel = 9  // what no worker can do
)

// workerAttributes are those of the worker with this number.
func workerAttributes(i int) string {
	return attributesWith(fmt.Sprintf(`"skills":["skill%d"]`, i%skills), workerLevel)
}

// taskAttributes are those of a task.
func taskAttributes() string { return attributesWith(`"skill":"skill7"`, workerLevel) }

// lives is the play of one task's life after another: created, offered,
// accepted and completed, with workers to spare.
func lives(r router) func(n int) time.Duration {
	text := taskAttributes()
	return repeat(func() {
		o, ok := r.create(text, 0)
		if !ok {
			panic("no worker for the task")
		}
		r.accept(o)
		if _, ok := r.complete(o); ok {
			panic("a task that nobody knows of")
		}
	})
}

// crowd is a router whose workers are all busy while tasks wait.
type crowd struct {
	router router
	open   []offer // what the workers do, oldest first from next
	next   int
	born   int
	text   string
}

// priorities is how many of them the tasks of a crowd have.
const priorities = 10

// fill gives every worker a task, and lets others wait.
func fill(r router, workers, waiting int) *crowd {
	c := &crowd{router: r, text: taskAttributes()}
	for range workers {
		o, ok := r.create(c.text, 0)
		if !ok {
			panic("no worker for the task")
		}
		r.accept(o)
		c.open = append(c.open, o)
	}
	for range waiting {
		c.create()
	}
	return c
}

// create adds a task that waits, with the next priority.
func (c *crowd) create() {
	c.born++
	if _, ok := c.router.create(strings.Clone(c.text), c.born%priorities); ok {
		panic("a worker who should be busy")
	}
}

// life creates a task that has to wait, and completes the oldest that is worked
// on, so that its worker takes the foremost one: as many wait as before.
func (c *crowd) life() {
	c.create()
	o, ok := c.router.complete(c.open[c.next])
	if !ok {
		panic("nobody waits")
	}
	c.router.accept(o)
	c.open[c.next] = o
	c.next = (c.next + 1) % len(c.open)
}
