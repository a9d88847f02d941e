package taskrouter

import (
	"fmt"
	"time"
)

// A worker leaves the conference while the customer talks on with another one:
// his reservation wraps up, and the task when the conference is over.
func ExampleLinkConference() {
	e, _ := New(Config{})
	do := func(cmd Command) []Event {
		events, err := e.Apply(time.Unix(0, 0), cmd)
		if err != nil {
			fmt.Println(err)
		}
		return events
	}
	do(&CreateTaskQueue{FriendlyName: "Everybody"})
	queue, _ := e.TaskQueueByName("Everybody")
	do(&CreateWorkflow{FriendlyName: "All", Configuration: `{"task_routing":{"default_filter":{"queue":"` + queue.SID.String() + `"}}}`})
	available, _ := e.ActivityByName("Available")
	do(&CreateWorker{FriendlyName: "alice", ActivitySID: available.SID})
	offer := Find(do(&CreateTask{}), ReservationCreated)

	do(&UpdateReservation{SID: offer.ReservationSID, ReservationStatus: ReservationStatusAccepted})
	for _, cmd := range []Command{
		&LinkConference{SID: offer.TaskSID, Conference: `{"sid":"CF1"}`},
		&EndCall{SID: offer.ReservationSID},
		&EndConference{SID: offer.TaskSID},
	} {
		for _, ev := range do(cmd) {
			t, _ := e.Task(offer.TaskSID)
			fmt.Println(ev.Type, t.AssignmentStatus, t.Attributes)
		}
	}
	// Output:
	// task.updated assigned {"conference":{"sid":"CF1"}}
	// reservation.wrapup assigned {"conference":{"sid":"CF1"}}
	// task.wrapup wrapping {"conference":{"sid":"CF1"}}
}
