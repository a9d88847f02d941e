package runner

import (
	"context"
	"encoding/json"
	"iter"
	"sync"
)

// MemoryJournal keeps a log in memory, as text, for tests and examples. The
// zero value is an empty one, ready to use. It is safe for concurrent use.
type MemoryJournal struct {
	mu    sync.Mutex
	texts [][]byte
}

// Append implements [Journal]. It refuses records that do not follow those
// which it has.
func (j *MemoryJournal) Append(_ context.Context, records []Record) error {
	texts := make([][]byte, 0, len(records))
	for _, rec := range records {
		text, err := json.Marshal(rec)
		if err != nil {
			return err
		}
		texts = append(texts, text)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if _, err := follow(uint64(len(j.texts)), records); err != nil {
		return err
	}
	j.texts = append(j.texts, texts...)
	return nil
}

// Len returns how many records the log has.
func (j *MemoryJournal) Len() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.texts)
}

// Records yields the records of the log as it is when the iteration begins, for
// [Open] and [Replay]. Each is made anew and belongs to the caller.
func (j *MemoryJournal) Records() iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		j.mu.Lock()
		texts := j.texts
		j.mu.Unlock()
		for _, text := range texts {
			var rec Record
			err := json.Unmarshal(text, &rec)
			if !yield(rec, err) || err != nil {
				return
			}
		}
	}
}
