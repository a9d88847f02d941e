// Command bench measures package twiml beside what a Go program would use
// instead: the twiml package of the vendor's SDK, encoding/xml, and etree. It is
// a module of its own, so that nobody who imports acd downloads its peers.
//
// # Running
//
// From the root of the repository,
//
//	go -C internal/bench run .
//
// measures everything in one process and prints a table: the time per
// operation, how many times that of the first contestant it is, and the
// allocations. Each contestant runs in many short turns, one after the other, and its fastest
// turn counts, so that what else the machine does disturbs all alike. The same
// contestants are benchmarks,
//
//	go -C internal/bench test -bench . -count 10
//
// whose output benchstat reads. Nothing here fails because of a time; the tests
// check that the contestants of a task do the same work.
//
// # What is compared
//
// Building ends in the bytes of a document (an Enqueue with its Task, and five
// verbs as an IVR writes them):
//
//   - acd prints a tree that stands, or makes the tree each time; into a buffer
//     that is used again, or as a string;
//   - twilio-go has a struct for each verb too, from which Voice makes a string:
//     of verbs that stand, or that are made each time. It makes an etree on the
//     way;
//   - etree is such a tree made and written by hand;
//   - encoding/xml marshals structs written for just these documents.
//
// Only acd checks that the text can be held by XML. twilio-go and etree write
// bytes that XML forbids, and twilio-go orders attributes at random.
//
// Reading begins with the bytes of a document of the folder testdata:
//
//   - acd parses into typed verbs, with the position of each element and
//     attribute; and parses and validates;
//   - etree's ReadFromBytes makes a tree of strings, without positions;
//   - encoding/xml (tokens) only looks at each token;
//   - encoding/xml (generic) unmarshals into a tree of names and strings.
//
// twilio-go has no parser.
package main
