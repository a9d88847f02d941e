package exchange_test

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
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/internal/exchange"
	"github.com/goacd/acd/internal/rest/resttest"
	"github.com/goacd/acd/twiml"
)

// TestCodes is what a transport may report, and its code (twiml.md §9).
func TestCodes(t *testing.T) {
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	verify := func(err error) error { return &tls.CertificateVerificationError{Err: err} }
	tests := []struct {
		name string
		err  error
		code int
	}{
		{"no connection in time", dial(timeout{}), twiml.CodeConnectTimeout},
		{"no answer in time", timeout{}, twiml.CodeFetchTimeout},
		{"nothing to read in time", &net.OpError{Op: "read", Err: timeout{}}, twiml.CodeFetchTimeout},
		{"refused", dial(syscall.ECONNREFUSED), twiml.CodeConnectRefused},
		{"no route", dial(syscall.EHOSTUNREACH), twiml.CodeConnectFailed},
		{"reset", &net.OpError{Op: "read", Err: syscall.ECONNRESET}, twiml.CodeConnectFailed},
		{"closed", io.ErrUnexpectedEOF, twiml.CodeConnectFailed},
		{"unknown host", dial(&net.DNSError{Err: "no such host", IsNotFound: true}), twiml.CodeHostNotFound},
		{"a resolver that does not answer", dial(&net.DNSError{Err: "i/o timeout", IsTimeout: true}), twiml.CodeHostNotFound},
		{"not HTTP", errors.New(`net/http: HTTP/1.x transport connection broken: malformed HTTP response "SSH-2.0"`), twiml.CodeHTTPProtocol},
		{"not HTTP, whatever it says", errors.New(`malformed HTTP response "tls: "`), twiml.CodeHTTPProtocol},
		{"cut in a header", errors.New("malformed MIME header: missing colon"), twiml.CodeConnectFailed},
		{"no TLS", tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}, twiml.CodeTLSHandshake},
		{"HTTP without TLS", http.ErrSchemeMismatch, twiml.CodeTLSHandshake},
		{"TLS, and the other side says so", &net.OpError{Op: "remote error", Err: errors.New("tls: handshake failure")}, twiml.CodeTLSHandshake},
		{"TLS, and the other side is told so", &net.OpError{Op: "local error", Err: errors.New("tls: unexpected message")}, twiml.CodeTLSHandshake},
		{"TLS by QUIC", tls.AlertError(40), twiml.CodeTLSHandshake},
		{"another host", verify(x509.HostnameError{Certificate: &x509.Certificate{}, Host: "x"}), twiml.CodeCertificateHost},
		{"expired", verify(x509.CertificateInvalidError{Reason: x509.Expired}), twiml.CodeCertificateExpired},
		{"unknown authority", verify(x509.UnknownAuthorityError{}), twiml.CodeCertificateChain},
		{"unfit certificate", verify(x509.CertificateInvalidError{Reason: x509.NotAuthorizedToSign}), twiml.CodeTLSHandshake},
		{"unfit certificate, by a transport of its own", x509.CertificateInvalidError{Reason: x509.NotAuthorizedToSign}, twiml.CodeTLSHandshake},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			client := newClient(func(*http.Request) (*http.Response, error) { return nil, tt.err })
			_, failed := client.Do(t.Context(), exchange.Request{Method: "POST", URL: "http://me:secret@app.example/start", Form: "a=1"})
			assert.Equal(t, &exchange.Error{Code: tt.code, URL: start, Err: tt.err}, failed)
			assert.Equal(t, tt.err.Error(), failed.Error())
			require.ErrorIs(t, failed, tt.err)
		})
		t.Run(tt.name+", in the body", func(t *testing.T) {
			client := newClient(func(*http.Request) (*http.Response, error) {
				return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(iotest.ErrReader(tt.err))}, nil
			})
			_, failed := client.Do(t.Context(), exchange.Request{Method: "GET", URL: start})
			assert.Equal(t, &exchange.Error{Code: tt.code, URL: start, Message: "the answer broke off", Err: tt.err}, failed)
		})
	}
}

type timeout struct{}

func (timeout) Error() string   { return "i/o timeout" }
func (timeout) Timeout() bool   { return true }
func (timeout) Temporary() bool { return true }

