package voice_test

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// house is a host without media. It plays the callers, the workers' phones and
// the application: it serves pages at once, in the order of the requests, and
// leaves everything else to the test. After each step all invariants are
// checked. Everybody has a name, and what is printed shows names for SIDs.
type house struct {
	t       testing.TB
	machine *voice.Machine
	engine  *taskrouter.Engine
	now     time.Time
	loud    bool // print the events of router and queues too

	pages   map[string]page   // by path
	answer  string            // the JSON that the application answers to a callback; "" for no answer yet
	pending []voice.Input     // answers that are on their way
	slow    []*voice.Fetch    // requests of pages that do not come by themselves
	media   map[string]*media // what each call hears
	sids    map[string]string // name → SID
	names   map[string]string // SID → name
	tasks   []taskrouter.TaskSID
	offers  []taskrouter.ReservationSID
	fetches []*voice.Fetch // ever
	actions []voice.Action // ever
	events  []taskrouter.Event
	live    []voice.CallSID

	recordings []voice.RecordingSID // ever
	restarts   uint64
}

// page is what the application has at a path.
type page struct {
	status    int
	media     string
	body      string
	from      string // the URL after redirects
	slow      bool
	exception int // the code with which the request fails
}

// media is an operation that a call hears.
type media struct {
	op     voice.Op
	gather bool
	record bool
}

const site = "https://app.example"

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// opened says what differs from an ordinary house.
type opened struct {
	queues   queue.Config
	limits   taskrouter.Limits
	norouter bool
	single   bool // a single-tasking workspace
	config   voice.Config
}

// openHouse makes a workspace with one task queue for everybody, Everyone, and
// the workflow Support that leads to it; a reservation lasts 120 seconds. The
// application answers callbacks only when it is told to.
func openHouse(t testing.TB, o opened) *house {
	h := &house{
		t: t, now: start, pages: map[string]page{}, media: map[string]*media{}, sids: map[string]string{}, names: map[string]string{},
	}
	var err error
	h.engine, err = taskrouter.New(taskrouter.Config{Created: start, Limits: o.limits, SingleTasking: o.single})
	require.NoError(t, err)
	cfg := o.config
	if !o.norouter {
		cfg.Router = h.engine
	}
	cfg.Queues, err = queue.New(o.queues)
	require.NoError(t, err)
	h.machine, err = voice.New(cfg)
	require.NoError(t, err)
	if o.norouter {
		return h
	}
	for a := range h.engine.Activities() {
		h.call("WA", a.FriendlyName, a.SID.String())
	}
	h.do(&voice.Command{Command: &taskrouter.CreateTaskQueue{FriendlyName: "Everyone"}})
	q, _ := h.engine.TaskQueueByName("Everyone")
	h.call("WQ", "Everyone", q.SID.String())
	h.workflow("Support", `{"task_routing":{"default_filter":{"queue":"${WQ Everyone}"}}}`, 0)
	return h
}

func (h *house) workflow(name, configuration string, timeout time.Duration) {
	h.do(&voice.Command{Command: &taskrouter.CreateWorkflow{
		FriendlyName: name, Configuration: h.filled(configuration), TaskReservationTimeout: timeout,
		AssignmentCallbackURL: site + "/assign", FallbackAssignmentCallbackURL: site + "/assign-again",
	}})
	w, _ := h.engine.WorkflowByName(name)
	h.call("WW", name, w.SID.String())
}

// call gives a SID a name.
func (h *house) call(kind, name, sid string) {
	h.sids[kind+" "+name] = sid
	h.names[sid] = name
}

// sid returns the SID of a name, and one that belongs to nothing for a name
// that nothing has.
func (h *house) sid(kind, name string) string {
	if sid, ok := h.sids[kind+" "+name]; ok {
		return sid
	}
	sid := fmt.Sprintf("%s%032x", kind, len(h.sids)+1)
	h.call(kind, name, sid)
	return sid
}

func (h *house) callSID(name string) voice.CallSID {
	sid, err := queue.ParseCallSID(h.sid("CA", name))
	require.NoError(h.t, err)
	return sid
}

var (
	sidPattern  = regexp.MustCompile(`\b(AC|CA|CF|RE|QU|WW|WT|WR|WK|WA|WQ)[0-9a-f]{32}`)
	namePattern = regexp.MustCompile(`\$\{(..) ([^}]+)\}`)
)

