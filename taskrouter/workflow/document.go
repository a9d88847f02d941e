package workflow

import (
	"iter"
	"time"

	"github.com/goacd/acd/taskrouter/expr"
)

// Document is a workflow configuration that has been read and found valid. It
// does not change after [Parse], and is safe for concurrent reading.
type Document struct {
	// Filters in the order in which a task is held against them.
	Filters []Filter
	// Default is used by tasks that no filter takes (routing.md §2.3, §2.4); nil
	// when the document has no default_filter. It has neither Timeout nor
	// SkipIf, which are ignored there (routing.md §2.1).
	Default *Target

	source string
}

// Filter is one rule: which tasks it takes, and the steps they walk.
type Filter struct {
	// FriendlyName is filter_friendly_name, or friendly_name, which wins when
	// both are there. It may be empty.
	FriendlyName string
	// Expression is judged on the task's attributes; never nil.
	Expression *expr.Expr
	// Targets in the order in which they are walked; at least one.
	Targets []Target
	// Position is where the filter begins.
	Position Position
}

// Target is one step: the queue a task waits in, and under which conditions.
type Target struct {
	// Queue is a TaskQueue SID as written. It is always filled: a target
	// without one has the queue of the target before it. Whether the queue exists
	// is for the workspace to know; see [Document.Queues].
	Queue string
	// Expression is judged on task and worker; nil when absent, and then every
	// worker of the queue fits. Not inherited.
	Expression *expr.Expr
	// Priority is what the task's priority becomes, 0 to 2,147,483,647, when
	// HasPriority is set; otherwise the task keeps what it has.
	Priority    int
	HasPriority bool
	// Timeout is a whole number of seconds; 0 means that the step has none.
	Timeout time.Duration
	// OrderBy is nil when absent.
	OrderBy *expr.Order
	// SkipIf is nil when absent.
	SkipIf *expr.Expr
	// KnownWorker is nil when the target names none.
	KnownWorker *KnownWorker
	// Position is where the queue is written, or where the target begins when
	// its queue is inherited.
	Position Position

	inherited bool
}

// KnownWorker names the one worker a step is for (routing.md §2.6).
type KnownWorker struct {
	// ByFriendlyName says that the worker is named by friendly name
	// (known_worker_friendly_name) rather than by SID (known_worker_sid).
	ByFriendlyName bool
	// Reference is the path of the task attribute that names the worker, without
	// the leading "task."; zero when Literal is set.
	Reference expr.Reference
	// Literal is the SID or friendly name itself, when the value did not start
	// with "task."; otherwise it is empty.
	Literal string
}

// Source returns the text exactly as it was written.
func (d *Document) Source() string { return d.source }

// Queues yields each mention of a queue with its place: the targets of the
// filters in their order, then default_filter. A queue that is mentioned twice
// comes twice; inherited ones are not mentions.
func (d *Document) Queues() iter.Seq2[string, Position] {
	return func(yield func(string, Position) bool) {
		for i := range d.Filters {
			for j := range d.Filters[i].Targets {
				target := &d.Filters[i].Targets[j]
				if !target.inherited && !yield(target.Queue, target.Position) {
					return
				}
			}
		}
		if d.Default != nil {
			yield(d.Default.Queue, d.Default.Position)
		}
	}
}
