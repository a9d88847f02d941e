package callback

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/internal/exchange"
	"github.com/goacd/acd/internal/weburl"
	"github.com/goacd/acd/twiml"
)

// Outcome is what came of an assignment callback.
type Outcome string

// The outcomes.
const (
	// Instructed: the application gave an instruction.
	Instructed Outcome = "instructed"
	// Acknowledged: it gave none that can be carried out. The reservation stays
	// pending, and the application goes on through the API.
	Acknowledged Outcome = "acknowledged"
	// Failed: neither URL gave an answer that counts. The reservation is to be
	// canceled.
	Failed Outcome = "failed"
)

// Answer is what came of an assignment callback.
type Answer struct {
	Outcome     Outcome
	Instruction assign.Instruction // nil unless Instructed
	URL         string             // that answered, after redirects, without user and password; "" when Failed
	Alerts      []Alert            // in the order in which they arose

	// Err says why an answer that was Acknowledged is no instruction, as an
	// [*assign.Error], and why both URLs Failed, as an [*Error] about the last
	// one. Alerts tell the same. nil if nothing is wrong with the answer.
	Err error
}

// understand reads an answer to an assignment callback by the table of
// lifecycle.md §3.2. The error says that the fallback is to be asked.
func understand(res *exchange.Answer) (Answer, *Error) {
	a := Answer{Outcome: Acknowledged, URL: weburl.Show(res.URL)}
	switch {
	case res.Status == http.StatusNoContent:
		return a, nil
	case res.Status != http.StatusOK: // "200 … else fallback URL" (routing.md §8)
		return a, &Error{code: twiml.CodeFetchFailed, Message: fmt.Sprintf("status %d: want 200 with an instruction, {} or nothing", res.Status)}
	case strings.TrimSpace(string(res.Body)) == "": // of whatever type
		return a, nil
	case !isJSON(res.ContentType):
		return a, &Error{code: int(assign.CodeContentType), Message: fmt.Sprintf("content type %q: want application/json, or no body", excerpt.Of(res.ContentType))}
	}
	instruction, err := assign.Parse(res.Body)
	bad, isBad := errors.AsType[*assign.Error](err) // there is no other error
	switch {
	case isBad:
		a.Alerts, a.Err = alertsOf(a.URL, bad), bad
	case instruction != nil:
		a.Outcome, a.Instruction = Instructed, instruction
	}
	return a, nil
}

// isJSON compares the type without its parameters, as twiml.md §3 says of
// documents; JSON is UTF-8 whatever they say.
func isJSON(contentType string) bool {
	media, _, err := mime.ParseMediaType(contentType)
	return media == "application/json" && (err == nil || errors.Is(err, mime.ErrInvalidMediaParameter))
}
