package voice

import (
	"time"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/twiml"
)

// play opens the operation of something the caller hears; the program goes on
// when it has ended. What could not be played is reported and left out.
func (m *Machine) play(c *call, p *program) Op {
	c.hears = true
	c.foreground = m.ask(c, playing, func(in Input) {
		c.hears, c.documents = false, 0
		if bad, ok := in.(*FetchFailed); ok {
			m.alert(c.sid, bad.code(), excerpt.Of(bad.Message))
		}
		m.run(c, p)
	})
	return c.foreground
}

func (m *Machine) execSay(c *call, p *program, e *twiml.Say) bool {
	say := sayOf(c, e)
	say.Op = m.play(c, p)
	m.emit(say)
	return true
}

func (m *Machine) execPlay(c *call, p *program, e *twiml.Play) bool {
	play := playOf(c, p, e)
	if play.isEmpty() {
		return false // a warning of the validator
	}
	play.Op = m.play(c, p)
	m.emit(play)
	return true
}

func (m *Machine) execPause(c *call, p *program, e *twiml.Pause) bool {
	length := twiml.Effective(e, &e.Length)
	m.emit(&Pause{c.sid, length})
	m.sleep(c, length, func() { m.run(c, p) })
	return true
}

// sleep lets the running program go on after a while.
func (m *Machine) sleep(c *call, d time.Duration, then func()) {
	c.pause = m.after(d, func() {
		c.pause, c.documents = nil, 0
		then()
	})
}

func sayOf(c *call, e *twiml.Say) *Say {
	return &Say{
		Call: c.sid, Text: twiml.TextOf(e), SSML: ssmlOf(e), Loop: twiml.Effective(e, &e.Loop),
		Voice: twiml.Effective(e, &e.Voice), Language: twiml.Effective(e, &e.Language),
	}
}

func playOf(c *call, p *program, e *twiml.Play) *Play {
	play := &Play{Call: c.sid, Digits: twiml.Effective(e, &e.Digits), Loop: twiml.Effective(e, &e.Loop)}
	if reference := twiml.TextOf(e); reference != "" {
		play.URL = p.resolve(reference)
	}
	return play
}

func (a *Play) isEmpty() bool { return a.URL == "" && a.Digits == "" }

func (m *Machine) execGather(c *call, p *program, e *twiml.Gather) bool {
	g := &Gather{
		Call: c.sid, Input: twiml.Effective(e, &e.Input), NumDigits: twiml.Effective(e, &e.NumDigits),
		FinishOnKey: twiml.Effective(e, &e.FinishOnKey), Language: twiml.Effective(e, &e.Language), Hints: twiml.Effective(e, &e.Hints),
		BargeIn: twiml.Effective(e, &e.BargeIn), MaxSpeechTime: twiml.Effective(e, &e.MaxSpeechTime),
		SpeechModel: twiml.Effective(e, &e.SpeechModel), ProfanityFilter: twiml.Effective(e, &e.ProfanityFilter),
	}
	g.Timeout, _ = twiml.Effective(e, &e.Timeout).Duration()
	g.SpeechTimeout = g.Timeout
	if speech, set := e.SpeechTimeout.Get(); set {
		g.SpeechTimeout, _ = speech.Duration()
	}
	for _, child := range twiml.Children(e) {
		switch child := child.(type) {
		case *twiml.Say:
			g.Prompts = append(g.Prompts, sayOf(c, child))
		case *twiml.Play:
			if play := playOf(c, p, child); !play.isEmpty() {
				g.Prompts = append(g.Prompts, play)
			}
		case *twiml.Pause:
			g.Prompts = append(g.Prompts, &Pause{c.sid, twiml.Effective(child, &child.Length)})
		}
	}
	g.PartialResults = e.PartialResultCallback.Or("") != ""
	c.hears = true
	c.foreground = m.ask(c, gathering, func(in Input) {
		c.hears, c.documents = false, 0
		m.gathered(c, p, e, in.(*Gathered))
	})
	g.Op = c.foreground
	m.ops[g.Op].partial = func(text string) { m.partlyHeard(c, p, e, text) }
	m.emit(g)
	return true
}

// gathered requests the action with what there was. Without input the next verb
// runs, unless actionOnEmptyResult is set.
func (m *Machine) gathered(c *call, p *program, e *twiml.Gather, got *Gathered) {
	if got.Digits == "" && got.Speech == "" && !twiml.Effective(e, &e.ActionOnEmptyResult) {
		m.run(c, p)
		return
	}
	var extra paramList
	extra.known("SpeechResult", got.Speech)
	extra.known("Confidence", got.Confidence)
	if got.Digits != "" || got.Speech == "" {
		extra = append(extra, Param{"Digits", got.Digits})
	}
	m.follow(c, p, ForGatherAction, e.Action.Or(""), twiml.Effective(e, &e.Method), extra)
}
