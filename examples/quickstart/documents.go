package main

import (
	"github.com/goacd/acd/twiml"
)

// readDocuments checks the TwiML. What is only a warning is left to the shift,
// where it shows as an alert.
func (s *shift) readDocuments(files map[string]file, ps *problems) {
	s.call, s.wait, s.after, s.sorry = files["call"], files["wait"], files["after"], files["sorry"]
	if call := readTwiML(s.call, "", ps); call != nil {
		s.checkWorkflow(s.call, call, ps)
	}
	readTwiML(s.wait, twiml.ContextWait, ps)
	readTwiML(s.after, "", ps)
	readTwiML(s.sorry, "", ps)
	s.worker = readTwiML(files["worker"], "", ps)
}

// readTwiML parses and validates a document, for the place it is used at.
func readTwiML(f file, context twiml.Context, ps *problems) *twiml.Response {
	doc, err := twiml.Parse(f.text)
	if err != nil {
		ps.addError(f.at(0), err)
		return nil
	}
	for _, finding := range doc.Validate(twiml.ValidateOptions{Flavor: twiml.FlavorVoice, Context: context}) {
		if finding.Level == twiml.LevelError {
			ps.add(place{f.name, finding.Line, finding.Column}, "%s (code %d)", finding.Message, finding.Code)
		}
	}
	return doc
}

// checkWorkflow compares the workflow that callers are sent to with the one that
// the workspace has.
func (s *shift) checkWorkflow(f file, doc *twiml.Response, ps *problems) {
	for _, verb := range doc.Verbs() {
		enqueue, ok := verb.(*twiml.Enqueue)
		if !ok {
			continue
		}
		sid, given := enqueue.WorkflowSID.Get()
		if at := enqueue.WorkflowSID.Pos(); given && sid != s.workflowSID.String() {
			ps.add(place{f.name, at.Line, at.Column}, "workflowSid %q is not the workspace's workflow: want %q", sid, s.workflowSID)
		}
	}
}

// workerDocument returns the document of a worker's call, with a reservation
// put into every <Queue> that has one.
func (s *shift) workerDocument(reservation string) []byte {
	for _, verb := range s.worker.Verbs() {
		dial, ok := verb.(*twiml.Dial)
		if !ok {
			continue
		}
		for _, child := range dial.Children {
			if q, ok := child.(*twiml.Queue); ok && q.ReservationSID.Present() {
				q.ReservationSID = twiml.Set(reservation)
			}
		}
	}
	return []byte(s.worker.String())
}
