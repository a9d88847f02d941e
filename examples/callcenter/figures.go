package main

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/goacd/acd/taskrouter"
)

// figures are how the contact center stands at one moment, as the page gets it:
// times are whole seconds.
type figures struct {
	Clock   string        `json:"clock"` // of the contact center
	Open    int           `json:"open"`  // for so long
	Speed   float64       `json:"speed"`
	Closing bool          `json:"closing,omitempty"` // nobody is let in any more
	Today   today         `json:"today"`
	Queues  []queueLine   `json:"queues"`  // in order of creation
	Agents  []agentLine   `json:"agents"`  // in order of creation
	Waiting []waitingLine `json:"waiting"` // queue by queue, who is next in front; the first of them
	Feed    []decision    `json:"feed"`    // the newest first
}

// today is what has happened since midnight, or since the doors opened.
type today struct {
	Callers  int `json:"callers"` // who were put into a queue
	Answered int `json:"answered"`
	GaveUp   int `json:"gave_up"` // or were sent away, while they waited
	Waiting  int `json:"waiting"`
	Talking  int `json:"talking"`
	// ServiceLevel is the share, in percent, of those who were answered within
	// Threshold among all who were answered or gave up; -1 while there are none.
	ServiceLevel int `json:"service_level"`
	Threshold    int `json:"threshold"`
	AnswerSpeed  int `json:"answer_speed"` // the mean wait of those who were answered
	LongestWait  int `json:"longest_wait"` // of those who wait now
	Missed       int `json:"missed"`       // offers that nobody answered
	Escalated    int `json:"escalated"`    // callers who were offered to more agents
	Ratings      int `json:"ratings"`
	Stars        int `json:"stars"` // the sum of the ratings
}

type queueLine struct {
	Name        string `json:"name"`
	Waiting     int    `json:"waiting"` // offered ones included
	LongestWait int    `json:"longest_wait"`
	Free        int    `json:"free"` // agents who could take a call at once
	Staff       int    `json:"staff"`
	Answered    int    `json:"answered"`
	AnswerSpeed int    `json:"answer_speed"` // the mean wait in this queue
}

// The states of agents, which the page has words and colours for. Whoever is in
// none of these is in the state "away", and his activity says where.
const (
	stateFree    = "free"
	stateRinging = "ringing"
	stateTalking = "talking"
	stateWrapUp  = "wrap-up"
	stateMissed  = "missed"
	stateAway    = "away"
)

type agentLine struct {
	Name     string   `json:"name"`
	Skills   []string `json:"skills"`
	Activity string   `json:"activity"`
	State    string   `json:"state"`
	With     string   `json:"with,omitempty"`  // the caller's number
	Topic    string   `json:"topic,omitempty"` // what he calls about
	Since    int      `json:"since"`
}

type waitingLine struct {
	Place    int    `json:"place"` // in the queue, by priority and time; 1 is next
	Queue    string `json:"queue"`
	From     string `json:"from"`
	Needs    string `json:"needs"` // the skill, "" for any
	VIP      bool   `json:"vip,omitempty"`
	Priority int    `json:"priority"`
	Wait     int    `json:"wait"`
	Offered  string `json:"offered,omitempty"` // the agent whose phone rings for him
}

// mostWaiting is how many waiting callers the page gets; Today.Waiting counts all.
const mostWaiting = 100

// caller is what a task's attributes say of who calls.
type caller struct {
	From  string `json:"from"`
	Topic string `json:"topic"`
	VIP   bool   `json:"vip"`
}

// number writes his number as people do.
func (c caller) number() string {
	if n, ok := strings.CutPrefix(c.From, "+1"); ok && len(n) == 10 {
		return n[:3] + " " + n[3:6] + " " + n[6:]
	}
	return c.From
}

func callerOf(attributes string) caller {
	var c caller
	_ = json.Unmarshal([]byte(attributes), &c) // the application wrote them
	return c
}

// whole is a duration in whole seconds.
func whole(d time.Duration) int { return int(max(0, d) / time.Second) }

// figures makes what the page shows of a moment.
func (m *moment) figures() figures {
	f := figures{
		Clock: m.now.Format(time.TimeOnly), Open: whole(m.now.Sub(m.opened)), Today: m.figuresOfToday(),
		Agents: make([]agentLine, 0, len(m.workers)), Waiting: []waitingLine{}, Feed: []decision{},
	}
	busy := map[taskrouter.WorkerSID]*taskMoment{}
	for i, t := range m.tasks {
		if t.held != nil {
			busy[t.held.WorkerSID] = &m.tasks[i]
		}
	}
	free := map[taskrouter.WorkerSID]bool{}
	for _, w := range m.workers {
		f.Agents = append(f.Agents, agentOfMoment(w, busy[w.SID], m.now))
		free[w.SID] = f.Agents[len(f.Agents)-1].State == stateFree
	}
	for i := range m.queues {
		waiting := m.waitingIn(m.queues[i].SID)
		f.Queues = append(f.Queues, m.queues[i].line(waiting, free))
		for _, line := range waiting {
			if len(f.Waiting) < mostWaiting {
				f.Waiting = append(f.Waiting, line)
			}
			f.Today.LongestWait = max(f.Today.LongestWait, line.Wait)
		}
	}
	return f
}

