package voice

import (
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/twiml"
)

// UpdateCall changes what a live call has beside its document, as the vendor's
// Call resource does (rest.md §11); [RedirectCall] changes the document, and
// [CompleteCall] ends it. What is nil or empty stays as it is.
type UpdateCall struct {
	Call CallSID

	FallbackURL    *string      // absolute, "" for none from now on
	FallbackMethod twiml.Method // of the fallback URL, "" for the one that it has

	// StatusCallback is told of the end of the call, and of what was asked for when
	// it was made; "" for nobody from now on, else absolute.
	StatusCallback       *string
	StatusCallbackMethod twiml.Method

	// TimeLimit counts from the answer: a call that has lasted longer ends at once.
	// 0 for none at all, up to [MaxTimeLimit].
	TimeLimit *time.Duration
}

func (*UpdateCall) input() {}

func (m *Machine) updateCall(in *UpdateCall) *Error {
	c, err := m.find(in.Call)
	if err == nil {
		err = in.check()
	}
	if err != nil {
		return err.of(in.Call)
	}
	if in.FallbackURL != nil {
		c.info.FallbackURL = *in.FallbackURL
	}
	if in.FallbackMethod != "" {
		c.info.FallbackMethod = in.FallbackMethod
	}
	c.reportElsewhere(in)
	if in.TimeLimit == nil {
		return nil
	}
	c.timeLimit = *in.TimeLimit
	if c.timeLimit > 0 && !c.answered.IsZero() && m.now.Sub(c.answered) >= c.timeLimit {
		m.hangUp(c, StatusCompleted)
		return nil
	}
	m.limit(c)
	return nil
}

func (in *UpdateCall) check() *Error {
	var urls []namedURL
	if in.FallbackURL != nil {
		urls = append(urls, namedURL{"FallbackURL", *in.FallbackURL})
	}
	if in.StatusCallback != nil {
		urls = append(urls, namedURL{"StatusCallback", *in.StatusCallback})
	}
	if err := checkURLs(urls); err != nil {
		return err
	}
	if err := checkMethods([]namedMethod{
		{"FallbackMethod", in.FallbackMethod}, {"StatusCallbackMethod", in.StatusCallbackMethod},
	}); err != nil {
		return err
	}
	if d := in.TimeLimit; d != nil && (*d < 0 || *d > MaxTimeLimit) {
		return refusal(ReasonInput, "TimeLimit %v: want up to %v, or 0 for none", *d, MaxTimeLimit)
	}
	return nil
}

// reportElsewhere changes who is told of a call's progress. What was told counts
// on.
func (c *call) reportElsewhere(in *UpdateCall) {
	if in.StatusCallback != nil {
		switch {
		case *in.StatusCallback == "":
			c.notify = nil
		case c.notify == nil:
			c.report(target{*in.StatusCallback, twiml.POST}, assign.CallCompleted)
		default:
			c.notify.to.url = *in.StatusCallback
			c.notify.events |= assign.CallCompleted
		}
	}
	if in.StatusCallbackMethod != "" && c.notify != nil {
		c.notify.to.method = in.StatusCallbackMethod
	}
}
