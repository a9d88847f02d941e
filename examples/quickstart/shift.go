package main

import (
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// shift is everything that the files say.
type shift struct {
	house
	workflow file // left to the engine, which reads it
	workers  []worker
	calls    []call

	call, wait, after, sorry file
	worker                   *twiml.Response // of the worker's call
	instruction              assign.Instruction
}

// house is workspace.json.
type house struct {
	opens, closes time.Time
	activities    []activity
	queues        []taskQueue
	workflowAt    place
	workflowSID   taskrouter.WorkflowSID
	workflowName  string
	answerWithin  time.Duration // the reservation timeout
	sizeAt        place
	maxQueueSize  int
}

type activity struct {
	at        place
	sid       taskrouter.ActivitySID
	name      string
	available bool
}

type taskQueue struct {
	at            place
	sid           taskrouter.TaskQueueSID
	name          string
	targetWorkers string
}

// worker is one of workers.json: what the workspace knows of him, and how he
// works.
type worker struct {
	at         place
	activityAt place
	sid        taskrouter.WorkerSID
	name       string
	activity   string // when the shift begins, and after each call
	attributes string
	contactURI string        // from the attributes: where he is called
	answer     time.Duration // how long his phone rings
	wrapUp     time.Duration // his work after a call
}

// call is one of calls.json: who calls when, and what he does.
type call struct {
	sid      queue.CallSID
	from, to string
	arrives  time.Time
	patience time.Duration // after which he gives up, unless somebody has answered
	talk     time.Duration
	connect  string // how the application connects the worker: "dequeue" or "dial"
	rating   string // the key he presses in the survey; "" when he hangs up first
}

// readShift reads all files, and reports everything that is wrong with them.
func readShift(files map[string]file) (*shift, error) {
	var ps problems
	s := &shift{workflow: files["workflow"]}
	s.readHouse(files["workspace"], &ps)
	s.readWorkers(files["workers"], &ps)
	s.readCalls(files["calls"], &ps)
	s.readDocuments(files, &ps)
	var err error
	s.instruction, err = assign.Parse(files["dequeue"].text)
	ps.addError(files["dequeue"].at(0), err)
	return s, ps.err()
}

func (s *shift) readHouse(f file, ps *problems) {
	o := readObject(f, ps)
	if o == nil {
		return
	}
	const utc = "2006-01-02T15:04:05Z"
	s.opens, s.closes = o.moment("opens", utc), o.moment("closes", utc)
	if lasts := s.closes.Sub(s.opens); !s.opens.IsZero() && !s.closes.IsZero() && (lasts <= 0 || lasts > 24*time.Hour) {
		ps.add(o.placeOf("closes"), "the shift lasts %v: want \"closes\" after \"opens\", and at most a day", lasts)
	}
	for _, a := range o.list("activities") {
		s.activities = append(s.activities, activity{
			at: a.at(), sid: sidOf(a, "sid", "WA", taskrouter.ParseActivitySID),
			name: a.text("friendly_name"), available: a.flag("available"),
		})
		a.done()
	}
	for _, q := range o.list("task_queues") {
		s.queues = append(s.queues, taskQueue{
			at: q.at(), sid: sidOf(q, "sid", "WQ", taskrouter.ParseTaskQueueSID),
			name: q.text("friendly_name"), targetWorkers: q.text("target_workers"),
		})
		q.done()
	}
	if w := o.object("workflow"); w != nil {
		s.workflowAt = w.at()
		s.workflowSID = sidOf(w, "sid", "WW", taskrouter.ParseWorkflowSID)
		s.workflowName = w.text("friendly_name")
		s.answerWithin = w.seconds("task_reservation_timeout_seconds")
		w.done()
	}
	s.maxQueueSize = o.integer("max_queue_size", 5000)
	s.sizeAt = o.placeOf("max_queue_size")
	o.done()
}

func (s *shift) readWorkers(f file, ps *problems) {
	for _, o := range readList(f, ps) {
		w := worker{
			at: o.at(), sid: sidOf(o, "sid", "WK", taskrouter.ParseWorkerSID), name: o.text("friendly_name"),
			activity: o.text("activity"), activityAt: o.placeOf("activity"),
			answer: o.seconds("answer_seconds"), wrapUp: o.seconds("wrap_up_seconds"),
		}
		if a := o.object("attributes"); a != nil {
			w.attributes = a.source
			w.contactURI = a.text("contact_uri") // the other keys are for the expressions
		}
		o.done()
		s.workers = append(s.workers, w)
	}
}

func (s *shift) readCalls(f file, ps *problems) {
	midnight := s.opens.Truncate(24 * time.Hour)
	seen := map[queue.CallSID]bool{}
	for _, o := range readList(f, ps) {
		c := call{
			sid: sidOf(o, "sid", "CA", queue.ParseCallSID), from: o.text("from"), to: o.text("to"),
			arrives:  midnight.Add(o.moment("arrives", time.TimeOnly).Sub(time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC))),
			patience: o.seconds("patience_seconds"), talk: o.seconds("talk_seconds"),
			connect: o.oneOf("connect", "dequeue", "dial"), rating: o.optionalText("rating"),
		}
		o.done()
		if !s.opens.IsZero() && (c.arrives.Before(s.opens) || c.arrives.After(s.closes)) {
			ps.add(o.placeOf("arrives"), "\"arrives\" is outside the shift: want %s to %s",
				s.opens.Format(time.TimeOnly), s.closes.Format(time.TimeOnly))
		}
		if seen[c.sid] {
			ps.add(o.placeOf("sid"), "\"sid\" is that of another call too: want one for each")
		}
		seen[c.sid] = true
		s.calls = append(s.calls, c)
	}
}
