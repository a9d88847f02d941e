package voicetest_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
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
)

// recorder is a test that takes down its failures.
type recorder struct{ failures []string }

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}
func (r *recorder) Fatalf(format string, args ...any) { r.Errorf(format, args...) }

func TestAHandlerIsTheWholeApplication(t *testing.T) {
	app := http.NewServeMux()
	var workflow string
	app.HandleFunc("/in", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/moved/in", http.StatusSeeOther)
	})
	app.HandleFunc("/moved/in", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/xml")
		fmt.Fprintf(w, `<Response><Enqueue workflowSid="%s" action="after" method="GET" waitUrl="/wait?style=soft" waitUrlMethod="GET"/></Response>`, workflow)
	})
	var queries []string
	for _, path := range []string{"/moved/after", "/wait"} {
		app.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			queries = append(queries, r.URL.Path+" "+r.FormValue("style")+r.FormValue("QueueResult")+r.FormValue("QueuePosition"))
			w.Header().Set("Content-Type", "text/xml")
			fmt.Fprint(w, `<Response><Pause length="30"/></Response>`)
		})
	}
	app.HandleFunc("/assignment", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"instruction": "dequeue", "to": %q}`, "client:"+strings.ToLower(r.FormValue("WorkerName")))
	})
	net := voicetest.New(t, voicetest.Config{Handler: app})
	workflow = net.Workflow("Support", "").String()
	net.Number(line, "/in")
	alice := net.Worker("Alice", "").AnswersAfter(time.Second).TalksFor(time.Second)
	call := net.Person("+1").Calls(line)
	net.Run()
	assert.Equal(t, time.Second, call.TalkedTo(alice))
	assert.Equal(t, []string{"/wait soft1", "/moved/after bridged"}, queries)
	documents := net.Requests(voice.ForDocument)
	require.Len(t, documents, 1)
	assert.Equal(t, voicetest.Site+"/moved/in", documents[0].Answer.URL)
	assert.Equal(t, voicetest.Start, documents[0].At)
	assert.Empty(t, net.Left())
}

func TestWhatAHandlerAnswersToACallback(t *testing.T) {
	for _, tt := range []struct {
		name, media, body string
		status            int
		want              string // the reservation's state
	}{
		{"accept", "application/json", `{"instruction":"accept"}`, 200, "accepted"},
		{"nothing", "", "", 200, "pending"},
		{"no content", "", "", 204, "pending"},
		{"no instruction", "application/json", `{"instruction":"dance"}`, 200, "pending"},
		{"a text", "text/plain", "accept", 200, "canceled"},
		{"an error", "application/json", "{}", 500, "canceled"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			asked := 0
			net := voicetest.New(t, voicetest.Config{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/assignment" {
					http.NotFound(w, r)
					return
				}
				asked++
				w.Header().Set("Content-Type", tt.media)
				w.WriteHeader(tt.status)
				_, _ = w.Write([]byte(tt.body))
			})})
			net.Number(line, "/in")
			net.Page("/in", `<Response><Enqueue workflowSid="`+net.Workflow("Support", "").String()+`"/></Response>`)
			net.Worker("Alice", `{"contact_uri": "sip:alice@example.com"}`)
			net.Person("+1").GivesUpAfter(time.Minute).Calls(line)
			net.RunFor(time.Second)
			r, ok := net.Engine().Reservation(net.Callbacks()[0].Request.ReservationSID)
			require.True(t, ok)
			assert.Equal(t, tt.want, string(r.ReservationStatus))
			assert.NotZero(t, asked)
			net.Run()
		})
	}
}

func TestNobodyIsAsked(t *testing.T) {
	net := voicetest.New(t, voicetest.Config{})
	net.Page(voicetest.Site+"/in", `<Response><Enqueue workflowSid="`+net.Workflow("Support", "").String()+`" waitUrl="nowhere"/></Response>`)
	net.Number(line, "https://elsewhere.example/in", voicetest.Site+"/in")
	net.Worker("Alice", "")
	net.Person("+1").Calls(line)
	net.Run()
	assert.Equal(t, 404, net.Requests(voice.ForWait)[0].Answer.Status)
	assert.Len(t, net.Callbacks(), 1)
}

func TestSlowAnswersAndFailures(t *testing.T) {
	net := center(t, voicetest.Config{Assign: func(*voice.Callback) voicetest.Answer { return voicetest.Answer{Fails: true, Takes: 3 * time.Second} }})
	net.PageFunc("/after", func(*voice.Fetch) voicetest.Document {
		return voicetest.Document{Body: "<Response><Say>at last</Say></Response>", Takes: 4 * time.Second}
	})
	net.PageFunc("/wait", func(*voice.Fetch) voicetest.Document { return voicetest.Document{Fails: 11200} })
	in := net.Workflow("Other", "")
	net.Page("/in", `<Response><Enqueue workflowSid="`+in.String()+`" waitUrl="/wait" action="/after"/></Response>`)
	call := net.Person("+1").Named("John").Calls(line)
	net.Run()
	is(t, `
		0:00 John calls +18005550100
		0:00 John is answered
		0:04 John hears "at last"
		0:05 John's call is over: the other side hung up`, call.Transcript())
	assert.Equal(t, []string{"error"}, results(net))
}

