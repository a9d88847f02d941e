package queue

import "time"

// instant is a moment as the directory keeps it: nanoseconds since 1970 in UTC.
// Eight bytes compare, sort and sum cheaply, and carry no monotonic reading
// that a replay could not repeat.
type instant int64

// The range of instants that a directory takes: the time between any two fits a
// time.Duration, and the upper end leaves room for the longest timeout.
var (
	earliest = time.Unix(0, 0).UTC()
	latest   = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
)

// instantOf converts t, and reports whether it is in range.
func instantOf(t time.Time) (instant, bool) {
	if t.Before(earliest) || t.After(latest) {
		return 0, false
	}
	return instant(t.UnixNano()), true
}

func (i instant) time() time.Time { return time.Unix(0, int64(i)).UTC() }

// since returns the time from j to i, rounded down to whole seconds, as every
// time of the vendor's queues is.
func (i instant) since(j instant) time.Duration {
	return time.Duration(i - j).Truncate(time.Second)
}
