package rest_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// follow collects a listing by the URLs of meta, forward from the first page; on
// every page but the first it goes back once, and finds the page before.
func (h *house) follow(path, key string) (all []string) {
	h.t.Helper()
	out := h.get(path)
	var before []string
	for page := 0; ; page++ {
		require.Equal(h.t, 200, out.status, out.text)
		meta := out.body["meta"].(map[string]any)
		sids := out.sids(key)
		assert.EqualValues(h.t, page, meta["page"])
		assert.Equal(h.t, key, meta["key"])
		if previous, ok := meta["previous_page_url"].(string); ok {
			back := h.get(local(h.t, previous))
			assert.Equal(h.t, before, back.sids(key), "going back from page %d", page)
			assert.Equal(h.t, sids, h.get(local(h.t, back.body["meta"].(map[string]any)["next_page_url"].(string))).sids(key), "and on again")
		} else {
			assert.Zero(h.t, page)
		}
		assert.Equal(h.t, sids, h.get(local(h.t, meta["url"].(string))).sids(key))
		all, before = append(all, sids...), sids
		next, ok := meta["next_page_url"].(string)
		if !ok {
			return all
		}
		out = h.get(local(h.t, next))
	}
}

// local is the path and query of a URL.
func local(t testing.TB, absolute string) string {
	t.Helper()
	u, err := url.Parse(absolute)
	require.NoError(t, err)
	return u.RequestURI()
}

func TestPagesAreTheListing(t *testing.T) {
	h := open(t)
	h.routes()
	r := rand.New(rand.NewPCG(1, 1))
	var tasks []string
	for range 23 {
		tasks = append(tasks, h.make("/Tasks", "Priority", fmt.Sprint(r.IntN(3)), "Attributes", fmt.Sprintf(`{"n":%d}`, r.IntN(2))))
		h.pass(time.Duration(r.IntN(2)) * time.Second)
	}
	slices.SortFunc(tasks, func(a, b string) int {
		x, y := h.get("/Tasks/"+a).body, h.get("/Tasks/"+b).body
		if c := strings.Compare(x["date_created"].(string), y["date_created"].(string)); c != 0 {
			return c
		}
		return strings.Compare(a, b)
	})
	priority := func(s string) float64 { return h.get("/Tasks/" + s).body["priority"].(float64) }
	byPriority := slices.Clone(tasks)
	slices.SortStableFunc(byPriority, func(a, b string) int { return int(priority(b) - priority(a)) })
	odd := slices.DeleteFunc(slices.Clone(tasks), func(s string) bool { return h.get("/Tasks/" + s).body["attributes"] != `{"n":1}` })
	for _, size := range []string{"1", "2", "7", "22", "23", "50"} {
		t.Run(size, func(t *testing.T) {
			assert.Equal(t, tasks, h.follow("/Tasks?PageSize="+size, "tasks"))
			assert.Equal(t, byPriority, h.follow("/Tasks?Ordering=Priority:desc&PageSize="+size, "tasks"))
			assert.Equal(t, odd, h.follow("/Tasks?EvaluateTaskAttributes=n+%3D%3D+1&PageSize="+size, "tasks"))
		})
	}
	for path, key := range map[string]string{
		"/Activities": "activities", "/TaskChannels": "channels", "/TaskQueues": "task_queues", "/Workflows": "workflows",
		"/TaskQueues/Statistics": "task_queues_statistics", "/Workers?Ordering=FriendlyName": "workers",
	} {
		t.Run(path, func(t *testing.T) {
			if key == "task_queues_statistics" {
				assert.Len(t, h.get(path).body[key], 1)
				return
			}
			if key == "workers" {
				h.make("/Workers", "FriendlyName", "b")
				h.make("/Workers", "FriendlyName", "a")
			}
			sign := "?"
			if strings.Contains(path, "?") {
				sign = "&"
			}
			assert.Equal(t, h.get(path).sids(key), h.follow(path+sign+"PageSize=1", key))
		})
	}
	t.Run("events", func(t *testing.T) {
		all := h.get("/Events?PageSize=1000").sids("events")
		assert.Greater(t, len(all), 90)
		assert.Equal(t, all, h.follow("/Events?PageSize=17", "events"))
		assert.Equal(t, all[5:8], h.get("/Events?PageSize=3&Page=1&PageToken=PA"+all[4]).sids("events"), "a token without a rank")
	})
	t.Run("a token without a rank", func(t *testing.T) {
		assert.Equal(t, tasks[3:5], h.get("/Tasks?PageSize=2&Page=1&PageToken=PA"+tasks[2]).sids("tasks"))
		assert.Equal(t, tasks[1:3], h.get("/Tasks?PageSize=2&PageToken=PB"+tasks[3]).sids("tasks"))
	})
}

// TestPagesUnderChange removes and adds entries between pages: what is there all
// the time comes exactly once, also when the token's own entry is gone.
func TestPagesUnderChange(t *testing.T) {
	h := open(t)
	h.routes()
	var tasks []string
	for range 9 {
		tasks = append(tasks, h.make("/Tasks"))
		h.pass(time.Second)
	}
	out := h.get("/Tasks?PageSize=3")
	require.Equal(t, tasks[:3], out.sids("tasks"))
	for _, gone := range []string{tasks[0], tasks[2], tasks[4]} {
		require.Equal(t, 204, h.delete("/Tasks/"+gone).status)
	}
	next := local(t, out.body["meta"].(map[string]any)["next_page_url"].(string))
	out = h.get(next)
	assert.Equal(t, []string{tasks[3], tasks[5], tasks[6]}, out.sids("tasks"))
	added := h.make("/Tasks")
	out = h.get(local(t, out.body["meta"].(map[string]any)["next_page_url"].(string)))
	assert.Equal(t, []string{tasks[7], tasks[8], added}, out.sids("tasks"))
	assert.Nil(t, out.body["meta"].(map[string]any)["next_page_url"], "exactly full, and the last")

	for _, token := range []string{
		"PA" + tasks[0] + "-", "PA" + tasks[0] + "x", "PA" + tasks[0] + "-!", "PA" + tasks[0] + "-1_2", "PAWT", "PC" + tasks[1],
		"PA" + tasks[0], // gone, and no rank
	} {
		assert.Equal(t, 400, h.get("/Tasks?PageToken="+token).status, token)
	}
	assert.Equal(t, 400, h.get("/Workers?Ordering=FriendlyName&PageToken=PAWK"+strings.Repeat("1", 32)+"-xyz_1").status)
	assert.Empty(t, h.get("/Tasks?Page=1&PageToken=PA"+added).sids("tasks"), "behind the end")
}
