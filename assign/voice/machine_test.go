package voice_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
)

// foreign is an input that somebody made from the interface itself.
type foreign struct{ voice.Input }

// TestRefusals goes through the inputs that cannot be taken in. None of them
// changes anything, and none panics.
func TestRefusals(t *testing.T) {
	h := openHouse(t, opened{})
	h.pages["/in"] = page{media: "text/xml", body: `<Response><Enqueue workflowSid="${WW Support}"/></Response>`}
	h.pages["/talk"] = page{media: "text/xml", body: `<Response><Say>one</Say><Gather/></Response>`}
	h.arrive("caller", "/in")
	h.arrive("listener", "/talk")
	caller, listening := h.callSID("caller"), h.media["listener"].op
	worker := h.do(&voice.Command{Command: &taskrouter.CreateWorker{FriendlyName: "Alice", ActivitySID: available(h)}})
	require.Contains(t, worker, "callback R1")
	offer := h.offers[0]
	tests := []struct {
		name string
		in   voice.Input
		want error
		text string
	}{
		{"nil", nil, voice.ErrInput, "voice: nil: the input is nil; to let time pass use &Tick{}"},
		{"nil pointer", (*voice.HungUp)(nil), voice.ErrInput, "voice: nil: the input is nil; to let time pass use &Tick{}"},
		{"foreign", foreign{}, voice.ErrInput, "voice: foreign: unknown input voice_test.foreign"},
		{"foreign pointer", &foreign{}, voice.ErrInput, "voice: foreign: unknown input *voice_test.foreign"},
		{"no SID", &voice.CallArrived{URL: site}, voice.ErrInput, "voice: CallArrived: Call is the zero SID"},
		{"there already", &voice.CallArrived{Call: caller, URL: site}, voice.ErrBusy, "voice: CallArrived: call caller is there already"},
		{"relative URL", &voice.CallArrived{Call: h.callSID("x"), URL: "/in"}, voice.ErrInput, `voice: CallArrived: URL "/in": want an absolute http or https URL`},
		{"long URL", &voice.CallArrived{Call: h.callSID("x"), URL: strings.Repeat("é", 100)}, voice.ErrInput, `voice: CallArrived: URL "` + strings.Repeat("é", 80) + `…": want an absolute http or https URL`},
		{"fallback", &voice.CallArrived{Call: h.callSID("x"), URL: site, FallbackURL: "mailto:me"}, voice.ErrInput, `voice: CallArrived: FallbackURL "mailto:me": want an absolute http or https URL`},
		{"method", &voice.CallArrived{Call: h.callSID("x"), URL: site, Method: "PUT"}, voice.ErrInput, `voice: CallArrived: Method "PUT": want GET or POST`},
		{"direction", &voice.CallArrived{Call: h.callSID("x"), URL: site, Direction: voice.OutboundDial}, voice.ErrInput, `voice: CallArrived: Direction "outbound-dial": want "inbound" or "outbound-api"`},
		{"operation 0", &voice.Played{}, voice.ErrInput, "voice: Played: operation 0 was never asked for"},
		{"operation to come", &voice.Fetched{Op: 99}, voice.ErrInput, "voice: Fetched: operation 99 was never asked for"},
		{"another kind", &voice.Gathered{Op: listening}, voice.ErrInput, "voice: Gathered: operation 3 is of another kind: want Played or FetchFailed"},
		{"a document for a Say", &voice.Fetched{Op: listening}, voice.ErrInput, "voice: Fetched: operation 3 is of another kind: want Played or FetchFailed"},
		{"unknown call", &voice.CompleteCall{Call: h.callSID("x")}, voice.ErrUnknownCall, "voice: CompleteCall: call x is unknown, or over"},
		{"redirect nowhere", &voice.RedirectCall{Call: caller, URL: "x"}, voice.ErrInput, `voice: RedirectCall: URL "x": want an absolute http or https URL`},
		{"redirect oddly", &voice.RedirectCall{Call: caller, URL: site, Method: "get"}, voice.ErrInput, `voice: RedirectCall: Method "get": want GET or POST`},
		{"dequeue nowhere", &voice.DequeueMember{Call: caller}, voice.ErrInput, `voice: DequeueMember: URL "": want an absolute http or https URL`},
		{"dequeue nobody", &voice.DequeueMember{URL: site}, voice.ErrQueue, `voice: DequeueMember: the queues refused: queue: DequeueFront: no queue has the SID ""`},
		{"no reservation", &voice.Instructed{Instruction: &assign.Accept{}}, voice.ErrReservation, "voice: Instructed: no reservation "},
		{"no reservation failed", &voice.CallbackFailed{}, voice.ErrReservation, "voice: CallbackFailed: no reservation "},
		{"nil instruction", &voice.Instructed{Reservation: offer, Instruction: (*assign.Accept)(nil)}, voice.ErrInput, "voice: Instructed: the instruction is a nil pointer, or of no known type"},
		{"foreign instruction", &voice.Instructed{Reservation: offer, Instruction: struct{ assign.Instruction }{}}, voice.ErrInput, "voice: Instructed: the instruction is a nil pointer, or of no known type"},
		{"bad instruction", &voice.Instructed{Reservation: offer, Instruction: &assign.Reject{ActivitySID: someActivity}}, voice.ErrInstruction, "voice: Instructed: refused: assign: reject: activity_sid is"},
		{"no command", &voice.Command{}, voice.ErrRouter, "voice: Command: the router refused: taskrouter: nil: the command is nil; to let time pass use &Advance{}"},
	}
	for _, x := range tests {
		t.Run(x.name, func(t *testing.T) {
			_, err := h.machine.Step(h.now, x.in)
			require.ErrorIs(t, err, x.want)
			assert.Contains(t, h.named(err.Error()), x.text)
			e, ok := errors.AsType[*voice.Error](err)
			require.True(t, ok)
			assert.NotErrorIs(t, e, voice.ErrTime)
			require.NoError(t, h.machine.Check())
		})
	}
	assert.Equal(t, "0:00 listener gather with 0 prompts\n", h.do(&voice.Played{Op: listening}), "the operation waits on")
}

