package main

import (
	"embed"
	"encoding/json"
	"net/http"
)

//go:embed page
var pageFiles embed.FS

// policy lets the page load what this server has, and nothing else: no scripts or
// styles in its text, no frames, no forms.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// pageHandler serves the page, the figures once, and the stream of them. It takes
// GET, and HEAD, and nothing else.
func pageHandler(now func() (figures, error), events http.Handler) http.Handler {
	mux := http.NewServeMux()
	for path, file := range map[string]struct{ name, contentType string }{
		"/{$}":       {"index.html", "text/html; charset=utf-8"},
		"/style.css": {"style.css", "text/css; charset=utf-8"},
		"/page.js":   {"page.js", "text/javascript; charset=utf-8"},
		"/icon.svg":  {"icon.svg", "image/svg+xml"},
	} {
		body, err := pageFiles.ReadFile("page/" + file.name)
		if err != nil {
			panic(err) // they are part of the program
		}
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", file.contentType)
			_, _ = w.Write(body) // who went away is not told
		})
	}
	mux.HandleFunc("GET /figures", func(w http.ResponseWriter, _ *http.Request) {
		f, err := now()
		if err != nil {
			http.Error(w, "the call center is closed", http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(f)
	})
	mux.Handle("GET /events", events)
	return secure(mux)
}

// secure sets the headers that every answer has.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}
