package voice_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// TestDocumentsOfManyVerbs: the largest documents there can be, run to their end
// in one step.
func TestDocumentsOfManyVerbs(t *testing.T) {
	for _, verb := range []string{
		`<Leave/>`, `<Enqueue/>`, `<Dial/>`, `<Dial><Queue>x</Queue></Dial>`, `<x/>`, `<Play/>`, `<Dial a="b"/>`, `<!--x-->`,
		`<Enqueue workflowSid="${WW Nowhere}"/>`, `<Dial><Queue reservationSid="${WR Nobody}"/></Dial>`,
	} {
		t.Run(verb, func(t *testing.T) {
			h := openHouse(t, opened{})
			verb := h.filled(verb)
			h.pages["/in"] = page{media: "text/xml", body: "<Response>" + strings.Repeat(verb, 65_000/len(verb)) + "</Response>"}
			text := h.arrive("caller", "/in")
			assert.True(t, strings.HasSuffix(text, "0:00 caller hang up\n0:00 caller over: completed after 0s\n"))
			require.Empty(t, h.machine.Left())
		})
	}
}

// TestAnswersOfAllSizes: what is too large is refused, whatever it is said to be.
func TestAnswersOfAllSizes(t *testing.T) {
	for _, x := range []struct {
		name, media, body string
		want              string // the alert
	}{
		{"a document", "text/xml", "<Response>" + strings.Repeat(" ", 65_536-21) + "</Response>", ""},
		{"a large document", "text/xml", "<Response>" + strings.Repeat(" ", 65_536-20) + "</Response>", "error 11750"},
		{"large text", "text/plain", strings.Repeat("x", 65_537), "error 11750"},
		{"text", "text/plain", strings.Repeat("é", 4096), ""},
		{"long text", "text/plain", strings.Repeat("é", 4097), "warning 13521"},
		{"no text", "text/plain", " \n ", "error 11770"},
		{"odd bytes", "text/plain", "a\xffb", ""},
		{"large audio", "audio/wav", strings.Repeat("x", 100_000), ""},
	} {
		t.Run(x.name, func(t *testing.T) {
			h := openHouse(t, opened{})
			h.pages["/in"] = page{media: x.media, body: x.body}
			text := h.arrive("caller", "/in")
			if x.want == "" {
				assert.NotRegexp(t, "error [0-9]|warning", text)
			} else {
				assert.Contains(t, text, "caller "+x.want)
			}
		})
	}
}

// TestTaskAttributesThatCannotBe: what is no JSON object, or too much of one, is
// no task.
func TestTaskAttributesThatCannotBe(t *testing.T) {
	deep := strings.Repeat("[", 63) + strings.Repeat("]", 63)
	for _, x := range []struct {
		name, body string
		want       int
	}{
		{"an array", `[1]`, 14221},
		{"a number", `1`, 14221},
		{"null", `null`, 14221},
		{"single quotes", `{'a': 1}`, 14221},
		{"nothing", ``, 14221},
		{"two objects", `{} {}`, 14221},
		{"as deep as can be", `{"a":` + deep + `}`, 0},
		{"too deep", `{"a":[` + deep + `]}`, 14221},
		{"blanks around", " \n {\"a\": 1} \n", 0},
		{"too long", `{"a":"` + strings.Repeat("x", 4000) + `"}`, 14222},
	} {
		t.Run(x.name, func(t *testing.T) {
			h := openHouse(t, opened{})
			h.pages["/in"] = page{media: "text/xml", body: `<Response><Enqueue workflowSid="${WW Support}" action="after"><Task>` + x.body + `</Task></Enqueue></Response>`}
			text := h.arrive("caller", "/in")
			if x.want == 0 {
				assert.Len(t, h.tasks, 1)
				return
			}
			assert.Contains(t, text, "caller error "+strconv.Itoa(x.want))
			assert.Empty(t, h.tasks)
			assert.Equal(t, "error", h.fetched(voice.ForEnqueueAction)[0].Param("QueueResult"))
		})
	}
}

// TestParamsOfAQuery: they are encoded in their order.
func TestParamsOfAQuery(t *testing.T) {
	f := voice.Fetch{Params: []voice.Param{{Name: "b", Value: "1 & 2"}, {Name: "a", Value: "é"}}}
	assert.Equal(t, "b=1+%26+2&a=%C3%A9", f.Encode())
	assert.Equal(t, "é", f.Param("a"))
	assert.Empty(t, f.Param("c"))
}

// TestGatherTellsTheHostEverything that its attributes say, and the defaults.
func TestGatherTellsTheHostEverything(t *testing.T) {
	h := openHouse(t, opened{})
	h.pages["/in"] = page{media: "text/xml", body: `<Response><Gather input="speech dtmf" timeout="3" numDigits="4" finishOnKey="" hints="yes,no"
		language="de-DE" bargeIn="false" maxSpeechTime="20" speechTimeout="2" profanityFilter="false"><Play>a.mp3</Play><Play/></Gather></Response>`}
	h.pages["/plain"] = page{media: "text/xml", body: `<Response><Gather/></Response>`}
	h.arrive("caller", "/in")
	h.arrive("other", "/plain")
	var gathers []*voice.Gather
	for _, a := range h.actions {
		if g, ok := a.(*voice.Gather); ok {
			gathers = append(gathers, g)
		}
	}
	require.Len(t, gathers, 2)
	caller := h.callSID("caller")
	assert.Equal(t, &voice.Gather{
		Op: gathers[0].Op, Call: caller, Prompts: []voice.Action{&voice.Play{Call: caller, URL: site + "/a.mp3", Loop: 1}},
		Input: []twiml.GatherInput{twiml.InputSpeech, twiml.InputDTMF}, Timeout: 3 * time.Second, NumDigits: 4, Hints: "yes,no", Language: "de-DE",
		MaxSpeechTime: 20 * time.Second, SpeechTimeout: 2 * time.Second, SpeechModel: "default",
	}, gathers[0])
	assert.Equal(t, &voice.Gather{
		Op: gathers[1].Op, Call: h.callSID("other"), Input: []twiml.GatherInput{twiml.InputDTMF}, Timeout: 5 * time.Second, FinishOnKey: "#",
		BargeIn: true, Language: "en-US", SpeechTimeout: 5 * time.Second, MaxSpeechTime: time.Minute, SpeechModel: "default", ProfanityFilter: true,
	}, gathers[1])
}

