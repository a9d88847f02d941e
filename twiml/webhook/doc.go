// Package webhook reads and makes the requests by which an application learns
// of its calls, and signs them and checks their signatures. It serves both ends:
// the application that answers with TwiML, and the host, simulator or test that
// asks for it.
//
// # Requests
//
// Each request is a struct whose fields are its parameters. Durations, dates,
// numbers, booleans and SIDs are typed or checked; enumerations have constants
// for the known words, and accept others.
//
//	type                requested at                       reference
//	Voice               the document of a call             twiml.md §3
//	Wait                Enqueue waitUrl                    twiml.md §6.1
//	EnqueueAction       Enqueue action                     twiml.md §6.1
//	Whisper             Queue url                          twiml.md §6.3
//	DialAction          Dial action                        twiml.md §6.3, §7
//	DialRefer           Dial referUrl                      twiml.md §7
//	GatherAction        Gather action                      twiml.md §7
//	PartialResult       Gather partialResultCallback       twiml.md §7
//	RecordAction        Record action                      twiml.md §7
//	RecordingEvent      recordingStatusCallback            twiml.md §7
//	TranscriptionEvent  Record transcribeCallback          twiml.md §8.4, public pages
//	CallEvent           statusCallback of calls and nouns  twiml.md §7
//	ConferenceEvent     statusCallback of Conference       twiml.md §8.3, public pages
//	ReferAction         Refer action                       twiml.md §7
//	PayAction           Pay action                         twiml.md §7
//	MessageEvent        Message action and statusCallback  twiml.md §7
//
// The assignment callback of TaskRouter is read by the package assign. Left out,
// since the reference names their attributes and not what is sent to them, are
// amdStatusCallback, and the status callbacks of Stream, Siprec, Transcription
// and Pay: a handler of those reads r.PostForm behind
// [Verifier.RequireSignature].
//
// [Read] takes a request from HTTP, [Parse] from a form; both report every
// parameter that is wrong, and return either a whole request or none. What no
// field holds is kept in Extra, so that nothing is lost. [Values] and [Encode]
// write a request, [NewRequest] makes the HTTP request that carries it, and
// Parse reads the same request back. One table, made of the tags of the structs,
// drives both directions.
//
// # Signatures
//
// Every request is signed with the account's auth token in the header
// [SignatureHeader] (lifecycle.md §3.1): the URL and the sorted parameters of
// the form, or the URL with the hash of any other body in its query. [Sign],
// [SignBody] and [SignRequest] make signatures, a [Verifier] checks them, and
// [Verifier.RequireSignature] stands before a handler:
//
//	verifier, err := webhook.NewVerifier(webhook.VerifierConfig{
//		Tokens: tokens, BaseURL: "https://example.com",
//	})
//	...
//	http.Handle("POST /wait", verifier.RequireSignature(waitHandler))
//
// The reference names the algorithm only. How ports, repeated parameters, users
// in URLs and bodySHA256 are treated follows the official libraries, and is told
// where it is done.
//
// # What a signature does not prove
//
// Names and values are signed without anything between them, so that a=bc and
// ab=c have one signature, and a repeated value that is there twice has that of
// one; the vendor's algorithm cannot tell them apart, and a checker that did
// would refuse honest requests. Nor is there anything between the URL and the
// first name: the end of a query can be sent as the beginning of a form, so that
// a handler must not act on a form only because it is signed. Nor does it hold a time: a request that was
// overheard can be sent again. Use HTTPS, and make handlers idempotent.
//
// # Limits
//
// [Read] and Verifiers take at most [MaxBytes] and [MaxParameters]. A query or a
// form that is malformed anywhere is refused as a whole. Requests are plain
// data; all functions are safe for concurrent use on different requests.
//
// In comments, names such as "twiml.md §7" cite the reference that this package
// follows, "inferred" marks a rule that no public source states, and "chosen" one
// that this package made.
package webhook
