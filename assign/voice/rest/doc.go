// Package rest serves the calls and the voice queues of a driver as the vendor's
// API of 2010-04-01 does: official SDKs talk to it unchanged (rest.md §11, §12).
//
//	/2010-04-01/Accounts/{AccountSid}/Calls.json         GET POST
//	/2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json   GET POST DELETE
//	/2010-04-01/Accounts/{AccountSid}/Queues…            see package queue/rest
//
// A driver knows the calls that live. A [Register] remembers the last that ended,
// so that they can still be fetched. It is put around the driver's configuration:
//
//	calls := rest.NewRegister(0)
//	d, err := driver.New(calls.Watch(driver.Config{Runner: r, Media: m, Client: c}))
//	h, err := rest.New(rest.Config{Accounts: accounts, Driver: d, Register: calls})
//
// # Calls that are made
//
// A request is a [voice.PlaceCall]: the machine has the host call, tells the status
// callback, runs the document, waits to be told who answered, and ends the call
// when TimeLimit is over, four hours without it. The answer says "queued", as the
// vendor's does, whatever has become of the call by then.
//
// Twiml is taken whatever it is, as the vendor takes it, up to 4,000 characters
// (400, code 32018), and ignored beside Url. When the call is answered it is judged
// like any document: if it is ill-formed nothing of it is run, the host observes an
// alert (12100, 12102), and the call goes on with FallbackUrl, or ends with an
// apology. Relative references in it are errors, for it has no URL (11100, 15004).
//
// MachineDetection is ignored beside SendDigits, what is said of a recording without
// Record, and what is said of a callback without its URL.
//
// CallerId and CallToken are for the host alone: they are handed to [Config.Prepare]
// with the call's SID before the call is made. Without Prepare, a request that has
// one of them is refused with 400 and code 20001: nothing is dropped silently.
// ApplicationSid is always refused: there are no applications.
//
// # Calls that are changed
//
// Url or Twiml sends a call in progress to another document; one that was not
// answered yet, or has ended, is refused with code 21220 (rest.md §5.4). Status
// completed ends a call whatever it does; canceled ends one that was not answered,
// and leaves one in progress alone. Both leave an ended one as it is (chosen: who ends a call races
// with who hangs up). Both Status and a document are 400.
//
// FallbackUrl, FallbackMethod, StatusCallback, StatusCallbackMethod and TimeLimit are
// those from now on, before anything else of the request; an empty URL is none. The
// limit counts from the answer, also of a call that somebody else has made. A new
// status callback is told of the end, and of what the old one had asked for.
//
// DELETE forgets a call that has ended, and is refused with 400 for a live one.
//
// # Calls that are shown
//
// The list knows To, From, ParentCallSid, Status and the filters of StartTime and
// EndTime, and goes by creation. A call is queued until the host has reported that
// it rings, or was answered; start_time is the instant of the answer, of the
// creation where it rings, and null where it is queued; end_time and duration are
// those of completed calls. answered_by is human or machine where the host has
// reported it. caller_name, forwarded_from, group_sid, phone_number_sid, price,
// price_unit and trunk_sid are null: nobody here knows them. What subresource_uris
// names is the host's to serve, if anybody does.
package rest
