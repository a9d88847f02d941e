package rest

import (
	"context"
	"time"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

// Workspace is a live workspace as the handler needs it. A [*runner.Runner] is
// one; [NewLocal] makes one of a bare engine. Its methods are safe for concurrent
// use.
type Workspace interface {
	// Apply carries out a command at the present time; see [runner.Runner.Apply].
	Apply(ctx context.Context, cmd taskrouter.Command) ([]taskrouter.Event, error)
	// View calls f with the workspace at rest; see [runner.Runner.View].
	View(f func(v Reader, now time.Time, breathe func() bool)) error
	// Events returns the kept events after a sequence, oldest first: as many as
	// it likes, but at least one if there is one.
	Events(after uint64) []taskrouter.Event
}

// Reader is what of a [*taskrouter.Engine] changes nothing.
type Reader = runner.Reader

// view is a Reader whose statistics let the writer in.
type view struct {
	Reader
	breathe breathe
}

// statistics are asked for last, or by themselves: afterwards the rest of the view
// may be of a later moment.
func (v view) statistics() taskrouter.Breathing { return v.Breathing(v.breathe) }
