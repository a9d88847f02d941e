package voice_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// conferring opens a house with two calls in conference Team, whose status
// callback wants everything.
func conferring(t *testing.T) (*house, voice.Conference) {
	h := openHouse(t, opened{})
	h.pages["/told"] = page{status: 200}
	h.pages["/room"] = page{media: "text/xml", body: `<Response><Dial><Conference participantLabel="chair" jitterBufferSize="small" region="ie1"
		record="record-from-start" recordingStatusCallback="recorded" recordingStatusCallbackEvent="in-progress completed" statusCallback="told"
		statusCallbackEvent="start end join leave mute hold modify speaker announcement">Team</Conference></Dial></Response>`}
	h.pages["/plain"] = page{media: "text/xml", body: `<Response><Dial><Conference muted="true">Team</Conference></Dial></Response>`}
	h.arrive("a", "/room")
	h.arrive("b", "/plain")
	rooms := slices.Collect(h.machine.Conferences())
	require.Len(t, rooms, 1)
	return h, rooms[0]
}

// TestConferenceJoin: what the host is told of who joins (twiml.md §8.3).
func TestConferenceJoin(t *testing.T) {
	h, room := conferring(t)
	var joins []*voice.Join
	for _, a := range h.actions {
		if join, ok := a.(*voice.Join); ok {
			joins = append(joins, join)
		}
	}
	require.Len(t, joins, 2)
	require.Len(t, h.recordings, 1, "both are in the same one")
	recording := voice.Recording{
		SID:  h.recordings[0],
		Mode: "record-from-start", Trim: "trim-silence", StatusCallback: site + "/recorded", StatusCallbackMethod: twiml.POST,
		StatusCallbackEvents: []twiml.RecordingEvent{twiml.RecordingInProgress, twiml.RecordingCompleted},
	}
	assert.Equal(t, &voice.Join{
		Call: h.callSID("a"), Conference: room.SID, FriendlyName: "Team", Label: "chair", JitterBuffer: "small", Region: "ie1", Recording: recording,
	}, joins[0])
	assert.Equal(t, &voice.Join{Call: h.callSID("b"), Conference: room.SID, FriendlyName: "Team", Muted: true, Recording: recording}, joins[1])
}

// TestConferenceReports: the parameters of a conference's status callback, and
// their order.
func TestConferenceReports(t *testing.T) {
	h, room := conferring(t)
	muted, held := true, true
	h.do(&voice.UpdateParticipant{Conference: room.SID, Call: h.callSID("a"), Muted: &muted, Hold: &held})
	h.do(&voice.HungUp{Call: h.callSID("b")})
	h.do(&voice.EndConference{Conference: room.SID})
	var told []string
	for _, f := range h.fetched(voice.ForStatusCallback) {
		assert.Equal(t, site+"/told", f.URL)
		var text []string
		for _, p := range f.Params {
			text = append(text, p.Name+"="+h.named(p.Value))
		}
		told = append(told, strings.Join(text, " "))
	}
	account := "AccountSid=" + h.named(h.machine.Queues().AccountSID().String())
	head := func(event, number string) string {
		return "ConferenceSid=Team FriendlyName=Team " + account + " StatusCallbackEvent=" + event + " SequenceNumber=" + number +
			" Timestamp=Mon, 02 Mar 2026 09:00:00 +0000"
	}
	assert.Equal(t, []string{
		head("participant-join", "1") + " CallSid=a ParticipantLabel=chair Muted=false Hold=false Coaching=false StartConferenceOnEnter=true EndConferenceOnExit=false",
		head("participant-join", "2") + " CallSid=b Muted=true Hold=false Coaching=false StartConferenceOnEnter=true EndConferenceOnExit=false",
		head("conference-start", "3"),
		head("participant-mute", "4") + " CallSid=a ParticipantLabel=chair Muted=true Hold=false Coaching=false StartConferenceOnEnter=true EndConferenceOnExit=false",
		head("participant-hold", "5") + " CallSid=a ParticipantLabel=chair Muted=true Hold=true Coaching=false StartConferenceOnEnter=true EndConferenceOnExit=false",
		head("participant-leave", "6") + " CallSid=b Muted=true Hold=false Coaching=false StartConferenceOnEnter=true EndConferenceOnExit=false",
		head("participant-leave", "7") + " CallSid=a ParticipantLabel=chair Muted=true Hold=true Coaching=false StartConferenceOnEnter=true EndConferenceOnExit=false",
		head("conference-end", "8") + " ReasonConferenceEnded=conference-ended-via-api",
	}, told)
}

// TestConferenceViews: what can be read of conferences.
func TestConferenceViews(t *testing.T) {
	h, room := conferring(t)
	assert.Equal(t, voice.Conference{
		SID: room.SID, FriendlyName: "Team", Status: voice.ConferenceInProgress, DateCreated: start,
		Participants: []voice.Participant{
			{Call: h.callSID("a"), Label: "chair", StartConferenceOnEnter: true},
			{Call: h.callSID("b"), Muted: true, StartConferenceOnEnter: true},
		},
	}, room)
	h.pages["/other"] = page{media: "text/xml", body: `<Response><Dial><Conference>Other</Conference></Dial></Response>`}
	h.arrive("c", "/other")
	var names []string
	for c := range h.machine.Conferences() {
		names = append(names, c.FriendlyName)
	}
	assert.Equal(t, []string{"Team", "Other"}, names)
	for range h.machine.Conferences() {
		break
	}
	s, err := voice.ParseConferenceSID(room.SID.String())
	require.NoError(t, err)
	assert.Equal(t, room.SID, s)
	h.close()
	_, ok := h.machine.Conference(room.SID)
	assert.False(t, ok)
}

