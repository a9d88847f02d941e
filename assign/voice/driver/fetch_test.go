package driver_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/twiml"
)

// What becomes of a call whose document cannot be had: the alert, and the
// request to the fallback URL, which says why.
func TestDocumentsThatCannotBeHad(t *testing.T) {
	xml := func(w http.ResponseWriter) { w.Header().Set("Content-Type", "text/xml") }
	tests := []struct {
		name  string
		serve http.HandlerFunc
		code  int
	}{
		{"error status", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }, twiml.CodeFetchFailed},
		{"slow", func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-time.After(time.Minute):
			case <-r.Context().Done():
			}
		}, twiml.CodeFetchTimeout},
		{"wrong type", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprint(w, "{}")
		}, twiml.CodeContentType},
		{"too large", func(w http.ResponseWriter, _ *http.Request) {
			xml(w)
			fmt.Fprint(w, "<Response>", strings.Repeat(" ", 1<<20), "</Response>")
		}, twiml.CodeDocumentTooLarge},
		{"empty", func(w http.ResponseWriter, _ *http.Request) { xml(w) }, twiml.CodeDocumentEmpty},
		{"not well-formed", func(w http.ResponseWriter, _ *http.Request) { xml(w); fmt.Fprint(w, "<Response>") }, twiml.CodeNotWellFormed},
		{"redirects in a circle", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/in", http.StatusFound) }, twiml.CodeTooManyRedirects},
		{"a redirect to nowhere", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusFound) }, twiml.CodeRedirectTarget},
		{"a redirect to another scheme", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "ftp://app.example/", http.StatusFound)
		}, twiml.CodeRedirectTarget},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := open(t, nil)
				h.app.HandleFunc("/in", tt.serve)
				var told url.Values
				h.app.HandleFunc("/fallback", func(w http.ResponseWriter, r *http.Request) {
					told = form(r)
					xml(w)
					fmt.Fprint(w, `<Response><Pause/></Response>`)
				})
				h.step(&voice.CallArrived{Call: h.NewCallSID(), URL: site + "/in", FallbackURL: site + "/fallback"})
				time.Sleep(15 * time.Second)
				synctest.Wait()
				assert.Equal(t, fmt.Sprint(tt.code), told.Get("ErrorCode"))
				assert.Contains(t, h.saw(), fmt.Sprint("alert ", tt.code))
				h.close()
			})
		})
	}
}

// twiml.md §3, redirects: followed up to ten times, parameters not sent again;
// relative references resolve against the last one.
func TestRedirectsAreFollowed(t *testing.T) {
	tests := []struct {
		status int
		method string
	}{
		{http.StatusMovedPermanently, "GET"},
		{http.StatusFound, "GET"},
		{http.StatusSeeOther, "GET"},
		{http.StatusTemporaryRedirect, "POST"},
		{http.StatusPermanentRedirect, "POST"},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.status), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := open(t, nil)
				h.app.HandleFunc("/in", func(w http.ResponseWriter, r *http.Request) {
					assert.Equal(t, "+15550001", form(r).Get("From"))
					w.Header().Set("Location", "/app/1")
					w.WriteHeader(tt.status)
				})
				for n := range 10 {
					h.app.HandleFunc(fmt.Sprint("/app/", n+1), func(w http.ResponseWriter, r *http.Request) {
						assert.Equal(t, tt.method, r.Method)
						assert.Empty(t, form(r))
						assert.Empty(t, r.URL.RawQuery)
						assert.NotEmpty(t, r.Header.Get("X-Twilio-Signature"))
						if n < 9 {
							w.Header().Set("Location", fmt.Sprint(n+2))
							w.WriteHeader(tt.status)
							return
						}
						w.Header().Set("Content-Type", "text/xml")
						fmt.Fprint(w, `<Response><Redirect>next</Redirect></Response>`)
					})
				}
				h.serve("/app/next", `<Say>Here.</Say>`)
				h.arrive("/in")
				synctest.Wait()
				assert.Contains(t, h.phones.take(), "say Here.")
				h.close()
			})
		})
	}
}

func TestParametersOfAGet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		var got *url.URL
		h.app.HandleFunc("GET /in", func(w http.ResponseWriter, r *http.Request) {
			got = r.URL
			w.Header().Set("Content-Type", "text/plain")
			fmt.Fprint(w, "Hello.")
		})
		h.step(&voice.CallArrived{Call: h.NewCallSID(), From: "+1", URL: site + "/in?a=b%20c#rc=3", Method: twiml.GET})
		synctest.Wait()
		assert.Equal(t, []string{"answer", "say Hello."}, h.phones.take())
		require.NotNil(t, got)
		assert.True(t, strings.HasPrefix(got.RawQuery, "a=b%20c&CallSid=CA"), got.RawQuery)
		assert.Equal(t, "+1", got.Query().Get("From"))
		h.close()
	})
}

// Audio is not read: it may never end.
func TestAudioIsNotRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		endless := roundTrip(func(*http.Request) (*http.Response, error) {
			return &http.Response{
				StatusCode: 200, Header: http.Header{"Content-Type": {"audio/mpeg"}}, Body: io.NopCloser(neverRead{t}),
			}, nil
		})
		h := open(t, func(c *driver.Config) { c.Client = &http.Client{Transport: endless} })
		h.arrive("/in")
		synctest.Wait()
		assert.Equal(t, []string{"answer", "play"}, h.phones.take())
		h.close()
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

type neverRead struct{ t *testing.T }

func (n neverRead) Read([]byte) (int, error) {
	n.t.Error("read")
	return 0, io.EOF
}

