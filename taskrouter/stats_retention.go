package taskrouter

import "time"

// StatisticsRetention bounds the memory of the cumulative statistics. A zero
// field stands for the default named beside it. What lies beyond is forgotten,
// the oldest first, and a question about it is refused with a
// [RetentionError].
type StatisticsRetention struct {
	// Age is how far back a question can reach: whole minutes, at least 15, by
	// default 30 days (lifecycle.md §6.1).
	Age time.Duration

	// Minutes is how many sums of one minute are kept, over all queues,
	// workflows, the workspace and their channels; a minute without happenings
	// has none. 1,000,000 of 120 bytes each, and 220 more for its sums, which minutes
	// share where the same happened in them.
	Minutes int

	// Samples is how many single happenings are kept to cut minutes exactly
	// where a window begins or ends; those of a queue and a workflow at the same
	// instant can share one, and one task's life has about three. Windows from
	// whole minute to whole minute do without. 2,000,000 of 8 or 24 bytes each,
	// and 250 more for each minute in which something happened to the tasks of a
	// workflow in a queue: where little goes on that is most of it.
	Samples int

	// WorkerSamples is how many reservations' happenings and, apart from them,
	// how many changes of activity are kept, over all workers. 1,000,000 of 40
	// and 80 bytes each.
	WorkerSamples int
}

// defaultWindow is the window of a question without a start.
const defaultWindow = 15 * time.Minute

// withDefaults fills the zero fields, and says which field is out of range.
func (r StatisticsRetention) withDefaults() (StatisticsRetention, error) {
	const month = 30 * 24 * time.Hour
	if r.Age == 0 {
		r.Age = month
	}
	if r.Age < defaultWindow || r.Age > maxDuration || r.Age%time.Minute != 0 {
		return r, configError("Statistics.Age", "%v is out of range: want whole minutes from %v to %v, or 0 for %v", r.Age, defaultWindow, maxDuration, month)
	}
	for _, f := range []struct {
		name  string
		value *int
		usual int
	}{
		{"Statistics.Minutes", &r.Minutes, 1_000_000},
		{"Statistics.Samples", &r.Samples, 2_000_000},
		{"Statistics.WorkerSamples", &r.WorkerSamples, 1_000_000},
	} {
		if *f.value == 0 {
			*f.value = f.usual
		}
		if *f.value < 0 || *f.value > 1<<30 {
			return r, configError(f.name, "%d is out of range: want 1 to %d, or 0 for %d", *f.value, 1<<30, f.usual)
		}
	}
	return r, nil
}

// CodeRetention is the vendor's code for a window that begins too early
// (rest.md §5.1).
const CodeRetention = 14241

// RetentionError is the cause of a refused question about what is no longer
// kept. It is found with errors.AsType in the [*Error] that carries it.
type RetentionError struct {
	// First is the first instant from which every window can be asked about.
	First time.Time

	// Whole is First, or the first minute before it of which the sums are kept
	// still: a window that both begins and ends with a whole minute can begin
	// there.
	Whole time.Time
}

// Error tells both instants.
func (e *RetentionError) Error() string {
	return "kept exactly from " + e.First.Format(time.RFC3339Nano) + ", in whole minutes from " + e.Whole.Format(time.RFC3339Nano)
}

// checkArchive refuses a window about which the histories of tasks no longer
// know everything. What is forgotten goes minute by minute over all of them, so
// that the answer does not depend on the queue that is asked about.
func (e *Engine) checkArchive(s span) *Error {
	a := &e.stats.archive
	first := max(a.sumsFrom, a.samplesFrom)
	if err := e.checkAge(s, a.sumsFrom, first); err != nil {
		return err
	}
	if s.from < first && !begins(s.from) {
		return e.tooEarly("StartDate", s.from, a.sumsFrom, first)
	}
	if s.to < first && s.to < e.now && !begins(s.to) && !begins(s.to+1) {
		return e.tooEarly("EndDate", s.to, a.sumsFrom, first)
	}
	return nil
}

// checkTrails refuses a window about which the trails of workers no longer know
// everything.
func (e *Engine) checkTrails(s span) *Error {
	first := max(e.stats.turns.from, e.stats.stays.from)
	return e.checkAge(s, first, first)
}

func (e *Engine) checkAge(s span, sums, first instant) *Error {
	if s.from < sums || s.from < e.now.add(-e.stats.retention.Age) {
		return e.tooEarly("StartDate", s.from, sums, first)
	}
	return nil
}

// begins reports whether a minute begins at the instant.
func begins(at instant) bool { return at%instant(time.Minute) == 0 }

// tooEarly is the refusal of a window that what is kept cannot answer.
func (e *Engine) tooEarly(field string, at, sums, first instant) *Error {
	oldest := e.now.add(-e.stats.retention.Age)
	first = max(first, oldest)
	whole := first
	if from, to := minuteOf(max(sums, oldest)); from < to {
		whole = min(whole, to+1)
	} else {
		whole = min(whole, from)
	}
	kept := &RetentionError{First: first.time(), Whole: whole.time()}
	text := at.time().Format(time.RFC3339Nano)
	if at == never {
		text = "what was before 1900"
	}
	return &Error{Kind: KindInvalid, Code: CodeRetention, Field: field, Message: text + " is too long ago", Err: kept}
}
