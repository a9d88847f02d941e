package ordered

import "fmt"

// check recomputes every invariant of the set from scratch.
func (s *Set[T]) check() error {
	if s.root == nil {
		if s.len != 0 {
			return fmt.Errorf("no root, but %d values", s.len)
		}
		return nil
	}
	if _, err := s.checkNode(s.root, true); err != nil {
		return err
	}
	if got := s.root.size(); got != s.len {
		return fmt.Errorf("%d values in the tree, Len says %d", got, s.len)
	}
	if s.free != nil && len(s.free.leaves) > maxFree {
		return fmt.Errorf("%d leaves kept for reuse", len(s.free.leaves))
	}
	return s.checkOrder()
}

// checkNode returns the height of n and what is wrong below it.
func (s *Set[T]) checkNode(n *node[T], edge bool) (int, error) {
	if n.len() > maxItems || !edge && n.len() < minItems {
		return 0, fmt.Errorf("node with %d items, edge %t", n.len(), edge)
	}
	if cap(n.array) > 2*(maxItems+1) {
		return 0, fmt.Errorf("node with room for %d items", cap(n.array))
	}
	if n.isLeaf() {
		if n.len() == 0 && n != s.root {
			return 0, fmt.Errorf("empty leaf")
		}
		return 1, nil
	}
	if len(n.kids) != n.len()+1 || n.len() == 0 {
		return 0, fmt.Errorf("node with %d items and %d kids", n.len(), len(n.kids))
	}
	height := 0
	for i, k := range n.kids {
		h, err := s.checkNode(k.node, edge && i == len(n.kids)-1)
		if err != nil {
			return 0, err
		}
		if i > 0 && h != height {
			return 0, fmt.Errorf("kids of heights %d and %d", height, h)
		}
		height = h
		if got := k.node.size(); got != k.size {
			return 0, fmt.Errorf("subtree of %d values, its branch says %d", got, k.size)
		}
	}
	return height + 1, nil
}

func (s *Set[T]) checkOrder() error {
	var last T
	seen := 0
	for v := range s.All() {
		if seen > 0 && s.cmp(last, v) >= 0 {
			return fmt.Errorf("value %v after %v", v, last)
		}
		last = v
		seen++
	}
	if seen != s.len {
		return fmt.Errorf("ranged over %d values, Len says %d", seen, s.len)
	}
	return nil
}
