package taskrouter

// headcount is how many workers are in which activity. Few activities have
// workers at once, so that they are searched one by one.
type headcount []headcountOf

type headcountOf struct {
	activity *activity
	workers  int
}

// add counts by more workers, who may be fewer, in an activity.
func (h *headcount) add(a *activity, by int) {
	list := *h
	for i := range list {
		x := &list[i]
		if x.activity != a {
			continue
		}
		if x.workers += by; x.workers == 0 {
			last := len(list) - 1
			list[i], list[last] = list[last], headcountOf{}
			*h = list[:last]
		}
		return
	}
	*h = append(list, headcountOf{a, by})
}

// in returns how many workers are in an activity.
func (h headcount) in(a *activity) int {
	for i := range h {
		if h[i].activity == a {
			return h[i].workers
		}
	}
	return 0
}

// sum adds up the workers whose activity passes.
func (h headcount) sum(pass func(*activity) bool) int {
	n := 0
	for i := range h {
		if pass(h[i].activity) {
			n += h[i].workers
		}
	}
	return n
}
