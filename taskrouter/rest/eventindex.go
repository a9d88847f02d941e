package rest

import (
	"maps"
	"sync"

	"github.com/goacd/acd/taskrouter"
)

// eventIndex knows the sequences of events by their SIDs, which do not tell them.
// It reads each event once, when somebody asks for the first time after it. The
// zero value is ready. It is safe for concurrent use.
type eventIndex struct {
	mu    sync.Mutex
	bySID map[taskrouter.EventSID]uint64
	read  uint64 // events up to this one were read
	full  int    // how many there may be before those are forgotten that are gone
}

// find returns the sequence of an event that is kept, or was not long ago.
func (x *eventIndex) find(w Workspace, s taskrouter.EventSID) (sequence uint64, known bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.bySID == nil {
		x.bySID = map[taskrouter.EventSID]uint64{}
	}
	for page := w.Events(x.read); len(page) > 0; page = w.Events(x.read) {
		for i := range page {
			x.bySID[page[i].SID()] = page[i].Sequence
		}
		x.read = page[len(page)-1].Sequence
		if len(x.bySID) > x.full {
			x.forget(w)
		}
	}
	sequence, known = x.bySID[s]
	return sequence, known
}

// forget leaves those that are kept, and doubles the room for them.
func (x *eventIndex) forget(w Workspace) {
	if kept := w.Events(0); len(kept) > 0 {
		maps.DeleteFunc(x.bySID, func(_ taskrouter.EventSID, sequence uint64) bool { return sequence < kept[0].Sequence })
	}
	x.full = max(1000, 2*len(x.bySID))
}
