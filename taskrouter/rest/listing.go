package rest

import (
	"errors"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/taskrouter"
)

// listing is how one kind of resource is listed. K is the kind of its SIDs.
type listing[K sid.Kind, T any] struct {
	key   string // of the array, and of meta
	all   func(v Reader) iter.Seq[T]
	get   func(v Reader, s sid.SID[K]) (T, bool)
	sid   func(item *T) sid.SID[K]
	date  func(item *T) time.Time // created
	order ordering[T]             // before the date; nil for none
	mixed bool                    // all comes in another order than that of the dates
	keep  func(v Reader, item *T) bool

	// What all yields behind an entry, and before it, newest first; both nil where
	// every page is read from the listing's beginning.
	after  func(v Reader, s sid.SID[K]) (iter.Seq[T], bool)
	before func(v Reader, s sid.SID[K]) (iter.Seq[T], bool)
}

// ordering is the values of an Ordering parameter, in their order.
type ordering[T any] []clause[T]

type clause[T any] struct {
	sortable[T]
	falls bool
}

// sortable is one attribute that can be ordered by.
type sortable[T any] struct {
	name   string
	number func(item *T) int64
	text   func(item *T) string // in place of number
}

// parseOrdering reads an Ordering parameter: attributes with ":asc", which can be
// left out, or ":desc", separated by commas (rest.md §9). Names are read in any
// case.
func parseOrdering[T any](p *rest.Params, known []sortable[T]) ordering[T] {
	const name, most = "Ordering", 2
	text := p.Text(name)
	if text == "" {
		return nil
	}
	var order ordering[T]
	for word := range strings.SplitSeq(text, ",") {
		attribute, direction, _ := strings.Cut(strings.TrimSpace(word), ":")
		i := slices.IndexFunc(known, func(s sortable[T]) bool { return strings.EqualFold(s.name, attribute) })
		falls := strings.EqualFold(direction, "desc")
		if i < 0 || len(order) == most || !falls && direction != "" && !strings.EqualFold(direction, "asc") {
			p.Invalid(name, text)
			return nil
		}
		order = append(order, clause[T]{known[i], falls})
	}
	return order
}

// has reports whether an attribute is ordered by.
func (o ordering[T]) has(name string) bool {
	return slices.ContainsFunc(o, func(c clause[T]) bool { return c.name == name })
}

// byDate is what creation dates are ordered by: nanoseconds, of which the wire
// shows seconds.
func byDate[T any](name string, date func(item *T) time.Time) sortable[T] {
	return sortable[T]{name: name, number: func(item *T) int64 { return date(item).UnixNano() }}
}

// plan puts the date behind what was asked for: it decides between equals, before
// the SID does (rest.md §4).
func (l *listing[K, T]) plan() (rest.Ordering, func(item *T) rest.Key) {
	clauses := slices.Concat(l.order, ordering[T]{{sortable: byDate("", l.date)}})
	o := rest.Ordering{Parts: len(clauses)}
	for i, c := range clauses {
		o.Falls[i], o.Text[i] = c.falls, c.text != nil
	}
	return o, func(item *T) rest.Key {
		k := rest.Key{SID: l.sid(item).Bytes()}
		for i := range clauses {
			if c := &clauses[i]; c.text != nil {
				k.Parts[i].Text = c.text(item)
			} else {
				k.Parts[i].Number = c.number(item)
			}
		}
		return k
	}
}

