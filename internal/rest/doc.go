// Package rest is what the handlers of the vendor's REST API have in common:
// authentication, routing, bounded request bodies, typed parameters, errors in
// the vendor's form, JSON objects, paging, rate limits and the log (rest.md §1,
// §3–§5). It knows no resource of either API.
//
// A [Service] is an http.Handler over a table of [Route]s. For each request it
// checks the caller, finds the endpoint, reads the body within its limit and
// calls the endpoint with a [Request]; what comes back, an [Answer] or an error,
// is written at once and whole. An endpoint never sees an http.ResponseWriter,
// so that no answer is ever half written: whatever goes wrong, a panic included,
// becomes a body of the vendor's form. An answer's body is taken back when it was
// sent: an endpoint makes one with an [Object], and keeps nothing of it.
package rest
