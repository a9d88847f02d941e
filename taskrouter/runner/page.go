package runner

import (
	"fmt"
	"iter"
	"time"

	"github.com/goacd/acd/taskrouter"
)

const (
	defaultPageSize = 50
	maxPageSize     = 1000
	codePageSize    = 20007 // of the vendor's API (rest.md §5.1)

	// maxSlice is how many entries a read copies or passes over before it lets the
	// writer in.
	maxSlice = 256
)

// Page is a copy of a part of a listing, in order of creation. It belongs to
// the caller. A long one is not of one moment: commands may have been applied
// while it was read.
type Page[T any, S comparable] struct {
	Items []T

	// Next begins the page after this one; zero if this is the last.
	Next Cursor[S]

	// Sequence is that of an event which the page shows, and all before it. A
	// subscription after it sees what changes from then on; it may see again
	// what the page shows already.
	Sequence uint64
}

// Cursor is a place in a listing, behind one entry of it. The zero value is the
// beginning. It stays valid whatever is created and removed, and after a
// restart: an entry that exists all the time is never left out.
type Cursor[S comparable] struct {
	SID S
	// Created is the entry's DateCreated. It may be zero, and then the place is
	// lost when the entry is removed. With it, only this is left of a removed
	// entry: others that were created in the same nanosecond may come again.
	Created time.Time
}

// IsZero reports whether c is the beginning.
func (c Cursor[S]) IsZero() bool {
	var none S
	return c.SID == none && c.Created.IsZero()
}

// All yields a whole listing by its pages of 1,000 entries:
//
//	for task, err := range runner.All(r.Tasks) { … }
//
// It shows each entry as it was when its page was read. The first error comes
// last. The loop's body runs between reads and holds up nobody.
func All[T any, S comparable](list func(after Cursor[S], size int) (Page[T, S], error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var after Cursor[S]
		for {
			page, err := list(after, maxPageSize)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, item := range page.Items {
				if !yield(item, nil) {
					return
				}
			}
			if page.Next.IsZero() {
				return
			}
			after = page.Next
		}
	}
}

// listing is how the engine lists and finds one kind of resource.
type listing[T any, S identifier] struct {
	resource string
	all      func(*taskrouter.Engine) iter.Seq[T]
	after    func(*taskrouter.Engine, S) (iter.Seq[T], bool)
	get      func(*taskrouter.Engine, S) (T, bool)
	cursor   func(T) Cursor[S]
	keep     func(*taskrouter.Engine, T) bool // which of them are shown; nil for all
}

// page reads the entries behind a cursor. The writer is let in after each slice.
// That is sound because the engine's listings show what was there when they
// began, less what was removed since, and stay valid while commands are applied
// (table, reservationList).
func (l *listing[T, S]) page(r *Runner, after Cursor[S], size int) (Page[T, S], error) {
	if size == 0 {
		size = defaultPageSize
	}
	if size < 0 || size > maxPageSize {
		return Page[T, S]{}, pageSizeError(size)
	}
	r.state.enter()
	defer r.state.leave()
	if r.ended != nil {
		return Page[T, S]{}, r.ended
	}
	sequence := r.events.lastSequence()
	entries, since, ok := l.behind(r.engine, after)
	if !ok {
		return Page[T, S]{}, r.notFound(l.resource, after.SID)
	}
	items, err := l.collect(r, entries, since, size+1)
	if err != nil {
		return Page[T, S]{}, err
	}
	page := Page[T, S]{Items: items, Sequence: sequence}
	if len(items) > size {
		page.Items = items[:size]
		page.Next = l.cursor(items[size-1])
	}
	return page, nil
}

// behind returns the entries behind a cursor. Where its entry was removed, or is
// elsewhere, or is another one that was created with its SID later, these are all
// entries, of which those before since are to be passed over. It reports whether
// the place can be found at all.
func (l *listing[T, S]) behind(e *taskrouter.Engine, after Cursor[S]) (entries iter.Seq[T], since time.Time, ok bool) {
	if after.IsZero() {
		return l.all(e), since, true
	}
	if entry, known := l.get(e, after.SID); known {
		created := l.cursor(entry).Created
		if after.Created.IsZero() {
			after.Created = created
		}
		if after.Created.Equal(created) {
			if entries, ok := l.after(e, after.SID); ok {
				return entries, since, true
			}
		}
	}
	return l.all(e), after.Created, !after.Created.IsZero()
}

// collect copies the first entries of those that are not before since, up to
// most. The state is locked before and after, but not all the time between.
// Without since, it needs nothing of l but what to keep.
func (l *listing[T, S]) collect(r *Runner, entries iter.Seq[T], since time.Time, most int) ([]T, error) {
	var items []T
	met := 0
	for entry := range entries {
		behind := since.IsZero() || !l.cursor(entry).Created.Before(since)
		if behind && (l.keep == nil || l.keep(r.engine, entry)) {
			if items = append(items, entry); len(items) == most {
				break
			}
		}
		if met++; met%maxSlice == 0 && !r.breathe() {
			return nil, r.ended
		}
	}
	return items, nil
}

// breathe lets the writer in, if it waits. It reports whether the engine may
// still be read.
func (r *Runner) breathe() bool {
	r.state.leave()
	r.state.enter()
	return r.ended == nil
}

func pageSizeError(size int) error {
	return &taskrouter.Error{
		Kind: taskrouter.KindInvalid, Code: codePageSize, Field: "PageSize",
		Message: fmt.Sprintf("a page size of %d is out of range: want 1 to %d, or 0 for %d", size, maxPageSize, defaultPageSize),
	}
}
