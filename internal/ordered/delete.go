package ordered

// delete removes v below n, which may be left with too few items for the
// caller to repair.
func (s *Set[T]) delete(n *node[T], v T) bool {
	i, found := s.find(n.items, v)
	switch {
	case n.isLeaf():
		if found {
			n.items, _ = removeAt(n.items, i)
		}
		return found
	case found:
		n.items[i] = s.deleteMax(n.kids[i].node) // the value just before v
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
		var v T
		n.items, v = removeAt(n.items, len(n.items)-1)
		return v
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
	if len(n.kids[i].node.items) >= minItems {
		return
	}
	if i == len(n.kids)-1 {
		i--
	}
	left, right := n.kids[i].node, n.kids[i+1].node
	both := len(left.items) + len(right.items)
	switch {
	case both+1 <= maxItems:
		s.mergeKids(n, i)
	case len(left.items) < len(right.items):
		moveLeft(n, i, (len(right.items)-len(left.items))/2)
	default:
		moveRight(n, i, (len(left.items)-len(right.items))/2)
	}
}

// mergeKids moves all of kid i+1, and the item between, into kid i.
func (s *Set[T]) mergeKids(n *node[T], i int) {
	var middle T
	var gone branch[T]
	n.items, middle = removeAt(n.items, i)
	n.kids, gone = removeAt(n.kids, i+1)
	left := n.kids[i].node
	left.items = append(append(left.items, middle), gone.node.items...)
	left.kids = append(left.kids, gone.node.kids...)
	n.kids[i].size += gone.size + 1
	s.recycle(gone.node)
}

// moveLeft moves k items from kid i+1 through the parent to kid i.
func moveLeft[T any](n *node[T], i, k int) {
	left, right := n.kids[i].node, n.kids[i+1].node
	left.items = append(append(left.items, n.items[i]), right.items[:k-1]...)
	n.items[i] = right.items[k-1]
	right.items = cut(right.items, copy(right.items, right.items[k:]))
	if !left.isLeaf() {
		left.kids = append(left.kids, right.kids[:k]...)
		right.kids = cut(right.kids, copy(right.kids, right.kids[k:]))
	}
	resize(n, i)
}

// moveRight moves k items from kid i through the parent to kid i+1.
func moveRight[T any](n *node[T], i, k int) {
	left, right := n.kids[i].node, n.kids[i+1].node
	from := len(left.items) - k
	right.items = prepend(right.items, k)
	copy(right.items, left.items[from+1:])
	right.items[k-1] = n.items[i]
	n.items[i] = left.items[from]
	left.items = cut(left.items, from)
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
	case len(s.root.items) > 0:
	case !s.root.isLeaf():
		s.root = s.root.kids[0].node
	default:
		s.free = nil
		if cap(s.root.items) > 2*firstItems {
			s.root = nil
		}
	}
}
