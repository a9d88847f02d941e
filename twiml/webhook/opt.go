package webhook

import (
	"fmt"
	"reflect"
)

// Opt is a parameter that may be left out where its zero value means something:
// a QueueTime of 0 s is something else than no QueueTime. The zero Opt is not
// sent. Two of one type can be compared with ==.
type Opt[T any] struct {
	value T
	set   bool
}

// Set makes a parameter that is sent with the value v.
func Set[T any](v T) Opt[T] { return Opt[T]{value: v, set: true} }

// Get returns the value, and whether there is one.
func (o Opt[T]) Get() (T, bool) { return o.value, o.set }

// Or returns the value, or def if there is none.
func (o Opt[T]) Or(def T) T {
	if !o.set {
		return def
	}
	return o.value
}

// Present reports whether there is a value.
func (o Opt[T]) Present() bool { return o.set }

// String returns the value as the package fmt prints it, or "unset".
func (o Opt[T]) String() string {
	if !o.set {
		return "unset"
	}
	return fmt.Sprint(o.value)
}

// optional is what the tables need of every Opt[T], by pointer.
type optional interface {
	ref() reflect.Value // the value, settable
	present() bool
	mark() // as present
}

func (o *Opt[T]) ref() reflect.Value { return reflect.ValueOf(&o.value).Elem() }
func (o *Opt[T]) present() bool      { return o.set }
func (o *Opt[T]) mark()              { o.set = true }
