package voice_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
)

// FuzzMachine lets a host without any sense of order drive a machine: calls that
// come and go, documents good and bad, workers, reports that are late, twice or
// about nothing, instructions, commands and time, all of it chosen by the input.
// After each step every invariant holds; at the end everybody hangs up and
// nothing is left. Played again, the same input gives the same actions.
func FuzzMachine(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("\x00\x01\x00\x00\x01\x04\x0a\x00\x04\x00\x0f\x09\x06\x00"))
	for seed := range 24 {
		f.Add(noise(uint64(seed)+1, 60+20*seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 2000 {
			data = data[:2000]
		}
		first := playNoise(t, data)
		was, is := strings.Split(first, "\n"), strings.Split(playNoise(t, data), "\n")
		for i := range min(len(was), len(is)) {
			if was[i] != is[i] {
				t.Fatalf("played again, line %d differs:\n%s\n%s", i, was[i], is[i])
			}
		}
	})
}

// noise is a pseudo-random input, the same for the same seed.
func noise(seed uint64, n int) []byte {
	data := make([]byte, n)
	for i := range data {
		seed = seed*6364136223846793005 + 1442695040888963407
		data[i] = byte(seed >> 56)
	}
	return data
}

// crowd is a host that chooses by the bytes of the input.
type crowd struct {
	t       *testing.T
	data    []byte
	machine *voice.Machine
	engine  *taskrouter.Engine
	now     time.Time
	log     strings.Builder

	workflows  []string
	workers    []taskrouter.WorkerSID
	activities []taskrouter.ActivitySID
	arrived    int
	live       []voice.CallSID
	ringing    []voice.CallSID
	fetches    []voice.Op
	media      []voice.Op
	gathers    []voice.Op
	offers     []taskrouter.ReservationSID
	tasks      []taskrouter.TaskSID

	parties map[voice.CallSID]taskrouter.ReservationSID // in a conversation for a reservation
	joined  int                                         // Enqueues that ended after joining …
	told    int                                         // … and actions that were told so
	circles bool                                        // a call was ended for running in circles
}

func playNoise(t *testing.T, data []byte) string {
	c := newCrowd(t, data)
	for len(c.data) > 0 {
		c.step()
	}
	c.leave()
	return c.log.String()
}

func newCrowd(t *testing.T, data []byte) *crowd {
	c := &crowd{t: t, data: data, now: start, parties: map[voice.CallSID]taskrouter.ReservationSID{}}
	c.engine, _ = taskrouter.New(taskrouter.Config{Created: start, Limits: taskrouter.Limits{Assignments: 20}})
	queues, _ := queue.New(queue.Config{DefaultMaxSize: 3})
	c.machine, _ = voice.New(voice.Config{Router: c.engine, Queues: queues})
	c.command(&taskrouter.CreateTaskQueue{FriendlyName: "Q"})
	q, _ := c.engine.TaskQueueByName("Q")
	for i, configuration := range []string{
		`{"task_routing":{"default_filter":{"queue":"` + q.SID.String() + `"}}}`,
		`{"task_routing":{"filters":[{"expression":"a==1","targets":[{"queue":"` + q.SID.String() + `","timeout":40}]}]}}`,
	} {
		wf, _ := taskrouter.ParseWorkflowSID(fmt.Sprintf("WW%032x", i+1))
		c.workflows = append(c.workflows, wf.String())
		c.command(&taskrouter.CreateWorkflow{
			SID: wf, FriendlyName: wf.String(), Configuration: configuration, AssignmentCallbackURL: site, TaskReservationTimeout: 30 * time.Second,
		})
	}
	c.command(&taskrouter.CreateActivity{FriendlyName: "After"})
	for a := range c.engine.Activities() {
		c.activities = append(c.activities, a.SID)
	}
	for i := range 3 {
		c.command(&taskrouter.CreateWorker{FriendlyName: fmt.Sprint(i), Attributes: `{"contact_uri":"client:w"}`, ActivitySID: c.activities[1]})
	}
	for w := range c.engine.Workers() {
		c.workers = append(c.workers, w.SID)
	}
	return c
}

func (c *crowd) command(cmd taskrouter.Command) { c.do(&voice.Command{Command: cmd}) }

// next takes a byte of the input, below n.
func (c *crowd) next(n int) int {
	if len(c.data) == 0 {
		return 0
	}
	b := c.data[0]
	c.data = c.data[1:]
	return int(b) % n
}

// pick chooses one of a list; the zero value when it is empty.
func pick[T any](c *crowd, list []T) (x T) {
	if len(list) > 0 {
		x = list[c.next(len(list))]
	}
	return x
}

