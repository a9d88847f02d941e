package runner

import (
	"context"
	"fmt"
	"iter"

	"github.com/goacd/acd/taskrouter"
)

// Subscription reads the events of a workspace in order of their sequence,
// without gaps. It is a place in the log and nothing else: it needs no closing,
// and the runner does not know of it. It is not safe for concurrent use; any
// number of them may read at the same time.
type Subscription struct {
	log    *eventLog
	after  uint64
	filter taskrouter.EventsFilter
}

// Subscribe returns a subscription whose first event is the one after the given
// sequence: 0 for the first of the workspace, [Runner.Sequence] for what
// happens from now on, a Page's Sequence for what has changed since, or the
// last one that a consumer has dealt with before a restart. It works on a
// runner that has ended, too.
func (r *Runner) Subscribe(after uint64) *Subscription {
	return &Subscription{log: &r.events, after: after}
}

// Only makes the subscription pass over events that the filter does not let
// through, and returns it. The zero filter lets everything through.
func (s *Subscription) Only(f taskrouter.EventsFilter) *Subscription {
	s.filter = f
	return s
}

// Sequence returns the sequence of the last event that was released; 0 if there
// was none.
func (r *Runner) Sequence() uint64 { return r.events.lastSequence() }

// After returns the sequence of the last event that Next returned or passed
// over, or the one that the subscription began with.
func (s *Subscription) After() uint64 { return s.after }

// Next returns the next event, and waits for it if need be. It returns the
// error of ctx when that ends first, a [*LagError] when the event is no longer
// kept, and what ended the runner (see [Runner.Err]) after its last event. A
// sequence that the workspace has not reached yet is refused with [ErrAhead].
// After an error the subscription is where it was.
func (s *Subscription) Next(ctx context.Context) (taskrouter.Event, error) {
	for {
		ev, wait, err := s.log.next(s.after)
		if wait == nil {
			if err == nil {
				s.after = ev.Sequence
				if !s.filter.Passes(ev.Type) {
					continue
				}
			}
			return ev, err
		}
		select {
		case <-wait:
		case <-ctx.Done():
			return taskrouter.Event{}, fmt.Errorf("runner: waiting for the event after %d: %w", s.after, ctx.Err())
		}
	}
}

// Events yields what Next returns, up to the first error, which comes last.
func (s *Subscription) Events(ctx context.Context) iter.Seq2[taskrouter.Event, error] {
	return func(yield func(taskrouter.Event, error) bool) {
		for {
			ev, err := s.Next(ctx)
			if !yield(ev, err) || err != nil {
				return
			}
		}
	}
}

func aheadError(after, last uint64) error {
	return fmt.Errorf("%w: asked for what follows event %d, the last one is %d: is it another workspace's?", ErrAhead, after, last)
}
