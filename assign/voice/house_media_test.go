package voice_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/internal/script"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// mediaCommands are those of a script that concern recordings and phones; see
// README.md there.
var mediaCommands = map[string]func(*house, *script.Command) (string, error){
	"ringing": func(h *house, c *script.Command) (string, error) {
		return h.do(&voice.Ringing{Call: h.callSID(c.Word(0))}), nil
	},
	"detected": func(h *house, c *script.Command) (string, error) {
		return h.do(&voice.MachineDetected{Call: h.callSID(c.Word(0)), AnsweredBy: c.Word(1), Duration: 1500 * time.Millisecond}), nil
	},
	"refers": func(h *house, c *script.Command) (string, error) {
		return h.do(&voice.Referred{Call: h.callSID(c.Word(0)), Target: c.Word(1)}), nil
	},
	"recorded": (*house).wasRecorded, "recording": (*house).recordingCommand, "partial": (*house).partial, "sip": (*house).sipAnswer,
	"estimate": (*house).showEstimate, "whose": (*house).showCallOf, "reconcile": (*house).reconcile,
}

// learnMedia remembers what is reported on.
func (h *house) learnMedia(action voice.Action) {
	switch a := action.(type) {
	case *voice.Record:
		h.media[h.names[a.Call.String()]] = &media{op: a.Op, record: true}
		h.begins(a.Recording)
	case *voice.StartRecording:
		h.begins(a.Recording)
	case *voice.Dial:
		h.begins(a.Recording)
	case *voice.Bridge:
		h.begins(a.Recording)
	case *voice.Join:
		h.begins(a.Recording)
	}
}

// begins names a recording: rec1, rec2 …
func (h *house) begins(r voice.Recording) {
	if s := r.SID.String(); s != "" && h.names[s] == "" {
		h.recordings = append(h.recordings, r.SID)
		h.call("RE", fmt.Sprintf("rec%d", len(h.recordings)), s)
	}
}

// printMedia prints an action of recordings, "" for others.
func (h *house) printMedia(action voice.Action) (string, bool) {
	switch a := action.(type) {
	case *voice.Record:
		text := fmt.Sprintf("%s record %s for %v, silence %v, keys %q, %s", a.Call, a.Recording.SID, a.MaxLength, a.Timeout, a.FinishOnKey, a.Recording.Trim)
		if a.PlayBeep {
			text += ", beep"
		}
		if a.Transcribe {
			text += ", transcribe " + strings.TrimPrefix(a.TranscribeCallback, site)
		}
		return h.line("%s", text), true
	case *voice.StartRecording:
		return h.line("%s starts %s%s %s", a.Call, a.Recording.SID, recorded(&a.Recording), a.Recording.Track), true
	case *voice.StopRecording:
		return h.line("%s stops %s", a.Call, a.Recording), true
	}
	return "", false
}

// dialed prints what a Dial says beside the usual.
func dialed(a *voice.Dial) string {
	var b strings.Builder
	say := func(name, value string) {
		if value != "" {
			b.WriteString(" " + name + "=" + value)
		}
	}
	say("tone", string(a.RingTone))
	say("reason", a.CallReason)
	say("byoc", a.BYOC)
	say("wake", strings.TrimPrefix(a.NotificationURL, site))
	if d := a.MachineDetection; d.Mode != "" {
		say("detect", fmt.Sprintf("%s/%v/%v/%v/%v", d.Mode, d.Timeout, d.SpeechThreshold, d.SpeechEndThreshold, d.SilenceTimeout))
	}
	for _, p := range a.Parameters {
		say("with", p.Name+":"+p.Value)
	}
	for _, t := range a.SIP.Targets {
		say("target", t.URI+"/"+t.Username+"/"+t.Password)
	}
	if a.EarlyMedia && len(a.SIP.Targets) > 0 {
		say("early", "media")
	}
	for _, p := range a.SIP.Headers {
		say("header", p.Name+":"+p.Value)
	}
	return b.String()
}

// recorded C [url=] [seconds=] [digits=]
func (h *house) wasRecorded(c *script.Command) (string, error) {
	m := h.media[c.Word(0)]
	if m == nil || !m.record {
		return "", fmt.Errorf("%s is not recorded", c.Word(0))
	}
	in := &voice.Recorded{Op: m.op}
	in.URL, _ = c.Option("url")
	in.Digits, _ = c.Option("digits")
	seconds, _ := c.Option("seconds")
	n, _ := strconv.Atoi(seconds)
	in.Duration = time.Duration(n) * time.Second
	return h.do(in), c.Check(1, "url", "digits", "seconds")
}