func TestThingsHappenInBetween(t *testing.T) {
	net := center(t, voicetest.Config{Start: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), Lasts: func(voice.Action) time.Duration { return 2 * time.Minute }})
	net.Page("/sorry", `<Response><Say>Sorry.</Say></Response>`)
	call := net.Person("+1").Calls(line)
	net.In(time.Hour, func() {
		assert.NoError(t, net.Do(&voice.RedirectCall{Call: call.SID(), URL: voicetest.Site + "/sorry"}))
	})
	assert.NoError(t, net.Change(func(now time.Time, d *queue.Directory) ([]queue.Event, error) {
		_, events, err := d.Create(now, queue.CreateQueue{FriendlyName: "vip"})
		return events, err
	}))
	assert.Error(t, net.Change(func(time.Time, *queue.Directory) ([]queue.Event, error) { return nil, errors.New("no") }))
	net.Run()
	assert.Equal(t, "2030-01-01T01:02:00Z", net.Now().Format(time.RFC3339))
	assert.Contains(t, call.Transcript(), "1:02:00 +1's call is over")
	assert.Equal(t, []string{"redirected"}, results(net))
	assert.NotNil(t, taskrouter.Find(net.Events(), taskrouter.TaskCanceled))
	_, ended := net.Ended(voice.CallSID{})
	assert.False(t, ended)
	assert.Empty(t, net.Alerts())
	assert.Error(t, net.Do(nil))
}

func TestFailuresAreTheTests(t *testing.T) {
	var r recorder
	take := func() string {
		text := strings.Join(r.failures, "\n")
		r.failures = nil
		return text
	}
	net := voicetest.New(&r, voicetest.Config{Longest: time.Hour})
	net.Number(line, "/in")
	net.Page("/in", `<Response><Enqueue workflowSid="`+net.Workflow("Support", "").String()+`"/></Response>`)
	net.Person("+1").Named("John").Calls(line)
	net.Run()
	assert.Equal(t, "voicetest: Run: 1h0m0s have passed, and there are still: John", take())
	net.HangUpAll()
	assert.Empty(t, take())
	net.In(2*time.Hour, func() {})
	net.Run()
	assert.Equal(t, "voicetest: Run: 1h0m0s have passed, and there are still: things planned or asked for", take())
	net.Run()
	assert.Empty(t, take())
	net.Apply(&taskrouter.DeleteTask{})
	assert.Contains(t, take(), "voicetest: voice: Command: ")
	net.Worker("Alice", "[")
	assert.Contains(t, take(), `voicetest: Worker "Alice": attributes "[": want a JSON object`)
	net.GoesTo("Nobody", "Offline")
	assert.Equal(t, `voicetest: GoesTo: worker "Nobody", activity "Offline": want ones that are there`, take())
	voicetest.New(&r, voicetest.Config{Voice: voice.Config{DequeueStatusMethod: "PUT"}})
	assert.Contains(t, take(), "voicetest: Config.Voice: ")
	assert.Panics(t, func() { voicetest.New(nil, voicetest.Config{Workspace: taskrouter.Config{WrapUpTime: -1}}) })
}

