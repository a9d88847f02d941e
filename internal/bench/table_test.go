package main

import (
	"strings"
	"testing"
)

func TestTable(t *testing.T) {
	results := []result{
		besides("twice", figure{fastest: 1_400}, "floor", figure{fastest: 700}).atMost(2.5),
		besides("thrice", figure{fastest: 2_100}, "floor", figure{fastest: 700}).atMost(2.5),
		faster("fast", figure{fastest: 1e3}, "scan", figure{fastest: 1.6e6}).atLeast(1_500),
		faster("slow", figure{fastest: 2e3}, "scan", figure{fastest: 1.6e6}).atLeast(1_500),
		alone("memory", 899.6, "bytes").atMost(900),
		alone("only to know", 3.25, "s"),
	}
	var b strings.Builder
	if err := writeTable(&b, "name: a subject", results); err != nil {
		t.Fatal(err)
	}
	const want = `
name: a subject
                figure     beside        ratio           reach    met
  twice         1.40 µs    floor 700 ns  2 ×             ≤ 2.50   yes
  thrice        2.10 µs    floor 700 ns  3 ×             ≤ 2.50   NO
  fast          1 µs       scan 1.60 ms  1,600 × faster  ≥ 1,500  yes
  slow          2 µs       scan 1.60 ms  800 × faster    ≥ 1,500  NO
  memory        900 bytes  –             –               ≤ 900    yes
  only to know  3.25 s     –             –               –        –
`
	if b.String() != want {
		t.Errorf("got%s\nwant%s", b.String(), want)
	}
}

// TestMetIsNotRounded: what is printed alike may lie on either side of the reach.
func TestMetIsNotRounded(t *testing.T) {
	for _, c := range []struct {
		result result
		want   bool
	}{
		{result{value: 2.5}.atMost(2.5), true},
		{result{value: 2.5001}.atMost(2.5), false},
		{result{value: 10}.atLeast(10), true},
		{result{value: 9.9999}.atLeast(10), false},
		{result{value: -0.5}.atMost(0), true},
		{result{value: 1e9}, true},
	} {
		if got := c.result.met(); got != c.want {
			t.Errorf("%v met %+v: %t", c.result.value, c.result.reach, got)
		}
	}
}

func TestDuration(t *testing.T) {
	for ns, want := range map[float64]string{
		0.5: "0.50 ns", 29.63: "29.6 ns", 712: "712 ns", 999.4: "999 ns", 999.6: "1.00 µs", 3_040: "3.04 µs",
		54_700: "54.7 µs", 271_300: "271 µs", 5.27e6: "5.27 ms", 1.5e9: "1.50 s", 1e3: "1 µs", 250e9: "250 s",
	} {
		if got := duration(ns); got != want {
			t.Errorf("duration(%v) = %q, want %q", ns, got, want)
		}
	}
}

func TestNumber(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 1: "1", 1.3: "1.30", 9.996: "10.0", 29.63: "29.6", 99.96: "100", 1_500: "1,500", 1_234_567: "1,234,567",
		-0.96: "-0.96", -1_234: "-1,234", 0.14: "0.14", 999: "999",
	} {
		if got := number(v); got != want {
			t.Errorf("number(%v) = %q, want %q", v, got, want)
		}
	}
}
