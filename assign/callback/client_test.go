package callback_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/callback"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/internal/rest/resttest"
	"github.com/goacd/acd/taskrouter"
)

const (
	json   = "application/json"
	accept = `{"instruction":"accept"}`
)

// TestAnswers is the table of lifecycle.md §3.2, row by row. Each answer is
// given by the first URL, then, with one that fails before it, by the fallback.
func TestAnswers(t *testing.T) {
	type want struct {
		outcome     callback.Outcome // "" for the fallback
		instruction assign.Instruction
		codes       []string
	}
	tests := []struct {
		name string
		answer
		want
	}{
		{"3.2 row 1: an instruction", answer{status: 200, contentType: json, body: accept}, want{callback.Instructed, &assign.Accept{}, nil}},
		{"3.2 row 1: a type with parameters, in any case", answer{status: 200, contentType: "Application/JSON; charset=utf-8", body: accept}, want{callback.Instructed, &assign.Accept{}, nil}},
		{"3.2 row 1: a type with a parameter that is none", answer{status: 200, contentType: "application/json; charset", body: accept}, want{callback.Instructed, &assign.Accept{}, nil}},
		{"3.2 row 1: just in time", answer{status: 200, contentType: json, body: accept, after: 5*time.Second - 1}, want{callback.Instructed, &assign.Accept{}, nil}},
		{"3.2 row 2: empty body", answer{status: 200, contentType: json}, want{callback.Acknowledged, nil, nil}},
		{"3.2 row 2: empty body without a type", answer{status: 200}, want{callback.Acknowledged, nil, nil}},
		{"3.2 row 2: empty body of another type", answer{status: 200, contentType: "text/html"}, want{callback.Acknowledged, nil, nil}},
		{"3.2 row 2: white space only", answer{status: 200, contentType: "text/plain", body: " \r\n"}, want{callback.Acknowledged, nil, nil}},
		{"3.2 row 2: {}", answer{status: 200, contentType: json, body: " {}\n"}, want{callback.Acknowledged, nil, nil}},
		{"3.2 row 3: 204", answer{status: 204}, want{callback.Acknowledged, nil, nil}},
		{"3.2 row 4: not JSON", answer{status: 200, contentType: json, body: "hello"}, want{callback.Acknowledged, nil, []string{"warning 40001"}}},
		{"3.2 row 4: broken JSON", answer{status: 200, contentType: json, body: `{"instruction":"accept"`}, want{callback.Acknowledged, nil, []string{"warning 40001"}}},
		{"3.2 row 4: a byte too large", answer{status: 200, contentType: json, body: accept + strings.Repeat(" ", assign.MaxAnswerBytes+1-len(accept))}, want{callback.Acknowledged, nil, []string{"warning 40001"}}},
		{"3.2 row 4: as large as may be", answer{status: 200, contentType: json, body: accept + strings.Repeat(" ", assign.MaxAnswerBytes-len(accept))}, want{callback.Instructed, &assign.Accept{}, nil}},
		{"3.2 row 4: endless", answer{status: 200, contentType: json, body: strings.Repeat("[", 10<<20)}, want{callback.Acknowledged, nil, []string{"warning 40001"}}},
		{"3.2 row 5: no instruction", answer{status: 200, contentType: json, body: `{"to":"client:alice"}`}, want{callback.Acknowledged, nil, []string{"warning 40005"}}},
		{"3.2 row 5: an array", answer{status: 200, contentType: json, body: `[1]`}, want{callback.Acknowledged, nil, []string{"warning 40005"}}},
		{"3.2 row 6: another type", answer{status: 200, contentType: "text/html", body: accept}, want{"", nil, []string{"40000"}}},
		{"3.2 row 6: no type", answer{status: 200, body: accept}, want{"", nil, []string{"40000"}}},
		{"3.2 row 6: {} of another type", answer{status: 200, contentType: "text/plain", body: "{}"}, want{"", nil, []string{"40000"}}},
		{"3.2 row 6: a type that only begins so", answer{status: 200, contentType: "application/jsonp", body: accept}, want{"", nil, []string{"40000"}}},
		{"3.2 row 7: unknown instruction", answer{status: 200, contentType: json, body: `{"instruction":"dance"}`}, want{callback.Acknowledged, nil, []string{"55555"}}},
		{"3.2: wrong values, each an alert", answer{status: 200, contentType: json, body: `{"instruction":"call","to":"client:a"}`}, want{callback.Acknowledged, nil, []string{"40111", "40112"}}},
		{"3.2 row 8: 404", answer{status: 404, contentType: json, body: accept}, want{"", nil, []string{"11200"}}},
		{"3.2 row 8: 500", answer{status: 500}, want{"", nil, []string{"11200"}}},
		{"3.2 row 8: connection refused", answer{err: &net.OpError{Op: "dial", Err: errors.New("connection refused")}}, want{"", nil, []string{"11205"}}},
		{"3.2 row 8: connection refused by the system", answer{err: &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}}, want{"", nil, []string{"11205"}}},
		{"3.2 row 8: no connection in time", answer{err: &net.OpError{Op: "dial", Err: timeout{}}}, want{"", nil, []string{"11205"}}},
		{"3.2 row 8: connection cut", answer{status: 200, contentType: json, body: accept, cut: true}, want{"", nil, []string{"11205"}}},
		{"3.2 row 8: late", answer{status: 200, contentType: json, body: accept, after: 5*time.Second + 1}, want{"", nil, []string{"11203"}}},
		{"3.2 row 8: never", answer{status: 200, contentType: json, body: accept, after: time.Hour}, want{"", nil, []string{"11203"}}},
		{"another success", answer{status: 201, contentType: json, body: accept}, want{"", nil, []string{"11200"}}},
		{"not modified", answer{status: 304}, want{"", nil, []string{"11200"}}},
		{"no host of that name", answer{err: &net.DNSError{Err: "no such host", Name: "app.example", IsNotFound: true}}, want{"", nil, []string{"11210"}}},
		{"the client's own limit", answer{err: &net.OpError{Op: "read", Err: timeout{}}}, want{"", nil, []string{"11203"}}},
		{"TLS handshake", answer{err: tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}}, want{"", nil, []string{"11220"}}},
		{"certificate of another host", answer{err: &tls.CertificateVerificationError{Err: x509.HostnameError{Certificate: &x509.Certificate{}, Host: "x"}}}, want{"", nil, []string{"11235"}}},
		{"certificate expired", answer{err: &tls.CertificateVerificationError{Err: x509.CertificateInvalidError{Reason: x509.Expired}}}, want{"", nil, []string{"11236"}}},
		{"certificate of an unknown authority", answer{err: &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}}, want{"", nil, []string{"11237"}}},
	}
	check := func(t *testing.T, got callback.Answer, w want, url string, before ...string) {
		t.Helper()
		assert.Equal(t, w.outcome, got.Outcome)
		assert.Equal(t, w.instruction, got.Instruction)
		assert.Equal(t, append(before, w.codes...), codes(got.Alerts))
		assert.Equal(t, url, got.URL)
		for _, a := range got.Alerts {
			assert.True(t, strings.HasPrefix(a.Message, "callback: "), a.Message)
			assert.NotEmpty(t, a.URL)
		}
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				net := &pages{answers: map[string]answer{"/assignment": tt.answer, "/fallback": {status: 500}}}
				client := newClient(t, net)
				got, err := ask1(client)
				require.NoError(t, err)
				if tt.outcome != "" {
					check(t, got, tt.want, asked)
					assert.Equal(t, tt.codes != nil, got.Err != nil)
					return
				}
				require.Len(t, net.asked, 2)
				check(t, got, want{callback.Failed, nil, []string{"11200"}}, "", tt.codes...)
				form, _ := url.ParseQuery(net.asked[1].form)
				assert.Equal(t, tt.codes[0], form.Get("ErrorCode"))
				assert.Equal(t, asked, form.Get("ErrorUrl"))
				require.ErrorIs(t, got.Err, &callback.Error{Kind: callback.KindDelivery})
			})
			synctest.Test(t, func(t *testing.T) {
				net := &pages{answers: map[string]answer{"/assignment": {status: 503}, "/fallback": tt.answer}}
				got, err := ask1(newClient(t, net))
				require.NoError(t, err)
				w, url := tt.want, fallback
				if w.outcome == "" {
					w.outcome, url = callback.Failed, ""
				}
				check(t, got, w, url, "11200")
			})
		})
	}
}

