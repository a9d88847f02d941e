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
// from status_callback_url, the empty text count as absent; of a key that comes
// twice the last value counts. Keys the instruction does not know are kept in
// Extra.
//
// The error is an [*Error] with every problem and its place:
//   - [CodeNotJSON] when the body is not JSON, or more than [MaxAnswerBytes],
//     [MaxAnswerMembers] or [MaxAnswerDepth];
//   - [CodeNoInstruction] when it is JSON without "instruction";
//   - [CodeUnknown] for other instructions than those of this package. For
//     conference and supervise errors.Is(err, errors.ErrUnsupported) holds too;
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

// newInstruction returns the zero instruction of that name.
func newInstruction(name Name) (Instruction, bool) {
	switch name {
	case NameAccept:
		return &Accept{}, true
	case NameReject:
		return &Reject{}, true
	case NameDequeue:
		return &Dequeue{}, true
	case NameCall:
		return &Call{}, true
	case NameRedirect:
		return &Redirect{}, true
	}
	return nil, false
}

// wantInstruction lists what newInstruction knows.
const wantInstruction = "accept, reject, dequeue, call or redirect"

// instruction makes the instruction that the answer names.
func (a *answer) instruction() (Instruction, error) {
	s, found := a.take("instruction")
	ps := problems{}
	name := Name(strings.ToLower(s.text))
	switch {
	case !found:
		ps.add(Problem{Code: CodeNoInstruction, Key: "instruction", Missing: true, Want: wantInstruction + "; {} for none"})
	case s.isAbsent(false):
		ps.add(Problem{Code: CodeNoInstruction, Key: "instruction", Found: s.text, Want: wantInstruction + "; {} for none"})
	case s.kind == isString && (name == nameConference || name == nameSupervise):
		ps.add(Problem{Code: CodeUnknown, Key: "instruction", Found: s.text, Unsupported: true, Want: wantInstruction + ", since this instruction is not supported yet"})
	default:
		if i, known := newInstruction(name); known && s.kind == isString {
			return i, nil
		}
		ps.add(Problem{Code: CodeUnknown, Key: "instruction", Found: s.text, Want: wantInstruction})
	}
	a.locate(ps)
	return nil, ps.err("answer")
}

// fill reads the members of i, then checks it as a whole.
func (a *answer) fill(i Instruction) error {
	var ps problems
	f := i.form()
	for _, field := range f.fields {
		s, found := a.take(field.key)
		if !found || s.isAbsent(field.noEmpty) {
			continue
		}
		if want := field.at.read(s); want != "" {
			ps.add(Problem{Code: field.code, Key: field.key, Found: s.text, Want: want})
		}
	}
	*f.extra = a.rest()
	ps.check(i)
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
