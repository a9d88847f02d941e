package voice

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/twiml"
)

// The times of a call that the application makes (rest.md §11; the greatest
// TimeLimit is that of a Dial, twiml.md §8.3).
const (
	DefaultRing      = 60 * time.Second
	MaxRing          = 600 * time.Second
	DefaultTimeLimit = 4 * time.Hour
	MaxTimeLimit     = 24 * time.Hour
)

// PlaceCall makes a call for the application, as the vendor's Call resource does:
// somebody is called, and once he has answered his call runs a document. The host
// gets a [Dial] without Parent, and reports [Ringing], [Answered], [Failed] or
// [HungUp] as of any leg.
//
//	queued --> initiated --> ringing --> in-progress --> completed
//	               |            |
//	               |            +--> no-answer: Timeout is over, or HungUp
//	               +------------+--> busy, no-answer, failed, canceled: Failed
//	                            +--> canceled: CompleteCall
//
// Until the answer, [RedirectCall] changes the document that will be run (chosen),
// and [UpdateCall] what else can be changed.
type PlaceCall struct {
	Call     CallSID // that it has from now on
	To, From string  // To is required, and written as that of a [Dial]

	// The document is that at URL, or the text of Twiml: one of them. A text is
	// taken as it is, and judged when it is run (twiml.md §2): if it is no document
	// then, the call goes on with FallbackURL, or ends with an apology.
	URL            string // absolute
	Method         twiml.Method
	Twiml          string // at most 4,000 characters (32018)
	FallbackURL    string // absolute, "" for none
	FallbackMethod twiml.Method

	Timeout   time.Duration // how long it rings; 0 for [DefaultRing], up to [MaxRing]
	TimeLimit time.Duration // how long it lasts from the answer; 0 for [DefaultTimeLimit], up to [MaxTimeLimit]

	// StatusCallback is told the events that it asks for, in their order, numbered
	// from 0 (twiml.md §7); "" for nobody, else absolute.
	StatusCallback       string
	StatusCallbackMethod twiml.Method
	StatusCallbackEvents assign.CallEvents // 0 for completed

	// MachineDetection asks who answers, unless there are SendDigits. The document
	// waits for [MachineDetected] then, as long as its Timeout says, after which
	// AnsweredBy is unknown; all requests are told. With AsyncDetection it does not
	// wait, and DetectionCallback, "" for nobody, is told as well. Its durations are
	// 0 for 30 s, 2.4 s, 1.2 s and 5 s, in the order of the fields.
	MachineDetection        MachineDetection
	AsyncDetection          bool
	DetectionCallback       string // absolute
	DetectionCallbackMethod twiml.Method

	// Recording asks for a recording of the whole call: Mode is "" for none, or a
	// value of Dial's record. The machine gives it its SID.
	Recording Recording

	SendDigits      string // to be pressed once it is answered
	CallReason      string // shown to the called party
	BYOC            string // the trunk to dial through, "" for the host's choice
	NotificationURL string // wakes a client; absolute, "" for none
	SIPUsername     string // the credentials of a SIP endpoint
	SIPPassword     string
}

func (*PlaceCall) input() {}

// The defaults of a MachineDetection (rest.md §11; those of a Number are the same).
const (
	defaultDetection = 30 * time.Second
	defaultSpeech    = 2400 * time.Millisecond
	defaultSpeechEnd = 1200 * time.Millisecond
	defaultSilence   = 5 * time.Second
)

// placed is what a call of the application keeps until it is answered.
type placed struct {
	document  document
	ring      *timer
	detection time.Duration // how long the document waits to be told who answered; 0 for not at all
}

// placeCall makes a call.
func (m *Machine) placeCall(in *PlaceCall) *Error {
	switch {
	case in.Call.IsZero():
		return refusal(ReasonInput, "Call is the zero SID")
	case m.calls[in.Call] != nil:
		return refusal(ReasonBusy, "call %s is there already", in.Call).of(in.Call)
	}
	what, err := in.check()
	if err != nil {
		return err.of(in.Call)
	}
	c := &call{
		sid: in.Call, direction: OutboundAPI, status: StatusRinging, timeLimit: cmp.Or(in.TimeLimit, DefaultTimeLimit),
		info: CallArrived{
			Call: in.Call, Direction: OutboundAPI, From: in.From, To: in.To, URL: in.URL, Method: in.Method,
			FallbackURL: in.FallbackURL, FallbackMethod: in.FallbackMethod,
		},
		placed: &placed{document: what},
	}
	if in.StatusCallback != "" {
		c.report(target{in.StatusCallback, postOr(in.StatusCallbackMethod)}, in.StatusCallbackEvents)
	}
	m.calls[c.sid] = c
	m.emit(m.dialOf(c, in))
	m.noteInitiated(c)
	c.placed.ring = m.after(cmp.Or(in.Timeout, DefaultRing), func() { m.hangUp(c, StatusNoAnswer) })
	return nil
}

