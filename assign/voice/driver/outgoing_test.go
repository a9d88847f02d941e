package driver_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/twiml"
)

func (h *house) call(o voice.PlaceCall) voice.CallSID {
	h.t.Helper()
	if o.URL == "" && o.Twiml == "" {
		o.URL = site + "/out"
	}
	o.To, o.From = "+15550002", "+15559000"
	s, err := h.Call(bg, o)
	require.NoError(h.t, err)
	return s
}

func TestCallIsMadeAndAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		h.app.HandleFunc("/out", func(w http.ResponseWriter, r *http.Request) {
			assert.Equal(t, "outbound-api", form(r).Get("Direction"))
			assert.Equal(t, "in-progress", form(r).Get("CallStatus"))
			w.Header().Set("Content-Type", "text/xml")
			fmt.Fprint(w, `<Response><Say>Good morning.</Say></Response>`)
		})
		h.obliging()
		s := h.call(voice.PlaceCall{})
		call, ok := h.Live(s)
		require.True(t, ok)
		assert.Equal(t, voice.StatusQueued, call.Status)
		h.step(&voice.Ringing{Call: s})
		h.step(&voice.MachineDetected{Call: s, AnsweredBy: "human"})
		call, ok = h.Live(s)
		require.True(t, ok)
		assert.Equal(t, voice.StatusRinging, call.Status)
		assert.Equal(t, "human", call.AnsweredBy)
		assert.Equal(t, voice.OutboundAPI, call.Direction)
		require.ErrorIs(t, h.Step(bg, &voice.CallArrived{Call: s, URL: site}), voice.ErrBusy)
		_, err := h.Call(bg, voice.PlaceCall{Call: s, To: "x", URL: site})
		require.ErrorIs(t, err, voice.ErrBusy)

		time.Sleep(2 * time.Second)
		synctest.Wait()
		assert.Equal(t, []string{"dial +15550002", "say Good morning."}, h.phones.take())
		call, _ = h.Live(s)
		assert.Equal(t, voice.StatusInProgress, call.Status)
		assert.Equal(t, 2*time.Second, call.Answered.Sub(call.Created))
		time.Sleep(time.Second)
		synctest.Wait()
		assert.Equal(t, []string{"ended completed 1s"}, h.saw())
		assert.Zero(t, h.Len())
		h.close()
	})
}

// A call that is not answered ends by itself, or by whoever gives it up.
func TestCallIsMadeInVain(t *testing.T) {
	tests := []struct {
		name  string
		after func(h *house, s voice.CallSID)
		ended string
		hosts []string
	}{
		{"nobody answers", func(*house, voice.CallSID) { time.Sleep(20 * time.Second) }, "ended no-answer 0s", []string{"hangup"}},
		{"busy", func(h *house, s voice.CallSID) { h.step(&voice.Failed{Call: s, Status: voice.StatusBusy}) }, "ended busy 0s", nil},
		{"hung up", func(h *house, s voice.CallSID) { h.step(&voice.HungUp{Call: s}) }, "ended no-answer 0s", nil},
		{"canceled", func(h *house, s voice.CallSID) { h.step(&voice.CompleteCall{Call: s}) }, "ended canceled 0s", []string{"hangup"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := open(t, nil)
				s := h.call(voice.PlaceCall{Timeout: 20 * time.Second})
				h.call(voice.PlaceCall{Timeout: 40 * time.Second})
				synctest.Wait()
				h.phones.take()
				tt.after(h, s)
				synctest.Wait()
				assert.Equal(t, []string{tt.ended}, h.saw())
				assert.Equal(t, tt.hosts, h.phones.take())
				assert.Equal(t, 1, h.Len(), "the other one rings on")
				require.NoError(t, h.Step(bg, &voice.HungUp{Call: s}), "crossed its end")
				h.close()
				assert.Equal(t, []string{"hangup"}, h.phones.take())
			})
		})
	}
}

