package voice

import (
	"slices"
	"time"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/internal/weburl"
	"github.com/goacd/acd/twiml"
)

// check proves that a call can be made so, and returns its document.
func (in *PlaceCall) check() (document, *Error) {
	what, err := newDocument(in.URL, in.Method, in.Twiml)
	switch {
	case in.To == "":
		return what, refusal(ReasonInput, "To is empty")
	case err != nil:
		return what, err
	}
	if err := checkURLs([]namedURL{
		{"FallbackURL", in.FallbackURL},
		{"StatusCallback", in.StatusCallback},
		{"DetectionCallback", in.DetectionCallback},
		{"NotificationURL", in.NotificationURL},
		{"Recording.StatusCallback", in.Recording.StatusCallback},
	}); err != nil {
		return what, err
	}
	if err := checkMethods([]namedMethod{
		{"FallbackMethod", in.FallbackMethod},
		{"StatusCallbackMethod", in.StatusCallbackMethod},
		{"DetectionCallbackMethod", in.DetectionCallbackMethod},
		{"Recording.StatusCallbackMethod", in.Recording.StatusCallbackMethod},
	}); err != nil {
		return what, err
	}
	if err := checkSpan("Timeout", in.Timeout, DefaultRing, MaxRing); err != nil {
		return what, err
	}
	if err := checkSpan("TimeLimit", in.TimeLimit, DefaultTimeLimit, MaxTimeLimit); err != nil {
		return what, err
	}
	if err := in.MachineDetection.check(); err != nil {
		return what, err
	}
	return what, in.Recording.check()
}

type namedURL struct{ name, url string }

func checkURLs(list []namedURL) *Error {
	for _, x := range list {
		if x.url != "" && !weburl.Absolute(x.url) {
			return refusal(ReasonInput, "%s %q: want an absolute http or https URL", x.name, excerpt.Of(weburl.Redact(x.url)))
		}
	}
	return nil
}

type namedMethod struct {
	name   string
	method twiml.Method
}

func checkMethods(list []namedMethod) *Error {
	for _, x := range list {
		if _, ok := methodOr(x.method, twiml.POST); !ok {
			return refusal(ReasonInput, "%s %q: want GET or POST", x.name, excerpt.Of(string(x.method)))
		}
	}
	return nil
}

func checkSpan(name string, d, def, most time.Duration) *Error {
	if d < 0 || d > most {
		return refusal(ReasonInput, "%s %v: want up to %v, or 0 for %v", name, d, most, def)
	}
	return nil
}

func (d *MachineDetection) check() *Error {
	switch d.Mode {
	case "", twiml.DetectEnable, twiml.DetectMessageEnd:
	default:
		return refusal(ReasonInput, "MachineDetection.Mode %q: want Enable or DetectMessageEnd, or none", excerpt.Of(string(d.Mode)))
	}
	for _, x := range []struct {
		name          string
		is, def, most time.Duration
	}{
		{"Timeout", d.Timeout, defaultDetection, MaxRing},
		{"SpeechThreshold", d.SpeechThreshold, defaultSpeech, 6 * time.Second},
		{"SpeechEndThreshold", d.SpeechEndThreshold, defaultSpeechEnd, 5 * time.Second},
		{"SilenceTimeout", d.SilenceTimeout, defaultSilence, 10 * time.Second},
	} {
		if err := checkSpan("MachineDetection."+x.name, x.is, x.def, x.most); err != nil {
			return err
		}
	}
	return nil
}

// modes are the values of Dial's record attribute.
var modes = []twiml.RecordMode{
	"", twiml.DoNotRecord, twiml.RecordFromAnswer, twiml.RecordFromRinging, twiml.RecordFromAnswerDual, twiml.RecordFromRingingDual,
}

func (a *Recording) check() *Error {
	if !slices.Contains(modes, twiml.RecordMode(a.Mode)) {
		return refusal(ReasonInput, "Recording.Mode %q: want a value of Dial's record attribute, such as %s, or none", excerpt.Of(a.Mode), twiml.RecordFromAnswer)
	}
	for _, event := range a.StatusCallbackEvents {
		switch event {
		case twiml.RecordingInProgress, twiml.RecordingCompleted, twiml.RecordingAbsent:
		default:
			return refusal(ReasonInput, "Recording.StatusCallbackEvents %q: want in-progress, completed or absent", excerpt.Of(string(event)))
		}
	}
	return nil
}
