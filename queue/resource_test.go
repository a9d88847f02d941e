package queue

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The rules of queue.md §2 and the codes of §10.

func TestConfig(t *testing.T) {
	tests := []struct {
		name string
		cfg  Config
		want Config // of what has a default
		bad  string
	}{
		{name: "defaults", cfg: Config{}, want: Config{DefaultMaxSize: 100, MaxSizeLimit: 5000}},
		{name: "own figures", cfg: Config{DefaultMaxSize: 7, MaxSizeLimit: 9}, want: Config{DefaultMaxSize: 7, MaxSizeLimit: 9}},
		{name: "a low limit lowers the default", cfg: Config{MaxSizeLimit: 50}, want: Config{DefaultMaxSize: 50, MaxSizeLimit: 50}},
		{name: "raised limit", cfg: Config{MaxSizeLimit: 1 << 30}, want: Config{DefaultMaxSize: 100, MaxSizeLimit: 1 << 30}},
		{name: "limit too high", cfg: Config{MaxSizeLimit: 1<<30 + 1}, bad: "MaxSizeLimit is 1073741825"},
		{name: "negative limit", cfg: Config{MaxSizeLimit: -1}, bad: "MaxSizeLimit is -1"},
		{name: "negative default", cfg: Config{DefaultMaxSize: -1}, bad: "DefaultMaxSize is -1"},
		{name: "default above limit", cfg: Config{DefaultMaxSize: 5001}, bad: "DefaultMaxSize is 5001"},
		{name: "negative number of queues", cfg: Config{MaxQueues: -1}, bad: "MaxQueues is -1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := New(tt.cfg)
			if tt.bad != "" {
				require.ErrorIs(t, err, ErrConfig)
				assert.ErrorContains(t, err, tt.bad)
				assert.Nil(t, d)
				return
			}
			require.NoError(t, err)
			got := d.cfg
			assert.False(t, got.AccountSID.IsZero(), "an account of the seed's own")
			assert.Equal(t, got.AccountSID, d.AccountSID())
			got.AccountSID = AccountSID{}
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestSIDsComeFromSeedAndAccount(t *testing.T) {
	first := func(cfg Config) QueueSID { return newDesk(t, cfg).create(0, "q", 1).SID }
	account, err := ParseAccountSID("AC00000000000000000000000000000001")
	require.NoError(t, err)
	base := first(Config{Seed: 1, AccountSID: account})
	assert.Equal(t, base, first(Config{Seed: 1, AccountSID: account}))
	assert.NotEqual(t, base, first(Config{Seed: 2, AccountSID: account}))
	assert.NotEqual(t, base, first(Config{Seed: 1}))

	// A refused call shifts no SID.
	d := newDesk(t, Config{Seed: 1, AccountSID: account})
	_, _, err = d.Create(at(0), CreateQueue{})
	require.Error(t, err)
	d.dial(0, 'X', "missing", 0)
	assert.Equal(t, base, d.create(0, "q", 1).SID)
}

func TestParseSIDs(t *testing.T) {
	digits := "0123456789abcdef0123456789abcdef"
	q, err := ParseQueueSID("QU" + digits)
	require.NoError(t, err)
	c, err := ParseCallSID("CA" + digits)
	require.NoError(t, err)
	w, err := ParseWorkflowSID("WW" + digits)
	require.NoError(t, err)
	a, err := ParseAccountSID("AC" + digits)
	require.NoError(t, err)
	assert.Equal(t, []string{"QU" + digits, "CA" + digits, "WW" + digits, "AC" + digits},
		[]string{q.String(), c.String(), w.String(), a.String()})
	_, err = ParseQueueSID("CA" + digits)
	require.Error(t, err)
}

func TestFriendlyName(t *testing.T) {
	long := strings.Repeat("é", 64) // 128 bytes, 64 characters
	tests := []struct {
		name, given, want string
		reason            Reason
		code, verb        int // code of Create, code of Enqueue
	}{
		{name: "plain", given: "support", want: "support"},
		{name: "surrounding white space is stripped", given: " \t sup port \n", want: "sup port"},
		{name: "64 characters, not bytes", given: long, want: long},
		{name: "64 characters after stripping", given: "  " + long + "  ", want: long},
		{name: "65 characters", given: long + "e", reason: ErrNameTooLong, code: 20001, verb: 14205},
		{name: "a megabyte", given: strings.Repeat("x", 1<<20), reason: ErrNameTooLong, code: 20001, verb: 14205},
		{name: "missing", given: "", reason: ErrNameEmpty, code: 20001, verb: 14204},
		{name: "empty after stripping", given: " \u00a0\u2003 ", reason: ErrNameEmpty, code: 20001, verb: 14204},
		{name: "no valid UTF-8", given: "sup\xffport", reason: ErrNameEmpty, code: 20001, verb: 14204},
		{name: "looks like a queue's SID", given: "QU00000000000000000000000000000001", want: "QU00000000000000000000000000000001"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, Config{})
			q, events, err := d.Create(at(0), CreateQueue{FriendlyName: tt.given})
			e := d.enqueue(0, 'A', tt.given)
			if tt.reason == 0 {
				d.done(events, err)
				assert.Equal(t, tt.want, q.FriendlyName)
				assert.Equal(t, q.SID, e.Queue, "Enqueue strips as Create does")
				return
			}
			requireError(t, err, tt.reason, KindInvalid, tt.code)
			assert.Less(t, len(err.Error()), 300, "a hostile name is cut in the message")
			assert.Equal(t, ResultError, e.Result)
			assert.Equal(t, tt.verb, e.Code)
			assert.True(t, e.Queue.IsZero())
			assert.Equal(t, tt.verb, d.events[0].Code)
			assert.Equal(t, 0, d.Len())

			a := d.dial(0, 'X', tt.given, 0)
			assert.Equal(t, DialFailed, a.Status)
			assert.Equal(t, tt.verb+8, a.Code, "14212 and 14213 in Dial")
		})
	}
}

func requireError(t *testing.T, err error, reason Reason, kind ErrorKind, code int) {
	t.Helper()
	require.ErrorIs(t, err, reason)
	require.ErrorIs(t, err, kind)
	e, ok := errors.AsType[*Error](err)
	require.True(t, ok)
	assert.Equal(t, code, e.Code)
	assert.Equal(t, kind, e.Kind)
	assert.True(t, strings.HasPrefix(err.Error(), "queue: "+e.Op+": "), err.Error())
}

func TestNamesAreUniqueAndCaseSensitive(t *testing.T) {
	d := newDesk(t, Config{})
	a, b := d.create(0, "support", 5), d.create(0, "Support", 5)
	_, _, err := d.Create(at(1), CreateQueue{FriendlyName: " support "})
	requireError(t, err, ErrNameTaken, KindConflict, 22003)
	assert.EqualError(t, err, `queue: Create: queue "support" already exists: want a name of its own`)

	_, events, err := d.Update(at(1), b.SID, UpdateQueue{FriendlyName: new("support"), MaxSize: new(9)})
	requireError(t, err, ErrNameTaken, KindConflict, 22003)
	assert.Empty(t, events)
	assert.Equal(t, 5, d.queue(1, "Support").MaxSize, "nothing is half applied")

	q, events, err := d.Update(at(2), a.SID, UpdateQueue{FriendlyName: new("support ")})
	d.done(events, err)
	assert.Equal(t, a, q, "its own name is fine, and changes nothing, the date included")
	assert.Empty(t, d.events)
}

func TestMaxSize(t *testing.T) {
	tests := []struct {
		name string
		size *int
		want int
		bad  bool
	}{
		{name: "absent is the default", size: nil, want: 100},
		{name: "0 is a real size", size: new(0), want: 0},
		{name: "highest", size: new(5000), want: 5000},
		{name: "above the highest is not clamped", size: new(5001), bad: true},
		{name: "negative", size: new(-1), bad: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, Config{})
			q, events, err := d.Create(at(0), CreateQueue{FriendlyName: "q", MaxSize: tt.size})
			if tt.bad {
				requireError(t, err, ErrMaxSize, KindInvalid, 20001)
				_, err := d.Fetch(at(0), d.create(0, "other", 1).SID)
				require.NoError(t, err)
				_, _, err = d.Update(at(0), d.queue(0, "other").SID, UpdateQueue{MaxSize: tt.size})
				requireError(t, err, ErrMaxSize, KindInvalid, 20001)
				assert.Equal(t, 1, d.queue(0, "other").MaxSize)
				return
			}
			d.done(events, err)
			assert.Equal(t, tt.want, q.MaxSize)
		})
	}
}