type timeout struct{}

func (timeout) Error() string   { return "i/o timeout" }
func (timeout) Timeout() bool   { return true }
func (timeout) Temporary() bool { return true }

func TestRequest(t *testing.T) {
	net := &pages{answers: map[string]answer{"/assignment": {status: 500}, "/fallback": {status: 204}}}
	req := question()
	req.ErrorCode, req.ErrorURL = 1, "left over"
	got, err := newClient(t, net).Ask(t.Context(), "http://app.example/assignment?a=1#part", fallback, req)
	require.NoError(t, err)
	assert.Equal(t, callback.Acknowledged, got.Outcome)
	require.Len(t, net.asked, 2)
	for _, a := range net.asked {
		assert.Equal(t, "POST", a.method)
		assert.Equal(t, "application/x-www-form-urlencoded", a.header.Get("Content-Type"))
		assert.Equal(t, "application/json, */*;q=0.1", a.header.Get("Accept"))
		assert.True(t, a.signed)
		form, err := url.ParseQuery(a.form)
		require.NoError(t, err)
		same, err := assign.ParseRequest(form)
		require.NoError(t, err)
		assert.Equal(t, req.TaskAttributes, same.TaskAttributes)
		if strings.Contains(a.url, "fallback") {
			assert.Equal(t, 11200, same.ErrorCode)
			assert.Equal(t, "http://app.example/assignment?a=1#part", same.ErrorURL)
		} else {
			assert.Zero(t, same.ErrorCode)
			assert.Empty(t, same.ErrorURL)
		}
	}
	assert.Equal(t, 1, req.ErrorCode, "the caller's request is not touched")
}

