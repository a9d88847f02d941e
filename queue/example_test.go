package queue_test

import (
	"errors"
	"fmt"
	"log"
	"strings"
	"time"

	"github.com/goacd/acd/queue"
)

// nine is the hour at which the examples begin.
var nine = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func after(seconds int) time.Time { return nine.Add(time.Duration(seconds) * time.Second) }

// caller returns the SID of call number n.
func caller(n int) queue.CallSID {
	c, err := queue.ParseCallSID(fmt.Sprintf("CA%032x", n))
	if err != nil {
		log.Fatal(err)
	}
	return c
}

func account() *queue.Directory {
	d, err := queue.New(queue.Config{Seed: 1})
	if err != nil {
		log.Fatal(err)
	}
	return d
}

func must[T any](v T, events []queue.Event, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return v
}

// A caller waits, is taken by an agent, connected, and hangs up.
func Example() {
	d := account()
	tell := func(events []queue.Event, err error) {
		if err != nil {
			log.Fatal(err)
		}
		for _, e := range events {
			fmt.Println(strings.TrimSpace(fmt.Sprintf("%s %-13v %s%s", e.At.Format("15:04:05"), e.Type, e.Result, e.Status)))
		}
	}
	alice, bob := caller(0xa), caller(0xb)

	_, events, err := d.Enqueue(nine, queue.Enqueue{Call: alice, Queue: "support"})
	tell(events, err)
	_, events, err = d.Dial(after(40), queue.Dial{Agent: bob, Queue: "support"})
	tell(events, err)
	_, events, err = d.Connect(after(43), alice)
	tell(events, err)
	_, events, err = d.Hangup(after(200), alice)
	tell(events, err)
	// Output:
	// 09:00:00 queue.created
	// 09:00:00 call.joined
	// 09:00:40 call.taken
	// 09:00:43 call.bridged
	// 09:03:20 enqueue.ended bridged
	// 09:03:20 dial.ended    completed
}

func ExampleNew() {
	_, err := queue.New(queue.Config{DefaultMaxSize: 9000})
	fmt.Println(err)
	d, _ := queue.New(queue.Config{DefaultMaxSize: 9000, MaxSizeLimit: 10_000})
	fmt.Println(d.Len(), "queues")
	// Output:
	// queue: New: DefaultMaxSize is 9000: want 1 to 5000, or 0 for 100
	// 0 queues
}

func ExampleDirectory_Enqueue() {
	d := account()
	size := 1
	must(d.Create(nine, queue.CreateQueue{FriendlyName: "support", MaxSize: &size}))
	for n := 1; n <= 2; n++ {
		e := must(d.Enqueue(nine, queue.Enqueue{Call: caller(n), Queue: "support"}))
		fmt.Println(n, e.State, e.Result, e.Code)
	}
	// Output:
	// 1 waiting  0
	// 2 ended queue-full 14207
}

func ExampleDirectory_Wait() {
	d := account()
	must(d.Enqueue(after(0), queue.Enqueue{Call: caller(1), Queue: "support"}))
	must(d.Enqueue(after(10), queue.Enqueue{Call: caller(2), Queue: "support"}))
	w, err := d.Wait(after(30), caller(2))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("position", w.QueuePosition, "of", w.CurrentQueueSize, "after", w.QueueTime, "mean", w.AvgQueueTime)
	// Output: position 2 of 2 after 20s mean 25s
}

func ExampleDirectory_Dial() {
	d := account()
	fmt.Println(must(d.Dial(nine, queue.Dial{Agent: caller(9), Queue: "support"})).Status)
	must(d.Create(nine, queue.CreateQueue{FriendlyName: "support"}))
	a := must(d.Dial(nine, queue.Dial{Agent: caller(9), Queue: "support", Timeout: time.Minute}))
	fmt.Println(a.State, "until", a.Until.Format("15:04:05"))
	e := must(d.Enqueue(after(5), queue.Enqueue{Call: caller(1), Queue: "support"}))
	fmt.Println(e.State, "by the agent:", e.Agent == caller(9))
	// Output:
	// failed
	// waiting until 09:01:00
	// taken by the agent: true
}

func ExampleDirectory_Advance() {
	d := account()
	must(d.Create(nine, queue.CreateQueue{FriendlyName: "support"}))
	must(d.Dial(nine, queue.Dial{Agent: caller(9), Queue: "support"}))
	next, _ := d.Deadline()
	events, err := d.Advance(next)
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range events {
		fmt.Println(e.At.Format("15:04:05"), e.Type, e.Status)
	}
	// Output: 09:00:30 dial.ended no-answer
}

