package driver_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

// pick is a host whose phones are picked up at once, and whose callers hang up as
// soon as they are connected.
type pick struct{ d *driver.Driver }

func (p *pick) Do(ctx context.Context, a voice.Action) error {
	switch a := a.(type) {
	case *voice.Dial:
		return p.d.Step(ctx, &voice.Answered{Call: a.Call})
	case *voice.Bridge:
		return p.d.Step(ctx, &voice.HungUp{Call: a.Caller})
	}
	return nil
}

// BenchmarkCall is one call's whole life: it arrives, its document is fetched, it
// is parked with a task, the worker is reserved, asked about, called and bridged,
// the caller hangs up, the reservation is completed. "machine" is the bare machine
// with its engine, in one goroutine, "driver" all of it through a driver, one call
// after the other, with requests that a function answers, signed: what a network
// and media take is not measured.
func BenchmarkCall(b *testing.B) {
	b.Run("machine", func(b *testing.B) {
		engine, _ := taskrouter.New(taskrouter.Config{Limits: limits})
		machine, err := voice.New(voice.Config{Router: engine})
		if err != nil {
			b.Fatal(err)
		}
		document := shop(b, func(cmd taskrouter.Command) ([]taskrouter.Event, error) { return engine.Apply(time.Now(), cmd) })
		sids := sidSource(b)
		b.ReportAllocs()
		for b.Loop() {
			bareCall(b, machine, sids(), document)
		}
	})
	b.Run("driver", func(b *testing.B) {
		r, err := runner.New(runner.Config{Engine: taskrouter.Config{Limits: limits}})
		if err != nil {
			b.Fatal(err)
		}
		defer r.Close()
		document := shop(b, func(cmd taskrouter.Command) ([]taskrouter.Event, error) { return r.Apply(bg, cmd) })
		over := make(chan struct{}, 2)
		answered := roundTrip(func(*http.Request) (*http.Response, error) {
			return &http.Response{
				StatusCode: 200, Header: http.Header{"Content-Type": {"text/xml"}}, Body: io.NopCloser(strings.NewReader(document)),
			}, nil
		})
		phones := &pick{}
		offers := make(chan taskrouter.ReservationSID, 1)
		d, err := driver.New(driver.Config{
			Runner: r, Media: phones, Client: &http.Client{Transport: answered}, AuthToken: token,
			Asker: asker(func(_ context.Context, cb *voice.Callback) (assign.Instruction, error) {
				offers <- cb.Request.ReservationSID
				return &assign.Dequeue{}, nil
			}),
			Observe: func(o driver.Observation) {
				if _, ok := o.Action.(*voice.CallEnded); ok {
					over <- struct{}{}
				}
			},
		})
		if err != nil {
			b.Fatal(err)
		}
		defer d.Close()
		phones.d = d
		b.ReportAllocs()
		for b.Loop() {
			if err := d.Step(bg, &voice.CallArrived{Call: d.NewCallSID(), From: "+15550001", To: "+15559000", URL: site}); err != nil {
				b.Fatal(err)
			}
			offer := <-offers
			<-over
			<-over
			if _, err := r.Apply(bg, &taskrouter.UpdateReservation{SID: offer, ReservationStatus: taskrouter.ReservationStatusCompleted}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

var limits = taskrouter.Limits{FinishedTask: time.Second}

// shop makes a workspace with one worker, and returns the document of callers.
func shop(b *testing.B, apply func(taskrouter.Command) ([]taskrouter.Event, error)) string {
	must := func(cmd taskrouter.Command) []taskrouter.Event {
		events, err := apply(cmd)
		if err != nil {
			b.Fatal(err)
		}
		return events
	}
	queue := taskrouter.Find(must(&taskrouter.CreateTaskQueue{FriendlyName: "Q"}), taskrouter.TaskQueueCreated).Parameter("TaskQueueSid")
	workflow := taskrouter.Find(must(&taskrouter.CreateWorkflow{
		FriendlyName: "W", AssignmentCallbackURL: site, Configuration: `{"task_routing":{"default_filter":{"queue":"` + queue + `"}}}`,
	}), taskrouter.WorkflowCreated).Parameter("WorkflowSid")
	ready := taskrouter.Find(must(&taskrouter.CreateActivity{FriendlyName: "Ready", Available: true}), taskrouter.ActivityCreated).Parameter("ActivitySid")
	s, err := taskrouter.ParseActivitySID(ready)
	if err != nil {
		b.Fatal(err)
	}
	must(&taskrouter.CreateWorker{FriendlyName: "Alice", Attributes: `{"contact_uri":"client:alice"}`, ActivitySID: s})
	return `<Response><Enqueue workflowSid="` + workflow + `"><Task priority="1">{"skill":"billing"}</Task></Enqueue></Response>`
}

// sidSource returns a function that makes SIDs of calls.
func sidSource(b *testing.B) func() voice.CallSID {
	h := open(b, nil)
	b.Cleanup(h.close)
	return h.NewCallSID
}

// bareCall plays the host by itself.
func bareCall(b *testing.B, m *voice.Machine, call voice.CallSID, document string) {
	var offer taskrouter.ReservationSID
	agenda := []voice.Input{&voice.CallArrived{Call: call, From: "+15550001", To: "+15559000", URL: site}}
	for len(agenda) > 0 {
		in := agenda[0]
		agenda = agenda[1:]
		actions, err := m.Step(time.Now(), in)
		if err != nil {
			b.Fatal(err)
		}
		for _, a := range actions {
			switch a := a.(type) {
			case *voice.Fetch:
				agenda = append(agenda, &voice.Fetched{Op: a.Op, ContentType: "text/xml", Body: []byte(document)})
			case *voice.Callback:
				offer = a.Request.ReservationSID
				agenda = append(agenda, &voice.Instructed{Reservation: offer, Instruction: &assign.Dequeue{}})
			case *voice.Dial:
				agenda = append(agenda, &voice.Answered{Call: a.Call})
			case *voice.Bridge:
				agenda = append(agenda, &voice.HungUp{Call: call})
			}
		}
	}
	_, err := m.Step(time.Now(), &voice.Command{Command: &taskrouter.UpdateReservation{SID: offer, ReservationStatus: taskrouter.ReservationStatusCompleted}})
	if err != nil {
		b.Fatal(err)
	}
}
