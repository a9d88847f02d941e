package expr

import "iter"

// Members yields the members of the object as they stand: each key with its
// escapes resolved, and the text of its value. Equal keys all come; the last
// one is what [Document.Lookup] finds.
func (d Document) Members() iter.Seq2[string, string] {
	return func(yield func(key, value string) bool) {
		s := d.Raw()
		i := skipSpace(s, skipSpace(s, 0)+1) // past the brace
		for s[i] != '}' {
			key, escaped, value := readKey(s, i)
			if escaped {
				key = unquote(key)
			}
			end := valueEnd(s, value)
			if !yield(key, s[value:end]) {
				return
			}
			i = nextItem(s, end)
		}
	}
}
