package expr

import (
	"strings"
	"unicode/utf8"

	"github.com/goacd/acd/internal/excerpt"
)

// This file words the errors. An author of expressions arrives from SQL,
// JavaScript or Go; the messages answer in those terms.

const (
	hyphenProblem = "hyphens are not allowed in attribute names"
	hyphenAdvice  = "rename the attribute (skill_level instead of skill-level); arithmetic does not exist, and text with a hyphen belongs in quotes"
)

// badLength says how much of a text that is no word of the language to show.
func badLength(rest string) int {
	for _, known := range [...]string{"&&", "||"} {
		if strings.HasPrefix(rest, known) {
			return len(known)
		}
	}
	_, size := utf8.DecodeRuneInString(rest)
	return size
}

// foreign tells what a symbol or word of another language is called here; the
// two results are "" for what is not known.
func foreign(word string) (problem, advice string) {
	switch strings.ToUpper(word) {
	case "&&", "&":
		return "there is no such operator", "write AND"
	case "||", "|":
		return "there is no such operator", "write OR"
	case "!":
		return "there is no such operator", "write NOT ( ... ), or != for unequal"
	case "-":
		return hyphenProblem, hyphenAdvice
	case "+", "*", "/", "%":
		return "there is no arithmetic", "compare attributes and constants only"
	case "LIKE", "ILIKE", "MATCHES", "REGEXP", "~":
		return "there are no patterns", "write CONTAINS for a part of a text"
	case "IS":
		return "there is no such operator", "write == null or != null"
	case "BETWEEN":
		return "there is no such operator", "write a >= 1 AND a <= 9"
	case "INCLUDES", "CONTAIN":
		return "there is no such operator", "write HAS for an array, CONTAINS for a part of a text"
	case "EQ", "EQUALS":
		return "there is no such operator", "write =="
	case "NE":
		return "there is no such operator", "write !="
	case "“", "”", "‘", "’", "`", "´", "„", "«", "»":
		return "this is no quotation mark of the language", "use straight quotes, ' or \""
	case "\u00a0", "\u202f", "\u2003", "\u2002", "\u3000", "\ufeff", "\u200b":
		return "this is no ordinary space", "replace the invisible character by a space"
	case ";":
		return "there is only one expression", "combine comparisons with AND or OR"
	}
	return "", ""
}

// foreignHere looks the coming token up in foreign, if it is a plain word or no
// word at all.
func (p *parser) foreignHere() (problem, advice string) {
	if p.tok.kind == tokenBad || p.tok.kind == tokenName {
		return foreign(p.tok.word)
	}
	return "", ""
}

// operandExpected reports a token where a comparison's side should stand.
func (p *parser) operandExpected() *Error {
	const problem = "a constant, an array or an attribute is expected"
	previous := p.last
	switch t := p.tok; {
	case t.kind == tokenEnd && previous.kind != tokenEnd:
		return p.failHere(problem, "complete what follows "+excerpt.Quote(p.source[previous.start:previous.end]))
	case t.is("(") && (previous.is("IN") || previous.is("<-")):
		return p.failHere("a list is written in square brackets", "write IN ['a','b']")
	case t.is("(") && isOperator(previous):
		return p.failHere("parentheses group comparisons, not operands", "leave the parentheses out")
	case t.is(">") && previous.is("<"):
		return p.fail(previous.start, t.end, "there is no such operator", "write != for unequal")
	case t.is("=") && previous.is("=="), t.is("=") && previous.is("!="):
		return p.fail(previous.start, t.end, "there is no such operator", "write "+previous.word)
	case t.is(">") && previous.is("="), t.is("<") && previous.is("="):
		return p.fail(previous.start, t.end, "there is no such operator", "write "+t.word+"=")
	case t.is(".") && digits(p.source[t.end:]) > 0:
		return p.failHere("a number begins with a digit", "write 0 before the decimal point")
	case t.word == "-" && t.kind == tokenBad && digits(p.source[t.end:]) > 0:
		return p.failHere("there are no negative numbers", "quote it: level > '-5' compares as a number")
	case t.is("NOT"):
		return p.failHere("NOT stands before a whole comparison, or in NOT IN", "write NOT (a == b), or a NOT IN [...]")
	case t.kind == tokenKeyword:
		return p.failHere(problem, p.keywordAdvice(t))
	}
	if foreignProblem, advice := p.foreignHere(); foreignProblem != "" {
		return p.failHere(foreignProblem, advice)
	}
	return p.failHere(problem, "such as 5, 'en', true, null, ['a','b'] or skills")
}

func isOperator(t token) bool {
	_, ok := operators[t.word]
	return ok && (t.kind == tokenKeyword || t.kind == tokenSymbol)
}

// keywordAdvice distinguishes an operator without a left side from an attribute
// that has a keyword's name.
func (p *parser) keywordAdvice(t token) string {
	return t.word + " is an operator and needs something on both sides; an attribute of that name can be reached only below another one"
}

