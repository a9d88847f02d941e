// Package rest serves the calls and the voice queues of a driver as the vendor's
// API of 2010-04-01 does: official SDKs talk to it unchanged (rest.md §11, §12).
//
//	/2010-04-01/Accounts/{AccountSid}/Calls.json         GET POST
//	/2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json   GET POST DELETE
//	/2010-04-01/Accounts/{AccountSid}/Queues…            see package queue/rest
//
// A driver knows the calls that live. A [Register] remembers the last that ended,
// so that they can still be fetched, and serves documents that came with a request
// as Twiml. It is put around the driver's configuration:
//
//	calls := rest.NewRegister(0)
//	d, err := driver.New(calls.Watch(driver.Config{Runner: r, Media: m, Client: c}))
//	h, err := rest.New(rest.Config{Accounts: accounts, Driver: d, Register: calls})
//
// # Calls that are made
//
// To, From, one of Url and Twiml, Method, FallbackUrl, Timeout, SendDigits, Record
// and RecordingChannels go to [driver.Driver.Call], and so to the host's media as
// a [voice.Dial]. The answer says "queued", as the vendor's does, whatever has
// become of the call by then.
//
// The other parameters of the vendor are for the host to carry out, and are
// checked and handed to [Config.Prepare] with the call's SID before the call is
// made:
//
//	FallbackMethod GET                 StatusCallback, its Event and Method
//	RecordingStatusCallback, its Event and Method, RecordingTrack, Trim
//	MachineDetection and its five others, AsyncAmd and its callback
//	SipAuthUsername, SipAuthPassword   CallerId, CallReason, CallToken
//	Byoc, ClientNotificationUrl        TimeLimit
//
// Without Prepare, a request that asks for one of them is refused with 400 and
// code 20001: nothing is dropped silently. One that only repeats the default, or
// means nothing without another that is not there, is no such request.
// ApplicationSid is always refused: there are no applications.
//
// # Calls that are changed
//
// Url or Twiml sends a live call to another document; an ended one is refused with
// code 21220, and so is a leg that rings. Status completed ends a call whatever it
// does; canceled ends one that rings, and leaves one in progress alone. Both leave
// an ended one as it is (chosen: who ends a call races with who hangs up). Both
// Status and a document are 400. FallbackUrl, FallbackMethod, StatusCallback,
// StatusCallbackMethod and TimeLimit are the host's, as above.
//
// DELETE forgets a call that has ended, and is refused with 400 for a live one.
//
// # Calls that are shown
//
// The list knows To, From, ParentCallSid, Status and the filters of StartTime and
// EndTime, and goes by creation. start_time is the instant of the answer, and of
// the creation where nobody has answered; end_time and duration are those of
// completed calls. answered_by, caller_name, forwarded_from, group_sid,
// phone_number_sid, price, price_unit and trunk_sid are null: nobody here knows
// them. What subresource_uris names is the host's to serve, if anybody does.
package rest
