package voice

import (
	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// Input is one thing that happened, in the world of calls or of the
// application. The set is closed.
type Input interface{ input() }

// Tick lets time pass and does nothing else.
type Tick struct{}

// Direction is who began a call.
type Direction string

// The directions of calls.
const (
	Inbound      Direction = "inbound"       // somebody called
	OutboundAPI  Direction = "outbound-api"  // the application called somebody
	OutboundDial Direction = "outbound-dial" // a leg that the machine asked for
)

// CallStatus is the state of a call as requests tell it (twiml.md §3).
type CallStatus string

// The states of calls.
const (
	StatusQueued     CallStatus = "queued"    // of the Call resource only: its phone does not ring yet
	StatusInitiated  CallStatus = "initiated" // told to status callbacks only
	StatusRinging    CallStatus = "ringing"
	StatusInProgress CallStatus = "in-progress"
	StatusCompleted  CallStatus = "completed"
	StatusBusy       CallStatus = "busy"
	StatusNoAnswer   CallStatus = "no-answer"
	StatusFailed     CallStatus = "failed"
	StatusCanceled   CallStatus = "canceled"
	StatusAnswered   CallStatus = "answered" // told to the action of a Dial of a conference only
)

// Place is where a party is said to be; empty when unknown.
type Place struct{ City, State, Zip, Country string }

// CallArrived reports a new call, to be run with the document at URL. An
// inbound call rings until the document takes it; an outbound one was made and
// answered without the machine, which makes calls by [PlaceCall].
type CallArrived struct {
	Call                      CallSID
	Direction                 Direction // "" for inbound
	From, To                  string
	FromPlace, ToPlace        Place
	ForwardedFrom, CallerName string
	URL                       string       // absolute
	Method                    twiml.Method // GET or POST, "" for POST
	FallbackURL               string       // absolute; used when a document cannot be had; "" for none
	FallbackMethod            twiml.Method // GET or POST, "" for POST
}

// Fetched answers a [Fetch]. URL is where the document came from after
// redirects; "" for the one that was asked for.
type Fetched struct {
	Op          Op
	Status      int // of the HTTP answer
	ContentType string
	URL         string
	Body        []byte
}

// FetchFailed reports that no answer to a [Fetch] came, or that the audio of a
// [Play] could not be had, which is left out then. Code is the vendor's
// (twiml.md §9), 0 for 11200.
type FetchFailed struct {
	Op      Op
	Code    int
	Message string
}

// Played reports that a [Say] or a [Play] has come to its end.
type Played struct{ Op Op }

// Gathered reports what a [Gather] collected; nothing when time was over.
type Gathered struct {
	Op         Op
	Digits     string
	Speech     string
	Confidence string // 0.0 to 1.0 as text, "" when unknown
}

// Answered reports that a leg was answered.
type Answered struct {
	Call CallSID
	SIP  SIPAnswer // of a SIP leg
}

// Failed reports that a leg that rang came to nothing: busy, no-answer, failed
// or canceled. Of a SIP leg Status may be empty, and follows from the response:
// 486, 600 and 603 are busy, 408 and 480 no-answer, 487 canceled, and all others
// failed (chosen).
type Failed struct {
	Call   CallSID
	Status CallStatus
	SIP    SIPAnswer // of a SIP leg
}

// HungUp reports that the party of a call hung up.
type HungUp struct{ Call CallSID }

// StarPressed reports the star key of a party in a conversation. It ends the
// conversation where that party's Dial says so; elsewhere it means nothing.
type StarPressed struct{ Call CallSID }

// RedirectCall sends a live call to another document, whatever it does: that at
// URL, or the text of Twiml, as in [PlaceCall]. Of a call of the application that
// rings it changes the document that will be run.
type RedirectCall struct {
	Call   CallSID
	URL    string // absolute
	Method twiml.Method
	Twiml  string
}

// CompleteCall ends a live call for the application.
type CompleteCall struct{ Call CallSID }

// DequeueMember takes a waiting call out of a queue and sends it to a document,
// as the vendor's Member resource does (queue.md §3). A queue that belongs to a
// workflow refuses it: use [RedirectCall], which takes the task along.
type DequeueMember struct {
	Queue  queue.QueueSID
	Call   CallSID      // zero for the member that is next
	URL    string       // absolute
	Method twiml.Method // "" for POST
}

// Instructed answers a [Callback], or gives an instruction at any other time. A
// nil Instruction acknowledges the callback: the application will act by
// itself.
type Instructed struct {
	Reservation taskrouter.ReservationSID
	Instruction assign.Instruction
}

// CallbackFailed reports that neither URL of a [Callback] gave an answer.
type CallbackFailed struct{ Reservation taskrouter.ReservationSID }

// Command is a command of the application for the router. All commands go
// through the machine, so that it sees what follows from them.
type Command struct{ Command taskrouter.Command }

func (*Tick) input()           {}
func (*CallArrived) input()    {}
func (*Fetched) input()        {}
func (*FetchFailed) input()    {}
func (*Played) input()         {}
func (*Gathered) input()       {}
func (*Answered) input()       {}
func (*Failed) input()         {}
func (*HungUp) input()         {}
func (*StarPressed) input()    {}
func (*RedirectCall) input()   {}
func (*CompleteCall) input()   {}
func (*DequeueMember) input()  {}
func (*Instructed) input()     {}
func (*CallbackFailed) input() {}
func (*Command) input()        {}