// take chooses one of a list, and most often takes it out.
func take(c *crowd, list *[]voice.Op) voice.Op {
	if len(*list) == 0 {
		return 0
	}
	i := c.next(len(*list))
	op := (*list)[i]
	if c.next(8) != 0 {
		*list = slices.Delete(*list, i, i+1)
	}
	return op
}

// The documents that the crowd's application has. Each Enqueue has an action, so
// that every result is told.
var crowdPages = []string{
	`<Response><Enqueue workflowSid="$A" action="x"/></Response>`,
	`<Response><Enqueue workflowSid="$A" waitUrl="w" action="x"><Task priority="2" timeout="90">{"a":1}</Task></Enqueue><Say>on</Say></Response>`,
	`<Response><Enqueue workflowSid="$B" waitUrl="" action="x"><Task>{"a":1}</Task></Enqueue></Response>`,
	`<Response><Enqueue workflowSid="$B" action="x"/></Response>`,
	`<Response><Enqueue waitUrl="w" action="x">q</Enqueue></Response>`,
	`<Response><Dial action="x"><Queue reservationSid="$R" postWorkActivitySid="$W"/></Dial></Response>`,
	`<Response><Dial action="x"><Queue reservationSid="$R" url="s"/></Dial><Say>late</Say></Response>`,
	`<Response><Dial action="x" timeout="20" timeLimit="30" hangupOnStar="true"><Queue url="s">q</Queue></Dial></Response>`,
	`<Response><Dial hangupOnStar="true"><Queue>q</Queue></Dial><Redirect>again</Redirect></Response>`,
	`<Response><Dial action="x" timeLimit="20"><Number url="s">+1</Number><Number>+2</Number></Dial></Response>`,
	`<Response><Dial sequential="true" timeout="10"><Number>+1</Number><Number url="s">+2</Number></Dial><Hangup/></Response>`,
	`<Response><Say>one</Say><Play>two.mp3</Play><Pause length="3"/></Response>`,
	`<Response><Gather action="g"><Say>?</Say></Gather><Leave/></Response>`,
	`<Response><Leave/></Response>`, `<Response><Hangup/></Response>`, `<Response/>`, `<Response><Reject/></Response>`,
	`<Response><Redirect/></Response>`, `<Response><Pause/></Response>`, `<Response><Enqueue action="x"/><Dial/><Nonsense a="b"/></Response>`,
	`<Response><Say>ill</Response>`, ``, `just text`,
}

func (c *crowd) page() string {
	text := pick(c, crowdPages)
	r := strings.NewReplacer(
		"$A", c.workflows[0], "$B", c.workflows[1], "$R", pick(c, c.offers).String(), "$W", pick(c, c.activities).String(),
	)
	return r.Replace(text)
}

// step lets one thing happen.
func (c *crowd) step() {
	switch c.next(20) {
	case 0, 1:
		c.arrived++
		call, _ := queue.ParseCallSID(fmt.Sprintf("CA%032x", 1+c.arrived%40))
		c.do(&voice.CallArrived{
			Call: call, From: "+15550001", To: "+15559000", URL: site + "/in",
			Direction: pick(c, []voice.Direction{"", voice.OutboundAPI, voice.Inbound}), FallbackURL: pick(c, []string{"", site + "/f"}),
		})
	case 2, 3, 4, 5:
		c.do(&voice.Fetched{
			Op: take(c, &c.fetches), Body: []byte(c.page()),
			ContentType: pick(c, []string{"text/xml", "text/xml", "text/xml", "text/plain", "audio/mpeg", "image/png"}),
		})
	case 6:
		c.do(&voice.FetchFailed{Op: take(c, &c.fetches)})
	case 7:
		c.do(&voice.Played{Op: take(c, &c.media)})
	case 8:
		c.do(&voice.Gathered{Op: take(c, &c.gathers), Digits: pick(c, []string{"", "1"})})
	case 9:
		c.do(&voice.Answered{Call: pick(c, c.ringing)})
	case 10:
		c.do(&voice.Failed{Call: pick(c, c.ringing), Status: pick(c, []voice.CallStatus{"busy", "failed", "no-answer", "odd"})})
	case 11:
		c.do(&voice.HungUp{Call: pick(c, c.live)})
	case 12:
		c.do(pick(c, []voice.Input{
			&voice.RedirectCall{Call: pick(c, c.live), URL: site + "/r"}, &voice.CompleteCall{Call: pick(c, c.live)},
			&voice.StarPressed{Call: pick(c, c.live)}, &voice.DequeueMember{Queue: c.someQueue(), Call: pick(c, c.live), URL: site + "/d"},
		}))
	case 13, 14:
		c.do(&voice.Instructed{Reservation: pick(c, c.offers), Instruction: c.instruction()})
	case 15:
		c.do(pick(c, []voice.Input{
			&voice.CallbackFailed{Reservation: pick(c, c.offers)}, nil, (*voice.Tick)(nil), &voice.Played{Op: voice.Op(c.next(256))},
			&voice.Instructed{Reservation: pick(c, c.offers), Instruction: (*assign.Dequeue)(nil)}, &voice.Command{},
		}))
	case 16:
		c.command(c.routing())
	case 17:
		c.change()
	case 18:
		if next, ok := c.machine.Deadline(); ok && next.After(c.now) {
			c.now = next
		}
		c.do(&voice.Tick{})
	case 19:
		c.now = c.now.Add(time.Duration(c.next(256)) * 500 * time.Millisecond)
		c.do(&voice.Tick{})
	}
}