var someActivity, _ = taskrouter.ParseActivitySID("WA0123456789abcdef0123456789abcdef")

func available(h *house) taskrouter.ActivitySID {
	a, _ := h.engine.ActivityByName("Available")
	return a.SID
}

// TestRefusalsCarryTheCause: what the router or an instruction said is found
// behind the refusal, with the vendor's code.
func TestRefusalsCarryTheCause(t *testing.T) {
	h := openHouse(t, opened{})
	_, err := h.machine.Step(h.now, &voice.Command{Command: &taskrouter.DeleteTask{}})
	assert.ErrorIs(t, err, taskrouter.ErrNotFound)
	e, _ := errors.AsType[*voice.Error](err)
	assert.Equal(t, taskrouter.CodeNotFound, e.Code)

	_, err = h.machine.Step(h.now, &voice.DequeueMember{URL: site})
	assert.ErrorIs(t, err, queue.ErrUnknownQueue)

	h.do(&voice.Command{Command: &taskrouter.CreateWorker{FriendlyName: "Alice", ActivitySID: available(h)}})
	h.do(&voice.Command{Command: &taskrouter.CreateTask{TaskChannel: "voice"}})
	_, err = h.machine.Step(h.now, &voice.Instructed{Reservation: h.offers[0], Instruction: &assign.Dequeue{}})
	assert.ErrorIs(t, err, assign.CodeDequeueNoCall)
	e, _ = errors.AsType[*voice.Error](err)
	assert.Equal(t, 40140, e.Code)
}

