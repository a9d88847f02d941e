package voice

import (
	"slices"
	"strconv"

	"github.com/goacd/acd/twiml"
)

// StartRecording records a call in the background, until [StopRecording] or the
// end of the call. Channels, Track and Trim of the Recording say how.
type StartRecording struct {
	Call      CallSID
	Recording Recording
}

// StopRecording ends a recording that [StartRecording] began.
type StopRecording struct {
	Call      CallSID
	Recording RecordingSID
}

func (*StartRecording) action() {}
func (*StopRecording) action()  {}

// service is a recording in the background. The name may be empty: nothing
// stops it then.
type service struct {
	name      string
	recording *recording
}

// maxServices is how many recordings one call may have in the background
// (chosen).
const maxServices = 16

// execStart starts recordings. What else a Start can name needs media that the
// host has no action for.
func (m *Machine) execStart(c *call, p *program, e *twiml.Start) bool {
	for _, child := range twiml.Children(e) {
		switch x := child.(type) {
		case *twiml.Recording:
			m.startService(c, p, x)
		case twiml.Element:
			m.unavailable(c, "Start/"+twiml.Tag(x))
		}
	}
	return false
}

func (m *Machine) startService(c *call, p *program, x *twiml.Recording) {
	name := x.Name.Or("")
	switch {
	case name != "" && c.service(name) >= 0:
		m.alert(c.sid, twiml.CodeSchema, "Start/Recording: the name "+quoted(name)+" is in use: want one that is unique in the call")
		return
	case len(c.services) >= maxServices:
		m.alert(c.sid, twiml.CodeInternal, "Start/Recording: the call has "+strconv.Itoa(maxServices)+" recordings in the background: want no more")
		return
	}
	ask := Recording{
		Mode: "record-from-start", Trim: string(twiml.Effective(x, &x.Trim)), Track: string(twiml.Effective(x, &x.Track)),
		Channels: string(twiml.Effective(x, &x.Channels)),
	}
	ask.recordingCallback(p, x.RecordingStatusCallback, twiml.Effective(x, &x.RecordingStatusCallbackMethod), twiml.Effective(x, &x.RecordingStatusCallbackEvent))
	r := m.newRecording(c, sourceStart, ask)
	c.services = append(c.services, service{name, r})
	m.emit(&StartRecording{Call: c.sid, Recording: r.begin()})
}

// execStop stops recordings by their names.
func (m *Machine) execStop(c *call, e *twiml.Stop) bool {
	for _, child := range twiml.Children(e) {
		switch x := child.(type) {
		case *twiml.Recording:
			m.stopService(c, x.Name.Or(""))
		case twiml.Element:
			m.unavailable(c, "Stop/"+twiml.Tag(x))
		}
	}
	return false
}

func (m *Machine) stopService(c *call, name string) {
	i := c.service(name)
	if name == "" || i < 0 {
		m.alert(c.sid, twiml.CodeSchema, "Stop/Recording: nothing of the name "+quoted(name)+" was started")
		return
	}
	r := c.services[i].recording
	c.services = slices.Delete(c.services, i, i+1)
	m.emit(&StopRecording{Call: c.sid, Recording: r.asked.SID})
	m.forget(r)
}

// service finds a recording in the background by its name, -1 for none.
func (c *call) service(name string) int {
	return slices.IndexFunc(c.services, func(s service) bool { return s.name == name })
}

// unavailable reports a verb that this machine does not run, because the host
// has no such media. It is skipped, action and all (chosen; twiml.md §9).
func (m *Machine) unavailable(c *call, what string) {
	code := twiml.CodeVerbUnavailable
	switch what {
	case "Refer":
		code = twiml.CodeReferNotSIP
	case "Sms":
		code = twiml.CodeSmsUnavailable
	}
	m.alert(c.sid, code, what+" is not available here, and is skipped")
}
