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

	// maxSlice is how many entries a read passes over before it lets the writer
	// go on: less than it takes to copy the largest page.
	maxSlice = 256
)

// Page is a copy of a part of a listing, in order of creation. It belongs to
// the caller.
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
	get      func(*taskrouter.Engine, S) (T, bool)
	cursor   func(T) Cursor[S]
}

// page reads the entries behind a cursor.
//
// The engine has no way to begin a listing in its middle, so the entries before
// the cursor are passed over; the writer is let in between them. That is sound
// because the engine's listings show what was there when they began, less what
// was removed since, and stay valid while commands are applied (table.all,
// reservationList).
func (l *listing[T, S]) page(r *Runner, after Cursor[S], size int) (Page[T, S], error) {
	if size == 0 {
		size = defaultPageSize
	}
	if size < 0 || size > maxPageSize {
		return Page[T, S]{}, pageSizeError(size)
	}
	r.state.Lock()
	defer r.state.Unlock()
	if r.ended != nil {
		return Page[T, S]{}, r.ended
	}
	sequence := r.events.lastSequence()
	after, known, ok := l.resolve(r.engine, after)
	if !ok {
		return Page[T, S]{}, r.notFound(l.resource, after.SID)
	}
	items, met := l.collect(r, after, known, size+1)
	if !met { // the cursor's entry was removed on the way to it, or is elsewhere
		items, _ = l.collect(r, after, false, size+1)
	}
	if r.ended != nil {
		return Page[T, S]{}, r.ended
	}
	page := Page[T, S]{Items: items, Sequence: sequence}
	if len(items) > size {
		page.Items = items[:size]
		page.Next = l.cursor(items[size-1])
	}
	return page, nil
}

// resolve fills in when the cursor's entry was created. It reports whether the
// entry is there, and not another one that was created with its SID later, and
// whether the place can be found at all.
func (l *listing[T, S]) resolve(e *taskrouter.Engine, after Cursor[S]) (_ Cursor[S], known, ok bool) {
	entry, known := l.get(e, after.SID)
	switch {
	case !known:
		return after, false, after.IsZero() || !after.Created.IsZero()
	case after.Created.IsZero():
		return l.cursor(entry), true, true
	}
	return after, l.cursor(entry).Created.Equal(after.Created), true
}

// collect walks to the cursor and copies up to most entries behind it. It
// reports false if the entry of a known cursor was not met. The state is locked
// before and after, but not all the time between.
func (l *listing[T, S]) collect(r *Runner, after Cursor[S], known bool, most int) (items []T, met bool) {
	behind, passed := after.IsZero(), 0
	for entry := range l.all(r.engine) {
		at := l.cursor(entry)
		switch {
		case behind, !known && !at.Created.Before(after.Created):
			behind = true
			if items = append(items, entry); len(items) == most {
				return items, true
			}
		case known && at.SID == after.SID:
			behind = true
		default:
			if passed++; passed%maxSlice == 0 && !r.breathe() {
				return nil, true
			}
		}
	}
	return items, behind || !known
}

// breathe lets the writer in. It reports whether the engine may still be read.
func (r *Runner) breathe() bool {
	r.state.Unlock()
	r.state.Lock()
	return r.ended == nil
}

func pageSizeError(size int) error {
	return &taskrouter.Error{
		Kind: taskrouter.KindInvalid, Code: codePageSize, Field: "PageSize",
		Message: fmt.Sprintf("a page size of %d is out of range: want 1 to %d, or 0 for %d", size, maxPageSize, defaultPageSize),
	}
}
