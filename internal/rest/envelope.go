package rest

import "github.com/goacd/acd/internal/sid"

// urls are the addresses of a page and its neighbors, as queries; "" for none.
type urls struct{ first, this, previous, next string }

func urlsOf[K sid.Kind, T any](r *Request, s *Selected[T]) urls {
	raw, p := r.HTTP.URL.RawQuery, s.page
	u := urls{first: p.Query(raw, 0, nil), this: p.Query(raw, p.Number, p.Token)}
	if s.hasPrevious {
		u.previous = p.Query(raw, p.Number-1, token[K](s.order, s.first, true))
	}
	if s.hasNext {
		u.next = p.Query(raw, p.Number+1, token[K](s.order, s.last, false))
	}
	return u
}

// Envelope answers a page as version 1 of the API does, with "meta" and the
// entries under key (rest.md §4).
func Envelope[K sid.Kind, T any](r *Request, s Selected[T], key string, render func(o *Object, item T)) (Answer, error) {
	u, base := urlsOf[K](r, &s), r.Base+r.HTTP.URL.EscapedPath()+"?"
	address := func(o *Object, name, query string) {
		if query == "" {
			o.Null(name)
			return
		}
		o.URL(name, base, query)
	}
	var o Object
	o.Object("meta", func(o *Object) {
		o.Int("page", s.page.Number)
		o.Int("page_size", s.page.Size)
		address(o, "first_page_url", u.first)
		address(o, "previous_page_url", u.previous)
		address(o, "url", u.this)
		address(o, "next_page_url", u.next)
		o.String("key", key)
	})
	o.List(key, len(s.Items), func(o *Object, i int) { render(o, s.Items[i]) })
	return OK(&o)
}

// Envelope2010 answers a page as the API of 2010 does: flat, with addresses that
// have no host (rest.md §4).
func Envelope2010[K sid.Kind, T any](r *Request, s Selected[T], key string, render func(o *Object, item T)) (Answer, error) {
	u, base := urlsOf[K](r, &s), r.HTTP.URL.EscapedPath()+"?"
	address := func(o *Object, name, query string) {
		if query == "" {
			o.Null(name)
			return
		}
		o.URL(name, base, query)
	}
	var o Object
	start, end := s.page.Number*s.page.Size, 0
	if n := len(s.Items); n > 0 {
		end = start + n - 1
	}
	o.Int("end", end)
	address(&o, "first_page_uri", u.first)
	address(&o, "next_page_uri", u.next)
	o.Int("page", s.page.Number)
	o.Int("page_size", s.page.Size)
	address(&o, "previous_page_uri", u.previous)
	o.Int("start", start)
	address(&o, "uri", u.this)
	o.List(key, len(s.Items), func(o *Object, i int) { render(o, s.Items[i]) })
	return OK(&o)
}
