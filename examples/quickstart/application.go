package main

import (
	"fmt"
	"net/url"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/taskrouter"
)

// application plays the user's own web application: it serves documents, and
// says what to do when a worker was reserved. A request is answered by what it
// is for, so that documents of a real application work here with the addresses
// they have.
type application struct {
	*host
	files *shift
	made  int // calls to workers
}

// fetch answers a request for a document.
func (app *application) fetch(f *voice.Fetch) func() voice.Input {
	name, body := app.document(f)
	app.timeline.fetch(f, name)
	return func() voice.Input {
		return &voice.Fetched{Op: f.Op, Status: 200, ContentType: "text/xml", Body: body}
	}
}

func (app *application) document(f *voice.Fetch) (name string, body []byte) {
	s := app.files
	pick := func(x file) (string, []byte) { return x.name, x.text }
	switch f.Purpose {
	case voice.ForDocument:
		if leg := app.people.legs[f.Call]; leg != nil {
			return "the worker's document", s.workerDocument(leg.reservation.String())
		}
		if f.URL == sorryURL {
			return pick(s.sorry)
		}
		return pick(s.call)
	case voice.ForWait:
		return pick(s.wait)
	case voice.ForEnqueueAction:
		if f.Param("QueueResult") == "bridged" {
			return pick(s.after)
		}
		return pick(s.sorry)
	default:
		return "an empty document", []byte("<Response/>")
	}
}

// assignment answers the assignment callback: with the instruction of the file,
// or with none, because the application calls the worker itself.
func (app *application) assignment(cb *voice.Callback) func() voice.Input {
	r := cb.Request
	answer := &voice.Instructed{Reservation: r.ReservationSID, Instruction: app.files.instruction}
	c := app.people.byTask[r.TaskSID]
	if c.connect == "dial" {
		answer.Instruction = nil
		app.callWorker(c, r.ReservationSID, r.WorkerSID)
	}
	app.timeline.instructed(c, answer.Instruction)
	return func() voice.Input { return answer }
}

// callWorker makes a call by the application's own means. When the worker has
// answered, the call runs the worker's document, which names the reservation.
func (app *application) callWorker(c *caller, reservation taskrouter.ReservationSID, to taskrouter.WorkerSID) {
	w := app.people.workers[to]
	app.in(w.answer, func() voice.Input {
		r, ok := app.engine.Reservation(reservation)
		if !ok || r.ReservationStatus != taskrouter.ReservationStatusPending {
			return nil // it was decided while the phone rang
		}
		app.made++
		sid, err := taskrouter.ParseCallSID(fmt.Sprintf("CA%032x", 0xa000+app.made))
		if err != nil {
			panic(err) // it is made of 32 digits
		}
		app.people.legs[sid] = &leg{w, reservation}
		app.timeline.workerAnswers(c, w, sid)
		return &voice.CallArrived{
			Call: sid, Direction: voice.OutboundAPI, From: c.to, To: w.contactURI,
			URL: workerURL + "?reservation=" + url.QueryEscape(reservation.String()),
		}
	})
}

// taskEnded takes a caller out of the queue whose task is over while he waits.
func (app *application) taskEnded(ended *voice.TaskEnded) func() voice.Input {
	return func() voice.Input { return &voice.RedirectCall{Call: ended.Call, URL: sorryURL} }
}
