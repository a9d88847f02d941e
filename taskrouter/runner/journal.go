package runner

import (
	"context"
	"fmt"
)

// Journal is where a runner writes its log before it does anything.
type Journal interface {
	// Append makes all records durable, in this order, before it returns nil.
	// They follow one another, and what was appended before, by sequence; a
	// journal that can tell should refuse others, since they mean that two
	// runners write one log. On an error the runner stops, so a journal that
	// wants to try again does that itself, and bounds how long it takes:
	// commands wait meanwhile.
	//
	// One goroutine calls Append, never twice at a time. ctx ends when the
	// runner is closed. The records and what they refer to are the runner's and
	// its callers'; a journal that keeps them keeps their text. Append must not
	// call the runner.
	Append(ctx context.Context, records []Record) error
}

// follow checks that records continue a log whose last sequence is last, and
// returns the new last one.
func follow(last uint64, records []Record) (uint64, error) {
	for _, rec := range records {
		if rec.Sequence != last+1 {
			return last, fmt.Errorf("runner: record %d does not follow record %d: is the log written by another runner?", rec.Sequence, last)
		}
		last++
	}
	return last, nil
}
