package webhook

import (
	"bytes"
	"io"
	"net/http"
	"strings"

	"github.com/goacd/acd/internal/excerpt"
)

// SignRequest signs a request that is about to be sent: a form by its
// parameters, another body by its hash, which goes into the query of r.URL, and
// a request without a body by the URL alone. Call it last: whatever changes URL
// or body afterwards breaks the signature.
//
// The URL must be absolute, with http or https, or the error is of [KindConfig].
// It is that of the request line; the user in r.URL, which the client sends
// as basic authentication, is signed with it (as the official libraries check
// it). The body is read, and put back. The error is an [*Error].
func SignRequest(r *http.Request, authToken string) error {
	if authToken == "" {
		return failure("sign", KindConfig, "the auth token is empty")
	}
	if r.URL == nil {
		return failure("sign", KindConfig, "the request has no URL: want an absolute http or https URL")
	}
	signedURL := outgoing(r)
	if !isURL(signedURL) {
		return failure("sign", KindConfig, "URL %q: want an absolute http or https URL", excerpt.Of(withoutUser(signedURL)))
	}
	body, err := takeBody(r)
	if err != nil {
		return err
	}
	if r.Header == nil {
		r.Header = http.Header{}
	}
	switch {
	case isForm(r):
		form, err := parseForm("sign", string(body))
		if err != nil {
			return err
		}
		r.Header.Set(SignatureHeader, Sign(authToken, signedURL, form))
	case len(body) > 0:
		_, signature := SignBody(authToken, signedURL, body)
		u := *r.URL
		u.RawQuery = strings.TrimPrefix(setBodyHash("?"+u.RawQuery, BodyHash(body)), "?")
		r.URL = &u
		r.Header.Set(SignatureHeader, signature)
	default:
		r.Header.Set(SignatureHeader, Sign(authToken, signedURL, nil))
	}
	return nil
}

// outgoing returns the URL of a request that was not sent yet.
func outgoing(r *http.Request) string {
	p := parts{scheme: r.URL.Scheme + "://", host: r.Host, rest: r.URL.RequestURI()}
	if p.host == "" {
		p.host = r.URL.Host
	}
	if r.URL.User != nil {
		p.user = r.URL.User.String() + "@"
	}
	return p.String()
}

// takeBody reads the body of a request that was not sent yet, so that it can be
// sent all the same, and again after a redirect.
func takeBody(r *http.Request) ([]byte, error) {
	if r.Body == nil || r.Body == http.NoBody {
		return nil, nil
	}
	body, err := io.ReadAll(r.Body)
	if closeErr := r.Body.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, &Error{Op: "sign", Kind: KindBody, Message: "the body could not be read", Err: err}
	}
	r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	r.Body, _ = r.GetBody()
	r.ContentLength = int64(len(body))
	return body, nil
}
