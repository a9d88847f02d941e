package rest

import (
	"time"

	"github.com/goacd/acd/internal/sid"
)

// lookup reads a resource of the request's path.
func lookup[K sid.Kind, T any](c *call, get func(Reader, sid.SID[K]) (T, bool), s sid.SID[K]) (item T, err error) {
	err = c.read(func(v Reader, _ time.Time) error {
		var found bool
		if item, found = get(v, s); !found {
			return c.NotFound()
		}
		return nil
	})
	return item, err
}

// pathSID reads an identifier of the path. One that is malformed is unknown
// (rest.md §2).
func pathSID[K sid.Kind](c *call, n int) (sid.SID[K], error) {
	s, err := sid.Parse[K](c.Path(n))
	if err != nil {
		return s, c.NotFound()
	}
	return s, nil
}

// about makes an endpoint of one about a resource, the last one in its path.
func about[K sid.Kind](f func(c *call, s sid.SID[K]) (answer, error)) func(c *call) (answer, error) {
	return func(c *call) (answer, error) {
		s, err := pathSID[K](c, 1)
		if err != nil {
			return answer{}, err
		}
		return f(c, s)
	}
}
