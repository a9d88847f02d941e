package assign

import (
	"fmt"
	"strings"
)

// Parse reads the body of an answer to the assignment callback: a JSON object
// with "instruction" and that instruction's keys (lifecycle.md §3.2, §3.3).
//
// An empty body and {} are the answer without an instruction: Parse returns nil
// and no error. The name of the instruction is read in any case, keys exactly
// as documented; numbers and booleans may be written as texts; null and, apart
// from the keys below, the empty text count as absent; of a key that comes twice
// the last value counts. Keys the instruction does not know are kept in Extra.
// The empty text is refused as status_callback_url and status_callback, and is
// silence as wait_url.
//
// The error is an [*Error] with every problem and its place:
//   - [CodeNotJSON] when the body is not JSON, or more than [MaxAnswerBytes],
//     [MaxAnswerMembers] or [MaxAnswerDepth];
//   - [CodeNoInstruction] when it is JSON without "instruction";
//   - [CodeUnknown] for an instruction that there is not;
//   - the codes of the instruction for its values.
//
// What only the state can tell, such as a missing "to" where the worker has a
// contact_uri, is the business of [Resolve].
func Parse(body []byte) (Instruction, error) {
	a, err := readAnswer(body)
	if err != nil {
		return nil, err
	}
	if len(a.members) == 0 {
		return nil, nil
	}
	i, err := a.instruction()
	if err != nil {
		return nil, err
	}
	if err := a.fill(i); err != nil {
		return nil, err
	}
	return i, nil
}

// newInstructions returns the zero instruction of every name, in the order of
// lifecycle.md §3.3.
func newInstructions() []Instruction {
	return []Instruction{&Accept{}, &Reject{}, &Dequeue{}, &Call{}, &Redirect{}, &Conference{}, &Supervise{}}
}

// newInstruction returns the zero instruction of that name.
func newInstruction(name Name) (Instruction, bool) {
	for _, i := range newInstructions() {
		if i.Name() == name {
			return i, true
		}
	}
	return nil, false
}

// wantInstruction lists what newInstruction knows.
func wantInstruction() string {
	var names []Name
	for _, i := range newInstructions() {
		names = append(names, i.Name())
	}
	return oneOf(names)
}

// instruction makes the instruction that the answer names.
func (a *answer) instruction() (Instruction, error) {
	s, found := a.take("instruction")
	ps := problems{}
	switch {
	case !found:
		ps.add(Problem{Code: CodeNoInstruction, Key: "instruction", Missing: true, Want: wantInstruction() + "; {} for none"})
	case s.isAbsent(false):
		ps.add(Problem{Code: CodeNoInstruction, Key: "instruction", Found: s.text, Want: wantInstruction() + "; {} for none"})
	default:
		if i, known := newInstruction(Name(strings.ToLower(s.text))); known && s.kind == isString {
			return i, nil
		}
		ps.add(Problem{Code: CodeUnknown, Key: "instruction", Found: s.text, Want: wantInstruction()})
	}
	a.locate(ps)
	return nil, ps.err("answer")
}

// fill reads the members of i, then checks it as a whole.
func (a *answer) fill(i Instruction) error {
	var ps problems
	f := i.form()
	ps.read(f, asJSON, func(field *field) (scalar, bool) { return a.take(field.key) })
	*f.extra = a.rest()
	ps.check(i, asJSON)
	a.locate(ps)
	return ps.err(string(i.Name()))
}

// unmarshal reads one instruction into i, for its UnmarshalJSON.
func unmarshal[T any, P interface {
	*T
	Instruction
}](body []byte, i P) error {
	parsed, err := Parse(body)
	if err != nil {
		return err
	}
	same, ok := parsed.(P)
	if !ok {
		p := Problem{Code: CodeUnknown, Key: "instruction", Missing: parsed == nil, Want: fmt.Sprintf("%q here", i.Name())}
		if parsed != nil {
			p.Found = string(parsed.Name())
		} else {
			p.Code = CodeNoInstruction
		}
		return fail(string(i.Name()), p)
	}
	*i = *same
	return nil
}
