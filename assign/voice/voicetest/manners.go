package voicetest

import (
	"slices"
	"strings"
	"time"
)

// Pickup is what somebody does when his phone rings.
type Pickup string

// The ways to treat a phone that rings. Whoever is on another call already is
// busy, whatever his manners: see [Person.Lines].
const (
	Answers  Pickup = ""          // after Manners.Rings
	Busy     Pickup = "busy"      // the line is engaged
	Silent   Pickup = "no answer" // it rings until the other side gives up
	Declines Pickup = "declines"  // the call is refused, after Manners.Rings
	Fails    Pickup = "fails"     // the phone cannot be reached
)

// DefaultReaction is how long people take to press a key or to begin to speak.
const DefaultReaction = time.Second

// Manners are how somebody treats a call. The zero Manners are those of a patient
// person: he picks up at once, listens to everything, presses nothing, and talks
// until the other hangs up.
//
// A duration of 0 means that it does not happen; to do something at once use
// [AtOnce]. Negative ones count as 0.
type Manners struct {
	Pickup Pickup        // of calls to him
	Rings  time.Duration // how long his phone rings before he takes or declines the call

	// Patience is after how long he hangs up when nobody talks to him: from the
	// beginning of his own call, or from when he picked up, and again from the end
	// of each conversation.
	Patience time.Duration
	Talks    time.Duration // how long into a conversation he hangs up
	Stars    time.Duration // how long into a conversation he presses the star key
	Stays    time.Duration // how long after the beginning of the call he hangs up, whatever happens then; ringing counts

	// Speaks is how long the message is that he leaves where a document records;
	// with 0 he says nothing there. SpeaksEnd are the keys that he presses then.
	Speaks    time.Duration
	SpeaksEnd string

	Reaction time.Duration // before he presses a key or speaks; 0 for a second
	Replies  []Reply       // what he does about what he hears

	// AnsweredBy is reported where a Dial asks who answers; "" for "human".
	AnsweredBy string
}

// AtOnce is a duration as short as possible, for [Manners].
const AtOnce = time.Nanosecond

// Reply is what somebody does about what he hears.
type Reply struct {
	// Hearing is part of the text of a Say, or of the URL of a Play, without regard
	// to case; the reply is given every time that it is heard. "" stands for any
	// Gather: such replies are given once each, in their order.
	Hearing string

	Keys    string // pressed when a Gather has played its prompts
	Speech  string // said then
	HangsUp bool   // as soon as he hears it
}

// hears reports whether a reply is to one of these texts.
func (r *Reply) hears(texts []string) bool {
	return slices.ContainsFunc(texts, func(text string) bool {
		return r.Hearing != "" && strings.Contains(strings.ToLower(text), strings.ToLower(r.Hearing))
	})
}

// reply returns what is to be done where a Gather has played these texts; used
// counts the replies to any Gather that were given.
func (m *Manners) reply(texts []string, used *int) (Reply, bool) {
	n := 0
	for _, r := range m.Replies {
		switch {
		case r.hears(texts):
			return r, true
		case r.Hearing != "":
			continue
		case n == *used && !m.hasReplyTo(texts):
			*used++
			return r, true
		}
		n++
	}
	return Reply{}, false
}

func (m *Manners) hasReplyTo(texts []string) bool {
	return slices.ContainsFunc(m.Replies, func(r Reply) bool { return r.hears(texts) })
}

// flees reports whether one of these texts makes him hang up.
func (m *Manners) flees(texts []string) bool {
	return slices.ContainsFunc(m.Replies, func(r Reply) bool { return r.HangsUp && r.hears(texts) })
}

func (m *Manners) reaction() time.Duration {
	if m.Reaction <= 0 {
		return DefaultReaction
	}
	return m.Reaction
}
