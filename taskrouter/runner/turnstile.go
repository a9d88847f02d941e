package runner

import "sync"

// turnstile lets one goroutine at a time at what it guards, and the writer
// before those who only read. The zero value is one that nobody has passed.
//
// The writer holds the entrance while it waits for the state, and everybody else
// comes through the entrance. So whoever leaves to let the writer in cannot be
// back before it, as with a mutex alone, which goes to who asks while another is
// still waking up; and a writer that waits meets at most one turn of each reader
// who has come through the entrance before. Readers get their turn from a writer
// that never rests as well: a mutex does not leave one waiting for ever.
type turnstile struct {
	entrance sync.Mutex // held for an instant by readers, by the writer while it waits
	state    sync.Mutex // held by whose turn it is
}

// enter begins a reader's turn; leave ends it.
func (t *turnstile) enter() {
	t.entrance.Lock()
	t.entrance.Unlock() //lint:ignore SA2001 to come through is all that it is for
	t.state.Lock()
}

// enterFirst begins a turn of the writer, of whom there is one; leave ends it.
func (t *turnstile) enterFirst() {
	t.entrance.Lock()
	t.state.Lock()
	t.entrance.Unlock()
}

func (t *turnstile) leave() { t.state.Unlock() }
