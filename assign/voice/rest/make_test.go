package rest_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/assign/voice/rest"
	"github.com/goacd/acd/twiml"
	"github.com/goacd/acd/twiml/webhook"
)

// lineOf lets one call be made, and returns what the host is asked for.
func lineOf(t *testing.T, form string) voice.Dial {
	t.Helper()
	h := open(t, rest.Config{})
	defer h.close()
	dialed := make(chan voice.Dial, 1)
	h.phones.on = func(_ context.Context, a voice.Action) error {
		if d, ok := a.(*voice.Dial); ok {
			dialed <- *d
		}
		return nil
	}
	h.make(form)
	d := <-dialed
	d.Call = voice.CallSID{}
	d.Recording.SID = voice.RecordingSID{}
	return d
}

// What a request asks of the phone reaches the host; what means nothing does not.
func TestCallsAreMadeAsAsked(t *testing.T) {
	plain := voice.Dial{To: "client:alice", From: "desk", Timeout: time.Minute}
	with := func(f func(*voice.Dial)) voice.Dial {
		d := plain
		f(&d)
		return d
	}
	detects := voice.MachineDetection{
		Mode: twiml.DetectEnable, Timeout: 30 * time.Second, SpeechThreshold: 2400 * time.Millisecond, SpeechEndThreshold: 1200 * time.Millisecond,
		SilenceTimeout: 5 * time.Second,
	}
	const hook = "https://app.example/r"
	tests := []struct {
		form string
		want voice.Dial
	}{
		{"", plain},
		{"Timeout=600&SendDigits=1w2", with(func(d *voice.Dial) { d.Timeout, d.SendDigits = 10*time.Minute, "1w2" })},
		{"Record=true", with(func(d *voice.Dial) { d.Recording.Mode = "record-from-answer" })},
		{"Record=false&RecordingChannels=dual&Trim=do-not-trim&RecordingStatusCallback=" + hook, plain},
		{
			"Record=true&RecordingChannels=dual&Trim=Do-Not-Trim&RecordingTrack=inbound&RecordingStatusCallback=" + hook +
				"&RecordingStatusCallbackMethod=GET&RecordingStatusCallbackEvent=in-progress+absent",
			with(func(d *voice.Dial) {
				d.Recording = voice.Recording{
					Mode: "record-from-answer-dual", Trim: "do-not-trim", Track: "inbound", StatusCallback: hook, StatusCallbackMethod: twiml.GET,
					StatusCallbackEvents: []twiml.RecordingEvent{twiml.RecordingInProgress, twiml.RecordingAbsent},
				}
			}),
		},
		{"MachineDetectionTimeout=9&AsyncAmd=true", plain},
		{"MachineDetection=enable", with(func(d *voice.Dial) { d.MachineDetection = detects })},
		{"MachineDetection=Enable&SendDigits=1", with(func(d *voice.Dial) { d.SendDigits = "1" })}, // the description has it so
		{
			"MachineDetection=DetectMessageEnd&MachineDetectionTimeout=9&MachineDetectionSpeechThreshold=1000" +
				"&MachineDetectionSpeechEndThreshold=500&MachineDetectionSilenceTimeout=2000",
			with(func(d *voice.Dial) {
				d.MachineDetection = voice.MachineDetection{
					Mode: twiml.DetectMessageEnd, Timeout: 9 * time.Second, SpeechThreshold: time.Second, SpeechEndThreshold: time.Second / 2,
					SilenceTimeout: 2 * time.Second,
				}
			}),
		},
		{"CallReason=asked&ClientNotificationUrl=" + hook, with(func(d *voice.Dial) { d.CallReason, d.NotificationURL = "asked", hook })},
		{
			"Byoc=BYaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaAA&SipAuthUsername=a&SipAuthPassword=b",
			with(func(d *voice.Dial) { d.BYOC = "BYaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaAA" }),
		},
	}
	for _, tt := range tests {
		t.Run(tt.form, func(t *testing.T) { assert.Equal(t, tt.want, lineOf(t, good+"&"+tt.form)) })
	}
	sip := lineOf(t, "To=sip:bob@example.com&From=desk&Twiml=x&SipAuthUsername=a&SipAuthPassword=b")
	assert.Equal(t, []voice.SIPTarget{{URI: "sip:bob@example.com", Username: "a", Password: "b"}}, sip.SIP.Targets)
}

