package driver

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/taskrouter/runner"
)

// The defaults of a [Config].
const (
	DefaultRequests       = 256
	DefaultCallbacks      = 64
	DefaultRequestTimeout = 15 * time.Second // the vendor's (11203)
	DefaultMediaTimeout   = 30 * time.Second
	DefaultBacklog        = 10_000
)

// Config describes a driver. Runner, Media and Client are required.
type Config struct {
	// Runner is the workspace. The driver becomes its companion, and leaves it
	// running when it ends.
	Runner *runner.Runner

	// Voice describes the machine. Its Router must be nil, which the runner takes
	// the place of. Its Queues belong to the machine from now on: see
	// [Driver.CreateQueue]. A zero Seed is drawn, so that calls after a restart have
	// other SIDs than those before it; without AccountSID and Queues, the account is
	// the workspace's.
	Voice voice.Config

	// Media carries out what is to be done with calls.
	Media Media

	// Client makes the requests for documents and to status callbacks. The driver
	// uses a copy, follows redirects by itself and leaves Transport, Timeout and
	// Jar as they are. Which addresses it may reach is the transport's business.
	Client *http.Client

	// AuthToken is the account's, with which requests are signed; "" to sign none.
	AuthToken string

	// Asker asks the application about reservations. Nil: nobody is asked, and
	// reservations wait for an instruction through [Driver.Step], or a command.
	Asker Asker

	// Observe is told what there is to know; nil to tell nobody. It is called by
	// one goroutine at a time, in order, and may use the driver, but not close it.
	Observe func(Observation)

	// Logger is told of the start, the end, and failures of the host; nil to
	// discard that.
	Logger *slog.Logger

	// Requests and Callbacks are how many of each are under way at most; 0 for
	// 256 and 64. The others wait their turn.
	Requests, Callbacks int
	// RequestTimeout is for a whole exchange, redirects included, in real time; 0
	// for 15 s, the vendor's.
	RequestTimeout time.Duration
	// MediaTimeout is after how long the context of [Media.Do] ends, in real time;
	// 0 for 30 s.
	MediaTimeout time.Duration
	// Backlog is how many observations wait at most; 0 for 10,000.
	Backlog int
}

func (c Config) withDefaults() (Config, error) {
	switch {
	case c.Runner == nil:
		return c, errors.New("driver: Config.Runner: want a runner")
	case c.Media == nil:
		return c, errors.New("driver: Config.Media: want who carries out the actions of calls")
	case c.Client == nil:
		return c, errors.New("driver: Config.Client: want a client for documents; its transport says which addresses may be reached")
	case c.Voice.Router != nil:
		return c, errors.New("driver: Config.Voice.Router: want nil, the runner takes its place")
	}
	for _, n := range []struct {
		name string
		at   *int
		def  int
	}{
		{"Requests", &c.Requests, DefaultRequests}, {"Callbacks", &c.Callbacks, DefaultCallbacks}, {"Backlog", &c.Backlog, DefaultBacklog},
	} {
		if *n.at < 0 {
			return c, fmt.Errorf("driver: Config.%s: %d is negative: want a number, or 0 for %d", n.name, *n.at, n.def)
		}
		if *n.at == 0 {
			*n.at = n.def
		}
	}
	for _, d := range []struct {
		name string
		at   *time.Duration
		def  time.Duration
	}{
		{"RequestTimeout", &c.RequestTimeout, DefaultRequestTimeout}, {"MediaTimeout", &c.MediaTimeout, DefaultMediaTimeout},
	} {
		if *d.at < 0 {
			return c, fmt.Errorf("driver: Config.%s: %v is negative: want a duration, or 0 for %v", d.name, *d.at, d.def)
		}
		if *d.at == 0 {
			*d.at = d.def
		}
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c, nil
}
