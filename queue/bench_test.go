package queue

import (
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"github.com/goacd/acd/internal/sid"
)

// One operation on a queue of 1,000 and of 1,000,000 members, side by side, so
// that a cost which grows with the queue shows. Every operation that takes a
// call out puts one in, so that the size stays. Measured: the directory's
// method and the look-up of the call by its SID. Not measured: documents, media.

var sizes = []int{1_000, 1_000_000}

func benchCall(n int) CallSID {
	var b [16]byte
	binary.BigEndian.PutUint64(b[8:], uint64(n)+1)
	return sid.FromBytes[sid.Call](b)
}

// crowd is a queue of n members, and what is needed to keep it that long.
type crowd struct {
	*Directory
	b      *testing.B
	queue  QueueSID
	n, in  int // members at rest; calls that ever joined
	out    int // calls that left from the front
	now    time.Time
	victim uint64
}

func newCrowd(b *testing.B, n int) *crowd {
	d, err := New(Config{DefaultMaxSize: 1 << 29, MaxSizeLimit: 1 << 30})
	if err != nil {
		b.Fatal(err)
	}
	c := &crowd{Directory: d, b: b, n: n, now: start}
	for range n {
		c.join()
	}
	q, _ := d.ByName(c.now, "support")
	c.queue = q.SID
	return c
}

func (c *crowd) must(err error) {
	if err != nil {
		c.b.Fatal(err)
	}
}

func (c *crowd) join() {
	c.put(benchCall(c.in))
	c.in++
}

func (c *crowd) put(call CallSID) {
	c.now = c.now.Add(time.Millisecond)
	_, _, err := c.Enqueue(c.now, Enqueue{Call: call, Queue: "support"})
	c.must(err)
}

// anybody picks a member, jumping about, for a crowd whose members are always
// the first n calls.
func (c *crowd) anybody() CallSID {
	c.victim += 0x9e3779b97f4a7c15
	return benchCall(int(c.victim % uint64(c.n)))
}

func perSize(b *testing.B, run func(b *testing.B, c *crowd)) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("members=%d", n), func(b *testing.B) {
			c := newCrowd(b, n)
			b.ReportAllocs()
			run(b, c)
		})
	}
}

// A call joins; the first one is taken, connected and hangs up.
func BenchmarkOneCallFromEndToFront(b *testing.B) {
	perSize(b, func(b *testing.B, c *crowd) {
		agent := benchCall(1 << 40)
		for b.Loop() {
			c.join()
			_, _, err := c.Dial(c.now, Dial{Agent: agent, Queue: "support"})
			c.must(err)
			_, _, err = c.Connect(c.now, benchCall(c.out))
			c.must(err)
			_, _, err = c.Hangup(c.now, benchCall(c.out))
			c.must(err)
			c.out++
		}
	})
}

// A call anywhere in the queue hangs up; another joins.
func BenchmarkLeaveFromAnywhere(b *testing.B) {
	perSize(b, func(b *testing.B, c *crowd) {
		for b.Loop() {
			call := c.anybody()
			_, _, err := c.Hangup(c.now, call)
			c.must(err)
			c.put(call)
		}
	})
}

func BenchmarkPosition(b *testing.B) {
	perSize(b, func(b *testing.B, c *crowd) {
		for b.Loop() {
			_, err := c.Member(c.now, c.queue, c.anybody())
			c.must(err)
		}
	})
}

// All values of a wait request, the mean wait of all members included.
func BenchmarkWait(b *testing.B) {
	perSize(b, func(b *testing.B, c *crowd) {
		for b.Loop() {
			_, err := c.Wait(c.now, c.anybody())
			c.must(err)
		}
	})
}

func BenchmarkFetch(b *testing.B) {
	perSize(b, func(b *testing.B, c *crowd) {
		for b.Loop() {
			_, err := c.Fetch(c.now, c.queue)
			c.must(err)
		}
	})
}

// A call is refused, as happens in numbers when a queue is full.
func BenchmarkRefusal(b *testing.B) {
	perSize(b, func(b *testing.B, c *crowd) {
		_, _, err := c.Update(c.now, c.queue, UpdateQueue{MaxSize: &c.n})
		c.must(err)
		for b.Loop() {
			_, _, err := c.Enqueue(c.now, Enqueue{Call: benchCall(c.n), Queue: "support"})
			c.must(err)
		}
	})
}