// TestErrorURL tells the fallback URL no password of the other.
func TestErrorURL(t *testing.T) {
	net := &pages{answers: map[string]answer{"/assignment": {status: 500}, "/fallback": {status: 204}}}
	_, err := newClient(t, net).Ask(t.Context(), "http://me:secret@app.example/assignment", fallback, question())
	require.NoError(t, err)
	require.Len(t, net.asked, 2)
	form, err := url.ParseQuery(net.asked[1].form)
	require.NoError(t, err)
	assert.Equal(t, asked, form.Get("ErrorUrl"))
}

// TestRequestTooLarge shows that what no application of package webhook would
// read is not sent.
func TestRequestTooLarge(t *testing.T) {
	net := &pages{}
	req := question()
	req.TaskAttributes = `{"a":"` + strings.Repeat("x", 1<<20) + `"}`
	got, err := newClient(t, net).Ask(t.Context(), asked, "", req)
	require.NoError(t, err)
	assert.Equal(t, callback.Failed, got.Outcome)
	assert.Equal(t, []string{"11205"}, codes(got.Alerts))
	assert.Empty(t, net.asked)
}

// TestLateAnswer shows that an answer that comes after its time is ignored, also
// when the transport does not look at the context.
func TestLateAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newClient(t, resttest.Network(func(*http.Request) (*http.Response, error) {
			time.Sleep(5*time.Second + 1)
			return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {json}}, Body: io.NopCloser(strings.NewReader(accept))}, nil
		}))
		got, err := client.Ask(t.Context(), asked, "", question())
		require.NoError(t, err)
		assert.Equal(t, callback.Failed, got.Outcome)
		assert.Equal(t, []string{"11203"}, codes(got.Alerts))
	})
}

func TestTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		client := newClient(t, resttest.Network(stuck), func(c *callback.ClientConfig) { c.Timeout = 2 * time.Second })
		got, err := client.Ask(t.Context(), asked, fallback, question())
		require.NoError(t, err)
		assert.Equal(t, []string{"11203", "11203"}, codes(got.Alerts))
		assert.Equal(t, 4*time.Second, time.Since(began), "each URL has its own")
	})
}

func TestNoFallback(t *testing.T) {
	net := &pages{answers: map[string]answer{"/assignment": {status: 500}}}
	got, err := newClient(t, net).Ask(t.Context(), asked, "", question())
	require.NoError(t, err)
	assert.Equal(t, callback.Failed, got.Outcome)
	assert.Equal(t, []string{"11200"}, codes(got.Alerts))
	assert.Len(t, net.asked, 1)
}

