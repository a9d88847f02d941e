package taskrouter

import (
	"runtime"
	"testing"
	"time"
	"weak"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// during runs f while a question is answered.
func (c *clocked) during(f func()) {
	c.t.Helper()
	asked := false
	_, err := c.Breathing(func() bool {
		if !asked {
			asked = true
			f()
		}
		return true
	}).WorkersCumulative(WorkersFilter{}, Window{Start: shiftStart.Add(-time.Second)})
	require.NoError(c.t, err)
	require.True(c.t, asked)
	require.Empty(c.t, c.stats.inquiries)
}

// left is how many are still there.
func left[T any](all []weak.Pointer[T]) (n int) {
	runtime.GC()
	for _, p := range all {
		if p.Value() != nil {
			n++
		}
	}
	return n
}

// Samples that are forgotten while a question is answered go when it has its answer,
// though their minute is kept.
func TestSamplesForgottenMeanwhileGo(t *testing.T) {
	c := newClocked(t, StatisticsRetention{Samples: 50})
	c.at(0, &UpdateWorker{SID: c.worker, ActivitySID: c.offline})
	var parts []weak.Pointer[part]
	for i := range 30 {
		c.during(func() {
			for s := range 20 {
				c.at(time.Duration(i)*time.Minute+time.Duration(s+1)*time.Second, &CreateTask{})
			}
			kept := c.stats.archive.parts
			parts = append(parts, weak.Make(kept[len(kept)-1]))
		})
	}
	require.GreaterOrEqual(t, len(c.stats.archive.order), 30, "all minutes are kept")
	assert.LessOrEqual(t, left(parts), len(c.stats.archive.parts))
	assert.Less(t, len(c.stats.archive.parts), 10)
	runtime.KeepAlive(c)
}

// Minutes that are forgotten while a question is answered go when it has its answer,
// though the tasks of their lane are still there.
func TestMinutesForgottenMeanwhileGo(t *testing.T) {
	c := newClocked(t, StatisticsRetention{Minutes: 3})
	c.at(0, &UpdateWorker{SID: c.worker, ActivitySID: c.offline})
	c.at(time.Second, &CreateTask{TaskChannel: "voice"})
	var minutes []weak.Pointer[minute]
	for _, m := range c.stats.archive.order {
		minutes = append(minutes, weak.Make(m))
	}
	require.Len(t, minutes, 3, "of the workspace, the workflow and the queue")
	c.during(func() { c.at(time.Hour, &CreateTask{TaskChannel: "chat"}) })
	assert.Zero(t, left(minutes))
	f, err := c.WorkspaceRealTime("voice")
	require.NoError(t, err)
	assert.Equal(t, 1, f.TotalTasks)
}
