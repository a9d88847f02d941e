package taskrouter

import (
	"iter"
	"math/bits"
	"time"

	"github.com/goacd/acd/internal/sid"
)

// WorkerChannel is a copy of how much of one task channel a worker takes.
type WorkerChannel struct {
	SID                         WorkerChannelSID
	WorkerSID                   WorkerSID
	TaskChannelSID              TaskChannelSID
	TaskChannelUniqueName       string
	ConfiguredCapacity          int
	Available                   bool
	AssignedTasks               int // accepted reservations
	AvailableCapacityPercentage int // of the capacity that neither pending, accepted nor wrapping reservations use
	DateCreated                 time.Time
	DateUpdated                 time.Time
}

type workerChannel struct {
	capacity                    int
	pending, accepted, wrapping int // reservations
	available                   bool
	last                        instant // reservation on this channel
	turn                        uint64  // its number; see spot

	sid              WorkerChannelSID
	channel          *taskChannel
	created, updated instant
}

func (e *Engine) newWorkerChannel(ch *taskChannel) workerChannel {
	e.count.workerChannel++
	return workerChannel{
		sid:     sid.Make[sid.WorkerChannel](e.source, e.count.workerChannel),
		channel: ch, capacity: 1, available: true, last: never, created: e.now, updated: e.now,
	}
}

// load is what counts against the capacity (routing.md §5.3).
func (wc *workerChannel) load() int { return wc.pending + wc.accepted + wc.wrapping }

// percentage is available_capacity_percentage (routing.md §5.4).
func (wc *workerChannel) percentage() int { return percentage(wc.capacity, wc.load()) }

func percentage(capacity, load int) int {
	if capacity == 0 {
		return 0
	}
	return max(0, (capacity-load)*100/capacity)
}

// openChannels is the mask of the channels on which a task can be offered now:
// the activity is available, the channel too, and it has capacity left; see also
// [Engine.ask]. In a single-tasking workspace channels do not matter: a worker
// without an unfinished reservation is open on all of them (routing.md §5.5).
func (e *Engine) openChannels(w *worker) uint32 {
	if !w.activity.cur.Available || e.workspace.singleTasking && len(w.open) > 0 {
		return 0
	}
	var mask uint32
	for asked := e.routing.asked; asked != 0; asked &= asked - 1 {
		i := bits.TrailingZeros32(asked)
		if i >= len(w.channels) {
			break
		}
		wc := &w.channels[i]
		if wc.channel != nil && (e.workspace.singleTasking || wc.available && wc.load() < wc.capacity) {
			mask |= 1 << i
		}
	}
	return mask
}

// WorkerChannels yields the channels of a worker in order of the task channels'
// creation; none for a worker who does not exist.
func (e *Engine) WorkerChannels(s WorkerSID) iter.Seq[WorkerChannel] {
	return func(yield func(WorkerChannel) bool) {
		w := e.workers.get(s)
		if w == nil {
			return
		}
		for ch := range e.channels.all() {
			if !yield(w.channels[ch.slot].view(w)) {
				return
			}
		}
	}
}

func (wc *workerChannel) view(w *worker) WorkerChannel {
	return WorkerChannel{
		SID: wc.sid, WorkerSID: w.sid,
		TaskChannelSID: wc.channel.cur.SID, TaskChannelUniqueName: wc.channel.cur.UniqueName,
		ConfiguredCapacity: wc.capacity, Available: wc.available,
		AssignedTasks: wc.accepted, AvailableCapacityPercentage: wc.percentage(),
		DateCreated: wc.created.time(), DateUpdated: wc.updated.time(),
	}
}

// updateWorkerChannel changes capacity and availability. Lowering the capacity
// below the load cancels nothing (routing.md §5.3).
func (e *Engine) updateWorkerChannel(c *UpdateWorkerChannel) *Error {
	w := e.workers.get(c.WorkerSID)
	if w == nil {
		return e.notFound("Workers", c.WorkerSID.String())
	}
	ch, err := e.findChannel("TaskChannel", c.TaskChannel)
	if err != nil {
		return err
	}
	if c.Capacity != nil && (*c.Capacity < 0 || *c.Capacity > e.limits.Capacity) {
		return invalid("Capacity", "%d is out of range: want 0 to %d", *c.Capacity, e.limits.Capacity)
	}
	wc := &w.channels[ch.slot]
	before := wc.capacity
	if c.Capacity != nil {
		wc.capacity, wc.updated = *c.Capacity, e.now
		w.touch(e.now)
		e.emitChannelOf(WorkerCapacityUpdate, w, wc, before)
	}
	if c.Available != nil {
		wc.available, wc.updated = *c.Available, e.now
		w.touch(e.now)
		e.emitChannelOf(WorkerChannelAvailabilityUpdate, w, wc, wc.capacity)
	}
	e.reopen(w)
	e.freed(w)
	e.retryDirect(w)
	return nil
}
