package taskrouter

import (
	"iter"
	"time"

	"github.com/goacd/acd/internal/ordered"
)

// agenda is all timers that run, in order.
//
// Most of a workspace's timers last equally long as others of their kind:
// reservations as their workflow says, finished tasks five minutes, lifetimes a
// day. Timers of one kind and length fall due in the order they are started in,
// so that each such track is a linked list: to start and to stop a timer is to
// link and to unlink it, however many are running. Who does not fit, because
// the track's last timer is later or because there is no track left for one more
// length, is kept in an ordered set; nothing but time depends on it.
//
// BenchmarkAgenda shows it beside the ordered set alone.
type agenda struct {
	tracks [maxTracks]track
	known  int                     // tracks that have a kind and a length
	recent [deadlineKinds][2]uint8 // the tracks that were looked for last, by kind: most have one length, removals two
	others *ordered.Set[*timer]    // in no track
	next   *timer                  // the first of all; nil while unknown
	len    int
}

// Tracks are few, so that all of their first timers can be looked at to find the
// next of all.
const maxTracks = 32

// What timer.track can be beside the number of a track, counted from one.
const (
	unset     = 0
	trackless = maxTracks + 1 // in agenda.others
)

// track is the timers of one kind and length that were started in order.
type track struct {
	kind        deadlineKind
	length      time.Duration
	at          instant // of first
	first, last *timer
}

func newAgenda() agenda { return agenda{others: ordered.New(compareTimers)} }

// start adds a timer that is not running. The length is how long such timers
// run: it finds the track.
func (a *agenda) start(t *timer, at instant, length time.Duration) {
	t.at = at
	a.len++
	if a.len == 1 || a.next != nil && compareTimers(t, a.next) < 0 {
		a.next = t
	}
	n := a.trackOf(t.kind, length)
	if n == unset || !a.tracks[n-1].append(t) {
		t.track = trackless
		a.others.Insert(t)
		return
	}
	t.track = n
}

// trackOf returns the number of the track for that kind and length: one that is
// there, a new one, or an empty one of another length; unset when all are taken.
func (a *agenda) trackOf(kind deadlineKind, length time.Duration) uint8 {
	recent := &a.recent[kind]
	for _, n := range recent {
		if n != unset && a.tracks[n-1].length == length && a.tracks[n-1].kind == kind {
			return n
		}
	}
	empty := uint8(unset)
	for i := range a.tracks[:a.known] {
		l := &a.tracks[i]
		if l.kind == kind && l.length == length {
			recent[0], recent[1] = uint8(i+1), recent[0]
			return uint8(i + 1)
		}
		if l.first == nil {
			empty = uint8(i + 1)
		}
	}
	switch {
	case a.known < maxTracks:
		a.known++
		empty = uint8(a.known)
	case empty == unset:
		return unset
	}
	a.tracks[empty-1] = track{kind: kind, length: length}
	recent[0], recent[1] = empty, recent[0]
	return empty
}

// append puts a timer behind the last one, and reports false if that is later.
func (l *track) append(t *timer) bool {
	if l.last == nil {
		l.first, l.at = t, t.at
	} else {
		if compareTimers(t, l.last) < 0 {
			return false
		}
		l.last.next, t.prev = t, l.last
	}
	l.last = t
	return true
}

// stop takes out a timer that is running.
func (a *agenda) stop(t *timer) {
	if a.next == t {
		a.next = nil
	}
	a.len--
	if t.track == trackless {
		a.others.Delete(t)
	} else {
		a.tracks[t.track-1].remove(t)
	}
	t.track = unset
}

func (l *track) remove(t *timer) {
	if t.prev == nil {
		l.first = t.next
	} else {
		t.prev.next = t.next
	}
	if t.next == nil {
		l.last = t.prev
	} else {
		t.next.prev = t.prev
	}
	t.prev, t.next = nil, nil
	if l.first != nil {
		l.at = l.first.at
	}
}

// first returns the timer that falls due next, nil when none is running.
func (a *agenda) first() *timer {
	if a.next == nil && a.len > 0 {
		a.next = a.find()
	}
	return a.next
}

func (a *agenda) find() *timer {
	best, _ := a.others.Min()
	for i := range a.tracks[:a.known] {
		l := &a.tracks[i]
		if l.first == nil || best != nil && l.at > best.at {
			continue
		}
		if best == nil || compareTimers(l.first, best) < 0 {
			best = l.first
		}
	}
	return best
}

// all yields the timers that are running, those of each track in order.
func (a *agenda) all() iter.Seq[*timer] {
	return func(yield func(*timer) bool) {
		for i := range a.tracks {
			for t := a.tracks[i].first; t != nil; t = t.next {
				if !yield(t) {
					return
				}
			}
		}
		a.others.All()(yield)
	}
}
