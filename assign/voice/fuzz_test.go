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
	"github.com/goacd/acd/twiml"
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
	outbound   taskrouter.WorkflowSID
	everybody  taskrouter.TaskQueueSID
	workers    []taskrouter.WorkerSID
	activities []taskrouter.ActivitySID
	arrived    int
	live       []voice.CallSID
	ringing    []voice.CallSID
	fetches    []voice.Op
	media      []voice.Op
	gathers    []voice.Op
	records    []voice.Op
	recordings []voice.RecordingSID
	offers     []taskrouter.ReservationSID
	tasks      []taskrouter.TaskSID
	transfers  []taskrouter.TransferSID
	adrift     map[taskrouter.TaskSID]bool // outbound, or transferred by the application alone
	linked     map[taskrouter.TaskSID]bool // said by the application to have a conference

	parties  map[voice.CallSID]taskrouter.ReservationSID // in a conversation for a reservation
	meets    map[voice.CallSID]voice.ConferenceSID       // who has joined which conference
	talks    map[voice.CallSID]voice.CallSID             // in a conversation of two, and with whom
	joined   int                                         // Enqueues that ended after joining …
	told     int                                         // … and actions that were told so
	restarts uint64
	circles  bool // a call was ended for running in circles
}

func playNoise(t *testing.T, data []byte) string {
	c := newCrowd(t, data)
	switch c.next(4) {
	case 1:
		c.meet()
	case 2:
		c.crash()
	}
	for len(c.data) > 0 {
		c.step()
	}
	c.leave()
	return c.log.String()
}

