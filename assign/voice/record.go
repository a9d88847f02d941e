package voice

import (
	"time"

	"github.com/goacd/acd/twiml"
)

// Record records what the caller says. The host reports [Recorded] when silence,
// a key or the greatest length has ended it.
type Record struct {
	Op          Op
	Call        CallSID
	MaxLength   time.Duration
	Timeout     time.Duration // silence that ends it; 0: none does
	FinishOnKey string        // keys that end it, each one of 0-9 # *; "" for none
	PlayBeep    bool          // a tone before it begins

	// Transcribe asks the host for the text, and TranscribeCallback, an absolute
	// URL, is where the host sends it; "" for nowhere.
	Transcribe         bool
	TranscribeCallback string

	// Recording is its SID, trim and who is told of it; Mode is empty.
	Recording Recording
}

// Recorded reports the end of a [Record]. Without a URL nothing was recorded,
// and the next verb runs. Digits is the key that ended it, "" for none, or
// "hangup": the caller has hung up, and his call is over; then no [HungUp] is
// necessary. A HungUp instead does as well: the machine measures the time.
type Recorded struct {
	Op       Op
	URL      string
	Duration time.Duration
	Digits   string
}

func (*Record) action()  {}
func (*Recorded) input() {}

// ForRecordAction: the caller was recorded. ForRecordingStatus: a recording has
// begun, or has ended; the answer is ignored.
const (
	ForRecordAction    Purpose = "record-action"
	ForRecordingStatus Purpose = "recording-status"
)

// digitsHangup is told instead of a key when the caller hung up (twiml.md §7).
const digitsHangup = "hangup"

// taping is a Record that goes on.
type taping struct {
	program   *program
	verb      *twiml.Record
	recording *recording
	began     time.Time
}

func (m *Machine) execRecord(c *call, p *program, e *twiml.Record) bool {
	ask := Recording{Trim: string(twiml.Effective(e, &e.Trim))}
	ask.recordingCallback(p, e.RecordingStatusCallback, twiml.Effective(e, &e.RecordingStatusCallbackMethod), twiml.Effective(e, &e.RecordingStatusCallbackEvent))
	t := &taping{program: p, verb: e, recording: m.newRecording(c, sourceRecord, ask), began: m.now}
	out := &Record{
		Call: c.sid, MaxLength: twiml.Effective(e, &e.MaxLength), Timeout: twiml.Effective(e, &e.Timeout),
		FinishOnKey: twiml.Effective(e, &e.FinishOnKey), PlayBeep: twiml.Effective(e, &e.PlayBeep),
		Transcribe: twiml.Effective(e, &e.Transcribe), Recording: t.recording.begin(),
	}
	if reference := e.TranscribeCallback.Or(""); reference != "" && out.Transcribe {
		out.TranscribeCallback = p.resolve(reference)
	}
	c.hears, c.taping = true, t
	c.foreground = m.ask(c, recordingVoice, func(in Input) {
		c.hears, c.taping, c.documents = false, nil, 0
		m.recorded(c, t, in.(*Recorded))
	})
	out.Op = c.foreground
	m.emit(out)
	return true
}

// recorded requests the action, which is the current document without one. Of
// nothing that was recorded nothing is told (observed): the next verb runs.
func (m *Machine) recorded(c *call, t *taping, in *Recorded) {
	if in.URL != "" {
		t.recording.url = in.URL
	}
	t.recording.duration = max(in.Duration, 0)
	if in.Digits == digitsHangup {
		c.taping = t // the end of the call tells
		m.end(c, StatusCompleted)
		return
	}
	m.forget(t.recording)
	switch {
	case in.URL == "":
		m.run(c, t.program)
	default:
		e := t.verb
		m.follow(c, t.program, ForRecordAction, e.Action.Or(""), twiml.Effective(e, &e.Method), t.params(in.Digits))
	}
}

func (t *taping) params(digits string) paramList {
	var p paramList
	p.known("RecordingUrl", t.recording.url)
	p.seconds("RecordingDuration", t.recording.duration)
	return append(p, Param{"Digits", digits})
}

// recordCutOff ends the Record of a call that is over: the action is told, and
// its answer dropped. Where the host has told no duration the machine's counts.
func (m *Machine) recordCutOff(c *call) {
	t := c.taping
	if t == nil {
		return
	}
	c.taping = nil
	if t.recording.duration == 0 {
		t.recording.duration = m.now.Sub(t.began)
	}
	e := t.verb
	m.tell(c, ForRecordAction, target{t.program.resolve(e.Action.Or("")), twiml.Effective(e, &e.Method)},
		append(m.params(c), t.params(digitsHangup)...))
}

// forgetRecordings gives up the recordings of a call that is over, but for those
// whose end is still to be told.
func (m *Machine) forgetRecordings(c *call) {
	for _, r := range append([]*recording(nil), c.recordings...) {
		m.forget(r)
	}
	c.services = nil
}