// TestCodesOverTheLoopback is the same over real connections, where the standard
// library makes the errors.
func TestCodesOverTheLoopback(t *testing.T) {
	resttest.NoLeak(t)
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, gone.Close())
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { silent.Close() })
	secure := secureServer(t, nil)
	modern := secureServer(t, &tls.Config{MinVersion: tls.VersionTLS13})
	_, port, err := net.SplitHostPort(secure.Listener.Addr().String())
	require.NoError(t, err)
	https := func(url string) string { return strings.Replace(url, "http:", "https:", 1) }

	dialer := func(d *net.Dialer) func(*http.Transport) {
		return func(tr *http.Transport) { tr.DialContext = d.DialContext }
	}
	trust := func(change func(*tls.Config)) func(*http.Transport) {
		return func(tr *http.Transport) {
			roots := x509.NewCertPool()
			roots.AddCert(secure.Certificate())
			tr.TLSClientConfig = &tls.Config{RootCAs: roots}
			change(tr.TLSClientConfig)
		}
	}
	tests := []struct {
		name, url string
		change    func(*http.Transport)
		code      int
	}{
		{"no connection in time", "http://" + silent.Addr().String(), dialer(&net.Dialer{Deadline: time.Unix(1, 0)}), twiml.CodeConnectTimeout},
		{"refused", "http://" + gone.Addr().String(), nil, twiml.CodeConnectRefused},
		{"no answer in time", "http://" + silent.Addr().String(), nil, twiml.CodeFetchTimeout},
		{"no answer in the transport's time", "http://" + silent.Addr().String(), func(tr *http.Transport) { tr.ResponseHeaderTimeout = 1 }, twiml.CodeFetchTimeout},
		{"nothing is said", resttest.RawServer(t, ""), nil, twiml.CodeConnectFailed},
		{"cut in the headers", resttest.RawServer(t, "HTTP/1.1 200 OK\r\nContent-Ty"), nil, twiml.CodeConnectFailed},
		{"cut in the body", resttest.RawServer(t, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<Resp"), nil, twiml.CodeConnectFailed},
		{"headers without an end", resttest.RawServer(t, "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", 1<<20)), func(tr *http.Transport) { tr.MaxResponseHeaderBytes = 1 << 10 }, twiml.CodeConnectFailed},
		{"not HTTP", resttest.RawServer(t, "220 mail.example ESMTP\r\n\r\n"), nil, twiml.CodeHTTPProtocol},
		{"unknown host", "http://host.invalid/", func(tr *http.Transport) {
			tr.DialContext = func(context.Context, string, string) (net.Conn, error) { // without asking the network
				return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "host.invalid", IsNotFound: true}}
			}
		}, twiml.CodeHostNotFound},
		{"a redirect to nowhere", resttest.RawServer(t, "HTTP/1.1 302 Found\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n"), nil, twiml.CodeRedirectTarget},
		{"HTTP without TLS", https(resttest.RawServer(t, "HTTP/1.1 400 Bad Request\r\n\r\n")), nil, twiml.CodeTLSHandshake},
		{"neither TLS nor HTTP", https(resttest.RawServer(t, "220 mail.example ESMTP\r\n\r\n")), nil, twiml.CodeTLSHandshake},
		{"no version in common", modern.URL, trust(func(c *tls.Config) { c.MaxVersion = tls.VersionTLS12 }), twiml.CodeTLSHandshake},
		{"unknown authority", secure.URL, nil, twiml.CodeCertificateChain},
		{"another host", "https://localhost:" + port, trust(func(*tls.Config) {}), twiml.CodeCertificateHost},
		{"expired", secure.URL, trust(func(c *tls.Config) { c.Time = func() time.Time { return time.Unix(1<<34, 0) } }), twiml.CodeCertificateExpired},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			transport := &http.Transport{}
			defer transport.CloseIdleConnections()
			if tt.change != nil {
				tt.change(transport)
			}
			limit := time.Minute
			if tt.name == "no answer in time" {
				limit = 20 * time.Millisecond
			}
			client := exchange.New(exchange.Config{HTTP: &http.Client{Transport: transport}, Token: token, Timeout: limit, MaxBody: 100})
			_, failed := client.Do(t.Context(), exchange.Request{Method: "POST", URL: tt.url, Form: "a=1"})
			require.NotNil(t, failed)
			assert.Equal(t, tt.code, failed.Code, fmt.Sprintf("%T %v", failed.Err, failed))
		})
	}
}

func secureServer(t *testing.T, config *tls.Config) *httptest.Server {
	t.Helper()
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = config
	server.StartTLS()
	t.Cleanup(server.Close)
	return server
}
