package callback_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/callback"
	"github.com/goacd/acd/internal/rest/resttest"
	"github.com/goacd/acd/twiml/webhook"
)

// FuzzHandler answers any request, signed or not: it never panics, and what it
// answers is always HTTP of a known status.
func FuzzHandler(f *testing.F) {
	f.Add("POST", "application/x-www-form-urlencoded", question().Encode(), true)
	f.Add("POST", "application/x-www-form-urlencoded", minimal().Encode(), true)
	f.Add("POST", "application/x-www-form-urlencoded; charset", "TaskSid=WT1&TaskSid=%zz", true)
	f.Add("POST", "application/json", `{"a":1}`, true)
	f.Add("POST", "multipart/form-data; boundary=x", "--x\r\n", true)
	f.Add("GET", "", "", false)
	verifier := verifier()
	cfg := callback.HandlerConfig{Verifier: verifier, OnError: func(err error) {
		if err.(*callback.Error).Kind == callback.KindPanic {
			panic(err)
		}
	}}
	asked, err := callback.NewHandler(cfg, func(_ context.Context, r *assign.Request) (assign.Instruction, error) {
		return &assign.Reject{Extra: []assign.Member{{Key: "task", Value: []byte(`"` + r.TaskSID.String() + `"`)}}}, nil
	})
	if err != nil {
		f.Fatal(err)
	}
	told, err := callback.NewEventHandler(cfg, func(_ context.Context, ev *callback.Event) error {
		if ev.SID.IsZero() || ev.Type == "" || ev.At.IsZero() {
			panic("an event without what it must have")
		}
		return nil
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, method, contentType, body string, signed bool) {
		for _, h := range []*callback.Handler{asked, told} {
			r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
			r.Method = method
			r.Header.Set("Content-Type", contentType)
			r.URL.Host, r.URL.Scheme = r.Host, "http"
			if signed && webhook.SignRequest(r, token) != nil {
				continue
			}
			w := do(h, r)
			switch w.Code {
			case 204, 400, 403, 405, 413, 415:
			case 200:
				if i, err := assign.Parse(w.Body.Bytes()); err != nil || i.Name() != assign.NameReject {
					t.Fatalf("%s: %v", w.Body, err)
				}
			default:
				t.Fatalf("status %d", w.Code)
			}
			if w.Code < 300 && !signed {
				t.Fatal("not signed, and not refused")
			}
		}
	})
}

// FuzzAnswer gives any answer to a client: it never panics, has an outcome that
// fits, and alerts where something was wrong.
func FuzzAnswer(f *testing.F) {
	f.Add(200, json, "", []byte(accept))
	f.Add(200, "text/html; x", "", []byte("<p>"))
	f.Add(200, json, "", []byte(`{"instruction":"call","to":1}`))
	f.Add(307, "", "/x", []byte(nil))
	f.Add(302, "", "http://[::1", []byte(nil))
	f.Add(204, "", "", []byte(nil))
	f.Fuzz(func(t *testing.T, status int, contentType, location string, body []byte) {
		client := newClient(t, resttest.Network(func(r *http.Request) (*http.Response, error) {
			h := http.Header{"Content-Type": {contentType}, "Location": {location}}
			return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(bytes.NewReader(body)), Request: r}, nil
		}))
		got, err := client.Ask(t.Context(), asked, "", question())
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case (got.Outcome == callback.Instructed) != (got.Instruction != nil),
			(got.Err != nil) != (len(got.Alerts) > 0),
			(got.Outcome == callback.Failed) != (got.URL == ""),
			got.Outcome == callback.Failed && got.Err == nil,
			got.Outcome == callback.Instructed && (status != 200 || got.Err != nil):
			t.Fatalf("%+v", got)
		}
	})
}

// FuzzParseEvent reads any form: it never panics, and keeps all of it.
func FuzzParseEvent(f *testing.F) {
	f.Add(minimal().Encode())
	for _, ev := range everyEvent(f) {
		form := url.Values{}
		for _, p := range ev.Parameters() {
			form.Set(p.Name, p.Value)
		}
		f.Add(form.Encode())
	}
	f.Fuzz(func(t *testing.T, text string) {
		form, err := url.ParseQuery(text)
		if err != nil {
			return
		}
		ev, err := callback.ParseEvent(form)
		if err == nil && (ev.TaskAge < 0 || ev.TimeInPreviousActivity < 0 || ev.Parameters.Encode() != form.Encode()) {
			t.Fatalf("%+v", ev)
		}
	})
}
