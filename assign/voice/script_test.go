package voice_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/internal/script"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// TestScripts plays the stories in testdata/script; README.md there describes
// the language. With ACD_SCRIPT_UPDATE=1 what they print is written into them.
// After each story everybody hangs up, and nothing may be left.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/script/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			playScript(t, file)
		})
	}
}

// playScript plays a story to its end and returns the house as it is then.
func playScript(t *testing.T, file string) *house {
	h := openHouse(t, opened{})
	script.Run(t, file, func(c *script.Command) string {
		text, err := h.command(c)
		if err != nil {
			t.Fatalf("%s:%d: %v", file, c.Line, err)
		}
		return folded(text)
	})
	t.Cleanup(h.close)
	return h
}

// folded shows lines that repeat once, and says how often.
func folded(text string) string {
	var b strings.Builder
	lines := strings.SplitAfter(text, "\n")
	for i := 0; i < len(lines); {
		size, times := repeats(lines[i:])
		b.WriteString(strings.Join(lines[i:i+size], ""))
		if times > 1 {
			fmt.Fprintf(&b, "… and so on, %d times\n", times)
		}
		i += size * times
	}
	return b.String()
}

// repeats finds how many lines in front repeat, three times or more.
func repeats(lines []string) (size, times int) {
	for size = 1; size <= 3; size++ {
		for times = 1; (times+1)*size <= len(lines) && slices.Equal(lines[:size], lines[times*size:(times+1)*size]); {
			times++
		}
		if times > 2 {
			return size, times
		}
	}
	return 1, 1
}

// command carries out one command of a script.
func (h *house) command(c *script.Command) (string, error) {
	if f, ok := scriptCommands[c.Name]; ok {
		return f(h, c)
	}
	return "", fmt.Errorf("unknown command %q", c.Name)
}

var scriptCommands map[string]func(*house, *script.Command) (string, error)

func init() {
	scriptCommands = map[string]func(*house, *script.Command) (string, error){
		"open": (*house).reopen, "events": (*house).showEvents, "pass": (*house).passTime, "show": (*house).show,
		"page": (*house).setPage, "come": (*house).come, "answer": (*house).setAnswer,
		"worker": (*house).newWorker, "activity": (*house).setActivity, "workflow": (*house).newWorkflow, "router": (*house).routerCommand,
		"queue": (*house).queueCommand, "call": (*house).newCall, "instruct": (*house).instruct,
		"played": (*house).played, "gathered": (*house).gathered, "failed": (*house).failed, "redirect": (*house).redirect, "dequeue": (*house).dequeue,
		"participant": (*house).participant, "end": (*house).endConference, "transfer": (*house).transfer,
	}
	maps.Copy(scriptCommands, mediaCommands)
	simple := map[string]func(voice.CallSID) voice.Input{
		"answered": func(s voice.CallSID) voice.Input { return &voice.Answered{Call: s} },
		"hangup":   func(s voice.CallSID) voice.Input { return &voice.HungUp{Call: s} },
		"star":     func(s voice.CallSID) voice.Input { return &voice.StarPressed{Call: s} },
		"complete": func(s voice.CallSID) voice.Input { return &voice.CompleteCall{Call: s} },
	}
	for name, input := range simple {
		scriptCommands[name] = func(h *house, c *script.Command) (string, error) {
			return h.do(input(h.callSID(c.Word(0)))), nil
		}
	}
}

func (h *house) reopen(c *script.Command) (string, error) {
	var o opened
	if text, ok := c.Option("queue-limit"); ok {
		o.queues.MaxSizeLimit, _ = strconv.Atoi(text)
	}
	if text, ok := c.Option("queues"); ok {
		o.queues.MaxQueues, _ = strconv.Atoi(text)
	}
	if text, ok := c.Option("task-timeout"); ok {
		o.limits.TaskTimeout, _ = time.ParseDuration(text)
	}
	_, o.single = c.Option("single-tasking")
	_, o.norouter = c.Option("router")
	*h = *openHouse(h.t, o)
	return "", c.Check(0, "queue-limit", "queues", "task-timeout", "router", "single-tasking")
}