func newCrowd(t *testing.T, data []byte) *crowd {
	c := &crowd{
		t: t, data: data, now: start, parties: map[voice.CallSID]taskrouter.ReservationSID{},
		meets: map[voice.CallSID]voice.ConferenceSID{}, talks: map[voice.CallSID]voice.CallSID{}, adrift: map[taskrouter.TaskSID]bool{},
		linked: map[taskrouter.TaskSID]bool{},
	}
	c.engine, _ = taskrouter.New(taskrouter.Config{Created: start, SingleTasking: c.next(4) == 1, Limits: taskrouter.Limits{Assignments: 20}})
	queues, _ := queue.New(queue.Config{DefaultMaxSize: 3})
	c.machine, _ = voice.New(voice.Config{Router: c.engine, Queues: queues})
	c.command(&taskrouter.CreateTaskQueue{FriendlyName: "Q", MaxReservedWorkers: c.next(4)})
	q, _ := c.engine.TaskQueueByName("Q")
	c.everybody = q.SID
	c.outbound, _ = taskrouter.ParseWorkflowSID("WW0123456789abcdef0123456789abcdef")
	c.command(&taskrouter.CreateWorkflow{
		SID: c.outbound, FriendlyName: "outbound", AssignmentCallbackURL: site,
		Configuration: `{"task_routing":{"default_filter":{"queue":"` + q.SID.String() + `"}}}`,
	})
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

// recent chooses one of a list, and most often one of the last: what is old is
// seldom of use.
func recent[T any](c *crowd, list []T) T {
	if c.next(8) != 0 {
		list = list[max(0, len(list)-2):]
	}
	return pick(c, list)
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
	`<Response><Dial action="x"><Conference statusCallback="s" statusCallbackEvent="start end join leave mute hold modify announcement">r</Conference></Dial></Response>`,
	`<Response><Dial hangupOnStar="true" timeLimit="40"><Conference record="record-from-start" recordingStatusCallback="s" waitUrl="w" endConferenceOnExit="true" maxParticipants="3" participantLabel="l">r</Conference></Dial><Say>on</Say></Response>`,
	`<Response><Dial action="x"><Conference startConferenceOnEnter="false" coach="$C" beep="onExit">r</Conference></Dial><Redirect>again</Redirect></Response>`,
	`<Response><Dial><Conference waitUrl="">$T</Conference></Dial></Response>`,
	`<Response><Record action="x" recordingStatusCallback="s" recordingStatusCallbackEvent="in-progress completed absent"/></Response>`,
	`<Response><Record transcribe="true"/><Say>on</Say></Response>`,
	`<Response><Start><Recording name="r"/><Recording name="s" recordingStatusCallback="s"/></Start><Pause/><Stop><Recording name="r"/></Stop><Redirect/></Response>`,
	`<Response><Dial action="x" answerOnBridge="true" record="record-from-ringing" recordingStatusCallback="s" referUrl="r"><Client url="s" statusCallback="s" statusCallbackEvent="initiated ringing answered completed">c</Client><Sip>s@example.com</Sip></Dial></Response>`,
	`<Response><Dial record="true" sequential="true"><Sip url="s" machineDetection="Enable" amdStatusCallback="s">s@example.com</Sip><WhatsApp>+1</WhatsApp><Sim>DE1</Sim></Dial><Echo/></Response>`,
	`<Response><Gather input="speech" partialResultCallback="p"/><Say>a <emphasis>b</emphasis></Say></Response>`,
}

func (c *crowd) page() string {
	text := pick(c, crowdPages)
	r := strings.NewReplacer(
		"$A", c.workflows[0], "$B", c.workflows[1], "$R", pick(c, c.offers).String(), "$W", pick(c, c.activities).String(),
		"$C", pick(c, c.live).String(), "$T", pick(c, c.tasks).String(),
	)
	return r.Replace(text)
}

// meet brings a caller and a worker into a conference, where much can happen that
// blind chance seldom comes to.
func (c *crowd) meet() {
	call, _ := queue.ParseCallSID("CA0123456789abcdef0123456789abcdef")
	c.do(&voice.CallArrived{Call: call, From: "+15550001", To: "+15559000", URL: site + "/in"})
	body := strings.ReplaceAll(crowdPages[0], "$A", c.workflows[0])
	c.do(&voice.Fetched{Op: take(c, &c.fetches), ContentType: "text/xml", Body: []byte(body)})
	if len(c.offers) > 0 {
		c.do(&voice.Instructed{Reservation: c.offers[0], Instruction: &assign.Conference{}})
		c.do(&voice.Answered{Call: pick(c, c.ringing)})
	}
}

// crash lets somebody sit in the room of an outbound task, whose customer comes to
// him, and whose worker rings.
func (c *crowd) crash() {
	call, _ := queue.ParseCallSID("CA0123456789abcdef0123456789abcdef")
	c.command(&taskrouter.CreateTask{WorkflowSID: c.outbound, Attributes: `{"outbound_to":"+15551234","from":"+15559000"}`, TaskChannel: "voice"})
	c.do(&voice.CallArrived{Call: call, From: "+15550001", To: "+15559000", URL: site + "/in"})
	body := `<Response><Dial><Conference>` + pick(c, c.tasks).String() + `</Conference></Dial></Response>`
	c.do(&voice.Fetched{Op: take(c, &c.fetches), ContentType: "text/xml", Body: []byte(body)})
	for _, offer := range c.offers {
		c.do(&voice.Instructed{Reservation: offer, Instruction: &assign.Conference{}})
	}
	c.do(&voice.Answered{Call: pick(c, c.ringing)})
}

// step lets one thing happen.
func (c *crowd) step() {
	switch c.next(28) {
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
		c.do(&voice.Answered{Call: recent(c, c.ringing)})
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
		c.do(&voice.Instructed{Reservation: recent(c, c.offers), Instruction: c.instruction()})
	case 15:
		c.do(pick(c, []voice.Input{
			&voice.CallbackFailed{Reservation: pick(c, c.offers)}, nil, (*voice.Tick)(nil), &voice.Played{Op: voice.Op(c.next(256))},
			&voice.Instructed{Reservation: pick(c, c.offers), Instruction: (*assign.Dequeue)(nil)}, &voice.Command{},
		}))
	case 16:
		cmd := c.routing()
		if link, ok := cmd.(*taskrouter.LinkConference); ok {
			c.linked[link.SID] = true // the machine knows nothing of that conference
		}
		c.command(cmd)
	case 17:
		c.change()
	case 18:
		if next, ok := c.machine.Deadline(); ok && next.After(c.now) {
			c.now = next
		}
		c.do(&voice.Tick{})
	case 20, 21:
		c.do(c.conferring())
	case 23, 24:
		c.do(c.reporting())
	case 25:
		c.do(&voice.Recorded{
			Op: take(c, &c.records), URL: pick(c, []string{"", site + "/tape"}), Duration: time.Duration(c.next(9)) * time.Second,
			Digits: pick(c, []string{"", "1", "hangup"}),
		})
	case 27:
		if c.next(8) == 0 {
			c.restart()
		}
	case 26:
		for s := range c.machine.Queues().Queues(c.now, queue.Filter{}) {
			for _, call := range c.live {
				e, ok := c.machine.Estimate(call)
				fmt.Fprintln(&c.log, "  estimate", s.FriendlyName, call, e, ok)
			}
		}
		call, ok := c.machine.CallOf(pick(c, c.tasks))
		fmt.Fprintln(&c.log, "  whose", call, ok)
	case 22:
		c.command(c.transferring())
	case 19:
		c.now = c.now.Add(time.Duration(c.next(256)) * 500 * time.Millisecond)
		c.do(&voice.Tick{})
	}
}

// conferring is a request of the application about a conference, most often
// about somebody who is in it.
func (c *crowd) conferring() voice.Input {
	room, _ := voice.ParseConferenceSID("CF0123456789abcdef0123456789abcdef")
	call := pick(c, c.live)
	if rooms := slices.Collect(c.machine.Conferences()); len(rooms) > 0 {
		r := pick(c, rooms)
		room = r.SID
		if c.next(8) != 0 {
			call = pick(c, r.Participants).Call
		}
	}
	update := &voice.UpdateParticipant{Conference: room, Call: call}
	yes := c.next(2) == 1
	switch c.next(8) {
	case 0:
		return &voice.EndConference{Conference: room}
	case 1:
		return &voice.RemoveParticipant{Conference: room, Call: call}
	case 2:
		update.Muted, update.BeepOnExit = &yes, &yes
	case 3, 4:
		update.Hold, update.HoldURL = &yes, pick(c, []string{"", "", site + "/h", "nowhere"})
	case 5:
		update.AnnounceURL = pick(c, []string{site + "/a", "nowhere"})
	case 6:
		coach := pick(c, append([]voice.CallSID{{}}, c.live...))
		update.Coach = &coach
	case 7:
		update.EndConferenceOnExit = &yes
	}
	return update
}

// reporting is what a host reports of phones and recordings.
func (c *crowd) reporting() voice.Input {
	return pick(c, []voice.Input{
		&voice.Ringing{Call: pick(c, c.ringing)}, &voice.Ringing{Call: pick(c, c.live)},
		&voice.MachineDetected{Call: pick(c, c.ringing), AnsweredBy: pick(c, []string{"human", "fax", "odd"})},
		&voice.Referred{Call: pick(c, c.live), Target: "sip:x@example.com"},
		&voice.RecordingChanged{
			Recording: pick(c, c.recordings), URL: site + "/tape", Duration: time.Duration(c.next(5)-1) * time.Second,
			Status: pick(c, []twiml.RecordingEvent{"in-progress", "completed", "absent", "odd"}),
		},
		&voice.PartialResult{Op: pick(c, c.gathers), Speech: "hm"}, &voice.PartialResult{Op: pick(c, c.media)},
		&voice.Failed{Call: pick(c, c.ringing), SIP: voice.SIPAnswer{ResponseCode: 400 + c.next(200), CallID: "x"}},
	})
}

// restart takes the machine down; the router comes back, and some of the calls.
// All answers under way are lost.
func (c *crowd) restart() {
	c.restarts++
	queues, _ := queue.New(queue.Config{DefaultMaxSize: 3})
	c.machine, _ = voice.New(voice.Config{Router: c.engine, Queues: queues, Seed: c.restarts})
	var live []voice.LiveCall
	for _, s := range c.live {
		if !slices.Contains(c.ringing, s) && c.next(4) != 0 {
			live = append(live, voice.LiveCall{
				CallArrived: voice.CallArrived{Call: s, URL: pick(c, []string{"", site + "/on"})}, WaitURL: pick(c, []string{"", site + "/w"}),
			})
		}
	}
	c.live, c.ringing, c.fetches, c.media, c.gathers, c.records, c.recordings = nil, nil, nil, nil, nil, nil, nil
	clear(c.parties)
	clear(c.meets)
	clear(c.talks)
	for i := range live {
		c.live = append(c.live, live[i].Call)
	}
	c.circles = true // some actions are lost, and an Enqueue that is taken back need not have one
	actions, err := c.machine.Reconcile(c.now, live)
	c.saw("restart", actions, err)
}

// begins notes a recording.
func (c *crowd) begins(r voice.Recording) {
	if !r.SID.IsZero() && !slices.Contains(c.recordings, r.SID) {
		c.recordings = append(c.recordings, r.SID)
	}
}

func (c *crowd) transferring() taskrouter.Command {
	return pick(c, []taskrouter.Command{
		&taskrouter.CreateTransfer{ReservationSID: recent(c, c.offers), To: pick(c, c.workers).String(), Mode: taskrouter.Cold},
		&taskrouter.CreateTransfer{ReservationSID: recent(c, c.offers), To: pick(c, c.workers).String()},
		&taskrouter.CreateTransfer{ReservationSID: recent(c, c.offers), To: c.everybody.String(), Mode: pick(c, []taskrouter.TransferMode{"", taskrouter.Cold})},
		&taskrouter.CancelTransfer{SID: recent(c, c.transfers)},
		&taskrouter.CreateTask{WorkflowSID: c.outbound, Attributes: `{"outbound_to":"+15551234","from":"+15559000"}`, TaskChannel: "voice"},
	})
}

func (c *crowd) instruction() assign.Instruction {
	activity := pick(c, c.activities)
	if c.next(3) == 0 {
		return pick(c, []assign.Instruction{
			&assign.Conference{}, &assign.Conference{EndConferenceOnExit: true, Muted: true, ConferenceStatusCallback: site, ConferenceStatusCallbackEvents: assign.ConferenceEnd},
			&assign.Conference{EndConferenceOnCustomerExit: true, StartConferenceOnEnter: assign.No, WaitURL: new(site + "/w"), Timeout: 20 * time.Second},
			&assign.Conference{MaxParticipants: 2, StatusCallback: site, ConferenceRecord: twiml.ConferenceRecordFromStart, WaitURL: new("")}, (*assign.Conference)(nil),
			&assign.Supervise{Supervisor: pick(c, c.workers)}, &assign.Supervise{Supervisor: pick(c, c.workers), Mode: assign.Whisper},
			&assign.Supervise{To: assign.MustParseAddress("client:boss"), Mode: assign.Barge}, (*assign.Supervise)(nil),
		})
	}
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
		&taskrouter.SuspendAccept{SID: offer}, &taskrouter.ResumeAccept{SID: offer}, &taskrouter.FailAccept{SID: offer},
		&taskrouter.LinkConference{SID: task, Conference: "{}"}, &taskrouter.EndConference{SID: task},
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
	if gone, ok := in.(*voice.HungUp); ok {
		c.silent(gone.Call)
	}
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
			if wf, _ := a.Event.Workflow(); wf.SID == c.outbound {
				c.adrift[a.Event.TaskSID] = true
			}
		case taskrouter.TaskTransferInitiated:
			x, _ := a.Event.Transfer()
			c.transfers = append(c.transfers, x.SID)
			if !slices.ContainsFunc(slices.Collect(c.machine.Conferences()), func(r voice.Conference) bool { return r.TaskSID == x.TaskSID }) {
				c.adrift[x.TaskSID] = true
			}
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
	case *voice.Record:
		c.records = append(c.records, a.Op)
		c.begins(a.Recording)
	case *voice.StartRecording:
		c.begins(a.Recording)
	case *voice.Dial:
		c.begins(a.Recording)
		c.alive(a.Call)
		c.ringing = append(c.ringing, a.Call)
	case *voice.Alert:
		c.circles = c.circles || a.Code == 11215
	case *voice.Bridge:
		c.begins(a.Recording)
		c.alone(a.Caller)
		c.alone(a.Agent)
		c.talks[a.Caller], c.talks[a.Agent] = a.Agent, a.Caller
		c.connected(a)
	case *voice.Unbridge:
		c.silent(a.Caller)
	case *voice.Hangup:
		c.silent(a.Call)
	case *voice.Join:
		c.begins(a.Recording)
		c.alone(a.Call)
		c.meets[a.Call] = a.Conference
		if !a.Reservation.IsZero() {
			c.parties[a.Call] = a.Reservation
		}
	case *voice.Part:
		if c.meets[a.Call] != a.Conference {
			c.t.Fatalf("call %s parts from a conference where it is not\n%s", a.Call, c.log.String())
		}
		delete(c.meets, a.Call)
	case *voice.CallEnded:
		c.silent(a.Call)
		c.live = slices.DeleteFunc(c.live, func(s voice.CallSID) bool { return s == a.Call })
		c.parted(a.Call)
	}
}

