package callback

import "github.com/goacd/acd/assign"

// Alert is what the vendor's debugger would show of a callback: it does not
// keep the reservation from going on by itself.
type Alert struct {
	Code    int    // the vendor's, rest.md §5.3 and twiml.md §9
	Warning bool   // rather than an error
	URL     string // that was asked, without user and password
	Message string
}

// alertOf tells a failed request.
func alertOf(e *Error) Alert {
	return Alert{Code: e.Code(), URL: e.URL, Message: e.Error()}
}

// alertsOf tells what is wrong with an answer: one alert for each problem.
func alertsOf(url string, bad *assign.Error) []Alert {
	alerts := make([]Alert, len(bad.Problems))
	for i, p := range bad.Problems {
		alerts[i] = Alert{Code: int(p.Code), Warning: p.Code.IsWarning(), URL: url, Message: "callback: " + bad.What + ": " + p.String()}
	}
	return alerts
}
