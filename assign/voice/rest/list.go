package rest

import (
	"time"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/internal/sid"
)

// filter is which calls are to be listed (rest.md §11).
type filter struct {
	to, from       string
	parent         voice.CallSID
	status         voice.CallStatus
	started, ended window
}

// window is a span of time; a zero end is open.
type window struct{ from, before time.Time }

func (w *window) isOpen() bool { return w.from.IsZero() && w.before.IsZero() }

// has reports whether an instant lies in the window. No instant at all lies only
// in the open one.
func (w *window) has(t time.Time) bool {
	switch {
	case w.isOpen():
		return true
	case t.IsZero():
		return false
	}
	return !t.Before(w.from) && (w.before.IsZero() || t.Before(w.before))
}

// readWindow reads a filter of days: a name, and the name with "<" and ">".
// An instant in place of a day is that instant as a bound, and its day otherwise.
func readWindow(p *rest.Params, name string) window {
	var w window
	if day := p.Date(name); !day.IsZero() {
		w.from = day.Truncate(24 * time.Hour)
		w.before = w.from.Add(24 * time.Hour)
	}
	if before := p.Date(name + "<"); !before.IsZero() && (w.before.IsZero() || before.Before(w.before)) {
		w.before = before
	}
	if from := p.Date(name + ">"); from.After(w.from) {
		w.from = from
	}
	return w
}

func readFilter(p *rest.Params) filter {
	return filter{
		to: optionalAddress(p, "To"), from: optionalAddress(p, "From"), parent: rest.SID[sid.Call](p, "ParentCallSid"),
		status: voice.CallStatus(p.Choice("Status", string(voice.StatusQueued), string(voice.StatusRinging), string(voice.StatusInProgress),
			string(voice.StatusCompleted), string(voice.StatusBusy), string(voice.StatusFailed), string(voice.StatusNoAnswer),
			string(voice.StatusCanceled))),
		started: readWindow(p, "StartTime"), ended: readWindow(p, "EndTime"),
	}
}

func optionalAddress(p *rest.Params, name string) string {
	if p.Text(name) == "" {
		return ""
	}
	return address(p, name)
}

func (f *filter) keeps(c *record) bool {
	switch {
	case f.to != "" && f.to != c.To, f.from != "" && f.from != c.From:
		return false
	case !f.parent.IsZero() && f.parent != c.Parent:
		return false
	case f.status != "" && f.status != c.Status:
		return false
	}
	return f.started.has(c.started()) && f.ended.has(c.over())
}

// byCreation orders calls by date, then SID (rest.md §4).
var byCreation = rest.Ordering{Parts: 1}

func callKey(c *record) rest.Key {
	k := rest.Key{SID: c.SID.Bytes()}
	k.Parts[0].Number = c.Created.UnixNano()
	return k
}

func (e *endpoints) listCalls(r *rest.Request) (rest.Answer, error) {
	page, err := r.Page()
	if err != nil {
		return rest.Answer{}, err
	}
	wanted := readFilter(&r.Params)
	if err := r.Params.Err(); err != nil {
		return rest.Answer{}, err
	}
	picked, err := e.Register.page(&page, &wanted)
	if err != nil {
		return rest.Answer{}, err
	}
	return rest.Envelope2010[sid.Call](r, picked, "calls", e.renderCall)
}

// page picks a page of the calls.
func (g *Register) page(p *rest.Page, wanted *filter) (rest.Selected[record], error) {
	g.lock()
	defer g.mu.Unlock()
	s, err := rest.NewSelection[sid.Call, record](p, &byCreation, func(call voice.CallSID) (rest.Key, bool) {
		r := g.bySID[call]
		if r == nil {
			return rest.Key{}, false
		}
		return callKey(r), true
	})
	if err != nil {
		return rest.Selected[record]{}, err
	}
	for r := range g.order.All() {
		k := callKey(r)
		if s.Past(&k) {
			break
		}
		if !s.Wants(&k) {
			continue
		}
		if c := g.view(r); wanted.keeps(&c) {
			s.Add(k, c)
		}
	}
	return s.Done(), nil
}
