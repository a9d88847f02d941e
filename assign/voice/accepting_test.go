package voice_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/taskrouter"
)

// batch opens a house where three workers are offered a caller's task at once.
func batch(t *testing.T) *house {
	h := openHouse(t, opened{})
	q, _ := h.engine.TaskQueueByName("Everyone")
	h.do(&voice.Command{Command: &taskrouter.UpdateTaskQueue{SID: q.SID, MaxReservedWorkers: new(3)}})
	available, _ := h.engine.ActivityByName("Available")
	for _, name := range []string{"Alice", "Bob", "Carol"} {
		h.do(&voice.Command{Command: &taskrouter.CreateWorker{
			FriendlyName: name, ActivitySID: available.SID, Attributes: `{"contact_uri":"client:` + strings.ToLower(name) + `"}`,
		}})
	}
	h.pages["/in"] = page{media: "text/xml", body: `<Response><Enqueue workflowSid="${WW Support}"/></Response>`}
	h.pages["/whisper"] = page{media: "text/xml", body: `<Response><Say>soon</Say></Response>`}
	h.arrive("caller", "/in")
	require.Len(t, h.offers, 3)
	return h
}

// TestAcceptingOneOfABatch: while the caller hears the whisper for one worker, the
// others cannot have him, and when he is connected their offers are rescinded.
func TestAcceptingOneOfABatch(t *testing.T) {
	h := batch(t)
	status := func(i int) taskrouter.ReservationStatus {
		r, _ := h.engine.Reservation(h.offers[i])
		return r.ReservationStatus
	}
	h.do(h.instruction(h.offers[0], `{"instruction": "conference"}`))
	h.pages["/worker"] = page{media: "text/xml", body: `<Response><Dial><Queue reservationSid="` + h.offers[1].String() + `" url="whisper"/></Dial></Response>`}
	h.arrive("worker", "/worker")
	assert.Contains(t, h.do(h.instruction(h.offers[2], `{"instruction": "call", "from": "+1", "url": "https://app.example/x", "accept": true}`)), "error 40114")
	assert.Contains(t, h.do(&voice.Answered{Call: h.callSID("alice")}), "error 40144")
	assert.Equal(t, taskrouter.ReservationStatusCanceled, status(0), "her conference could not be set up")
	assert.Contains(t, h.do(&voice.Played{Op: h.media["caller"].op}), "bridged")
	assert.Equal(t, taskrouter.ReservationStatusAccepted, status(1))
	assert.Equal(t, taskrouter.ReservationStatusRescinded, status(2))
	h.close()
}

// TestDequeueOfWhatIsBeingAccepted: somebody else has said that he accepts the
// reservation, when the worker answers.
func TestDequeueOfWhatIsBeingAccepted(t *testing.T) {
	h := batch(t)
	h.do(h.instruction(h.offers[0], `{"instruction": "dequeue"}`))
	h.do(&voice.Command{Command: &taskrouter.SuspendAccept{SID: h.offers[0]}})
	assert.Contains(t, h.do(&voice.Answered{Call: h.callSID("alice")}), "error 40135")
	r, _ := h.engine.Reservation(h.offers[0])
	assert.True(t, r.AcceptSuspended, "it is not this call's to give up")
	h.close()
}
