package taskrouter

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestStatisticsRefusals lists every question that gets no answer.
func TestStatisticsRefusals(t *testing.T) {
	c := newClocked(t, StatisticsRetention{})
	now := 40 * 24 * time.Hour
	c.at(now, &Advance{})
	noQueue, noWorkflow, noWorker := must(ParseTaskQueueSID("WQ"+zeros1)), must(ParseWorkflowSID("WW"+zeros1)), must(ParseWorkerSID("WK"+zeros1))
	tooMany := make([]time.Duration, 101)
	past := func(w Window) func() error {
		return func() error { _, err := c.WorkspaceCumulative(w); return err }
	}
	workers := func(w Window) func() error {
		return func() error { _, err := c.WorkersCumulative(WorkersFilter{}, w); return err }
	}
	for _, tt := range []struct {
		name string
		ask  func() error
		kind error
		code int
		want string
	}{
		{
			"an unknown queue, now", func() error { _, err := c.TaskQueueRealTime(noQueue, ""); return err }, ErrNotFound, CodeNotFound,
			"TaskQueueRealTime: The requested resource /Workspaces/{WS}/TaskQueues/WQ" + zeros1 + " was not found",
		},
		{"an unknown queue", func() error { _, err := c.TaskQueueCumulative(noQueue, Window{}); return err }, ErrNotFound, CodeNotFound, "TaskQueueCumulative: "},
		{"an unknown workflow, now", func() error { _, err := c.WorkflowRealTime(noWorkflow, ""); return err }, ErrNotFound, CodeNotFound, "WorkflowRealTime: "},
		{"an unknown workflow", func() error { _, err := c.WorkflowCumulative(noWorkflow, Window{}); return err }, ErrNotFound, CodeNotFound, "WorkflowCumulative: "},
		{"an unknown worker", func() error { _, err := c.WorkerCumulative(noWorker, Window{}); return err }, ErrNotFound, CodeNotFound, "WorkerCumulative: "},
		{"no worker", func() error { _, err := c.WorkerCumulative(WorkerSID{}, Window{}); return err }, ErrNotFound, CodeNotFound, "/Workers/(none) was not found"},
		{
			"a filter by an unknown queue", func() error { _, err := c.WorkersRealTime(WorkersFilter{TaskQueueSID: noQueue}); return err }, ErrInvalid, CodeInvalid,
			"WorkersRealTime.TaskQueueSid: TaskQueueSid WQ" + zeros1 + " not found in workspace {WS}",
		},
		{
			"a filter by an unknown name", func() error { _, err := c.WorkersCumulative(WorkersFilter{TaskQueueName: "X"}, Window{}); return err }, ErrInvalid, CodeInvalid,
			"WorkersCumulative.TaskQueueName: TaskQueueName X not found",
		},
		{
			"an unknown channel of the workspace, now", func() error { _, err := c.WorkspaceRealTime("fax"); return err }, ErrInvalid, CodeInvalid,
			"WorkspaceRealTime.TaskChannel: TaskChannel fax not found",
		},
		{"an unknown channel of a queue, now", func() error { _, err := c.TaskQueueRealTime(c.queue, "fax"); return err }, ErrInvalid, CodeInvalid, "TaskQueueRealTime.TaskChannel: "},
		{"an unknown channel of a workflow, now", func() error { _, err := c.WorkflowRealTime(c.workflow, "fax"); return err }, ErrInvalid, CodeInvalid, "WorkflowRealTime.TaskChannel: "},
		{"an unknown channel", past(Window{TaskChannel: "fax"}), ErrInvalid, CodeInvalid, "WorkspaceCumulative.TaskChannel: "},
		{"an unknown channel of a queue", func() error { _, err := c.TaskQueueCumulative(c.queue, Window{TaskChannel: "fax"}); return err }, ErrInvalid, CodeInvalid, "TaskQueueCumulative.TaskChannel: "},
		{"an unknown channel of a workflow", func() error { _, err := c.WorkflowCumulative(c.workflow, Window{TaskChannel: "fax"}); return err }, ErrInvalid, CodeInvalid, "WorkflowCumulative.TaskChannel: "},
		{"an unknown channel of a worker", func() error { _, err := c.WorkerCumulative(c.worker, Window{TaskChannel: "fax"}); return err }, ErrInvalid, CodeInvalid, "WorkerCumulative.TaskChannel: "},
		{
			"an end before the start", past(window(now, now-1)), ErrInvalid, CodeInvalid,
			"WorkspaceCumulative.EndDate: 2026-04-11T08:59:59.999999999Z lies before StartDate 2026-04-11T09:00:00Z",
		},
		{"a start to come without an end", past(Window{Start: shiftStart.Add(now + 1)}), ErrInvalid, CodeInvalid, "lies before StartDate"},
		{
			"an end beyond time", past(Window{End: time.Date(2300, 1, 1, 0, 0, 0, 0, time.UTC)}), ErrInvalid, CodeInvalid,
			"EndDate: 2300-01-01T00:00:00Z is out of range: want the years 1900 to 2200",
		},
		{"an end before time", past(Window{End: time.Unix(math.MinInt32*10, 0)}), ErrInvalid, CodeInvalid, "EndDate: "},
		{
			"a start too long ago", past(window(now-30*24*time.Hour-1, now)), ErrInvalid, 14241,
			"StartDate: 2026-03-12T08:59:59.999999999Z is too long ago: kept exactly from 2026-03-12T09:00:00Z, in whole minutes from 2026-03-12T09:00:00Z",
		},
		{"a start before time", past(Window{Start: time.Unix(math.MinInt32*10, 0)}), ErrInvalid, 14241, "StartDate: what was before 1900 is too long ago"},
		{"an end too long ago", past(Window{End: shiftStart}), ErrInvalid, 14241, "StartDate: 2026-03-02T08:45:00Z is too long ago"},
		{"workers too long ago", workers(window(now-30*24*time.Hour-1, now)), ErrInvalid, 14241, "WorkersCumulative.StartDate: "},
		{
			"a threshold below 0", past(Window{SplitByWaitTime: []time.Duration{5 * time.Second, -time.Second}}), ErrInvalid, CodeInvalid,
			"SplitByWaitTime: -1s is out of range: want whole seconds from 0s",
		},
		{"a threshold of no whole seconds", past(Window{SplitByWaitTime: []time.Duration{1500 * time.Millisecond}}), ErrInvalid, CodeInvalid, "SplitByWaitTime: 1.5s"},
		{"too many thresholds", past(Window{SplitByWaitTime: tooMany}), ErrInvalid, CodeInvalid, "SplitByWaitTime: has 101 thresholds: want at most 100"},
		{"thresholds for workers", workers(Window{SplitByWaitTime: tooMany[:1]}), ErrInvalid, CodeInvalid, "SplitByWaitTime: is not for statistics of workers"},
		{"a worker with a threshold", func() error { _, err := c.WorkerCumulative(c.worker, Window{SplitByWaitTime: tooMany[:1]}); return err }, ErrInvalid, CodeInvalid, "SplitByWaitTime: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.ask()
			require.ErrorIs(t, err, tt.kind)
			refusal, ok := errors.AsType[*Error](err)
			require.True(t, ok)
			assert.Equal(t, tt.code, refusal.Code)
			assert.Contains(t, err.Error(), c.message(tt.want))
			kept, ok := errors.AsType[*RetentionError](err)
			assert.Equal(t, tt.code == CodeRetention, ok)
			if ok {
				assert.Equal(t, shiftStart.Add(now-30*24*time.Hour), kept.First)
			}
		})
	}
	assert.NoError(t, past(window(now-30*24*time.Hour, now))())
	assert.NoError(t, workers(window(now-30*24*time.Hour, now))())
}

