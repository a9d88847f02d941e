package callback

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/internal/exchange"
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
	post       *poster
	most, room int // of the pool
	pool       *exchange.Pool
	work       sync.WaitGroup  // the pool's goroutines
	ctx        context.Context // ends with Close
	cancel     context.CancelFunc
}

// NewClient returns a client. The error is an [*Error] of [KindConfig].
func NewClient(cfg ClientConfig) (*Client, error) {
	if cfg.Concurrency < 0 || cfg.Waiting < 0 {
		return nil, failure("configure", KindConfig, "Concurrency %d and Waiting %d: want at least 0", cfg.Concurrency, cfg.Waiting)
	}
	p, err := newPoster("ask", SenderConfig{cfg.AuthToken, cfg.HTTP, cfg.Allow, cfg.Timeout}, DefaultAskTimeout)
	if err != nil {
		return nil, err
	}
	c := &Client{post: p, most: cmp.Or(cfg.Concurrency, defaultConcurrency), room: cmp.Or(cfg.Waiting, defaultWaiting)}
	c.pool = exchange.NewPool(c.most, c.room, &c.work)
	c.ctx, c.cancel = context.WithCancel(context.Background())
	return c, nil
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
	err := c.pool.Add(ctx, func() { done(c.turn(ctx, rawURL, fallbackURL, asked)) })
	switch {
	case errors.Is(err, exchange.ErrFull):
		return failure("ask", KindFull, "%d callbacks are under way and %d wait: raise Concurrency or Waiting", c.most, c.room)
	case err != nil:
		return closed()
	}
	return nil
}

// turn asks until there is an answer, ctx ends or the client is closed.
func (c *Client) turn(ctx context.Context, rawURL, fallbackURL string, req assign.Request) (Answer, error) {
	switch {
	case ctx.Err() != nil:
		return Answer{}, &Error{Op: "ask", Kind: KindCanceled, Message: "given up before its turn", Err: ctx.Err()}
	case c.ctx.Err() != nil:
		return Answer{}, closed()
	}
	until, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(c.ctx, cancel)()
	answer, failed := c.ask(until, rawURL, fallbackURL, req)
	switch {
	case failed == nil:
		return answer, nil
	case c.ctx.Err() != nil && ctx.Err() == nil:
		return Answer{}, closed()
	}
	return Answer{}, failed
}

func closed() *Error { return failure("ask", KindClosed, "the client is closed") }

// ask tries both URLs. The error is of KindCanceled.
func (c *Client) ask(ctx context.Context, rawURL, fallbackURL string, req assign.Request) (Answer, *Error) {
	end := Answer{Outcome: Failed}
	for _, to := range []string{rawURL, fallbackURL} {
		if to == "" && end.Err != nil {
			break // no fallback
		}
		answer, failed := c.try(ctx, to, &req)
		switch {
		case failed == nil:
			answer.Alerts = append(end.Alerts, answer.Alerts...)
			return answer, nil
		case failed.Kind == KindCanceled:
			return Answer{}, failed
		}
		end.Alerts, end.Err = append(end.Alerts, alertOf(failed)), failed
		req.ErrorCode, req.ErrorURL = failed.Code(), weburl.Redact(to)
	}
	return end, nil
}

// try asks one URL.
func (c *Client) try(ctx context.Context, rawURL string, req *assign.Request) (Answer, *Error) {
	res, failed := c.post.post(ctx, rawURL, req.Encode())
	if failed != nil {
		return Answer{}, failed
	}
	answer, failed := understand(res)
	if failed != nil {
		failed.Op, failed.Kind, failed.URL = c.post.op, KindDelivery, weburl.Show(res.URL)
		return Answer{}, failed
	}
	return answer, nil
}

// Close gives up all callbacks, those under way included, and waits until each
// of them has been told so and their goroutines have ended. New ones are refused
// with [KindClosed]. Closing again does nothing. It must not be called from
// done.
func (c *Client) Close() {
	c.pool.Close()
	c.cancel()
	c.work.Wait()
	c.post.client.CloseIdleConnections()
}

// Shutdown refuses new callbacks and waits for the others. When ctx ends first,
// it does what Close does and returns the error of ctx.
func (c *Client) Shutdown(ctx context.Context) error {
	c.pool.Close()
	done := make(chan struct{})
	go func() { c.work.Wait(); close(done) }()
	var late error
	select {
	case <-done:
	case <-ctx.Done():
		late = &Error{Op: "ask", Kind: KindCanceled, Message: "callbacks were still under way", Err: ctx.Err()}
	}
	c.Close()
	return late
}
