package taskrouter

import "cmp"

// looks counts the workers who are looked at one after the other to find one for a
// task. When that has gone on for long enough, rosters and rankings pay.
type looks struct {
	vain int // those beyond the nearest, since a roster or a ranking was made
	near int // how many are looked at before something else is tried; 0 for nearWorkers
}

const (
	// nearWorkers is how many of the first workers are looked at: most often one of
	// them will do.
	nearWorkers = 64
	// indexPrice is how many workers can be looked at for what it costs to list
	// one. So many times the workspace's workers are looked at in vain before a
	// roster or a ranking is made, so that it costs no more than what it is for.
	indexPrice = 8
)

// nearest is how many workers are looked at first.
func (l *looks) nearest() int { return cmp.Or(l.near, nearWorkers) }

// note counts that so many workers were looked at for a task.
func (l *looks) note(n int) {
	if n > l.nearest() {
		l.vain += n
	}
}

// pay reports whether it pays to list so many workers.
func (l *looks) pay(workers int) bool { return l.vain/indexPrice >= workers }
