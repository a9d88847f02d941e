package rest_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/internal/rest/resttest"
)

// follow collects a listing from its first page on; on every page but the first it
// goes back once, and finds the page before.
func (h *house) follow(path, key string) (all []string) {
	h.T.Helper()
	var before []string
	page := 0
	for out := range h.Pages(path, resttest.Reply.Next) {
		meta := out.Body["meta"].(map[string]any)
		sids := out.SIDs(key)
		assert.EqualValues(h.T, page, meta["page"])
		assert.Equal(h.T, key, meta["key"])
		if previous := out.Previous(); previous != "" {
			back := h.Get(previous)
			assert.Equal(h.T, before, back.SIDs(key), "going back from page %d", page)
			assert.Equal(h.T, sids, h.Get(back.Next()).SIDs(key), "and on again")
		} else {
			assert.Zero(h.T, page)
		}
		all, before = append(all, sids...), sids
		page++
	}
	return all
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
		x, y := h.Get("/Tasks/"+a).Body, h.Get("/Tasks/"+b).Body
		if c := strings.Compare(x["date_created"].(string), y["date_created"].(string)); c != 0 {
			return c
		}
		return strings.Compare(a, b)
	})
	priority := func(s string) float64 { return h.Get("/Tasks/" + s).Body["priority"].(float64) }
	byPriority := slices.Clone(tasks)
	slices.SortStableFunc(byPriority, func(a, b string) int { return int(priority(b) - priority(a)) })
	odd := slices.DeleteFunc(slices.Clone(tasks), func(s string) bool { return h.Get("/Tasks/" + s).Body["attributes"] != `{"n":1}` })
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
				assert.Len(t, h.Get(path).Body[key], 1)
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
			assert.Equal(t, h.Get(path).SIDs(key), h.follow(path+sign+"PageSize=1", key))
		})
	}
	t.Run("events", func(t *testing.T) {
		all := h.Get("/Events?PageSize=1000").SIDs("events")
		assert.Greater(t, len(all), 90)
		assert.Equal(t, all, h.follow("/Events?PageSize=17", "events"))
		assert.Equal(t, all[5:8], h.Get("/Events?PageSize=3&Page=1&PageToken=PA"+all[4]).SIDs("events"), "a token without a rank")
	})
	t.Run("a token without a rank", func(t *testing.T) {
		assert.Equal(t, tasks[3:5], h.Get("/Tasks?PageSize=2&Page=1&PageToken=PA"+tasks[2]).SIDs("tasks"))
		assert.Equal(t, tasks[1:3], h.Get("/Tasks?PageSize=2&PageToken=PB"+tasks[3]).SIDs("tasks"))
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
	out := h.Get("/Tasks?PageSize=3")
	require.Equal(t, tasks[:3], out.SIDs("tasks"))
	for _, gone := range []string{tasks[0], tasks[2], tasks[4]} {
		require.Equal(t, 204, h.Delete("/Tasks/"+gone).Status)
	}
	out = h.Get(out.Next())
	assert.Equal(t, []string{tasks[3], tasks[5], tasks[6]}, out.SIDs("tasks"))
	added := h.make("/Tasks")
	out = h.Get(out.Next())
	assert.Equal(t, []string{tasks[7], tasks[8], added}, out.SIDs("tasks"))
	assert.Nil(t, out.Body["meta"].(map[string]any)["next_page_url"], "exactly full, and the last")

	for _, token := range []string{
		"PA" + tasks[0] + "-", "PA" + tasks[0] + "x", "PA" + tasks[0] + "-!", "PA" + tasks[0] + "-1_2", "PAWT", "PC" + tasks[1],
		"PA" + tasks[0], // gone, and no rank
	} {
		assert.Equal(t, 400, h.Get("/Tasks?PageToken="+token).Status, token)
	}
	assert.Equal(t, 400, h.Get("/Workers?Ordering=FriendlyName&PageToken=PAWK"+strings.Repeat("1", 32)+"-xyz_1").Status)
	assert.Empty(t, h.Get("/Tasks?Page=1&PageToken=PA"+added).SIDs("tasks"), "behind the end")
}
