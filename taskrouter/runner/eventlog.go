package runner

import (
	"sync"
	"time"

	"github.com/goacd/acd/taskrouter"
)

// eventLog keeps the last events for subscriptions. The writer appends and goes
// on; readers copy out one event at a time, or wait without holding anything.
type eventLog struct {
	mu   sync.Mutex
	ring []taskrouter.Event // grows to its capacity, then the oldest is replaced
	most int
	age  time.Duration // of the oldest event against the newest; 0 for any
	last uint64        // sequence of the newest event
	gone uint64        // sequence of the last one that grew too old
	wake chan struct{} // closed when there is news; nil while nobody waits
	err  error         // why no event will follow
}

// append adds events that follow one another by sequence.
func (l *eventLog) append(events []taskrouter.Event) {
	if len(events) == 0 {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range events {
		l.last = events[i].Sequence
		if len(l.ring) < l.most {
			l.ring = append(l.ring, events[i])
		} else {
			l.ring[l.slot(l.last)] = events[i]
		}
	}
	l.forget()
	l.news()
}

// forget drops what is too old, against the newest event.
func (l *eventLog) forget() {
	if l.age == 0 {
		return
	}
	oldest := l.ring[l.slot(l.last)].At.Add(-l.age)
	for s := l.first(); s < l.last && l.ring[l.slot(s)].At.Before(oldest); s++ {
		l.ring[l.slot(s)] = taskrouter.Event{}
		l.gone = s
	}
}

// first is the sequence of the oldest event that is kept.
func (l *eventLog) first() uint64 {
	return max(l.last-uint64(len(l.ring)), l.gone) + 1
}

// slot is the place of an event: sequences begin with 1 and have no gaps.
func (l *eventLog) slot(sequence uint64) int {
	return int((sequence - 1) % uint64(l.most))
}

// end says that no event will follow, because of err.
func (l *eventLog) end(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.err = err
	l.news()
}

func (l *eventLog) news() {
	if l.wake != nil {
		close(l.wake)
		l.wake = nil
	}
}

// next returns the event after a sequence, or the error that stands in its
// place, or a channel that is closed when it is worth asking again.
func (l *eventLog) next(after uint64) (ev taskrouter.Event, wait <-chan struct{}, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	first := l.first()
	switch {
	case after > l.last:
		return ev, nil, aheadError(after, l.last)
	case after+1 < first:
		return ev, nil, &LagError{After: after, First: first, Last: l.last}
	case after < l.last:
		return l.ring[l.slot(after+1)], nil, nil
	case l.err != nil:
		return ev, nil, l.err
	}
	if l.wake == nil {
		l.wake = make(chan struct{})
	}
	return ev, l.wake, nil
}

func (l *eventLog) lastSequence() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.last
}
