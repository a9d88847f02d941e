package rest

import (
	"iter"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/taskrouter"
)

// reservationView is one of the two ways to a reservation: through its task or
// through its worker. Its URL follows the way it was fetched (rest.md §6.3).
type reservationView struct {
	task   taskrouter.TaskSID // one of the two
	worker taskrouter.WorkerSID
}

// byTask makes an endpoint of one about the reservations of the path's task.
func byTask(f func(c *call, of reservationView) (answer, error)) func(c *call) (answer, error) {
	return about(func(c *call, s taskrouter.TaskSID) (answer, error) { return f(c, reservationView{task: s}) })
}

// byWorker makes an endpoint of one about the reservations of the path's worker.
func byWorker(f func(c *call, of reservationView) (answer, error)) func(c *call) (answer, error) {
	return about(func(c *call, s taskrouter.WorkerSID) (answer, error) { return f(c, reservationView{worker: s}) })
}

// has reports whether a reservation belongs here.
func (of reservationView) has(r *taskrouter.Reservation) bool {
	return r.TaskSID == of.task || r.WorkerSID == of.worker
}

// exists reports whether the task or the worker does.
func (of reservationView) exists(v Reader) (found bool) {
	if of.worker.IsZero() {
		_, found = v.Task(of.task)
	} else {
		_, found = v.Worker(of.worker)
	}
	return found
}

func (of reservationView) all(v Reader) iter.Seq[taskrouter.Reservation] {
	if of.worker.IsZero() {
		return v.TaskReservations(of.task)
	}
	return v.WorkerReservations(of.worker)
}

func (c *call) renderReservation(o *object, of reservationView, r taskrouter.Reservation) {
	c.head(o)
	rest.AddSID(o, "sid", r.SID)
	o.String("reservation_status", string(r.ReservationStatus))
	rest.AddSID(o, "task_sid", r.TaskSID)
	rest.AddSID(o, "worker_sid", r.WorkerSID)
	o.String("worker_name", r.WorkerName)
	o.Date("date_created", r.DateCreated)
	o.Date("date_updated", r.DateUpdated)
	task, worker := r.TaskSID.String(), r.WorkerSID.String()
	if of.worker.IsZero() {
		c.url(o, "url", "/Tasks/", task, "/Reservations/", r.SID.String())
	} else {
		c.url(o, "url", "/Workers/", worker, "/Reservations/", r.SID.String())
	}
	o.Object("links", func(o *object) {
		c.url(o, "task", "/Tasks/", task)
		c.url(o, "worker", "/Workers/", worker)
		c.workspaceLink(o)
	})
}

// reservation reads the reservation of the path.
func (c *call) reservation(of reservationView) (r taskrouter.Reservation, err error) {
	s, err := pathSID[sid.Reservation](c, 2)
	if err != nil {
		return r, err
	}
	r, err = lookup(c, Reader.Reservation, s)
	if err == nil && !of.has(&r) {
		err = c.NotFound()
	}
	return r, err
}

func (c *call) fetchReservation(of reservationView) (answer, error) {
	r, err := c.reservation(of)
	if err != nil {
		return answer{}, err
	}
	var o object
	c.renderReservation(&o, of, r)
	return c.versioned(ok, &o, r.Version)
}

var reservationStatuses = []string{
	string(taskrouter.ReservationStatusPending), string(taskrouter.ReservationStatusAccepted), string(taskrouter.ReservationStatusRejected),
	string(taskrouter.ReservationStatusTimeout), string(taskrouter.ReservationStatusCanceled), string(taskrouter.ReservationStatusRescinded),
	string(taskrouter.ReservationStatusWrapping), string(taskrouter.ReservationStatusCompleted),
}

func (c *call) listReservations(of reservationView) (answer, error) {
	status := taskrouter.ReservationStatus(c.Params.Choice("ReservationStatus", reservationStatuses...))
	var worker taskrouter.WorkerSID
	if of.worker.IsZero() {
		worker = rest.SID[sid.Worker](&c.Params, "WorkerSid")
	}
	err := c.read(func(v Reader, _ time.Time) error {
		if !of.exists(v) {
			return c.NotFound()
		}
		return nil
	})
	if err != nil {
		return answer{}, err
	}
	return list(c, listing[sid.Reservation, taskrouter.Reservation]{
		key: "reservations", all: of.all, get: Reader.Reservation,
		sid:  func(r *taskrouter.Reservation) taskrouter.ReservationSID { return r.SID },
		date: func(r *taskrouter.Reservation) time.Time { return r.DateCreated },
		keep: func(_ Reader, r *taskrouter.Reservation) bool {
			return (status == "" || r.ReservationStatus == status) && (worker.IsZero() || r.WorkerSID == worker)
		},
	}, nil, func(o *object, r taskrouter.Reservation) { c.renderReservation(o, of, r) })
}

// updateReservation carries out an instruction, or sets the status. Where both
// are given the instruction wins, and where neither is, nothing changes.
func (c *call) updateReservation(of reservationView) (answer, error) {
	r, err := c.reservation(of)
	if err != nil {
		return answer{}, err
	}
	switch {
	case c.Params.Text("Instruction") != "":
		err = c.instruct(of, r)
	case c.Params.Text("ReservationStatus") != "":
		err = c.do(&taskrouter.UpdateReservation{
			SID: r.SID, IfVersion: c.ifVersion(),
			ReservationStatus: taskrouter.ReservationStatus(c.Params.Text("ReservationStatus")),
			WorkerActivitySID: rest.SID[sid.Activity](&c.Params, "WorkerActivitySid"),
		})
	default:
		err = c.checkVersion(r.Version)
	}
	if err != nil {
		return answer{}, err
	}
	return c.fetchReservation(of)
}

func (c *call) checkVersion(have int) error {
	if err := c.Params.Err(); err != nil {
		return err
	}
	if want := c.ifVersion(); want != nil && *want != have {
		return rest.PreconditionFailed()
	}
	return nil
}

// instruct carries out the Instruction parameter: accept and reject are commands
// of the engine, all others are for the host's calls. A version is compared
// before these: what follows from them takes its time in any case.
func (c *call) instruct(of reservationView, r taskrouter.Reservation) error {
	i, err := assign.ParseForm(c.Params.Values())
	if err != nil {
		return err
	}
	cmd := &taskrouter.UpdateReservation{SID: r.SID, IfVersion: c.ifVersion()}
	switch i := i.(type) {
	case *assign.Accept:
		cmd.ReservationStatus = taskrouter.ReservationStatusAccepted
		return c.do(cmd)
	case *assign.Reject:
		cmd.ReservationStatus, cmd.WorkerActivitySID = taskrouter.ReservationStatusRejected, i.ActivitySID
		return rejectError(c.do(cmd))
	case *assign.Supervise:
		if !of.worker.IsZero() {
			return rest.Invalid("Instruction supervise is for the reservations of a task, not for those of a worker")
		}
	}
	if err := c.checkVersion(r.Version); err != nil {
		return err
	}
	if c.h.cfg.Instructor == nil {
		return rest.Invalid("Instruction %s cannot be carried out: no calls are connected to this service", i.Name())
	}
	return c.h.cfg.Instructor.Instruct(c.HTTP.Context(), c.ws.sid, r.SID, i)
}

// rejectError gives the refusal of an unknown activity the instruction's code
// (rest.md §5.3).
func rejectError(err error) error {
	if e, isOurs := err.(*taskrouter.Error); isOurs && e.Field == "WorkerActivitySid" {
		with := *e
		with.Code = int(assign.CodeRejectActivity)
		return &with
	}
	return err
}