func (h *house) showEvents(c *script.Command) (string, error) {
	h.loud = c.Word(0) == "on"
	return "", c.Check(1)
}

func (h *house) passTime(c *script.Command) (string, error) {
	d, err := time.ParseDuration(c.Word(0))
	return h.pass(d), err
}

func (h *house) setPage(c *script.Command) (string, error) {
	p := page{status: 200, media: "text/xml"}
	words := 2
	for key, to := range map[string]*string{"type": &p.media, "from": &p.from} {
		if text, ok := c.Option(key); ok {
			*to, words = text, words+1
		}
	}
	for key, to := range map[string]*int{"status": &p.status, "fails": &p.exception} {
		if text, ok := c.Option(key); ok {
			*to, _ = strconv.Atoi(text)
			words++
		}
	}
	if _, ok := c.Option("slow"); ok {
		p.slow, words = true, words+1
	}
	p.body = strings.TrimSpace(c.After(words))
	h.pages[c.Word(0)] = p
	return "", nil
}

// come lets the first slow page come that was requested from a path. With times
// that happens so often, two seconds apart, and the last is shown.
func (h *house) come(c *script.Command) (string, error) {
	if text, ok := c.Option("times"); ok {
		times, err := strconv.Atoi(text)
		for ; times > 1 && err == nil; times-- {
			if _, err = h.comes(c.Word(0)); err == nil {
				h.pass(2 * time.Second)
			}
		}
		if err != nil {
			return "", err
		}
	}
	return h.comes(c.Word(0))
}

func (h *house) comes(path string) (string, error) {
	for i, f := range h.slow {
		if strings.HasPrefix(f.URL, site+path) {
			h.slow = append(h.slow[:i:i], h.slow[i+1:]...)
			return h.do(h.reply(f, h.pages[path])), nil
		}
	}
	return "", fmt.Errorf("nobody waits for %s", path)
}

func (h *house) setAnswer(c *script.Command) (string, error) {
	h.answer = h.filled(c.After(1))
	return "", nil
}

func (h *house) instruction(r taskrouter.ReservationSID, text string) voice.Input {
	i, err := assign.Parse([]byte(text))
	require.NoError(h.t, err)
	return &voice.Instructed{Reservation: r, Instruction: i}
}

// instruct gives an instruction for a reservation R1, R2 …; "failed" reports
// that the callback had no answer.
func (h *house) instruct(c *script.Command) (string, error) {
	r, err := taskrouter.ParseReservationSID(h.sid("WR", c.Word(0)))
	if err != nil {
		return "", err
	}
	if c.Word(1) == "failed" {
		return h.do(&voice.CallbackFailed{Reservation: r}), nil
	}
	return h.do(h.instruction(r, h.filled(c.After(2)))), nil
}

func (h *house) newWorker(c *script.Command) (string, error) {
	name := c.Word(0)
	activity, ok := c.Option("activity")
	if !ok {
		activity = "Available"
	}
	attributes := fmt.Sprintf(`{"contact_uri":"client:%s"}`, strings.ToLower(name))
	if c.Words() > 1 {
		attributes = c.Word(1)
	}
	a, _ := h.engine.ActivityByName(activity)
	text := h.do(&voice.Command{Command: &taskrouter.CreateWorker{FriendlyName: name, Attributes: attributes, ActivitySID: a.SID}})
	w, _ := h.engine.WorkerByName(name)
	h.call("WK", name, w.SID.String())
	return text, c.Check(2, "activity")
}

// setActivity moves a worker; with one word it makes an activity that is not
// available.
func (h *house) setActivity(c *script.Command) (string, error) {
	if c.Words() == 1 {
		text := h.do(&voice.Command{Command: &taskrouter.CreateActivity{FriendlyName: c.Word(0)}})
		a, _ := h.engine.ActivityByName(c.Word(0))
		h.call("WA", c.Word(0), a.SID.String())
		return text, nil
	}
	w, _ := h.engine.WorkerByName(c.Word(0))
	a, _ := h.engine.ActivityByName(c.Word(1))
	return h.do(&voice.Command{Command: &taskrouter.UpdateWorker{SID: w.SID, ActivitySID: a.SID}}), nil
}

