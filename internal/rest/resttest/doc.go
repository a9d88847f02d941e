// Package resttest is what the tests of HTTP have in common: asking a handler in
// process and reading its answer, wanting the vendor's form of an error, going
// through a listing page by page, stable names for the SIDs of a script, networks
// without a socket, and servers that break off.
//
// Only tests import it. Like package script it depends on nothing but the standard
// library, so that a [TB] stands for a *testing.T.
package resttest

// TB is what the package, and testify beside it, need of a *testing.T.
type TB interface {
	Helper()
	Cleanup(func())
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	FailNow()
}
