package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// printTable prints what has become of each call. A call waits from joining the
// voice queue until it is taken or gone; the ringing of a worker's phone is
// included, and what is heard before the queue is not.
func printTable(out io.Writer, callers []*caller) {
	fmt.Fprintln(out)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "CALL\tFROM\tARRIVED\tWAITED\tTALKED\tTASK QUEUE\tWORKER\tBY\tRESULT")
	answered, waited := 0, time.Duration(0)
	for _, c := range callers {
		talked, by := "-", "-"
		if !c.answered.IsZero() {
			talked, by = c.parted.Sub(c.answered).String(), c.connect
			answered++
			waited += c.waited
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%v\t%s\t%s\t%s\t%s\t%s\n", short(c.sid), c.from, c.arrives.Format(time.TimeOnly),
			c.waited, talked, dash(c.where), dash(c.worker), by, dash(c.result))
	}
	_ = table.Flush() // a writer that fails has nobody left to be told
	fmt.Fprintf(out, "\n%d of %d calls answered", answered, len(callers))
	if answered > 0 {
		fmt.Fprintf(out, ", mean speed of answer %v", (waited / time.Duration(answered)).Round(100*time.Millisecond))
	}
	fmt.Fprintln(out)
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
