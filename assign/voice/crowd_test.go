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
	switch c.next(31) {
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
			&voice.RedirectCall{Call: pick(c, c.live), URL: site + "/r"}, &voice.RedirectCall{Call: pick(c, c.live), Twiml: c.page()}, &voice.CompleteCall{Call: pick(c, c.live)},
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
	case 28, 29:
		c.do(c.placing())
	case 30:
		c.do(c.updating())
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
		&voice.MachineDetected{Call: pick(c, c.live), AnsweredBy: "machine_start"},
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