func (m *moment) figuresOfToday() today {
	d := &m.day
	t := today{
		Callers: d.TasksCreated, Answered: d.ReservationsAccepted, GaveUp: d.TasksCanceled,
		Waiting: m.status.Pending + m.status.Reserved, Talking: m.status.Assigned,
		ServiceLevel: -1, Threshold: whole(serviceLevel), AnswerSpeed: whole(d.WaitDurationUntilAccepted.Avg), Missed: d.ReservationsTimedOut,
	}
	split := d.SplitByWaitTime[0]
	answered := split.Below.ReservationsAccepted + split.Above.ReservationsAccepted
	if all := answered + split.Below.TasksCanceled + split.Above.TasksCanceled; all > 0 {
		t.ServiceLevel = 100 * split.Below.ReservationsAccepted / all
	}
	for _, q := range m.queues {
		if q.FriendlyName != overflow {
			t.Escalated += q.day.TasksMoved
		}
	}
	return t
}

// line makes a queue's line; free says who could take a call at once.
func (q *queueMoment) line(waiting []waitingLine, free map[taskrouter.WorkerSID]bool) queueLine {
	line := queueLine{
		Name: q.FriendlyName, Waiting: q.now.TasksByStatus.Pending + q.now.TasksByStatus.Reserved, Staff: q.now.TotalEligibleWorkers,
		Answered: q.day.ReservationsAccepted, AnswerSpeed: whole(q.day.WaitDurationInQueueUntilAccepted.Avg),
	}
	for _, w := range q.members {
		if free[w] {
			line.Free++
		}
	}
	for _, w := range waiting {
		line.LongestWait = max(line.LongestWait, w.Wait)
	}
	return line
}

// waitingIn lists who waits in a queue, in the order in which they are served
// (routing.md §4.1).
func (m *moment) waitingIn(queue taskrouter.TaskQueueSID) []waitingLine {
	var tasks []taskMoment
	for _, t := range m.tasks {
		waits := t.AssignmentStatus == taskrouter.TaskStatusPending || t.AssignmentStatus == taskrouter.TaskStatusReserved
		if waits && t.TaskQueueSID == queue {
			tasks = append(tasks, t)
		}
	}
	slices.SortStableFunc(tasks, func(a, b taskMoment) int {
		return cmp.Or(cmp.Compare(b.Priority, a.Priority), a.VirtualStartTime.Compare(b.VirtualStartTime))
	})
	lines := make([]waitingLine, len(tasks))
	for i, t := range tasks {
		c := callerOf(t.Attributes)
		lines[i] = waitingLine{
			Place: i + 1, Queue: t.TaskQueueName, From: c.number(), Needs: c.Topic, VIP: c.VIP,
			Priority: t.Priority, Wait: whole(m.now.Sub(t.DateCreated)),
		}
		if t.held != nil {
			lines[i].Offered = t.held.WorkerName
		}
	}
	return lines
}

// agentOfMoment makes an agent's line; t is what he was given, nil for nothing.
func agentOfMoment(w taskrouter.Worker, t *taskMoment, now time.Time) agentLine {
	var about struct {
		Skills []string `json:"skills"`
	}
	_ = json.Unmarshal([]byte(w.Attributes), &about) // agent.command wrote them
	line := agentLine{Name: w.FriendlyName, Skills: about.Skills, Activity: w.ActivityName, Since: whole(now.Sub(w.DateStatusChanged))}
	switch {
	case t != nil:
		c := callerOf(t.Attributes)
		line.With, line.Topic, line.Since = c.number(), c.Topic, whole(now.Sub(t.held.DateUpdated))
		switch t.held.ReservationStatus {
		case taskrouter.ReservationStatusPending:
			line.State = stateRinging
		case taskrouter.ReservationStatusAccepted:
			line.State = stateTalking
		default:
			line.State = stateWrapUp
		}
	case w.Available:
		line.State = stateFree
	case w.ActivityName == afterCall:
		line.State = stateWrapUp
	case w.ActivityName == missed:
		line.State = stateMissed
	default:
		line.State = stateAway
	}
	return line
}
