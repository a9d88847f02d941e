package rest

import (
	"slices"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/internal/sid"
)

// Selection picks the entries of one page out of a listing that comes in any
// order: it keeps those that follow the page's token most closely. It needs
// memory for two pages, however long the listing is.
type Selection[T any] struct {
	page  *Page
	order *Ordering
	from  *Key // nil for the beginning

	// best begins with the keys of the best entries, as many as are needed; those
	// behind them are sorted in when there are as many of them again. Items are
	// many times as long as keys, and stay where they are meanwhile.
	best   []selected
	items  []T
	spare  []T // room for others, once there were too many
	sorted bool
	worst  *Key // of those that are needed; nil while there are too few
}

// selected is an entry: its key, and where its item is.
type selected struct {
	key Key
	at  int
}

// NewSelection begins a selection. find gives the key of the entry that a token
// without a rank names; the error is about a token that names none.
func NewSelection[K sid.Kind, T any](p *Page, order *Ordering, find func(sid.SID[K]) (Key, bool)) (*Selection[T], error) {
	room := min(p.Size, DefaultPageSize) + 1
	s := &Selection[T]{page: p, order: order, best: make([]selected, 0, room), items: make([]T, 0, room), sorted: true}
	if p.Token == nil {
		return s, nil
	}
	lost := Invalid("Invalid value '%s' for parameter PageToken", excerpt.To(p.Token.String(), mostShown))
	id, err := sid.Parse[K](p.Token.SID)
	if err != nil {
		return nil, lost
	}
	var from Key
	var ok bool
	if p.Token.Rank != "" {
		from, ok = order.parseRank(p.Token.Rank, id.Bytes())
	} else {
		from, ok = find(id)
	}
	if !ok {
		return nil, lost
	}
	s.from = &from
	return s, nil
}

// From returns the place of the page's token, and whether the page ends there; the
// zero key for the beginning. A listing that can begin in its middle does so
// there.
func (s *Selection[T]) From() (from Key, back bool) {
	if s.from != nil {
		from = *s.from
	}
	return from, s.back()
}

// back reports whether the page ends at its token.
func (s *Selection[T]) back() bool { return s.page.Token != nil && s.page.Token.Back }

// compare orders keys by their distance from the token.
func (s *Selection[T]) compare(a, b *Key) int {
	if s.back() {
		return s.order.Compare(b, a)
	}
	return s.order.Compare(a, b)
}

// Wants reports whether an entry with this key can be among the best so far. An
// entry that cannot need not be looked at.
func (s *Selection[T]) Wants(k *Key) bool {
	if s.from != nil && s.compare(k, s.from) <= 0 {
		return false
	}
	return s.worst == nil || s.compare(k, s.worst) < 0
}

// needed is how many entries are enough: a page, and one more to tell that another
// page follows.
func (s *Selection[T]) needed() int { return s.page.Size + 1 }

// Full reports whether there are enough entries: others come in their places only.
func (s *Selection[T]) Full() bool { return s.worst != nil }

// Add takes an entry that is wanted.
func (s *Selection[T]) Add(k Key, item T) {
	if n := len(s.best); n > 0 && s.sorted { // as most listings come
		s.sorted = s.compare(&s.best[n-1].key, &k) <= 0
	}
	s.best, s.items = append(s.best, selected{k, len(s.items)}), append(s.items, item)
	if n := len(s.best); n == s.needed() || n == 2*s.needed() {
		s.settle()
	}
}

// settle leaves the best entries, in order.
func (s *Selection[T]) settle() {
	if !s.sorted {
		slices.SortFunc(s.best, func(a, b selected) int { return s.compare(&a.key, &b.key) })
		s.sorted = true
	}
	if len(s.best) >= s.needed() {
		s.best = s.best[:s.needed()]
		worst := s.best[len(s.best)-1].key
		s.worst = &worst
	}
	if len(s.items) > s.needed() {
		s.items, s.spare = s.gather(s.spare[:0]), s.items
		for i := range s.best {
			s.best[i].at = i
		}
	}
}

// gather appends the items of the best entries in their order.
func (s *Selection[T]) gather(into []T) []T {
	for i := range s.best {
		into = append(into, s.items[s.best[i].at])
	}
	return into
}

// Done returns the page's entries in their order, and the page's neighbors.
func (s *Selection[T]) Done() Selected[T] {
	s.settle()
	more := s.Full()
	if more {
		s.best = s.best[:s.page.Size]
	}
	if s.back() {
		slices.Reverse(s.best)
	}
	out := Selected[T]{page: s.page, order: s.order, Items: s.items[:len(s.best)]}
	for i := range s.best {
		if s.best[i].at != i {
			out.Items = s.gather(make([]T, 0, len(s.best)))
			break
		}
	}
	if len(s.best) > 0 {
		out.first, out.last = &s.best[0].key, &s.best[len(s.best)-1].key
		out.hasNext = more || s.back() // behind a page that goes back there is the one that it came from
		out.hasPrevious = s.page.Number > 0 && (!s.back() || more)
	}
	return out
}

// Selected is a page that was picked.
type Selected[T any] struct {
	Items []T

	page                 *Page
	order                *Ordering
	first, last          *Key
	hasNext, hasPrevious bool
}

// token points behind or before a key.
func token[K sid.Kind](order *Ordering, k *Key, back bool) *Token {
	return &Token{Back: back, SID: sid.FromBytes[K](k.SID).String(), Rank: order.rank(k)}
}

// Past reports whether no entry from this one on can be wanted, in a listing that
// rises by the first part.
func (s *Selection[T]) Past(k *Key) bool {
	if s.back() {
		return k.Parts[0].Number > s.from.Parts[0].Number
	}
	return s.worst != nil && k.Parts[0].Number > s.worst.Parts[0].Number
}

// PastBack reports what Past does in a listing that is walked backwards, so that it
// falls by the first part. It is for pages that go back.
func (s *Selection[T]) PastBack(k *Key) bool {
	return s.worst != nil && k.Parts[0].Number < s.worst.Parts[0].Number
}
