package callback

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/internal/exchange"
	"github.com/goacd/acd/internal/weburl"
	"github.com/goacd/acd/twiml"
)

// poster sends signed forms. It is immutable, and safe for concurrent use.
type poster struct {
	op     string
	client *exchange.Client
}

func newPoster(op string, cfg SenderConfig, standard time.Duration) (*poster, *Error) {
	switch {
	case cfg.AuthToken == "":
		return nil, failure("configure", KindConfig, "AuthToken is empty: want the account's auth token, which signs the requests")
	case cfg.Timeout < 0:
		return nil, failure("configure", KindConfig, "Timeout %v is negative: want a duration, or 0 for %v", cfg.Timeout, standard)
	case cfg.HTTP == nil:
		cfg.HTTP = new(AllowList).Client()
	}
	return &poster{op, exchange.New(exchange.Config{
		HTTP: cfg.HTTP, Token: cfg.AuthToken, Allow: cfg.Allow, Timeout: cmp.Or(cfg.Timeout, standard),
		Accept: "application/json, */*;q=0.1", MaxBody: assign.MaxAnswerBytes,
		Resend: true, // the same request again is what 307 and 308 mean (chosen)
	})}, nil
}

// post sends a form and follows redirects, all within the time for an answer.
// The error is of KindDelivery, or of KindCanceled when ctx ended.
func (p *poster) post(ctx context.Context, rawURL, form string) (*exchange.Answer, *Error) {
	answer, failed := p.client.Do(ctx, exchange.Request{Method: http.MethodPost, URL: rawURL, Form: form})
	switch {
	case ctx.Err() != nil:
		return nil, &Error{Op: p.op, Kind: KindCanceled, URL: weburl.Redact(rawURL), Err: ctx.Err()}
	case failed != nil:
		return nil, &Error{Op: p.op, Kind: KindDelivery, code: fold(failed.Code), URL: failed.URL, Message: failed.Message, Err: failed.Err}
	}
	return answer, nil
}

// fold names one code for all connections that were not made: lifecycle.md §3.2
// has 11205 for them. Where else the list of codes (twiml.md §9) has one that says
// it better it is used, for whoever has to find the cause.
func fold(code int) int {
	switch code {
	case twiml.CodeConnectTimeout, twiml.CodeConnectRefused:
		return twiml.CodeConnectFailed
	}
	return code
}
