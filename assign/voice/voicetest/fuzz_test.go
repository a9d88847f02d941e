package voicetest_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	instructions "github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/voicetest"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// FuzzNetwork lets people of all manners call an application that has all kinds
// of documents, good and bad, slow and none, and answers callbacks in all ways.
// After each step nothing may be broken; in the end everybody has hung up, and
// nothing may be left. Played again, the same input gives the same transcript.
func FuzzNetwork(f *testing.F) {
	f.Add([]byte{})
	for seed := range 40 {
		f.Add(noise(uint64(seed)+1, 40+10*seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 600 {
			data = data[:600]
		}
		if first, again := playNoise(t, data).Transcript(), playNoise(t, data).Transcript(); first != again {
			t.Fatalf("played again, it is another story:\n%s\n\n%s", first, again)
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

// crowd makes people and an application of the bytes of an input.
type crowd struct {
	t         *testing.T
	data      []byte
	net       *voicetest.Network
	workflows []string
	exempt    map[string]bool // calls whose tasks the application took on itself
	seen      int             // actions looked at
	ended     map[voice.CallSID]int
	told      map[voice.CallSID]int
	circles   map[voice.CallSID]bool
}

// crowdPages are its documents. Every Enqueue has an action.
var crowdPages = []string{
	`<Response><Enqueue workflowSid="$A" action="x"/></Response>`,
	`<Response><Enqueue workflowSid="$A" waitUrl="w" action="x"><Task priority="2" timeout="90">{"a":1}</Task></Enqueue><Say>on</Say></Response>`,
	`<Response><Enqueue workflowSid="$B" waitUrl="" action="x"><Task>{"a":1}</Task></Enqueue></Response>`,
	`<Response><Enqueue workflowSid="$B" waitUrl="w" action="x"/></Response>`,
	`<Response><Enqueue waitUrl="w" action="x">q</Enqueue></Response>`,
	`<Response><Dial action="x"><Queue reservationSid="$R"/></Dial></Response>`,
	`<Response><Dial action="x" record="record-from-answer" recordingStatusCallback="x"><Queue reservationSid="$R" url="s"/></Dial><Say>late</Say></Response>`,
	`<Response><Dial action="x" timeout="20" timeLimit="30" hangupOnStar="true"><Queue url="s">q</Queue></Dial></Response>`,
	`<Response><Dial action="x" timeLimit="20" record="record-from-ringing"><Number url="s">+15550001</Number><Number>+15550002</Number></Dial></Response>`,
	`<Response><Dial sequential="true" timeout="10"><Number machineDetection="Enable">+15550003</Number><Client>one</Client></Dial><Hangup/></Response>`,
	`<Response><Say>one</Say><Play>two.mp3</Play><Pause length="3"/></Response>`,
	`<Response><Gather action="x" input="dtmf speech"><Say>press</Say></Gather><Leave/></Response>`,
	`<Response><Gather action="x" numDigits="1" actionOnEmptyResult="true"><Play>p.mp3</Play><Pause/></Gather></Response>`,
	`<Response><Record action="x" timeout="3" maxLength="9" recordingStatusCallback="x"/></Response>`,
	`<Response><Start><Recording recordingStatusCallback="x" name="n"/></Start><Say>taped</Say><Stop><Recording name="n"/></Stop></Response>`,
	`<Response><Leave/></Response>`, `<Response><Hangup/></Response>`, `<Response/>`, `<Response><Reject/></Response>`,
	`<Response><Pause/></Response>`, `<Response><Say>ill</Response>`, `just text`,
	`<Response><Dial action="x"><Conference statusCallback="x" statusCallbackEvent="start end join leave">r</Conference></Dial></Response>`,
	`<Response><Dial hangupOnStar="true" timeLimit="40"><Conference waitUrl="w" endConferenceOnExit="true" maxParticipants="3">r</Conference></Dial><Say>on</Say></Response>`,
	`<Response><Dial action="x"><Conference startConferenceOnEnter="false" record="record-from-start" recordingStatusCallback="x">r</Conference></Dial></Response>`,
}

// waitPages are what callers hear who wait, and in whispers.
var waitPages = []string{
	`<Response><Play>music.mp3</Play></Response>`, `<Response><Say>please wait</Say></Response>`, `<Response/>`, `<Response><Pause length="20"/><Leave/></Response>`,
	`<Response><Say>wait</Say><Pause length="3"/></Response>`, `<Response><Play>b.mp3</Play></Response>`, `<Response><Redirect>w</Redirect></Response>`, `<Response><Pause/></Response>`,
	`<Response><Gather action="w"><Say>press</Say></Gather></Response>`, `<Response><Hangup/></Response>`, `<Response><Dial>+1</Dial></Response>`, `broken`,
}

func playNoise(t *testing.T, data []byte) *voicetest.Network {
	c := &crowd{
		t: t, data: data, exempt: map[string]bool{}, ended: map[voice.CallSID]int{}, told: map[voice.CallSID]int{}, circles: map[voice.CallSID]bool{},
	}
	queues, _ := queue.New(queue.Config{DefaultMaxSize: 2})
	c.net = voicetest.New(t, voicetest.Config{
		Workspace: taskrouter.Config{WrapUpTime: 20 * time.Second, Limits: taskrouter.Limits{Assignments: 20}},
		Voice:     voice.Config{Queues: queues}, Assign: c.assign, Longest: 4 * time.Hour,
	})
	c.furnish()
	for len(c.data) > 0 {
		c.step()
	}
	until := c.net.Now().Add(4 * time.Hour)
	for c.net.Left() != "" && c.net.Step(until) {
		c.look()
	}
	c.net.Run()
	c.look()
	if left := c.net.Left(); left != "" {
		t.Fatalf("everybody has hung up, and there are %s left\n%s", left, c.net.Transcript())
	}
	for task := range c.net.Engine().Tasks() {
		if s := task.AssignmentStatus; s == taskrouter.TaskStatusPending || s == taskrouter.TaskStatusReserved {
			t.Fatalf("everybody has hung up, and task %s is %s\n%s", task.SID, s, c.net.Transcript())
		}
	}
	return c.net
}

// TestTheNoiseIsEventful sees that the seeds of the fuzz target come to what it is
// about.
func TestTheNoiseIsEventful(t *testing.T) {
	count := map[string]int{}
	for seed := range 40 {
		net := playNoise(t, noise(uint64(seed)+1, 40+10*seed))
		for _, a := range net.Actions() {
			count[fmt.Sprintf("%T", a)]++
		}
		for _, r := range results(net) {
			count[r]++
		}
	}
	for _, what := range []string{
		"*voice.Bridge", "*voice.Join", "*voice.Part", "*voice.Gather", "*voice.Record", "*voice.StartRecording", "*voice.TaskEnded",
		"*voice.Reject", "*voice.Stop", "bridged", "hangup", "error", "redirected", "queue-full", "leave",
	} {
		assert.NotZero(t, count[what], what)
	}
}

func (c *crowd) furnish() {
	n := c.net
	n.TaskQueue("Q", "")
	c.workflows = []string{
		n.Workflow("A", `{"task_routing":{"default_filter":{"queue":"${Q}"}}}`).String(),
		n.Workflow("B", `{"task_routing":{"filters":[{"expression":"a==1","targets":[{"queue":"${Q}","timeout":40}]}]}}`).String(),
	}
	n.Apply(&taskrouter.UpdateWorkflow{SID: taskrouter.WorkflowSID(c.workflow(0)), TaskReservationTimeout: new(30 * time.Second)})
	for _, name := range []string{"one", "two", "three"} {
		c.manners(n.Worker(name, ""))
	}
	n.Number(line, "/x", "/x")
	n.PageFunc("/x", func(*voice.Fetch) voicetest.Document { return c.document(crowdPages) })
	for _, path := range []string{"/w", "/s"} {
		n.PageFunc(path, func(*voice.Fetch) voicetest.Document { return c.document(waitPages) })
	}
}

func (c *crowd) workflow(i int) taskrouter.WorkflowSID {
	s, _ := taskrouter.ParseWorkflowSID(c.workflows[i])
	return s
}

// next takes a byte of the input, below n.
func (c *crowd) next(n int) int {
	if len(c.data) == 0 {
		return 0
	}
	b := c.data[0]
	c.data = c.data[1:]
	return int(b) % n
}

func pick[E any](c *crowd, list []E) (x E) {
	if len(list) > 0 {
		x = list[c.next(len(list))]
	}
	return x
}

// manners gives somebody manners; sooner or later he hangs up.
func (c *crowd) manners(p *voicetest.Person) {
	some := []time.Duration{0, 0, voicetest.AtOnce, time.Second, 5 * time.Second, 20 * time.Second, time.Minute}
	long := []time.Duration{0, 0, 0, 0, 0, 3 * time.Minute, time.Minute, 20 * time.Second, time.Second}
	p.Has(voicetest.Manners{
		Pickup: pick(c, []voicetest.Pickup{
			voicetest.Answers, voicetest.Answers, voicetest.Answers, voicetest.Answers, voicetest.Answers, voicetest.Answers, voicetest.Busy, voicetest.Silent, voicetest.Declines, voicetest.Fails,
		}),
		Rings: pick(c, some), Patience: pick(c, long), Talks: pick(c, some), Stars: pick(c, some), Speaks: pick(c, some),
		Stays:     pick(c, []time.Duration{10 * time.Minute, 10 * time.Minute, time.Minute, 20 * time.Second, 3 * time.Second}),
		SpeaksEnd: "#", AnsweredBy: "unknown",
		Replies: pick(c, [][]voicetest.Reply{nil, {{Hearing: "press", Keys: "1"}}, {{Keys: "12#"}, {Speech: "help"}}, {{Hearing: "wait", HangsUp: true}}}),
	})
}

func (c *crowd) document(pages []string) voicetest.Document {
	d := voicetest.Document{Takes: pick(c, []time.Duration{0, 0, 0, time.Second, 7 * time.Second})}
	if c.next(3) != 0 {
		pages = pages[:8]
	}
	switch c.next(24) {
	case 0:
		d.Fails = 11200
	case 1:
		d.Status = 500
	}
	var reservation string
	if asked := c.net.Callbacks(); len(asked) > 0 {
		reservation = asked[len(asked)-1].Request.ReservationSID.String()
	}
	d.Body = strings.NewReplacer("$A", c.workflows[0], "$B", c.workflows[1], "$R", reservation).Replace(pick(c, pages))
	return d
}

func (c *crowd) assign(cb *voice.Callback) voicetest.Answer {
	a := voicetest.Answer{Takes: pick(c, []time.Duration{0, 0, 0, time.Second, 40 * time.Second})}
	switch c.next(12) {
	case 0, 1, 2, 8, 9:
		a.Instruction = &instructions.Dequeue{Timeout: 20 * time.Second}
	case 3, 10, 11:
		a.Instruction = &instructions.Conference{EndConferenceOnExit: c.next(2) == 1}
	case 4:
		a.Instruction = &instructions.Call{From: line, URL: voicetest.Site + "/x", Accept: c.next(2) == 1}
	case 5:
		a.Instruction = pick(c, []instructions.Instruction{&instructions.Accept{}, &instructions.Reject{}})
	case 6:
		c.net.Place(voice.PlaceCall{
			To: "client:one", From: line, URL: "/x", Timeout: time.Duration(1+c.next(40)) * time.Second,
			TimeLimit: time.Duration(1+c.next(200)) * time.Second, StatusCallback: pick(c, []string{"", "/x"}), AsyncDetection: c.next(2) == 1,
			MachineDetection: voice.MachineDetection{Mode: pick(c, []twiml.MachineDetection{"", twiml.DetectEnable})},
		})
	case 7:
		a.Fails = true
	}
	return a
}

// step lets one thing happen.
func (c *crowd) step() {
	switch c.next(10) {
	case 0, 1, 9:
		p := c.net.Person(fmt.Sprintf("+1555%04d", c.next(6)))
		c.manners(p)
		p.Calls(line)
	case 2:
		c.manners(pick(c, []*voicetest.Person{c.net.Person("client:one"), c.net.Person("client:two"), c.net.Person("client:three")}))
	case 3:
		if call := pick(c, c.net.Calls()); call != nil && !call.Over() {
			c.exempt[call.SID().String()] = true
			_ = c.net.Do(&voice.RedirectCall{Call: call.SID(), URL: voicetest.Site + "/x"}) // refused where it has not arrived yet
		}
	case 4:
		if call := pick(c, c.net.Calls()); call != nil {
			call.HangsUp()
		}
	case 5:
		if call := pick(c, c.net.Calls()); call != nil {
			call.PressesStar()
		}
	default:
		until := c.net.Now().Add(time.Duration(c.next(120)) * time.Second)
		for c.net.Step(until) {
			c.look()
		}
		c.net.RunUntil(until)
	}
	c.look()
}

// look holds what happened since the last time against the promises.
func (c *crowd) look() {
	for _, a := range c.net.Actions()[c.seen:] {
		switch a := a.(type) {
		case *voice.Fetch:
			if a.Purpose == voice.ForEnqueueAction && a.Param("QueueSid") != "" && a.Param("ErrorUrl") == "" {
				c.told[a.Call]++
			}
		case *voice.Queued:
			if a.Event.Type == queue.EnqueueEnded && !a.Event.Queue.IsZero() {
				c.ended[a.Event.Call]++
			}
		case *voice.Alert:
			if a.Code == 11215 {
				c.circles[a.Call] = true
			}
		}
	}
	c.seen = len(c.net.Actions())
	for call, ended := range c.ended {
		if told := c.told[call]; told != ended && !c.circles[call] {
			c.t.Fatalf("%d Enqueues of call %s have ended, and %d actions were requested\n%s", ended, call, told, c.net.Transcript())
		}
	}
	c.lookAtTasks()
}

// lookAtTasks proves that no task lives without its call, and no worker is held by
// a dead one. A task may outlive its caller in its conference, and when the
// application has sent him elsewhere.
func (c *crowd) lookAtTasks() {
	met := map[taskrouter.TaskSID]bool{}
	for r := range c.net.Machine().Conferences() {
		met[r.TaskSID] = true
	}
	live := map[string]bool{}
	for _, call := range c.net.Calls() {
		live[call.SID().String()] = !call.Over()
	}
	for task := range c.net.Engine().Tasks() {
		switch task.AssignmentStatus {
		case taskrouter.TaskStatusPending, taskrouter.TaskStatusReserved, taskrouter.TaskStatusAssigned:
		default:
			continue
		}
		var of struct {
			Call string `json:"call_sid"`
		}
		_ = json.Unmarshal([]byte(task.Attributes), &of)
		if !live[of.Call] && !met[task.SID] && !c.exempt[of.Call] {
			c.t.Fatalf("task %s is %s, and its call is over\n%s", task.SID, task.AssignmentStatus, c.net.Transcript())
		}
	}
}