func TestURLsThatCannotBeAsked(t *testing.T) {
	for _, bad := range []string{"", "/path", "ftp://app.example/", "http://", "http:opaque", "http://:80/", "http://user:secret@%zz/", "http://user:secret@", "http://%zz/" + strings.Repeat("x", 300)} {
		t.Run(bad, func(t *testing.T) {
			net := &pages{}
			got, err := newClient(t, net).Ask(t.Context(), bad, "", question())
			require.NoError(t, err)
			assert.Equal(t, callback.Failed, got.Outcome)
			assert.Equal(t, []string{"11100"}, codes(got.Alerts))
			assert.NotContains(t, got.Alerts[0].Message+got.Alerts[0].URL, "secret")
			assert.Empty(t, net.asked)
		})
	}
}

func TestRedirects(t *testing.T) {
	ok := answer{status: 200, contentType: json, body: accept}
	chain := func(n int) map[string]answer {
		answers := map[string]answer{"/assignment": {status: 307, location: "/1"}}
		for i := 1; i < n; i++ {
			answers[fmt.Sprint("/", i)] = answer{status: 308, location: fmt.Sprint("/", i+1)}
		}
		answers[fmt.Sprint("/", n)] = ok
		return answers
	}
	tests := []struct {
		name    string
		answers map[string]answer
		want    []string // what was asked
		codes   []string
	}{
		{"301 is a GET without the form", map[string]answer{"/assignment": {status: 301, location: "/new?x=1"}, "/new": ok}, []string{"POST /assignment form", "GET /new?x=1"}, nil},
		{"302 likewise", map[string]answer{"/assignment": {status: 302, location: "new"}, "/new": ok}, []string{"POST /assignment form", "GET /new"}, nil},
		{"303 likewise", map[string]answer{"/assignment": {status: 303, location: "http://other.example/new"}, "/new": ok}, []string{"POST /assignment form", "GET /new"}, nil},
		{"307 is the same again", map[string]answer{"/assignment": {status: 307, location: "/new"}, "/new": ok}, []string{"POST /assignment form", "POST /new form"}, nil},
		{"308 likewise", map[string]answer{"/assignment": {status: 308, location: "https://other.example/new#part"}, "/new": ok}, []string{"POST /assignment form", "POST /new form"}, nil},
		{"a GET stays one", map[string]answer{"/assignment": {status: 302, location: "/a"}, "/a": {status: 307, location: "/b"}, "/b": ok}, []string{"POST /assignment form", "GET /a", "GET /b"}, nil},
		{"ten", chain(10), nil, nil},
		{"eleven", chain(11), nil, []string{"11215"}},
		{"a loop", map[string]answer{"/assignment": {status: 307, location: "/assignment"}}, nil, []string{"11215"}},
		{"no Location", map[string]answer{"/assignment": {status: 307}}, []string{"POST /assignment form"}, []string{"11216"}},
		{"a Location that is none", map[string]answer{"/assignment": {status: 307, location: "http://[::1"}}, []string{"POST /assignment form"}, []string{"11216"}},
		{"to another scheme", map[string]answer{"/assignment": {status: 307, location: "file:///etc/passwd"}}, []string{"POST /assignment form"}, []string{"11216"}},
		{"to an error", map[string]answer{"/assignment": {status: 307, location: "/gone"}, "/gone": {status: 410}}, []string{"POST /assignment form", "POST /gone form"}, []string{"11200"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			net := &pages{answers: tt.answers}
			got, err := newClient(t, net).Ask(t.Context(), asked, "", question())
			require.NoError(t, err)
			assert.Equal(t, tt.codes, codes(got.Alerts))
			assert.Equal(t, tt.codes == nil, got.Outcome == callback.Instructed)
			assert.LessOrEqual(t, len(net.asked), 11)
			var did []string
			for _, a := range net.asked {
				assert.True(t, strings.HasPrefix(a.url, "https://") || a.signed, "each is signed for where it goes")
				u, _ := url.Parse(a.url)
				line := a.method + " " + u.RequestURI()
				if a.form != "" {
					line += " form"
				}
				did = append(did, line)
			}
			if tt.want != nil {
				assert.Equal(t, tt.want, did)
			}
		})
	}
	t.Run("all within the time for an answer", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			net := &pages{answers: map[string]answer{"/assignment": {status: 307, location: "/assignment", after: 2 * time.Second}}}
			began := time.Now()
			got, err := newClient(t, net).Ask(t.Context(), asked, "", question())
			require.NoError(t, err)
			assert.Equal(t, []string{"11203"}, codes(got.Alerts))
			assert.Equal(t, 5*time.Second, time.Since(began))
		})
	})
	t.Run("the client's own policy is not used", func(t *testing.T) {
		net := &pages{answers: map[string]answer{"/assignment": {status: 307, location: "/new"}, "/new": ok}}
		given := &http.Client{Transport: net, CheckRedirect: func(*http.Request, []*http.Request) error { return errors.New("no") }}
		client := newClient(t, net, func(c *callback.ClientConfig) { c.HTTP = given })
		got, err := client.Ask(t.Context(), asked, "", question())
		require.NoError(t, err)
		assert.Equal(t, callback.Instructed, got.Outcome)
		assert.Equal(t, site+"/new", got.URL)
		assert.NotNil(t, given.CheckRedirect)
	})
}

