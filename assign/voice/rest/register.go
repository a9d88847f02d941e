package rest

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/internal/ordered"
)

// DefaultEnded is how many ended calls a [Register] remembers by default.
const DefaultEnded = 1000

// Register knows the calls of a driver that live, and the last that ended. Make
// one with [NewRegister] for each driver. It is safe for concurrent use.
//
// The driver's book is of live calls only and tells nobody when one begins, so
// that the register catches up whenever something happens: before every action of
// the host, request for a document, observation and request to the API. What is
// missed is a call that came and went in between: its status and duration are
// known then, and who called whom is not.
type Register struct {
	most int

	mu     sync.Mutex
	driver *driver.Driver // nil before bind
	seen   uint64         // number of the last call that was entered
	bySID  map[voice.CallSID]*record
	order  *ordered.Set[*record] // by creation
	ended  []*record             // in the order of ending
}

// record is a call.
type record struct {
	driver.Call
	ended    time.Time // zero while it lives, for all we know
	duration time.Duration
	done     chan struct{} // closed when the end is known
}

// NewRegister makes a register that remembers as many ended calls; 0 for
// [DefaultEnded].
func NewRegister(ended int) *Register {
	if ended <= 0 {
		ended = DefaultEnded
	}
	return &Register{
		most: ended, bySID: map[voice.CallSID]*record{},
		order: ordered.New(func(a, b *record) int {
			return cmp.Or(a.Created.Compare(b.Created), voice.CallSID.Compare(a.SID, b.SID))
		}),
	}
}

// Watch returns the configuration of a driver that the register can follow: what
// it has of Media, Client and Observe is put into wrappers. Give it to [driver.New]
// and the driver to [New].
func (g *Register) Watch(cfg driver.Config) driver.Config {
	if cfg.Media != nil {
		cfg.Media = &media{cfg.Media, g}
	}
	if cfg.Client != nil {
		client := *cfg.Client
		client.Transport = &transport{client.Transport, g}
		cfg.Client = &client
	}
	next := cfg.Observe
	cfg.Observe = func(o driver.Observation) {
		g.observe(o)
		if next != nil {
			next(o)
		}
	}
	return cfg
}

// media enters calls before the host hears of them.
type media struct {
	driver.Media
	register *Register
}

func (m *media) Do(ctx context.Context, a voice.Action) error {
	m.register.catchUp()
	return m.Media.Do(ctx, a)
}

// transport enters calls when their document is fetched.
type transport struct {
	next     http.RoundTripper // nil for the default
	register *Register
}

func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	t.register.catchUp()
	if t.next == nil {
		return http.DefaultTransport.RoundTrip(r)
	}
	return t.next.RoundTrip(r)
}

func (g *Register) bind(d *driver.Driver) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.driver = d
}

// catchUp enters all calls that came up to now.
func (g *Register) catchUp() {
	g.lock()
	g.mu.Unlock()
}

// lock takes the lock, with all calls entered that came up to now.
func (g *Register) lock() {
	g.mu.Lock()
	if g.driver == nil {
		return
	}
	const most = 100
	for {
		page := g.driver.Calls(g.seen, most)
		for _, c := range page {
			g.enter(c)
			g.seen = c.Number
		}
		if len(page) < most {
			return
		}
	}
}

func (g *Register) enter(c driver.Call) *record {
	if known := g.bySID[c.SID]; known != nil {
		if known.Number == c.Number {
			return known
		}
		g.forget(known) // a SID of the host's that comes again
	}
	r := &record{Call: c, done: make(chan struct{})}
	g.bySID[c.SID] = r
	g.order.Insert(r)
	return r
}

// forget drops a call.
func (g *Register) forget(r *record) {
	delete(g.bySID, r.SID)
	g.order.Delete(r)
	if i := slices.Index(g.ended, r); i >= 0 {
		g.ended = slices.Delete(g.ended, i, i+1)
	}
}

// observe notes the end of calls.
func (g *Register) observe(o driver.Observation) {
	g.lock()
	defer g.mu.Unlock()
	if o.Lost > 0 {
		g.reconcile(o.At)
	}
	if a, ok := o.Action.(*voice.CallEnded); ok {
		r := g.bySID[a.Call]
		if r == nil {
			r = g.enter(driver.Call{SID: a.Call, Created: o.At.Add(-a.Duration)})
		}
		r.duration, r.AnsweredBy = a.Duration, a.AnsweredBy
		g.end(r, o.At, a.Status)
	}
}

// reconcile ends what does not live any more, after observations were lost.
func (g *Register) reconcile(at time.Time) {
	if g.driver == nil {
		return
	}
	for _, r := range slices.Collect(g.order.All()) { // an end may forget others
		if !r.ended.IsZero() {
			continue
		}
		if _, lives := g.driver.Live(r.SID); !lives {
			g.end(r, at, presumed(r.Status))
		}
	}
}

// presumed is how a call ended that was last seen in a status.
func presumed(s voice.CallStatus) voice.CallStatus {
	if s == voice.StatusQueued || s == voice.StatusRinging {
		return voice.StatusCanceled
	}
	return voice.StatusCompleted
}

// end notes the end of a call, or corrects it where it was only presumed, and
// forgets those that ended longest ago.
func (g *Register) end(r *record, at time.Time, status voice.CallStatus) {
	known := !r.ended.IsZero()
	r.Status, r.ended = status, at
	if status == voice.StatusCompleted {
		r.Answered = at.Add(-r.duration)
	}
	if known {
		return
	}
	close(r.done)
	g.ended = append(g.ended, r)
	for len(g.ended) > g.most {
		g.forget(g.ended[0])
	}
}

// view is a call as it is now.
func (g *Register) view(r *record) record {
	if !r.ended.IsZero() {
		return *r
	}
	if c, lives := g.driver.Live(r.SID); lives && c.Number == r.Number {
		r.Call = c
		return *r
	}
	out := *r // over, and its end on its way to us
	out.Status = presumed(r.Status)
	return out
}
