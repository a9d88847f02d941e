package rest_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/assign/voice/rest"
	"github.com/goacd/acd/internal/rest/resttest"
	"github.com/goacd/acd/queue"
)

func parse(t testing.TB, text string) voice.CallSID {
	t.Helper()
	s, err := queue.ParseCallSID(text)
	require.NoError(t, err)
	return s
}

// sidOf returns the call that a path names.
func sidOf(t testing.TB, path string) voice.CallSID {
	t.Helper()
	return parse(t, strings.TrimSuffix(strings.TrimPrefix(path, "/Calls/"), ".json"))
}

// Live calls are all known, and as many ended ones as asked for, the last ones.
func TestRegisterForgetsTheOldest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := openWith(t, rest.Config{}, 3, nil)
		var calls []string
		for range 8 {
			calls = append(calls, h.make(good))
			time.Sleep(time.Second)
		}
		for _, i := range []int{5, 1, 3, 0, 2} {
			require.Equal(t, 200, h.Post(calls[i], "Status=completed").Status)
		}
		for i, want := range []int{200, 404, 200, 200, 200, 404, 200, 200} {
			assert.Equal(t, want, h.Get(calls[i]).Status, i)
		}
		assert.Len(t, h.Get("/Calls.json").Body["calls"], 6)
		assert.Equal(t, 204, h.Delete(calls[3]).Status)
		assert.Len(t, h.Get("/Calls.json?Status=canceled").Body["calls"], 2)
		h.Post(calls[4], "Status=canceled")
		assert.Len(t, h.Get("/Calls.json?Status=canceled").Body["calls"], 3, "room for one more")
		h.close()
	})
}

// More pages than one, while calls begin and end: nothing comes twice.
func TestCallsPageByPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := openWith(t, rest.Config{}, 2, nil)
		var want, calls []string
		for i := range 120 {
			to := fmt.Sprint("client:", i)
			calls = append(calls, h.make("To="+to+"&From=desk&Timeout=600&Url=https://app.example/hello"))
			want = append(want, to)
			time.Sleep(time.Millisecond)
		}
		got := []string{}
		for out := range h.Pages("/Calls.json?PageSize=7&From=desk", resttest.Reply.Next) {
			got = append(got, out.Strings("calls", "to")...)
			if len(got) == 14 {
				for _, i := range []int{0, 12, 13} { // all but the last two are forgotten at once
					require.Equal(t, 200, h.Post(calls[i], "Status=canceled").Status)
				}
			}
		}
		assert.Equal(t, want, got)
		out := h.Get("/Calls.json?Page=1&PageSize=1&PageToken=PA" + strings.TrimSuffix(calls[40], ".json")[len("/Calls/"):])
		assert.Equal(t, []string{"client:41"}, out.Strings("calls", "to"))
		h.refused(h.Get("/Calls.json?Page=1&PageToken=PACA"+strings.Repeat("9", 32)), 400, 20001, "PageToken")
		h.close()
	})
}

// A call that came and went unseen has a status and a duration, and no parties.
func TestCallThatWasNeverSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := rest.NewRegister(0)
		var seen []voice.Action
		watched := g.Watch(driver.Config{Observe: func(o driver.Observation) { seen = append(seen, o.Action) }})
		assert.Nil(t, watched.Media)
		assert.Nil(t, watched.Client)
		s := parse(t, "CA"+strings.Repeat("7", 32))
		ended := &voice.CallEnded{Call: s, Status: voice.StatusCompleted, Duration: 5 * time.Second}
		watched.Observe(driver.Observation{At: time.Now(), Action: ended, Lost: 1})
		assert.Equal(t, []voice.Action{ended}, seen)

		h := openWith(t, rest.Config{}, 0, nil)
		h.register.Watch(driver.Config{}).Observe(driver.Observation{At: time.Now(), Action: ended})
		out := h.Get("/Calls/" + s.String() + ".json")
		assert.Equal(t, "completed", out.Body["status"])
		assert.Equal(t, "5", out.Body["duration"])
		assert.Equal(t, "Fri, 31 Dec 1999 23:59:55 +0000", out.Body["start_time"])
		for _, name := range []string{"from", "to", "from_formatted", "to_formatted", "direction", "parent_call_sid"} {
			assert.Contains(t, out.Body, name)
			assert.Nil(t, out.Body[name], name)
		}
		h.close()
	})
}

// An observer so slow that the end of a call comes late, or is lost.
func TestEndThatIsNotObserved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := make(chan struct{})
		h := openWith(t, rest.Config{}, 0, func(c *driver.Config) {
			c.Backlog = 1
			c.Observe = func(driver.Observation) { <-slow }
		})
		ringing, talking, quick := h.make(good), h.make(good), h.make(good)
		h.step(&voice.Answered{Call: parse(t, strings.TrimSuffix(talking, ".json")[len("/Calls/"):])})
		synctest.Wait()
		assert.Equal(t, "in-progress", h.Get(talking).Body["status"])
		time.Sleep(4 * time.Second)

		assert.Equal(t, "canceled", h.Post(quick, "Status=completed").Body["status"], "the observer has it and is stuck now")
		began := time.Now()
		assert.Equal(t, "canceled", h.Post(ringing, "Status=canceled").Body["status"], "presumed")
		assert.Equal(t, "completed", h.Post(talking, "Status=completed").Body["status"], "presumed, and its end is lost")
		assert.Equal(t, 2*time.Second, time.Since(began), "one each")
		assert.Equal(t, []string{"canceled", "completed", "canceled"}, statuses(h, ringing, talking, quick), "in a list, without waiting")
		h.refused(h.Post(talking, "Url=https://app.example/hello"), 400, 21220, "Call is not in-progress")
		h.refused(h.Delete(talking), 400, 20001, "only a call that has ended")

		close(slow)
		synctest.Wait()
		h.make(good)
		other := h.make(good)
		h.Post(other, "Status=completed") // tells how many were lost
		synctest.Wait()
		began = time.Now()
		out := h.Get(talking)
		assert.Equal(t, "completed", out.Body["status"])
		assert.Zero(t, time.Since(began))
		assert.Equal(t, "canceled", h.Get(ringing).Body["status"])
		require.Equal(t, 204, h.Delete(talking).Status)
		h.close()
	})
}

func statuses(h *house, paths ...string) (found []string) {
	out := h.Get("/Calls.json")
	uris, all := out.Strings("calls", "uri"), out.Strings("calls", "status")
	for _, path := range paths {
		for i := range uris {
			if uris[i] == h.Base+path {
				found = append(found, all[i])
			}
		}
	}
	return found
}

// The SID of a call that the host gives a second time is the new call's.
func TestSIDThatComesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := openWith(t, rest.Config{}, 0, nil)
		s := h.arrive("/hello")
		synctest.Wait()
		h.step(&voice.HungUp{Call: s})
		synctest.Wait()
		path := "/Calls/" + s.String() + ".json"
		assert.Equal(t, "completed", h.Get(path).Body["status"])
		time.Sleep(time.Second)
		h.step(&voice.CallArrived{Call: s, From: "again", To: "desk", URL: site + "/hello"})
		synctest.Wait()
		out := h.Get(path)
		assert.Equal(t, "again", out.Body["from"])
		assert.Equal(t, "in-progress", out.Body["status"])
		assert.Len(t, h.Get("/Calls.json").Body["calls"], 1)
		h.close()
	})
}