// amnesiac is a router that says nothing of the task it makes.
type amnesiac struct{ *taskrouter.Engine }

func (r amnesiac) Apply(now time.Time, cmd taskrouter.Command) ([]taskrouter.Event, error) {
	_, err := r.Engine.Apply(now, cmd)
	return nil, err
}

func TestARouterThatMakesNoTask(t *testing.T) {
	h := openHouse(t, opened{})
	h.machine, _ = voice.New(voice.Config{Router: amnesiac{h.engine}})
	h.pages["/in"] = page{media: "text/xml", body: `<Response><Enqueue workflowSid="${WW Support}"/></Response>`}
	assert.Contains(t, h.arrive("caller", "/in"), "caller error 14222")
}

// TestAWorkflowWithoutCallback: the reservation waits for the application.
func TestAWorkflowWithoutCallback(t *testing.T) {
	h := openHouse(t, opened{})
	url := ""
	w, _ := h.engine.WorkflowByName("Support")
	h.do(&voice.Command{Command: &taskrouter.UpdateWorkflow{SID: w.SID, AssignmentCallbackURL: &url, FallbackAssignmentCallbackURL: &url}})
	h.do(&voice.Command{Command: newWorker(h)})
	h.pages["/in"] = page{media: "text/xml", body: `<Response><Enqueue workflowSid="${WW Support}"/></Response>`}
	text := h.arrive("caller", "/in")
	assert.NotContains(t, text, "callback")
	assert.Len(t, h.offers, 1)
}

// TestPasswordsInWhisperURLs: the same where a whisper is left out, and where a
// fallback URL is refused.
func TestPasswordsInWhisperURLs(t *testing.T) {
	h := openHouse(t, opened{})
	h.pages["/in"] = page{media: "text/xml", body: `<Response><Enqueue waitUrl="">q</Enqueue></Response>`}
	h.pages["/agent"] = page{media: "text/xml", body: `<Response><Dial><Queue url="https://user:pass@app.example/whisper">q</Queue></Dial></Response>`}
	h.pages["/whisper"] = page{slow: true}
	h.arrive("caller", "/in")
	h.arrive("agent", "/agent")
	require.Len(t, h.slow, 1)
	actions, err := h.machine.Step(h.now, &voice.FetchFailed{Op: h.slow[0].Op})
	require.NoError(t, err)
	var said strings.Builder
	for _, action := range actions {
		if alert, ok := action.(*voice.Alert); ok {
			said.WriteString(alert.Message + "\n")
		}
	}
	assert.Contains(t, said.String(), "the whisper document https://app.example/whisper is left out")
	assert.NotContains(t, said.String(), "pass")

	_, err = h.machine.Step(h.now, &voice.CallArrived{Call: h.callSID("x"), URL: site, FallbackURL: "ftp://user:pass@app.example"})
	require.ErrorContains(t, err, "ftp://app.example")
	assert.NotContains(t, err.Error(), "pass")
	h.close()
}

// TestPasswordsInURLs: no message has them, whether the URL is one or not.
func TestPasswordsInURLs(t *testing.T) {
	const page = "https://user:pass@app.example/in"
	for name, answer := range map[string]voice.Input{
		"not there":     &voice.Fetched{Status: 404},
		"not fetched":   &voice.FetchFailed{Message: "it failed"},
		"empty":         &voice.Fetched{},
		"sent astray":   &voice.Fetched{URL: "ftp://user:pass@app.example"},
		"sent nowhere":  &voice.Fetched{URL: "https://user:pass@%"},
		"speaks at all": &voice.Fetched{ContentType: "text/plain", Body: []byte(strings.Repeat("a", 5000))},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := voice.New(voice.Config{})
			require.NoError(t, err)
			call, _ := queue.ParseCallSID("CA0123456789abcdef0123456789abcdef")
			actions, err := m.Step(start, &voice.CallArrived{Call: call, URL: page})
			require.NoError(t, err)
			f := actions[0].(*voice.Fetch)
			assert.Equal(t, page, f.URL)
			switch answer := answer.(type) {
			case *voice.Fetched:
				answer.Op = f.Op
			case *voice.FetchFailed:
				answer.Op = f.Op
			}
			actions, err = m.Step(start, answer)
			require.NoError(t, err)
			alert, ok := actions[0].(*voice.Alert)
			require.True(t, ok)
			assert.NotContains(t, alert.Message, "pass")
			assert.Contains(t, alert.Message, "https://app.example/in: ")
			_, err = m.Step(start, &voice.RedirectCall{Call: call, URL: "ftp://user:pass@app.example"})
			require.ErrorContains(t, err, "ftp://app.example")
			assert.NotContains(t, err.Error(), "pass")
		})
	}
}
