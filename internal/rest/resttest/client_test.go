package resttest_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/internal/rest/resttest"
)

// client asks a handler that answers always the same.
func client(t resttest.TB, status int, body string) *resttest.Client {
	return &resttest.Client{T: t, Base: "/v1/Things", Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})}
}

const refusal = `{"code":20404,"message":"no \"x\"","more_info":"https://www.twilio.com/docs/errors/20404","status":404}`

func TestRequests(t *testing.T) {
	c := resttest.Client{User: "AC1", Secret: "x", Base: "/v1/Things/1"}
	tests := []struct {
		name string
		r    *http.Request
		want string // method, address, Content-Type, X and body
	}{
		{"below the base", c.Request("GET", "/Parts?a=1", ""), "GET /v1/Things/1/Parts?a=1   "},
		{"the base itself", c.Request("DELETE", "", ""), "DELETE /v1/Things/1   "},
		{"beside it", c.Request("GET", "/v1/Others", ""), "GET /v1/Others   "},
		{"with a form", c.Request("POST", "", "A=1"), "POST /v1/Things/1 application/x-www-form-urlencoded  A=1"},
		{"with headers", c.Request("POST", "", "{}", "Content-Type", "application/json", "X", "y"), "POST /v1/Things/1 application/json y {}"},
		{"anything", c.Any("PUT", "/a b\x00", "%zz", "&="), "PUT /v1/Things/1/a%20b%00?%zz application/x-www-form-urlencoded  &="},
		{"no method", c.Any("ä", "", "", ""), "POST /v1/Things/1 application/x-www-form-urlencoded  "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body, err := io.ReadAll(tt.r.Body)
			require.NoError(t, err)
			user, secret, _ := tt.r.BasicAuth()
			assert.Equal(t, "AC1 x", user+" "+secret)
			got := []string{tt.r.Method, tt.r.URL.String(), tt.r.Header.Get("Content-Type"), tt.r.Header.Get("X"), string(body)}
			assert.Equal(t, tt.want, strings.Join(got, " "))
		})
	}
}

// What must not be in an answer fails the test, and nothing else does.
func TestAnswersAreChecked(t *testing.T) {
	get := func(c *resttest.Client) { c.Get("") }
	check := func(c *resttest.Client) { c.Check(c.Request("GET", "", "")) }
	create := func(c *resttest.Client) { c.Create("", "A=1") }
	refused := func(c *resttest.Client) { c.Refused(c.Delete(""), 404, 20404) }
	tests := []struct {
		name   string
		ask    func(*resttest.Client)
		status int
		body   string
		want   string // "" for no failure
	}{
		{"an object", get, 200, `{"a":1}`, ""},
		{"nothing", get, 204, "", ""},
		{"something instead of nothing", get, 204, "{}", `GET /v1/Things: 204 with a body: "{}"`},
		{"no JSON", get, 200, "<p>", "want a JSON object"},
		{"no object", get, 200, "null", "want a JSON object"},
		{"made", create, 201, `{"sid":"WT1"}`, ""},
		{"not made", create, 200, `{"sid":"WT1"}`, "POST  A=1: status 200, want 201 and a SID"},
		{"made without a SID", create, 201, `{}`, "status 201, want 201 and a SID"},
		{"a refusal", refused, 404, refusal, ""},
		{"a refusal with details", refused, 404, strings.TrimSuffix(refusal, "}") + `,"details":{"cause":"y"}}`, ""},
		{"details with more than the cause", refused, 404, strings.TrimSuffix(refusal, "}") + `,"details":{"cause":"y","stack":"z"}}`, `want {"code":20404`},
		{"details and one more field", refused, 404, strings.TrimSuffix(refusal, "}") + `,"details":{"cause":"y"},"stack":"z"}`, `want {"code":20404`},
		{"details of nothing", refused, 404, strings.TrimSuffix(refusal, "}") + `,"details":{"cause":""}}`, `want {"code":20404`},
		{"details that are none", refused, 404, strings.TrimSuffix(refusal, "}") + `,"details":"y"}`, `want {"code":20404`},
		{"details of null", refused, 404, strings.TrimSuffix(refusal, "}") + `,"details":null}`, `want {"code":20404`},
		{"a field within the message's place", refused, 404, strings.Replace(refusal, `no \"x\"`, `y","stack":"z`, 1), `want {"code":20404`},
		{"another status", refused, 400, refusal, "status 400, want 404"},
		{"another code", refused, 404, strings.Replace(refusal, ":20404", ":20001", 1), `want {"code":20404`},
		{"another page", refused, 404, strings.Replace(refusal, "errors/20404", "errors/20001", 1), `want {"code":20404`},
		{"another status in the body", refused, 404, strings.Replace(refusal, ":404}", ":400}", 1), `want {"code":20404`},
		{"no message", refused, 404, strings.Replace(refusal, `no \"x\"`, "", 1), `want {"code":20404`},
		{"one more field", refused, 404, strings.TrimSuffix(refusal, "}") + `,"stack":"y"}`, `want {"code":20404`},
		{"anything goes", check, 200, "{}", ""},
		{"a refusal of anything", check, 404, refusal, ""},
		{"no form of a refusal", check, 404, "{}", `{}: want {"code":0`},
		{"a failure", check, 500, refusal, "GET /v1/Things: status 500"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := failing(func(r *recorder) { tt.ask(client(r, tt.status, tt.body)) })
			if tt.want == "" {
				assert.Empty(t, got)
				return
			}
			assert.Contains(t, got, tt.want)
		})
	}
	assert.Equal(t, `no "x"`, client(t, 404, refusal).Refused(client(t, 404, refusal).Get(""), 404, 20404))
}