// operatorExpected reports what follows an operand when it is no operator.
func (p *parser) operatorExpected(left token) *Error {
	operand := strings.TrimSpace(p.source[left.start:p.last.end])
	const problem = "a comparison operator is expected"
	if p.tok.is("(") && p.last.kind == tokenName {
		return p.failHere("there are no functions", "compare attributes and constants only")
	}
	if foreignProblem, advice := p.foreignHere(); foreignProblem != "" {
		return p.failHere(foreignProblem, advice)
	}
	switch {
	case p.tok.is(")") && p.operatorFollows():
		return p.failHere("parentheses group comparisons, not operands", "leave the parentheses around "+excerpt.Quote(operand)+" out")
	case p.tok.kind == tokenEnd, p.tok.is(")"), p.tok.is("AND"), p.tok.is("OR"):
		return p.failHere(problem, "an operand alone is no condition: write for instance "+bareAdvice(left, operand))
	}
	return p.failHere(problem, "one of == != < <= > >= CONTAINS HAS IN NOT IN must follow "+excerpt.Quote(operand))
}

// bareAdvice completes a lone attribute; a lone constant needs one beside it.
func bareAdvice(left token, operand string) string {
	const longest = 40 // of an attribute that still makes a readable example
	if left.kind != tokenName || len(operand) > longest {
		operand = "vip"
	}
	return operand + " == true"
}

// operatorFollows looks past the coming token for an operator.
func (p *parser) operatorFollows() bool {
	ahead := p.lexer
	t, err := ahead.next()
	return err == nil && (isOperator(t) || t.is("NOT"))
}

// notWithoutIn reports a NOT after an operand that is not NOT IN.
func (p *parser) notWithoutIn() *Error {
	if p.tok.is("HAS") || p.tok.is("CONTAINS") {
		return p.failHere("NOT "+p.tok.word+" does not exist", "write NOT (a "+p.tok.word+" b)")
	}
	return p.failHere("after an operand, NOT must be followed by IN", "write a NOT IN [...], or NOT (a == b)")
}

// elementExpected reports what stands where an array's element should.
func (p *parser) elementExpected(open token) *Error {
	switch {
	case p.tok.kind == tokenEnd:
		return p.fail(open.start, open.end, "the array is not closed", "add the missing ]")
	case p.tok.kind == tokenName:
		return p.failHere("an array holds constants, not attributes", "quote the text: "+excerpt.Quote(p.tok.word))
	case p.tok.is("["):
		return p.failHere("arrays cannot be nested", "list the constants side by side")
	case p.tok.is("]"):
		return p.failHere("a constant must follow the comma", "leave the last comma out")
	case p.tok.kind == tokenBad && p.tok.word == "-" && digits(p.source[p.tok.end:]) > 0:
		return p.failHere("there are no negative numbers", "compare with < or >, where '-5' in quotes counts as a number")
	}
	if problem, advice := p.foreignHere(); problem != "" {
		return p.failHere(problem, advice)
	}
	return p.failHere("a constant is expected", "such as 5, 'en', true or null")
}

// commaExpected reports what stands between two elements of an array.
func (p *parser) commaExpected(open token) *Error {
	if p.tok.kind == tokenEnd {
		return p.fail(open.start, open.end, "the array is not closed", "add the missing ]")
	}
	if problem, advice := p.foreignHere(); problem != "" {
		return p.failHere(problem, advice)
	}
	return p.failHere("a comma or ] is expected", "separate the constants by commas")
}

// unexpectedAfterComparison reports what follows a complete comparison and is
// neither AND, OR nor the end.
func (p *parser) unexpectedAfterComparison() *Error {
	switch {
	case p.tok.is(")"):
		return p.failHere("no parenthesis is open here", "remove it, or add the missing ( before")
	case isOperator(p.tok) && p.last.is(")"):
		return p.failHere("a group in parentheses cannot be compared", "combine comparisons with AND, OR or NOT")
	case isOperator(p.tok):
		return p.failHere("comparisons cannot be chained", "write a > 1 AND a < 5")
	}
	if problem, advice := p.foreignHere(); problem != "" {
		return p.failHere(problem, advice)
	}
	return p.failHere("AND, OR or the end is expected", "combine comparisons with AND or OR")
}

// nameExpected reports what stands where an attribute's name should.
func (p *parser) nameExpected() *Error {
	const problem = "an attribute name is expected"
	switch {
	case p.tok.kind == tokenNumber:
		return p.failHere(problem, "names do not begin with a digit; an array position is written [0]")
	case p.tok.kind == tokenString:
		return p.failHere(problem, "names are written without quotes")
	case p.tok.kind == tokenKeyword:
		return p.failHere(problem, p.tok.word+" is a keyword and cannot come first")
	case p.tok.word == "-" && p.tok.kind == tokenBad:
		return p.failHere(hyphenProblem, hyphenAdvice)
	}
	return p.failHere(problem, "letters, digits, _ and $, beginning with no digit")
}

// indexExpected reports what stands between the brackets of an index.
func (p *parser) indexExpected() *Error {
	switch {
	case p.tok.kind == tokenString || p.tok.kind == tokenName:
		return p.failHere("an array position is expected", "write a.b for the property of an object, a[0] for the first element")
	case p.tok.word == "-" && p.tok.kind == tokenBad:
		return p.failHere("positions do not count from the end", "the first element is [0]")
	}
	return p.failHere("an array position is expected", "a whole number from 0, such as [0]")
}