// filled replaces ${WW Support} by the SID of that name.
func (h *house) filled(text string) string {
	return namePattern.ReplaceAllStringFunc(text, func(found string) string {
		return h.sid(found[2:4], found[5:len(found)-1])
	})
}

// named replaces SIDs by names.
func (h *house) named(text string) string {
	return sidPattern.ReplaceAllStringFunc(text, func(sid string) string {
		if name, ok := h.names[sid]; ok {
			return name
		}
		return sid
	})
}

// do takes in one input, and the answers that follow from it at once. It returns
// what was to be seen.
func (h *house) do(in voice.Input) string {
	h.t.Helper()
	var b strings.Builder
	for h.pending = append(h.pending, in); len(h.pending) > 0; {
		in := h.pending[0]
		h.pending = h.pending[1:]
		actions, err := h.machine.Step(h.now, in)
		b.WriteString(h.saw(actions, err))
	}
	return b.String()
}

// saw carries out actions, prints them, and checks that all is well.
func (h *house) saw(actions []voice.Action, err error) string {
	h.t.Helper()
	var b strings.Builder
	h.actions = append(h.actions, actions...)
	for c := range h.machine.Conferences() {
		h.meets(c.SID, c.FriendlyName)
	}
	for _, a := range actions {
		h.learn(a)
	}
	for _, a := range actions {
		if line := h.print(a); line != "" {
			b.WriteString(line)
		}
	}
	if err != nil {
		b.WriteString("refused: " + h.named(err.Error()) + "\n")
	}
	require.NoError(h.t, h.machine.Check())
	require.NoError(h.t, h.engine.Check())
	return b.String()
}

// learn names what is new, and carries out what needs no telephones.
func (h *house) learn(action voice.Action) {
	h.learnMedia(action)
	switch a := action.(type) {
	case *voice.Fetch:
		h.fetches = append(h.fetches, a)
		h.serve(a)
	case *voice.Say:
		h.media[h.names[a.Call.String()]] = &media{op: a.Op}
	case *voice.Play:
		h.media[h.names[a.Call.String()]] = &media{op: a.Op}
	case *voice.Gather:
		h.media[h.names[a.Call.String()]] = &media{op: a.Op, gather: true}
	case *voice.CallEnded:
		h.live = slices.DeleteFunc(h.live, func(s voice.CallSID) bool { return s == a.Call })
	case *voice.Dial:
		h.live = append(h.live, a.Call)
		if h.names[a.Call.String()] != "" { // a call of the application has one
			break
		}
		name := strings.TrimPrefix(a.To, "client:")
		for n := 2; h.sids["CA "+name] != ""; n++ {
			name = fmt.Sprintf("%s#%d", strings.TrimPrefix(a.To, "client:"), n)
		}
		h.call("CA", name, a.Call.String())
	case *voice.ConferenceEnded:
		h.meets(a.Conference, a.FriendlyName)
	case *voice.Callback:
		if h.answer != "" {
			h.pending = append(h.pending, h.instruction(a.Request.ReservationSID, h.answer))
		}
	case *voice.Routed:
		h.events = append(h.events, a.Event)
		switch a.Event.Type {
		case taskrouter.TaskCreated:
			h.tasks = append(h.tasks, a.Event.TaskSID)
			h.call("WT", fmt.Sprintf("T%d", len(h.tasks)), a.Event.TaskSID.String())
		case taskrouter.ReservationCreated:
			h.offers = append(h.offers, a.Event.ReservationSID)
			h.call("WR", fmt.Sprintf("R%d", len(h.offers)), a.Event.ReservationSID.String())
		}
	case *voice.Queued:
		if a.Event.Type == queue.QueueCreated {
			h.call("QU", "queue("+h.named(a.Event.FriendlyName)+")", a.Event.Queue.String())
		}
	}
}

// meets names a conference as the application does, "#2" if there was one of that
// name before.
func (h *house) meets(s voice.ConferenceSID, friendly string) {
	if h.names[s.String()] != "" {
		return
	}
	friendly = h.named(friendly)
	name := friendly
	for n := 2; h.sids["CF "+name] != ""; n++ {
		name = fmt.Sprintf("%s#%d", friendly, n)
	}
	h.call("CF", name, s.String())
}

