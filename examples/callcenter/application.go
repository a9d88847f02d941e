package main

import (
	"context"
	"net/http"
	"strings"
	"sync"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/callback"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
	"github.com/goacd/acd/twiml/webhook"
)

// application is the web application: it serves documents, and says what to do
// when an agent was reserved. It knows nothing of the rest of this program but
// two SIDs, as any application knows those that it configured.
type application struct {
	handler http.Handler
	answers *callback.Handler

	mu       sync.Mutex
	workflow taskrouter.WorkflowSID
	wrapUp   taskrouter.ActivitySID
	results  map[webhook.QueueResult]int // of callers' Enqueues, as it was told
	stars    int
	ratings  int
}

// newApplication makes an application that answers requests signed with a token.
func newApplication(token string) (*application, error) {
	a := &application{results: map[webhook.QueueResult]int{}}
	verifier, err := webhook.NewVerifier(webhook.VerifierConfig{Tokens: []string{token}})
	if err != nil {
		return nil, err
	}
	a.answers, err = callback.NewHandler(callback.HandlerConfig{Verifier: verifier}, a.assign)
	if err != nil {
		return nil, err
	}
	documents := http.NewServeMux()
	documents.HandleFunc("POST /welcome", serve(func(*webhook.Voice) *twiml.Response { return welcome() }))
	documents.HandleFunc("POST /menu", serve(a.menu))
	documents.HandleFunc("POST /wait", serve(waiting))
	documents.HandleFunc("POST /after", serve(a.after))
	documents.HandleFunc("POST /rated", serve(a.rated))
	site := http.NewServeMux()
	site.Handle("/assignment", a.answers)
	site.Handle("/", verifier.RequireSignature(documents))
	a.handler = site
	return a, nil
}

// configure tells the workflow that callers wait for, and the activity in which
// agents are after a call.
func (a *application) configure(workflow taskrouter.WorkflowSID, wrapUp taskrouter.ActivitySID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.workflow, a.wrapUp = workflow, wrapUp
}

// request is a type of package webhook.
type request[T any] interface {
	*T
	webhook.Request
}

// serve makes a handler of a function from a request to a document.
func serve[T any, P request[T]](document func(*T) *twiml.Response) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		req, err := webhook.Read[T, P](r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		document(req).ServeHTTP(w, r)
	}
}

// menu lets the caller wait for what he chose.
func (a *application) menu(r *webhook.GatherAction) *twiml.Response {
	a.mu.Lock()
	defer a.mu.Unlock()
	return enqueue(a.workflow, topics[r.Digits.Or("")], isVIP(r.From))
}

// isVIP recognises the numbers of important customers.
func isVIP(number string) bool { return strings.HasSuffix(number, "7") }

// assign has the agent called who was reserved.
func (a *application) assign(context.Context, *assign.Request) (assign.Instruction, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return &assign.Dequeue{Timeout: phoneRings, PostWorkActivitySID: a.wrapUp}, nil
}

// after notes what became of a caller.
func (a *application) after(r *webhook.EnqueueAction) *twiml.Response {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.results[r.QueueResult]++
	return after(r.QueueResult)
}

// rated notes the answer to the question after a conversation.
func (a *application) rated(r *webhook.GatherAction) *twiml.Response {
	digit := r.Digits.Or("")
	if len(digit) == 1 && digit[0] >= '1' && digit[0] <= '5' {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.stars += int(digit[0] - '0')
		a.ratings++
	}
	return rated()
}

// rating returns the sum of the answers, and how many there were.
func (a *application) rating() (stars, ratings int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.stars, a.ratings
}
