package rest

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/twiml"
)

// hostParameters are those of a call that is made that are neither the machine's
// nor the media's: the host carries them out, if anybody does.
var hostParameters = []string{"CallerId", "CallToken"}

// askedOfHost returns the parameters for the host. Without a host to see to them
// they are refused.
func (e *endpoints) askedOfHost(p *rest.Params) url.Values {
	asked := url.Values{}
	for _, name := range hostParameters {
		if p.Text(name) == "" {
			continue
		}
		asked[name] = slices.Clone(p.List(name))
		if e.Prepare == nil {
			p.Fail(rest.Invalid("%s is not supported by this server", name))
		}
	}
	return asked
}

// method returns GET or POST, "" without the parameter.
func method(p *rest.Params, name string) twiml.Method {
	return twiml.Method(p.Choice(name, http.MethodPost, http.MethodGet))
}

// seconds returns a span of at least a second; 0 without the parameter.
func seconds(p *rest.Params, name string, most time.Duration) time.Duration {
	n := p.Positive(name)
	if n > int(most/time.Second) {
		p.Invalid(name, p.Text(name))
		return 0
	}
	return time.Duration(n) * time.Second
}

// callbackURL returns a URL whose host has no underscore, as the description of
// these parameters has it (twiml.md §3).
func callbackURL(p *rest.Params, name string) string {
	text := p.URL(name)
	if u, err := url.Parse(text); err == nil && strings.Contains(u.Host, "_") {
		p.Invalid(name, text)
	}
	return text
}

// words returns the values of a parameter that comes several times, or as several
// words (rest.md §1).
func words(p *rest.Params, name string, known ...string) []string {
	var list []string
	for _, text := range p.List(name) {
		for word := range strings.FieldsSeq(text) {
			if !slices.Contains(known, word) {
				p.Invalid(name, word)
			}
			list = append(list, word)
		}
	}
	return list
}

// callEvents returns the events of a status callback; 0 without the parameter.
func callEvents(p *rest.Params, name string) assign.CallEvents {
	known := []string{"initiated", "ringing", "answered", "completed"} // in the order of the bits
	var all assign.CallEvents
	for _, word := range words(p, name, known...) {
		if i := slices.Index(known, word); i >= 0 {
			all |= 1 << i
		}
	}
	return all
}

// recording returns what Record and its companions ask for; what a request without
// Record says of a recording is checked, and means nothing.
func recording(p *rest.Params) voice.Recording {
	asked := voice.Recording{
		Mode: string(twiml.RecordFromAnswer),
		Trim: p.Choice("Trim", "trim-silence", "do-not-trim"), Track: p.Choice("RecordingTrack", "inbound", "outbound", "both"),
		StatusCallback: callbackURL(p, "RecordingStatusCallback"), StatusCallbackMethod: method(p, "RecordingStatusCallbackMethod"),
	}
	for _, word := range words(p, "RecordingStatusCallbackEvent", "in-progress", "completed", "absent") {
		asked.StatusCallbackEvents = append(asked.StatusCallbackEvents, twiml.RecordingEvent(word))
	}
	if p.Choice("RecordingChannels", "mono", "dual") == "dual" {
		asked.Mode = string(twiml.RecordFromAnswerDual)
	}
	if !p.Bool("Record") {
		return voice.Recording{}
	}
	return asked
}

// detection returns what MachineDetection and its companions ask for.
func detection(p *rest.Params) voice.MachineDetection {
	asked := voice.MachineDetection{
		Mode:               twiml.MachineDetection(p.Choice("MachineDetection", string(twiml.DetectEnable), string(twiml.DetectMessageEnd))),
		Timeout:            seconds(p, "MachineDetectionTimeout", voice.MaxRing),
		SpeechThreshold:    milliseconds(p, "MachineDetectionSpeechThreshold", 1000, 6000),
		SpeechEndThreshold: milliseconds(p, "MachineDetectionSpeechEndThreshold", 500, 5000),
		SilenceTimeout:     milliseconds(p, "MachineDetectionSilenceTimeout", 2000, 10000),
	}
	if asked.Mode == "" {
		return voice.MachineDetection{}
	}
	return asked
}

func milliseconds(p *rest.Params, name string, least, most int) time.Duration {
	n := p.OptInt(name)
	if n == nil {
		return 0
	}
	if *n < least || *n > most {
		p.Invalid(name, p.Text(name))
		return 0
	}
	return time.Duration(*n) * time.Millisecond
}

// trunk returns the SID of a trunk, which is no resource of this module.
func trunk(p *rest.Params) string {
	const name = "Byoc"
	text := p.Text(name)
	if text == "" {
		return ""
	}
	digits, ok := strings.CutPrefix(text, "BY")
	if !ok || len(digits) != 32 || strings.Trim(digits, "0123456789abcdefABCDEF") != "" {
		p.Invalid(name, text)
	}
	return text
}