func (c *crowd) instruction() assign.Instruction {
	activity := pick(c, c.activities)
	return pick(c, []assign.Instruction{
		&assign.Dequeue{PostWorkActivitySID: activity, Timeout: 20 * time.Second, StatusCallbackURL: site, StatusCallbackEvents: assign.CallRinging | assign.CallCompleted},
		&assign.Dequeue{}, &assign.Accept{}, &assign.Reject{ActivitySID: activity}, nil, &assign.Dequeue{Timeout: -1},
		&assign.Call{From: "+15559001", URL: site + "/c", Accept: c.next(2) == 1},
		&assign.Redirect{CallSID: pick(c, c.live), URL: site + "/i", Accept: c.next(2) == 1},
	})
}

func (c *crowd) routing() taskrouter.Command {
	task, offer, worker := pick(c, c.tasks), pick(c, c.offers), pick(c, c.workers)
	return pick(c, []taskrouter.Command{
		&taskrouter.UpdateWorker{SID: worker, ActivitySID: pick(c, c.activities)},
		&taskrouter.UpdateWorker{SID: worker, ActivitySID: c.activities[1]},
		&taskrouter.UpdateReservation{SID: offer, ReservationStatus: taskrouter.ReservationStatusAccepted},
		&taskrouter.UpdateReservation{SID: offer, ReservationStatus: taskrouter.ReservationStatusCompleted},
		&taskrouter.UpdateTask{SID: task, AssignmentStatus: taskrouter.TaskStatusCanceled},
		&taskrouter.UpdateTask{SID: task, AssignmentStatus: taskrouter.TaskStatusCompleted},
		&taskrouter.UpdateTask{SID: task, AssignmentStatus: taskrouter.TaskStatusWrapping},
		&taskrouter.DeleteTask{SID: task}, &taskrouter.DeleteWorker{SID: worker}, &taskrouter.DeleteActivity{SID: c.activities[3]},
		&taskrouter.AbandonTask{SID: task, Reason: "odd"}, &taskrouter.EndCall{SID: offer}, &taskrouter.FailCallback{SID: offer},
	})
}

// someQueue returns one of the queues there are.
func (c *crowd) someQueue() queue.QueueSID {
	var list []queue.QueueSID
	for q := range c.machine.Queues().Queues(c.now, queue.Filter{}) {
		list = append(list, q.SID)
	}
	return pick(c, list)
}

// change lets something happen to the queues, honestly told.
func (c *crowd) change() {
	sid, call, what, size := c.someQueue(), pick(c, c.live), c.next(4), c.next(5)
	actions, err := c.machine.Change(c.now, func(d *queue.Directory) (events []queue.Event, err error) {
		switch what {
		case 0:
			events, err = d.Delete(c.now, sid)
		case 1:
			_, events, err = d.Update(c.now, sid, queue.UpdateQueue{MaxSize: &size})
		case 2:
			_, events, err = d.Dequeue(c.now, sid, call)
		case 3:
			_, events, err = d.Fail(c.now, call)
		}
		return events, err
	})
	c.saw("change", actions, err)
}

func (c *crowd) do(in voice.Input) {
	actions, err := c.machine.Step(c.now, in)
	c.saw(fmt.Sprintf("%T", in), actions, err)
}

// saw keeps what the host has to know, and holds every promise against what it
// was told.
func (c *crowd) saw(what string, actions []voice.Action, err error) {
	fmt.Fprintln(&c.log, c.now.Sub(start), what, err)
	for _, a := range actions {
		c.learn(a)
	}
	for _, check := range []func() error{c.machine.Check, c.engine.Check} {
		if err := check(); err != nil {
			c.t.Fatalf("after %s: %v\n%s", what, err, c.log.String())
		}
	}
	if c.joined != c.told && !c.circles {
		c.t.Fatalf("%d Enqueues have ended, and %d actions were requested\n%s", c.joined, c.told, c.log.String())
	}
}

