package callback

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/internal/weburl"
)

// DefaultAskTimeout is the time for an answer to an assignment callback
// (lifecycle.md §3.2).
const DefaultAskTimeout = 5 * time.Second

const (
	defaultConcurrency = 64
	defaultWaiting     = 4096
)

// ClientConfig configures a [Client]. Only AuthToken must be set.
type ClientConfig struct {
	// AuthToken is the account's; it signs every request.
	AuthToken string

	// HTTP makes the requests; nil for a client that reaches public addresses
	// only (see [AllowList]). It is copied, and its CheckRedirect is not used:
	// redirects are followed here, since each request is to be signed anew.
	HTTP *http.Client

	// Allow is asked before each request, redirects included, and may refuse its
	// URL; nil allows all. It sees names: what they resolve to is for the
	// transport to judge (see [AllowList]). It must be safe for concurrent use.
	Allow func(*url.URL) error

	// Timeout is the time for an answer of one URL, redirects and body
	// included; 0 for [DefaultAskTimeout].
	Timeout time.Duration

	// Concurrency is how many callbacks are asked at once; 0 for 64. Waiting is
	// how many more may wait for their turn; 0 for 4096. The time for an answer
	// begins with the turn.
	Concurrency, Waiting int
}

// Client asks applications what to do with reservations. It is safe for
// concurrent use. Make one with [NewClient] for each account, so that slow
// applications of one do not take the turns of another, and end it with
// [Client.Shutdown] or [Client.Close].
type Client struct {
	post  *poster
	queue *pool
}

// NewClient returns a client. The error is an [*Error] of [KindConfig].
func NewClient(cfg ClientConfig) (*Client, error) {
	if cfg.Concurrency < 0 || cfg.Waiting < 0 {
		return nil, failure("configure", KindConfig, "Concurrency %d and Waiting %d: want at least 0", cfg.Concurrency, cfg.Waiting)
	}
	p, err := newPoster("ask", cfg.AuthToken, cfg.HTTP, cfg.Allow, cfg.Timeout, DefaultAskTimeout)
	if err != nil {
		return nil, err
	}
	if cfg.Concurrency == 0 {
		cfg.Concurrency = defaultConcurrency
	}
	if cfg.Waiting == 0 {
		cfg.Waiting = defaultWaiting
	}
	return &Client{post: p, queue: newPool(cfg.Concurrency, cfg.Waiting)}, nil
}

// Ask sends an assignment callback to rawURL, if that fails to fallbackURL
// ("" for none), and waits for what comes of it. Up to [ClientConfig.Concurrency]
// are asked at once, the others wait.
//
// That both URLs failed is an [Answer], [Failed], and no error. The error is an
// [*Error], and says that the question was given up before it was answered: of
// [KindFull], [KindClosed], or [KindCanceled] when ctx ended. Then nothing is
// known of the reservation.
func (c *Client) Ask(ctx context.Context, rawURL, fallbackURL string, req *assign.Request) (Answer, error) {
	type result struct {
		answer Answer
		err    error
	}
	done := make(chan result, 1)
	err := c.Start(ctx, rawURL, fallbackURL, req, func(a Answer, err error) { done <- result{a, err} })
	if err != nil {
		return Answer{}, err
	}
	r := <-done // which comes soon after the end of ctx
	return r.answer, r.err
}

// Start does what [Client.Ask] does and does not wait for it. done is called
// with the outcome exactly once, on another goroutine, while no lock is held; it
// takes the turn of other callbacks while it runs. req is copied.
//
// The error is an [*Error] of [KindFull] or [KindClosed]; done is not called
// then.
func (c *Client) Start(ctx context.Context, rawURL, fallbackURL string, req *assign.Request, done func(Answer, error)) error {
	asked := *req
	asked.ErrorCode, asked.ErrorURL = 0, ""
	var answer Answer
	err := c.queue.start(&job{
		ctx: ctx,
		run: func(ctx context.Context) (err *Error) {
			answer, err = c.ask(ctx, rawURL, fallbackURL, asked)
			return err
		},
		done: func(err *Error) {
			if err != nil {
				done(Answer{}, err)
				return
			}
			done(answer, nil)
		},
	})
	if err != nil {
		return err
	}
	return nil // and not a nil *Error
}

// ask tries both URLs. The error is of KindCanceled.
func (c *Client) ask(ctx context.Context, rawURL, fallbackURL string, req assign.Request) (Answer, *Error) {
	first, failed := c.try(ctx, rawURL, &req)
	if failed == nil || failed.Kind == KindCanceled {
		return first, failed
	}
	alerts := []Alert{alertOf(failed)}
	if fallbackURL == "" {
		return Answer{Outcome: Failed, Alerts: alerts, Err: failed}, nil
	}
	req.ErrorCode, req.ErrorURL = failed.Code(), weburl.Redact(rawURL)
	second, failed := c.try(ctx, fallbackURL, &req)
	switch {
	case failed == nil:
		second.Alerts = append(alerts, second.Alerts...)
		return second, nil
	case failed.Kind == KindCanceled:
		return Answer{}, failed
	}
	return Answer{Outcome: Failed, Alerts: append(alerts, alertOf(failed)), Err: failed}, nil
}

// try asks one URL.
func (c *Client) try(ctx context.Context, rawURL string, req *assign.Request) (Answer, *Error) {
	res, failed := c.post.post(ctx, rawURL, req.Encode())
	if failed != nil {
		return Answer{}, failed
	}
	answer, failed := understand(res)
	if failed != nil {
		failed.Op, failed.Kind, failed.URL = c.post.op, KindDelivery, weburl.Show(res.url)
		return Answer{}, failed
	}
	return answer, nil
}

// Close gives up all callbacks, those under way included, and waits until each
// of them has been told so and their goroutines have ended. New ones are refused
// with [KindClosed]. Closing again does nothing. It must not be called from
// done.
func (c *Client) Close() {
	c.queue.close()
	c.post.http.CloseIdleConnections()
}

// Shutdown refuses new callbacks and waits for the others. When ctx ends first,
// it does what Close does and returns the error of ctx.
func (c *Client) Shutdown(ctx context.Context) error {
	err := c.queue.drain(ctx)
	c.Close()
	return err
}
