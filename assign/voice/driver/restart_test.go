package driver_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

// crashed is a workspace in which one caller talked with alice, and another one
// waited, when the process ended.
type crashed struct {
	*house
	talks, waits, alice voice.CallSID
	talkTask, waitTask  taskrouter.TaskSID
}

// crash ends the runner first, so that nobody decides about the calls, and opens
// its log again twelve hours later. The driver is still to be made.
func crash(t *testing.T) *crashed {
	j := &runner.MemoryJournal{}
	r, err := runner.New(runner.Config{Engine: taskrouter.Config{Seed: 1}, Journal: j})
	require.NoError(t, err)
	old := build(t, r)
	old.furnish()
	old.drive(func(c *driver.Config) { c.Asker = asker(dequeue) })
	old.enqueue()
	old.obliging()
	c := &crashed{talks: old.arrive("/in")}
	time.Sleep(3 * time.Second)
	synctest.Wait()
	c.alice = old.Calls(1, 1)[0].SID
	c.waits = old.arrive("/in")
	time.Sleep(time.Second)
	synctest.Wait()
	require.NoError(t, old.runner.Close())
	<-old.Done()

	r, err = runner.Open(runner.Config{Journal: j}, j.Records())
	require.NoError(t, err)
	for task, err := range runner.All(r.Tasks) {
		require.NoError(t, err)
		switch task.AssignmentStatus {
		case taskrouter.TaskStatusAssigned:
			c.talkTask = task.SID
		case taskrouter.TaskStatusPending:
			c.waitTask = task.SID
		}
	}
	require.False(t, c.talkTask.IsZero() || c.waitTask.IsZero())
	time.Sleep(12 * time.Hour)
	c.house = build(t, r)
	return c
}

// status tells how the two tasks stand.
func (c *crashed) status() (talk, wait taskrouter.TaskStatus) {
	c.t.Helper()
	a, err := c.runner.Task(c.talkTask)
	require.NoError(c.t, err)
	b, err := c.runner.Task(c.waitTask)
	require.NoError(c.t, err)
	return a.AssignmentStatus, b.AssignmentStatus
}

// After a crash no worker is held by a call that is gone, and nobody waits who
// has hung up.
func TestRestartWithoutTheCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := crash(t)
		c.drive(func(cfg *driver.Config) { cfg.Voice.Seed = 0 })
		talk, wait := c.status()
		assert.Equal(t, taskrouter.TaskStatusWrapping, talk)
		assert.Equal(t, taskrouter.TaskStatusCanceled, wait)
		synctest.Wait()
		assert.Empty(t, c.phones.take())
		assert.Zero(t, c.Len())
		c.close()
	})
}

// The calls that the host still has go on: a conversation, and a place in the
// queue; one without a place runs its document.
func TestRestartWithCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := crash(t)
		c.serve("/again", `<Say>Here we are again.</Say><Pause length="60"/>`)
		began := time.Now().UTC()
		stray := voice.MakeCallSID(7, 1)
		lived := func(s voice.CallSID, d voice.Direction, url string) voice.LiveCall {
			return voice.LiveCall{CallArrived: voice.CallArrived{Call: s, Direction: d, From: "+15550001", URL: url}, Answered: began.Add(-12 * time.Hour)}
		}
		live := []voice.LiveCall{
			lived(c.talks, "", ""), lived(c.alice, voice.OutboundDial, ""), lived(c.waits, "", site+"/again"), lived(stray, voice.OutboundAPI, site+"/again"),
		}
		live[3].Answered = began.Add(time.Hour)
		c.drive(func(cfg *driver.Config) { cfg.Voice.Seed, cfg.Live = 2, live })
		synctest.Wait()
		talk, wait := c.status()
		assert.Equal(t, taskrouter.TaskStatusAssigned, talk)
		assert.Equal(t, taskrouter.TaskStatusPending, wait)
		assert.ElementsMatch(t, []string{"bridge", "hold", "say Here we are again."}, c.phones.take())
		calls := c.Calls(0, 10)
		require.Len(t, calls, 4)
		assert.Equal(t, driver.Call{
			Number: 1, SID: c.talks, Direction: voice.Inbound, Status: voice.StatusInProgress, From: "+15550001",
			Created: began.Add(-12 * time.Hour), Answered: began.Add(-12 * time.Hour),
		}, calls[0])
		assert.Equal(t, began, calls[3].Answered, "no call is answered in the future")

		c.step(&voice.HungUp{Call: c.talks})
		talk, _ = c.status()
		assert.Equal(t, taskrouter.TaskStatusWrapping, talk)
		c.close()
	})
}

// A list that is faulty starts nothing, and changes nothing.
func TestRestartWithAFaultyList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := crash(t)
		_, err := driver.New(driver.Config{
			Runner: c.runner, Media: c.phones, Client: http.DefaultClient, Live: []voice.LiveCall{{}},
		})
		require.ErrorIs(t, err, voice.ErrInput)
		require.ErrorContains(t, err, "driver: Config.Live: voice: Reconcile: ")
		talk, wait := c.status()
		assert.Equal(t, taskrouter.TaskStatusAssigned, talk)
		assert.Equal(t, taskrouter.TaskStatusPending, wait)
		c.drive(nil)
		c.close()
	})
}

// How long somebody waits on is known as of now, not as of the last step.
func TestEstimate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		h.serve("/in", `<Enqueue>line</Enqueue>`)
		h.serve("/agent", `<Dial><Queue>line</Queue></Dial>`)
		h.arrive("/in")
		synctest.Wait()
		second := h.arrive("/in")
		synctest.Wait()
		_, known, err := h.Estimate(bg, second)
		require.NoError(t, err)
		assert.False(t, known, "nobody was taken yet")
		time.Sleep(time.Minute)
		h.arrive("/agent")
		synctest.Wait()
		e, known, err := h.Estimate(bg, second)
		require.NoError(t, err)
		assert.True(t, known)
		assert.Equal(t, 1, e.Position)
		assert.Equal(t, time.Minute, e.Wait)
		time.Sleep(time.Minute)
		e, _, err = h.Estimate(bg, second)
		require.NoError(t, err)
		assert.Equal(t, 2*time.Minute, e.Wait)
		require.NoError(t, h.Close())
		_, _, err = h.Estimate(bg, second)
		require.ErrorIs(t, err, driver.ErrClosed)
		require.NoError(t, h.runner.Close())
	})
}
