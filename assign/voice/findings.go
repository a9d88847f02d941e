package voice

import (
	"strconv"
	"strings"

	"github.com/goacd/acd/twiml"
)

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
	blocked := map[string]bool{} // by path of the verb
	for _, f := range doc.Validate(twiml.ValidateOptions{Flavor: twiml.FlavorVoice, Context: context}) {
		m.emit(&Alert{Call: c.sid, Code: f.Code, Warning: f.Level == twiml.LevelWarning, Message: p.base.String() + ":" + f.String()})
		if f.Blocks() {
			blocked[verbPath(f.Path)] = true
		}
	}
	seen := map[string]int{}
	for _, e := range doc.Verbs() {
		tag := twiml.Tag(e)
		seen[tag]++
		bad := blocked["/Response/"+tag+"["+strconv.Itoa(seen[tag])+"]"]
		if bad && p.kind == waitDocument {
			return false
		}
		if context.Allows(e) {
			p.verbs = append(p.verbs, verb{Element: e, blocked: bad})
		}
	}
	return true
}

// verbPath cuts the path of a finding behind its verb:
// /Response/Enqueue[2]/Task[1]/@priority is about /Response/Enqueue[2].
func verbPath(path string) string {
	steps := strings.SplitN(path, "/", 4)
	return strings.Join(steps[:min(3, len(steps))], "/")
}
