package expr

import "iter"

// Members yields the members of the object as they stand: each key with its
// escapes resolved, and the text of its value. Equal keys all come; the last
// one is what [Document.Lookup] finds.
func (d Document) Members() iter.Seq2[string, string] {
	return func(yield func(key, value string) bool) {
		s := scanner{source: d.Raw()}
		s.space()
		s.offset++ // the brace
		for s.space(); s.source[s.offset] != '}'; s.space() {
			key, escaped := s.rawString()
			if escaped {
				key = unquote(key)
			}
			s.space()
			s.offset++ // the colon
			s.space()
			start := s.offset
			s.skip()
			if !yield(key, s.source[start:s.offset]) {
				return
			}
			s.comma()
		}
	}
}
