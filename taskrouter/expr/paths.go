package expr

import "slices"

// Paths is a set of references that are looked up together, in one pass over a
// document: see [Document.LookupAll]. The zero Paths is empty and ready to use.
// Reading it is safe for concurrent use, adding to it is not.
//
// The references are held as a tree, a node for each part, so that a pass over
// a document goes down both at once and skips whatever no reference leads into.
type Paths struct {
	refs   []Reference
	root   pathNode
	number map[Reference]int
}

// pathNode stands for a beginning that references have in common.
type pathNode struct {
	// number of the reference that ends here, plus 1; 0 when none does.
	number int
	// filter has a bit for each name, so that most keys of a document, which
	// nobody asks for, are passed over without comparing them.
	filter uint64
	// names and indexes are the next parts, indexes in ascending order.
	names   []pathBranch
	indexes []pathBranch
	// byName holds positions in names once they are many.
	byName map[string]int
}

// pathBranch is a part and what follows it, so that whoever finds one has both.
type pathBranch struct {
	part
	prefix uint64 // of the name
	node   pathNode
}

// manyNames is from how many names on a map finds one faster than a search.
const manyNames = 9

// Add puts a reference into the set and returns its number: they count from 0
// in the order in which they came, and one that is there keeps its own.
func (p *Paths) Add(r Reference) int {
	if n, ok := p.number[r]; ok {
		return n
	}
	if p.number == nil {
		p.number = make(map[Reference]int)
	}
	n := len(p.refs)
	p.refs = append(p.refs, r)
	p.number[r] = n
	// The zero reference finds nothing, nor does one that goes deeper than
	// any document.
	if !r.IsZero() && r.Len() <= MaxDocumentDepth {
		p.root.grow(r).number = n + 1
	}
	return n
}

// Len returns how many references there are.
func (p *Paths) Len() int { return len(p.refs) }

// At returns the reference of a number below Len.
func (p *Paths) At(number int) Reference { return p.refs[number] }

// grow returns the node of r below n, made when it is missing. It is valid until
// another one is made.
func (n *pathNode) grow(r Reference) *pathNode {
	for !r.IsZero() {
		var step part
		step, r = r.cut()
		if step.name != "" {
			n = n.growName(step)
		} else {
			n = n.growIndex(step)
		}
	}
	return n
}

func (n *pathNode) growName(step part) *pathNode {
	if i := n.find(step.name); i >= 0 {
		return &n.names[i].node
	}
	n.names = append(n.names, pathBranch{part: step, prefix: prefix(step.name)})
	n.filter |= nameBit(step.name)
	switch {
	case n.byName != nil:
		n.byName[step.name] = len(n.names) - 1
	case len(n.names) == manyNames:
		n.byName = make(map[string]int)
		for i := range n.names {
			n.byName[n.names[i].name] = i
		}
	}
	return &n.names[len(n.names)-1].node
}

func (n *pathNode) growIndex(step part) *pathNode {
	i, found := slices.BinarySearchFunc(n.indexes, step.index, func(b pathBranch, index int) int { return b.index - index })
	if !found {
		n.indexes = slices.Insert(n.indexes, i, pathBranch{part: step})
	}
	return &n.indexes[i].node
}

// find returns the position of a name, or -1.
func (n *pathNode) find(name string) int {
	if n.filter&nameBit(name) == 0 {
		return -1
	}
	if n.byName != nil {
		if i, ok := n.byName[name]; ok {
			return i
		}
		return -1
	}
	head := prefix(name)
	for i := range n.names {
		b := &n.names[i]
		if b.prefix == head && len(b.name) == len(name) && (len(name) <= prefixSize || b.name == name) {
			return i
		}
	}
	return -1
}

// nameBit spreads names by their first letter and length.
func nameBit(name string) uint64 {
	if name == "" {
		return 0 // no reference has an empty name
	}
	return 1 << ((uint(name[0]) + uint(len(name))*7) & 63)
}

// leaf reports whether no reference goes on from here.
func (n *pathNode) leaf() bool { return len(n.names) == 0 && len(n.indexes) == 0 }