// Whatever the transport reports, the code says what went wrong (twiml.md §9). The
// same over real connections is in package exchange.
func TestCodesOfFailures(t *testing.T) {
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	tests := []struct {
		name string
		err  error
		code int
	}{
		{"no connection in time", dial(timeout{}), twiml.CodeConnectTimeout},
		{"no answer in time", timeout{}, twiml.CodeFetchTimeout},
		{"refused", dial(syscall.ECONNREFUSED), twiml.CodeConnectRefused},
		{"reset", &net.OpError{Op: "read", Err: syscall.ECONNRESET}, twiml.CodeConnectFailed},
		{"closed", io.EOF, twiml.CodeConnectFailed},
		{"unknown host", dial(&net.DNSError{Err: "no such host", IsNotFound: true}), twiml.CodeHostNotFound},
		{"not HTTP", errors.New(`malformed HTTP response "SSH-2.0"`), twiml.CodeHTTPProtocol},
		{"TLS", tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}, twiml.CodeTLSHandshake},
		{"another host", &tls.CertificateVerificationError{Err: x509.HostnameError{Certificate: &x509.Certificate{}, Host: "x"}}, twiml.CodeCertificateHost},
		{"expired", x509.CertificateInvalidError{Reason: x509.Expired}, twiml.CodeCertificateExpired},
		{"unfit certificate", x509.CertificateInvalidError{Reason: x509.NotAuthorizedToSign}, twiml.CodeTLSHandshake},
		{"unknown authority", x509.UnknownAuthorityError{}, twiml.CodeCertificateChain},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := open(t, func(c *driver.Config) {
					c.Client = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) { return nil, tt.err })}
				})
				h.arrive("/in")
				synctest.Wait()
				assert.Contains(t, h.saw(), fmt.Sprint("alert ", tt.code))
				h.close()
			})
		})
	}
}

type timeout struct{}

func (timeout) Error() string   { return "i/o timeout" }
func (timeout) Timeout() bool   { return true }
func (timeout) Temporary() bool { return false }

// No more requests are under way than there may be; the others wait their turn.
func TestRequestsAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(c *driver.Config) { c.Requests = 3 })
		var now, most, served atomic.Int32
		h.app.HandleFunc("/in", func(w http.ResponseWriter, _ *http.Request) {
			most.Store(max(most.Load(), now.Add(1)))
			time.Sleep(time.Second)
			now.Add(-1)
			served.Add(1)
			w.Header().Set("Content-Type", "text/xml")
			fmt.Fprint(w, `<Response><Hangup/></Response>`)
		})
		for range 10 {
			h.arrive("/in")
		}
		synctest.Wait()
		assert.EqualValues(t, 3, now.Load())
		time.Sleep(4 * time.Second)
		synctest.Wait()
		assert.EqualValues(t, 10, served.Load())
		assert.EqualValues(t, 3, most.Load())
		assert.Zero(t, h.Len())
		h.close()
	})
}

// Somebody who never answers what he is told holds up no document; what does not
// fit is not told, and observed.
func TestStatusCallbacksHoldUpNoDocument(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(c *driver.Config) { c.Requests, c.Waiting = 2, 3 })
		h.serve("/in", `<Dial><Number statusCallback="/dead" statusCallbackEvent="initiated">+15550009</Number></Dial>`)
		h.serve("/other", `<Hangup/>`)
		var asked atomic.Int32
		h.app.HandleFunc("/dead", func(_ http.ResponseWriter, r *http.Request) {
			asked.Add(1)
			<-r.Context().Done()
		})
		for range 7 {
			h.arrive("/in")
		}
		synctest.Wait()
		assert.EqualValues(t, 2, asked.Load(), "under way")
		assert.Equal(t, []string{"alert 11200", "alert 11200"}, onlyAlerts(h.saw()), "three wait, two do not fit")
		h.arrive("/other")
		synctest.Wait()
		assert.Equal(t, []string{"ended completed 0s"}, onlyEnds(h.saw()), "without waiting")
		time.Sleep(15 * time.Second)
		synctest.Wait()
		assert.EqualValues(t, 4, asked.Load(), "each has its whole time")
		h.close()
	})
}

func onlyAlerts(lines []string) []string {
	var kept []string
	for _, line := range lines {
		if strings.HasPrefix(line, "alert") {
			kept = append(kept, line)
		}
	}
	return kept
}

// A document must come in time whether its request waits for its turn or for an
// answer: the caller hears nothing meanwhile.
func TestWaitingForItsTurnCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(c *driver.Config) { c.Requests = 1 })
		h.app.HandleFunc("/in", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		for range 5 {
			h.arrive("/in")
		}
		time.Sleep(driver.DefaultRequestTimeout)
		synctest.Wait()
		assert.Equal(t, slices.Repeat([]string{"alert 11203"}, 5), onlyAlerts(h.saw()))
		h.close()
	})
}

// One that has waited has the rest of its time, and none that has none is made.
func TestTheRestOfItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(c *driver.Config) { c.Requests = 1 })
		var asked atomic.Int32
		h.app.HandleFunc("/slow", func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-time.After(10 * time.Second):
			case <-r.Context().Done():
			}
		})
		h.app.HandleFunc("/in", func(_ http.ResponseWriter, r *http.Request) {
			asked.Add(1)
			<-r.Context().Done()
		})
		h.arrive("/slow")
		synctest.Wait()
		for range 3 {
			h.arrive("/in")
		}
		time.Sleep(14 * time.Second)
		synctest.Wait()
		h.saw()
		time.Sleep(time.Second)
		synctest.Wait()
		assert.Equal(t, slices.Repeat([]string{"alert 11203"}, 3), onlyAlerts(h.saw()))
		assert.EqualValues(t, 1, asked.Load())
		h.close()
	})
}
