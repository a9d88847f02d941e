package expr_test

import (
	"testing"
	"time"

	"github.com/goacd/acd/taskrouter/expr"
)

// TestClock is routing.md §1.7: four values, always in UTC.
func TestClock(t *testing.T) {
	tokyo := time.FixedZone("JST", 9*60*60)
	rows := []struct {
		name           string
		now            time.Time
		clock          int64
		hour, min, day string
	}{
		{"five past eight", time.Date(2026, 3, 5, 8, 5, 59, 0, time.UTC), 805, "08", "05", "Thu"},
		{"midnight", time.Date(2026, 3, 8, 0, 0, 0, 0, time.UTC), 0, "00", "00", "Sun"},
		{"last minute", time.Date(2026, 3, 7, 23, 59, 59, 999, time.UTC), 2359, "23", "59", "Sat"},
		{"another zone", time.Date(2026, 3, 9, 8, 30, 0, 0, tokyo), 2330, "23", "30", "Sun"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			want := map[string]expr.Value{
				"taskrouter.currentTime": expr.Int(row.clock),
				"taskrouter.currentHour": expr.String(row.hour),
				"taskrouter.currentMin":  expr.String(row.min),
				"taskrouter.dayOfWeek":   expr.String(row.day),
			}
			for name, value := range want {
				got, ok := expr.Clock(mustReference(t, name), row.now)
				if !ok || got.Kind() != value.Kind() || !got.Equal(value) {
					t.Errorf("%s is %v, want %v", name, got, value)
				}
			}
		})
	}
}

func TestClockKnowsNoOtherNames(t *testing.T) {
	for _, name := range []string{"taskrouter", "taskrouter.age", "taskrouter.currentHour.x", "currentHour", "task.currentHour"} {
		if v, ok := expr.Clock(mustReference(t, name), time.Unix(0, 0)); ok || !v.IsNull() {
			t.Errorf("%s is %v", name, v)
		}
	}
}

// TestOpeningHours: the hour is a text, and is ordered against numbers all the
// same, as the documented time-of-day workflows do.
func TestOpeningHours(t *testing.T) {
	e := mustParse(t, `taskrouter.currentHour >= 8 AND taskrouter.currentHour < 17 AND `+
		`taskrouter.currentTime < 0800 OR taskrouter.dayOfWeek IN ['Mon','THU']`)
	judge := func(now time.Time) bool {
		var slots []expr.Value
		for _, ref := range e.References() {
			v, _ := expr.Clock(ref, now)
			slots = append(slots, v)
		}
		return e.Eval(slots)
	}
	if judge(time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC)) {
		t.Error("a Thursday is Thu, not THU; nine is not before 0800")
	}
	if !judge(time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)) {
		t.Error("a Monday matches")
	}
	now := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	hour := mustReference(t, "taskrouter.currentHour")
	if n := testing.AllocsPerRun(100, func() { expr.Clock(hour, now) }); n != 0 {
		t.Errorf("%g allocations", n)
	}
}
