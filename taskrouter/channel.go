package taskrouter

import (
	"iter"
	"math/bits"
	"slices"
	"time"

	"github.com/goacd/acd/internal/excerpt"
)

// defaultChannel is the channel of tasks that name none.
const defaultChannel = "default"

// TaskChannel is a kind of work with a capacity of its own at every worker.
type TaskChannel struct {
	SID          TaskChannelSID
	UniqueName   string
	FriendlyName string
	// ChannelOptimizedRouting orders the workers for tasks of this channel by
	// their last reservation on it, instead of over all channels.
	ChannelOptimizedRouting bool
	DateCreated             time.Time
	DateUpdated             time.Time
}

type taskChannel struct {
	links[taskChannel]
	provenance
	cur  *TaskChannel // immutable; replaced by an update
	slot int          // index into every worker's channels, and its bit in masks
}

// TaskChannel returns the channel with this SID.
func (e *Engine) TaskChannel(s TaskChannelSID) (TaskChannel, bool) {
	if ch := e.channels.get(s); ch != nil {
		return *ch.cur, true
	}
	return TaskChannel{}, false
}

// TaskChannelByName returns the channel with this unique name.
func (e *Engine) TaskChannelByName(uniqueName string) (TaskChannel, bool) {
	if ch := e.channelNamed(uniqueName); ch != nil {
		return *ch.cur, true
	}
	return TaskChannel{}, false
}

// TaskChannels yields all channels in order of creation.
func (e *Engine) TaskChannels() iter.Seq[TaskChannel] {
	return func(yield func(TaskChannel) bool) {
		for ch := range e.channels.all() {
			if !yield(*ch.cur) {
				return
			}
		}
	}
}

func (e *Engine) createTaskChannel(c *CreateTaskChannel) *Error {
	repeat, err := repeats(&e.channels, c.SID, c, func(ch *taskChannel) *provenance { return &ch.provenance })
	if repeat || err != nil {
		return err
	}
	if err := checkName("FriendlyName", c.FriendlyName, e.limits.FriendlyName); err != nil {
		return err
	}
	if err := checkName("UniqueName", c.UniqueName, e.limits.FriendlyName); err != nil {
		return err
	}
	if !isIdentifier(c.UniqueName) {
		return invalid("UniqueName", "%q: want letters, digits, '_' and '$', and no digit first", c.UniqueName)
	}
	if e.channelNamed(c.UniqueName) != nil {
		return invalid("UniqueName", "TaskChannel with the same unique name already exists")
	}
	if e.channels.len() >= e.limits.TaskChannels {
		return overLimit("task channels", e.limits.TaskChannels)
	}
	e.emitChannel(TaskChannelCreated, e.addTaskChannel(c))
	return nil
}

// addTaskChannel adds the channel, and its worker channel to every worker
// (rest.md §6.1).
func (e *Engine) addTaskChannel(c *CreateTaskChannel) *taskChannel {
	ch := &taskChannel{provenance: e.born(!c.SID.IsZero(), c), slot: e.freeSlot()}
	ch.cur = &TaskChannel{
		SID:        e.channels.choose(c.SID),
		UniqueName: c.UniqueName, FriendlyName: c.FriendlyName, ChannelOptimizedRouting: c.ChannelOptimizedRouting,
		DateCreated: e.now.time(), DateUpdated: e.now.time(),
	}
	e.channels.add(ch.cur.SID, ch)
	for w := range e.workers.all() {
		if ch.slot == len(w.channels) {
			w.channels = append(w.channels, workerChannel{})
		}
		w.channels[ch.slot] = e.newWorkerChannel(ch)
		e.place(w)
	}
	return ch
}

// freeSlot is the first slot that no channel has.
func (e *Engine) freeSlot() int {
	var used uint64
	for ch := range e.channels.all() {
		used |= 1 << ch.slot
	}
	return bits.TrailingZeros64(^used)
}

// deleteTaskChannel removes a channel and its worker channels. The default one
// stays, and so does one with unfinished tasks (rest.md §5.2).
func (e *Engine) deleteTaskChannel(c *DeleteTaskChannel) *Error {
	ch := e.channels.get(c.SID)
	if ch == nil {
		return e.notFound("TaskChannels", c.SID.String())
	}
	if ch.cur.UniqueName == defaultChannel {
		return stateError(c.SID.String(), "in use", "TaskChannel %s cannot be deleted because it is the default task channel", c.SID)
	}
	for t := range e.tasks.all() {
		if !t.status.finished() && (t.channel == ch || slices.ContainsFunc(t.reservations, func(r *reservation) bool { return r.isOpen() && r.slot == ch.slot })) {
			return stateError(c.SID.String(), "in use", "TaskChannel %s cannot be deleted because task %s is on it", c.SID, t.sid)
		}
	}
	e.channels.remove(c.SID)
	e.dropRankings() // some are of its slot
	for w := range e.workers.all() {
		w.channels[ch.slot] = workerChannel{}
		e.place(w)
	}
	e.emitChannel(TaskChannelDeleted, ch)
	return nil
}

func (e *Engine) updateTaskChannel(c *UpdateTaskChannel) *Error {
	ch := e.channels.get(c.SID)
	if ch == nil {
		return e.notFound("TaskChannels", c.SID.String())
	}
	next := *ch.cur
	set(&next.ChannelOptimizedRouting, c.ChannelOptimizedRouting)
	optimized := next.ChannelOptimizedRouting != ch.cur.ChannelOptimizedRouting
	if c.FriendlyName != nil {
		if err := checkName("FriendlyName", *c.FriendlyName, e.limits.FriendlyName); err != nil {
			return err
		}
		next.FriendlyName = *c.FriendlyName
	}
	if optimized {
		e.dropRankings() // some are in the former order
	}
	next.DateUpdated = e.now.time()
	ch.cur, ch.updated = &next, e.now
	e.emitChannel(TaskChannelUpdated, ch)
	return nil
}

func (e *Engine) channelNamed(uniqueName string) *taskChannel {
	for ch := e.channels.oldest; ch != nil; ch = ch.newer { // not by all: each task is on one
		if ch.cur.UniqueName == uniqueName {
			return ch
		}
	}
	return nil
}

// findChannel looks up a parameter that is a channel's SID or unique name.
func (e *Engine) findChannel(field, given string) (*taskChannel, *Error) {
	if ch := e.channelNamed(given); ch != nil {
		return ch, nil
	}
	if s, err := ParseTaskChannelSID(given); err == nil {
		if ch := e.channels.get(s); ch != nil {
			return ch, nil
		}
	}
	return nil, invalid(field, "%s %s not found in workspace %s", field, excerpt.Of(given), e.workspace.sid)
}

// isIdentifier is the rule for unique names, which expressions must be able to
// reach (routing.md §1.2, §5.1).
func isIdentifier(s string) bool {
	for i, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r == '_', r == '$':
		case r >= '0' && r <= '9' && i > 0:
		default:
			return false
		}
	}
	return s != ""
}