// serve answers a request from the pages, or keeps it.
func (h *house) serve(f *voice.Fetch) {
	u, err := url.Parse(f.URL)
	require.NoError(h.t, err)
	p, ok := h.pages[u.Path]
	switch {
	case p.slow:
		h.slow = append(h.slow, f)
	case !ok:
		h.pending = append(h.pending, &voice.Fetched{Op: f.Op, Status: 404, ContentType: "text/plain", Body: []byte("not found")})
	default:
		h.pending = append(h.pending, h.reply(f, p))
	}
}

func (h *house) reply(f *voice.Fetch, p page) voice.Input {
	if p.exception != 0 {
		return &voice.FetchFailed{Op: f.Op, Code: p.exception, Message: "it failed"}
	}
	return &voice.Fetched{Op: f.Op, Status: p.status, ContentType: p.media, URL: p.from, Body: []byte(h.filled(p.body))}
}

// pass lets time pass, deadline by deadline.
func (h *house) pass(d time.Duration) string {
	h.t.Helper()
	var b strings.Builder
	until := h.now.Add(d)
	for {
		next, ok := h.machine.Deadline()
		if !ok || next.After(until) {
			break
		}
		if next.After(h.now) {
			h.now = next
		}
		b.WriteString(h.do(&voice.Tick{}))
	}
	h.now = until
	b.WriteString(h.do(&voice.Tick{}))
	return b.String()
}

// arrive lets a call arrive.
func (h *house) arrive(name, path string) string {
	h.live = append(h.live, h.callSID(name))
	return h.do(&voice.CallArrived{Call: h.callSID(name), From: "+15550001", To: "+15559000", URL: site + path})
}

// close lets everybody hang up, and every request come to an end. Nothing may be
// left then.
func (h *house) close() {
	for len(h.live) > 0 {
		h.do(&voice.HungUp{Call: h.live[len(h.live)-1]})
	}
	for _, f := range h.slow {
		h.do(&voice.FetchFailed{Op: f.Op})
	}
	for _, s := range h.recordings {
		h.do(&voice.RecordingChanged{Recording: s, Status: twiml.RecordingAbsent})
	}
	require.Empty(h.t, h.machine.Left())
}

// line prints one thing that happened, with the time since the house opened.
func (h *house) line(format string, args ...any) string {
	at := h.now.Sub(start)
	text := strings.TrimRight(h.named(fmt.Sprintf(format, args...)), " ")
	return fmt.Sprintf("%d:%02d ", int(at.Minutes()), int(at.Seconds())%60) + text + "\n"
}

// standard are the parameters that every request has.
var standard = map[string]bool{
	"CallSid": true, "AccountSid": true, "ConferenceSid": true, "FriendlyName": true, "Timestamp": true, "From": true, "To": true, "ApiVersion": true, "Direction": true, "Caller": true, "Called": true,
}

// usuallyFalse are those of a conference's callbacks that are shown when they are
// true.
var usuallyFalse = map[string]bool{
	"Muted": true, "Hold": true, "Coaching": true, "StartConferenceOnEnter": true, "EndConferenceOnExit": true,
}

