package twiml

import (
	"cmp"
	"fmt"
)

// step is one part of a path: a name, and its number among the siblings of
// that name. Steps are linked upwards and written only when a finding needs it.
type step struct {
	up    *step
	name  string
	index int    // from 1; 0: written without
	text  string // the path, once it has been written
}

// path writes the path down to s, and keeps it for the steps below: many of them
// may have findings.
func (s *step) path() string {
	if s == nil {
		return ""
	}
	if s.text == "" {
		s.text = s.up.path() + "/" + s.String()
	}
	return s.text
}

// String writes the step alone.
func (s *step) String() string {
	if s.index == 0 {
		return s.name
	}
	return fmt.Sprintf("%s[%d]", s.name, s.index)
}

// stepName names a node in a path.
func stepName(n Node) string {
	switch n := n.(type) {
	case Element:
		return Tag(n)
	case *Unknown:
		return cmp.Or(n.Tag(), "element()")
	case *CharData:
		return "text()"
	case *Comment:
		return "comment()"
	}
	return "processing-instruction()"
}

// childStep counts the siblings of child i that have its name.
func childStep(children nodes, i int) *step {
	s := &step{name: stepName(children.at(i)), index: 1}
	for j := range i {
		if n := children.at(j); n != nil && stepName(n) == s.name {
			s.index++
		}
	}
	return s
}
