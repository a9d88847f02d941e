package driver

import (
	"sync"

	"github.com/goacd/acd/assign/voice"
)

// key names a call or a conference.
type key struct {
	call       voice.CallSID
	conference voice.ConferenceSID
}

// lanes carry out actions in order for each key: an action that has several keys
// stands in several lanes, and is carried out when it is the first in all of
// them. As all are entered at once, no two actions wait for each other.
type lanes struct {
	run  func(voice.Action)
	work *sync.WaitGroup

	mu    sync.Mutex
	byKey map[key]*lane
}

type lane struct {
	jobs  []*job // the first is being carried out, or waits for other lanes
	stuck bool   // had too many
}

type job struct {
	action voice.Action
	keys   []key
	behind int // lanes in which it is not the first
}

// add puts an action behind the others of its keys. If one has too many, nothing
// is put anywhere, unless it is the last action, and the keys that have just
// become stuck are returned.
func (l *lanes) add(a voice.Action, keys []key, last bool) (stuck []key) {
	l.mu.Lock()
	defer l.mu.Unlock()
	full := false
	for _, k := range keys {
		if lane := l.byKey[k]; lane != nil && len(lane.jobs) >= MaxPending {
			full = true
			if !lane.stuck {
				lane.stuck = true
				stuck = append(stuck, k)
			}
		}
	}
	if full && !last {
		return stuck
	}
	j := &job{action: a, keys: keys}
	for _, k := range keys {
		at := l.byKey[k]
		if at == nil {
			at = &lane{}
			l.byKey[k] = at
		}
		if at.jobs = append(at.jobs, j); len(at.jobs) > 1 {
			j.behind++
		}
	}
	if j.behind == 0 {
		l.start(j)
	}
	return stuck
}

// start carries out a job, and then those that waited for it alone.
func (l *lanes) start(j *job) {
	l.work.Go(func() {
		for j != nil {
			l.run(j.action)
			j = l.finish(j)
		}
	})
}

// finish takes a job off its lanes. It returns one that can be carried out now,
// and starts the others.
func (l *lanes) finish(j *job) (next *job) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, k := range j.keys {
		at := l.byKey[k]
		at.jobs[0] = nil
		if at.jobs = at.jobs[1:]; len(at.jobs) == 0 {
			delete(l.byKey, k)
			continue
		}
		first := at.jobs[0]
		if first.behind--; first.behind > 0 {
			continue
		}
		if next == nil {
			next = first
		} else {
			l.start(first)
		}
	}
	return next
}
