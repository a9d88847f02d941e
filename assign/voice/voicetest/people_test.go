package voicetest_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/voicetest"
)

// TestHangUpsAtAnyMoment lets the caller, or the worker, hang up at every moment of
// a call, and sees how the Enqueue ends.
func TestHangUpsAtAnyMoment(t *testing.T) {
	const whisper = `<Response><Say>You are number one of one in the line.</Say></Response>`
	for _, tt := range []struct {
		name   string
		who    func(caller, worker *voicetest.Person)
		result string
		task   string
	}{
		{"in the welcome", func(c, _ *voicetest.Person) { c.WhenHears("welcome").HangsUp() }, "", ""},
		{"at once", func(c, _ *voicetest.Person) { c.HangsUpAfter(voicetest.AtOnce) }, "", ""},
		{"while the worker's phone rings", func(c, _ *voicetest.Person) { c.HangsUpAfter(3 * time.Second) }, "hangup", "canceled (hangup)"},
		{"in the whisper", func(c, _ *voicetest.Person) { c.WhenHears("number one").HangsUp() }, "bridging-in-process", "canceled (hangup)"},
		{"when the conversation begins", func(c, _ *voicetest.Person) { c.TalksFor(voicetest.AtOnce) }, "bridged", "wrapping"},
		{"the worker, in the whisper", func(c, w *voicetest.Person) { w.GivesUpAfter(time.Second); c.GivesUpAfter(time.Minute) }, "bridging-in-process", "canceled (hangup)"},
		{"the worker, while it rings", func(c, w *voicetest.Person) { w.HangsUpAfter(time.Second); c.GivesUpAfter(30 * time.Second) }, "hangup", "canceled (hangup)"},
		{"the worker, in the conversation", func(_, w *voicetest.Person) { w.TalksFor(time.Second) }, "bridged", "wrapping"},
		{"the worker presses star", func(_, w *voicetest.Person) { w.PressesStarAfter(5 * time.Second) }, "bridged", "wrapping"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var net *voicetest.Network
			net = center(t, voicetest.Config{Assign: func(cb *voice.Callback) voicetest.Answer {
				net.Dial("client:alice", line, "/agent")
				return voicetest.Answer{}
			}})
			enqueue := net.Workflow("Other", "")
			net.Page("/in", fmt.Sprintf(`<Response><Say>Welcome.</Say><Enqueue workflowSid="%s" action="/after"/></Response>`, enqueue))
			net.PageFunc("/agent", func(*voice.Fetch) voicetest.Document {
				return voicetest.Document{Body: fmt.Sprintf(
					`<Response><Dial hangupOnStar="true"><Queue reservationSid="%s" url="/whisper"/></Dial><Say>Wrap up.</Say></Response>`,
					net.Callbacks()[0].Request.ReservationSID)}
			})
			net.Page("/whisper", whisper)
			worker := net.Worker("Alice", "").AnswersAfter(4 * time.Second)
			caller := net.Person("+15550001").GivesUpAfter(time.Minute)
			tt.who(caller, worker)
			caller.Calls(line)
			net.Run()
			var want, task []string
			if tt.result != "" {
				want = []string{tt.result}
			}
			if tt.task != "" {
				task = []string{tt.task}
			}
			assert.Equal(t, want, results(net), net.Transcript())
			if tt.result != "bridging-in-process" { // what becomes of that task is the machine's own matter
				assert.Equal(t, task, tasks(net))
			}
			assert.Empty(t, net.Left())
		})
	}
}

func TestStarPartsTheTwo(t *testing.T) {
	net := center(t, voicetest.Config{})
	net.Page("/in", `<Response><Dial hangupOnStar="true"><Number>+15550002</Number></Dial><Say>And now?</Say></Response>`)
	bob := net.Person("+15550002").Named("Bob")
	call := net.Person("+15550001").Named("John").PressesStarAfter(7 * time.Second).Calls(line)
	net.Run()
	is(t, `
		0:00 John calls +18005550100
		0:00 John is answered
		0:00 John talks to Bob
		0:07 John presses *
		0:07 John parts from Bob
		0:07 John hears "And now?"
		0:08 John's call is over: the other side hung up`, call.Transcript())
	assert.Equal(t, 7*time.Second, call.TalkedTo(bob))
}