func TestSizeZeroRefusesEverybody(t *testing.T) {
	d := newDesk(t, Config{})
	d.create(0, "closed", 0)
	assert.Equal(t, ResultQueueFull, d.enqueue(0, 'A', "closed").Result)
	d.dial(0, 'X', "closed", time.Minute)
	assert.Equal(t, ResultQueueFull, d.enqueue(1, 'B', "closed").Result, "a waiting agent makes no room")
}

func TestUpdate(t *testing.T) {
	d := newDesk(t, Config{})
	made := d.create(0, "support", 5)
	assert.Equal(t, at(0), made.DateCreated)
	assert.Equal(t, at(0), made.DateUpdated)
	d.enqueue(3, 'A', "support")
	assert.Equal(t, at(0), d.queue(4, "support").DateUpdated, "members do not count as an update")

	q := d.resize(5, "support", 6)
	assert.Equal(t, at(0), q.DateCreated)
	assert.Equal(t, at(5), q.DateUpdated)
	assert.Equal(t, []string{"5s queue.updated"}, d.log())
	assert.Equal(t, 6, d.events[0].MaxSize)

	q, events, err := d.Update(at(6), made.SID, UpdateQueue{FriendlyName: new("help"), MaxSize: new(7)})
	d.done(events, err)
	assert.Equal(t, "help", q.FriendlyName)
	assert.Equal(t, 7, q.MaxSize)
	assert.Len(t, d.events, 1, "one event for both")
	_, ok := d.ByName(at(6), "support")
	assert.False(t, ok)

	q, events, err = d.Update(at(7), made.SID, UpdateQueue{})
	d.done(events, err)
	assert.Equal(t, at(6), q.DateUpdated)

	_, _, err = d.Update(at(7), QueueSID{}, UpdateQueue{})
	requireError(t, err, ErrUnknownQueue, KindNotFound, 20404)
	_, _, err = d.Update(at(7), made.SID, UpdateQueue{FriendlyName: new(" ")})
	requireError(t, err, ErrNameEmpty, KindInvalid, 20001)
}

