package rest

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/goacd/acd/internal/rest"
)

// parameter is one that the host carries out, if anybody does (rest.md §11).
type parameter struct {
	name  string
	check func(p *rest.Params, name string)
	plain string // the value that asks for nothing: the default
	of    string // the parameter without which this one means nothing
}

// createParameters are those of a call that is made.
var createParameters = []parameter{
	{"FallbackMethod", checkMethod, "POST", "FallbackUrl"},
	{"StatusCallback", checkURL, "", ""},
	{"StatusCallbackEvent", checkWords("initiated", "ringing", "answered", "completed"), "", "StatusCallback"},
	{"StatusCallbackMethod", checkMethod, "", "StatusCallback"},
	{"RecordingStatusCallback", checkURL, "", "Record"},
	{"RecordingStatusCallbackEvent", checkWords("in-progress", "completed", "absent"), "", "RecordingStatusCallback"},
	{"RecordingStatusCallbackMethod", checkMethod, "", "RecordingStatusCallback"},
	{"RecordingTrack", checkChoice("inbound", "outbound", "both"), "both", "Record"},
	{"Trim", checkChoice("trim-silence", "do-not-trim"), "trim-silence", "Record"},
	{"MachineDetection", checkChoice("Enable", "DetectMessageEnd"), "", ""},
	{"MachineDetectionTimeout", checkNumber(1, 600), "", "MachineDetection"},
	{"MachineDetectionSpeechThreshold", checkNumber(1000, 6000), "", "MachineDetection"},
	{"MachineDetectionSpeechEndThreshold", checkNumber(500, 5000), "", "MachineDetection"},
	{"MachineDetectionSilenceTimeout", checkNumber(2000, 10000), "", "MachineDetection"},
	{"AsyncAmd", checkChoice("true", "false"), "false", "MachineDetection"},
	{"AsyncAmdStatusCallback", checkURL, "", "AsyncAmd"},
	{"AsyncAmdStatusCallbackMethod", checkMethod, "", "AsyncAmdStatusCallback"},
	{"SipAuthUsername", checkText, "", ""},
	{"SipAuthPassword", checkText, "", "SipAuthUsername"},
	{"CallerId", checkText, "", ""},
	{"CallReason", checkText, "", ""},
	{"CallToken", checkText, "", ""},
	{"Byoc", checkTrunk, "", ""},
	{"ClientNotificationUrl", checkURL, "", ""},
	{"TimeLimit", checkNumber(1, 86400), "", ""},
}

// updateParameters are those of a call that is changed.
var updateParameters = []parameter{
	{"FallbackUrl", checkURL, "", ""},
	{"FallbackMethod", checkMethod, "POST", "FallbackUrl"},
	{"StatusCallback", checkURL, "", ""},
	{"StatusCallbackMethod", checkMethod, "", "StatusCallback"},
	{"TimeLimit", checkNumber(1, 86400), "", ""},
}

// gather checks the parameters and returns those that ask for something. Without
// a host to do it, that is refused.
func (e *endpoints) gather(p *rest.Params, known []parameter) url.Values {
	asked := url.Values{}
	for _, one := range known {
		text := p.Text(one.name)
		if text == "" {
			continue
		}
		one.check(p, one.name)
		if !strings.EqualFold(text, one.plain) && (one.of == "" || given(p, one.of)) {
			asked[one.name] = slices.Clone(p.List(one.name))
			if e.Prepare == nil {
				p.Fail(rest.Invalid("%s is not supported by this server", one.name))
			}
		}
	}
	return asked
}

// given reports whether a parameter is there that others build upon; a false one
// is not.
func given(p *rest.Params, name string) bool {
	text := p.Text(name)
	return text != "" && !strings.EqualFold(text, "false")
}

func checkText(p *rest.Params, name string)   { p.Text(name) }
func checkURL(p *rest.Params, name string)    { p.URL(name) }
func checkMethod(p *rest.Params, name string) { method(p, name) }

func checkChoice(words ...string) func(*rest.Params, string) {
	return func(p *rest.Params, name string) { p.Choice(name, words...) }
}

// checkWords is for a parameter that comes several times, or as several words.
func checkWords(words ...string) func(*rest.Params, string) {
	return func(p *rest.Params, name string) {
		for _, text := range p.List(name) {
			for word := range strings.FieldsSeq(text) {
				if !slices.Contains(words, word) {
					p.Invalid(name, word)
				}
			}
		}
	}
}

func checkNumber(least, most int) func(*rest.Params, string) {
	return func(p *rest.Params, name string) {
		if n := p.OptInt(name); n != nil && (*n < least || *n > most) {
			p.Invalid(name, strconv.Itoa(*n))
		}
	}
}

// checkTrunk is for the SID of a trunk, which is no resource of this module.
func checkTrunk(p *rest.Params, name string) {
	text := p.Text(name)
	digits, ok := strings.CutPrefix(text, "BY")
	if !ok || len(digits) != 32 || strings.Trim(digits, "0123456789abcdefABCDEF") != "" {
		p.Invalid(name, text)
	}
}
