package voice_test

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/internal/script"
	"github.com/goacd/acd/twiml"
)

func (h *house) setPage(c *script.Command) (string, error) {
	p := page{status: 200, media: "text/xml"}
	words := 2
	for key, to := range map[string]*string{"type": &p.media, "from": &p.from} {
		if text, ok := c.Option(key); ok {
			*to, words = text, words+1
		}
	}
	for key, to := range map[string]*int{"status": &p.status, "fails": &p.exception} {
		if text, ok := c.Option(key); ok {
			*to, _ = strconv.Atoi(text)
			words++
		}
	}
	if _, ok := c.Option("slow"); ok {
		p.slow, words = true, words+1
	}
	p.body = strings.TrimSpace(c.After(words))
	h.pages[c.Word(0)] = p
	return "", nil
}

// come lets the first slow page come that was requested from a path. With times
// that happens so often, two seconds apart, and the last is shown.
func (h *house) come(c *script.Command) (string, error) {
	if text, ok := c.Option("times"); ok {
		times, err := strconv.Atoi(text)
		for ; times > 1 && err == nil; times-- {
			if _, err = h.comes(c.Word(0)); err == nil {
				h.pass(2 * time.Second)
			}
		}
		if err != nil {
			return "", err
		}
	}
	return h.comes(c.Word(0))
}

func (h *house) comes(path string) (string, error) {
	for i, f := range h.slow {
		if strings.HasPrefix(f.URL, site+path) {
			h.slow = append(h.slow[:i:i], h.slow[i+1:]...)
			return h.do(h.reply(f, h.pages[path])), nil
		}
	}
	return "", fmt.Errorf("nobody waits for %s", path)
}

func (h *house) setAnswer(c *script.Command) (string, error) {
	h.answer = h.filled(c.After(1))
	return "", nil
}

// flush takes in the answers that are on their way.
func (h *house) flush() string {
	if len(h.pending) == 0 {
		return ""
	}
	next := h.pending[0]
	h.pending = h.pending[1:]
	return h.do(next)
}

func (h *house) newCall(c *script.Command) (string, error) {
	in := &voice.CallArrived{Call: h.callSID(c.Word(0)), From: "+15550001", To: "+15559000", URL: site + c.Word(1)}
	for key, to := range map[string]*string{
		"from": &in.From, "to": &in.To, "fallback": &in.FallbackURL, "name": &in.CallerName, "forwarded": &in.ForwardedFrom,
	} {
		if text, ok := c.Option(key); ok {
			*to = text
		}
	}
	if in.FallbackURL != "" {
		in.FallbackURL = site + in.FallbackURL
	}
	h.live = append(h.live, in.Call)
	if text, ok := c.Option("direction"); ok {
		in.Direction = voice.Direction(text)
	}
	if text, ok := c.Option("method"); ok {
		in.Method = twiml.Method(text)
	}
	return h.do(in), c.Check(2, "from", "to", "fallback", "name", "forwarded", "direction", "method")
}

func (h *house) played(c *script.Command) (string, error) {
	m := h.media[c.Word(0)]
	if m == nil || m.gather || m.record {
		return "", fmt.Errorf("%s hears nothing that ends", c.Word(0))
	}
	if code, ok := c.Option("fails"); ok {
		n, err := strconv.Atoi(code)
		return h.do(&voice.FetchFailed{Op: m.op, Code: n}), err
	}
	return h.do(&voice.Played{Op: m.op}), nil
}

func (h *house) gathered(c *script.Command) (string, error) {
	m := h.media[c.Word(0)]
	if m == nil || !m.gather {
		return "", fmt.Errorf("nothing is gathered from %s", c.Word(0))
	}
	in := &voice.Gathered{Op: m.op}
	in.Digits, _ = c.Option("digits")
	in.Speech, _ = c.Option("speech")
	in.Confidence, _ = c.Option("confidence")
	return h.do(in), nil
}

func (h *house) failed(c *script.Command) (string, error) {
	return h.do(&voice.Failed{Call: h.callSID(c.Word(0)), Status: voice.CallStatus(c.Word(1))}), nil
}

// participant ROOM CALL muted|unmuted|held|back|kick|ends|stays|[hold=/p] [announce=/p] [coach=CALL]
func (h *house) participant(c *script.Command) (string, error) {
	room, err := voice.ParseConferenceSID(h.sid("CF", c.Word(0)))
	if err != nil {
		return "", err
	}
	in := &voice.UpdateParticipant{Conference: room, Call: h.callSID(c.Word(1))}
	for word := range strings.FieldsSeq(c.After(3)) {
		name, value, _ := strings.Cut(word, "=")
		switch name {
		case "kick":
			return h.do(&voice.RemoveParticipant{Conference: room, Call: in.Call}), nil
		case "muted", "unmuted":
			in.Muted = new(name == "muted")
		case "held", "back":
			in.Hold = new(name == "held")
		case "ends", "stays":
			in.EndConferenceOnExit = new(name == "ends")
		case "beeps", "silent":
			in.BeepOnExit = new(name == "beeps")
		case "hold":
			in.HoldURL = site + value
		case "announce":
			in.AnnounceURL = site + value
		case "coach":
			in.Coach = new(voice.CallSID)
			if value != "" {
				*in.Coach = h.callSID(value)
			}
		default:
			return "", fmt.Errorf("unknown change %q", word)
		}
	}
	return h.do(in), nil
}

func (h *house) endConference(c *script.Command) (string, error) {
	room, err := voice.ParseConferenceSID(h.sid("CF", c.Word(0)))
	return h.do(&voice.EndConference{Conference: room}), err
}
