// Package conformance holds the REST handlers against two things that others
// wrote: the vendor's official Go SDK, and the vendor's OpenAPI description. It
// has tests only, and is a module of its own so that neither reaches the users
// of this one.
//
// # What is proved
//
//   - Every method of the SDK's TaskRouter service, and of Queues, Members and
//     Calls, is called against a handler behind a server on the loopback. What it
//     decodes is compared whole with what is expected. Listings go over several
//     pages, forwards and back.
//   - Every answer of the run is held against the description by a library for
//     OpenAPI: status, content type, types, formats, patterns and enums. The
//     description calls no field required, though the vendor sends them all; here
//     each one is, and no other is allowed. What it does not describe, errors, is
//     held against rest.md §5. Where it cannot be followed, exceptions_test.go
//     says why, and an exception that is not needed fails.
//   - Every operation of the description has answered both well and with a
//     refusal, and well with each of its parameters. TestConformance lists the
//     methods, operations and parameters that were left out.
//   - The story of the vendor's quickstart is told through the SDK and callbacks
//     over HTTP alone, whose signatures the SDK's own validator takes.
//
// # Running it
//
//	ACD_OPENAPI=../../../shared/openapi go test ./...
//
// ACD_OPENAPI is the folder with taskrouter_v1.json and queues_2010-04-01.json.
// Without it the description is not checked, and the tests that are about it are
// skipped and say so; everything else runs.
//
// Time is a clock that the test moves by hand. Nothing leaves the loopback.
package conformance