// TestReportsThatCrossed: what was reported while its object was being given up
// is no error.
func TestReportsThatCrossed(t *testing.T) {
	h := openHouse(t, opened{})
	h.pages["/in"] = page{media: "text/xml", body: `<Response><Say>one</Say></Response>`}
	h.arrive("caller", "/in")
	said := h.media["caller"].op
	h.do(&voice.HungUp{Call: h.callSID("caller")})
	for _, in := range []voice.Input{
		&voice.HungUp{Call: h.callSID("caller")}, &voice.Played{Op: said}, &voice.Answered{Call: h.callSID("caller")},
		&voice.Failed{Call: h.callSID("caller"), Status: voice.StatusBusy}, &voice.StarPressed{Call: h.callSID("caller")}, &voice.Instructed{},
	} {
		assert.Empty(t, h.do(in), "%T", in)
	}
}

// TestTime: it never goes back, keeps to the years that the queues know, and
// counts in UTC; a refused instant changes nothing.
func TestTime(t *testing.T) {
	h := openHouse(t, opened{})
	for _, bad := range []time.Time{{}, start.Add(-time.Nanosecond), time.Date(2200, 1, 1, 0, 0, 0, 1, time.UTC), time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC)} {
		_, err := h.machine.Step(bad, &voice.Tick{})
		assert.ErrorIs(t, err, voice.ErrTime, "%v", bad)
		_, err = h.machine.Change(bad, nil)
		assert.ErrorIs(t, err, voice.ErrTime, "%v", bad)
	}
	_, err := h.machine.Step(start.In(time.FixedZone("", 3600)), &voice.Tick{})
	assert.NoError(t, err, "equal instants are fine")
	_, err = h.machine.Step(time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC), &voice.Tick{})
	assert.NoError(t, err)
}

// TestAnEngineThatRanBefore: the clocks of what the machine is given count.
func TestAnEngineThatRanBefore(t *testing.T) {
	e, err := taskrouter.New(taskrouter.Config{})
	require.NoError(t, err)
	_, err = e.Apply(start, &taskrouter.Advance{})
	require.NoError(t, err)
	m, err := voice.New(voice.Config{Router: e})
	require.NoError(t, err)
	_, err = m.Step(start.Add(-time.Second), &voice.Tick{})
	assert.ErrorIs(t, err, voice.ErrTime)
	_, err = m.Step(start, &voice.Tick{})
	assert.NoError(t, err)
}

func TestNew(t *testing.T) {
	_, err := voice.New(voice.Config{DequeueStatusMethod: "PUT"})
	assert.ErrorIs(t, err, voice.ErrInput)
	assert.EqualError(t, err, `voice: Config: DequeueStatusMethod "PUT": want GET or POST`)

	account, _ := queue.ParseAccountSID("AC0123456789abcdef0123456789abcdef")
	m, err := voice.New(voice.Config{AccountSID: account})
	require.NoError(t, err)
	assert.Equal(t, account, m.Queues().AccountSID())
	_, ok := m.Deadline()
	assert.False(t, ok, "nothing happens by itself in an empty machine")
}

// TestDequeueStatusMethod: GET unless told otherwise (lifecycle.md §3.4).
func TestDequeueStatusMethod(t *testing.T) {
	h := openHouse(t, opened{config: voice.Config{DequeueStatusMethod: "POST", Apology: "Sorry."}})
	h.pages["/in"] = page{media: "text/xml", body: `<Response><Enqueue workflowSid="${WW Support}"/></Response>`}
	h.pages["/status"] = page{status: 500}
	h.answer = `{"instruction":"dequeue","to":"alice","status_callback_url":"` + site + `/status"}`
	h.do(&voice.Command{Command: &taskrouter.CreateWorker{FriendlyName: "Alice", ActivitySID: available(h)}})
	h.arrive("caller", "/in")
	assert.Equal(t, "0:00 alice POST /status (status-callback) CallStatus=busy CallDuration=0 taskCallSid=caller TaskCallSid=caller\n"+
		"0:00 alice over: busy after 0s\n0:00 alice error 11200\n",
		h.do(&voice.Failed{Call: h.callSID("alice"), Status: voice.StatusBusy}))
	assert.Contains(t, h.arrive("lost", "/nothing"), `lost say "Sorry."`)
}