func TestKeysAndSpeech(t *testing.T) {
	for _, tt := range []struct {
		name, gather string
		who          func(*voicetest.Person)
		want         string // what the action is told, and when
	}{
		{"one key", `numDigits="1"`, func(p *voicetest.Person) { p.Presses("7") }, "7  0:02"},
		{"more keys than wanted", `numDigits="2"`, func(p *voicetest.Person) { p.Presses("789") }, "78  0:02"},
		{"ended by a key", ``, func(p *voicetest.Person) { p.Presses("12#9") }, "12  0:02"},
		{"ended by a pause", `timeout="3"`, func(p *voicetest.Person) { p.Presses("12") }, "12  0:05"},
		{"no such key", `finishOnKey="" timeout="3"`, func(p *voicetest.Person) { p.Presses("1#") }, "1#  0:05"},
		{"keys where speech is wanted", `input="speech"`, func(p *voicetest.Person) { p.Presses("1") }, ""},
		{"speech where keys are wanted", ``, func(p *voicetest.Person) { p.Says("billing") }, ""},
		{"speech", `input="speech" speechTimeout="2" partialResultCallback="/partial"`, func(p *voicetest.Person) { p.Says("billing please") }, " billing please 0:05"},
		{"an answer to the text", `numDigits="1"`, func(p *voicetest.Person) { p.Presses("9").WhenHears("WELL").Presses("2") }, "2  0:02"},
		{"speech to the text", `input="speech" speechTimeout="1"`, func(p *voicetest.Person) { p.WhenHears("well").Says("hm") }, " hm 0:04"},
		{"an answer to another text", `numDigits="1"`, func(p *voicetest.Person) { p.WhenHears("bad").Presses("2") }, ""},
		{"slowly", `numDigits="1"`, func(p *voicetest.Person) {
			p.Has(voicetest.Manners{Reaction: 3 * time.Second, Replies: []voicetest.Reply{{Keys: "4"}}})
		}, "4  0:04"},
		{"he flees", `numDigits="1"`, func(p *voicetest.Person) { p.WhenHears("well?").HangsUp() }, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			net := center(t, voicetest.Config{})
			net.Page("/in", `<Response><Gather action="/got" `+tt.gather+`><Say>Well?</Say></Gather></Response>`)
			got := ""
			net.PageFunc("/got", func(f *voice.Fetch) voicetest.Document {
				at := net.Now().Sub(voicetest.Start)
				got = fmt.Sprintf("%s %s 0:%02d", f.Param("Digits"), f.Param("SpeechResult"), int(at.Seconds()))
				return voicetest.Document{}
			})
			net.Page("/partial", "")
			p := net.Person("+15550001")
			tt.who(p)
			p.Calls(line)
			net.Run()
			assert.Equal(t, tt.want, got)
			assert.Empty(t, net.Left())
		})
	}
}

func TestRepliesInTurn(t *testing.T) {
	net := center(t, voicetest.Config{})
	net.Page("/in", `<Response><Gather numDigits="1" action="/in2"><Say>one</Say></Gather><Say>bye</Say></Response>`)
	net.Page("/in2", `<Response><Gather numDigits="1" action="/in"><Play>two.mp3</Play></Gather><Say>bye</Say></Response>`)
	call := net.Person("+15550001").Named("John").Presses("1", "2").WhenHears("two.mp3").Presses("9").Calls(line)
	net.Run()
	is(t, `
		0:00 John calls +18005550100
		0:00 John is answered
		0:00 John hears "one"
		0:02 John presses 1
		0:02 John hears https://app.example/two.mp3
		0:13 John presses 9
		0:13 John hears "one"
		0:15 John presses 2
		0:15 John hears https://app.example/two.mp3
		0:26 John presses 9
		0:26 John hears "one"
		0:32 John hears "bye"
		0:33 John's call is over: the other side hung up`, call.Transcript())
}