func TestDelete(t *testing.T) {
	d := newDesk(t, Config{})
	q := d.create(0, "support", 5)
	d.enqueue(0, 'A', "support")
	_, err := d.Delete(at(1), q.SID)
	requireError(t, err, ErrNotEmpty, KindState, 20001)

	// A call that was taken is no member, and goes on without its queue.
	d.dial(2, 'X', "support", 30*time.Second)
	d.dial(3, 'Y', "support", 30*time.Second)
	d.dial(4, 'Z', "support", 30*time.Second)
	d.done(d.Delete(at(5), q.SID))
	assert.Equal(t, []string{
		"5s queue.deleted", "5s dial.ended agent=Y failed", "5s dial.ended agent=Z failed",
	}, d.log(), "waiting agents do not prevent it; their Dials fail, oldest first")
	_, ok := d.Deadline()
	assert.False(t, ok)

	d.tell(d.Connect, 6, 'A')
	e := d.tell(d.Part, 9, 'A')
	assert.Equal(t, ResultBridged, e.Result)
	assert.Equal(t, q.SID, e.Queue)
	assert.Equal(t, 2*time.Second, e.QueueTime)

	_, err = d.Delete(at(9), q.SID)
	requireError(t, err, ErrUnknownQueue, KindNotFound, 20404)
}

func TestAgentOfADeletedQueueFailsWhenHisCallIsLost(t *testing.T) {
	d := newDesk(t, Config{})
	d.enqueue(0, 'A', "support")
	d.dial(0, 'X', "support", time.Minute)
	d.done(d.Delete(at(1), d.queue(1, "support").SID))
	d.enqueue(1, 'B', "support") // another queue of that name
	d.tell(d.Hangup, 2, 'A')
	assert.Equal(t, []string{
		"2s enqueue.ended A agent=X bridging-in-process in-queue=0s",
		"2s dial.ended agent=X failed",
	}, d.log())
}