func (c *crowd) learn(action voice.Action) {
	switch a := action.(type) {
	case *voice.Routed:
		fmt.Fprintln(&c.log, " ", a.Event.Type, a.Event.Parameters())
		switch a.Event.Type {
		case taskrouter.TaskCreated:
			c.tasks = append(c.tasks, a.Event.TaskSID)
		case taskrouter.ReservationCreated:
			c.offers = append(c.offers, a.Event.ReservationSID)
		}
		return
	case *voice.Queued:
		ev := a.Event
		fmt.Fprintln(&c.log, " ", ev.Type, ev.Sequence, ev.FriendlyName, ev.Call, ev.Agent, ev.Position, ev.QueueTime, ev.Result, ev.Status, ev.Code)
		if ev.Type == queue.EnqueueEnded && !ev.Queue.IsZero() {
			c.joined++
		}
		return
	}
	if g, ok := action.(*voice.Gather); ok {
		for _, prompt := range g.Prompts {
			fmt.Fprintf(&c.log, "  %T %+v\n", prompt, prompt)
		}
		without := *g
		without.Prompts = nil // pointers: they differ each time
		action = &without
	}
	fmt.Fprintf(&c.log, "  %T %+v\n", action, action)
	switch a := action.(type) {
	case *voice.Fetch:
		c.fetches = append(c.fetches, a.Op)
		if a.Purpose == voice.ForEnqueueAction && a.Param("QueueSid") != "" && a.Param("ErrorUrl") == "" {
			c.told++
		}
		if a.Purpose == voice.ForDocument { // others are also told of calls that are over
			c.alive(a.Call)
		}
	case *voice.Say:
		c.media = append(c.media, a.Op)
	case *voice.Play:
		c.media = append(c.media, a.Op)
	case *voice.Gather:
		c.gathers = append(c.gathers, a.Op)
	case *voice.Dial:
		c.alive(a.Call)
		c.ringing = append(c.ringing, a.Call)
	case *voice.Alert:
		c.circles = c.circles || a.Code == 11215
	case *voice.Bridge:
		c.connected(a)
	case *voice.CallEnded:
		c.live = slices.DeleteFunc(c.live, func(s voice.CallSID) bool { return s == a.Call })
		c.parted(a.Call)
	}
}

func (c *crowd) alive(call voice.CallSID) {
	if !slices.Contains(c.live, call) {
		c.live = append(c.live, call)
	}
}

// connected notes for which reservation two calls talk, if for any: that of the
// last task of the caller.
func (c *crowd) connected(b *voice.Bridge) {
	entry, err := c.machine.Queues().Entry(c.now, b.Caller)
	if err != nil || !strings.HasPrefix(entry.FriendlyName, "WW") {
		return
	}
	for _, task := range slices.Backward(c.tasks) {
		t, ok := c.engine.Task(task)
		if !ok || !strings.Contains(t.Attributes, `"call_sid":"`+b.Caller.String()) {
			continue
		}
		for r := range c.engine.TaskReservations(task) {
			if r.ReservationStatus == taskrouter.ReservationStatusAccepted {
				c.parties[b.Caller], c.parties[b.Agent] = r.SID, r.SID
			}
		}
		return
	}
}

// parted proves, once the step is over, that a call that is over holds no
// worker.
func (c *crowd) parted(call voice.CallSID) {
	offer, ok := c.parties[call]
	if !ok {
		return
	}
	delete(c.parties, call)
	r, ok := c.engine.Reservation(offer)
	if ok && (r.ReservationStatus == taskrouter.ReservationStatusPending || r.ReservationStatus == taskrouter.ReservationStatusAccepted) {
		c.t.Fatalf("call %s is over, and reservation %s is %s\n%s", call, offer, r.ReservationStatus, c.log.String())
	}
}

// leave lets everybody hang up and every request come to an end: nothing may be
// left, and no task may wait for a caller.
func (c *crowd) leave() {
	for len(c.live) > 0 {
		c.do(&voice.HungUp{Call: c.live[0]})
	}
	for _, op := range c.fetches {
		c.do(&voice.FetchFailed{Op: op})
	}
	if left := c.machine.Left(); left != "" {
		c.t.Fatalf("everybody has hung up, and there are %s left\n%s", left, c.log.String())
	}
	for task := range c.engine.Tasks() {
		if s := task.AssignmentStatus; s == taskrouter.TaskStatusPending || s == taskrouter.TaskStatusReserved {
			c.t.Fatalf("everybody has hung up, and task %s is %s\n%s", task.SID, s, c.log.String())
		}
	}
}
