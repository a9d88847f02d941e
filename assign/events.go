package assign

import (
	"fmt"
	"strings"
)

// events is a set of happenings that a status callback is told of: one bit for
// each name, in the order of the bits.
type events[E ~uint8] struct {
	at    *E
	names []string
	// blanks lets a blank stand for a comma: some old clients send the events of
	// a conference in that way (rest.md §1).
	blanks bool
}

func (v events[E]) list() {}

func (v events[E]) isZero() bool { return *v.at == 0 }

func (v events[E]) want() string {
	return "a text of " + strings.Join(v.names, ", ") + ", separated by commas"
}

func (v events[E]) check() string {
	if int(*v.at)>>len(v.names) != 0 {
		return v.want()
	}
	return ""
}

func (v events[E]) read(s scalar) string {
	set, ok := v.parse(s.text)
	if s.kind != isString || !ok {
		return v.want()
	}
	*v.at = set
	return ""
}

// parse reads names separated by commas; blanks around them do not matter, and
// neither does naming one twice.
func (v events[E]) parse(text string) (E, bool) {
	var set E
	if v.blanks {
		text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' }), ",")
	}
next:
	for word := range strings.SplitSeq(text, ",") {
		for i, name := range v.names {
			if strings.TrimSpace(word) == name {
				set |= 1 << i
				continue next
			}
		}
		return 0, false
	}
	return set, true
}

func (v events[E]) appendJSON(dst []byte) []byte {
	return appendText(dst, eventsText(*v.at, v.names, "events"))
}

// eventsText returns the names of a set, separated by commas; of bits without a
// name it returns kind and number.
func eventsText[E ~uint8](set E, names []string, kind string) string {
	if int(set)>>len(names) != 0 {
		return fmt.Sprintf("%s(%#x)", kind, uint8(set))
	}
	var found []string
	for i, name := range names {
		if set&(1<<i) != 0 {
			found = append(found, name)
		}
	}
	return strings.Join(found, ",")
}
