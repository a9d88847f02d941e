package webhook

import (
	"bytes"
	"io"
	"math"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/goacd/acd/internal/excerpt"
)

// Bounds of what is read from the network (chosen: the largest request known
// holds a task's attributes and a transcription, a few thousand characters in
// some fifty parameters).
const (
	// MaxBytes is the most bytes of a query string or a body that [Read] takes,
	// and what a [Verifier] takes if nothing else is configured: 1 MiB.
	MaxBytes = 1 << 20
	// MaxParameters is the most parameters of a query string or a form.
	MaxParameters = 1000
)

// Read reads a request from HTTP: with GET its query, with POST its form, as
// [Parse] does. The parameters of a POST are never taken from the query, which
// is the application's own part of the URL.
//
// The form is left in r.PostForm, where r.ParseForm and another Read find it.
// Whether the request comes from where it should is for [Verifier] to check.
// The error is an [*Error], whose Status is that of the answer.
func Read[T any, P pointer[T]](r *http.Request) (*T, error) {
	values, err := parameters(r)
	if err != nil {
		err.Request = P(nil).spec().name
		return nil, err
	}
	return Parse[T, P](values)
}

func parameters(r *http.Request) (url.Values, *Error) {
	switch r.Method {
	case http.MethodGet, "":
		return parseForm("read", r.URL.RawQuery)
	case http.MethodPost:
	default:
		return nil, failure("read", KindMethod, "method %q: want GET or POST", excerpt.Of(r.Method))
	}
	if r.PostForm != nil {
		return r.PostForm, nil
	}
	if !isForm(r) {
		return nil, failure("read", KindMediaType, "content type %q: want %s", excerpt.Of(r.Header.Get("Content-Type")), formType)
	}
	body, err := readBody("read", r, MaxBytes)
	if err != nil {
		return nil, err
	}
	form, err := parseForm("read", string(body))
	if err != nil {
		return nil, err
	}
	r.PostForm = form
	return form, nil
}

func isForm(r *http.Request) bool {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && media == formType
}

// parseForm reads a form or a query, which must be well-formed as a whole:
// what is half understood is not what was signed.
func parseForm(op, text string) (url.Values, *Error) {
	if len(text) > MaxBytes {
		return nil, failure(op, KindTooLarge, "more than %d bytes of parameters", MaxBytes)
	}
	if n := strings.Count(text, "&") + 1; n > MaxParameters {
		return nil, failure(op, KindMalformed, "%d parameters: want at most %d", n, MaxParameters)
	}
	values, err := url.ParseQuery(text)
	if err != nil {
		e := failure(op, KindMalformed, "the form is malformed")
		e.Err = err
		return nil, e
	}
	return values, nil
}

// readBody reads the whole body, and puts it back for the next reader.
func readBody(op string, r *http.Request, most int64) ([]byte, *Error) {
	if r.Body == nil || r.Body == http.NoBody {
		return nil, nil
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, min(most, math.MaxInt64-1)+1))
	if err != nil {
		return nil, &Error{Op: op, Kind: KindBody, Message: "the body could not be read", Err: err}
	}
	if int64(len(body)) > most {
		return nil, failure(op, KindTooLarge, "the body has more than %d bytes", most)
	}
	r.Body = putBack{bytes.NewReader(body), r.Body}
	return body, nil
}

// putBack is a body that has been read and can be read again.
type putBack struct {
	io.Reader
	io.Closer
}
