package taskrouter

import "cmp"

// spares are the groups that nobody waits in any more, the latest ones: where
// tasks wait for a moment, the next one like this needs not make its group anew.
type spares struct {
	ring []*group // at most size
	next int
	size int // of the ring; zero for mostSpares
}

// mostSpares is how many groups that nobody waits in are kept.
const mostSpares = 4096

// keep adds a group, and returns the one that has to go for it, if there is one.
func (s *spares) keep(g *group) *group {
	i := s.next
	if i == len(s.ring) {
		s.ring = append(s.ring, nil)
	}
	s.next = (i + 1) % cmp.Or(s.size, mostSpares)
	old := s.ring[i]
	if old != nil && old.spare != i+1 {
		old = nil // somebody waits in it again, or it has another place here
	}
	s.ring[i], g.spare = g, i+1
	return old
}