// page picks the page that the request asks for. The writer is let in meanwhile.
func (l *listing[K, T]) page(c *call, finish func(v view, now time.Time, item *T) error) (rest.Selected[T], error) {
	page, err := c.Page()
	if err != nil {
		return rest.Selected[T]{}, err
	}
	order, keyOf := l.plan()
	var s *rest.Selection[T]
	var out rest.Selected[T]
	var refused error
	err = c.ws.View(func(v Reader, now time.Time, breathe breathe) {
		if v.Workspace().Deleted {
			refused = c.NotFound()
			return
		}
		s, refused = rest.NewSelection[K, T](&page, &order, func(id sid.SID[K]) (rest.Key, bool) {
			item, ok := l.get(v, id)
			if !ok {
				return rest.Key{}, false
			}
			return keyOf(&item), true
		})
		if refused != nil {
			return
		}
		if !l.pick(v, s, keyOf, breathe) {
			return // the workspace has ended, and View says so
		}
		out = s.Done()
		if finish != nil {
			out.Items, refused = complete(view{v, breathe}, now, out.Items, finish)
		}
	})
	if err == nil {
		err = refused
	}
	return out, err
}

// complete finishes the entries of a page. The writer is let in before each: one that
// is gone by its turn is left out, as if the page had been read a little later. Where
// the pages beside it begin stays the same.
func complete[T any](v view, now time.Time, items []T, finish func(v view, now time.Time, item *T) error) ([]T, error) {
	kept := items[:0]
	for i := range items {
		if !v.breathe() {
			break // the workspace has ended, and View says so
		}
		switch err := finish(v, now, &items[i]); {
		case err == nil:
			kept = append(kept, items[i])
		case !errors.Is(err, taskrouter.ErrNotFound):
			return nil, err
		}
	}
	return kept, nil
}

// pick goes through the listing, from its beginning or from the token's entry on.
// Where its entries come in the order that was asked for, it ends early. It reports
// whether to go on: not when the workspace has ended.
//
// Those of one instant come as they were created, but are on the page by SID
// (rest.md §4): what is behind the token's entry can have been created before it.
// So the others of its instant are looked at on both sides of it.
func (l *listing[K, T]) pick(v Reader, s *rest.Selection[T], keyOf func(*T) rest.Key, breathe breathe) bool {
	take := func(entries iter.Seq[T], past func(k *rest.Key) bool) (goOn bool) {
		for item := range entries {
			if !breathe() {
				return false
			}
			k := keyOf(&item)
			switch {
			case past(&k):
				return true
			case s.Wants(&k) && (l.keep == nil || l.keep(v, &item)):
				s.Add(k, item)
			}
		}
		return true
	}
	if len(l.order) > 0 || l.mixed {
		return take(l.all(v), func(*rest.Key) bool { return false })
	}
	from, back := s.From()
	ofAnotherTime := func(k *rest.Key) bool { return k.Parts[0].Number != from.Parts[0].Number }
	older, newer, found := l.around(v, &from)
	switch {
	case !found:
		return take(l.all(v), s.Past)
	case back:
		return take(newer, ofAnotherTime) && take(older, s.PastBack)
	default:
		return take(older, ofAnotherTime) && take(newer, s.Past)
	}
}

// around returns what all yields before the token's entry, newest first, and
// behind it. It reports false when there is no such entry: none was asked for, it
// was removed, or another one has its SID by now.
func (l *listing[K, T]) around(v Reader, from *rest.Key) (older, newer iter.Seq[T], found bool) {
	if l.before == nil {
		return nil, nil, false
	}
	id := sid.FromBytes[K](from.SID)
	item, found := l.get(v, id)
	if !found || l.date(&item).UnixNano() != from.Parts[0].Number {
		return nil, nil, false
	}
	older, _ = l.before(v, id)
	newer, _ = l.after(v, id)
	return older, newer, true
}

// list answers a GET on a collection. finish completes the entries of the page, one
// by one, and says of one that it is not found any more; it may be nil. Commands can
// come in before each, and during those that ask for statistics.
func list[K sid.Kind, T any](c *call, l listing[K, T], finish func(v view, now time.Time, item *T) error, render func(o *object, item T)) (answer, error) {
	if err := c.Params.Err(); err != nil {
		return answer{}, err
	}
	page, err := l.page(c, finish)
	if err != nil {
		return answer{}, err
	}
	return rest.Envelope[K](c.Request, page, l.key, render)
}
