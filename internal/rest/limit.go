package rest

import (
	"fmt"
	"net/http"
	"sync"
)

// Limit is how many requests of a class an account may make in a second. The
// class "" is all requests; others are named by endpoints
// ([Request.Limit]).
type Limit struct {
	Class     string
	PerSecond int
}

// limiter counts requests within whole seconds of the service's clock: coarser
// than a token bucket, but a test can tell beforehand which request is refused.
type limiter struct {
	perSecond map[string]int

	mu     sync.Mutex
	second int64
	counts map[window]int
}

type window struct{ account, class string }

func newLimiter(limits []Limit) (*limiter, error) {
	l := &limiter{perSecond: map[string]int{}, counts: map[window]int{}}
	for _, given := range limits {
		if given.PerSecond < 1 {
			return nil, fmt.Errorf("rest: Limits: %q: %d requests per second: want at least 1", given.Class, given.PerSecond)
		}
		l.perSecond[given.Class] = given.PerSecond
	}
	return l, nil
}

// limit counts a request, and refuses it if it is one too many.
func (s *Service) limit(account, class string) *Error {
	most, limited := s.limiter.perSecond[class]
	if !limited {
		return nil
	}
	if !s.limiter.take(window{account, class}, most, s.cfg.Now().Unix()) {
		return &Error{Status: http.StatusTooManyRequests, Code: CodeTooMany, Message: "Too Many Requests"}
	}
	return nil
}

func (l *limiter) take(w window, most int, second int64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.second != second {
		l.second = second
		clear(l.counts)
	}
	if l.counts[w] >= most {
		return false
	}
	l.counts[w]++
	return true
}