func (h *house) print(action voice.Action) string {
	switch a := action.(type) {
	case *voice.Fetch:
		var extra strings.Builder
		for _, p := range a.Params {
			if !standard[p.Name] && (p.Name != "CallStatus" || p.Value != "in-progress") && !(p.Value == "false" && usuallyFalse[p.Name]) {
				extra.WriteString(" " + p.Name + "=" + p.Value)
			}
		}
		return h.line("%s %s %s (%s)%s", a.Call, a.Method, strings.TrimPrefix(a.URL, site), a.Purpose, extra.String())
	case *voice.Answer:
		return h.line("%s answer", a.Call)
	case *voice.Reject:
		return h.line("%s reject %s", a.Call, a.Reason)
	case *voice.Hangup:
		return h.line("%s hang up", a.Call)
	case *voice.Say:
		return h.line("%s say %q", a.Call, a.Text)
	case *voice.Play:
		return h.line("%s play %s%s", a.Call, strings.TrimPrefix(a.URL, site), a.Digits)
	case *voice.Pause:
		return h.line("%s pause %v", a.Call, a.Length)
	case *voice.Hold:
		return h.line("%s %s", a.Call, map[bool]string{false: "hold", true: "silence"}[a.Silent])
	case *voice.Stop:
		return h.line("%s stop", a.Call)
	case *voice.Gather:
		return h.line("%s gather with %d prompts", a.Call, len(a.Prompts))
	case *voice.Dial:
		var text strings.Builder
		for _, x := range []struct{ name, value string }{{" digits=", a.SendDigits}, {" record=", a.Recording.Mode}} {
			if x.value != "" {
				text.WriteString(x.name + x.value)
			}
		}
		return h.line("%s ring %s from %s for %v%s", a.Call, a.To, a.From, a.Timeout, text.String()+dialed(a))
	case *voice.Bridge:
		return h.line("%s -- %s bridged %s", a.Caller, a.Agent, a.Recording.Mode)
	case *voice.Unbridge:
		return h.line("%s || %s parted", a.Caller, a.Agent)
	case *voice.Join:
		return h.line("%s joins %s%s", a.Call, a.Conference, manner(a.Muted, a.Coach)+recorded(&a.Recording))
	case *voice.Part:
		return h.line("%s parts from %s", a.Call, a.Conference)
	case *voice.Modify:
		return h.line("%s in %s now%s", a.Call, a.Conference, cmp.Or(manner(a.Muted, a.Coach), " heard by all"))
	case *voice.Beep:
		return h.line("%s beep", a.Conference)
	case *voice.ConferenceEnded:
		return h.line("%s ended: %s", a.Conference, a.Reason)
	case *voice.Callback:
		return h.line("callback %s: %s for %s", a.Request.ReservationSID, a.Request.WorkerName, a.Request.TaskSID)
	case *voice.TaskEnded:
		return h.line("%s has no task any more: %s %s (%s)", a.Call, a.Task, a.Status, a.Reason)
	case *voice.CallEnded:
		return h.line("%s over: %s after %v", a.Call, a.Status, a.Duration)
	case *voice.Alert:
		level := "error"
		if a.Warning {
			level = "warning"
		}
		return h.line("%s %s %d", a.Call, level, a.Code)
	case *voice.Routed:
		if h.loud {
			return h.line("  router: %s", h.routed(&a.Event))
		}
	case *voice.Queued:
		if h.loud {
			return h.line("  queues: %s", queued(&a.Event))
		}
	default:
		text, ok := h.printMedia(action)
		if !ok {
			h.t.Fatalf("unknown action %T", action)
		}
		return text
	}
	return ""
}

// manner says who hears a participant.
func manner(muted bool, coach voice.CallSID) string {
	switch {
	case muted:
		return " muted"
	case !coach.IsZero():
		return " heard by " + coach.String()
	}
	return ""
}

func recorded(r *voice.Recording) string {
	if r.Mode == "" {
		return ""
	}
	return fmt.Sprintf(", %s %s %s", r.Mode, r.Trim, r.Channels)
}

func (h *house) routed(ev *taskrouter.Event) string {
	text := string(ev.Type)
	if !ev.ReservationSID.IsZero() {
		text += " " + ev.ReservationSID.String()
	}
	if !ev.TaskSID.IsZero() {
		text += " " + ev.TaskSID.String()
	}
	if ev.WorkerName() != "" {
		text += " " + ev.WorkerName()
	}
	if a, ok := ev.Activity(); ok && ev.Type == taskrouter.WorkerActivityUpdate {
		text += " " + a.FriendlyName
	}
	if ev.TaskReason() != "" {
		text += " (" + ev.TaskReason() + ")"
	}
	if code, _, ok := ev.Alert(); ok {
		text += fmt.Sprintf(" %d", code)
	}
	return text
}

func queued(ev *queue.Event) string {
	var text strings.Builder
	text.WriteString(ev.Type.String())
	for _, part := range []string{ev.FriendlyName, ev.Call.String(), ev.Agent.String(), string(ev.Result), string(ev.Status)} {
		if part != "" {
			text.WriteString(" " + part)
		}
	}
	return text.String()
}

// fetched returns the requests for a purpose so far.
func (h *house) fetched(purpose voice.Purpose) []*voice.Fetch {
	var list []*voice.Fetch
	for _, f := range h.fetches {
		if f.Purpose == purpose {
			list = append(list, f)
		}
	}
	return list
}
