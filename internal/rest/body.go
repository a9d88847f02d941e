package rest

import (
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/goacd/acd/internal/excerpt"
)

// maxPairs is how many parameters a request may have: more than any endpoint
// knows, and few enough to cost nothing (chosen).
const maxPairs = 1000

const formType, jsonType = "application/x-www-form-urlencoded", "application/json"

// read takes what the endpoint is to know of the request: the query of Get and
// Delete, the body of Post. Nothing else is read, and no more than the limit.
func (r *Request) read(route *Route, limit int64) *Error {
	if r.HTTP.Method != http.MethodPost {
		return r.parse(r.HTTP.URL.RawQuery)
	}
	body, err := r.readBody(limit)
	if err != nil {
		return err
	}
	want := formType
	if route.JSON {
		want = jsonType
	}
	if len(body) > 0 {
		if err := checkType(r.HTTP.Header.Get("Content-Type"), want); err != nil {
			return err
		}
	}
	if route.JSON {
		r.Body = body
		return nil
	}
	return r.parse(string(body))
}

func (r *Request) readBody(limit int64) ([]byte, *Error) {
	tooLarge := &Error{
		Status: http.StatusRequestEntityTooLarge, Code: CodeInvalid,
		Message: "The request's body is too large",
	}
	switch {
	case r.HTTP.Body == nil:
		return nil, nil
	case r.HTTP.ContentLength > limit:
		return nil, tooLarge
	}
	// One byte more tells a body that is too long from one that fits.
	body, err := io.ReadAll(io.LimitReader(r.HTTP.Body, limit+1))
	switch {
	case err != nil:
		refusal := Invalid("The request's body cannot be read")
		refusal.Err = err
		return nil, refusal
	case int64(len(body)) > limit:
		return nil, tooLarge
	}
	return body, nil
}

// checkType refuses a body of another type than the endpoint's.
func checkType(given, want string) *Error {
	if mediaType, _, err := mime.ParseMediaType(given); err == nil && mediaType == want {
		return nil
	}
	return &Error{
		Status: http.StatusUnsupportedMediaType, Code: CodeInvalid,
		Message: "Content-Type is '" + excerpt.To(given, mostShown) + "': want " + want,
	}
}

func (r *Request) parse(text string) *Error {
	if text == "" {
		return nil
	}
	if strings.Count(text, "&") >= maxPairs {
		return Invalid("The request has too many parameters: want at most %d", maxPairs)
	}
	values, err := url.ParseQuery(text)
	if err != nil {
		return Invalid("The request's parameters are not %s", formType)
	}
	r.Params = NewParams(values)
	return nil
}
