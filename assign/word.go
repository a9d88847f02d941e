package assign

import (
	"slices"
	"strings"

	"github.com/goacd/acd/twiml"
)

// word is one of a few words. The empty one stands for the default. JSON true
// and false are read where the words have them.
type word[W ~string] struct {
	at    *W
	words []W
	fold  bool // read in any case
}

func (v word[W]) isZero() bool { return *v.at == "" }

func (v word[W]) check() string {
	if !slices.Contains(v.words, *v.at) {
		return oneOf(v.words)
	}
	return ""
}

func (v word[W]) read(s scalar) string {
	for _, w := range v.words {
		if string(w) == s.text || v.fold && strings.EqualFold(string(w), s.text) {
			*v.at = w
			return ""
		}
	}
	return oneOf(v.words)
}

func (v word[W]) appendJSON(dst []byte) []byte { return appendText(dst, string(*v.at)) }

// oneOf returns the words as in "a, b or c".
func oneOf[W ~string](words []W) string {
	var b strings.Builder
	for n, w := range words {
		switch {
		case n == 0:
		case n == len(words)-1:
			b.WriteString(" or ")
		default:
			b.WriteString(", ")
		}
		b.WriteString(string(w))
	}
	return b.String()
}

// method is the HTTP method of a callback, read in any case as in documents
// (twiml.md §2).
func method(at *twiml.Method) value {
	return word[twiml.Method]{at: at, words: []twiml.Method{twiml.GET, twiml.POST}, fold: true}
}