// dialOf is what the host is asked for.
func (m *Machine) dialOf(c *call, in *PlaceCall) *Dial {
	out := &Dial{
		Call: in.Call, To: in.To, From: in.From, Timeout: cmp.Or(in.Timeout, DefaultRing), SendDigits: in.SendDigits,
		CallReason: in.CallReason, BYOC: in.BYOC, NotificationURL: in.NotificationURL,
	}
	if in.SendDigits == "" {
		m.detect(c, in, out)
	}
	if strings.HasPrefix(in.To, "sip:") || strings.HasPrefix(in.To, "sips:") {
		out.SIP = SIPRequest{Targets: []SIPTarget{{in.To, in.SIPUsername, in.SIPPassword}}}
	}
	if in.Recording.Mode != "" && in.Recording.Mode != string(twiml.DoNotRecord) {
		c.recorded = m.newRecording(c, sourceCall, in.Recording.defaults())
		out.Recording = c.recorded.ringing()
	}
	return out
}

// detect asks the host who answers.
func (m *Machine) detect(c *call, in *PlaceCall, out *Dial) {
	d := in.MachineDetection
	if d.Mode == "" {
		return
	}
	out.MachineDetection = MachineDetection{
		Mode: d.Mode, Timeout: cmp.Or(d.Timeout, defaultDetection), SpeechThreshold: cmp.Or(d.SpeechThreshold, defaultSpeech),
		SpeechEndThreshold: cmp.Or(d.SpeechEndThreshold, defaultSpeechEnd), SilenceTimeout: cmp.Or(d.SilenceTimeout, defaultSilence),
	}
	switch {
	case !in.AsyncDetection:
		c.placed.detection = out.MachineDetection.Timeout
	case in.DetectionCallback != "":
		c.detection = target{in.DetectionCallback, postOr(in.DetectionCallbackMethod)}
	}
}

// defaults fills in what a recording that the application asks for leaves open.
func (a Recording) defaults() Recording {
	if a.StatusCallback != "" {
		a.StatusCallbackMethod = postOr(a.StatusCallbackMethod)
		a.StatusCallbackEvents = slices.Clone(a.StatusCallbackEvents)
		if len(a.StatusCallbackEvents) == 0 {
			a.StatusCallbackEvents = []twiml.RecordingEvent{twiml.RecordingCompleted}
		}
	}
	return a
}

// report notes who is told of a call's progress: of its end, if nothing else was
// asked for.
func (c *call) report(to target, events assign.CallEvents) {
	if events == 0 {
		events = assign.CallCompleted
	}
	c.notify = &notify{to: to, events: events, noun: true}
}

// placedAnswered runs the document, or waits to be told who answered.
func (m *Machine) placedAnswered(c *call) {
	p := c.placed
	m.endPlaced(c)
	c.recorded.begin()
	if p.detection == 0 || c.answeredBy != "" {
		m.load(c, p.document)
		return
	}
	c.detecting = &p.document
	m.sleep(c, p.detection, func() {
		c.answeredBy = "unknown"
		m.detected(c)
	})
}

// detected lets a document run that has waited to be told who answered.
func (m *Machine) detected(c *call) {
	what := c.detecting
	if what == nil {
		return
	}
	m.cut(c)
	m.load(c, *what)
}

// endPlaced forgets that a call rings.
func (m *Machine) endPlaced(c *call) {
	m.stopTimer(c.placed.ring)
	c.placed = nil
}

// limit lets a call that has a time limit end when it is over.
func (m *Machine) limit(c *call) {
	m.stopTimer(c.limit)
	c.limit = nil
	if c.timeLimit == 0 || c.answered.IsZero() {
		return
	}
	c.limit = m.after(c.answered.Add(c.timeLimit).Sub(m.now), func() {
		c.limit = nil
		m.hangUp(c, StatusCompleted)
	})
}
