package ordered

// maxFree bounds the leaves a set keeps for reuse.
const maxFree = 32

// pool keeps the leaves that merging freed, so that a queue which grows at one
// end and shrinks at the other comes to rest without allocating. Inner nodes,
// one in some forty, are left to the collector.
type pool[T any] struct {
	leaves []*node[T] // empty, with room for maxItems+1
}

// newLeaf returns an empty node with room for a full one.
func (s *Set[T]) newLeaf() *node[T] {
	if s.free == nil || len(s.free.leaves) == 0 {
		return newNode[T](maxItems + 1)
	}
	last := len(s.free.leaves) - 1
	n := s.free.leaves[last]
	s.free.leaves = cut(s.free.leaves, last)
	return n
}

// recycle keeps n for later, unless it is no leaf or enough are kept already.
func (s *Set[T]) recycle(n *node[T]) {
	if !n.isLeaf() || cap(n.array) < maxItems+1 {
		return
	}
	if s.free == nil {
		s.free = &pool[T]{}
	}
	if len(s.free.leaves) >= min(maxFree, 1+s.len/maxItems) {
		return
	}
	n.keep(0)
	s.free.leaves = append(s.free.leaves, n)
}
