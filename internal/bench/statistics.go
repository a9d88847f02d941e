package main

import (
	"fmt"

	"github.com/goacd/acd/taskrouter"
)

// statisticsRow is the real-time figures of a workspace, in lives, and how they
// grow with the number of workers.
func statisticsRow(sz sizes) *stage {
	s := &stage{}
	floor := s.addFloor()
	few, many := statistician{beyondOf(1_000, 1_000, 1)}, statistician{beyondOf(sz.statistics, 1_000, 1)}
	line := func(what string, limit float64, ask func(statistician) func()) {
		small, big := s.add("acd, "+what+", 1,000 workers", repeat(ask(few))), s.add("acd, "+what, repeat(ask(many)))
		s.report(func(f []figure) result {
			r := inLives(fmt.Sprintf("%s, %s workers", what, thousands(sz.statistics)), f[big], f[floor])
			if limit > 0 {
				r = r.atMost(limit)
			}
			return r
		})
		s.report(func(f []figure) result { return besides("  growth", f[big], "1,000 workers", f[small]) })
	}
	line("queue", 15, statistician.queue)
	line("queue, one channel", 15, statistician.queueChannel)
	line("workflow", 15, statistician.workflow)
	line("workspace", 15, statistician.workspace)
	line("workers of a queue", 0, statistician.queueWorkers)
	return s
}

// statistician asks a workspace.
type statistician struct{ *engine }

func (e statistician) queue() func() {
	return func() { must(e.TaskQueueRealTime(e.queues[0], "")) }
}

func (e statistician) queueChannel() func() {
	return func() { must(e.TaskQueueRealTime(e.queues[0], "voice")) }
}

func (e statistician) workflow() func() {
	return func() { must(e.WorkflowRealTime(e.workflows[0], "")) }
}

func (e statistician) workspace() func() {
	return func() { must(e.WorkspaceRealTime("")) }
}

func (e statistician) queueWorkers() func() {
	return func() { must(e.WorkersRealTime(taskrouter.WorkersFilter{TaskQueueSID: e.queues[0]})) }
}
