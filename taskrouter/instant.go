package taskrouter

import "time"

// instant is a moment as the engine keeps it: nanoseconds since 1970 in UTC.
// 292 years either side are enough, and eight bytes compare and sort cheaply.
type instant int64

// The range of instants that the engine takes. 1900 is the earliest virtual
// start time (routing.md §4.1); the upper end leaves room for every duration
// that can be added to it.
var (
	earliest = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)

	firstSecond, lastSecond = earliest.Unix(), latest.Unix()
)

// maxDuration bounds every configurable duration, so that an instant plus a
// duration never overflows.
const maxDuration = 50 * 365 * 24 * time.Hour

// instantOf converts t, and reports whether it is in range.
func instantOf(t time.Time) (instant, bool) {
	second := t.Unix()
	if second < firstSecond || second >= lastSecond && t.After(latest) {
		return 0, false
	}
	return instant(second*int64(time.Second) + int64(t.Nanosecond())), true
}

func (i instant) time() time.Time { return time.Unix(0, int64(i)).UTC() }

func (i instant) add(d time.Duration) instant { return i + instant(d) }

// since returns the time from j to i.
func (i instant) since(j instant) time.Duration { return time.Duration(i - j) }

// seconds floors a duration to whole seconds, as ages and waits are compared
// and rendered (design.md §8).
func seconds(d time.Duration) int64 { return int64(d / time.Second) }

// wholeSeconds reports whether d is a whole number of seconds, as every
// duration of the vendor's API is.
func wholeSeconds(d time.Duration) bool { return d%time.Second == 0 }
