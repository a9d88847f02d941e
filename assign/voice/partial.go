package voice

import "github.com/goacd/acd/twiml"

// PartialResult reports what a [Gather] that asked for it has understood so far.
// The Gather goes on.
type PartialResult struct {
	Op     Op
	Speech string
}

func (*PartialResult) input() {}

// ForPartialResult: part of a speech was understood; the answer is ignored.
const ForPartialResult Purpose = "partial-result"

// partialResult hands a partial result to its Gather; one that was given up
// ignores it.
func (m *Machine) partialResult(in *PartialResult) *Error {
	o := m.ops[in.Op]
	switch {
	case in.Op == 0 || in.Op > Op(m.op):
		return refusal(ReasonInput, "operation %d was never asked for", in.Op)
	case o == nil:
		return nil
	case o.partial == nil:
		return refusal(ReasonInput, "operation %d is of another kind: want %s", in.Op, opReports[o.kind]).of(o.call.sid)
	}
	o.partial(in.Speech)
	return nil
}

// partlyHeard tells the partial result callback (twiml.md §7).
func (m *Machine) partlyHeard(c *call, p *program, e *twiml.Gather, text string) {
	if reference := e.PartialResultCallback.Or(""); reference != "" {
		m.tell(c, ForPartialResult, target{p.resolve(reference), twiml.Effective(e, &e.PartialResultCallbackMethod)},
			append(m.params(c), Param{"UnstableSpeechResult", text}))
	}
}
