package voicetest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	instructions "github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/voicetest"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

const line = "+18005550100"

// center is a contact center with one workflow, Support, for everybody; calls to
// the line wait for it and then hear "Goodbye."
func center(t testing.TB, cfg voicetest.Config) *voicetest.Network {
	t.Helper()
	if cfg.Assign == nil {
		cfg.Assign = voicetest.Always(&instructions.Dequeue{})
	}
	net := voicetest.New(t, cfg)
	support := net.Workflow("Support", "")
	net.Number(line, "/in")
	net.Page("/in", fmt.Sprintf(`<Response><Enqueue workflowSid="%s" action="/after"/></Response>`, support))
	net.Page("/after", `<Response><Say>Goodbye.</Say></Response>`)
	return net
}

// results returns what the actions of the Enqueues were told.
func results(net *voicetest.Network) []string {
	var list []string
	for _, r := range net.Requests(voice.ForEnqueueAction) {
		list = append(list, r.Param("QueueResult"))
	}
	return list
}

// tasks returns the states of all tasks.
func tasks(net *voicetest.Network) []string {
	var list []string
	for task := range net.Engine().Tasks() {
		text := string(task.AssignmentStatus)
		if task.Reason != "" {
			text += " (" + task.Reason + ")"
		}
		list = append(list, text)
	}
	return list
}

// is compares transcripts, without the indentation of the test.
func is(t testing.TB, want, got string) {
	t.Helper()
	var b strings.Builder
	for text := range strings.Lines(strings.TrimSpace(want)) {
		b.WriteString(strings.TrimSpace(text) + "\n")
	}
	assert.Equal(t, b.String(), got)
}

func TestAnsweredByDequeue(t *testing.T) {
	net := center(t, voicetest.Config{})
	alice := net.Worker("Alice", "").AnswersAfter(5 * time.Second)
	john := net.Person("+15550001").Named("John").TalksFor(time.Minute)
	call := john.Calls(line)
	net.Run()
	is(t, `
		0:00 John calls +18005550100
		0:00 John is answered
		0:00 John hears hold music
		0:00 Alice is called by +18005550100
		0:05 Alice answers
		0:05 John talks to Alice
		0:05 Alice talks to John
		1:05 John hangs up
		1:05 Alice parts from John
		1:05 Alice's call is over: the other side hung up`, net.Transcript())
	assert.Equal(t, time.Minute, call.TalkedTo(alice))
	assert.Equal(t, []string{"bridged"}, results(net))
	assert.Equal(t, []string{"wrapping"}, tasks(net))
	ended, ok := net.Ended(call.SID())
	assert.True(t, ok)
	assert.Equal(t, voice.StatusCompleted, ended.Status)
	assert.Equal(t, 65*time.Second, ended.Duration)
	assert.Empty(t, net.Left())
}

func TestAnsweredByTheApplicationsOwnCall(t *testing.T) {
	var net *voicetest.Network
	net = center(t, voicetest.Config{Assign: func(cb *voice.Callback) voicetest.Answer {
		net.Dial("client:alice", line, "/agent?r="+cb.Request.ReservationSID.String())
		return voicetest.Answer{}
	}})
	net.PageFunc("/agent", func(f *voice.Fetch) voicetest.Document {
		_, r, _ := strings.Cut(f.URL, "?r=")
		return voicetest.Document{Body: `<Response><Dial><Queue reservationSid="` + r + `" url="/whisper"/></Dial></Response>`}
	})
	net.Page("/whisper", `<Response><Say>Calls are recorded.</Say></Response>`)
	alice := net.Worker("Alice", "").AnswersAfter(3 * time.Second).TalksFor(20 * time.Second)
	call := net.Person("+15550001").Named("John").Calls(line)
	net.Run()
	is(t, `
		0:00 John calls +18005550100
		0:00 John is answered
		0:00 John hears hold music
		0:00 Alice is called by +18005550100
		0:03 Alice answers
		0:03 John hears "Calls are recorded."
		0:05 John talks to Alice
		0:05 Alice talks to John
		0:25 Alice hangs up
		0:25 John parts from Alice
		0:25 John hears "Goodbye."
		0:26 John's call is over: the other side hung up`, net.Transcript())
	assert.Equal(t, 20*time.Second, call.TalkedTo(alice))
	assert.Equal(t, []string{"bridged"}, results(net))
	assert.Empty(t, net.Left())
}

func TestTheApplicationsCallsThatNobodyTakes(t *testing.T) {
	for name, how := range map[string]func(*voicetest.Person){
		"silent":      func(p *voicetest.Person) { p.NeverAnswers() },
		"busy":        func(p *voicetest.Person) { p.Busy() },
		"unreachable": func(p *voicetest.Person) { p.Unreachable() },
		"declined":    func(p *voicetest.Person) { p.DeclinesAfter(time.Second) },
		"hangs up":    func(p *voicetest.Person) { p.NeverAnswers().HangsUpAfter(time.Second) },
	} {
		t.Run(name, func(t *testing.T) {
			net := center(t, voicetest.Config{})
			bob := net.Person("+15550002")
			how(bob)
			net.Dial(bob.Address(), line, "/in")
			net.Dial("+1nobody", line, "/in")
			net.Run()
			require.Len(t, net.Calls(), 1)
			assert.True(t, net.Calls()[0].Over())
			assert.False(t, net.Calls()[0].Answered())
			assert.Empty(t, net.Requests(""))
			assert.Empty(t, net.Left())
		})
	}
}

