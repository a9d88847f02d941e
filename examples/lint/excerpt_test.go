package main

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("0123456789", 50)
	tests := []struct {
		name           string
		line           string
		column         int
		source, indent string
	}{
		{"the first column", "abc", 1, "abc", ""},
		{"a later one", "abc", 3, "abc", "  "},
		{"behind the line", "abc", 4, "abc", "   "},
		{"far behind the line", "abc", 1000, "abc", "   "},
		{"no column", "abc", 0, "abc", ""},
		{"tabs stay tabs", "\ta\tb", 4, "\ta\tb", "\t \t"},
		{"a carriage return is no part of the line", "ab\r", 3, "ab", "  "},
		{"white space at the end can be pointed at", "a\t ", 4, "a\t ", " \t "},
		{"blank line", " \t ", 2, "", ""},
		{"empty line", "", 1, "", ""},
		{"wide letters take two cells", "東京x", 3, "東京x", "    "},
		{"fullwidth forms too", "Ａx", 2, "Ａx", "  "},
		{"pictographs too", "👋⌚x", 3, "👋⌚x", "    "},
		{"syllables of parts take the cells of their first one", "\u1112\u1161\u11abx", 4, "\u1112\u1161\u11abx", "  "},
		{"combining marks take none", "e\u0301x", 3, "e\u0301x", " "},
		{"joiners take none", "a\u200dx", 3, "a\u200dx", " "},
		{"a soft hyphen is shown", "a\u00adx", 3, "a\u00adx", "  "},
		{"narrow letters beyond Latin take one", "Ωжx", 3, "Ωжx", "  "},
		{"control characters are shown, not sent", "\x1b[31mx\x7f\u009b", 6, "␛[31mx␡\uFFFD", "     "},
		{"what turns the direction is shown as a symbol", "a\u202ex\u2028", 3, "a\uFFFDx\uFFFD", "  "},
		{"bytes that are no UTF-8 count as one each", "\xff\xfex", 3, "\uFFFD\uFFFDx", "  "},
		{"the beginning of a long line", long, 1, long[:mostCells] + "…", ""},
		{"its end", long, 500, "…" + long[400:], strings.Repeat(" ", mostCells)},
		{"its middle", long, 251, "…" + long[250-cellsBefore:250+mostCells-cellsBefore] + "…", strings.Repeat(" ", 1+cellsBefore)},
		{"a line that just fits", long[:mostCells], 80, long[:mostCells], strings.Repeat(" ", 79)},
		{
			"a long line of wide letters", strings.Repeat("東", 200), 101,
			"…" + strings.Repeat("東", 50) + "…", strings.Repeat(" ", 1+cellsBefore),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			source, indent := excerpt([]byte(tt.line), tt.column)
			if source != tt.source || indent != tt.indent {
				t.Errorf("got\n%q\n%q, want\n%q\n%q", source, indent, tt.source, tt.indent)
			}
		})
	}
}

// FuzzExcerpt puts the caret below the character at the column, counted cell by
// cell a second time, and keeps what is shown short and harmless.
func FuzzExcerpt(f *testing.F) {
	f.Add("\t<Say>東京</Say>\u0301", 8)
	f.Add(strings.Repeat("a\x1b\u202e\xff", 100), 120)
	f.Add("0\t", 91)
	f.Fuzz(func(t *testing.T, line string, column int) {
		line = strings.ReplaceAll(line, "\n", "")
		source, indent := excerpt([]byte(line), column)
		if !utf8.ValidString(source) || strings.Trim(indent, " \t") != "" {
			t.Fatalf("excerpt(%q, %d) = %q, %q", line, column, source, indent)
		}
		cells := 0
		for _, r := range source {
			c := cellOf(r, utf8.RuneLen(r))
			if r != '\t' && c.text != string(r) {
				t.Errorf("%q of excerpt(%q, %d) is not fit for a terminal", r, line, column)
			}
			cells += c.width
		}
		if cells > mostCells+2 {
			t.Errorf("excerpt(%q, %d) takes %d cells", line, column, cells)
		}
		if got, want := strings.Count(indent, "\t"), strings.Count(source, "\t"); got > want {
			t.Errorf("%d tabs in front of the caret, and %d in the line above: excerpt(%q, %d)", got, want, line, column)
		}
	})
}
