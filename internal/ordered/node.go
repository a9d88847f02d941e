package ordered

const (
	// maxItems is the most values a node keeps. One more fits while a split is
	// due, so that a full node's array has 64 places.
	maxItems = 63
	// minItems is the fewest values of a node, except along the right edge of
	// the tree, where appending leaves full nodes behind and starts short ones.
	// It is below half, so that a node which was merged or balanced is some way
	// from both limits and the cost of the next repair is spread.
	minItems = 24
	// firstItems is the room of a set's first node: most sets stay within it.
	firstItems = 4
)

// node is a leaf when kids is empty; otherwise it has one kid more than items,
// and the values of kids[i] lie between items[i-1] and items[i].
type node[T any] struct {
	window[T]
	kids []branch[T]
}

// branch keeps the size of a subtree beside the pointer to it, in the parent:
// ranks are summed along one array, without a visit to each kid.
type branch[T any] struct {
	node *node[T]
	size int // values in the subtree
}

// newNode returns an empty leaf with room for so many values.
func newNode[T any](room int) *node[T] {
	n := &node[T]{}
	n.array = make([]T, 0, room)
	return n
}

func (n *node[T]) isLeaf() bool { return len(n.kids) == 0 }

// size counts the values of the subtree; it trusts the branches below.
func (n *node[T]) size() int {
	sum := n.len()
	for _, k := range n.kids {
		sum += k.size
	}
	return sum
}

// find returns the place of the first item that is not before v, and whether
// it is equal to v. Both ends are tried first: queues grow at one end and
// shrink at the other.
func (s *Set[T]) find(items []T, v T) (int, bool) {
	high := len(items) - 1
	if high < 0 {
		return 0, false
	}
	if c := s.cmp(v, items[high]); c >= 0 {
		if c == 0 {
			return high, true
		}
		return high + 1, false
	}
	if c := s.cmp(v, items[0]); c <= 0 {
		return 0, c == 0
	}
	low := 1 // items[low-1] < v < items[high]
	for low < high {
		mid := int(uint(low+high) / 2)
		switch c := s.cmp(v, items[mid]); {
		case c == 0:
			return mid, true
		case c < 0:
			high = mid
		default:
			low = mid + 1
		}
	}
	return low, false
}

func (n *node[T]) walk(yield func(T) bool) bool {
	if n.isLeaf() {
		for _, v := range n.items() {
			if !yield(v) {
				return false
			}
		}
		return true
	}
	for i, v := range n.items() {
		if !n.kids[i].node.walk(yield) || !yield(v) {
			return false
		}
	}
	return n.kids[len(n.kids)-1].node.walk(yield)
}

func (s *Set[T]) walkFrom(n *node[T], v T, yield func(T) bool) bool {
	items := n.items()
	i, found := s.find(items, v)
	if n.isLeaf() {
		for _, v := range items[i:] {
			if !yield(v) {
				return false
			}
		}
		return true
	}
	if !found && !s.walkFrom(n.kids[i].node, v, yield) {
		return false
	}
	for ; i < len(items); i++ {
		if !yield(items[i]) || !n.kids[i+1].node.walk(yield) {
			return false
		}
	}
	return true
}

// cut shortens list to its first n elements and clears the rest, so that no
// removed value is kept alive.
func cut[E any](list []E, n int) []E {
	clear(list[n:])
	return list[:n]
}
