package taskrouter

// chooseOrdered takes the eligible worker who comes first by the step's
// order_by, and among equals the one who has gone longest without a task
// (routing.md §3.3). It reports false when the order does not apply: one
// eligible worker has a value that is no integer.
func (e *Engine) chooseOrdered(g *group) (best *worker, applies bool) {
	for _, c := range g.step.queue.classes {
		for _, p := range c.pools {
			if p.mask&(1<<g.channel.slot) == 0 {
				continue
			}
			for x := range p.idle.All() {
				if !e.eligible(g, x.worker) {
					continue
				}
				if !e.orderable(g.step.order, x.worker) {
					return nil, false
				}
				if best == nil || e.precedes(g.step.order, x.worker, best) {
					best = x.worker
				}
			}
		}
	}
	return best, true
}

// orderable reports whether every value that the clauses name is an integer or
// missing.
func (e *Engine) orderable(order []clause, w *worker) bool {
	for _, c := range order {
		if v := e.paths.value(w, c.path); !v.IsNull() {
			if _, ok := v.Int(); !ok {
				return false
			}
		}
	}
	return true
}

func (e *Engine) precedes(order []clause, a, b *worker) bool {
	for _, c := range order {
		x, hasX := e.paths.value(a, c.path).Int()
		y, hasY := e.paths.value(b, c.path).Int()
		switch {
		case hasX != hasY:
			return hasX // without the attribute comes last, in both directions
		case x != y:
			return (x < y) != c.descending
		}
	}
	return compareIdlers(a.idler(), b.idler()) < 0
}
