package main

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// document is one piece of work that every library does in its own way. The
// first one is the one that the others are measured by.
type document struct {
	name      string
	libraries []library
}

// library does the work once per call of run.
type library struct {
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

// documents are all documents that are built and read.
func documents() []document { return append(builders(), parsers()...) }

// contestants are the libraries, to be measured.
func (d document) contestants() []contestant {
	var list []contestant
	for _, l := range d.libraries {
		list = append(list, contestant{l.name, repeat(func() { l.run() })})
	}
	return list
}

// writeDocument writes what each library needs for a document, beside the first.
func writeDocument(w io.Writer, d document, figures []figure) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "\n%s\ttime\tratio\tbytes\tallocs\n", d.name)
	for i, f := range figures {
		fmt.Fprintf(t, "  %s\t%s\t%s\t%s\t%s\n", d.libraries[i].name, duration(f.fastest),
			number(f.fastest/figures[0].fastest), number(f.bytes), number(f.allocs))
	}
	return t.Flush()
}
