package voice_test

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
)

// One call's whole life: it arrives, is parked with a task, the worker is
// reserved, called and bridged, they part, the task is completed. Measured are
// machine, queues and engine together, with one worker and nobody else in the
// house; not measured are documents over a network and media.
func BenchmarkCall(b *testing.B) {
	engine, _ := taskrouter.New(taskrouter.Config{Limits: taskrouter.Limits{FinishedTask: time.Second}})
	machine, _ := voice.New(voice.Config{Router: engine})
	now := start
	step := func(in voice.Input) []voice.Action {
		actions, err := machine.Step(now, in)
		if err != nil {
			b.Fatal(err)
		}
		return actions
	}
	find := func(actions []voice.Action, is func(voice.Action) bool) {
		if slices.ContainsFunc(actions, is) {
			return
		}
		b.Fatal("an action is missing")
	}
	step(&voice.Command{Command: &taskrouter.CreateTaskQueue{FriendlyName: "Q"}})
	q, _ := engine.TaskQueueByName("Q")
	wf, _ := taskrouter.ParseWorkflowSID("WW0123456789abcdef0123456789abcdef")
	step(&voice.Command{Command: &taskrouter.CreateWorkflow{
		SID: wf, FriendlyName: "W", AssignmentCallbackURL: site, Configuration: `{"task_routing":{"default_filter":{"queue":"` + q.SID.String() + `"}}}`,
	}})
	available, _ := engine.ActivityByName("Available")
	step(&voice.Command{Command: &taskrouter.CreateWorker{FriendlyName: "Alice", Attributes: `{"contact_uri":"client:alice"}`, ActivitySID: available.SID}})
	document := []byte(`<Response><Enqueue workflowSid="` + wf.String() + `"><Task priority="1">{"skill":"billing"}</Task></Enqueue></Response>`)

	var digits [16]byte
	var n uint64
	b.ReportAllocs()
	for b.Loop() {
		n++
		binary.BigEndian.PutUint64(digits[8:], n)
		call, _ := queue.ParseCallSID("CA" + hex.EncodeToString(digits[:]))
		var offer taskrouter.ReservationSID
		var leg voice.CallSID
		fetch := step(&voice.CallArrived{Call: call, From: "+15550001", To: "+15559000", URL: site})[0].(*voice.Fetch)
		find(step(&voice.Fetched{Op: fetch.Op, ContentType: "text/xml", Body: document}), func(a voice.Action) bool {
			cb, ok := a.(*voice.Callback)
			if ok {
				offer = cb.Request.ReservationSID
			}
			return ok
		})
		find(step(&voice.Instructed{Reservation: offer, Instruction: &assign.Dequeue{}}), func(a voice.Action) bool {
			d, ok := a.(*voice.Dial)
			if ok {
				leg = d.Call
			}
			return ok
		})
		step(&voice.Answered{Call: leg})
		step(&voice.HungUp{Call: call})
		step(&voice.Command{Command: &taskrouter.UpdateReservation{SID: offer, ReservationStatus: taskrouter.ReservationStatusCompleted}})
		now = now.Add(2 * time.Second)
	}
}

// A conference from beginning to end: everybody calls, enters, and hangs up.
// Measured is the machine; not measured are documents over a network and media.
func BenchmarkConference(b *testing.B) {
	document := []byte(`<Response><Dial><Conference>room</Conference></Dial></Response>`)
	for _, people := range []int{2, 10, 250} {
		b.Run("people="+strconv.Itoa(people), func(b *testing.B) {
			machine, _ := voice.New(voice.Config{})
			step := func(in voice.Input) []voice.Action {
				actions, err := machine.Step(start, in)
				if err != nil {
					b.Fatal(err)
				}
				return actions
			}
			calls := make([]voice.CallSID, people)
			for i := range calls {
				calls[i], _ = queue.ParseCallSID(fmt.Sprintf("CA%032x", i+1))
			}
			b.ReportAllocs()
			for b.Loop() {
				for _, call := range calls {
					fetch := step(&voice.CallArrived{Call: call, From: "+15550001", To: "+15559000", URL: site})[0].(*voice.Fetch)
					step(&voice.Fetched{Op: fetch.Op, ContentType: "text/xml", Body: document})
				}
				for _, call := range calls {
					step(&voice.HungUp{Call: call})
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*people), "ns/participant")
		})
	}
}
