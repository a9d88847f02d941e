package driver_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/twiml"
)

func (h *house) call(o driver.Outgoing) voice.CallSID {
	h.t.Helper()
	if o.URL == "" {
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
		s := h.call(driver.Outgoing{})
		h.step(&voice.Ringing{Call: s})
		h.step(&voice.MachineDetected{Call: s, AnsweredBy: "human"})
		call, ok := h.Live(s)
		require.True(t, ok)
		assert.Equal(t, voice.StatusRinging, call.Status)
		assert.Equal(t, voice.OutboundAPI, call.Direction)
		require.ErrorIs(t, h.Step(bg, &voice.CallArrived{Call: s, URL: site}), voice.ErrBusy)
		_, err := h.Call(bg, driver.Outgoing{Call: s, To: "x", URL: site})
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
				s := h.call(driver.Outgoing{Timeout: 20 * time.Second})
				h.call(driver.Outgoing{Timeout: 40 * time.Second})
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
		s := h.call(driver.Outgoing{})
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
		h.call(driver.Outgoing{})
		synctest.Wait()
		assert.Equal(t, []string{"alert 12400", "ended failed 0s"}, h.saw())
		h.close()
	})
}

func TestOutgoingIsChecked(t *testing.T) {
	tests := []struct {
		want string
		o    driver.Outgoing
	}{
		{"To is empty", driver.Outgoing{URL: site}},
		{`URL "": want an absolute http or https URL`, driver.Outgoing{To: "+1"}},
		{`URL "/x": want`, driver.Outgoing{To: "+1", URL: "/x"}},
		{`FallbackURL "x": want`, driver.Outgoing{To: "+1", URL: site, FallbackURL: "x"}},
		{`Method "PUT": want GET or POST`, driver.Outgoing{To: "+1", URL: site, Method: "PUT"}},
		{`Record "banana": want a value of Dial's record attribute, such as record-from-answer, or none`, driver.Outgoing{To: "+1", URL: site, Record: "banana"}},
		{"Timeout -1ns: want up to 10m0s, or 0 for 1m0s", driver.Outgoing{To: "+1", URL: site, Timeout: -1}},
		{"Timeout 10m0.000000001s: want", driver.Outgoing{To: "+1", URL: site, Timeout: driver.MaxRing + 1}},
	}
	h := open(t, nil)
	defer h.close()
	for _, tt := range tests {
		t.Run(tt.want, func(t *testing.T) {
			_, err := h.Call(bg, tt.o)
			require.ErrorIs(t, err, voice.ErrInput)
			require.ErrorContains(t, err, "voice: Call: "+tt.want)
		})
	}
	assert.Zero(t, h.Len())
}

// Whatever asks for a recording says which one, and what asks for none does not.
func TestOutgoingRecording(t *testing.T) {
	for record, mode := range map[string]string{
		"": "", "false": "", "do-not-record": "", "true": "record-from-answer", "record-from-answer": "record-from-answer",
		"record-from-ringing": "record-from-ringing", "record-from-answer-dual": "record-from-answer-dual",
		"record-from-ringing-dual": "record-from-ringing-dual",
	} {
		t.Run(record, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := open(t, nil)
				asked := make(chan voice.Recording, 2)
				h.phones.on = func(_ context.Context, a voice.Action) error {
					if a, ok := a.(*voice.Dial); ok {
						asked <- a.Recording
					}
					return nil
				}
				h.call(driver.Outgoing{Record: record})
				h.call(driver.Outgoing{Record: record})
				first, second := <-asked, <-asked
				assert.Equal(t, mode, first.Mode)
				assert.Equal(t, mode == "", first.SID.IsZero())
				assert.Equal(t, mode == "", first.SID == second.SID)
				h.step(&voice.RecordingChanged{Recording: first.SID, Status: twiml.RecordingCompleted})
				h.close()
			})
		})
	}
}

// Who answers is told with all requests but the first, and checked at once.
func TestOutgoingToAMachine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		h.serve("/out", `<Redirect>/next</Redirect>`)
		told := make(chan string, 1)
		h.app.HandleFunc("/next", func(w http.ResponseWriter, r *http.Request) {
			told <- form(r).Get("AnsweredBy")
			w.Header().Set("Content-Type", "text/xml")
			fmt.Fprint(w, `<Response/>`)
		})
		s := h.call(driver.Outgoing{})
		require.ErrorIs(t, h.Step(bg, &voice.MachineDetected{Call: s, AnsweredBy: "nobody"}), voice.ErrInput)
		h.step(&voice.MachineDetected{Call: s, AnsweredBy: "machine_start"})
		h.step(&voice.Answered{Call: s})
		assert.Equal(t, "machine_start", <-told)
		synctest.Wait()
		assert.Zero(t, h.Len())
		h.close()
	})
}
