package rest_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"

	"github.com/goacd/acd/queue/rest"
)

// BenchmarkHandler is one request through the handler, in process: authentication,
// the queues behind their lock, and the answer's JSON. The recorder is part of it.
func BenchmarkHandler(b *testing.B) {
	h := openWith(b, rest.Config{})
	q := h.make("q")
	for n := range 60 {
		h.make("q" + strconv.Itoa(n))
		h.enqueue("q", n+1)
	}
	for _, bm := range []struct{ name, method, path, form string }{
		{"fetch", "GET", "/Queues/" + q + ".json", ""},
		{"update", "POST", "/Queues/" + q + ".json", "MaxSize=500"},
		{"list of 50", "GET", "/Queues.json", ""},
		{"front", "GET", "/Queues/" + q + "/Members/Front.json", ""},
		{"50 members", "GET", "/Queues/" + q + "/Members.json", ""},
	} {
		b.Run(bm.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				w := httptest.NewRecorder()
				h.Handler.ServeHTTP(w, h.Request(bm.method, bm.path, bm.form))
				if w.Code != http.StatusOK {
					b.Fatal(w.Body.String())
				}
			}
		})
	}
}
