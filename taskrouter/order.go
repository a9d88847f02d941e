package taskrouter

// orderable reports whether every value that the clauses name is an integer or
// missing (routing.md §3.3).
func (e *Engine) orderable(order []clause, w *worker) bool {
	for _, c := range order {
		if v := e.paths.of(w)[c.path]; !v.IsNull() {
			if _, ok := v.Int(); !ok {
				return false
			}
		}
	}
	return true
}

// compareWorkers orders candidates: by the clauses of an order_by, then by who has
// gone longest without a task, on a channel-optimized channel without one of that
// channel (routing.md §3.2, §3.3).
func (e *Engine) compareWorkers(order []clause, ch *taskChannel, a, b *worker) int {
	if c := e.compareClauses(order, a, b); c != 0 {
		return c
	}
	return compareIdlers(a.idlerOn(ch), b.idlerOn(ch))
}

// compareClauses orders candidates by an order_by, a worker without the attribute
// last in both directions.
func (e *Engine) compareClauses(order []clause, a, b *worker) int {
	for _, c := range order {
		x, hasX := e.paths.of(a)[c.path].Int()
		y, hasY := e.paths.of(b)[c.path].Int()
		switch {
		case hasX != hasY && hasX:
			return -1
		case hasX != hasY:
			return 1
		case x != y && (x < y) != c.descending:
			return -1
		case x != y:
			return 1
		}
	}
	return 0
}
