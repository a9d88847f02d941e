package voicetest

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/goacd/acd/assign/voice"
)

// Stepper is who takes in what happened: a *driver.Driver is one.
type Stepper interface {
	Step(ctx context.Context, in voice.Input) error
}

// Clock is where a [Media] has the time from: that of the runner, which every
// runner.Clock is.
type Clock interface {
	Now() time.Time
	Alarm(t time.Time) (ring <-chan time.Time, stop func() bool)
}

// MediaConfig describes a [Media]. Clock is required.
type MediaConfig struct {
	Clock Clock
	Seed  uint64 // as in [Config]
	// Lasts is as in [Config]. It is called with the lock held: it does not use the
	// Media.
	Lasts func(voice.Action) time.Duration
	// Log is told of every entry, in order; nil to tell nobody. It is called with the
	// lock held: it does not use the Media.
	Log func(Entry)
	// Ended is told of every call that is over, with the lock held; nil to tell
	// nobody. The Call may be kept, and used later.
	Ended func(*Call)
	// Keep keeps calls and conversations that are over for [People.Calls] and
	// [People.Conversations]: for short runs only, since memory grows with them.
	Keep bool
}

// Media is the media of a driver: people with phones, who live by a clock that may
// run faster than real time. With a real clock and people who choose by chance the
// order of what happens at one instant is that of goroutines; what each of them
// does is not.
//
// Its methods are safe for concurrent use, and so are those of its people and
// calls. Make one with [NewMedia], give it to the driver, [Media.Start] it, and
// [Media.Close] it when the driver has ended.
type Media struct {
	People
	clock Clock
	alarm chan struct{} // something was planned or is to be reported

	ctx    context.Context
	cancel context.CancelFunc
	done   sync.WaitGroup

	errMu sync.Mutex
	err   error
}

// NewMedia makes the phones of a service.
func NewMedia(cfg MediaConfig) (*Media, error) {
	if cfg.Clock == nil {
		return nil, errors.New("voicetest: MediaConfig.Clock: want the clock of the runner")
	}
	m := &Media{clock: cfg.Clock, alarm: make(chan struct{}, 1)}
	m.ctx, m.cancel = context.WithCancel(context.Background())
	m.init(cfg.Seed, "media", cfg.Clock.Now())
	m.now, m.keep, m.lasts, m.log, m.gone = cfg.Clock.Now, cfg.Keep, cfg.Lasts, cfg.Log, cfg.Ended
	m.wake = m.ringAlarm
	if m.lasts == nil {
		m.lasts = Lasts
	}
	return m, nil
}

// Do carries out an action: it makes a Media a driver.Media. The error is nil.
func (m *Media) Do(_ context.Context, a voice.Action) error {
	m.mu.Lock()
	m.act(a)
	m.problems = nil // reports and actions cross: what is odd here is no mistake
	m.mu.Unlock()
	m.ringAlarm()
	return nil
}

func (m *Media) ringAlarm() {
	select {
	case m.alarm <- struct{}{}:
	default: // it has rung already
	}
}

// Start lets people live: what they do is told to s from now on, by one goroutine.
// It is called once.
func (m *Media) Start(s Stepper) {
	m.done.Go(func() {
		for m.ctx.Err() == nil {
			m.once(s)
		}
	})
}

// once does what is due, and sleeps until something is.
func (m *Media) once(s Stepper) {
	for _, in := range m.due() {
		if err := s.Step(m.ctx, in); err != nil && m.ctx.Err() == nil {
			m.fail(in, err)
		}
	}
	next, ok := m.nextPlan()
	if ok && !next.After(m.clock.Now()) {
		return
	}
	var ring <-chan time.Time
	stop := func() bool { return true }
	if ok {
		ring, stop = m.clock.Alarm(next)
	}
	defer stop()
	select {
	case <-ring:
	case <-m.alarm:
	case <-m.ctx.Done():
	}
}

// due lets happen what is due, and returns what is to be reported.
func (m *Media) due() []voice.Input {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.clock.Now()
	for {
		x := m.plans.take(now)
		if x == nil {
			break
		}
		x.do()
	}
	out := m.out
	m.out = nil
	return out
}

func (m *Media) nextPlan() (time.Time, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.plans.next()
}

// fail keeps the first refusal of a report, and hangs up a call that did not come
// to be.
func (m *Media) fail(in voice.Input, err error) {
	m.errMu.Lock()
	if m.err == nil {
		m.err = err
	}
	m.errMu.Unlock()
	if arrived, ok := in.(*voice.CallArrived); ok {
		m.mu.Lock()
		if c := m.live[arrived.Call]; c != nil {
			m.end(c, "refused")
		}
		m.mu.Unlock()
	}
}

// Err returns the first error with which the driver refused what people reported,
// nil for none. A driver that ends refuses.
func (m *Media) Err() error {
	m.errMu.Lock()
	defer m.errMu.Unlock()
	return m.err
}

// Live returns how many calls there are.
func (m *Media) Live() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.live)
}

// Close ends what people do, and waits for the goroutine. Nothing is reported any
// more: calls that live stay as they are.
func (m *Media) Close() {
	m.cancel()
	m.done.Wait()
}
