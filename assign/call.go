package assign

import "time"

// Call calls the worker and runs a document of the application on the worker's
// leg. It is for tasks of any kind (lifecycle.md §3.3).
type Call struct {
	// From is the caller ID that the worker sees. Required.
	From string // from

	// URL is where the document for the worker's leg is. Required.
	URL string // url

	// To is where the worker is called. Zero: the worker's attribute contact_uri.
	To Address // to

	// Accept accepts the reservation when the call is initiated. Otherwise the
	// document does it, with <Dial><Queue reservationSid>; see [DialReservation].
	Accept bool // accept

	// Record says whether the call is recorded; by default it is not.
	Record Recording // record

	// Timeout is how long the worker's phone rings, in whole seconds. Zero:
	// [DefaultTimeout]; at most [MaxTimeout], for a SIP address [MaxSIPTimeout].
	Timeout time.Duration // timeout

	// StatusCallbackURL is told when the worker's call is over. Empty: nobody is.
	StatusCallbackURL string // status_callback_url

	Extra []Member
}

// Name returns [NameCall].
func (*Call) Name() Name { return NameCall }

// MarshalJSON is [Marshal].
func (i *Call) MarshalJSON() ([]byte, error) { return Marshal(i) }

// UnmarshalJSON is [Parse] for this instruction only.
func (i *Call) UnmarshalJSON(body []byte) error { return unmarshal(body, i) }

func (i *Call) form() form {
	return form{
		fields: []field{
			{key: "from", param: "CallFrom", code: CodeCallFrom, required: true, at: callerID{&i.From}},
			{key: "url", param: "CallUrl", code: CodeCallURL, required: true, at: webURL{&i.URL}},
			{key: "to", param: "CallTo", code: CodeCallTo, at: address{&i.To}},
			{key: "accept", param: "CallAccept", code: CodeInvalid, at: flag{&i.Accept}},
			{key: "record", param: "CallRecord", code: CodeInvalid, at: recording{&i.Record}},
			{key: "timeout", param: "CallTimeout", def: defaultTimeout, code: CodeInvalid, at: ringTime{&i.Timeout, &i.To}},
			{key: "status_callback_url", param: "CallStatusCallbackUrl", code: CodeCallStatusCallback, keepEmpty: true, at: webURL{&i.StatusCallbackURL}},
		},
		extra: &i.Extra,
	}
}
