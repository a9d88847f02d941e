package expr

import "math"

// Reference is a path into a JSON document: names and array positions, such as
// skills, task.agent_sid or a.b[0][1].c (routing.md §1.4). It is held as its
// canonical text, so references are comparable with == and serve as map keys,
// and the parts are substrings. The zero Reference has no parts and finds
// nothing. Build one with [ParseReference].
type Reference struct{ text string }

// The first names that have a meaning of their own in some context (routing.md
// §1.1). To this package they are ordinary references: who evaluates an
// expression fills their slots.
const (
	TaskPrefix       = "task"       // the task, in target expressions
	WorkerPrefix     = "worker"     // the worker, in target expressions and order_by
	WorkersPrefix    = "workers"    // counts of the step's queue, in skip_if
	TaskRouterPrefix = "taskrouter" // the clock, see [Clock]
)

// maxIndex bounds array positions; a larger one means the same, namely nothing.
const maxIndex = math.MaxInt32

// String returns the canonical text: no white space, no leading zeros.
func (r Reference) String() string { return r.text }

// IsZero reports whether the reference has no parts.
func (r Reference) IsZero() bool { return r.text == "" }

// Len returns the number of parts: names and indexes alike.
func (r Reference) Len() int {
	n := 0
	for !r.IsZero() {
		r = r.Rest()
		n++
	}
	return n
}

// First returns the first part's name, or "" when the reference is zero or
// begins with an index, as a [Reference.Rest] may.
func (r Reference) First() string {
	part, _ := r.cut()
	return part.name
}

// Rest returns the reference without its first part: of task.a[0] it is a[0],
// and of that [0].
func (r Reference) Rest() Reference {
	_, rest := r.cut()
	return rest
}

// part is one step of a path: a name, or an index when name is empty.
type part struct {
	name  string
	index int
}

// cut splits off the first part. The text is canonical, so a name ends at the
// next "." or "[" and an index at the next "]".
func (r Reference) cut() (part, Reference) {
	text := r.text
	if text == "" {
		return part{}, r
	}
	if text[0] == '[' {
		index, i := 0, 1
		for ; text[i] != ']'; i++ {
			index = index*10 + int(text[i]-'0')
		}
		return part{index: index}, Reference{afterDot(text[i+1:])}
	}
	for i := range len(text) {
		if text[i] == '.' || text[i] == '[' {
			return part{name: text[:i]}, Reference{afterDot(text[i:])}
		}
	}
	return part{name: text}, Reference{}
}

func afterDot(text string) string {
	if text != "" && text[0] == '.' {
		return text[1:]
	}
	return text
}

// ParseReference reads one reference and nothing else, as in the
// known_worker_sid of a workflow (routing.md §2.6). The error is an [*Error].
func ParseReference(source string) (Reference, error) {
	p, err := newParser("reference", source)
	if err != nil {
		return Reference{}, err
	}
	r, err := p.onlyReference()
	if err != nil {
		return Reference{}, err
	}
	return r, nil
}