func (h *house) newWorkflow(c *script.Command) (string, error) {
	var timeout time.Duration
	if text, ok := c.Option("timeout"); ok {
		timeout, _ = time.ParseDuration(text)
	}
	h.workflow(c.Word(0), c.Word(1), timeout)
	return "", nil
}

// routerCommand is a command of the application: task T1 completed, reservation
// R1 accepted, delete-task|-worker|-activity NAME, new-task WORKFLOW {…}, wrap-up
// 10s, offer-to QUEUE 2.
func (h *house) routerCommand(c *script.Command) (string, error) {
	cmd, err := h.routing(c.Word(0), c.Word(1), c.Word(2))
	if err != nil {
		return "", err
	}
	return h.do(&voice.Command{Command: cmd}), nil
}

func (h *house) routing(what, name, value string) (taskrouter.Command, error) {
	task, _ := taskrouter.ParseTaskSID(h.sid("WT", name))
	switch what {
	case "task":
		return &taskrouter.UpdateTask{SID: task, AssignmentStatus: taskrouter.TaskStatus(value)}, nil
	case "reservation":
		r, _ := taskrouter.ParseReservationSID(h.sid("WR", name))
		return &taskrouter.UpdateReservation{SID: r, ReservationStatus: taskrouter.ReservationStatus(value)}, nil
	case "delete-task":
		return &taskrouter.DeleteTask{SID: task}, nil
	case "delete-worker":
		w, _ := h.engine.WorkerByName(name)
		return &taskrouter.DeleteWorker{SID: w.SID}, nil
	case "delete-activity":
		a, _ := h.engine.ActivityByName(name)
		return &taskrouter.DeleteActivity{SID: a.SID}, nil
	case "new-task":
		w, _ := h.engine.WorkflowByName(name)
		return &taskrouter.CreateTask{WorkflowSID: w.SID, Attributes: h.filled(value), TaskChannel: "voice"}, nil
	case "offer-to":
		most, err := strconv.Atoi(value)
		q, _ := h.engine.TaskQueueByName(name)
		return &taskrouter.UpdateTaskQueue{SID: q.SID, MaxReservedWorkers: &most}, err
	case "wrap-up":
		d, err := time.ParseDuration(name)
		return &taskrouter.UpdateWorkspace{WrapUpTime: &d}, err
	}
	return nil, fmt.Errorf("unknown router command %q", what)
}

// queueCommand changes a voice queue: create NAME SIZE, resize NAME SIZE, rename
// NAME NAME, delete NAME, dequeue NAME.
func (h *house) queueCommand(c *script.Command) (string, error) {
	size, _ := strconv.Atoi(c.Word(2))
	name := h.filled(c.Word(1))
	return h.saw(h.machine.Change(h.now, func(d *queue.Directory) ([]queue.Event, error) {
		q, _ := d.ByName(h.now, name)
		var events []queue.Event
		var err error
		switch c.Word(0) {
		case "create":
			_, events, err = d.Create(h.now, queue.CreateQueue{FriendlyName: name, MaxSize: &size})
		case "resize":
			_, events, err = d.Update(h.now, q.SID, queue.UpdateQueue{MaxSize: &size})
		case "rename":
			to := c.Word(2)
			_, events, err = d.Update(h.now, q.SID, queue.UpdateQueue{FriendlyName: &to})
		case "delete":
			events, err = d.Delete(h.now, q.SID)
		case "dequeue":
			_, events, err = d.DequeueFront(h.now, q.SID)
		}
		return events, err
	})) + h.flush(), nil
}

// flush takes in the answers that are on their way.
func (h *house) flush() string {
	if len(h.pending) == 0 {
		return ""
	}
	next := h.pending[0]
	h.pending = h.pending[1:]
	return h.do(next)
}

