package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"text/tabwriter"
	"time"
)

// Turns are so short that some of them are left alone by the rest of a busy
// machine.
const (
	turns    = 200
	turnTime = 300 * time.Microsecond
)

func main() {
	fmt.Printf("%s %s/%s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, t := range tasks() {
		writeTable(w, t.name, t.contestants, measure(t.contestants, turns, turnTime))
	}
	must(0, w.Flush())
}

func writeTable(w io.Writer, name string, contestants []contestant, figures []figure) {
	fmt.Fprintf(w, "\n%s\tns/op\tratio\tB/op\tallocs/op\n", name)
	for i, f := range figures {
		ratio := float64(f.time) / float64(figures[0].time)
		fmt.Fprintf(w, "  %s\t%d\t%.2f\t%d\t%d\n", contestants[i].name, f.time.Nanoseconds(), ratio, f.bytes, f.allocs)
	}
}
