package expr

import "strconv"

// parser reads the grammar of routing.md §1.3 by recursive descent, with one
// token of lookahead.
type parser struct {
	lexer
	tok   token // the token to be read next
	last  token // the token read before it
	depth int

	refs        []Reference
	slots       map[Reference]int
	comparisons int
}

func newParser(input, source string) (*parser, *Error) {
	if err := checkText(input, source, MaxLength); err != nil {
		return nil, err
	}
	p := &parser{lexer: lexer{input: input, source: source}}
	return p, p.advance()
}

// advance moves to the next token.
func (p *parser) advance() *Error {
	p.last = p.tok
	tok, err := p.next()
	p.tok = tok
	return err
}

// failHere reports the token to be read next.
func (p *parser) failHere(problem, advice string) *Error {
	return p.fail(p.tok.start, p.tok.end, problem, advice)
}

// wholeExpression reads an expression up to the end of the text.
func (p *parser) wholeExpression() (*node, *Error) {
	if p.tok.kind == tokenEnd {
		return nil, p.failHere("the expression is empty", "write 1==1 to match everything")
	}
	root, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.tok.kind != tokenEnd {
		return nil, p.unexpectedAfterComparison()
	}
	return root, nil
}

func (p *parser) or() (*node, *Error) { return p.chain(nodeOr, "OR", p.and) }

func (p *parser) and() (*node, *Error) { return p.chain(nodeAnd, "AND", p.not) }

// chain reads one or more parts with a keyword between them.
func (p *parser) chain(kind nodeKind, keyword string, part func() (*node, *Error)) (*node, *Error) {
	var parts []*node
	for {
		child, err := part()
		if err != nil {
			return nil, err
		}
		parts = append(parts, child)
		if !p.tok.is(keyword) {
			return join(kind, parts), nil
		}
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
}

func (p *parser) not() (*node, *Error) {
	if !p.tok.is("NOT") {
		return p.primary()
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.tok.is("NOT") {
		return nil, p.failHere("NOT cannot follow NOT", "leave both out, or write NOT (NOT (...))")
	}
	child, err := p.primary()
	if err != nil {
		return nil, err
	}
	return &node{kind: nodeNot, children: []*node{child}}, nil
}

// primary reads a group in parentheses or a comparison.
func (p *parser) primary() (*node, *Error) {
	if !p.tok.is("(") {
		return p.comparison()
	}
	open := p.tok
	if p.depth++; p.depth > MaxDepth {
		return nil, p.limit(open, "parentheses are nested too deeply", "at most "+strconv.Itoa(MaxDepth)+" may be open at once")
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	group, err := p.or()
	if err != nil {
		return nil, err
	}
	switch {
	case p.tok.kind == tokenEnd:
		return nil, p.fail(open.start, open.end, "the parenthesis is not closed", "add the missing )")
	case !p.tok.is(")"):
		return nil, p.unexpectedAfterComparison()
	}
	p.depth--
	return group, p.advance()
}

// comparison reads operand, operator, operand. A comparison is mandatory: there
// are no bare operands (routing.md §1.3).
func (p *parser) comparison() (*node, *Error) {
	start := p.tok
	if p.comparisons++; p.comparisons > MaxComparisons {
		return nil, p.limit(start, "the expression has too many comparisons", "at most "+strconv.Itoa(MaxComparisons)+" are allowed")
	}
	left, err := p.operand()
	if err != nil {
		return nil, err
	}
	operator, err := p.operator(start)
	if err != nil {
		return nil, err
	}
	right, err := p.operand()
	if err != nil {
		return nil, err
	}
	return &node{kind: nodeComparison, op: operator, left: left, right: right}, nil
}

// operator reads the operator after the operand that began at left.
func (p *parser) operator(left token) (op, *Error) {
	if p.tok.is("NOT") {
		if err := p.advance(); err != nil {
			return 0, err
		}
		if !p.tok.is("IN") {
			return 0, p.notWithoutIn()
		}
		return opNotIn, p.advance()
	}
	if p.tok.kind == tokenKeyword || p.tok.kind == tokenSymbol {
		if operator, ok := operators[p.tok.word]; ok {
			return operator, p.advance()
		}
	}
	return 0, p.operatorExpected(left)
}

func (p *parser) operand() (operand, *Error) {
	switch {
	case p.tok.is("["):
		return p.array()
	case p.tok.kind == tokenName:
		return p.referenceOperand()
	}
	value, ok := p.constant()
	if !ok {
		return operand{}, p.operandExpected()
	}
	return constantOperand(value), p.advance()
}

// constant returns the value of the token to be read next, if it is one.
func (p *parser) constant() (Value, bool) {
	switch {
	case p.tok.kind == tokenString:
		return String(p.tok.word), true
	case p.tok.kind == tokenNumber:
		text := jsonNumber(p.tok.word)
		return numberValue(numberOf(text), text), true
	case p.tok.is("TRUE"):
		return Bool(true), true
	case p.tok.is("FALSE"):
		return Bool(false), true
	case p.tok.is("NULL"):
		return Null(), true
	}
	return Value{}, false
}

// jsonNumber drops leading zeros, which JSON does not have: 0800 is 800.
func jsonNumber(text string) string {
	for len(text) > 1 && text[0] == '0' && text[1] != '.' {
		text = text[1:]
	}
	return text
}

// array reads "[", constants with commas between them, "]".
func (p *parser) array() (operand, *Error) {
	open := p.tok
	if err := p.advance(); err != nil {
		return operand{}, err
	}
	var elements []Value
	for !p.tok.is("]") || len(elements) > 0 {
		value, ok := p.constant()
		if !ok {
			return operand{}, p.elementExpected(open)
		}
		elements = append(elements, value)
		if err := p.advance(); err != nil {
			return operand{}, err
		}
		if p.tok.is("]") {
			break
		}
		if !p.tok.is(",") {
			return operand{}, p.commaExpected(open)
		}
		if err := p.advance(); err != nil {
			return operand{}, err
		}
	}
	return constantOperand(arrayOf(elements)), p.advance()
}

// limit reports a text that is grammatical but too big.
func (p *parser) limit(at token, problem, advice string) *Error {
	err := p.fail(at.start, at.end, problem, advice)
	err.Kind = Limit
	return err
}
