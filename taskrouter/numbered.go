package taskrouter

import "github.com/goacd/acd/internal/sid"

// numbered finds records by their SIDs. Almost all SIDs are made here and count
// up from one ([sid.Source]), so that a SID says which number its record has, and
// records lie in pages in the order of their numbers: those that are in use
// together lie together, and none is searched for. SIDs that callers chose are in a
// map.
//
// Records come and go roughly in the order they were made. Pages that are empty go,
// and where a few records outlive all that were made with them, they move to the
// map, so that there is never much more room than records.
//
// BenchmarkNumbered shows it beside the map alone, and BenchmarkOutlived what it costs to
// make a SID.
type numbered[K sid.Kind, R any] struct {
	source sid.Source
	made   uint64     // the last number
	latest sid.SID[K] // its SID
	pages  []*page[R]
	passed uint64   // pages that are gone from the front
	spare  *page[R] // one that is empty
	others map[sid.SID[K]]*R
	chosen bool // some of the others have SIDs that were not made here, or had
	size   int
}

// page is records by their numbers.
type page[R any] struct {
	records [pageSize]*R
	size    int // records that are there
}

const (
	pageSize = 64
	// mostPages is how many pages there can be for each that the records would fill,
	// and that many more, before the first one's records move.
	mostPages = 4
	// mostMoved is how many pages' records move at a time, so that nobody has to wait
	// for all of them after many others have gone. They move when a page is begun.
	mostMoved = 8
)

func newNumbered[K sid.Kind, R any](source sid.Source) numbered[K, R] {
	return numbered[K, R]{source: source}
}

func (n *numbered[K, R]) len() int { return n.size }

// choose returns s, or the next SID when s is zero. The numbers alone meet no SID
// twice; those that callers chose may stand in the way.
func (n *numbered[K, R]) choose(s sid.SID[K]) sid.SID[K] {
	for s.IsZero() || n.chosen && n.others[s] != nil {
		n.made++
		s = sid.Make[K](n.source, n.made)
		n.latest = s
	}
	return s
}

// get returns the record with a SID, or nil.
func (n *numbered[K, R]) get(s sid.SID[K]) *R {
	if p, i := n.place(n.number(s)); p != nil && p.records[i] != nil {
		return p.records[i]
	}
	return n.others[s]
}

// none is no number.
const none = ^uint64(0)

// number returns the number of a SID that was made here, or none.
func (n *numbered[K, R]) number(s sid.SID[K]) uint64 {
	if s == n.latest {
		return n.made
	}
	if number, ok := sid.Number(&n.source, s); ok && number <= n.made {
		return number
	}
	return none
}

// place returns the page that a number belongs to, nil if there is none, and where
// it is there.
func (n *numbered[K, R]) place(number uint64) (p *page[R], i uint64) {
	k := number/pageSize - n.passed // runs over for pages that are gone
	if k < uint64(len(n.pages)) {
		p = n.pages[k]
	}
	return p, number % pageSize
}

// add adds a record with a SID that none has.
func (n *numbered[K, R]) add(s sid.SID[K], rec *R) {
	n.size++
	number := n.number(s)
	p, i := n.place(number)
	if p == nil && number == n.made {
		p = n.begin()
	}
	if p == nil {
		n.chosen = n.chosen || number == none
		n.keep(s, rec)
		return
	}
	p.records[i] = rec
	p.size++
}

// begin begins the page of the number that was made last.
func (n *numbered[K, R]) begin() *page[R] {
	k := n.made / pageSize
	if last := len(n.pages) - 1; last < 0 {
		n.passed = k
	} else if p := n.pages[last]; p != nil && p.size == 0 {
		n.spare, n.pages[last] = p, nil
	}
	for n.passed+uint64(len(n.pages)) <= k {
		n.pages = append(n.pages, nil)
	}
	p := n.spare
	if n.spare = nil; p == nil {
		p = new(page[R])
	}
	n.pages[k-n.passed] = p
	n.trim()
	for range mostMoved {
		if len(n.pages) <= mostPages*(n.size/pageSize+1) {
			break
		}
		n.move()
	}
	return p
}

// keep adds a record to the map.
func (n *numbered[K, R]) keep(s sid.SID[K], rec *R) {
	if n.others == nil {
		n.others = map[sid.SID[K]]*R{}
	}
	n.others[s] = rec
}

// move moves the records of the first page to the map.
func (n *numbered[K, R]) move() {
	for i, rec := range n.pages[0].records {
		if rec != nil {
			n.keep(sid.Make[K](n.source, n.passed*pageSize+uint64(i)), rec)
		}
	}
	n.pages[0] = nil
	n.trim()
}

// trim lets pages go that are empty, from the front: the first is not, then.
func (n *numbered[K, R]) trim() {
	gone := 0
	for n.pages[gone] == nil { // the last one is never
		gone++
	}
	n.pages = n.pages[gone:]
	n.passed += uint64(gone)
}

// remove removes the record with a SID, and returns it; nil if there is none.
func (n *numbered[K, R]) remove(s sid.SID[K]) *R {
	number := n.number(s)
	p, i := n.place(number)
	if p == nil || p.records[i] == nil {
		rec := n.others[s]
		if rec != nil {
			delete(n.others, s)
			n.size--
		}
		if len(n.others) == 0 {
			n.others, n.chosen = nil, false // a map would keep the room of all that were ever there
		}
		return rec
	}
	rec := p.records[i]
	p.records[i] = nil
	p.size--
	n.size--
	if k := number/pageSize - n.passed; p.size == 0 && k != uint64(len(n.pages)-1) { // to the last one more will come
		n.spare, n.pages[k] = p, nil
		n.trim()
	}
	return rec
}