func TestAllow(t *testing.T) {
	var seen []string
	allow := func(u *url.URL) error {
		seen = append(seen, u.String())
		if u.Hostname() == "inside.example" {
			return errors.New("not there")
		}
		u.Host = "changed.example" // is a copy
		return nil
	}
	net := &pages{answers: map[string]answer{"/assignment": {status: 307, location: "http://inside.example/x"}}}
	client := newClient(t, net, func(c *callback.ClientConfig) { c.Allow = allow })
	got, err := client.Ask(t.Context(), asked, "http://inside.example/fallback", question())
	require.NoError(t, err)
	assert.Equal(t, []string{"11216", "11205"}, codes(got.Alerts))
	assert.Len(t, net.asked, 1)
	assert.Equal(t, []string{asked, "http://inside.example/x", "http://inside.example/fallback"}, seen)
}

func TestBasicAuthentication(t *testing.T) {
	h, err := callback.NewHandler(callback.HandlerConfig{Verifier: verifier()}, func(context.Context, *assign.Request) (assign.Instruction, error) {
		return &assign.Accept{}, nil
	})
	require.NoError(t, err)
	site, client := loopback(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if name, password, _ := r.BasicAuth(); r.URL.Path == "/first" || name != "me" || password != "secret" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		h.ServeHTTP(w, r)
	}))
	site = strings.Replace(site, "http://", "http://me:secret@", 1)
	asking := newClient(t, nil, func(c *callback.ClientConfig) { c.HTTP = client })
	got, err := asking.Ask(t.Context(), site+"/first", site+"/second", question())
	require.NoError(t, err)
	assert.Equal(t, callback.Instructed, got.Outcome)
	assert.NotContains(t, fmt.Sprint(got), "secret")
}

// TestFaults asks servers that are real but wrong.
func TestFaults(t *testing.T) {
	resttest.NoLeak(t)
	list, err := callback.NewAllowList("127.0.0.1")
	require.NoError(t, err)
	through := list.Client()
	t.Cleanup(through.CloseIdleConnections)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	closed := "http://" + listener.Addr().String()
	listener.Close()
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	t.Cleanup(secure.Close)

	for _, tt := range []struct{ name, url, code string }{
		{"nobody listens", closed, "11205"},
		{"nothing is said", resttest.RawServer(t, ""), "11205"},
		{"no HTTP", resttest.RawServer(t, "SSH-2.0-OpenSSH\r\n"), "11206"},
		{"cut in the headers", resttest.RawServer(t, "HTTP/1.1 200 OK\r\nContent-Ty"), "11205"},
		{"cut in the body", resttest.RawServer(t, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"+accept), "11205"},
		{"headers without an end", resttest.RawServer(t, "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", 1<<20)), "11205"},
		{"TLS where there is none", strings.Replace(resttest.RawServer(t, "HTTP/1.1 400 Bad Request\r\n\r\n"), "http:", "https:", 1), "11220"},
		{"a certificate of nobody", secure.URL, "11237"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			client := newClient(t, nil, func(c *callback.ClientConfig) { c.HTTP = through })
			got, err := client.Ask(t.Context(), tt.url, "", question())
			require.NoError(t, err)
			assert.Equal(t, []string{tt.code}, codes(got.Alerts), got.Alerts)
		})
	}
	t.Run("by default nothing inside is reached", func(t *testing.T) {
		client := newClient(t, nil, func(c *callback.ClientConfig) { c.HTTP = nil })
		got, err := client.Ask(t.Context(), secure.URL, "", question())
		require.NoError(t, err)
		assert.Equal(t, []string{"11205"}, codes(got.Alerts))
		assert.Contains(t, got.Alerts[0].Message, "name it in the allow-list")
		require.ErrorIs(t, got.Err, &callback.Error{Kind: callback.KindDelivery})
		inner, _ := errors.AsType[*callback.Error](errors.Unwrap(got.Err))
		require.NotNil(t, inner)
		assert.Equal(t, callback.KindAddress, inner.Kind)
	})
}

