package voicetest

import (
	"net/http"
	"strings"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
)

// Answer is what the application says about a reservation. The zero Answer
// acknowledges: the application will act by itself.
type Answer struct {
	Instruction assign.Instruction
	Fails       bool          // neither the URL nor the fallback URL gave an answer
	Takes       time.Duration // until it comes, by the clock of the network
}

// Always answers every assignment callback with the same instruction.
func Always(i assign.Instruction) func(*voice.Callback) Answer {
	return func(*voice.Callback) Answer { return Answer{Instruction: i} }
}

// Callbacks returns the assignment callbacks there were, in order.
func (n *Network) Callbacks() []*voice.Callback { return n.asks }

// ask asks the application about a reservation, once the step is over.
func (n *Network) ask(cb *voice.Callback) {
	n.asks = append(n.asks, cb)
	n.asked++
	n.at(0, func() {
		a := n.answerTo(cb)
		n.at(max(0, a.Takes), func() {
			n.asked--
			n.instructed(cb, a)
		})
	})
}

// instructed hands an answer to the machine. What it refuses is an alert, as for
// any application.
func (n *Network) instructed(cb *voice.Callback, a Answer) {
	if a.Fails {
		n.report(&voice.CallbackFailed{Reservation: cb.Request.ReservationSID})
		return
	}
	_ = n.Do(&voice.Instructed{Reservation: cb.Request.ReservationSID, Instruction: a.Instruction})
}

func (n *Network) answerTo(cb *voice.Callback) Answer {
	switch {
	case n.cfg.Assign != nil:
		return n.cfg.Assign(cb)
	case n.cfg.Handler == nil:
		return Answer{}
	}
	for _, url := range []string{cb.URL, cb.FallbackURL} {
		if url == "" {
			continue
		}
		if a, ok := callback(n.cfg.Handler, url, &cb.Request); ok {
			return a
		}
	}
	return Answer{Fails: true}
}

// callback asks at one URL (lifecycle.md §3.2).
func callback(h http.Handler, url string, r *assign.Request) (Answer, bool) {
	got := exchange(h, http.MethodPost, url, r.Encode())
	body := strings.TrimSpace(got.Body)
	switch {
	case got.Status == http.StatusNoContent, got.Status == http.StatusOK && body == "":
		return Answer{}, true
	case got.Status != http.StatusOK, !strings.HasPrefix(got.ContentType, "application/json"):
		return Answer{}, false
	}
	i, err := assign.Parse([]byte(body))
	if err != nil {
		i = nil // acknowledged, with an alert that package callback gives
	}
	return Answer{Instruction: i}, true
}
