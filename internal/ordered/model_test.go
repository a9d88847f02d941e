package ordered

import (
	"cmp"
	"fmt"
	"slices"
)

// model drives a set and a sorted slice with the same operations and keeps the
// first difference.
type model struct {
	set  *Set[int]
	want []int
	err  error
}

func newModel() *model { return &model{set: New(cmp.Compare[int])} }

func expect[E comparable](m *model, what string, v int, got, want E) {
	if m.err == nil && got != want {
		m.err = fmt.Errorf("%s(%d) = %v, want %v, among %d values", what, v, got, want, len(m.want))
	}
}

// do carries out one operation. Operations 4 and above only read.
func (m *model) do(op byte, v int) {
	i, found := slices.BinarySearch(m.want, v)
	switch op % 8 {
	case 0:
		expect(m, "Insert", v, m.set.Insert(v), !found)
		if !found {
			m.want = slices.Insert(m.want, i, v)
		}
	case 1:
		expect(m, "Delete", v, m.set.Delete(v), found)
		if found {
			m.want = slices.Delete(m.want, i, i+1)
		}
	case 2: // out at the front
		got, ok := m.set.Min()
		expect(m, "Min ok", v, ok, len(m.want) > 0)
		if ok {
			expect(m, "Min", v, got, m.want[0])
			expect(m, "Delete", got, m.set.Delete(got), true)
			m.want = slices.Delete(m.want, 0, 1)
		}
	case 3: // in at the end
		if top, ok := m.set.Max(); ok {
			v = top + 1
		}
		expect(m, "Insert", v, m.set.Insert(v), true)
		m.want = append(m.want, v)
	case 4:
		expect(m, "Rank", v, m.set.Rank(v), i)
	case 5:
		expect(m, "Contains", v, m.set.Contains(v), found)
	case 6:
		got, ok := m.set.At(v)
		expect(m, "At ok", v, ok, v < len(m.want))
		if ok {
			expect(m, "At", v, got, m.want[v])
		}
	case 7:
		got, ok := m.set.Max()
		expect(m, "Max ok", v, ok, len(m.want) > 0)
		if ok {
			expect(m, "Max", v, got, m.want[len(m.want)-1])
		}
	}
	expect(m, "Len", v, m.set.Len(), len(m.want))
}

// verify compares the whole content, each rank, and the structure.
func (m *model) verify() {
	if m.err == nil {
		m.err = m.set.check()
	}
	if m.err == nil && !slices.Equal(slices.Collect(m.set.All()), m.want) {
		m.err = fmt.Errorf("All differs from the model of %d values", len(m.want))
	}
	for i, v := range m.want {
		expect(m, "Rank", v, m.set.Rank(v), i)
		got, _ := m.set.At(i)
		expect(m, "At", i, got, v)
	}
	m.expectFrom()
}

func (m *model) expectFrom() {
	for i := 0; i < len(m.want); i += 1 + len(m.want)/4 {
		for v := m.want[i] - 1; v <= m.want[i]+1; v++ {
			at, _ := slices.BinarySearch(m.want, v)
			if m.err == nil && !slices.Equal(slices.Collect(m.set.From(v)), m.want[at:]) {
				m.err = fmt.Errorf("From(%d) differs from the model of %d values", v, len(m.want))
			}
		}
	}
}