// listing answers with pages of one entry each, in both of the vendor's envelopes.
func listing(pages int, envelope string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.URL.Query().Get("Page"))
		link := func(n int) string {
			switch {
			case n < 0 || n == pages:
				return "null"
			case envelope == "url":
				return fmt.Sprintf(`"http://example.com/v1/Things?Page=%d"`, n)
			}
			return fmt.Sprintf(`"/v1/Things?Page=%d"`, n)
		}
		links := fmt.Sprintf(`"next_page_%[1]s":%[2]s,"previous_page_%[1]s":%[3]s,"%[1]s":%[4]s`, envelope, link(n+1), link(n-1), link(n))
		if envelope == "url" {
			links = `"meta":{` + links + `}`
		}
		fmt.Fprintf(w, `{"things":[{"sid":"T%d","name":null}],%s}`, n, links)
	}
}

func TestPages(t *testing.T) {
	for _, envelope := range []string{"url", "uri"} {
		c := resttest.Client{T: t, Handler: listing(4, envelope)}
		walk := func(path string, on func(resttest.Reply) string) (sids []string) {
			for page := range c.Pages(path, on) {
				sids = append(sids, page.SIDs("things")...)
				assert.Equal(t, []string{""}, page.Strings("things", "name"))
			}
			return sids
		}
		want := []string{"T0", "T1", "T2", "T3"}
		assert.Equal(t, want, walk("/v1/Things", resttest.Reply.Next))
		slices.Reverse(want)
		assert.Equal(t, want, walk("/v1/Things?Page=3", resttest.Reply.Previous))
		for page := range c.Pages("/v1/Things", resttest.Reply.Next) {
			assert.Equal(t, []string{"T0"}, page.SIDs("things"))
			break
		}
	}
	tests := []struct {
		name    string
		handler http.HandlerFunc
		want    string
	}{
		{"endless", listing(1000, "uri"), "more than 100 pages"},
		{"refused", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "{}", 404) }, "GET /v1/Things: status 404"},
		{"no address of its own", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{}`) }, `calls itself "", which is not the same`},
		{"another's address", func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"uri":"/v1/Others","path":%q}`, r.URL.Path)
		}, `calls itself "/v1/Others", which is not the same`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Contains(t, failing(func(r *recorder) {
				c := resttest.Client{T: r, Handler: tt.handler}
				for range c.Pages("/v1/Things", resttest.Reply.Next) {
					continue
				}
			}), tt.want)
		})
	}
}

func TestReplyOfAScript(t *testing.T) {
	for want, r := range map[string]resttest.Reply{
		"200\n{\n  \"a\": 1\n}\n": {Status: 200, Text: `{"a":1}`},
		"200 ETag \"3\"\n{}\n":    {Status: 200, Text: `{}`, Header: http.Header{"Etag": {`"3"`}}},
		"204\n\n":                 {Status: 204},
	} {
		assert.Equal(t, want, r.String())
	}
}