func (h *house) newCall(c *script.Command) (string, error) {
	in := &voice.CallArrived{Call: h.callSID(c.Word(0)), From: "+15550001", To: "+15559000", URL: site + c.Word(1)}
	for key, to := range map[string]*string{
		"from": &in.From, "to": &in.To, "fallback": &in.FallbackURL, "name": &in.CallerName, "forwarded": &in.ForwardedFrom,
	} {
		if text, ok := c.Option(key); ok {
			*to = text
		}
	}
	if in.FallbackURL != "" {
		in.FallbackURL = site + in.FallbackURL
	}
	h.live = append(h.live, in.Call)
	if text, ok := c.Option("direction"); ok {
		in.Direction = voice.Direction(text)
	}
	if text, ok := c.Option("method"); ok {
		in.Method = twiml.Method(text)
	}
	return h.do(in), c.Check(2, "from", "to", "fallback", "name", "forwarded", "direction", "method")
}

func (h *house) played(c *script.Command) (string, error) {
	m := h.media[c.Word(0)]
	if m == nil || m.gather || m.record {
		return "", fmt.Errorf("%s hears nothing that ends", c.Word(0))
	}
	if code, ok := c.Option("fails"); ok {
		n, err := strconv.Atoi(code)
		return h.do(&voice.FetchFailed{Op: m.op, Code: n}), err
	}
	return h.do(&voice.Played{Op: m.op}), nil
}

func (h *house) gathered(c *script.Command) (string, error) {
	m := h.media[c.Word(0)]
	if m == nil || !m.gather {
		return "", fmt.Errorf("nothing is gathered from %s", c.Word(0))
	}
	in := &voice.Gathered{Op: m.op}
	in.Digits, _ = c.Option("digits")
	in.Speech, _ = c.Option("speech")
	in.Confidence, _ = c.Option("confidence")
	return h.do(in), nil
}

func (h *house) failed(c *script.Command) (string, error) {
	return h.do(&voice.Failed{Call: h.callSID(c.Word(0)), Status: voice.CallStatus(c.Word(1))}), nil
}

func (h *house) redirect(c *script.Command) (string, error) {
	return h.do(&voice.RedirectCall{Call: h.callSID(c.Word(0)), URL: site + c.Word(1)}), nil
}

// dequeue NAME front|CALL /page
func (h *house) dequeue(c *script.Command) (string, error) {
	q, _ := h.machine.Queues().ByName(h.now, h.filled(c.Word(0)))
	in := &voice.DequeueMember{Queue: q.SID, URL: site + c.Word(2)}
	if c.Word(1) != "front" {
		in.Call = h.callSID(c.Word(1))
	}
	return h.do(in), nil
}

// participant ROOM CALL muted|unmuted|held|back|kick|ends|stays|[hold=/p] [announce=/p] [coach=CALL]
func (h *house) participant(c *script.Command) (string, error) {
	room, err := voice.ParseConferenceSID(h.sid("CF", c.Word(0)))
	if err != nil {
		return "", err
	}
	in := &voice.UpdateParticipant{Conference: room, Call: h.callSID(c.Word(1))}
	for word := range strings.FieldsSeq(c.After(3)) {
		name, value, _ := strings.Cut(word, "=")
		switch name {
		case "kick":
			return h.do(&voice.RemoveParticipant{Conference: room, Call: in.Call}), nil
		case "muted", "unmuted":
			in.Muted = new(name == "muted")
		case "held", "back":
			in.Hold = new(name == "held")
		case "ends", "stays":
			in.EndConferenceOnExit = new(name == "ends")
		case "beeps", "silent":
			in.BeepOnExit = new(name == "beeps")
		case "hold":
			in.HoldURL = site + value
		case "announce":
			in.AnnounceURL = site + value
		case "coach":
			in.Coach = new(voice.CallSID)
			if value != "" {
				*in.Coach = h.callSID(value)
			}
		default:
			return "", fmt.Errorf("unknown change %q", word)
		}
	}
	return h.do(in), nil
}

