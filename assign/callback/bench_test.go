package callback_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/callback"
	"github.com/goacd/acd/internal/rest/resttest"
)

// BenchmarkAsk measures both ends of one assignment callback without a socket:
// the form, its signature, the check of that, the function and its answer.
func BenchmarkAsk(b *testing.B) {
	h, _ := newHandler(b, func(context.Context, *assign.Request) (assign.Instruction, error) { return &assign.Accept{}, nil })
	client := newClient(b, resttest.Serving(h))
	req := question()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := client.Ask(b.Context(), asked, fallback, req); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSend measures what one event costs before it is on the wire.
func BenchmarkSend(b *testing.B) {
	sender := newSender(b, resttest.Network(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 204, Body: http.NoBody}, nil
	}))
	events := everyEvent(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := sender.Send(b.Context(), eventURL, &events[i%len(events)]); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseEvent(b *testing.B) {
	events := everyEvent(b)
	forms := make([]url.Values, len(events))
	for i := range events {
		forms[i] = url.Values{}
		for _, p := range events[i].Parameters() {
			forms[i].Set(p.Name, p.Value)
		}
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := callback.ParseEvent(forms[i%len(forms)]); err != nil {
			b.Fatal(err)
		}
	}
}
