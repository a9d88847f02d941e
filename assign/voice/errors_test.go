package voice_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/taskrouter"
)

// What stands against an instruction is found as one of the errors that the API of
// TaskRouter answers; nothing else is.
func TestErrorAs(t *testing.T) {
	h := openHouse(t, opened{})
	h.pages["/in"] = page{status: 200, media: "text/xml", body: `<Response><Enqueue workflowSid="${WW Support}"/></Response>`}
	a, _ := h.engine.ActivityByName("Available")
	h.do(&voice.Command{Command: &taskrouter.CreateWorker{FriendlyName: "Alice", Attributes: `{"contact_uri":"client:alice"}`, ActivitySID: a.SID}})
	h.arrive("john", "/in")
	require.Len(t, h.offers, 1)
	refuse := func(in voice.Input) error {
		t.Helper()
		_, err := h.machine.Step(h.now, in)
		require.Error(t, err)
		return err
	}
	instruct := func(i assign.Instruction) voice.Input {
		return &voice.Instructed{Reservation: h.offers[0], Instruction: i}
	}

	err := refuse(instruct(&assign.Redirect{CallSID: h.callSID("nobody"), URL: site}))
	found, ok := errors.AsType[*taskrouter.Error](err)
	require.True(t, ok, err)
	assert.Equal(t, taskrouter.KindInvalid, found.Kind)
	assert.Equal(t, 40122, found.Code)
	assert.Contains(t, found.Message, "is not in progress")

	found, ok = errors.AsType[*taskrouter.Error](refuse(&voice.Instructed{Instruction: &assign.Accept{}}))
	require.True(t, ok)
	assert.Equal(t, taskrouter.KindNotFound, found.Kind)
	assert.Equal(t, taskrouter.CodeInvalid, found.Code)

	unknown, _ := taskrouter.ParseActivitySID("WA0123456789abcdef0123456789abcdef")
	_, ok = errors.AsType[*assign.Error](refuse(instruct(&assign.Reject{ActivitySID: unknown})))
	assert.True(t, ok, "of the instruction itself")

	h.do(instruct(&assign.Accept{}))
	err = refuse(instruct(&assign.Accept{}))
	found, ok = errors.AsType[*taskrouter.Error](err)
	require.True(t, ok)
	assert.Equal(t, taskrouter.KindState, found.Kind, "the router's own")

	for _, in := range []voice.Input{&voice.RedirectCall{Call: h.callSID("nobody"), URL: site}, nil} {
		_, ok = errors.AsType[*taskrouter.Error](refuse(in))
		assert.False(t, ok)
	}
	h.close()
}
