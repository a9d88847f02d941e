package ordered

import "slices"

// delete removes v below n, which may be left with too few items for the
// caller to repair.
func (s *Set[T]) delete(n *node[T], v T) bool {
	items := n.items()
	i, found := s.find(items, v)
	switch {
	case n.isLeaf():
		if found {
			n.remove(i)
		}
		return found
	case found:
		items[i] = s.deleteMax(n.kids[i].node) // the value just before v
	case !s.delete(n.kids[i].node, v):
		return false
	}
	n.kids[i].size--
	s.repairKid(n, i)
	return true
}

// deleteMax takes the last value below n out.
func (s *Set[T]) deleteMax(n *node[T]) T {
	if n.isLeaf() {
		return n.remove(n.len() - 1)
	}
	i := len(n.kids) - 1
	v := s.deleteMax(n.kids[i].node)
	n.kids[i].size--
	s.repairKid(n, i)
	return v
}

// repairKid joins kid i with a neighbour, or fills it from there, when it has
// too few items.
func (s *Set[T]) repairKid(n *node[T], i int) {
	if n.kids[i].node.len() >= minItems {
		return
	}
	if i == len(n.kids)-1 {
		i--
	}
	left, right := n.kids[i].node, n.kids[i+1].node
	both := left.len() + right.len()
	switch {
	case both+1 <= maxItems:
		s.mergeKids(n, i)
	case left.len() < right.len():
		moveLeft(n, i, (right.len()-left.len())/2)
	default:
		moveRight(n, i, (left.len()-right.len())/2)
	}
}

// mergeKids moves all of kid i+1, and the item between, into kid i.
func (s *Set[T]) mergeKids(n *node[T], i int) {
	middle, gone := n.remove(i), n.kids[i+1]
	n.kids = slices.Delete(n.kids, i+1, i+2)
	left := n.kids[i].node
	left.reserve(1 + gone.node.len())
	left.push(middle)
	left.push(gone.node.items()...)
	left.kids = append(left.kids, gone.node.kids...)
	n.kids[i].size += gone.size + 1
	s.recycle(gone.node)
}

// moveLeft moves k items from kid i+1 through the parent to kid i.
func moveLeft[T any](n *node[T], i, k int) {
	left, right := n.kids[i].node, n.kids[i+1].node
	items, moved := n.items(), right.items()[:k]
	left.reserve(k)
	left.push(items[i])
	left.push(moved[:k-1]...)
	items[i] = moved[k-1]
	right.dropFirst(k)
	if !left.isLeaf() {
		left.kids = append(left.kids, right.kids[:k]...)
		right.kids = cut(right.kids, copy(right.kids, right.kids[k:]))
	}
	resize(n, i)
}

// moveRight moves k items from kid i through the parent to kid i+1.
func moveRight[T any](n *node[T], i, k int) {
	left, right := n.kids[i].node, n.kids[i+1].node
	from := left.len() - k
	items, moved := n.items(), left.items()[from:]
	right.open(k)
	to := right.items()
	copy(to, moved[1:])
	to[k-1] = items[i]
	items[i] = moved[0]
	left.keep(from)
	if !left.isLeaf() {
		right.kids = prepend(right.kids, k)
		copy(right.kids, left.kids[from+1:])
		left.kids = cut(left.kids, from+1)
	}
	resize(n, i)
}

// prepend makes room for k elements at the front of list.
func prepend[E any](list []E, k int) []E {
	n := len(list)
	for range k {
		var none E
		list = append(list, none)
	}
	copy(list[k:], list[:n])
	return list
}

// resize counts kids i and i+1 again after items moved between them.
func resize[T any](n *node[T], i int) {
	n.kids[i].size = n.kids[i].node.size()
	n.kids[i+1].size = n.kids[i+1].node.size()
}

// shrinkRoot drops a root without items, and the storage of a set that became
// empty when it is more than a small set needs.
func (s *Set[T]) shrinkRoot() {
	switch {
	case s.root.len() > 0:
	case !s.root.isLeaf():
		s.root = s.root.kids[0].node
	default:
		s.free = nil
		if cap(s.root.array) > 2*firstItems {
			s.root = nil
		}
	}
}
