// Package ordered keeps values in order: a set that is cheap to change at any
// place, and that knows the rank of each value.
//
// [Set] is a B-tree whose branches carry the number of values below them. Next
// to a sorted slice it costs O(log n) instead of O(n) to change in the middle;
// next to a heap it can be searched, ranged over and asked for a position.
package ordered

import "iter"

// Set holds values in ascending order of the comparison it was made with; of
// values that compare equal it holds one. Insert, Delete, Contains, At and Rank
// take O(log n); Min and Max look at one node of each level. Of a set that grows
// at one end and shrinks at the other no values move to make room: each node is
// a window in its array.
//
// The order is a function, and not a method of the values by way of a
// constraint: the compiler inlines neither in a generic type, and the method
// measured no faster.
//
// An empty Set is 32 bytes, one of a few values two small objects more: a
// program can afford a Set for each of a million classes. Storage grows by
// nodes of up to 63 values; nodes that fall free are kept for reuse, at most as
// many as a small share of the set's own size.
//
// Make one with [New]; the zero Set has no comparison. A Set must not be copied
// once used, and is not safe for concurrent use.
type Set[T any] struct {
	cmp  func(a, b T) int
	root *node[T] // nil when nothing was ever inserted, or all was released
	len  int
	free *pool[T] // nil until a leaf falls free
}

// New returns an empty set ordered by cmp, which must be a strict weak order:
// negative when a goes before b, zero when they are the same value, positive
// otherwise. The order of values that are in the set must not change.
func New[T any](cmp func(a, b T) int) *Set[T] { return &Set[T]{cmp: cmp} }

// Len returns the number of values.
func (s *Set[T]) Len() int { return s.len }

// Insert adds v. It reports false, and keeps the value that is there, when the
// set holds a value equal to v.
func (s *Set[T]) Insert(v T) bool {
	if s.root == nil {
		s.root = newNode[T](firstItems)
	}
	if !s.insert(s.root, v, true) {
		return false
	}
	s.len++
	if s.root.len() > maxItems {
		s.growRoot()
	}
	return true
}

// Delete removes the value equal to v, and reports whether there was one.
func (s *Set[T]) Delete(v T) bool {
	if s.root == nil || !s.delete(s.root, v) {
		return false
	}
	s.len--
	s.shrinkRoot()
	return true
}

// Contains reports whether the set holds a value equal to v.
func (s *Set[T]) Contains(v T) bool {
	n := s.root
	for n != nil {
		i, found := s.find(n.items(), v)
		if found {
			return true
		}
		if n.isLeaf() {
			return false
		}
		n = n.kids[i].node
	}
	return false
}

// Min returns the first value, or false when the set is empty.
func (s *Set[T]) Min() (T, bool) {
	if s.len == 0 {
		var none T
		return none, false
	}
	n := s.root
	for !n.isLeaf() {
		n = n.kids[0].node
	}
	return n.array[n.head], true
}

// Max returns the last value, or false when the set is empty.
func (s *Set[T]) Max() (T, bool) {
	if s.len == 0 {
		var none T
		return none, false
	}
	n := s.root
	for !n.isLeaf() {
		n = n.kids[len(n.kids)-1].node
	}
	return n.array[len(n.array)-1], true
}

// At returns the value with exactly i values before it, or false when i is
// negative or not below Len.
func (s *Set[T]) At(i int) (T, bool) {
	if i < 0 || i >= s.len {
		var none T
		return none, false
	}
	n := s.root
	for !n.isLeaf() {
		k := 0
		for i > n.kids[k].size {
			i -= n.kids[k].size + 1
			k++
		}
		if i == n.kids[k].size {
			return n.items()[k], true
		}
		n = n.kids[k].node
	}
	return n.items()[i], true
}

// Rank returns the number of values before v, whether or not the set holds v.
func (s *Set[T]) Rank(v T) int {
	rank := 0
	for n := s.root; n != nil; {
		i, found := s.find(n.items(), v)
		rank += i
		if n.isLeaf() {
			return rank
		}
		for _, k := range n.kids[:i] {
			rank += k.size
		}
		if found {
			return rank + n.kids[i].size
		}
		n = n.kids[i].node
	}
	return rank
}

// All ranges over the values in ascending order. The set must not be changed
// while the range goes on.
func (s *Set[T]) All() iter.Seq[T] {
	return func(yield func(T) bool) {
		if s.root != nil {
			s.root.walk(yield)
		}
	}
}

// From ranges in ascending order over the values that are equal to v or after
// it. The set must not be changed while the range goes on.
func (s *Set[T]) From(v T) iter.Seq[T] {
	return func(yield func(T) bool) {
		if s.root != nil {
			s.walkFrom(s.root, v, yield)
		}
	}
}

// Clear removes all values and gives the storage back.
func (s *Set[T]) Clear() {
	s.root, s.free, s.len = nil, nil, 0
}