// progress keeps what the application is told of calls, read as the vendor writes
// it.
type progress struct {
	mu   sync.Mutex
	told []string
}

func (p *progress) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	event, err := webhook.Read[webhook.CallEvent](r)
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil {
		p.told = append(p.told, err.Error())
		return
	}
	line := strings.Join([]string{r.Method, r.URL.Path, string(event.CallStatus), event.Extra.Get("AnsweredBy")}, " ")
	if d, over := event.CallDuration.Get(); over {
		line += d.String()
	}
	p.told = append(p.told, line)
}

func (p *progress) take() []string {
	synctest.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	told := p.told
	p.told = nil
	return told
}

// The status callback is told what it asked for, and its end elsewhere when the
// call was changed; the time limit ends the call.
func TestStatusCallback(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, rest.Config{})
		var p progress
		h.app.Handle("/status", &p)
		h.app.Handle("/other", &p)
		call := h.make(good + "&TimeLimit=60&StatusCallback=https://app.example/status&StatusCallbackEvent=initiated+ringing&StatusCallbackEvent=answered")
		s := sidOf(t, call)
		assert.Equal(t, []string{"POST /status initiated "}, p.take())
		time.Sleep(time.Second)
		h.step(&voice.Ringing{Call: s})
		assert.Equal(t, []string{"POST /status ringing "}, p.take())
		assert.Equal(t, "ringing", h.Get(call).Body["status"])
		h.step(&voice.Answered{Call: s})
		assert.Equal(t, []string{"POST /status in-progress "}, p.take())
		time.Sleep(30 * time.Second)
		require.Equal(t, 200, h.Post(call, "TimeLimit=90&StatusCallback=https://app.example/other&StatusCallbackMethod=GET").Status)
		time.Sleep(59 * time.Second)
		assert.Equal(t, "in-progress", h.Get(call).Body["status"])
		time.Sleep(time.Second)
		assert.Equal(t, []string{"GET /other completed 1m30s"}, p.take())
		assert.Equal(t, "90", h.Get(call).Body["duration"])

		silent := h.make(good + "&StatusCallback=https://app.example/status")
		require.Equal(t, 200, h.Post(silent, "StatusCallback=&Status=canceled").Status)
		assert.Empty(t, p.take())
		require.Equal(t, 200, h.Post(silent, "TimeLimit=9").Status, "an ended call stays as it is")
		h.close()
	})
}

// A document that cannot be had is replaced by that of the fallback URL, by its
// method.
func TestFallback(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, rest.Config{})
		h.app.HandleFunc("GET /sorry", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/xml")
			_, _ = w.Write([]byte("<Response><Say>Sorry: " + r.FormValue("ErrorCode") + "</Say></Response>"))
		})
		const fallback = "&FallbackUrl=https://app.example/sorry&FallbackMethod=get"
		gone := h.make(bare + "&Url=https://app.example/gone" + fallback)
		ill := h.make(bare + "&Twiml=%3CResponse%3E" + fallback)
		changed := h.make(bare + "&Twiml=banana")
		require.Equal(t, 200, h.Post(changed, fallback[1:]).Status)
		synctest.Wait()
		h.phones.take()
		for call, want := range map[string]string{gone: "say Sorry: 11200", ill: "say Sorry: 12100", changed: "say Sorry: 12100"} {
			h.step(&voice.Answered{Call: sidOf(t, call)})
			synctest.Wait()
			assert.Equal(t, []string{want}, h.phones.take())
		}
		h.close()
	})
}

