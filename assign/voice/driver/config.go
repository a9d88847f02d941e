package driver

import (
	"cmp"
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
	DefaultWaiting        = 4096
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
	// [Driver.CreateQueue]. A zero Seed is drawn; any other must be another one after
	// every restart, or the SIDs of calls from before it are made again. Without
	// AccountSID and Queues, the account is the workspace's.
	Voice voice.Config

	// Live are the calls that the host still has from before a restart, answered;
	// nil: all are gone. [New] brings the tasks of the workspace together with them,
	// as [voice.Machine.Reconcile] says: no worker is held by a call that is gone,
	// and a call that has no place goes on with its URL, or is hung up. The host is
	// told by actions as of any call; a Bridge tells of a conversation that goes on.
	Live []voice.LiveCall

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

	// Requests is how many requests that a call waits for are under way at most,
	// and besides as many that only tell something, as status callbacks do: those
	// of an application that does not answer them take nobody's document. 0 for
	// 256. Callbacks is the same for reservations; 0 for 64. The others wait their
	// turn.
	Requests, Callbacks int
	// Waiting is how many requests that only tell something wait at most, and how
	// many callbacks; 0 for 4096. One too many is not made, and observed as an alert
	// with code 11200; the reservation of a callback waits until its time is over.
	Waiting int
	// RequestTimeout is for a whole exchange, redirects included, in real time; 0
	// for 15 s, the vendor's. Where a call waits, the time until its turn counts.
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
	if err := cmp.Or(
		orDefault("Requests", &c.Requests, DefaultRequests),
		orDefault("Callbacks", &c.Callbacks, DefaultCallbacks),
		orDefault("Waiting", &c.Waiting, DefaultWaiting),
		orDefault("Backlog", &c.Backlog, DefaultBacklog),
		orDefault("RequestTimeout", &c.RequestTimeout, DefaultRequestTimeout),
		orDefault("MediaTimeout", &c.MediaTimeout, DefaultMediaTimeout),
	); err != nil {
		return c, err
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c, nil
}

// orDefault puts the default in for 0.
func orDefault[N int | time.Duration](name string, n *N, standard N) error {
	if *n < 0 {
		return fmt.Errorf("driver: Config.%s: %v is negative: want more, or 0 for %v", name, *n, standard)
	}
	*n = cmp.Or(*n, standard)
	return nil
}
