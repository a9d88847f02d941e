package runner

import (
	"errors"
	"fmt"

	"github.com/goacd/acd/taskrouter"
)

// ErrClosed is returned by calls on a runner that was closed, and by
// subscriptions when they have read its last event.
var ErrClosed = errors.New("runner: closed")

// ErrAhead is returned to a subscription after a sequence that the workspace has
// not reached.
var ErrAhead = errors.New("runner: the sequence has not been reached")

// ErrDetached is returned by a [Seat] whose companion was detached.
var ErrDetached = errors.New("runner: the companion is detached")

// ErrAttached is returned by [Runner.Attach] when there is a companion already.
var ErrAttached = errors.New("runner: another companion is attached")

// errGoexit is the value of the panic when there was none.
var errGoexit = errors.New("a function ended the writer's goroutine, as t.FailNow does")

// ErrTorn is the cause of a [LogError] about a last line without its end: the
// writer was interrupted, and never said that these records were safe. Cutting
// the file at the error's Offset makes it whole.
var ErrTorn = errors.New("the last line has no end: its writer was interrupted")

// JournalError says that records could not be appended. None of their commands
// was applied, and the runner has stopped; whether the log holds some of them
// is unknown until it is read. Unwrap gives the journal's own error.
type JournalError struct {
	Sequence uint64 // of the first record of the append
	Records  int    // how many were to be appended together
	Err      error
}

// Error names the records and the cause.
func (e *JournalError) Error() string {
	return fmt.Sprintf("runner: append of %d record(s) from %d on: %v", e.Records, e.Sequence, e.Err)
}

// Unwrap returns the journal's error.
func (e *JournalError) Unwrap() error { return e.Err }

// LagError says that a subscription fell behind: the events that it wants next
// are no longer kept. It has missed First−After−1 events. To go on with what
// is left, subscribe after First−1.
type LagError struct {
	After uint64 // the sequence that the subscription has seen last
	First uint64 // the first sequence that is still kept
	Last  uint64 // the last one
}

// Error names the sequences.
func (e *LagError) Error() string {
	return fmt.Sprintf("runner: the events after %d are gone: kept are %d to %d; read faster, or raise Config.EventLog",
		e.After, e.First, e.Last)
}

// PanicError says that something panicked on the writer's goroutine, which is a
// bug: the engine, whose invariants do not hold then, or the companion, whose
// state may be half changed. The runner has stopped. When it was the engine, the
// record is in the log, and a replay panics at the same place; when it was the
// companion, the log is whole.
type PanicError struct {
	Sequence uint64             // of the record, or of the last one
	Command  taskrouter.Command // nil when it was not the engine
	Value    any                // what it panicked with
	Stack    []byte             // where
}

// Error names the record, the command and the value.
func (e *PanicError) Error() string {
	if e.Command == nil {
		return fmt.Sprintf("runner: after record %d: the companion panicked: %v", e.Sequence, e.Value)
	}
	return fmt.Sprintf("runner: record %d: %s: the engine panicked: %v", e.Sequence, commandName(e.Command), e.Value)
}

// Unwrap returns the value of the panic if it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// ReplayError says that a log cannot be replayed.
type ReplayError struct {
	Sequence uint64 // of the record that is at fault, or that was expected
	Err      error
}

// Error names the record and the cause.
func (e *ReplayError) Error() string {
	return fmt.Sprintf("runner: replay: record %d: %v", e.Sequence, e.Err)
}

// Unwrap returns the cause.
func (e *ReplayError) Unwrap() error { return e.Err }

// LogError says that a line of a log cannot be read.
type LogError struct {
	Line   int   // from 1
	Offset int64 // in bytes, of the line's start
	Err    error
}

// Error names the place and the cause.
func (e *LogError) Error() string {
	return fmt.Sprintf("runner: log: line %d at byte %d: %v", e.Line, e.Offset, e.Err)
}

// Unwrap returns the cause.
func (e *LogError) Unwrap() error { return e.Err }
