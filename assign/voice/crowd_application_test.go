package voice_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

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

// placing is a call of the application.
func (c *crowd) placing() voice.Input {
	c.arrived++
	call, _ := queue.ParseCallSID(fmt.Sprintf("CA%032x", 1+c.arrived%40))
	in := &voice.PlaceCall{
		Call: call, To: pick(c, []string{"+15551000", "sip:s@example.com", ""}), From: "+15559000", FallbackURL: pick(c, []string{"", site + "/f"}),
		Timeout: time.Duration(c.next(20)) * time.Second, TimeLimit: time.Duration(c.next(60)) * time.Second,
		StatusCallback: pick(c, []string{"", site + "/s"}), StatusCallbackEvents: assign.CallEvents(c.next(16)),
		Recording: voice.Recording{Mode: pick(c, []string{"", "record-from-answer", "record-from-ringing"}), StatusCallback: pick(c, []string{"", site + "/s"})},
	}
	if in.Twiml = c.page(); in.Twiml == "" || c.next(2) == 0 {
		in.URL, in.Twiml = site+"/out", ""
	}
	if c.next(3) == 0 {
		in.MachineDetection = voice.MachineDetection{Mode: twiml.DetectEnable, Timeout: time.Duration(c.next(20)) * time.Second}
		in.AsyncDetection, in.DetectionCallback = c.next(2) == 0, site+"/d"
	}
	return in
}

// updating changes a call, or what is not there.
func (c *crowd) updating() voice.Input {
	in := &voice.UpdateCall{Call: pick(c, c.live)}
	switch c.next(4) {
	case 0:
		in.StatusCallback, in.StatusCallbackMethod = new(pick(c, []string{"", site + "/t", "nowhere"})), twiml.GET
	case 1:
		in.FallbackURL = new(pick(c, []string{"", site + "/f"}))
	default:
		in.TimeLimit = new(time.Duration(c.next(60)) * time.Second)
	}
	return in
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
