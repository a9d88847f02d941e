package taskrouter_test

import (
	"fmt"

	"github.com/goacd/acd/taskrouter"
)

// A listing goes on where a page of it ended, at the cost of what it shows.
func ExampleEngine_WorkersAfter() {
	e, err := taskrouter.New(taskrouter.Config{Created: morning})
	if err != nil {
		panic(err)
	}
	for _, name := range []string{"Alice", "Bob", "Carol", "Dan"} {
		if _, err := e.Apply(morning, &taskrouter.CreateWorker{FriendlyName: name}); err != nil {
			panic(err)
		}
	}
	var last taskrouter.WorkerSID
	for w := range e.Workers() {
		fmt.Println(w.FriendlyName)
		if last = w.SID; w.FriendlyName == "Bob" {
			break
		}
	}
	rest, found := e.WorkersAfter(last)
	fmt.Println("behind Bob:", found)
	for w := range rest {
		fmt.Println(w.FriendlyName)
	}
	// Output:
	// Alice
	// Bob
	// behind Bob: true
	// Carol
	// Dan
}