// alone proves that a call is in no conversation and no conference.
func (c *crowd) alone(call voice.CallSID) {
	_, meets := c.meets[call]
	if _, talks := c.talks[call]; meets || talks {
		c.t.Fatalf("call %s is in two conversations\n%s", call, c.log.String())
	}
}

// silent notes that a call has left its conversation.
func (c *crowd) silent(call voice.CallSID) {
	delete(c.meets, call)
	delete(c.talks, c.talks[call])
	delete(c.talks, call)
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
	for _, s := range c.recordings {
		c.do(&voice.RecordingChanged{Recording: s, Status: twiml.RecordingAbsent})
	}
	for _, op := range c.fetches {
		c.do(&voice.FetchFailed{Op: op})
	}
	if left := c.machine.Left(); left != "" {
		c.t.Fatalf("everybody has hung up, and there are %s left\n%s", left, c.log.String())
	}
	for task := range c.engine.Tasks() {
		if task.ConferenceLinked && !c.linked[task.SID] {
			c.t.Fatalf("everybody has hung up, and the conference of task %s is not over\n%s", task.SID, c.log.String())
		}
		if s := task.AssignmentStatus; !c.adrift[task.SID] && (s == taskrouter.TaskStatusPending || s == taskrouter.TaskStatusReserved) {
			c.t.Fatalf("everybody has hung up, and task %s is %s\n%s", task.SID, s, c.log.String())
		}
	}
}