// stuck never answers.
func stuck(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestConcurrency(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		busy, most := 0, 0
		gate := make(chan struct{}, 1)
		gate <- struct{}{}
		count := func(n int) {
			<-gate
			busy += n
			most = max(most, busy)
			gate <- struct{}{}
		}
		client := newClient(t, resttest.Network(func(*http.Request) (*http.Response, error) {
			count(+1)
			defer count(-1)
			time.Sleep(time.Second)
			return &http.Response{StatusCode: 204, Body: http.NoBody}, nil
		}), func(c *callback.ClientConfig) { c.Concurrency, c.Waiting = 3, 7 })

		began := time.Now()
		var order []int
		done := make(chan int, 10)
		for i := range 10 {
			require.NoError(t, client.Start(t.Context(), asked, "", question(), func(a callback.Answer, err error) {
				assert.Equal(t, callback.Acknowledged, a.Outcome)
				assert.NoError(t, err)
				done <- i
			}))
		}
		assert.Zero(t, time.Since(began), "nobody waits")
		err := client.Start(t.Context(), asked, "", question(), func(callback.Answer, error) { t.Error("called") })
		require.ErrorIs(t, err, &callback.Error{Kind: callback.KindFull})
		_, err = client.Ask(t.Context(), asked, "", question())
		require.ErrorIs(t, err, &callback.Error{Kind: callback.KindFull})
		for range 10 {
			order = append(order, <-done)
		}
		assert.Equal(t, 3, most)
		assert.Equal(t, 4*time.Second, time.Since(began))
		assert.ElementsMatch(t, []int{0, 1, 2}, order[:3])
		assert.Equal(t, 9, order[9], "first come, first served")
	})
}

func TestGivingUp(t *testing.T) {
	t.Run("under way", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			client := newClient(t, resttest.Network(stuck))
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			_, err := client.Ask(ctx, asked, fallback, question())
			require.ErrorIs(t, err, &callback.Error{Kind: callback.KindCanceled})
			require.ErrorIs(t, err, context.DeadlineExceeded)
		})
	})
	t.Run("at the fallback", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			client := newClient(t, resttest.Network(stuck))
			ctx, cancel := context.WithTimeout(t.Context(), 6*time.Second)
			defer cancel()
			_, err := client.Ask(ctx, asked, fallback, question())
			require.ErrorIs(t, err, &callback.Error{Kind: callback.KindCanceled})
		})
	})
	t.Run("before its turn, and its place is free", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			client := newClient(t, resttest.Network(stuck), func(c *callback.ClientConfig) { c.Concurrency, c.Waiting = 1, 1 })
			require.NoError(t, client.Start(t.Context(), asked, "", question(), func(callback.Answer, error) {}))
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			_, err := client.Ask(ctx, asked, "", question())
			require.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Contains(t, err.Error(), "given up before its turn")
			require.NoError(t, client.Start(t.Context(), asked, "", question(), func(callback.Answer, error) {}))
		})
	})
	t.Run("before it began", func(t *testing.T) {
		client := newClient(t, resttest.Network(stuck))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := client.Ask(ctx, asked, "", question())
		require.ErrorIs(t, err, context.Canceled)
	})
}

func TestClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newClient(t, resttest.Network(stuck), func(c *callback.ClientConfig) { c.Concurrency = 2 })
		var told atomic.Int32
		for range 5 {
			require.NoError(t, client.Start(t.Context(), asked, fallback, question(), func(_ callback.Answer, err error) {
				assert.ErrorIs(t, err, &callback.Error{Kind: callback.KindClosed})
				told.Add(1)
			}))
			synctest.Wait()
		}
		client.Close()
		assert.Equal(t, int32(5), told.Load(), "each is told once, before Close returns")
		client.Close()
		_, err := client.Ask(t.Context(), asked, "", question())
		require.ErrorIs(t, err, &callback.Error{Kind: callback.KindClosed})
	})
}

