// Package exchange makes the HTTP requests by which the parts of this module
// reach applications: documents and status callbacks of calls, assignment and
// event callbacks of a workspace.
//
// An exchange is a request with its redirects, each signed for where it goes, up
// to the answer: [Client.Do]. It has one time for all of it and reads a bounded
// body. What came to nothing is an [Error] with the vendor's code (twiml.md §9):
//
//	11100 no http or https URL      11210 unknown host
//	11201 no connection in time     11215 more than ten redirects
//	11202 connection refused        11216 a redirect to nowhere
//	11203 no answer in time         11220 TLS
//	11205 no connection, or it      11235 certificate of another host
//	      broke off                 11236 certificate expired
//	11206 not HTTP                  11237 unknown authority
//
// The codes are as precise as the cause can be told; whoever has a section of the
// specification that names a more general one folds them. Any status that is no
// redirect is an answer, and for the caller to judge.
//
// A [Pool] bounds how many exchanges are under way, and keeps the others in line.
package exchange
