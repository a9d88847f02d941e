package rest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/rest"
)

// ledger is a workspace that counts what is read of its events.
type ledger struct {
	rest.Workspace
	read, asked int
}

func (l *ledger) Events(after uint64) []taskrouter.Event {
	page := l.Workspace.Events(after)
	l.read += len(page)
	l.asked++
	return page
}

// reading returns how many events f reads.
func (l *ledger) reading(f func()) int {
	before := l.read
	f()
	return l.read - before
}

// openLedger serves a workspace with n events, ten of them in each second.
func openLedger(t *testing.T, n int) (*house, *ledger) {
	h := open(t)
	l := &ledger{Workspace: rest.NewLocal(h.engine, func() time.Time { return h.clock })}
	handler, err := rest.New(rest.Config{Accounts: []rest.Account{{SID: h.User, Secret: token}}, Workspaces: []rest.Workspace{l}})
	require.NoError(t, err)
	h.Handler = handler
	for i := range n - 1 { // the first one is the workspace's creation
		if i%10 == 9 {
			h.pass(time.Second)
		}
		_, err := l.Apply(t.Context(), &taskrouter.UpdateWorkspace{FriendlyName: new(fmt.Sprint(i))})
		require.NoError(t, err)
	}
	return h, l
}

// TestEventsAreNotReadFromTheBeginning reads what is asked for, and not all that
// is before it.
func TestEventsAreNotReadFromTheBeginning(t *testing.T) {
	const n, slice = 9000, 1000
	h, l := openLedger(t, n)
	var sids []string
	t.Run("all of the window, forwards and back", func(t *testing.T) {
		read := l.reading(func() { sids = h.follow("/Events?PageSize=1000&Minutes=43200", "events") })
		assert.Len(t, sids, n)
		assert.LessOrEqual(t, read, 12*n, "each page is asked for five times")
	})
	t.Run("one event", func(t *testing.T) {
		h.Get("/Events/" + sids[0]) // which reads all, once
		for _, sid := range []string{sids[0], sids[n/2], sids[n-1]} {
			read := l.reading(func() { assert.Equal(t, sid, h.Get("/Events/" + sid).Body["sid"]) })
			assert.LessOrEqual(t, read, slice)
			read = l.reading(func() { assert.Equal(t, []string{sid}, h.Get("/Events?Minutes=43200&Sid="+sid).SIDs("events")) })
			assert.LessOrEqual(t, read, slice)
		}
		assert.Zero(t, l.reading(func() { assert.Equal(t, 404, h.Get("/Events/EV"+strings.Repeat("1", 32)).Status) }))
	})
	t.Run("the last page, by its token", func(t *testing.T) {
		read := l.reading(func() {
			assert.Equal(t, sids[n-10:], h.Get("/Events?Minutes=43200&PageToken=PA"+sids[n-11]).SIDs("events"))
		})
		assert.LessOrEqual(t, read, 6*slice)
	})
	t.Run("back from the end", func(t *testing.T) {
		read := l.reading(func() {
			assert.Equal(t, sids[n-51:n-1], h.Get("/Events?Minutes=43200&PageToken=PB"+sids[n-1]).SIDs("events"))
		})
		assert.LessOrEqual(t, read, 6*slice)
	})
	t.Run("back beyond the beginning", func(t *testing.T) {
		assert.Equal(t, sids[:3], h.Get("/Events?Minutes=43200&PageToken=PB"+sids[3]).SIDs("events"))
	})
	t.Run("back over many slices", func(t *testing.T) {
		path := "/Events?Minutes=43200&PageSize=1000&EventType=workspace.created&PageToken=PB" + sids[n-1]
		assert.Equal(t, sids[:1], h.Get(path).SIDs("events"))
	})
	t.Run("a window at the end", func(t *testing.T) {
		start := "&StartDate=" + h.clock.Format(time.RFC3339)
		read := l.reading(func() { assert.Equal(t, sids[n-10:], h.Get("/Events?PageSize=1000"+start).SIDs("events")) })
		assert.LessOrEqual(t, read, 6*slice)
		assert.Empty(t, h.Get("/Events?PageToken=PB"+sids[n-10]+start).SIDs("events"), "before the window")
		assert.Equal(t, sids[n-10:n-5], h.Get("/Events?PageToken=PB"+sids[n-5]+start).SIDs("events"))
	})
	t.Run("places that are nowhere", func(t *testing.T) {
		asked := l.asked
		for _, rank := range []string{"0", "zzzzzzzzzzz", "1y2p0ij32e8e7"} { // the last two are huge
			assert.LessOrEqual(t, len(h.Get("/Events?Minutes=43200&PageToken=PB"+sids[0]+"-"+rank).SIDs("events")), 50)
			assert.LessOrEqual(t, len(h.Get("/Events?Minutes=43200&PageToken=PA"+sids[0]+"-"+rank).SIDs("events")), 50)
		}
		assert.Less(t, l.asked-asked, 200)
	})
}

// TestEventsThatAreNotKept asks for events after the workspace has dropped them.
func TestEventsThatAreNotKept(t *testing.T) {
	h, l := openLedger(t, 20_100)
	first := h.Get("/Events?Minutes=43200&PageSize=1").SIDs("events")[0]
	assert.Equal(t, 200, h.Get("/Events/"+first).Status)
	kept := l.Events(0)[0].Sequence
	for i := 0; l.Events(0)[0].Sequence == kept; i++ {
		_, err := l.Apply(t.Context(), &taskrouter.UpdateWorkspace{FriendlyName: new(fmt.Sprint(i))})
		require.NoError(t, err)
	}
	assert.Equal(t, 404, h.Get("/Events/"+first).Status)
	assert.Empty(t, h.Get("/Events?Minutes=43200&Sid="+first).SIDs("events"))
	h.refuses(h.Get("/Events?PageToken=PA"+first), 400, 20001, "Invalid value 'PA"+first+"' for parameter PageToken")
	assert.Equal(t, 404, h.Get("/Events/"+strings.Replace(first, "EV", "WT", 1)).Status)
}

// TestEventsOfAChannel finds a channel by name and SID, one that was deleted by its
// SID, and refuses a name that nothing has as statistics do.
func TestEventsOfAChannel(t *testing.T) {
	h := open(t)
	fax := h.make("/TaskChannels", "FriendlyName", "Fax", "UniqueName", "fax")
	h.shift()
	count := func(channel string) int { return len(h.Get("/Events?TaskChannel=" + channel).SIDs("events")) }
	assert.Equal(t, 1, count("fax"))
	assert.Equal(t, 1, count(fax))
	assert.Equal(t, 1, count("TC"+strings.ToUpper(fax[2:])))
	assert.Positive(t, count("default"))
	unknown := "TaskChannel telex not found in workspace " + h.engine.Workspace().SID.String()
	h.refuses(h.Get("/Events?TaskChannel=telex"), 400, 20001, unknown)
	h.refuses(h.Get("/RealTimeStatistics?TaskChannel=telex"), 400, 20001, unknown)
	require.Equal(t, 204, h.Delete("/TaskChannels/fax").Status)
	assert.Equal(t, 2, count(fax))
	assert.Equal(t, 400, h.Get("/Events?TaskChannel=fax").Status)
}
