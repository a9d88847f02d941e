package resttest_test

import (
	"fmt"
	"strings"
)

// recorder is a test whose failures are what is tested.
type recorder struct {
	failures []string
	cleanups []func()
}

func (r *recorder) Helper()          {}
func (r *recorder) Cleanup(f func()) { r.cleanups = append(r.cleanups, f) }
func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}
func (r *recorder) Fatalf(format string, args ...any) { r.Errorf(format, args...); r.FailNow() }
func (r *recorder) FailNow()                          { panic(r) }

// failing returns how a test fails.
func failing(test func(t *recorder)) string {
	var r recorder
	func() {
		defer func() {
			if stop := recover(); stop != nil && stop != any(&r) {
				panic(stop)
			}
		}()
		test(&r)
	}()
	for _, f := range r.cleanups {
		f()
	}
	return strings.Join(r.failures, "\n")
}
