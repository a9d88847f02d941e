package conformance

import (
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRefusalsAreChecked shows what an error must not look like.
func TestRefusalsAreChecked(t *testing.T) {
	const good = `{"code":20404,"message":"gone","more_info":"https://www.twilio.com/docs/errors/20404","status":404}`
	for _, tt := range []struct {
		name, kind, body string
		status           int
		want             string // "" for no error
	}{
		{"good", "application/json; charset=utf-8", good, 404, ""},
		{"details", "application/json", strings.Replace(good, "}", `,"details":{"cause":"x"}}`, 1), 404, ""},
		{"text", "text/plain", good, 404, "content type"},
		{"no JSON", "application/json", "404 page not found", 404, "invalid character"},
		{"empty", "application/json", "{}", 404, `property "code" is missing`},
		{"no message", "application/json", strings.Replace(good, "gone", "", 1), 404, "minimum string length"},
		{"code in quotes", "application/json", strings.Replace(good, "20404,", `"20404",`, 1), 404, "must be an integer"},
		{"more", "application/json", strings.Replace(good, "{", `{"stack":"x",`, 1), 404, `"stack" is unsupported`},
		{"another status", "application/json", good, 400, "status 404"},
		{"another page", "application/json", strings.Replace(good, "errors/20404", "errors/1", 1), 404, "more_info"},
		{"a teapot", "application/json", good, 418, "want one of"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			response := &http.Response{StatusCode: tt.status, Header: http.Header{"Content-Type": {tt.kind}}}
			err := checkRefusal(response, []byte(tt.body))
			if tt.want == "" {
				assert.NoError(t, err)
				return
			}
			assert.ErrorContains(t, err, tt.want)
		})
	}
}

// TestFormats shows what dates and addresses must not look like.
func TestFormats(t *testing.T) {
	for _, tt := range []struct {
		format, text string
		good         bool
	}{
		{"date-time", "2024-05-14T10:50:02Z", true},
		{"date-time", "2024-05-14T10:50:02.5Z", false},
		{"date-time", "2024-05-14T10:50:02+00:00", false},
		{"date-time", "Tue, 14 May 2024 10:50:02 +0000", false},
		{"date-time-rfc-2822", "Tue, 04 Aug 2015 18:39:09 +0000", true},
		{"date-time-rfc-2822", "Tue, 4 Aug 2015 18:39:09 +0000", false},
		{"date-time-rfc-2822", "Mon, 04 Aug 2015 18:39:09 +0000", false},
		{"date-time-rfc-2822", "Tue, 04 Aug 2015 18:39:09 GMT", false},
		{"uri", "https://example.com/x?y=%20", true},
		{"uri", "/x", false},
		{"uri", "https://exa mple.com", false},
		{"uri-reference", "/x", true},
		{"uri-reference", "x", false},
		{"currency", "USD", true},
		{"currency", "usd", false},
	} {
		assert.Equal(t, tt.good, formats[tt.format].Validate(tt.text) == nil, "%s %q", tt.format, tt.text)
	}
}

// TestDescriptionIsStrict changes an answer that is right, and wants each change
// to be found.
func TestDescriptionIsStrict(t *testing.T) {
	folder := os.Getenv(descriptionVariable)
	if folder == "" {
		t.Skipf("%s is not set: there is no description to be strict with", descriptionVariable)
	}
	d, err := readDescriptions(folder)
	require.NoError(t, err)
	sid := func(prefix string) string { return prefix + nobody }
	path := "/v1/Workspaces/" + sid("WS") + "/Tasks/" + sid("WT") + "/Reservations/" + sid("WR")
	at := "http://127.0.0.1:8080" + path
	good := `{"account_sid":"` + sid("AC") + `","date_created":"2024-05-14T10:00:00Z","date_updated":null,"reservation_status":"pending",` +
		`"sid":"` + sid("WR") + `","task_sid":"` + sid("WT") + `","worker_name":"Alice","worker_sid":"` + sid("WK") + `",` +
		`"workspace_sid":"` + sid("WS") + `","url":"` + at + `","links":{"task":"` + at + `"}}`
	for _, tt := range []struct {
		name, old, new, want string
		status               int
		header               string // that is taken away
	}{
		{"nothing", "", "", "", 200, ""},
		{"a field less", `"worker_name":"Alice",`, ``, `property "worker_name" is missing`, 200, ""},
		{"a field more", `{"account`, `{"version":1,"account`, `"version" is unsupported`, 200, ""},
		{"another type", `"Alice"`, `17`, "must be a string", 200, ""},
		{"no such status", `"pending"`, `"waiting"`, "not one of the allowed values", 200, ""},
		{"null that must not be", `"pending"`, `null`, "not one of the allowed values", 200, ""},
		{"a date of another kind", `"2024-05-14T10:00:00Z"`, `"2024-05-14T10:00:00.5Z"`, "date-time", 200, ""},
		{"another kind of SID", `"sid":"WR`, `"sid":"WK`, "regular expression", 200, ""},
		{"a URL without a host", `"url":"http://127.0.0.1:8080`, `"url":"`, "absolute", 200, ""},
		{"a link without a host", `{"task":"http://127.0.0.1:8080`, `{"task":"`, "/links/task", 200, ""},
		{"no object", good, `[]`, "must be an object", 200, ""},
		{"no such answer", "", "", "status is not supported", 201, ""},
		{"no ETag", "", "", "ETag", 200, "Etag"},
		{"no other origin", "", "", forBrowsers[0], 200, forBrowsers[0]},
		{"headers that a page cannot see", "", "", forBrowsers[1], 200, forBrowsers[1]},
		{"no content type", "", "", "Content-Type", 200, "Content-Type"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			header := http.Header{"Content-Type": {"application/json"}, "Etag": {"0"}, forBrowsers[0]: {"*"}, forBrowsers[1]: {"ETag"}}
			header.Del(tt.header)
			request := &http.Request{Method: http.MethodGet, URL: &url.URL{Scheme: "http", Host: "127.0.0.1:8080", Path: path}}
			body := strings.Replace(good, tt.old, tt.new, 1)
			operation, err := d.check(newRecord(d), request, &http.Response{StatusCode: tt.status, Header: header}, []byte(body))
			assert.Equal(t, "FetchTaskReservation", operation)
			if tt.want == "" {
				assert.NoError(t, err)
				return
			}
			assert.ErrorContains(t, err, tt.want)
		})
	}
}
