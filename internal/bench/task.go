package main

// task is one piece of work that every contestant does in its own way. The
// first contestant is the one that the others are measured by.
type task struct {
	name        string
	contestants []contestant
}

// contestant does the work once per call of run.
type contestant struct {
	name string
	run  func() output
}

// output is the document that a builder made, as a string or as bytes, whichever
// costs it less. A reader makes none.
type output struct {
	text  string
	bytes []byte
}

func (o output) String() string { return o.text + string(o.bytes) }

// tasks are all tasks.
func tasks() []task { return append(builders(), readers()...) }

// must returns v; all input of this program is its own.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
