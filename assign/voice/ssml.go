package voice

import (
	"strings"

	"github.com/goacd/acd/twiml"
)

// ssmlOf returns the markup of a Say within <speak>, "" when there is none: the
// text says it all then. Elements that the reference does not know stand in it as
// they were written; the text without markup has their text too (twiml.md
// §8.11).
func ssmlOf(e *twiml.Say) string {
	marked := false
	for _, child := range twiml.Children(e) {
		switch child.(type) {
		case twiml.Element, *twiml.Unknown:
			marked = true
		}
	}
	if !marked {
		return ""
	}
	bare := twiml.NewResponse(&twiml.Say{Text: e.Text, Children: e.Children}).String()
	const open, shut = "<Say>", "</Say>"
	from, to := strings.Index(bare, open), strings.LastIndex(bare, shut)
	if from < 0 || to < from { // a document that cannot be printed
		return ""
	}
	return "<speak>" + bare[from+len(open):to] + "</speak>"
}