const zeros1 = "00000000000000000000000000000001"

// TestStatisticsRetentionRefusals lists configurations that make no workspace.
func TestStatisticsRetentionRefusals(t *testing.T) {
	for _, tt := range []struct {
		name string
		cfg  StatisticsRetention
		want string
	}{
		{"too short", StatisticsRetention{Age: 14 * time.Minute}, "Config.Statistics.Age: 14m0s is out of range: want whole minutes from 15m0s to 438000h0m0s, or 0 for 720h0m0s"},
		{"negative", StatisticsRetention{Age: -time.Hour}, "Config.Statistics.Age: -1h0m0s"},
		{"too long", StatisticsRetention{Age: maxDuration + time.Minute}, "Config.Statistics.Age"},
		{"no whole minutes", StatisticsRetention{Age: time.Hour + time.Second}, "Config.Statistics.Age"},
		{"minutes", StatisticsRetention{Minutes: -1}, "Config.Statistics.Minutes: -1 is out of range: want 1 to 1073741824, or 0 for 1000000"},
		{"samples", StatisticsRetention{Samples: 1<<30 + 1}, "Config.Statistics.Samples"},
		{"samples of workers", StatisticsRetention{WorkerSamples: -5}, "Config.Statistics.WorkerSamples"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := New(Config{Statistics: tt.cfg})
			require.ErrorIs(t, err, ErrInvalid)
			assert.Contains(t, err.Error(), tt.want)
		})
	}
}

