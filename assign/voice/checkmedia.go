package voice

import (
	"maps"
	"slices"

	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/queue"
)

// media checks what the machine keeps of recordings, and of the pace of queues:
// every recording is known to its call, a call that is recorded waits for that,
// and whoever waits is counted once.
func (k *checker) media() {
	m := k.m
	for _, s := range slices.SortedFunc(maps.Keys(m.recordings), sid.SID[sid.Recording].Compare) {
		r := m.recordings[s]
		switch told := r.begun && r.asked.StatusCallback != ""; {
		case r.room != nil:
			if r.room.recording != r || m.roomsBySID[r.room.sid] != r.room && !told {
				k.fail("recording %s of conference %s is nobody's", s, r.room.sid)
			}
		case !slices.Contains(r.call.recordings, r):
			k.fail("recording %s is not that of call %s", s, r.call.sid)
		case r.call.over && !told:
			k.fail("recording %s of call %s is nobody's", s, r.call.sid)
		}
	}
	for _, s := range slices.SortedFunc(maps.Keys(m.calls), sid.SID[sid.Call].Compare) {
		c := m.calls[s]
		for _, r := range c.recordings {
			if m.recordings[r.asked.SID] != r {
				k.fail("recording %s of call %s is forgotten", r.asked.SID, s)
			}
		}
		if c.taping != nil && (c.foreground == 0 || m.ops[c.foreground].kind != recordingVoice) {
			k.fail("call %s is recorded, and waits for something else", s)
		}
	}
	k.count("places", len(m.places), k.waiting)
	for q := range m.queues.Queues(m.now, queue.Filter{}) {
		if p := m.paces[q.SID]; p != nil && p.members != q.CurrentSize {
			k.fail("queue %s has %d members, and %d are counted", q.SID, q.CurrentSize, p.members)
		}
	}
}
