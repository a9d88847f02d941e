package resttest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Reply is an answer of a handler.
type Reply struct {
	Status int
	Header http.Header
	Text   string         // the body
	Body   map[string]any // the same, decoded; nil if there is none
}

// String is what a script shows: the status, the ETag if there is one, and the body
// laid out.
func (r Reply) String() string {
	first := fmt.Sprint(r.Status)
	if tag := r.Header.Get("ETag"); tag != "" {
		first += " ETag " + tag
	}
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(r.Text), "", "  "); err != nil {
		return first + "\n" + r.Text + "\n"
	}
	return first + "\n" + b.String() + "\n"
}

// Strings is a field of all entries of a list, "" where it is null; nil for no
// entries. It panics if there is no such list.
func (r Reply) Strings(list, field string) []string {
	var found []string
	for _, item := range r.Body[list].([]any) {
		value := item.(map[string]any)[field]
		if value == nil {
			value = ""
		}
		found = append(found, value.(string))
	}
	return found
}

// SIDs are those of all entries of a list.
func (r Reply) SIDs(list string) []string { return r.Strings(list, "sid") }

// Next is the path and query of the next page, "" if there is none.
func (r Reply) Next() string { return r.link("next_page_") }

// Previous is that of the page before.
func (r Reply) Previous() string { return r.link("previous_page_") }

// Own is that of the page itself.
func (r Reply) Own() string { return r.link("") }

// link reads both of the vendor's envelopes: URLs in "meta", and those of 2010,
// which are paths beside the list.
func (r Reply) link(to string) string {
	meta, ok := r.Body["meta"].(map[string]any)
	if !ok {
		path, _ := r.Body[to+"uri"].(string)
		return path
	}
	address, _ := meta[to+"url"].(string)
	if u, err := url.Parse(address); err == nil && u.IsAbs() {
		return u.RequestURI()
	}
	return address
}

// Refused wants a refusal with this status and code, in the vendor's form
// (rest.md §5) to the letter, and returns its message.
func (c *Client) Refused(out Reply, status, code int) string {
	c.T.Helper()
	if out.Status != status {
		c.T.Fatalf("status %d, want %d: %s", out.Status, status, out.Text)
	}
	begin := fmt.Sprintf(`{"code":%d,"message":"`, code)
	behind := fmt.Sprintf(`","more_info":"https://www.twilio.com/docs/errors/%d","status":%d`, code, status)
	text, begins := strings.CutPrefix(out.Text, begin)
	_, end, goesOn := strings.Cut(text, behind)
	message, _ := out.Body["message"].(string)
	inOrder := begins && goesOn && (end == "}" || strings.HasPrefix(end, `,"details":`))
	if !inOrder || message == "" || !isRefusal(out.Body) {
		c.T.Fatalf("%s: want %s…%s}, perhaps with the cause as details", out.Text, begin, behind)
	}
	return message
}

// isRefusal reports whether a body has the fields of a refusal, and no others.
func isRefusal(body map[string]any) bool {
	fields := []string{"code", "message", "more_info", "status"}
	if given, found := body["details"]; found {
		details, _ := given.(map[string]any)
		if cause, _ := details["cause"].(string); cause == "" || len(details) > 1 {
			return false
		}
		fields = append(fields, "details")
	}
	return len(body) == len(fields) && !slices.ContainsFunc(fields, func(name string) bool { return body[name] == nil })
}
