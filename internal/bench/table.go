package main

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"text/tabwriter"
)

// result is one line of a table: a figure, what it is held against, and the
// number that follows, which a reach may bound.
type result struct {
	what   string
	figure string
	beside string // "" for a figure that stands alone
	value  float64
	unit   string // of value: "×", "allocs", "bytes"
	reach  reach
}

// reach bounds a value from above or from below. The zero reach bounds nothing:
// such a result is there for comparison.
type reach struct {
	sense sense
	limit float64
}

type sense uint8

const (
	unbounded sense = iota
	atMost
	atLeast
)

// met reports whether the value is within reach.
func (r result) met() bool {
	switch r.reach.sense {
	case atMost:
		return r.value <= r.reach.limit
	case atLeast:
		return r.value >= r.reach.limit
	default:
		return true
	}
}

// besides is the result that a costs so many times what b does.
func besides(what string, a figure, beside string, b figure) result {
	return result{
		what: what, figure: duration(a.fastest), beside: beside + " " + duration(b.fastest),
		value: a.fastest / b.fastest, unit: "×",
	}
}

// faster is the result that a is so many times faster than b.
func faster(what string, a figure, beside string, b figure) result {
	r := besides(what, a, beside, b)
	r.value = b.fastest / a.fastest
	r.unit = "× faster"
	return r
}

// alone is a result whose figure is its value.
func alone(what string, value float64, unit string) result {
	return result{what: what, figure: number(value) + " " + unit, value: value, unit: unit}
}

// atMost bounds the result from above.
func (r result) atMost(limit float64) result {
	r.reach = reach{atMost, limit}
	return r
}

// atLeast bounds the result from below.
func (r result) atLeast(limit float64) result {
	r.reach = reach{atLeast, limit}
	return r
}

// writeTable writes the results of a row under a heading.
func writeTable(w io.Writer, heading string, results []result) error {
	if _, err := fmt.Fprintf(w, "\n%s\n", heading); err != nil {
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\tfigure\tbeside\tratio\treach\tmet")
	for _, r := range results {
		bound, met := "–", "–"
		switch r.reach.sense {
		case atMost:
			bound = "≤ " + number(r.reach.limit)
		case atLeast:
			bound = "≥ " + number(r.reach.limit)
		}
		if r.reach.sense != unbounded {
			met = map[bool]string{true: "yes", false: "NO"}[r.met()]
		}
		fmt.Fprintf(t, "  %s\t%s\t%s\t%s\t%s\t%s\n", r.what, r.figure, orDash(r.beside), ratio(r), bound, met)
	}
	return t.Flush()
}

func ratio(r result) string {
	if r.beside == "" {
		return "–"
	}
	return number(r.value) + " " + r.unit
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// duration writes nanoseconds with three digits.
func duration(ns float64) string {
	switch {
	case ns < 999.5:
		return number(ns) + " ns"
	case ns < 999.5e3:
		return number(ns/1e3) + " µs"
	case ns < 999.5e6:
		return number(ns/1e6) + " ms"
	default:
		return number(ns/1e9) + " s"
	}
}

// number writes three digits at least, and commas between thousands.
func number(v float64) string {
	magnitude := math.Abs(v)
	switch {
	case magnitude >= 99.95 || v == math.Trunc(v):
		return thousands(int(math.Round(v)))
	case magnitude >= 9.995:
		return strconv.FormatFloat(v, 'f', 1, 64)
	default:
		return strconv.FormatFloat(v, 'f', 2, 64)
	}
}

// thousands writes n as 1,234,567.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}