// Any text is taken as Twiml; the call fails when it is run (twiml.md §2).
func TestTwimlIsJudgedWhenItIsRun(t *testing.T) {
	tests := []struct {
		name, text string
		codes      []int
		heard      []string
	}{
		{"a document", "<Response><Hangup/></Response>", nil, nil},
		{"empty", "<Response/>", nil, nil},
		{"ill-formed", "<Response><Say>Hello", []int{12100}, []string{"say " + apology}},
		{"another root", "<Reply/>", []int{12102}, []string{"say " + apology}},
		{"no element", "banana", []int{12100}, []string{"say " + apology}},
		{"relative", "<Response><Redirect>/foo</Redirect><Say>Next.</Say></Response>", []int{11100}, []string{"say Next."}},
		{"again", "<Response><Redirect/><Say>Next.</Say></Response>", []int{11100}, []string{"say Next."}},
		{"no action", "<Response><Gather><Say>?</Say></Gather><Say>Next.</Say></Response>", []int{15004}, []string{"say Next."}},
		{"absolute", "<Response><Redirect>https://app.example/elsewhere</Redirect></Response>", nil, []string{"say Elsewhere.", "pause"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var codes []int
				h := openWith(t, rest.Config{}, 0, func(c *driver.Config) {
					c.Observe = func(o driver.Observation) {
						if a, ok := o.Action.(*voice.Alert); ok && !a.Warning {
							codes = append(codes, a.Code)
						}
					}
				})
				h.brief()
				call := h.make(bare + "&Twiml=" + escape(tt.text))
				h.step(&voice.Answered{Call: sidOf(t, call)})
				time.Sleep(time.Minute)
				synctest.Wait()
				assert.Equal(t, tt.codes, codes)
				heard := slices.DeleteFunc(h.phones.take(), func(line string) bool { return line == "hangup" || strings.HasPrefix(line, "dial") })
				assert.Equal(t, append([]string{}, tt.heard...), append([]string{}, heard...))
				h.close()
			})
		})
	}
}

const apology = "We are sorry. An application error has occurred. Goodbye."

// escape writes a document as a form does.
func escape(text string) string {
	return strings.NewReplacer("<", "%3C", ">", "%3E", "/", "%2F", "=", "%3D", "?", "%3F", " ", "+").Replace(text)
}

// Who answered is told while the call lives, and afterwards, also to somebody who
// never looked at it before.
func TestAnsweredBy(t *testing.T) {
	tests := []struct {
		detected string
		want     any
	}{
		{"human", "human"},
		{"machine_end_beep", "machine"},
		{"fax", nil},
		{"unknown", nil},
	}
	for _, tt := range tests {
		t.Run(tt.detected, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := open(t, rest.Config{})
				for range 2 {
					call := h.make(good + "&MachineDetection=Enable")
					s := sidOf(t, call)
					h.step(&voice.Answered{Call: s})
					synctest.Wait()
					assert.Equal(t, []string{"dial client:alice from desk for 1m0s"}, h.phones.take(), "the document waits")
					h.step(&voice.MachineDetected{Call: s, AnsweredBy: tt.detected})
					synctest.Wait()
					assert.Equal(t, []string{"say Hello."}, h.phones.take())
					if h.Len() == 2 {
						h.step(&voice.HungUp{Call: s})
						synctest.Wait()
					}
					assert.Equal(t, tt.want, h.Get(call).Body["answered_by"])
				}
				h.close()
			})
		})
	}
}

// A redirect of what cannot be redirected changes nothing else either.
func TestRefusedRedirect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, rest.Config{})
		var p progress
		h.app.Handle("/status", &p)
		s := h.arrive("/dial")
		synctest.Wait()
		leg := h.Get("/Calls.json?ParentCallSid=" + s.String()).SIDs("calls")[0]
		h.refused(h.Post("/Calls/"+leg+".json", "Twiml=x&StatusCallback=https://app.example/status"), 400, 21220, "Call is not in-progress")
		h.step(&voice.HungUp{Call: parse(t, leg)})
		assert.Empty(t, p.take())

		call := h.make(bare + "&Twiml=%3CResponse%3E%3CSay%3EFirst.%3C%2FSay%3E%3C%2FResponse%3E")
		const elsewhere = "Url=https://app.example/elsewhere"
		h.refused(h.Post(call, elsewhere), 400, 21220, "Call is not in-progress. Cannot redirect.")
		h.step(&voice.Ringing{Call: sidOf(t, call)})
		h.refused(h.Post(call, elsewhere), 400, 21220, "Call is not in-progress")
		synctest.Wait()
		h.phones.take()
		h.step(&voice.Answered{Call: sidOf(t, call)})
		synctest.Wait()
		assert.Equal(t, []string{"say First."}, h.phones.take())
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		h.refused(h.Serve(h.Request("POST", call, "Twiml=second").WithContext(ctx)), 503, 20503, "Service unavailable")
		synctest.Wait()
		assert.Empty(t, h.phones.take())
		require.Equal(t, 200, h.Post(call, elsewhere).Status)
		synctest.Wait()
		assert.Equal(t, []string{"stop", "say Elsewhere."}, h.phones.take())
		h.close()
	})
}