func TestAnEngineOfTheTestsOwn(t *testing.T) {
	engine, err := taskrouter.New(taskrouter.Config{Created: voicetest.Start})
	require.NoError(t, err)
	net := voicetest.New(t, voicetest.Config{Voice: voice.Config{Router: engine}})
	assert.Same(t, engine, net.Engine())
	assert.NoError(t, net.Machine().Check())
	foreign := voicetest.New(t, voicetest.Config{Voice: voice.Config{Router: struct{ *taskrouter.Engine }{engine}}})
	assert.Nil(t, foreign.Engine())
	foreign.Number(line, "/in")
	foreign.Page("/in", `<Response><Say>Hello.</Say></Response>`)
	call := foreign.Person("+1").Calls(line)
	foreign.Run()
	assert.True(t, call.Heard("hello"))
}

func TestTransport(t *testing.T) {
	client := http.Client{Transport: voicetest.Transport(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/empty" {
			w.WriteHeader(http.StatusAccepted)
			w.WriteHeader(http.StatusOK) // too late
			return
		}
		fmt.Fprintf(w, "%s %s %s", r.Method, r.Host, r.URL.Path)
	}))}
	response, err := client.Get(voicetest.Site + "/x")
	require.NoError(t, err)
	text := make([]byte, 100)
	n, _ := response.Body.Read(text)
	assert.Equal(t, "GET app.example /x", string(text[:n]))
	assert.Equal(t, "text/plain; charset=utf-8", response.Header.Get("Content-Type"))
	response, err = client.Get(voicetest.Site + "/empty")
	require.NoError(t, err)
	assert.Equal(t, http.StatusAccepted, response.StatusCode)
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	request, err := http.NewRequestWithContext(ended, http.MethodGet, voicetest.Site, nil)
	require.NoError(t, err)
	_, err = client.Do(request)
	assert.ErrorIs(t, err, context.Canceled)
}

func TestMedia(t *testing.T) {
	_, err := voicetest.NewMedia(voicetest.MediaConfig{})
	assert.EqualError(t, err, "voicetest: MediaConfig.Clock: want the clock of the runner")
	s := serveCalls(t, 1, 100)
	var log []voicetest.Entry
	m, err := voicetest.NewMedia(voicetest.MediaConfig{Clock: realClock{}, Keep: true, Log: func(e voicetest.Entry) { log = append(log, e) }})
	require.NoError(t, err)
	m.Start(refusing{})
	m.Number(line, "/in")
	call := m.Person("+1").Calls(line)
	s.until("the call was refused", call.Over)
	assert.EqualError(t, m.Err(), "refused")
	m.Close()
	assert.Len(t, m.Calls(), 1)
	assert.Empty(t, m.Conversations())
	require.Len(t, log, 2)
	assert.Equal(t, "refused", log[1].Text)

	call = s.media.Person("+1").Calls(line)
	s.until("he is on hold", func() bool { return call.Heard("music") || call.Over() })
	assert.LessOrEqual(t, len(s.media.Calls()), 2)
	call.HangsUp()
	s.until("all have hung up", func() bool { return s.driver.Len() == 0 })
	s.close()
}

type refusing struct{}

func (refusing) Step(context.Context, voice.Input) error { return errors.New("refused") }

type realClock struct{}

func (realClock) Now() time.Time { return time.Now() }
func (realClock) Alarm(t time.Time) (<-chan time.Time, func() bool) {
	timer := time.NewTimer(time.Until(t))
	return timer.C, timer.Stop
}

func TestAlways(t *testing.T) {
	i := &instructions.Accept{}
	assert.Equal(t, voicetest.Answer{Instruction: i}, voicetest.Always(i)(nil))
}
