package expr

import "slices"

// LookupAll appends to dst the value of every reference of p, in the order of
// their numbers; each is what [Document.Lookup] returns. The text is scanned
// once, however many references there are, unless one is the beginning of
// another. Only arrays and strings with escapes allocate.
func (d Document) LookupAll(p *Paths, dst []Value) []Value {
	first := len(dst)
	dst = slices.Grow(dst, p.Len())[:first+p.Len()]
	clear(dst[first:])
	if d.raw == "" || p.root.leaf() {
		return dst
	}
	f := finder{d.raw, dst[first:]}
	f.object(&p.root, skipSpace(d.raw, 0))
	return dst
}

// finder walks a document and a tree of paths together.
type finder struct {
	source string
	values []Value // by number of path; NULL at first
}

// object reads the object at i, whose path is n's, and returns where it ends.
// The last of equal keys counts: it takes the place of an earlier one's value,
// and of all the values below that.
func (f *finder) object(n *pathNode, i int) int {
	var seen uint64 // a bit for each name, shared by those that are 64 apart
	s := f.source
	for i = skipSpace(s, i+1); s[i] != '}'; i = nextItem(s, i) {
		key, escaped, value := readKey(s, i)
		if escaped {
			key = unquote(key)
		}
		name := n.find(key)
		if name < 0 {
			i = valueEnd(s, value)
			continue
		}
		node := &n.names[name].node
		if bit := uint64(1) << (name & 63); seen&bit == 0 {
			seen |= bit
		} else {
			f.forget(node)
		}
		i = f.visit(node, value)
	}
	return i + 1
}

// array reads the array at i, whose path is n's, and returns where it ends.
func (f *finder) array(n *pathNode, i int) int {
	s, wanted := f.source, n.indexes
	i = skipSpace(s, i+1)
	for index := 0; len(wanted) > 0 && s[i] != ']'; index++ {
		if wanted[0].index == index {
			i = f.visit(&wanted[0].node, i)
			wanted = wanted[1:]
		} else {
			i = valueEnd(s, i)
		}
		i = nextItem(s, i)
	}
	return bracketEnd(s, i)
}

// visit reads the value at i, whose path is n's, and returns where it ends.
func (f *finder) visit(n *pathNode, i int) (end int) {
	if n.number > 0 {
		f.values[n.number-1], end = readValue(f.source, i)
		if n.leaf() {
			return end
		}
		// It is read again, for the paths that go on.
	}
	switch {
	case f.source[i] == '{' && len(n.names) > 0:
		return f.object(n, i)
	case f.source[i] == '[' && len(n.indexes) > 0:
		return f.array(n, i)
	}
	return valueEnd(f.source, i)
}

// forget makes the values at and below n NULL again.
func (f *finder) forget(n *pathNode) {
	if n.number > 0 {
		f.values[n.number-1] = Value{}
	}
	for i := range n.names {
		f.forget(&n.names[i].node)
	}
	for i := range n.indexes {
		f.forget(&n.indexes[i].node)
	}
}
