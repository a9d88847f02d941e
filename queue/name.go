package queue

import (
	"strings"
	"unicode/utf8"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/internal/sid"
)

// maxName is the most characters of a queue's name (queue.md §2.3).
const maxName = 64

// cleanName strips surrounding white space and checks the rest (queue.md §2.3).
// Characters are code points. A name that is no valid UTF-8 is refused as one
// without text: it could neither be listed nor stand in a document.
func cleanName(op, name string) (string, *Error) {
	name = strings.TrimSpace(name)
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		return "", refusal(op, ErrNameEmpty, "the queue's name is empty: want 1 to %d characters", maxName)
	case n > maxName:
		e := refusal(op, ErrNameTooLong, "the queue's name %q has %d characters: want 1 to %d", excerpt.To(name, maxName), n, maxName)
		e.Name = excerpt.To(name, maxName)
		return "", e
	case !utf8.ValidString(name):
		return "", refusal(op, ErrNameEmpty, "the queue's name %q is no valid UTF-8: want 1 to %d characters", name, maxName)
	}
	return name, nil
}

// isWorkflowName reports whether name is the text of a workflow's SID, which
// makes its queue a guarded one (queue.md §8).
//
// The name alone decides, not who made the queue first. An ordinary queue of
// that name could otherwise hold calls without a task, or agents who take calls
// behind the back of the router, by the time the workflow needs it. Only the
// canonical text with lower-case digits counts, since that is what workflows
// use and names differ by case.
func isWorkflowName(name string) bool {
	if len(name) != sid.Len || !strings.HasPrefix(name, "WW") {
		return false // the usual case, without an error to make
	}
	w, err := ParseWorkflowSID(name)
	return err == nil && w.String() == name
}