func TestCallIsSentElsewhereWhileItRings(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		h.serve("/other", `<Say>Elsewhere.</Say>`)
		h.obliging()
		s := h.call(voice.PlaceCall{})
		require.ErrorIs(t, h.Step(bg, &voice.RedirectCall{Call: s, URL: "/other"}), voice.ErrInput)
		require.ErrorIs(t, h.Step(bg, &voice.Failed{Call: s, Status: "gone"}), voice.ErrInput)
		h.step(&voice.RedirectCall{Call: s, URL: site + "/other"})
		time.Sleep(2 * time.Second)
		synctest.Wait()
		assert.Contains(t, h.phones.take(), "say Elsewhere.")
		h.close()
	})
}

func TestCallThatTheHostCannotMake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		h.phones.on = func(context.Context, voice.Action) error { return errors.New("no line") }
		h.call(voice.PlaceCall{})
		synctest.Wait()
		assert.Equal(t, []string{"alert 12400", "ended failed 0s"}, h.saw())
		h.close()
	})
}

func TestOutgoingIsChecked(t *testing.T) {
	h := open(t, nil)
	defer h.close()
	s, err := h.Call(bg, voice.PlaceCall{URL: site})
	require.ErrorIs(t, err, voice.ErrInput)
	require.ErrorContains(t, err, "voice: PlaceCall: To is empty")
	assert.True(t, s.IsZero())
	assert.Zero(t, h.Len())
}

// What the caller asks to be told of a call is requested, in its order.
func TestOutgoingIsToldAndRecorded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		h.serve("/out", `<Pause length="3"/>`)
		told := make(chan string, 10)
		for _, path := range []string{"/status", "/recording"} {
			h.app.HandleFunc(path, func(_ http.ResponseWriter, r *http.Request) {
				f := form(r)
				told <- strings.TrimSpace(f.Get("SequenceNumber") + " " + f.Get("CallStatus") + f.Get("RecordingStatus"))
			})
		}
		var recording voice.Recording
		h.phones.on = func(_ context.Context, a voice.Action) error {
			if a, ok := a.(*voice.Dial); ok {
				recording = a.Recording
			}
			return nil
		}
		s := h.call(voice.PlaceCall{
			StatusCallback: site + "/status", Recording: voice.Recording{Mode: "record-from-answer", StatusCallback: site + "/recording"},
			StatusCallbackEvents: assign.CallInitiated | assign.CallRinging | assign.CallAnswered | assign.CallCompleted,
		})
		synctest.Wait()
		require.NotZero(t, recording.SID)
		for _, in := range []voice.Input{&voice.Ringing{Call: s}, &voice.Answered{Call: s}} {
			h.step(in)
			synctest.Wait()
		}
		time.Sleep(3 * time.Second)
		synctest.Wait()
		h.step(&voice.RecordingChanged{Recording: recording.SID, Status: twiml.RecordingCompleted})
		synctest.Wait()
		for _, want := range []string{"0 initiated", "1 ringing", "2 in-progress", "3 completed", "completed"} {
			assert.Equal(t, want, <-told)
		}
		h.close()
	})
}

// Who answers is told with all requests, and checked at once.
func TestOutgoingToAMachine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		told := make(chan string, 1)
		h.app.HandleFunc("/out", func(w http.ResponseWriter, r *http.Request) {
			told <- form(r).Get("AnsweredBy")
			w.Header().Set("Content-Type", "text/xml")
			fmt.Fprint(w, `<Response/>`)
		})
		s := h.call(voice.PlaceCall{})
		require.ErrorIs(t, h.Step(bg, &voice.MachineDetected{Call: s, AnsweredBy: "nobody"}), voice.ErrInput)
		h.step(&voice.MachineDetected{Call: s, AnsweredBy: "machine_start"})
		h.step(&voice.Answered{Call: s})
		assert.Equal(t, "machine_start", <-told)
		synctest.Wait()
		assert.Zero(t, h.Len())
		h.close()
	})
}
