package expr

import (
	"math"
	"strconv"
)

// referenceOperand reads a reference and gives it the slot of its first
// appearance.
func (p *parser) referenceOperand() (operand, *Error) {
	ref, err := p.reference()
	if err != nil {
		return operand{}, err
	}
	slot, known := p.slots[ref]
	if !known {
		slot = len(p.refs)
		if p.slots == nil {
			p.slots = make(map[Reference]int)
		}
		p.slots[ref] = slot
		p.refs = append(p.refs, ref)
	}
	return operand{slot: slot}, nil
}

// reference reads identifier { "." identifier | "[" digits "]" }.
func (p *parser) reference() (Reference, *Error) {
	text := []byte(p.tok.word)
	if err := p.advance(); err != nil {
		return Reference{}, err
	}
	for {
		var err *Error
		switch {
		case p.tok.is("."):
			text, err = p.property(text)
		case p.tok.is("["):
			text, err = p.index(text)
		default:
			return Reference{string(text)}, nil
		}
		if err != nil {
			return Reference{}, err
		}
	}
}

// property reads "." and a name. Keywords are names here, since nothing else can
// follow a dot: worker.in is the attribute "in".
func (p *parser) property(text []byte) ([]byte, *Error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.tok.kind != tokenName && p.tok.kind != tokenKeyword {
		return nil, p.nameExpected()
	}
	text = append(text, '.')
	text = append(text, p.source[p.tok.start:p.tok.end]...)
	return text, p.advance()
}

// index reads "[" digits "]".
func (p *parser) index(text []byte) ([]byte, *Error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.tok.kind != tokenNumber || digits(p.tok.word) != len(p.tok.word) {
		return nil, p.indexExpected()
	}
	n, err := strconv.ParseInt(p.tok.word, 10, 64)
	if err != nil || n > maxIndex {
		n = math.MaxInt32 // past the end of every array
	}
	text = append(text, '[')
	text = strconv.AppendInt(text, n, 10)
	if err := p.advance(); err != nil {
		return nil, err
	}
	if !p.tok.is("]") {
		return nil, p.failHere("the array index is not closed", "write ]")
	}
	return append(text, ']'), p.advance()
}

// onlyReference reads a reference up to the end of the text.
func (p *parser) onlyReference() (Reference, *Error) {
	if p.tok.kind != tokenName {
		return Reference{}, p.nameExpected()
	}
	ref, err := p.reference()
	if err != nil {
		return Reference{}, err
	}
	if p.tok.kind != tokenEnd {
		problem, advice := "nothing may follow the reference", "write one path such as task.agent_sid"
		if p.tok.word == "-" {
			problem, advice = hyphenProblem, hyphenAdvice
		}
		return Reference{}, p.failHere(problem, advice)
	}
	return ref, nil
}
