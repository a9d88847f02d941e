package resttest

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
)

// Network answers requests without a socket, so that the time can be that of a
// testing/synctest bubble.
type Network func(*http.Request) (*http.Response, error)

// RoundTrip makes a Network the Transport of a client.
func (n Network) RoundTrip(r *http.Request) (*http.Response, error) { return n(r) }

// Serving is a network with one server, whatever the host. Like a connection that
// is gone, it does not answer a request whose context has ended meanwhile.
func Serving(h http.Handler) Network {
	return func(r *http.Request) (*http.Response, error) {
		in := httptest.NewRequest(r.Method, r.URL.RequestURI(), r.Body).WithContext(r.Context())
		in.Host, in.Header = r.Host, r.Header.Clone()
		if r.URL.User != nil {
			password, _ := r.URL.User.Password()
			in.SetBasicAuth(r.URL.User.Username(), password)
		}
		out := httptest.NewRecorder()
		h.ServeHTTP(out, in)
		if err := r.Context().Err(); err != nil {
			return nil, err
		}
		res := out.Result()
		res.Request = r
		return res, nil
	}
}

// RawServer serves the loopback until the test is over: it answers each connection
// with a text, and closes it. It returns its URL.
func RawServer(t TB, text string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("%v", err)
	}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			all.Go(func() {
				defer conn.Close()
				_, _ = conn.Read(make([]byte, 4096))
				_, _ = io.WriteString(conn, text)
			})
		}
	})
	t.Cleanup(func() { listener.Close(); all.Wait() })
	return "http://" + listener.Addr().String()
}
