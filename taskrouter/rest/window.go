package rest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/taskrouter"
)

const (
	defaultWindow = 15 * time.Minute
	longestWindow = 30 * 24 * time.Hour // 43,200 minutes (lifecycle.md §6.1)
)

// span is the window of time that a request is about: Minutes, or StartDate and
// EndDate.
type span struct {
	back       time.Duration // from now; 0 without Minutes
	start, end time.Time     // zero until resolved, where they were not given
}

// span reads the window.
func (c *call) span() span {
	p := &c.Params
	s := span{start: p.Date("StartDate"), end: p.Date("EndDate")}
	minutes := p.Positive("Minutes")
	switch {
	case minutes == 0:
	case !s.start.IsZero() || !s.end.IsZero():
		p.Fail(rest.Invalid("Minutes cannot be combined with StartDate or EndDate"))
	case minutes > int(longestWindow/time.Minute):
		p.Fail(tooEarly("Minutes"))
	default:
		s.back = time.Duration(minutes) * time.Minute
	}
	return s
}

func tooEarly(name string) *rest.Error {
	return &rest.Error{
		Status: http.StatusBadRequest, Code: taskrouter.CodeRetention,
		Message: name + " reaches back more than 30 days",
	}
}

// resolve fills in what was not given, and checks the window against the present.
func (s *span) resolve(now time.Time) error {
	if s.end.IsZero() {
		s.end = now
	}
	switch {
	case s.back > 0:
		s.start = now.Add(-s.back)
	case s.start.IsZero():
		s.start = s.end.Add(-defaultWindow)
	case s.end.Before(s.start):
		return rest.Invalid("EndDate %s lies before StartDate %s", rest.FormatDate(s.end), rest.FormatDate(s.start))
	}
	if s.start.Before(now.Add(-longestWindow)) {
		return tooEarly("StartDate")
	}
	return nil
}

// window is span with what else a cumulative statistic is asked for.
type window struct {
	span
	channel string
	splits  []time.Duration
}

// window reads it. Statistics of workers know no SplitByWaitTime.
func (c *call) window(s subject) window {
	w := window{span: c.span(), channel: c.Params.Text("TaskChannel")}
	if !s.workers {
		w.splits = c.splits()
	}
	return w
}

// splits reads SplitByWaitTime: seconds, separated by commas. One that comes twice
// is one.
func (c *call) splits() (list []time.Duration) {
	const name = "SplitByWaitTime"
	text := c.Params.Text(name)
	if text == "" {
		return nil
	}
	for word := range strings.SplitSeq(text, ",") {
		n, err := strconv.ParseInt(strings.TrimSpace(word), 10, 32)
		if err != nil || n < 0 {
			c.Params.Invalid(name, text)
			return nil
		}
		if t := time.Duration(n) * time.Second; !slices.Contains(list, t) {
			list = append(list, t)
		}
	}
	return list
}

// at is the window as the engine takes it. Its present is the engine's where that
// is the later one: commands came in since the view began, and 30 days back from
// then would be too long ago by now.
func (w window) at(v Reader, now time.Time) (taskrouter.Window, error) {
	if last := v.Now(); last.After(now) {
		now = last
	}
	if err := w.resolve(now); err != nil {
		return taskrouter.Window{}, err
	}
	return taskrouter.Window{Start: w.start, End: w.end, TaskChannel: w.channel, SplitByWaitTime: w.splits}, nil
}
