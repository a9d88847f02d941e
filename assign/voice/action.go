package voice

import (
	"net/url"
	"strings"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// Action is one thing that the host must do, or is told of. The set is closed.
//
// To do: [*Fetch], [*Answer], [*Reject], [*Hangup], [*Say], [*Play], [*Pause],
// [*Hold], [*Stop], [*Gather], [*Record], [*StartRecording], [*StopRecording],
// [*Dial], [*Bridge], [*Unbridge], [*Join], [*Part], [*Modify], [*Beep],
// [*Callback]. To know: [*TaskEnded], [*CallEnded],
// [*ConferenceEnded], [*Alert], [*Routed], [*Queued].
type Action interface{ action() }

// Op numbers what the host was asked to do and reports back on. A report on an
// operation that the machine has given up meanwhile is ignored.
type Op uint64

// Param is one parameter of a request.
type Param struct{ Name, Value string }

// Purpose says what a request is for.
type Purpose string

// The purposes of requests.
const (
	ForDocument       Purpose = "document"        // the call's next document
	ForWait           Purpose = "wait"            // what a waiting caller hears
	ForWhisper        Purpose = "whisper"         // what a caller hears before he is connected
	ForScreening      Purpose = "screening"       // what a dialed party hears before it is connected
	ForEnqueueAction  Purpose = "enqueue-action"  // the call has left its queue
	ForDialAction     Purpose = "dial-action"     // the dialed call has ended
	ForGatherAction   Purpose = "gather-action"   // there was input
	ForConference     Purpose = "conference"      // what a participant hears who waits, is held, or is told something
	ForStatusCallback Purpose = "status-callback" // the progress of a call or of a conference; the answer is ignored
)

// Fetch asks for a document, or tells an application something. The host
// answers with [Fetched] or [FetchFailed], also when the answer does not matter.
// URL is absolute. Params go into the body of a POST and into the query of a GET
// (twiml.md §3).
type Fetch struct {
	Op      Op
	Call    CallSID
	Purpose Purpose
	URL     string
	Method  twiml.Method
	Params  []Param
}

// Encode returns the parameters form-encoded, in their order.
func (f *Fetch) Encode() string {
	var b strings.Builder
	for i, p := range f.Params {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(p.Name) + "=" + url.QueryEscape(p.Value))
	}
	return b.String()
}

// Param returns the value of a parameter, "" when the request has none.
func (f *Fetch) Param(name string) string {
	for _, p := range f.Params {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// Answer takes an incoming call.
type Answer struct{ Call CallSID }

// Reject declines an incoming call without answering it. The call is over.
type Reject struct {
	Call   CallSID
	Reason twiml.RejectReason
}

// Hangup ends a call, or gives up one that still rings. The call is over, and
// CallEnded follows; no report is expected.
type Hangup struct{ Call CallSID }

// Say speaks a text, Loop times; 0 is until it is stopped, at most 1000 times.
// The host reports [Played].
type Say struct {
	Op              Op
	Call            CallSID
	Text            string // without markup
	SSML            string // the same within <speak>; "" where the document has no markup
	Voice, Language string
	Loop            int
}

// Play plays audio, or keys when Digits is set, Loop times; 0 is until it is
// stopped, at most 1000 times. The host reports [Played], or [FetchFailed] when
// there is nothing to play.
type Play struct {
	Op     Op
	Call   CallSID
	URL    string
	Digits string
	Loop   int
}

// Pause is silence of a length that the machine measures by itself.
type Pause struct {
	Call   CallSID
	Length time.Duration
}

// Hold plays the host's default hold source until it is stopped; silence when
// Silent.
type Hold struct {
	Call   CallSID
	Silent bool
}

// Stop cuts off what the call hears: media, hold, a Gather or a Record.
type Stop struct{ Call CallSID }

// Gather collects keys or speech while the prompts play. The host reports
// [Gathered].
type Gather struct {
	Op          Op
	Call        CallSID
	Prompts     []Action // *Say, *Play and *Pause without operations of their own
	Input       []twiml.GatherInput
	Timeout     time.Duration // pause that ends the input; 0 is the recogniser's decision
	NumDigits   int           // 0 is unlimited
	FinishOnKey string        // "" for no such key
	BargeIn     bool          // input stops the prompts

	// For speech only.
	SpeechTimeout   time.Duration // pause that ends it; 0 is the recogniser's decision
	MaxSpeechTime   time.Duration
	SpeechModel     twiml.SpeechModel
	Language, Hints string
	ProfanityFilter bool
	PartialResults  bool // report [PartialResult] meanwhile
}

// Bridge lets two calls hear each other, until [Unbridge] or the end of one of
// them. Caller is who waited in a queue, or who dialed a number; Agent is the
// other.
type Bridge struct {
	Caller, Agent CallSID
	Recording     Recording
}

// Unbridge parts two calls that both go on.
type Unbridge struct{ Caller, Agent CallSID }

// Callback asks the application what to do with a reservation. The host sends
// it to URL, else to FallbackURL, and reports [Instructed] or [CallbackFailed].
type Callback struct {
	URL, FallbackURL string
	Request          assign.Request
}

// TaskEnded tells that nobody will come to a caller any more, who stays where he
// is until the host redirects him, or he hangs up.
//
// Either he is parked, and his task ended by itself: canceled by its lifetime, its
// workflow or a command, or deleted (lifecycle.md §4.2). Or he is alone in the
// conference of his task, since it was transferred, whoever handed it over has
// left, and the transfer has come to nothing (chosen): then Status is assigned,
// for the task lasts as long as the conference, and Reason is "transfer failed" or
// "transfer canceled".
type TaskEnded struct {
	Call   CallSID
	Task   taskrouter.TaskSID
	Status taskrouter.TaskStatus
	Reason string
}

// CallEnded tells that a call is over and forgotten.
type CallEnded struct {
	Call     CallSID
	Status   CallStatus
	Duration time.Duration // since it was answered, whole seconds
	// AnsweredBy is who answered, "" where nobody was asked, or knows; see
	// [MachineDetected].
	AnsweredBy string
}

// Alert is what the vendor's debugger would show.
type Alert struct {
	Call    CallSID // zero when it is about no call
	Code    int
	Warning bool
	Message string
}

// Routed is an event of the router, in its place among the actions.
type Routed struct{ Event taskrouter.Event }

// Queued is an event of the queues, in its place among the actions.
type Queued struct{ Event queue.Event }

func (*Fetch) action()     {}
func (*Answer) action()    {}
func (*Reject) action()    {}
func (*Hangup) action()    {}
func (*Say) action()       {}
func (*Play) action()      {}
func (*Pause) action()     {}
func (*Hold) action()      {}
func (*Stop) action()      {}
func (*Gather) action()    {}
func (*Bridge) action()    {}
func (*Unbridge) action()  {}
func (*Callback) action()  {}
func (*TaskEnded) action() {}
func (*CallEnded) action() {}
func (*Alert) action()     {}
func (*Routed) action()    {}
func (*Queued) action()    {}