// TestWhatIsKept shows which windows are answered when the samples of the first
// minutes are gone, and when their sums are gone too.
func TestWhatIsKept(t *testing.T) {
	// A task that is created and canceled is two samples, and three sums: of the
	// workspace, the queue and the workflow.
	const m = time.Minute
	for _, tt := range []struct {
		name         string
		retention    StatisticsRetention
		from, to     time.Duration // after shiftStart
		tasks        int
		first, whole time.Duration // of the refusal; 0 for none
	}{
		{"all is kept", StatisticsRetention{}, 90*time.Second + 1, 5*m + 30*time.Second, 4, 0, 0},
		{"samples of the last two", StatisticsRetention{Samples: 4}, 4*m + 30*time.Second + 1, 6 * m, 1, 0, 0},
		{"a start in a minute without samples", StatisticsRetention{Samples: 4}, 90 * time.Second, 6 * m, 0, 4 * m, 0},
		{"a start with a minute without samples", StatisticsRetention{Samples: 4}, m, 6 * m, 5, 0, 0},
		{"an end in a minute without samples", StatisticsRetention{Samples: 4}, m, 2*m + 30*time.Second, 0, 4 * m, 0},
		{"an end with a minute without samples", StatisticsRetention{Samples: 4}, m, 3 * m, 2, 0, 0},
		{"an end right before the next", StatisticsRetention{Samples: 4}, m, 3*m - 1, 2, 0, 0},
		{"an end in the minute that goes on, without samples", StatisticsRetention{Samples: 1}, m, 5*m + 30*time.Second, 5, 0, 0},
		{"an end before that", StatisticsRetention{Samples: 1}, m, 5*m + 30*time.Second - 1, 0, 6 * m, 0},
		{"sums of the last two", StatisticsRetention{Minutes: 6}, 4 * m, 6 * m, 2, 0, 0},
		{"a start before the sums", StatisticsRetention{Minutes: 6}, 4*m - 1, 6 * m, 0, 4 * m, 4 * m},
		{"sums of two, samples of one", StatisticsRetention{Minutes: 6, Samples: 2}, 90 * time.Second, 6 * m, 0, 5 * m, 4 * m},
		{"age", StatisticsRetention{Age: 15 * m}, 5*m + 30*time.Second - 15*m, 6 * m, 5, 0, 0},
		{"beyond the age", StatisticsRetention{Age: 15 * m}, 5*m + 30*time.Second - 15*m - 1, 6 * m, 0, 5*m + 30*time.Second - 15*m, 5*m + 30*time.Second - 15*m},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newClocked(t, tt.retention)
			c.at(0, &DeleteWorker{SID: c.worker})
			for i := range 5 {
				at := time.Duration(i+1)*m + 30*time.Second
				task := Find(c.at(at, &CreateTask{}), TaskCreated).TaskSID
				c.at(at, &UpdateTask{SID: task, AssignmentStatus: TaskStatusCanceled})
			}
			h, err := c.WorkspaceCumulative(window(tt.from, tt.to))
			if tt.first == 0 {
				require.NoError(t, err)
				assert.Equal(t, tt.tasks, h.TasksCreated)
				return
			}
			refusal, ok := errors.AsType[*RetentionError](err)
			require.True(t, ok, "%v", err)
			assert.Equal(t, shiftStart.Add(tt.first), refusal.First, "first")
			if tt.whole != 0 {
				assert.Equal(t, shiftStart.Add(tt.whole), refusal.Whole, "whole")
			}
		})
	}
}