// A worker's reservation takes exactly its call out of a workflow's queue.
func ExampleDirectory_Take() {
	d := account()
	w, err := queue.ParseWorkflowSID("WW0123456789abcdef0123456789abcdef")
	if err != nil {
		log.Fatal(err)
	}
	for n := 1; n <= 3; n++ {
		must(d.Enqueue(nine, queue.Enqueue{Call: caller(n), Workflow: w}))
	}
	e := must(d.Take(after(60), caller(2), caller(9)))
	fmt.Println(e.FriendlyName, e.State, e.QueueTime)
	left, _ := d.Wait(after(60), caller(3))
	fmt.Println("the third is now at", left.QueuePosition)
	// Output:
	// WW0123456789abcdef0123456789abcdef taken 1m0s
	// the third is now at 2
}

func ExampleDirectory_CancelDial() {
	d := account()
	must(d.Enqueue(nine, queue.Enqueue{Call: caller(1), Queue: "support"}))
	must(d.Dial(nine, queue.Dial{Agent: caller(9), Queue: "support"}))
	a := must(d.CancelDial(after(2), caller(9))) // while the whisper runs
	fmt.Println(a.Status)
	_, err := d.Entry(after(2), caller(1))
	fmt.Println(errors.Is(err, queue.ErrUnknownCall))
	// Output:
	// canceled
	// true
}

func ExampleDirectory_Redirect() {
	d := account()
	must(d.Enqueue(nine, queue.Enqueue{Call: caller(1), Queue: "support"}))
	fmt.Println(must(d.Redirect(after(7), caller(1))).Result)
	must(d.Enqueue(after(8), queue.Enqueue{Call: caller(1), Queue: "support"}))
	must(d.Take(after(9), caller(1), caller(9)))
	must(d.Connect(after(9), caller(1)))
	fmt.Println(must(d.Redirect(after(20), caller(1))).Result)
	// Output:
	// redirected
	// redirected-from-bridged
}

func ExampleDirectory_DequeueFront() {
	d := account()
	e := must(d.Enqueue(nine, queue.Enqueue{Call: caller(1), Queue: "support"}))
	m := must(d.DequeueFront(after(5), e.Queue))
	fmt.Println(m.Position, m.WaitTime)
	_, _, err := d.Dequeue(after(5), e.Queue, m.CallSID)
	fmt.Println(errors.Is(err, queue.KindNotFound))
	// Output:
	// 1 5s
	// true
}

func ExampleDirectory_Members() {
	d := account()
	for n := 1; n <= 3; n++ {
		must(d.Enqueue(after(n), queue.Enqueue{Call: caller(n), Queue: "support"}))
	}
	must(d.Leave(after(4), caller(2)))
	q, _ := d.ByName(after(9), "support")
	members, err := d.Members(after(9), q.SID)
	if err != nil {
		log.Fatal(err)
	}
	for m := range members {
		fmt.Println(m.Position, m.WaitTime)
	}
	// Output:
	// 1 8s
	// 2 6s
}

func ExampleDirectory_Update() {
	d := account()
	q := must(d.Create(nine, queue.CreateQueue{FriendlyName: "support"}))
	name, size := "help", 0
	q = must(d.Update(after(1), q.SID, queue.UpdateQueue{FriendlyName: &name, MaxSize: &size}))
	fmt.Println(q.FriendlyName, q.MaxSize)
	must(d.Create(after(2), queue.CreateQueue{FriendlyName: "support"}))
	_, _, err := d.Create(after(3), queue.CreateQueue{FriendlyName: "help"})
	fmt.Println(err)
	for q := range d.Queues(after(3), queue.Filter{}) {
		fmt.Println(q.FriendlyName)
	}
	// Output:
	// help 0
	// queue: Create: queue "help" already exists: want a name of its own
	// help
	// support
}

func ExampleDirectory_Delete() {
	d := account()
	e := must(d.Enqueue(nine, queue.Enqueue{Call: caller(1), Queue: "support"}))
	_, err := d.Delete(after(1), e.Queue)
	fmt.Println(err)
	must(d.Hangup(after(2), caller(1)))
	_, err = d.Delete(after(3), e.Queue)
	fmt.Println(err, d.Len(), d.Check())
	// Output:
	// queue: Delete: queue "support" has 1 members: only an empty queue can be deleted
	// <nil> 0 <nil>
}
