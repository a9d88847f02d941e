package excerpt_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/goacd/acd/internal/excerpt"
)

func Example() {
	fmt.Println(excerpt.To("skills HAS 'support'", 6))
	fmt.Println(excerpt.Quote("Größe\n"))
	// Output:
	// skills…
	// "Größe\n"
}

// TestTo cuts behind whole characters, and only where something is left out.
func TestTo(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		most     int
		want     string
	}{
		{"nothing", "", 0, ""},
		{"as long as allowed", "abc", 3, "abc"},
		{"one too many", "abcd", 3, "abc…"},
		{"characters count, not bytes", "äöü", 3, "äöü"},
		{"a character is not cut", "äöüß", 3, "äöü…"},
		{"four bytes", "a😀😀", 2, "a😀…"},
		{"bytes that belong to no character", "\x80\x80\x80", 2, "\x80\x80…"},
		{"none allowed", "a", 0, "…"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := excerpt.To(tt.in, tt.most); got != tt.want {
				t.Errorf("To(%q, %d) is %q, want %q", tt.in, tt.most, got, tt.want)
			}
		})
	}
}

func TestLengths(t *testing.T) {
	long := strings.Repeat("é", 1000)
	if got := utf8.RuneCountInString(excerpt.Of(long)); got != 80+1 {
		t.Errorf("Of: %d characters, want 80 and an ellipsis", got)
	}
	if got := utf8.RuneCountInString(excerpt.Quote(long)); got != 40+1+2 {
		t.Errorf("Quote: %d characters, want 40, an ellipsis and the quotes", got)
	}
}

// FuzzTo holds the excerpt against the list of the text's characters.
func FuzzTo(f *testing.F) {
	f.Add("a😀\x80é", 2)
	f.Add("", -1)
	f.Fuzz(func(t *testing.T, s string, most int) {
		most = max(0, min(most, 100))
		want := s
		n := 0
		for i := range s {
			if n == most {
				want = s[:i] + "…"
				break
			}
			n++
		}
		if got := excerpt.To(s, most); got != want {
			t.Errorf("To(%q, %d) is %q, want %q", s, most, got, want)
		}
	})
}
