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

// walk collects a field of a list's entries from page to page, and the address of the
// last page. between is called between two pages.
func (h *house) walk(path, list, field string, on func(resttest.Reply) string, between func(page int)) (found []string, last string) {
	h.T.Helper()
	page := 0
	for out := range h.Pages(path, on) {
		found, last = append(found, out.Strings(list, field)...), out.Own()
		if page++; between != nil {
			between(page)
		}
	}
	return found, last
}

func TestQueuesPageByPage(t *testing.T) {
	h := open(t)
	want := []string{}
	for i := range 7 {
		name := fmt.Sprint("q", i)
		h.make(name)
		want = append(want, name)
		h.pass(time.Second)
	}
	for _, size := range []int{1, 2, 3, 6, 7, 8} {
		got, last := h.walk(fmt.Sprint("/Queues.json?PageSize=", size), "queues", "friendly_name", resttest.Reply.Next, nil)
		assert.Equal(t, want, got)
		end := h.Get(last)
		assert.Nil(t, end.Body["next_page_uri"])
		assert.InDelta(t, 6, end.Body["end"], 0)
		pages, _ := h.walk(last, "queues", "friendly_name", resttest.Reply.Previous, nil)
		assert.Len(t, pages, len(want), "and back: %v", pages)
		assert.Equal(t, "q0", pages[len(pages)-min(size, 7)])
	}
}

// Queues come and go between two pages: those that stay come once each.
func TestQueuesPageByPageUnderChange(t *testing.T) {
	h := open(t)
	sids := map[string]string{}
	for i := range 6 {
		name := fmt.Sprint("q", i)
		sids[name] = h.make(name)
		h.pass(time.Second)
	}
	got, _ := h.walk("/Queues.json?PageSize=2", "queues", "friendly_name", resttest.Reply.Next, func(page int) {
		if page == 1 { // the last that was shown, and the next to be
			require.Equal(t, 204, h.Delete("/Queues/"+sids["q1"]+".json").Status)
			require.Equal(t, 204, h.Delete("/Queues/"+sids["q2"]+".json").Status)
			h.make("q6")
		}
	})
	assert.Equal(t, []string{"q0", "q1", "q3", "q4", "q5", "q6"}, got)
}

func TestMembersPageByPage(t *testing.T) {
	tests := []struct {
		name  string
		apart time.Duration // between two callers
		leave []int         // after the first page of two
		want  []int
	}{
		{"nobody leaves", time.Second, nil, []int{1, 2, 3, 4, 5}},
		{"at one instant", 0, nil, []int{1, 2, 3, 4, 5}},
		{"the front leaves", time.Second, []int{1}, []int{1, 2, 3, 4, 5}},
		{"the last that was shown leaves", time.Second, []int{2}, []int{1, 2, 3, 4, 5}},
		{"all that were shown leave", time.Second, []int{1, 2}, []int{1, 2, 3, 4, 5}},
		{"the next one leaves", time.Second, []int{3}, []int{1, 2, 4, 5}},
		{"the last and the next one leave", time.Second, []int{2, 3}, []int{1, 2, 4, 5}},
		{"at one instant, the front leaves", 0, []int{1}, []int{1, 2, 3, 4, 5}},
		{"at one instant, the last leaves", 0, []int{2}, []int{1, 2, 3, 4, 5}},
		{"at one instant, the last and the next one leave", 0, []int{2, 3}, []int{1, 2, 4, 5}},
		{"all leave", time.Second, []int{1, 2, 3, 4, 5}, []int{1, 2}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := open(t)
			q := h.make("support")
			for n := 1; n <= 5; n++ {
				// Not in the order of SIDs: it is the order of joining that counts.
				h.enqueue("support", n^7)
				h.pass(tt.apart)
			}
			got, _ := h.walk("/Queues/"+q+"/Members.json?PageSize=2", "queue_members", "call_sid", resttest.Reply.Next, func(page int) {
				if page == 1 {
					for _, n := range tt.leave {
						h.hangUp(n ^ 7)
					}
					h.pass(time.Second)
					h.enqueue("support", 9)
				}
			})
			want := []string{}
			for _, n := range tt.want {
				want = append(want, call(n^7).String())
			}
			assert.Equal(t, append(want, call(9).String()), got)
		})
	}
}

// From the last page back to the first, while the front is taken away.
func TestMembersPageByPageBackwards(t *testing.T) {
	for _, apart := range []time.Duration{0, time.Second} {
		h := open(t)
		q := h.make("support")
		for n := 1; n <= 5; n++ {
			h.enqueue("support", n)
			h.pass(apart)
		}
		_, last := h.walk("/Queues/"+q+"/Members.json?PageSize=2", "queue_members", "call_sid", resttest.Reply.Next, nil)
		got, _ := h.walk(last, "queue_members", "call_sid", resttest.Reply.Previous, func(page int) {
			if page == 1 {
				h.hangUp(5) // whom the token names
				h.hangUp(1)
			}
		})
		assert.Equal(t, []string{call(5).String(), call(3).String(), call(4).String(), call(2).String()}, got, apart)
	}
}

// However callers come and go: who waits from the first page to the last comes
// exactly once, in the order of joining, and nobody twice.
func TestMembersPageByPageAtRandom(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 0))
		h := open(t)
		q := h.make("support")
		waiting, next := []int{}, 1
		join := func() {
			h.pass(time.Duration(1+r.IntN(2)) * time.Millisecond)
			h.enqueue("support", next)
			waiting, next = append(waiting, next), next+1
		}
		for range 1 + r.IntN(12) {
			join()
		}
		stay := slices.Clone(waiting)
		got, _ := h.walk(fmt.Sprint("/Queues/", q, "/Members.json?PageSize=", 1+r.IntN(4)), "queue_members", "call_sid", resttest.Reply.Next, func(page int) {
			for range r.IntN(3) {
				if r.IntN(2) == 0 && page < 20 {
					join()
				} else if len(waiting) > 0 {
					gone := waiting[r.IntN(len(waiting))]
					h.hangUp(gone)
					waiting = slices.DeleteFunc(waiting, func(n int) bool { return n == gone })
					stay = slices.DeleteFunc(stay, func(n int) bool { return n == gone })
				}
			}
		})
		require.True(t, slices.IsSorted(got), "seed %d: %v", seed, got)
		require.Len(t, slices.Compact(slices.Clone(got)), len(got), "seed %d: twice: %v", seed, got)
		for _, n := range stay {
			require.Contains(t, got, call(n).String(), "seed %d", seed)
		}
		require.NoError(t, h.directory.Check())
	}
}

func TestMembersPageTokens(t *testing.T) {
	h := open(t)
	q := h.make("support")
	h.enqueue("support", 1, 2, 3)
	path := "/Queues/" + q + "/Members.json?Page=1&PageSize=1&PageToken="
	assert.Equal(t, []string{call(2).String()}, h.Get(path+"PA"+call(1).String()).Strings("queue_members", "call_sid"))
	assert.Equal(t, []string{call(2).String()}, h.Get(path+"PB"+call(3).String()).Strings("queue_members", "call_sid"))
	for _, token := range []string{"PA" + call(9).String(), "PA" + q, "PA", "PA" + call(9).String() + "-1_2_3", "PA" + strings.Repeat("x", 34)} {
		h.Refused(h.Get(path+token), 400, 20001)
	}
	h.Refused(h.Get("/Queues/"+q+"/Members.json?PageSize=9999"), 400, 20007)
}