func TestWhatThePhoneDoes(t *testing.T) {
	for _, tt := range []struct {
		name, want string
		who        func(*voicetest.Person)
	}{
		{"he answers", "completed", func(p *voicetest.Person) { p.TalksFor(time.Second) }},
		{"he is busy", "busy", func(p *voicetest.Person) { p.Busy() }},
		{"nobody answers", "no-answer", func(p *voicetest.Person) { p.NeverAnswers() }},
		{"he answers too late", "no-answer", func(p *voicetest.Person) { p.AnswersAfter(time.Minute) }},
		{"he declines", "busy", func(p *voicetest.Person) { p.DeclinesAfter(2 * time.Second) }},
		{"he cannot be reached", "failed", func(p *voicetest.Person) { p.Unreachable() }},
		{"he is on another call", "busy", func(p *voicetest.Person) { p.Lines(0) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			net := center(t, voicetest.Config{})
			net.Page("/in", `<Response><Dial timeout="10" action="/got"><Number machineDetection="Enable" statusCallback="/told" statusCallbackEvent="ringing answered completed">+15550002</Number></Dial></Response>`)
			net.Page("/told", "")
			got := ""
			net.PageFunc("/got", func(f *voice.Fetch) voicetest.Document {
				got = f.Param("DialCallStatus")
				return voicetest.Document{Body: "<Response><Play digits=\"12\"/></Response>"}
			})
			tt.who(net.Person("+15550002"))
			call := net.Person("+15550001").Calls(line)
			net.Run()
			assert.Equal(t, tt.want, got)
			assert.True(t, call.Heard("keys 12"))
			assert.Empty(t, net.Left())
		})
	}
}

func TestACallInDetail(t *testing.T) {
	net := center(t, voicetest.Config{})
	net.Page("/in", `<Response><Reject reason="busy"/></Response>`)
	john := net.Person("+15550001")
	assert.Same(t, john, net.Person("+15550001"))
	assert.Equal(t, "+15550001", john.Address())
	call := john.CallsIn(time.Minute, line)
	wrong := john.Calls("+1nowhere")
	assert.Equal(t, line, call.To())
	assert.Equal(t, "+15550001", call.From())
	assert.Same(t, john, call.Person())
	net.RunFor(time.Second)
	assert.True(t, wrong.Over())
	assert.Contains(t, wrong.Transcript(), "no such number")
	call.HangsUp() // it has not begun: nothing happens
	call.PressesStar()
	net.RunUntil(voicetest.Start) // not back
	assert.False(t, call.Over())
	net.Run()
	assert.Contains(t, call.Transcript(), "1:00 +15550001's call is over: rejected: busy")
	assert.False(t, call.Answered())
	entries := call.Entries()
	require.Len(t, entries, 2)
	assert.Equal(t, voicetest.Calls, entries[0].What)
	assert.Equal(t, call.SID(), entries[1].Call)
}

func TestConversationsAreTold(t *testing.T) {
	net := center(t, voicetest.Config{})
	net.Page("/in", `<Response><Dial><Conference statusCallback="/told" statusCallbackEvent="end" startConferenceOnEnter="true">Team</Conference></Dial></Response>`)
	net.Page("/told", "")
	a := net.Person("+1").Named("A").Calls(line)
	b := net.Person("+2").Named("B").CallsIn(10*time.Second, line)
	net.RunFor(20 * time.Second)
	room := func() voice.ConferenceSID {
		for c := range net.Machine().Conferences() {
			return c.SID
		}
		return voice.ConferenceSID{}
	}()
	yes, no := true, false
	sid := b.SID()
	for _, in := range []voice.Input{
		&voice.UpdateParticipant{Conference: room, Call: a.SID(), Muted: &yes},
		&voice.UpdateParticipant{Conference: room, Call: a.SID(), Muted: &no},
		&voice.UpdateParticipant{Conference: room, Call: a.SID(), Coach: &sid},
		&voice.UpdateParticipant{Conference: room, Call: b.SID(), Hold: &yes},
	} {
		require.NoError(t, net.Do(in))
	}
	assert.Equal(t, "A and B in Team, still", net.Conversations()[0].String())
	assert.Zero(t, net.Conversations()[0].Lasted())
	assert.Equal(t, 10*time.Second, a.TalkedTo(b.Person()))
	net.RunFor(5 * time.Second)
	require.NoError(t, net.Do(&voice.UpdateParticipant{Conference: room, Call: b.SID(), Hold: &no}))
	net.RunFor(5 * time.Second)
	assert.Equal(t, 15*time.Second, a.TalkedTo(b.Person()))
	assert.Equal(t, 10*time.Second+10*time.Second, b.Lasted())
	net.HangUpAll()
	is(t, `
		0:00 A calls +18005550100
		0:00 A is answered
		0:00 A hears hold music
		0:10 A enters Team
		0:20 A is now muted
		0:20 A is now heard by all
		0:20 A is now heard by B alone
		0:30 A hangs up`, a.Transcript())
	assert.Equal(t, []string{"A", "B"}, net.Conversations()[0].Who())
	assert.Empty(t, net.Left())
}
