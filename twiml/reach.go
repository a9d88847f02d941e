package twiml

// reached follows which verbs of a document are run: none after a verb that
// never comes back (twiml.md §2, the last point).
type reached struct{ after Element }

// next looks at one node below parent, in order.
func (r *reached) next(v *validator, parent Element, n Node, at *step) {
	_, root := parent.(*Response)
	verb, ok := n.(Element)
	if !root || !ok {
		return
	}
	if r.after != nil {
		v.lint(finding{at: at, pos: verb.common().at},
			"<%s> is never reached: the <%s> before it does not come back to this document", Tag(verb), Tag(r.after))
		return
	}
	if leaves(verb) {
		r.after = verb
	}
}

// leaves reports whether the document ends with the verb.
func leaves(verb Element) bool {
	s := verb.spec()
	if s.endsWith == "" {
		return s.ends
	}
	return verb.attr(s.byName[s.endsWith]).state() == attrSet
}
