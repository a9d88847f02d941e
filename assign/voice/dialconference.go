package voice

import "github.com/goacd/acd/twiml"

// dialConference lets a call into the conference that a document names. The
// Dial lasts until the call leaves it, and its status is "answered" then
// (twiml.md §7); one that is not let in has the status "failed". A name that is
// none has been reported by the validator.
func (m *Machine) dialConference(d *dial, e *twiml.Conference) {
	in := entryOf(d.program, e)
	if in.name == "" || tooLong(in.name, maxConferenceName) || !m.enter(d, in) {
		m.failDial(d)
	}
}

// entryOf reads the noun. The former name of coach counts where coach is not
// given (twiml.md §8.3).
func entryOf(p *program, e *twiml.Conference) *entry {
	//lint:ignore SA1019 older documents say whisper, and must be understood
	coach := e.Coach.Or(e.Whisper.Or(""))
	in := &entry{
		name: twiml.TextOf(e), label: twiml.Effective(e, &e.ParticipantLabel), muted: twiml.Effective(e, &e.Muted),
		starts: twiml.Effective(e, &e.StartConferenceOnEnter), ends: twiml.Effective(e, &e.EndConferenceOnExit),
		tones: tonesOf(string(twiml.Effective(e, &e.Beep))), most: twiml.Effective(e, &e.MaxParticipants),
		coached: coach, jitterBuffer: string(e.JitterBufferSize.Or("")), region: string(e.Region.Or("")),
	}
	if wait, given := e.WaitURL.Get(); given {
		in.wait.silent = wait == ""
		if !in.wait.silent {
			in.wait.to = target{p.resolve(wait), twiml.Effective(e, &e.WaitMethod)}
		}
	}
	if reference := e.StatusCallback.Or(""); reference != "" {
		in.reports.to = target{p.resolve(reference), twiml.Effective(e, &e.StatusCallbackMethod)}
		for _, event := range e.StatusCallbackEvent.Or(nil) {
			in.reports.events = append(in.reports.events, string(event))
		}
	}
	if twiml.Effective(e, &e.Record) == twiml.ConferenceRecordFromStart {
		in.recording = Recording{
			Mode: string(twiml.ConferenceRecordFromStart), Trim: string(twiml.Effective(e, &e.Trim)),
			StatusCallbackEvents: twiml.Effective(e, &e.RecordingStatusCallbackEvent),
		}
		if reference := e.RecordingStatusCallback.Or(e.EventCallbackURL.Or("")); reference != "" {
			in.recording.StatusCallback = p.resolve(reference)
			in.recording.StatusCallbackMethod = twiml.Effective(e, &e.RecordingStatusCallbackMethod)
		}
	}
	return in
}