// TestCloseSendsNothing has nobody asked whose turn would have come.
func TestCloseSendsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sent atomic.Int32
		client := newClient(t, resttest.Network(func(r *http.Request) (*http.Response, error) {
			sent.Add(1)
			return stuck(r)
		}), func(c *callback.ClientConfig) { c.Concurrency = 1 })
		for range 100 {
			require.NoError(t, client.Start(t.Context(), asked, "", question(), func(callback.Answer, error) {}))
		}
		synctest.Wait()
		client.Close()
		assert.Equal(t, int32(1), sent.Load())
	})
}

func TestShutdown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		net := &pages{answers: map[string]answer{"/assignment": {status: 204, after: time.Second}}}
		client := newClient(t, net, func(c *callback.ClientConfig) { c.Concurrency = 1 })
		told := 0
		for range 3 {
			require.NoError(t, client.Start(t.Context(), asked, "", question(), func(a callback.Answer, err error) {
				assert.NoError(t, err)
				told++
			}))
		}
		require.NoError(t, client.Shutdown(t.Context()))
		assert.Equal(t, 3, told)
	})
	synctest.Test(t, func(t *testing.T) {
		client := newClient(t, resttest.Network(stuck))
		require.NoError(t, client.Start(t.Context(), asked, fallback, question(), func(_ callback.Answer, err error) {
			assert.ErrorIs(t, err, &callback.Error{Kind: callback.KindClosed})
		}))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := client.Shutdown(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

func TestClientConfig(t *testing.T) {
	for name, cfg := range map[string]callback.ClientConfig{
		"AuthToken":   {},
		"Timeout":     {AuthToken: token, Timeout: -1},
		"Concurrency": {AuthToken: token, Concurrency: -1},
		"Waiting":     {AuthToken: token, Waiting: -1},
	} {
		client, err := callback.NewClient(cfg)
		require.ErrorIs(t, err, &callback.Error{Kind: callback.KindConfig}, name)
		assert.Contains(t, err.Error(), name)
		assert.Nil(t, client)
	}
}

func TestAsker(t *testing.T) {
	net := &pages{answers: map[string]answer{
		"/accept": {status: 200, contentType: json, body: accept}, "/nothing": {status: 204},
		"/unfit": {status: 200, contentType: json, body: `{"instruction":"call"}`}, "/broken": {status: 500},
	}}
	tests := []struct {
		url, fallback string
		want          assign.Instruction
		alerts        []string
		err           string
	}{
		{"/accept", "", &assign.Accept{}, nil, ""},
		{"/nothing", "", nil, nil, ""},
		{"/broken", "/accept", &assign.Accept{}, []string{"11200"}, ""},
		{"/unfit", "", nil, nil, "assign: call:"},
		{"/broken", "/unfit", nil, []string{"11200"}, "assign: call:"},
		{"/broken", "", nil, nil, `callback: ask: "http://app.example/broken": status 500`},
		{"/broken", "/broken", nil, []string{"11200"}, `callback: ask: "http://app.example/broken": status 500`},
	}
	for _, tt := range tests {
		var alerts []callback.Alert
		req := question()
		asker := &callback.Asker{Client: newClient(t, net), OnAlert: func(r taskrouter.ReservationSID, a callback.Alert) {
			assert.Equal(t, req.ReservationSID, r)
			alerts = append(alerts, a)
		}}
		cb := &voice.Callback{URL: site + tt.url, Request: *req}
		if tt.fallback != "" {
			cb.FallbackURL = site + tt.fallback
		}
		got, err := asker.Ask(t.Context(), cb)
		assert.Equal(t, tt.want, got)
		assert.Equal(t, tt.alerts, codes(alerts))
		if tt.err == "" {
			require.NoError(t, err)
			continue
		}
		require.ErrorContains(t, err, tt.err)
		if coded, ok := errors.AsType[*callback.Error](err); ok {
			assert.Equal(t, 11200, coded.Code())
		}
	}
	quiet := &callback.Asker{Client: newClient(t, net)}
	got, err := quiet.Ask(t.Context(), &voice.Callback{URL: site + "/broken", FallbackURL: site + "/accept", Request: *question()})
	require.NoError(t, err)
	assert.Equal(t, &assign.Accept{}, got)
	quiet.Client.Close()
	_, err = quiet.Ask(t.Context(), &voice.Callback{URL: asked})
	closed, _ := errors.AsType[*callback.Error](err)
	require.NotNil(t, closed)
	assert.Equal(t, 11200, closed.Code(), "the driver makes an alert of it")
}
