package voice

import (
	"slices"
	"time"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/twiml"
)

// RecordingSID identifies a recording: "RE" and 32 hexadecimal digits. The
// machine gives it; the host's reports bring it back.
type RecordingSID = sid.SID[sid.Recording]

// ParseRecordingSID reads the text form of a [RecordingSID].
func ParseRecordingSID(text string) (RecordingSID, error) { return sid.Parse[sid.Recording](text) }

// RecordingChanged reports what became of a recording that the machine asked
// for. The host reports in-progress when it has begun, with the URL if it is
// known by then, and completed or absent in the end: who asked is told, and the
// machine forgets it. A report on a recording that is forgotten is ignored.
type RecordingChanged struct {
	Recording RecordingSID
	Status    twiml.RecordingEvent // in-progress, completed or absent
	URL       string               // "" while it is unknown
	Duration  time.Duration        // 0 while it is unknown
	Channels  int                  // 1 or 2, 0 when unknown
	StartTime time.Time            // zero when unknown
}

func (*RecordingChanged) input() {}

// The values of RecordingSource. That of a recording in the background is
// chosen: the public list has none for it.
const (
	sourceDial   = "DialVerb"
	sourceRecord = "RecordVerb"
	sourceStart  = "StartCallRecording"
	sourceCall   = "OutboundAPI" // of a call of the application, or to a worker

	sourceConference = "Conference"
)

// recording is one that the host was asked for, until it is completed or absent.
type recording struct {
	call     *call // that it is of; of a conference, who entered first
	room     *room // of a conference
	source   string
	asked    Recording
	begun    bool // the host may have something to report
	url      string
	duration time.Duration
}

// newRecording gives a recording of a call its SID, and remembers it.
func (m *Machine) newRecording(c *call, source string, ask Recording) *recording {
	r := m.remember(&recording{call: c, source: source, asked: ask})
	c.recordings = append(c.recordings, r)
	return r
}

// newConferenceRecording is newRecording for a conference, which outlasts the
// call of who entered first.
func (m *Machine) newConferenceRecording(at *room, first *call, ask Recording) *recording {
	return m.remember(&recording{call: first, room: at, source: sourceConference, asked: ask})
}

func (m *Machine) remember(r *recording) *recording {
	m.recordingNumber++
	r.asked.SID = sid.Make[sid.Recording](m.source, m.recordingNumber)
	m.recordings[r.asked.SID] = r
	return r
}

// ask returns what the host is asked for; nothing for no recording.
func (r *recording) ask() Recording {
	if r == nil {
		return Recording{}
	}
	return r.asked
}

// begin is ask, for an action with which the host begins to record.
func (r *recording) begin() Recording {
	if r != nil {
		r.begun = true
	}
	return r.ask()
}

// forget gives up a recording of which nobody is told any more. One that has
// begun is kept until the host has reported its end, if that is to be told.
func (m *Machine) forget(r *recording) {
	if r != nil && !(r.begun && r.asked.StatusCallback != "") {
		m.drop(r)
	}
}

func (m *Machine) drop(r *recording) {
	delete(m.recordings, r.asked.SID)
	r.call.recordings = slices.DeleteFunc(r.call.recordings, func(x *recording) bool { return x == r })
}

// recordingChanged tells the recording's status callback (twiml.md §7).
func (m *Machine) recordingChanged(in *RecordingChanged) *Error {
	switch in.Status {
	case twiml.RecordingInProgress, twiml.RecordingCompleted, twiml.RecordingAbsent:
	default:
		return refusal(ReasonInput, "Status %q: want in-progress, completed or absent", excerpt.Of(string(in.Status)))
	}
	if in.Duration < 0 {
		return refusal(ReasonInput, "Duration %v: want none below 0", in.Duration)
	}
	r := m.recordings[in.Recording]
	if r == nil {
		return nil
	}
	if in.URL != "" {
		r.url = in.URL
	}
	if in.Duration > 0 {
		r.duration = in.Duration
	}
	m.tellRecording(r, in)
	if in.Status != twiml.RecordingInProgress {
		m.drop(r)
	}
	return nil
}

// tellRecording makes the request to the status callback, if it asked for this.
func (m *Machine) tellRecording(r *recording, in *RecordingChanged) {
	a := &r.asked
	if a.StatusCallback == "" || !slices.Contains(a.StatusCallbackEvents, in.Status) {
		return
	}
	params := paramList{{"AccountSid", m.account.String()}}
	if r.room != nil {
		params = append(params, Param{"ConferenceSid", r.room.sid.String()})
	} else {
		params = append(params, Param{"CallSid", r.call.sid.String()})
	}
	params = append(params, Param{"RecordingSid", a.SID.String()})
	params.known("RecordingUrl", r.url)
	params = append(params, Param{"RecordingStatus", string(in.Status)})
	if in.Status == twiml.RecordingCompleted {
		params.seconds("RecordingDuration", r.duration)
	}
	if in.Channels > 0 {
		params.integer("RecordingChannels", in.Channels)
	}
	if !in.StartTime.IsZero() {
		params.known("RecordingStartTime", in.StartTime.UTC().Format(timestampFormat))
	}
	params = append(params, Param{"RecordingSource", r.source})
	m.tell(r.call, ForRecordingStatus, target{a.StatusCallback, a.StatusCallbackMethod}, params)
}

// fields are what a status callback of a call is told of its recording.
func (r *recording) fields() paramList {
	if r == nil || r.url == "" {
		return nil
	}
	p := paramList{{"RecordingUrl", r.url}, {"RecordingSid", r.asked.SID.String()}}
	if r.duration > 0 {
		p.seconds("RecordingDuration", r.duration)
	}
	return p
}

// recordingCallback reads where a verb or noun wants its recording told.
func (a *Recording) recordingCallback(p *program, to twiml.Attr[string], method twiml.Method, events []twiml.RecordingEvent) {
	if reference := to.Or(""); reference != "" {
		a.StatusCallback, a.StatusCallbackMethod, a.StatusCallbackEvents = p.resolve(reference), method, events
	}
}

// tell is recordingCallback for an instruction, which is told of the end only.
func (a *Recording) tell(url string, method twiml.Method) {
	if url != "" {
		a.StatusCallback, a.StatusCallbackMethod, a.StatusCallbackEvents = url, method, []twiml.RecordingEvent{twiml.RecordingCompleted}
	}
}

// dialRecording is the recording that a Dial asks for, nil for none.
func (m *Machine) dialRecording(c *call, p *program, e *twiml.Dial) *recording {
	mode := twiml.Effective(e, &e.Record)
	if mode == twiml.DoNotRecord {
		return nil
	}
	ask := Recording{
		Mode: string(mode), Trim: string(twiml.Effective(e, &e.Trim)), Track: string(twiml.Effective(e, &e.RecordingTrack)),
	}
	ask.recordingCallback(p, e.RecordingStatusCallback, twiml.Effective(e, &e.RecordingStatusCallbackMethod), twiml.Effective(e, &e.RecordingStatusCallbackEvent))
	return m.newRecording(c, sourceDial, ask)
}

// ringing is what the host is asked for with a call that a Dial makes.
func (r *recording) ringing() Recording {
	if r != nil && (r.asked.Mode == string(twiml.RecordFromRinging) || r.asked.Mode == string(twiml.RecordFromRingingDual)) {
		return r.begin()
	}
	return r.ask()
}