func TestTheApplicationIsToldOfItsCalls(t *testing.T) {
	net := center(t, voicetest.Config{})
	net.Page("/hello", `<Response><Say>You have won a prize.</Say><Pause length="60"/></Response>`)
	net.Page("/status", `<Response/>`)
	bob := net.Person("+15550002").Named("Bob").AnswersAfter(4 * time.Second)
	bob.Has(voicetest.Manners{Rings: 4 * time.Second, AnsweredBy: "machine_start"})
	s := net.Place(voice.PlaceCall{
		To: bob.Address(), From: line, URL: "/hello", TimeLimit: 20 * time.Second, StatusCallback: "/status",
		StatusCallbackEvents: instructions.CallInitiated | instructions.CallRinging | instructions.CallAnswered | instructions.CallCompleted,
		MachineDetection:     voice.MachineDetection{Mode: twiml.DetectEnable},
	})
	net.Run()
	is(t, `
		0:00 Bob is called by +18005550100
		0:04 Bob answers
		0:04 Bob hears "You have won a prize."
		0:24 Bob's call is over: the other side hung up`, net.Calls()[0].Transcript())
	var told []string
	for _, r := range net.Requests(voice.ForStatusCallback) {
		told = append(told, r.At.Sub(voicetest.Start).String()+" "+r.Param("CallStatus"))
	}
	assert.Equal(t, []string{"0s initiated", "0s ringing", "4s in-progress", "24s completed"}, told)
	assert.Equal(t, "machine_start", net.Requests(voice.ForDocument)[0].Param("AnsweredBy"))
	ended, ok := net.Ended(s)
	require.True(t, ok)
	assert.Equal(t, voice.CallEnded{Call: s, Status: voice.StatusCompleted, Duration: 20 * time.Second, AnsweredBy: "machine_start"}, ended)
	assert.Empty(t, net.Left())
}

func TestTheCallerGivesUp(t *testing.T) {
	net := center(t, voicetest.Config{})
	call := net.Person("+15550001").Named("John").GivesUpAfter(45 * time.Second).Calls(line)
	net.Run()
	is(t, `
		0:00 John calls +18005550100
		0:00 John is answered
		0:00 John hears hold music
		0:45 John hangs up`, call.Transcript())
	assert.Equal(t, 45*time.Second, call.Lasted())
	assert.Equal(t, []string{"hangup"}, results(net))
	assert.Equal(t, []string{"canceled (hangup)"}, tasks(net))
	assert.Empty(t, net.Left())
}

func TestABusyWorkerThenTheNextOne(t *testing.T) {
	net := center(t, voicetest.Config{})
	alice := net.Worker("Alice", "").Busy()
	net.RunFor(time.Minute) // she has been idle for longer
	bob := net.Worker("Bob", "").AnswersAfter(2 * time.Second)
	call := net.Person("+15550001").Named("John").TalksFor(time.Minute).Calls(line)
	net.RunFor(2 * time.Minute) // the reservation lasts that long
	net.GoesTo("Alice", "Offline")
	net.Run()
	is(t, `
		1:00 John calls +18005550100
		1:00 John is answered
		1:00 John hears hold music
		1:00 Alice is called by +18005550100
		1:00 Alice's call is over: busy
		3:00 Bob is called by +18005550100
		3:02 Bob answers
		3:02 John talks to Bob
		3:02 Bob talks to John
		4:02 John hangs up
		4:02 Bob parts from John
		4:02 Bob's call is over: the other side hung up`, net.Transcript())
	assert.Zero(t, call.TalkedTo(alice))
	assert.Equal(t, time.Minute, call.TalkedTo(bob))
}

func TestTheQueueIsFull(t *testing.T) {
	queues, err := queue.New(queue.Config{DefaultMaxSize: 2})
	require.NoError(t, err)
	net := center(t, voicetest.Config{Voice: voice.Config{Queues: queues}})
	net.PageFunc("/after", func(f *voice.Fetch) voicetest.Document {
		if f.Param("QueueResult") == "queue-full" {
			return voicetest.Document{Body: `<Response><Say>All lines are busy.</Say></Response>`}
		}
		return voicetest.Document{}
	})
	var calls []*voicetest.Call
	for i := range 3 {
		calls = append(calls, net.Person(fmt.Sprintf("+1555000%d", i)).GivesUpAfter(time.Minute).CallsIn(time.Duration(i)*time.Second, line))
	}
	net.Run()
	assert.False(t, calls[0].Heard("busy"))
	assert.True(t, calls[2].Heard("all lines are BUSY"))
	assert.Equal(t, []string{"queue-full", "hangup", "hangup"}, results(net))
	require.NotEmpty(t, net.Alerts())
	assert.Equal(t, 14207, net.Alerts()[0].Code)
}