func (h *house) endConference(c *script.Command) (string, error) {
	room, err := voice.ParseConferenceSID(h.sid("CF", c.Word(0)))
	return h.do(&voice.EndConference{Conference: room}), err
}

// transfer R1 WORKER|QUEUE warm|cold|canceled
func (h *house) transfer(c *script.Command) (string, error) {
	if c.Word(1) == "canceled" {
		for _, ev := range slices.Backward(h.events) {
			if x, ok := ev.Transfer(); ok {
				return h.do(&voice.Command{Command: &taskrouter.CancelTransfer{SID: x.SID}}), nil
			}
		}
	}
	r, err := taskrouter.ParseReservationSID(h.sid("WR", c.Word(0)))
	to, ok := h.sids["WK "+c.Word(1)]
	if !ok {
		to = h.sids["WQ "+c.Word(1)]
	}
	return h.do(&voice.Command{Command: &taskrouter.CreateTransfer{
		ReservationSID: r, To: to, Mode: taskrouter.TransferMode(strings.ToUpper(c.Word(2))),
	}}), err
}

// showConference prints who is in a conference, and how.
func (h *house) showConference(name string) string {
	s, _ := voice.ParseConferenceSID(h.sid("CF", name))
	c, ok := h.machine.Conference(s)
	if !ok {
		return h.line("%s is over", name)
	}
	var text strings.Builder
	text.WriteString(h.line("%s %s", name, c.Status))
	for _, p := range c.Participants {
		var how strings.Builder
		for _, x := range []struct {
			is   bool
			text string
		}{
			{p.Label != "", " " + p.Label},
			{p.Hold, " held"},
			{p.StartConferenceOnEnter, " starts"},
			{p.EndConferenceOnExit, " ends"},
			{!p.Reservation.IsZero(), " for " + p.Reservation.String()},
		} {
			if x.is {
				how.WriteString(x.text)
			}
		}
		text.WriteString(h.line("  %s%s%s", p.Call, manner(p.Muted, p.Coach), how.String()))
	}
	return text.String()
}

// show prints a task, a reservation or a worker as it is.
func (h *house) show(c *script.Command) (string, error) {
	name := c.Word(1)
	switch c.Word(0) {
	case "task":
		sid, _ := taskrouter.ParseTaskSID(h.sid("WT", name))
		t, ok := h.engine.Task(sid)
		if !ok {
			return h.line("%s is gone", name), nil
		}
		return h.line("%s %s priority=%d timeout=%v reason=%q %s", name, t.AssignmentStatus, t.Priority, t.Timeout, t.Reason, t.Attributes), nil
	case "status":
		sid, _ := taskrouter.ParseTaskSID(h.sid("WT", name))
		t, ok := h.engine.Task(sid)
		if !ok {
			return h.line("%s is gone", name), nil
		}
		return h.line("%s %s (%s)", name, t.AssignmentStatus, t.Reason), nil
	case "reservation":
		sid, _ := taskrouter.ParseReservationSID(h.sid("WR", name))
		r, ok := h.engine.Reservation(sid)
		if !ok {
			return h.line("%s is gone", name), nil
		}
		return h.line("%s %s %s", name, r.ReservationStatus, r.WorkerName), nil
	case "worker":
		w, _ := h.engine.WorkerByName(name)
		return h.line("%s %s", name, w.ActivityName), nil
	case "conference":
		return h.showConference(name), nil
	case "speech":
		return h.line("%s", h.lastSpeech()), nil
	case "params":
		f := h.fetches[len(h.fetches)-1]
		return h.line("%s", f.Encode()), nil
	case "queues":
		var text strings.Builder
		for q := range h.machine.Queues().Queues(h.now, queue.Filter{}) {
			text.WriteString(h.line("%s %d of %d", q.FriendlyName, q.CurrentSize, q.MaxSize))
		}
		return text.String(), nil
	}
	return "", fmt.Errorf("show what? %q", c.Word(0))
}
