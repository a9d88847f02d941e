package rest

import (
	"iter"
	"net/http"
	"slices"
	"time"

	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/queue"
)

// renderMember writes a member. Its address holds the call's own SID, also when it
// was asked for as Front (queue.md §3).
func (e *endpoints) renderMember(o *rest.Object, m queue.Member) {
	rest.AddSID(o, "call_sid", m.CallSID)
	o.Date2010("date_enqueued", m.DateEnqueued)
	o.Int("position", m.Position)
	rest.AddSID(o, "queue_sid", m.QueueSID)
	o.URL("uri", e.base, m.QueueSID.String()+"/Members/"+m.CallSID.String()+".json")
	o.Seconds("wait_time", m.WaitTime)
}

func (e *endpoints) showMember(m queue.Member) (rest.Answer, error) {
	var o rest.Object
	e.renderMember(&o, m)
	return rest.OK(&o)
}

// front is what stands for the SID of the call that is next.
const front = "Front"

// memberAt is the queue and the call of the path; the zero call for the front.
func memberAt(r *rest.Request) (q queue.QueueSID, call queue.CallSID, err error) {
	if q, err = queueNamed(r, r.Path(1)); err != nil {
		return q, call, err
	}
	who, ok := resource(r, 2)
	if ok && who == front {
		return q, call, nil
	}
	call, err = queue.ParseCallSID(who)
	if !ok || err != nil || call.IsZero() {
		return q, call, r.NotFound()
	}
	return q, call, nil
}

func (e *endpoints) fetchMember(r *rest.Request) (rest.Answer, error) {
	q, call, err := memberAt(r)
	if err != nil {
		return rest.Answer{}, err
	}
	var m queue.Member
	err = e.queues.View(r.HTTP.Context(), func(now time.Time, v Reader) (err error) {
		if call.IsZero() {
			m, err = v.Front(now, q)
		} else {
			m, err = v.Member(now, q, call)
		}
		return err
	})
	if err != nil {
		return rest.Answer{}, err
	}
	return e.showMember(m)
}

func (e *endpoints) updateMember(r *rest.Request) (rest.Answer, error) {
	q, call, err := memberAt(r)
	if err != nil {
		return rest.Answer{}, err
	}
	p := Dequeue{Queue: q, Call: call, Method: r.Params.Choice("Method", http.MethodPost, http.MethodGet)}
	if p.Method == "" {
		p.Method = http.MethodPost
	}
	r.Params.Required("Url")
	p.URL = r.Params.URL("Url")
	if err := r.Params.Err(); err != nil {
		return rest.Answer{}, err
	}
	m, err := e.queues.Dequeue(r.HTTP.Context(), p)
	if err != nil {
		return rest.Answer{}, err
	}
	return e.showMember(m)
}

// byPosition orders members by the instant at which they joined, and among those
// of one instant by their place. Positions would not do: they shift from one page
// to the next.
var byPosition = rest.Ordering{Parts: 2}

func (e *endpoints) listMembers(r *rest.Request) (rest.Answer, error) {
	s, err := queueNamed(r, r.Path(1))
	if err != nil {
		return rest.Answer{}, err
	}
	page, err := r.Page()
	if err != nil {
		return rest.Answer{}, err
	}
	var picked rest.Selected[queue.Member]
	err = e.queues.View(r.HTTP.Context(), func(now time.Time, v Reader) error {
		members, err := v.Members(now, s)
		if err != nil {
			return err
		}
		picked, err = pickMembers(&page, members)
		return err
	})
	if err != nil {
		return rest.Answer{}, err
	}
	return rest.Envelope2010[sid.Call](r, picked, "queue_members", e.renderMember)
}

// keyed adds the key of each member.
func keyed(members iter.Seq[queue.Member]) iter.Seq2[rest.Key, queue.Member] {
	return func(yield func(rest.Key, queue.Member) bool) {
		var last rest.Key
		for m := range members {
			k := rest.Key{SID: m.CallSID.Bytes()}
			k.Parts[0].Number = m.DateEnqueued.UnixNano()
			if k.Parts[0] == last.Parts[0] {
				k.Parts[1].Number = last.Parts[1].Number + 1
			}
			if !yield(k, m) {
				return
			}
			last = k
		}
	}
}

// pickMembers picks a page.
func pickMembers(page *rest.Page, members iter.Seq[queue.Member]) (rest.Selected[queue.Member], error) {
	at := *page
	if at.Token != nil {
		bare := *at.Token
		bare.Rank = ""
		at.Token = &bare // ask placeOf, whatever the rank
	}
	s, err := rest.NewSelection[sid.Call, queue.Member](&at, &byPosition, placeOf(page.Token, members))
	if err != nil {
		return rest.Selected[queue.Member]{}, err
	}
	at.Token = page.Token // which the page's own address shows
	for k, m := range keyed(members) {
		if s.Past(&k) {
			break
		}
		if s.Wants(&k) {
			s.Add(k, m)
		}
	}
	return s.Done(), nil
}

// placeOf finds the place of a token. Where its call still waits, that is where it
// stands now. Where it has left, the rank tells: those who joined at the same
// instant behind it have moved up by one.
func placeOf(t *rest.Token, members iter.Seq[queue.Member]) func(queue.CallSID) (rest.Key, bool) {
	return func(call queue.CallSID) (rest.Key, bool) {
		for k, m := range keyed(members) {
			if m.CallSID == call {
				return k, true
			}
		}
		k, ok := byPosition.Place(t)
		if ok && !t.Back {
			k.Parts[1].Number--
			k.SID = [16]byte(slices.Repeat([]byte{0xff}, len(k.SID)))
		}
		return k, ok
	}
}
