package expr

import "time"

// The names below "taskrouter" that an expression can read (routing.md §1.7).
const (
	CurrentTimeName = "currentTime"
	CurrentHourName = "currentHour"
	CurrentMinName  = "currentMin"
	DayOfWeekName   = "dayOfWeek"
)

// Clock returns the value of a taskrouter.* reference at an instant, in UTC: the
// reference as it stands in the expression, prefix included. A reference that is
// none of the four is NULL and ok is false. Clock does not allocate.
func Clock(r Reference, now time.Time) (v Value, ok bool) {
	if r.First() != TaskRouterPrefix {
		return Value{}, false
	}
	switch r.Rest().text {
	case CurrentTimeName:
		return CurrentTime(now), true
	case CurrentHourName:
		return CurrentHour(now), true
	case CurrentMinName:
		return CurrentMin(now), true
	case DayOfWeekName:
		return DayOfWeek(now), true
	}
	return Value{}, false
}

// CurrentTime is taskrouter.currentTime: the integer HHMM in UTC, so 805 at 8:05
// and 0 at midnight.
func CurrentTime(now time.Time) Value {
	hour, minute, _ := now.UTC().Clock()
	return Int(int64(hour*100 + minute))
}

// CurrentHour is taskrouter.currentHour: two digits as text, "08" at 8:05 UTC.
// Ordering operators compare it with numbers; == with a number is false.
func CurrentHour(now time.Time) Value { return String(twoDigits(now.UTC().Hour())) }

// CurrentMin is taskrouter.currentMin: two digits as text, "05" at 8:05 UTC.
func CurrentMin(now time.Time) Value { return String(twoDigits(now.UTC().Minute())) }

// DayOfWeek is taskrouter.dayOfWeek: Mon, Tue, Wed, Thu, Fri, Sat or Sun, in UTC.
func DayOfWeek(now time.Time) Value { return String(now.UTC().Weekday().String()[:3]) }

// twoDigits writes a number below 60 without allocating.
func twoDigits(n int) string {
	const all = "000102030405060708091011121314151617181920212223242526272829" +
		"303132333435363738394041424344454647484950515253545556575859"
	return all[2*n : 2*n+2]
}
