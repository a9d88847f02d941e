package voicetest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/taskrouter"
)

// TestBreachesOfTheProtocol does to people what no machine may, and sees that it
// is noticed.
func TestBreachesOfTheProtocol(t *testing.T) {
	n := New(t, Config{})
	var sids []voice.CallSID
	for _, number := range []string{"+1", "+2", "+3"} {
		c := n.Person(number).CallsIn(time.Hour, "+9")
		n.open(c)
		sids = append(sids, c.sid)
	}
	a, b, silent := sids[0], sids[1], sids[2]
	room, err := voice.ParseConferenceSID("CF0123456789abcdef0123456789abcdef")
	assert.NoError(t, err)
	stranger := stranger()
	for _, tt := range []struct {
		name   string
		action voice.Action
		want   string // how the complaint begins, behind the call; "" for none
	}{
		{"a good beginning", &voice.Answer{Call: a}, ""},
		{"the other too", &voice.Answer{Call: b}, ""},
		{"answered twice", &voice.Answer{Call: a}, "is answered twice"},
		{"to nobody", &voice.Hangup{Call: stranger}, "is over or was never there"},
		{"heard before it is answered", &voice.Say{Call: silent}, "hears something, and was not answered"},
		{"heard", &voice.Hold{Call: a}, ""},
		{"two things at a time", &voice.Say{Call: a, Text: "x", Loop: 1}, "hears two things at a time"},
		{"bridged while it hears", &voice.Bridge{Caller: a, Agent: b}, "is bridged, and hears something"},
		{"over a conversation", &voice.Play{Call: a, Digits: "1"}, "hears something over a conversation of two"},
		{"silence", &voice.Stop{Call: a}, ""},
		{"in two conversations", &voice.Join{Call: a, Conference: room}, "is joined to a conference, and is in a conversation already"},
		{"parted, and not bridged", &voice.Unbridge{Caller: a, Agent: b}, "are parted, and were not bridged"},
		{"not in that conference", &voice.Part{Call: b, Conference: room}, "parts from a conference where it is not"},
		{"in a conversation, and not answered", &voice.Join{Call: silent, Conference: room}, "is joined to a conference, and was not answered"},
	} {
		n.problems = nil
		n.act(tt.action)
		switch {
		case tt.want == "":
			assert.Empty(t, n.problems, tt.name)
		case assert.NotEmpty(t, n.problems, tt.name):
			assert.Contains(t, n.problems[0], tt.want, tt.name)
		}
	}
	assert.Equal(t, "heard by nobody", n.manner(false, stranger))
	n.problems = nil
	n.callEnded(&voice.CallEnded{Call: b, Status: voice.StatusCompleted})
	assert.Len(t, n.problems, 1)
	assert.Nil(t, n.live[b])
}

func stranger() voice.CallSID {
	s, _ := taskrouter.ParseCallSID("CA0123456789abcdef0123456789abcdef")
	return s
}

// TestBreachesFailTheTest sees that what was noticed is told.
func TestBreachesFailTheTest(t *testing.T) {
	assert.PanicsWithValue(t, "voicetest: at 0:01: odd", func() {
		n := New(nil, Config{})
		n.wrong("odd")
		n.RunFor(time.Second)
	})
	n := New(nil, Config{})
	n.report(&voice.Played{Op: 7})
	assert.Panics(t, n.settle)
	assert.Panics(t, func() { n.check("x", voice.ErrState) })
}
