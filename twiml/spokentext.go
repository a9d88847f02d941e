package twiml

import "github.com/beevik/etree"

// speech tells of each element of the markup in one spoken text whether anything
// in it is spoken. Elements of the markup stand in each other, and the text of
// each is part of that of all around it: to read it at each of them would take
// the square of the time.
type speech struct {
	blank []bool // by element, in document order
	next  int
}

// begin reads the markup in e, the outermost element that is spoken.
func (s *speech) begin(e Element) {
	s.blank, s.next = s.blank[:0], 1
	s.measure(e)
}

// measure appends what holds for e and for the markup in it.
func (s *speech) measure(e Element) (blank bool) {
	n := len(s.blank)
	s.blank = append(s.blank, false)
	blank = isBlank(leading(e))
	children := e.children()
	for i := range children.len() {
		switch c := children.at(i).(type) {
		case *CharData:
			blank = blank && isBlank(c.Data)
		case *Unknown:
			blank = blank && (c.Element == nil || isSilent(c.Element))
		case Element:
			if c.spec().mixed() {
				blank = s.measure(c) && blank
			} else {
				blank = blank && isBlank(rawText(c))
			}
		}
	}
	s.blank[n] = blank
	return blank
}

// take returns whether the next element of the markup is blank. They are asked
// for in document order.
func (s *speech) take() bool {
	s.next++
	return s.blank[s.next-1]
}

func isSilent(el *etree.Element) bool {
	for _, t := range el.Child {
		switch t := t.(type) {
		case *etree.CharData:
			if !isBlank(t.Data) {
				return false
			}
		case *etree.Element:
			if !isSilent(t) {
				return false
			}
		}
	}
	return true
}
