package taskrouter

import (
	"math/bits"
	"time"
)

// happening is what is counted over time about tasks. Each lane counts all of
// them; which of the first three is an arrival, and which acceptance is a first
// one, depends on whose figures are asked for.
type happening uint8

const (
	created         happening = iota // in the workspace
	enteredWorkflow                  // each time
	enteredQueue                     // each time
	completed
	deleted
	moved    // to another queue
	timedOut // in the workflow
	offered
	rejected
	unanswered
	withdrawn // reservation canceled
	rescinded

	// From here on with a wait since the task's creation.

	// acceptedFirst is the first acceptance of a task. A transferred task is
	// accepted again: acceptedHere when that is the first time since it entered
	// its queue, else acceptedAgain. The first two are with the wait in the queue
	// as well.
	acceptedFirst
	acceptedHere
	acceptedAgain

	canceled

	happenings
)

// waited is whether the happening has a wait.
func (h happening) waited() bool { return h >= acceptedFirst }

// happeningSet is happenings without a wait, a bit for each.
type happeningSet uint16

func (h happening) set() happeningSet { return 1 << h }

// happeningOf is what an event about a task is counted as, if it is. Which of
// the acceptances it is, the task knows.
func happeningOf(t EventType) (happening, bool) {
	switch t {
	case TaskCreated:
		return created, true
	case WorkflowEntered:
		return enteredWorkflow, true
	case TaskQueueEntered:
		return enteredQueue, true
	case ReservationCreated:
		return offered, true
	case ReservationAccepted:
		return acceptedFirst, true
	case TaskCompleted:
		return completed, true
	case TaskQueueMoved:
		return moved, true
	case WorkflowTimeout:
		return timedOut, true
	case TaskCanceled:
		return canceled, true
	case TaskDeleted, TaskSystemDeleted:
		// The vendor calls its own removal a deletion too, so that what was
		// created is completed, canceled, deleted or still there (chosen).
		return deleted, true
	case ReservationRejected:
		return rejected, true
	case ReservationTimeout:
		return unanswered, true
	case ReservationCanceled:
		return withdrawn, true
	case ReservationRescinded:
		return rescinded, true
	default:
		return 0, false
	}
}

// Places of the sums of waits: the wait in the queue, then those since the creation
// as their happenings follow one another. The first two are those of most tasks, and
// lie together.
const (
	waitQueued = iota
	waitFirst
	waitHere
	waitAgain
	waitCanceled
	measures
)

// place is that of the wait since the creation.
func (h happening) place() happening { return waitFirst + h - acceptedFirst }

// split reports whether split_by_wait_time counts the happening.
func (h happening) split() bool { return h == canceled || h == acceptedFirst }

// queued reports whether the happening has a wait in the queue.
func (h happening) queued() bool { return h == acceptedFirst || h == acceptedHere }

// owner is whose figures are asked for, and numbers the lanes of a crossing.
type owner uint8

const (
	ofWorkspace owner = iota
	ofWorkflow
	ofQueue
	owners // how many there are
)

// acceptances are the sums of the waits until a task was accepted first and
// again. For a queue the first acceptance after a transfer to it is a first one.
func (o owner) acceptances(sums *sums) (first, again spread) {
	first, again = sums.waits[waitFirst], sums.waits[waitAgain]
	if o == ofQueue {
		first.merge(&sums.waits[waitHere])
	} else {
		again.merge(&sums.waits[waitHere])
	}
	return first, again
}

// spread is what is known of many durations, none negative, without keeping them.
// The sum is kept as seconds and what is left of them: a Duration holds 292 years,
// and fifteen thousand workers spend a thousand in a month.
type spread struct {
	n        uint32
	rest     uint32 // nanoseconds, less than a second
	whole    int64  // seconds
	min, max time.Duration
}

// spreadOf is the spread of one duration.
func spreadOf(d time.Duration) spread {
	whole := seconds(d)
	return spread{n: 1, min: d, max: d, whole: whole, rest: uint32(int64(d) - whole*int64(time.Second))}
}

func (s *spread) add(d time.Duration) {
	one := spreadOf(d)
	s.merge(&one)
}

// repeat adds d n times.
func (s *spread) repeat(d time.Duration, n int) {
	if n <= 0 {
		return
	}
	one := spreadOf(d)
	rests := int64(one.rest) * int64(n)
	s.merge(&spread{
		n: uint32(n), min: d, max: d,
		whole: one.whole*int64(n) + rests/int64(time.Second), rest: uint32(rests % int64(time.Second)),
	})
}

func (s *spread) merge(o *spread) {
	if o.n == 0 {
		return
	}
	if s.n == 0 || o.min < s.min {
		s.min = o.min
	}
	s.max = max(s.max, o.max)
	s.n += o.n
	s.whole += o.whole
	if s.rest += o.rest; s.rest >= uint32(time.Second) {
		s.rest -= uint32(time.Second)
		s.whole++
	}
}

// sums is the happenings of a span of time added up.
type sums struct {
	counts [happenings]uint32
	waits  [measures]spread
}

// noteAll notes happenings without a wait.
func (s *sums) noteAll(plain happeningSet) {
	for ; plain != 0; plain &= plain - 1 {
		s.counts[bits.TrailingZeros16(uint16(plain))]++
	}
}

func (s *sums) note(x *sample) {
	s.counts[x.happening]++
	if !x.happening.waited() {
		return
	}
	s.waits[x.happening.place()].add(x.wait)
	if x.happening.queued() {
		s.waits[waitQueued].add(x.queued)
	}
}

func (s *sums) merge(o *sums) {
	for i, n := range o.counts {
		s.counts[i] += n
	}
	for i := range o.waits {
		s.waits[i].merge(&o.waits[i])
	}
}
