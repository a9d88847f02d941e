package voice_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/internal/script"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
)

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

// dequeue NAME front|CALL /page
func (h *house) dequeue(c *script.Command) (string, error) {
	q, _ := h.machine.Queues().ByName(h.now, h.filled(c.Word(0)))
	in := &voice.DequeueMember{Queue: q.SID, URL: site + c.Word(2)}
	if c.Word(1) != "front" {
		in.Call = h.callSID(c.Word(1))
	}
	return h.do(in), nil
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
