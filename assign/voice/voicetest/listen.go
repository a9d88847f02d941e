package voicetest

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/twiml"
)

// How long things last where nothing else is said.
const (
	speech  = time.Second / 15 // a character that is spoken
	audio   = 10 * time.Second // a Play of audio
	key     = time.Second / 2  // a Play of a key
	silence = 5 * time.Second  // that ends the input where the document leaves it to the recogniser
)

// Lasts is how long a Say, a Play or a Pause lasts once: 15 characters take a
// second, and what is spoken lasts whole seconds; audio takes ten seconds, a key
// half a second.
func Lasts(action voice.Action) time.Duration {
	switch a := action.(type) {
	case *voice.Say:
		return (time.Duration(utf8.RuneCountInString(a.Text))*speech + time.Second - 1).Truncate(time.Second)
	case *voice.Play:
		if a.Digits != "" {
			return time.Duration(len(a.Digits)) * key
		}
		return audio
	case *voice.Pause:
		return a.Length
	}
	return 0
}

// lasting returns how long an action lasts, with its repetitions; false if it does
// so until it is stopped.
func (p *People) lasting(action voice.Action) (time.Duration, bool) {
	loop := 1
	switch a := action.(type) {
	case *voice.Say:
		loop = a.Loop
	case *voice.Play:
		loop = a.Loop
	}
	return p.lasts(action) * time.Duration(loop), loop > 0
}

// heard returns how an action sounds: what transcripts show, and what replies are
// to.
func heard(action voice.Action) (shown, plain string) {
	switch a := action.(type) {
	case *voice.Say:
		return strconv.Quote(a.Text), a.Text
	case *voice.Play:
		if a.Digits != "" {
			return "keys " + a.Digits, ""
		}
		return a.URL, a.URL
	}
	return "", ""
}

// listen lets a call hear a Say or a Play.
func (p *People) listen(c *Call, op voice.Op, a voice.Action) {
	p.hush(c)
	shown, plain := heard(a)
	p.note(c, Hears, shown)
	if p.flee(c, plain) {
		return
	}
	c.hears = op
	if d, ends := p.lasting(a); ends {
		c.media = p.at(d, func() { p.played(c, op) })
	}
}

func (p *People) played(c *Call, op voice.Op) {
	c.media, c.hears = nil, 0
	p.report(&voice.Played{Op: op})
}

// flee lets him hang up about what he hears, as soon as the step is over, and
// reports whether he will.
func (p *People) flee(c *Call, texts ...string) bool {
	if !c.manners.flees(texts) {
		return false
	}
	c.media = p.at(0, func() { p.hangUp(c) })
	return true
}

// hold lets a call hear the hold source.
func (p *People) hold(c *Call, silent bool) {
	p.hush(c)
	c.music = true
	if silent {
		p.note(c, Hears, "silence")
	} else {
		p.note(c, Hears, "hold music")
	}
}

// hush notes what is wrong when something new is heard over something else. An
// announcement is heard over a conversation.
func (p *People) hush(c *Call) {
	switch {
	case c.answered.IsZero():
		p.wrong("call %s hears something, and was not answered", c.sid)
	case p.strict && (c.hears != 0 || c.music || c.media != nil):
		p.wrong("call %s hears two things at a time", c.sid)
	case c.talk != nil && c.talk.room.IsZero():
		p.wrong("call %s hears something over a conversation of two", c.sid)
	}
	p.silence(c)
}

// silence cuts off what a call hears.
func (p *People) silence(c *Call) {
	p.drop(&c.media)
	c.hears, c.music = 0, false
}

// gather lets a call hear the prompts of a Gather, and reply.
func (p *People) gather(c *Call, a *voice.Gather) {
	p.hush(c)
	var length time.Duration
	var texts []string
	for _, prompt := range a.Prompts {
		shown, plain := heard(prompt)
		if shown != "" {
			p.note(c, Hears, shown)
			texts = append(texts, plain)
		}
		d, _ := p.lasting(prompt)
		length += d
	}
	if p.flee(c, texts...) {
		return
	}
	c.hears = a.Op
	got := voice.Gathered{Op: a.Op}
	timeout := orSilence(a.Timeout)
	r, replies := c.manners.reply(texts, &c.replies)
	switch {
	case replies && r.Keys != "" && slices.Contains(a.Input, twiml.InputDTMF):
		digits, complete := keyed(r.Keys, a)
		got.Digits = digits
		p.answer(c, length+c.manners.reaction(), Presses, r.Keys, func() {
			if complete {
				timeout = 0
			}
			c.media = p.at(timeout, func() { p.gathered(c, &got) })
		})
	case replies && r.Speech != "" && slices.Contains(a.Input, twiml.InputSpeech):
		got.Speech, got.Confidence = r.Speech, "0.9"
		p.answer(c, length+c.manners.reaction(), Says, strconv.Quote(r.Speech), func() {
			if a.PartialResults {
				p.report(&voice.PartialResult{Op: a.Op, Speech: strings.Fields(r.Speech + " ?")[0]})
			}
			c.media = p.at(p.lasts(&voice.Say{Text: r.Speech})+orSilence(a.SpeechTimeout), func() { p.gathered(c, &got) })
		})
	default:
		c.media = p.at(length+timeout, func() { p.gathered(c, &got) })
	}
}

// answer lets him do something about a Gather, after d.
func (p *People) answer(c *Call, d time.Duration, what What, text string, then func()) {
	c.media = p.at(d, func() {
		c.media = nil
		p.note(c, what, text)
		then()
	})
}

func (p *People) gathered(c *Call, got *voice.Gathered) {
	c.media, c.hears = nil, 0
	p.report(got)
}

func orSilence(d time.Duration) time.Duration {
	if d <= 0 {
		return silence
	}
	return d
}

// keyed returns what a Gather takes of the keys that somebody presses, and whether
// that completes the input: else a pause does.
func keyed(keys string, a *voice.Gather) (digits string, complete bool) {
	for i := range len(keys) {
		if a.FinishOnKey != "" && strings.IndexByte(a.FinishOnKey, keys[i]) >= 0 {
			return keys[:i], true
		}
		if a.NumDigits > 0 && i+1 == a.NumDigits {
			return keys[:i+1], true
		}
	}
	return keys, false
}