// recording rec1 completed [url=] [seconds=] [channels=] [started=yes]
func (h *house) recordingCommand(c *script.Command) (string, error) {
	s, err := voice.ParseRecordingSID(h.sid("RE", c.Word(0)))
	if err != nil {
		return "", err
	}
	in := &voice.RecordingChanged{Recording: s, Status: twiml.RecordingEvent(c.Word(1))}
	in.URL, _ = c.Option("url")
	seconds, _ := c.Option("seconds")
	n, _ := strconv.Atoi(seconds)
	in.Duration = time.Duration(n) * time.Second
	channels, _ := c.Option("channels")
	in.Channels, _ = strconv.Atoi(channels)
	if _, ok := c.Option("started"); ok {
		in.StartTime = h.now
	}
	return h.do(in), c.Check(2, "url", "seconds", "channels", "started")
}

// partial C text
func (h *house) partial(c *script.Command) (string, error) {
	m := h.media[c.Word(0)]
	if m == nil {
		return "", fmt.Errorf("nothing is gathered from %s", c.Word(0))
	}
	return h.do(&voice.PartialResult{Op: m.op, Speech: c.After(2)}), nil
}

// sip C 486 [header=Name:value], and 200 for an answer
func (h *house) sipAnswer(c *script.Command) (string, error) {
	code, err := strconv.Atoi(c.Word(1))
	answer := voice.SIPAnswer{CallID: "dialog@host", ResponseCode: code}
	if text, ok := c.Option("header"); ok {
		name, value, _ := strings.Cut(text, ":")
		answer.Headers = append(answer.Headers, voice.Param{Name: name, Value: value})
	}
	if code == 200 {
		return h.do(&voice.Answered{Call: h.callSID(c.Word(0)), SIP: answer}), err
	}
	return h.do(&voice.Failed{Call: h.callSID(c.Word(0)), SIP: answer}), err
}

func (h *house) showEstimate(c *script.Command) (string, error) {
	e, ok := h.machine.Estimate(h.callSID(c.Word(0)))
	if !ok {
		return h.line("nothing is known of %s", c.Word(0)), nil
	}
	return h.line("%s at %d: %v ± %v of %d", c.Word(0), e.Position, e.Wait, e.Margin, e.Samples), nil
}

// whose T1
func (h *house) showCallOf(c *script.Command) (string, error) {
	task, err := taskrouter.ParseTaskSID(h.sid("WT", c.Word(0)))
	if err != nil {
		return "", err
	}
	call, ok := h.machine.CallOf(task)
	return h.line("%s: %s %t", c.Word(0), call, ok), nil
}

// reconcile a b=/page … lets the machine go down, and come back with the calls
// that are named; a page is what such a call goes on with.
func (h *house) reconcile(c *script.Command) (string, error) {
	h.restarts++
	queues, err := queue.New(queue.Config{})
	if err != nil {
		return "", err
	}
	if h.machine, err = voice.New(voice.Config{Router: h.engine, Queues: queues, Seed: h.restarts}); err != nil {
		return "", err
	}
	h.slow, h.pending, h.media, h.live, h.recordings = nil, nil, map[string]*media{}, nil, nil
	var live []voice.LiveCall
	for word := range strings.FieldsSeq(c.After(1)) {
		name, page, _ := strings.Cut(word, "=")
		in := voice.LiveCall{CallArrived: voice.CallArrived{Call: h.callSID(name), From: "+15550001", To: "+15559000"}}
		if page != "" {
			page, wait, _ := strings.Cut(page, ",")
			in.URL = site + page
			if wait != "" {
				in.WaitURL = site + wait
			}
		}
		h.live = append(h.live, in.Call)
		live = append(live, in)
	}
	text := h.saw(h.machine.Reconcile(h.now, live))
	return text + h.flush(), nil
}

// lastSpeech returns what was said last, with its markup.
func (h *house) lastSpeech() string {
	for _, a := range slices.Backward(h.actions) {
		if say, ok := a.(*voice.Say); ok {
			return fmt.Sprintf("%q %s", say.Text, say.SSML)
		}
	}
	return ""
}
