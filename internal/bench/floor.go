package main

import (
	"encoding/binary"
	"encoding/hex"
	"math/bits"
	"strings"
	"sync"

	"github.com/goacd/acd/taskrouter"
)

// floor is the least that a router does: maps keyed by SID, one idle list, one
// pending list, three calls, one copy of the attributes and a hand scan for one
// key of them, a lock around each call. It has no expressions, events, timers or
// statistics, and makes no SIDs: it is given them.
type floor struct {
	mu           sync.Mutex
	workers      map[taskrouter.WorkerSID]*floorWorker
	tasks        map[taskrouter.TaskSID]*floorTask
	reservations map[taskrouter.ReservationSID]*floorReservation
	idlers       list[*floorWorker]
	pending      list[*floorTask]

	taskSIDs        list[taskrouter.TaskSID]
	reservationSIDs list[taskrouter.ReservationSID]
}

type floorWorker struct {
	sid taskrouter.WorkerSID
}

type floorTask struct {
	sid        taskrouter.TaskSID
	attributes string
	level      int
	assigned   bool
}

type floorReservation struct {
	sid      taskrouter.ReservationSID
	task     taskrouter.TaskSID
	worker   taskrouter.WorkerSID
	accepted bool
}

// newFloor makes a floor with idle workers, which has SIDs for that many tasks
// at a time.
func newFloor(workers, tasks int) *floor {
	f := &floor{
		workers:      make(map[taskrouter.WorkerSID]*floorWorker),
		tasks:        make(map[taskrouter.TaskSID]*floorTask),
		reservations: make(map[taskrouter.ReservationSID]*floorReservation),
	}
	for i := range workers {
		w := &floorWorker{sid: must(taskrouter.ParseWorkerSID("WK" + digits(i)))}
		f.workers[w.sid] = w
		f.idlers.push(w)
	}
	for i := range tasks {
		f.taskSIDs.push(must(taskrouter.ParseTaskSID("WT" + digits(i))))
		f.reservationSIDs.push(must(taskrouter.ParseReservationSID("WR" + digits(i))))
	}
	return f
}

// digits are those of the SID with this number: they look like chance.
func digits(i int) string {
	var b [16]byte
	high, low := bits.Mul64(uint64(i)+1, 0x9e3779b97f4a7c15)
	binary.BigEndian.PutUint64(b[:], low)
	binary.BigEndian.PutUint64(b[8:], low^high^0x5851f42d4c957f2d)
	return hex.EncodeToString(b[:])
}

func (f *floor) create(attributes string, _ int) (offer, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	t := &floorTask{sid: f.taskSIDs.pop(), attributes: strings.Clone(attributes)}
	t.level = scanLevel(t.attributes)
	f.tasks[t.sid] = t
	f.pending.push(t)
	return f.match()
}

// match offers the oldest task that waits to whoever has been idle for longest.
func (f *floor) match() (offer, bool) {
	if f.idlers.len() == 0 || f.pending.len() == 0 {
		return offer{}, false
	}
	t, w := f.pending.pop(), f.idlers.pop()
	r := &floorReservation{sid: f.reservationSIDs.pop(), task: t.sid, worker: w.sid}
	f.reservations[r.sid] = r
	return offer{task: t.sid, reservation: r.sid}, true
}

func (f *floor) accept(o offer) {
	f.mu.Lock()
	defer f.mu.Unlock()
	r := f.reservations[o.reservation]
	r.accepted = true
	f.tasks[r.task].assigned = true
}

func (f *floor) complete(o offer) (offer, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	r := f.reservations[o.reservation]
	if t := f.tasks[o.task]; t == nil || !t.assigned {
		panic("a task that is not assigned")
	}
	delete(f.tasks, o.task)
	delete(f.reservations, o.reservation)
	f.taskSIDs.push(o.task)
	f.reservationSIDs.push(o.reservation)
	f.idlers.push(f.workers[r.worker])
	return f.match()
}

func (f *floor) idle() int { return f.idlers.len() }

// scanLevel finds the number of the key "level" by hand; -1 where there is none.
func scanLevel(text string) int {
	const key = `"level":`
	for i := 0; i+len(key) < len(text); i++ {
		if text[i] != '"' || text[i:i+len(key)] != key {
			continue
		}
		n := 0
		for i += len(key); i < len(text) && '0' <= text[i] && text[i] <= '9'; i++ {
			n = 10*n + int(text[i]-'0')
		}
		return n
	}
	return -1
}

// list is first in, first out, in a ring that grows.
type list[T any] struct {
	ring  []T
	first int
	n     int
}

func (l *list[T]) len() int { return l.n }

func (l *list[T]) push(v T) {
	if l.n == len(l.ring) {
		l.grow()
	}
	l.ring[(l.first+l.n)&(len(l.ring)-1)] = v
	l.n++
}

// pop takes the first; there must be one.
func (l *list[T]) pop() T {
	if l.n == 0 {
		panic("an empty list")
	}
	var zero T
	v := l.ring[l.first]
	l.ring[l.first] = zero
	l.first = (l.first + 1) & (len(l.ring) - 1)
	l.n--
	return v
}

func (l *list[T]) grow() {
	ring := make([]T, max(16, 2*len(l.ring)))
	n := copy(ring, l.ring[l.first:])
	copy(ring[n:], l.ring[:l.first])
	l.ring, l.first = ring, 0
}
