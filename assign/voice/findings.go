package voice

import "github.com/goacd/acd/twiml"

var contexts = [...]twiml.Context{
	mainDocument: "", waitDocument: twiml.ContextWait, whisperDocument: twiml.ContextWhisper, screeningDocument: twiml.ContextScreening,
	conferenceDocument: twiml.ContextConferenceWait,
	clientScreening:    twiml.ContextClientScreening, sipScreening: twiml.ContextSipScreening,
}

// admit reports what is wrong with a document and makes verbs of the rest. A
// verb with an error is not executed, and one that may not stand there is
// skipped. A wait document with either is refused whole: errors in it take the
// call out of the queue (queue.md §5).
func (m *Machine) admit(c *call, p *program, doc *twiml.Response) bool {
	context := contexts[p.kind]
	blocked, unlisted := map[int]bool{}, len(doc.Children) // by index of the verb; from there on all
	for _, f := range doc.Validate(twiml.ValidateOptions{Flavor: twiml.FlavorVoice, Context: context, Inline: p.inline}) {
		m.emit(&Alert{Call: c.sid, Code: f.Code, Warning: f.Level == twiml.LevelWarning, Message: p.name() + ":" + f.String()})
		switch {
		case f.Blocks() && f.Omitted > 0 && f.Verb >= 0: // which verbs have the errors is not told
			unlisted = f.Verb
		case f.Blocks():
			blocked[f.Verb] = true
		}
	}
	for i, e := range doc.Verbs() {
		bad := blocked[i] || i >= unlisted
		if bad && p.kind == waitDocument {
			return false
		}
		if context.Allows(e) {
			p.verbs = append(p.verbs, verb{Element: e, blocked: bad})
		}
	}
	return true
}

// name is what findings call the document.
func (p *program) name() string {
	if p.inline {
		return "Twiml"
	}
	return p.base.String()
}
