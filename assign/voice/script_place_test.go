package voice_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/internal/script"
	"github.com/goacd/acd/twiml"
)

// placeCommands are those of a script that concern calls of the application; see
// README.md there.
var placeCommands = map[string]func(*house, *script.Command) (string, error){
	"place": (*house).place, "update": (*house).update, "redirect": (*house).redirect,
}

// place NAME [/page] [twiml="<Response/>"] [to=] [timeout=] [limit=] [fallback=]
// [status=/s] [events=ringing,completed] [detect=Enable] [async=/a] [record=] …
func (h *house) place(c *script.Command) (string, error) {
	in := &voice.PlaceCall{Call: h.callSID(c.Word(0)), To: "+15551000", From: "+15559000"}
	if page := c.Word(1); page != "" {
		in.URL = at(page)
	}
	if mode, ok := c.Option("detect"); ok {
		in.MachineDetection.Mode = twiml.MachineDetection(mode)
	}
	if path, ok := c.Option("async"); ok {
		in.AsyncDetection, in.DetectionCallback = true, at(path)
	}
	if text, ok := c.Option("events"); ok {
		for event := range strings.SplitSeq(text, ",") {
			in.StatusCallbackEvents |= eventsByName[event]
		}
	}
	for key, to := range map[string]*string{
		"to": &in.To, "twiml": &in.Twiml, "digits": &in.SendDigits, "record": &in.Recording.Mode, "reason": &in.CallReason,
		"byoc": &in.BYOC, "user": &in.SIPUsername, "password": &in.SIPPassword, "method": (*string)(&in.Method),
		"fallback-method": (*string)(&in.FallbackMethod), "status-method": (*string)(&in.StatusCallbackMethod),
	} {
		if text, ok := c.Option(key); ok {
			*to = text
		}
	}
	for key, to := range map[string]*string{
		"fallback": &in.FallbackURL, "status": &in.StatusCallback, "recording": &in.Recording.StatusCallback, "wake": &in.NotificationURL,
	} {
		if path, ok := c.Option(key); ok {
			*to = at(path)
		}
	}
	for key, to := range map[string]*time.Duration{"timeout": &in.Timeout, "limit": &in.TimeLimit, "detection": &in.MachineDetection.Timeout} {
		if text, ok := c.Option(key); ok {
			*to, _ = time.ParseDuration(text)
		}
	}
	return h.do(in), nil
}

// eventsByName are the events of a status callback.
var eventsByName = map[string]assign.CallEvents{
	"initiated": assign.CallInitiated, "ringing": assign.CallRinging, "answered": assign.CallAnswered, "completed": assign.CallCompleted,
}

// at is a URL of the application; what is no path is left as it is.
func at(path string) string {
	if strings.HasPrefix(path, "/") {
		return site + path
	}
	return path
}

// update NAME [limit=] [status=/s] [status-method=] [fallback=/f] [fallback-method=]
func (h *house) update(c *script.Command) (string, error) {
	in := &voice.UpdateCall{Call: h.callSID(c.Word(0))}
	if text, ok := c.Option("limit"); ok {
		d, err := time.ParseDuration(text)
		if err != nil {
			return "", err
		}
		in.TimeLimit = &d
	}
	if path, ok := c.Option("status"); ok {
		in.StatusCallback = new(at(path))
	}
	if path, ok := c.Option("fallback"); ok {
		in.FallbackURL = new(at(path))
	}
	for key, to := range map[string]*twiml.Method{"status-method": &in.StatusCallbackMethod, "fallback-method": &in.FallbackMethod} {
		if text, ok := c.Option(key); ok {
			*to = twiml.Method(text)
		}
	}
	return h.do(in), c.Check(1, "limit", "status", "status-method", "fallback", "fallback-method")
}

// redirect NAME /page, or twiml="<Response/>"
func (h *house) redirect(c *script.Command) (string, error) {
	in := &voice.RedirectCall{Call: h.callSID(c.Word(0))}
	if page := c.Word(1); page != "" {
		in.URL = at(page)
	}
	in.Twiml, _ = c.Option("twiml")
	if in.URL == "" && in.Twiml == "" {
		return "", fmt.Errorf("redirect %s: want a page, or twiml=", c.Word(0))
	}
	return h.do(in), nil
}
