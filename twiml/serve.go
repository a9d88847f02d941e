package twiml

import "net/http"

// ServeHTTP answers a request with the document as text/xml (twiml.md §3), so
// that a fixed document is an [http.Handler]. A document that cannot be printed
// is answered with status 500, and nothing of it is sent.
func (r *Response) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	text, err := r.MarshalText()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/xml")
	// An error here is the client's having gone, and nobody is left to be told.
	_, _ = w.Write(text)
}
