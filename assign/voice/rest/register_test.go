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
			require.Equal(t, 200, h.send("POST", calls[i], "Status=completed").status)
		}
		for i, want := range []int{200, 404, 200, 200, 200, 404, 200, 200} {
			assert.Equal(t, want, h.send("GET", calls[i], "").status, i)
		}
		assert.Len(t, h.send("GET", "/Calls.json", "").body["calls"], 6)
		assert.Equal(t, 204, h.send("DELETE", calls[3], "").status)
		assert.Len(t, h.send("GET", "/Calls.json?Status=canceled", "").body["calls"], 2)
		h.send("POST", calls[4], "Status=canceled")
		assert.Len(t, h.send("GET", "/Calls.json?Status=canceled", "").body["calls"], 3, "room for one more")
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
		for path := "/Calls.json?PageSize=7&From=desk"; path != ""; {
			out := h.send("GET", path, "")
			require.Equal(t, 200, out.status, out.text)
			got = append(got, out.strings("calls", "to")...)
			path, _ = out.body["next_page_uri"].(string)
			if len(got) == 14 {
				for _, i := range []int{0, 12, 13} { // all but the last two are forgotten at once
					require.Equal(t, 200, h.send("POST", calls[i], "Status=canceled").status)
				}
			}
		}
		assert.Equal(t, want, got)
		out := h.send("GET", "/Calls.json?Page=1&PageSize=1&PageToken=PA"+strings.TrimSuffix(calls[40], ".json")[len("/Calls/"):], "")
		assert.Equal(t, []string{"client:41"}, out.strings("calls", "to"))
		h.refused(h.send("GET", "/Calls.json?Page=1&PageToken=PACA"+strings.Repeat("9", 32), ""), 400, 20001, "PageToken")
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
		out := h.send("GET", "/Calls/"+s.String()+".json", "")
		assert.Equal(t, "completed", out.body["status"])
		assert.Equal(t, "5", out.body["duration"])
		assert.Equal(t, "Fri, 31 Dec 1999 23:59:55 +0000", out.body["start_time"])
		for _, name := range []string{"from", "to", "from_formatted", "to_formatted", "direction", "parent_call_sid"} {
			assert.Contains(t, out.body, name)
			assert.Nil(t, out.body[name], name)
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
		assert.Equal(t, "in-progress", h.send("GET", talking, "").body["status"])
		time.Sleep(4 * time.Second)

		assert.Equal(t, "canceled", h.send("POST", quick, "Status=completed").body["status"], "the observer has it and is stuck now")
		began := time.Now()
		assert.Equal(t, "canceled", h.send("POST", ringing, "Status=canceled").body["status"], "presumed")
		assert.Equal(t, "completed", h.send("POST", talking, "Status=completed").body["status"], "presumed, and its end is lost")
		assert.Equal(t, 2*time.Second, time.Since(began), "one each")
		assert.Equal(t, []string{"canceled", "completed", "canceled"}, statuses(h, ringing, talking, quick), "in a list, without waiting")
		h.refused(h.send("POST", talking, "Url=https://app.example/hello"), 400, 21220, "Call is not in-progress")
		h.refused(h.send("DELETE", talking, ""), 400, 20001, "only a call that has ended")

		close(slow)
		synctest.Wait()
		h.make(good)
		other := h.make(good)
		h.send("POST", other, "Status=completed") // tells how many were lost
		synctest.Wait()
		began = time.Now()
		out := h.send("GET", talking, "")
		assert.Equal(t, "completed", out.body["status"])
		assert.Zero(t, time.Since(began))
		assert.Equal(t, "canceled", h.send("GET", ringing, "").body["status"])
		require.Equal(t, 204, h.send("DELETE", talking, "").status)
		h.close()
	})
}

func statuses(h *house, paths ...string) (found []string) {
	out := h.send("GET", "/Calls.json", "")
	uris, all := out.strings("calls", "uri"), out.strings("calls", "status")
	for _, path := range paths {
		for i := range uris {
			if uris[i] == h.base+path {
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
		assert.Equal(t, "completed", h.send("GET", path, "").body["status"])
		time.Sleep(time.Second)
		h.step(&voice.CallArrived{Call: s, From: "again", To: "desk", URL: site + "/hello"})
		synctest.Wait()
		out := h.send("GET", path, "")
		assert.Equal(t, "again", out.body["from"])
		assert.Equal(t, "in-progress", out.body["status"])
		assert.Len(t, h.send("GET", "/Calls.json", "").body["calls"], 1)
		h.close()
	})
}