func TestASurveyAfterTheCall(t *testing.T) {
	net := center(t, voicetest.Config{})
	net.Page("/after", `<Response><Gather numDigits="1" action="/rated"><Say>Rate us from 1 to 5.</Say></Gather><Say>Goodbye.</Say></Response>`)
	var ratings []string
	net.PageFunc("/rated", func(f *voice.Fetch) voicetest.Document {
		ratings = append(ratings, f.Param("Digits"))
		return voicetest.Document{Body: "<Response><Say>Thanks.</Say></Response>"}
	})
	net.Worker("Alice", "").TalksFor(10 * time.Second)
	kind := net.Person("+15550001").WhenHears("rate us").Presses("5").Calls(line)
	net.Run()
	net.Apply(&taskrouter.UpdateTask{SID: net.Callbacks()[0].Request.TaskSID, AssignmentStatus: taskrouter.TaskStatusCompleted})
	mute := net.Person("+15550002").Calls(line)
	net.Run()
	assert.Equal(t, []string{"5"}, ratings)
	assert.True(t, kind.Heard("Thanks"))
	assert.True(t, mute.Heard("Goodbye"))
}

func TestVoicemail(t *testing.T) {
	net := center(t, voicetest.Config{})
	net.Page("/in", `<Response><Say>Leave a message.</Say><Record action="/left" maxLength="30" timeout="4" finishOnKey="#" recordingStatusCallback="/taped" recordingStatusCallbackEvent="in-progress completed"/><Say>Nothing heard.</Say></Response>`)
	net.Page("/left", `<Response><Say>Thank you.</Say></Response>`)
	net.Page("/taped", ``)
	for _, tt := range []struct {
		name, want string
		who        func(*voicetest.Person)
		heard      string
	}{
		{"with a key", "12 #", func(p *voicetest.Person) { p.LeavesMessage(12*time.Second, "#") }, "Thank you"},
		{"silence ends it", "12 ", func(p *voicetest.Person) { p.LeavesMessage(12*time.Second, "") }, "Thank you"},
		{"too long", "30 ", func(p *voicetest.Person) { p.LeavesMessage(time.Minute, "#") }, "Thank you"},
		{"nothing", "", func(*voicetest.Person) {}, "Nothing"},
		{"hangs up", "5 hangup", func(p *voicetest.Person) { p.LeavesMessage(12*time.Second, "#").HangsUpAfter(7 * time.Second) }, "beep"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := len(net.Requests(voice.ForRecordAction))
			p := net.Person("+1555" + tt.name)
			tt.who(p)
			call := p.Calls(line)
			net.Run()
			assert.True(t, call.Heard(tt.heard), call.Transcript())
			var got strings.Builder
			for _, r := range net.Requests(voice.ForRecordAction)[before:] {
				got.WriteString(r.Param("RecordingDuration") + " " + r.Param("Digits"))
			}
			assert.Equal(t, tt.want, got.String())
			assert.Empty(t, net.Left())
		})
	}
	var told []string
	for _, r := range net.Requests(voice.ForRecordingStatus) {
		told = append(told, r.Param("RecordingStatus"))
	}
	assert.Equal(t, strings.Repeat("in-progress completed ", 4), strings.Join(told, " ")+" ")
}

func TestAConference(t *testing.T) {
	net := center(t, voicetest.Config{Assign: voicetest.Always(&instructions.Conference{EndConferenceOnExit: true})})
	alice := net.Worker("Alice", "").AnswersAfter(2 * time.Second).TalksFor(2 * time.Minute)
	call := net.Person("+15550001").Named("John").Calls(line)
	boss := net.Person("+15550009").Named("Boss")
	net.Number("+18005550199", "/boss")
	net.PageFunc("/boss", func(*voice.Fetch) voicetest.Document {
		return voicetest.Document{Body: fmt.Sprintf(`<Response><Dial><Conference muted="true">%s</Conference></Dial></Response>`, net.Callbacks()[0].Request.TaskSID)}
	})
	boss.TalksFor(30*time.Second).CallsIn(time.Minute, "+18005550199")
	net.Run()
	require.Len(t, net.Conversations(), 1)
	meeting := net.Conversations()[0]
	assert.Equal(t, []string{"Alice", "John", "Boss"}, meeting.Who())
	assert.Equal(t, 2*time.Minute, meeting.Lasted())
	assert.Equal(t, 30*time.Second, call.TalkedTo(boss))
	assert.Equal(t, 2*time.Minute, call.TalkedTo(alice))
	assert.Contains(t, net.Transcript(), ", muted\n")
	assert.Contains(t, meeting.String(), "Alice and John and Boss in WT")
	assert.Empty(t, net.Left())
}