// TestConferenceRefusals: requests that cannot be carried out change nothing.
func TestConferenceRefusals(t *testing.T) {
	h, room := conferring(t)
	yes, no, stranger := true, false, h.callSID("stranger")
	a := h.callSID("a")
	tests := []struct {
		name string
		in   voice.Input
		want error
		code int
	}{
		{"unknown conference", &voice.UpdateParticipant{Call: a}, voice.ErrConference, 16022},
		{"unknown conference to end", &voice.EndConference{}, voice.ErrConference, 16022},
		{"unknown conference to leave", &voice.RemoveParticipant{Call: a}, voice.ErrConference, 16022},
		{"unknown participant", &voice.UpdateParticipant{Conference: room.SID, Call: stranger, Muted: &yes}, voice.ErrUnknownCall, 0},
		{"unknown participant to remove", &voice.RemoveParticipant{Conference: room.SID, Call: stranger}, voice.ErrUnknownCall, 0},
		{"relative hold URL", &voice.UpdateParticipant{Conference: room.SID, Call: a, Muted: &yes, Hold: &yes, HoldURL: "x"}, voice.ErrInput, 0},
		{"odd hold method", &voice.UpdateParticipant{Conference: room.SID, Call: a, Muted: &yes, Hold: &yes, HoldURL: site, HoldMethod: "PUT"}, voice.ErrInput, 0},
		{"hold URL while taken back", &voice.UpdateParticipant{Conference: room.SID, Call: a, Muted: &yes, Hold: &no, HoldURL: site}, voice.ErrInput, 0},
		{"relative announcement", &voice.UpdateParticipant{Conference: room.SID, Call: a, Muted: &yes, AnnounceURL: "x"}, voice.ErrInput, 0},
		{"announcement to one who is held", &voice.UpdateParticipant{Conference: room.SID, Call: a, Hold: &yes, AnnounceURL: site}, voice.ErrState, 0},
		{"coach of a stranger", &voice.UpdateParticipant{Conference: room.SID, Call: a, Muted: &yes, Coach: &stranger}, voice.ErrInput, 13240},
		{"coach of himself", &voice.UpdateParticipant{Conference: room.SID, Call: a, Muted: &yes, Coach: &a}, voice.ErrInput, 13240},
	}
	for _, x := range tests {
		t.Run(x.name, func(t *testing.T) {
			actions, err := h.machine.Step(h.now, x.in)
			require.ErrorIs(t, err, x.want)
			assert.Equal(t, x.code, err.(*voice.Error).Code)
			assert.Empty(t, actions)
			now, _ := h.machine.Conference(room.SID)
			assert.Equal(t, room, now)
		})
	}
}

// TestConferenceBeyondTheLimitOfAttributes: the system's own write is exempt.
func TestConferenceBeyondTheLimitOfAttributes(t *testing.T) {
	// The attributes of a call have some 500 characters, and the conference 150.
	h := openHouse(t, opened{limits: taskrouter.Limits{Attributes: 600}})
	h.pages["/in"] = page{media: "text/xml", body: `<Response><Enqueue workflowSid="${WW Support}"/></Response>`}
	h.answer = `{"instruction": "conference", "to": "client:alice"}`
	h.do(&voice.Command{Command: newWorker(h)})
	h.arrive("caller", "/in")
	text := h.do(&voice.Answered{Call: h.live[1]})
	assert.NotContains(t, text, "error")
	assert.Contains(t, text, "caller joins T1")
	r, _ := h.engine.Reservation(h.offers[0])
	task, _ := h.engine.Task(r.TaskSID)
	assert.Greater(t, len(task.Attributes), 600)
	assert.Contains(t, task.Attributes, `,"conference":{"sid":"CF`)
	assert.Equal(t, taskrouter.ReservationStatusAccepted, r.ReservationStatus)
	h.close()
}

// TestSupervisorsAreBounded: a conference takes as many as it holds, those who ring
// counted in.
func TestSupervisorsAreBounded(t *testing.T) {
	h := openHouse(t, opened{})
	h.pages["/in"] = page{media: "text/xml", body: `<Response><Enqueue workflowSid="${WW Support}"/></Response>`}
	h.answer = `{"instruction": "conference", "to": "client:alice"}`
	h.do(&voice.Command{Command: newWorker(h)})
	h.arrive("caller", "/in")
	h.do(&voice.Answered{Call: h.callSID("alice")})
	r := h.offers[0]
	supervise := func(n int) string {
		return h.do(h.instruction(r, fmt.Sprintf(`{"instruction": "supervise", "supervisor": "client:boss%d"}`, n)))
	}
	for n := range 250 - 2 {
		require.Contains(t, supervise(n), "ring client:boss")
	}
	assert.Contains(t, supervise(250), "error 16020")
	h.do(&voice.Failed{Call: h.callSID("boss0"), Status: voice.StatusBusy})
	assert.Contains(t, supervise(250), "ring client:boss250")
	h.close()
}
