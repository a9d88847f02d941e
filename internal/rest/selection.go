package rest

import (
	"slices"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/internal/sid"
)

// Selection picks the entries of one page out of a listing that comes in any
// order: it keeps those that follow the page's token most closely. It needs
// memory for a page, however long the listing is.
type Selection[T any] struct {
	page  *Page
	order *Ordering
	from  *Key // nil for the beginning
	best  []selected[T]
}

type selected[T any] struct {
	key  Key
	item T
}

// NewSelection begins a selection. find gives the key of the entry that a token
// without a rank names; the error is about a token that names none.
func NewSelection[K sid.Kind, T any](p *Page, order *Ordering, find func(sid.SID[K]) (Key, bool)) (*Selection[T], error) {
	s := &Selection[T]{page: p, order: order, best: make([]selected[T], 0, min(p.Size, DefaultPageSize)+1)}
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

// back reports whether the page ends at its token.
func (s *Selection[T]) back() bool { return s.page.Token != nil && s.page.Token.Back }

// compare orders keys by their distance from the token.
func (s *Selection[T]) compare(a, b *Key) int {
	if s.back() {
		return s.order.Compare(b, a)
	}
	return s.order.Compare(a, b)
}

// Wants reports whether an entry with this key is among the best so far. An entry
// that is not need not be looked at.
func (s *Selection[T]) Wants(k *Key) bool {
	if s.from != nil && s.compare(k, s.from) <= 0 {
		return false
	}
	return !s.Full() || s.compare(k, &s.best[len(s.best)-1].key) < 0
}

// Full reports whether there are enough entries, and one more to tell that a page
// follows.
func (s *Selection[T]) Full() bool { return len(s.best) > s.page.Size }

// Add takes an entry that is wanted.
func (s *Selection[T]) Add(k Key, item T) {
	if s.Full() {
		s.best = s.best[:len(s.best)-1]
	}
	at := len(s.best)
	if at > 0 && s.compare(&s.best[at-1].key, &k) > 0 { // most listings come in order
		at, _ = slices.BinarySearchFunc(s.best, &k, func(x selected[T], k *Key) int { return s.compare(&x.key, k) })
	}
	s.best = slices.Insert(s.best, at, selected[T]{k, item})
}

// Done returns the page's entries in their order, and the page's neighbors.
func (s *Selection[T]) Done() Selected[T] {
	more := s.Full()
	if more {
		s.best = s.best[:s.page.Size]
	}
	if s.back() {
		slices.Reverse(s.best)
	}
	out := Selected[T]{page: s.page, order: s.order, Items: make([]T, len(s.best))}
	for i := range s.best {
		out.Items[i] = s.best[i].item
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
	return s.Full() && k.Parts[0].Number > s.best[len(s.best)-1].key.Parts[0].Number
}
