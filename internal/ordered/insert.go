package ordered

import "slices"

// insert adds v below n, which may be left with one item too many for the
// caller to split. Edge says that n is on the right edge of the tree.
func (s *Set[T]) insert(n *node[T], v T, edge bool) bool {
	i, found := s.find(n.items(), v)
	if found {
		return false
	}
	if n.isLeaf() {
		n.window.insert(i, v)
		return true
	}
	edge = edge && i == len(n.kids)-1
	if !s.insert(n.kids[i].node, v, edge) {
		return false
	}
	n.kids[i].size++
	if n.kids[i].node.len() > maxItems {
		s.splitKid(n, i, edge)
	}
	return true
}

// splitKid moves the upper part of kid i into a new kid behind it.
func (s *Set[T]) splitKid(n *node[T], i int, edge bool) {
	middle, right := s.split(n.kids[i].node, edge)
	size := right.size()
	n.kids[i].size -= size + 1
	n.window.insert(i, middle)
	n.kids = slices.Insert(n.kids, i+1, branch[T]{right, size})
}

// split halves n, which has one item too many. At the right edge it leaves n
// full instead: values that arrive in order then fill their nodes.
func (s *Set[T]) split(n *node[T], edge bool) (T, *node[T]) {
	items := n.items()
	at := len(items) / 2
	if edge {
		at = len(items) - 2
	}
	middle, right := items[at], s.newLeaf()
	right.push(items[at+1:]...)
	n.keep(at)
	if !n.isLeaf() {
		right.kids = append(make([]branch[T], 0, maxItems+2), n.kids[at+1:]...)
		n.kids = cut(n.kids, at+1)
	}
	return middle, right
}

// growRoot puts a new root above one that has an item too many.
func (s *Set[T]) growRoot() {
	n := newNode[T](maxItems + 1)
	n.kids = make([]branch[T], 1, maxItems+2)
	n.kids[0] = branch[T]{s.root, s.len}
	s.root = n
	s.splitKid(n, 0, true)
}