func TestQueuesAreListedByCreation(t *testing.T) {
	d := newDesk(t, Config{})
	d.create(0, "zeta", 1)
	d.enqueue(1, 'A', "alpha")
	d.park(2, 'B', workflow(7))
	gone := d.create(3, "gone", 1)
	d.create(4, "beta", 1)
	d.done(d.Delete(at(5), gone.SID))
	_, _, err := d.Update(at(5), d.queue(5, "zeta").SID, UpdateQueue{FriendlyName: new("renamed")})
	require.NoError(t, err)

	names := func(f Filter) []string {
		var names []string
		for q := range d.Queues(at(6), f) {
			names = append(names, q.FriendlyName)
		}
		return names
	}
	assert.Equal(t, []string{"renamed", "alpha", workflow(7).String(), "beta"}, names(Filter{}))
	assert.Equal(t, []string{"alpha"}, names(Filter{FriendlyName: "alpha"}))
	assert.Equal(t, []string{workflow(7).String()}, names(Filter{FriendlyName: workflow(7).String()}))
	assert.Empty(t, names(Filter{FriendlyName: "Alpha"}), "case-sensitive")
	assert.Equal(t, 4, d.Len())
	for q := range d.Queues(at(6), Filter{}) {
		fetched, err := d.Fetch(at(6), q.SID)
		require.NoError(t, err)
		assert.Equal(t, q, fetched)
		break
	}
}

func TestMaxQueues(t *testing.T) {
	d := newDesk(t, Config{MaxQueues: 1})
	d.create(0, "only", 5)
	_, _, err := d.Create(at(0), CreateQueue{FriendlyName: "second"})
	requireError(t, err, ErrTooMany, KindLimit, 20001)

	e := d.enqueue(0, 'A', "second")
	assert.Equal(t, ResultSystemError, e.Result)
	assert.ErrorIs(t, e.Err, ErrTooMany)
	assert.Equal(t, "second", e.FriendlyName)
	assert.Equal(t, EntryWaiting, d.enqueue(0, 'A', "only").State)
}

func TestMembersOfUnknownQueue(t *testing.T) {
	d := newDesk(t, Config{})
	empty := d.create(0, "empty", 1).SID
	_, err := d.Members(at(0), QueueSID{})
	requireError(t, err, ErrUnknownQueue, KindNotFound, 20404)
	_, err = d.Member(at(0), QueueSID{}, call('A'))
	requireError(t, err, ErrUnknownQueue, KindNotFound, 20404)
	_, err = d.Member(at(0), empty, call('A'))
	requireError(t, err, ErrUnknownCall, KindNotFound, 20404)
	_, err = d.Front(at(0), QueueSID{})
	requireError(t, err, ErrUnknownQueue, KindNotFound, 20404)
	_, err = d.Front(at(0), empty)
	requireError(t, err, ErrEmpty, KindNotFound, 20404)
	_, _, err = d.Dequeue(at(0), QueueSID{}, call('A'))
	requireError(t, err, ErrUnknownQueue, KindNotFound, 20404)
	_, _, err = d.DequeueFront(at(0), QueueSID{})
	requireError(t, err, ErrUnknownQueue, KindNotFound, 20404)
	assert.Equal(t, "", d.members(0, "empty"), "an empty list, no error")
}

func TestMembers(t *testing.T) {
	d := newDesk(t, Config{})
	for i, letter := range "ABCD" {
		d.enqueue(float64(i), letter, "support")
	}
	d.enqueue(4, 'E', "other")
	q := d.queue(4, "support").SID
	m, err := d.Member(at(10), q, call('C'))
	require.NoError(t, err)
	assert.Equal(t, Member{
		CallSID: call('C'), QueueSID: q, Position: 3, WaitTime: 8 * time.Second, DateEnqueued: at(2),
	}, m)
	_, err = d.Member(at(10), q, call('E'))
	require.ErrorIs(t, err, ErrUnknownCall, "it waits in another queue")
	front, err := d.Front(at(10), q)
	require.NoError(t, err)
	assert.Equal(t, call('A'), front.CallSID)

	members, err := d.Members(at(10), q)
	require.NoError(t, err)
	for m := range members {
		assert.Equal(t, front, m)
		break
	}
	assert.Len(t, slices.Collect(members), 4)
	_, events, err := d.Dequeue(at(11), q, call('B'))
	d.done(events, err)
	assert.Equal(t, "ACD", d.members(11, "support"))
}
