package ordered

import "slices"

// window is the values of a node: the elements of array from head on. What lies
// before head is free and zero, so that the first value can go without the
// others moving up, and another can take its place.
type window[T any] struct {
	array []T
	head  int
}

func (w *window[T]) items() []T { return w.array[w.head:] }

func (w *window[T]) len() int { return len(w.array) - w.head }

// push appends values.
func (w *window[T]) push(list ...T) {
	w.reserve(len(list))
	w.array = append(w.array, list...)
}

// reserve sees to it that n values can be appended. It moves the others to the
// beginning of the array when that is cheap for what it frees, or when the array
// has its full size.
func (w *window[T]) reserve(n int) {
	room := cap(w.array)
	if room-len(w.array) >= n || w.head == 0 || 2*w.head < room && room <= maxItems {
		return
	}
	kept := copy(w.array, w.items())
	w.array = cut(w.array, kept)
	w.head = 0
}

// insert puts v before item i, and moves those of the shorter side.
func (w *window[T]) insert(i int, v T) {
	n := w.len()
	switch {
	case i == n:
		w.reserve(1)
		w.array = append(w.array, v)
	case w.head > 0 && (2*i < n || len(w.array) == cap(w.array)):
		w.head--
		items := w.items()
		copy(items, items[1:i+1])
		items[i] = v
	default:
		w.array = slices.Insert(w.array, w.head+i, v)
	}
}

// remove takes out and returns item i.
func (w *window[T]) remove(i int) T {
	items := w.items()
	v := items[i]
	if 2*i < len(items) {
		copy(items[1:], items[:i])
		w.dropFirst(1)
	} else {
		copy(items[i:], items[i+1:])
		w.keep(len(items) - 1)
	}
	return v
}

// dropFirst removes the first n values.
func (w *window[T]) dropFirst(n int) {
	clear(w.array[w.head : w.head+n])
	if w.head += n; w.head == len(w.array) {
		w.array, w.head = w.array[:0], 0
	}
}

// keep removes all but the first n values.
func (w *window[T]) keep(n int) {
	w.array = cut(w.array, w.head+n)
	if n == 0 {
		w.array, w.head = w.array[:0], 0
	}
}

// open makes room for n values at the front.
func (w *window[T]) open(n int) {
	if more := n - w.head; more > 0 {
		kept := w.len()
		w.array = slices.Grow(w.array, more)[:len(w.array)+more]
		copy(w.array[n:], w.array[w.head:w.head+kept])
		w.head = n
	}
	w.head -= n
}
