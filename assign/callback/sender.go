package callback

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/goacd/acd/internal/weburl"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
	"github.com/goacd/acd/twiml"
)

// DefaultSendTimeout is the time for an answer to an event callback
// (lifecycle.md §5.1).
const DefaultSendTimeout = 15 * time.Second

// SenderConfig configures a [Sender]. Only AuthToken must be set. The fields
// mean what they mean in [ClientConfig].
type SenderConfig struct {
	AuthToken string
	HTTP      *http.Client
	Allow     func(*url.URL) error
	Timeout   time.Duration // 0 for [DefaultSendTimeout]
}

// Sender tells applications of events. It is immutable, starts no goroutines,
// and is safe for concurrent use: one serves any number of workspaces of an
// account.
type Sender struct{ post *poster }

// NewSender returns a sender. The error is an [*Error] of [KindConfig].
func NewSender(cfg SenderConfig) (*Sender, error) {
	p, err := newPoster("send", cfg, DefaultSendTimeout)
	if err != nil {
		return nil, err
	}
	return &Sender{p}, nil
}

// Send tells one event to a URL, whatever its type, and waits for the answer:
// any status from 200 to 299, whose body does not matter. The error is an
// [*Error]: of [KindDelivery], or of [KindCanceled] when ctx ended.
func (s *Sender) Send(ctx context.Context, rawURL string, ev *taskrouter.Event) error {
	if err := s.send(ctx, rawURL, ev); err != nil {
		return err
	}
	return nil // and not a nil *Error
}

func (s *Sender) send(ctx context.Context, rawURL string, ev *taskrouter.Event) *Error {
	res, err := s.post.post(ctx, rawURL, encodeEvent(ev))
	if err != nil {
		return err
	}
	if res.Status < 200 || res.Status > 299 {
		return &Error{
			Op: s.post.op, Kind: KindDelivery, code: twiml.CodeFetchFailed, URL: weburl.Show(res.URL),
			Message: fmt.Sprintf("status %d: want 204", res.Status),
		}
	}
	return nil
}

// encodeEvent writes the parameters in their own order.
func encodeEvent(ev *taskrouter.Event) string {
	var b strings.Builder
	for i, p := range ev.Parameters() {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(p.Name) + "=" + url.QueryEscape(p.Value))
	}
	return b.String()
}

// Target is where a workspace wants its events, and which.
type Target struct {
	URL    string                  // the EventCallbackUrl; "" for no callbacks
	Filter taskrouter.EventsFilter // the EventsFilter; the zero value lets all pass
}

// Source yields events in order of their sequence; a *runner.Subscription is one.
type Source interface {
	Next(context.Context) (taskrouter.Event, error)
}

// Feed is what [Sender.Follow] needs to know of a workspace.
type Feed struct {
	// Subscribe returns the events after a sequence:
	//
	//	func(after uint64) callback.Source { return r.Subscribe(after) }
	//
	// It is called once, and again whenever events were lost. Must be set.
	Subscribe func(after uint64) Source

	// After is the sequence of the last event that is not sent any more: 0 to
	// begin with the workspace's first, Runner.Sequence for what happens from now
	// on, what Done was told last for a sender that goes on after a restart.
	After uint64

	// Target is asked for each event, so that a change holds for the next one.
	// Must be set.
	Target func() Target

	// Done is told of each event that has been dealt with, in order: sent, not
	// wanted, or given up after a failure. nil for nobody.
	Done func(sequence uint64)

	// OnAlert is told of each event that could not be sent, and, with a nil
	// event, of events that were lost because the source did not keep them long
	// enough. nil for nobody. The event must not be kept.
	OnAlert func(ev *taskrouter.Event, a Alert)
}

// Follow sends the events of one workspace, in order: each after the one before
// it was answered. A callback that fails is an alert, and is not tried again
// (lifecycle.md §5.1). Events of the type [taskrouter.Alert], which are outside
// the vendor's list, are not sent.
//
// The source is the queue: while an application is slow, events wait there, and
// routing does not. When it no longer keeps what comes next, which is a
// *runner.LagError, an alert tells how many were lost, and Follow goes on with
// the first that is left.
//
// Follow blocks, and never returns nil: the error is that of ctx, as an [*Error]
// of [KindCanceled], or what ended the source, such as runner.ErrClosed. An event
// that was being sent when ctx ended is not told to Done.
func (s *Sender) Follow(ctx context.Context, feed Feed) error {
	if feed.Subscribe == nil || feed.Target == nil {
		return failure("follow", KindConfig, "Feed.Subscribe and Feed.Target: want both")
	}
	after := feed.After
	source := feed.Subscribe(after)
	for {
		ev, err := source.Next(ctx)
		lag, lost := errors.AsType[*runner.LagError](err)
		switch {
		// A source that lags forever behind the same place would be a loop without
		// an end.
		case lost && lag.First > after+1:
			feed.alert(nil, lagAlert(lag, after))
			after = lag.First - 1
			source = feed.Subscribe(after)
			continue
		case err != nil && ctx.Err() != nil:
			return &Error{Op: "follow", Kind: KindCanceled, Err: err}
		case err != nil:
			return err
		}
		if failed := s.deal(ctx, feed, &ev); failed != nil {
			return failed
		}
		after = ev.Sequence
	}
}

// deal sends one event if it is wanted. The error is of KindCanceled.
func (s *Sender) deal(ctx context.Context, feed Feed, ev *taskrouter.Event) error {
	target := feed.Target()
	if target.URL != "" && ev.Type != taskrouter.Alert && target.Filter.Passes(ev.Type) {
		failed := s.send(ctx, target.URL, ev)
		switch {
		case failed == nil:
		case failed.Kind == KindCanceled:
			return failed
		default:
			feed.alert(ev, alertOf(failed))
		}
	}
	if feed.Done != nil {
		feed.Done(ev.Sequence)
	}
	return nil
}

func (f *Feed) alert(ev *taskrouter.Event, a Alert) {
	if f.OnAlert != nil {
		f.OnAlert(ev, a)
	}
}

func lagAlert(lag *runner.LagError, after uint64) Alert {
	return Alert{
		Code:    twiml.CodeFetchFailed,
		Message: fmt.Sprintf("callback: follow: %d events after %d were not sent: the application is too slow, or the event log too short", lag.First-1-after, after),
	}
}
