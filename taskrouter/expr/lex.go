package expr

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goacd/acd/internal/excerpt"
)

// tokenKind sorts the words of the language.
type tokenKind uint8

const (
	tokenEnd tokenKind = iota
	tokenName
	tokenNumber
	tokenString
	tokenKeyword // AND OR NOT HAS CONTAINS IN TRUE FALSE NULL, in word
	tokenSymbol  // operators and punctuation, in word
	tokenBad     // no word of the language
)

// token is one word and its place. word is the keyword in upper case, the symbol
// as it stands, or the value of a string.
type token struct {
	kind  tokenKind
	start int // byte offsets into the source
	end   int
	word  string
}

func (t token) is(word string) bool {
	return (t.kind == tokenKeyword || t.kind == tokenSymbol) && t.word == word
}

// keywords in the order of their spelling. They are reserved as the first name
// of a reference, in any case; after a dot they are ordinary names.
var keywords = [...]string{"AND", "CONTAINS", "FALSE", "HAS", "IN", "NOT", "NULL", "OR", "TRUE"}

// symbols are tried in this order, so the longest comes first (routing.md §1.3).
var symbols = [...]string{
	">-", "<-", ">=", "<=", "==", "!=",
	"=", "<", ">", "(", ")", "[", "]", ",", ".",
}

// lexer cuts a source into tokens. It fails only on what cannot begin or finish
// a word; whether words fit together is the parser's business.
type lexer struct {
	input  string // what is read, for errors
	source string
	offset int
}

// next returns the next token. White space between tokens is ignored.
func (l *lexer) next() (token, *Error) {
	l.skipSpace()
	rest := l.source[l.offset:]
	if rest == "" {
		return token{kind: tokenEnd, start: l.offset, end: l.offset}, nil
	}
	c, _ := utf8.DecodeRuneInString(rest)
	switch {
	case c == '\'' || c == '"':
		return l.stringToken()
	case c >= '0' && c <= '9':
		return l.numberToken()
	case nameStart(c):
		return l.nameToken(), nil
	}
	for _, symbol := range symbols {
		if strings.HasPrefix(rest, symbol) {
			return l.take(tokenSymbol, len(symbol), symbol), nil
		}
	}
	// The parser knows what was expected here, so it writes the error.
	bad := l.source[l.offset : l.offset+badLength(rest)]
	return l.take(tokenBad, len(bad), bad), nil
}

func (l *lexer) take(kind tokenKind, length int, word string) token {
	t := token{kind: kind, start: l.offset, end: l.offset + length, word: word}
	l.offset = t.end
	return t
}

func (l *lexer) skipSpace() {
	for l.offset < len(l.source) {
		switch l.source[l.offset] {
		case ' ', '\t', '\n', '\r', '\f', '\v':
			l.offset++
		default:
			return
		}
	}
}

func nameStart(c rune) bool { return c == '_' || c == '$' || unicode.IsLetter(c) }

func namePart(c rune) bool { return nameStart(c) || unicode.IsDigit(c) }

// nameLength returns how many bytes at the start of s belong to a name.
func nameLength(s string) int {
	for i, c := range s {
		if !namePart(c) {
			return i
		}
	}
	return len(s)
}

func (l *lexer) nameToken() token {
	rest := l.source[l.offset:]
	name := rest[:nameLength(rest)]
	if keyword, ok := keywordOf(name); ok {
		return l.take(tokenKeyword, len(name), keyword)
	}
	return l.take(tokenName, len(name), name)
}

// keywordOf finds a keyword in any mixture of case. Only ASCII letters fold:
// "HA\u017f" with a long s is a name.
func keywordOf(name string) (string, bool) {
	for _, keyword := range keywords {
		if foldsTo(name, keyword) {
			return keyword, true
		}
	}
	return "", false
}

// foldsTo reports whether name is upper, which is in upper case, in any case.
func foldsTo(name, upper string) bool {
	if len(name) != len(upper) {
		return false
	}
	for i := range len(name) {
		c := name[i]
		if c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		if c != upper[i] {
			return false
		}
	}
	return true
}

// numberToken reads digits [ "." digits ].
func (l *lexer) numberToken() (token, *Error) {
	rest := l.source[l.offset:]
	n := digits(rest)
	if n < len(rest) && rest[n] == '.' {
		fraction := digits(rest[n+1:])
		if fraction == 0 {
			return token{}, l.fail(l.offset, l.offset+n+1, "a digit must follow the decimal point",
				"write "+excerpt.Quote(rest[:n])+" or "+excerpt.Quote(rest[:n]+".0"))
		}
		n += 1 + fraction
	}
	if n < len(rest) {
		if problem, advice := numberTail(rest[:n], rest[n:]); problem != "" {
			end := l.offset + n + max(1, nameLength(rest[n:]))
			return token{}, l.fail(l.offset, end, problem, advice)
		}
	}
	return l.take(tokenNumber, n, rest[:n]), nil
}

// numberTail says what is wrong when something sticks to the end of a number.
func numberTail(number, tail string) (problem, advice string) {
	c, _ := utf8.DecodeRuneInString(tail)
	switch {
	case c == '.':
		return "a number has only one decimal point", "put versions and the like in quotes"
	case (c == 'e' || c == 'E') && digits(strings.TrimLeft(tail[1:], "+-")) > 0:
		return "numbers have no exponent form", "write all digits"
	case nameStart(c):
		if _, ok := keywordOf(tail[:nameLength(tail)]); ok {
			return "a space is missing after the number", "write " + excerpt.Quote(number+" "+tail[:nameLength(tail)])
		}
		return "a name cannot begin with a digit", "put text in quotes, or rename the attribute"
	}
	return "", ""
}

// stringToken reads a string in single or double quotes. The escapes are \", \'
// and \\; any other backslash stands for itself (routing.md §1.2).
func (l *lexer) stringToken() (token, *Error) {
	quoteMark := l.source[l.offset]
	start := l.offset + 1
	escaped := false
	for i := start; i < len(l.source); i++ {
		switch c := l.source[i]; {
		case c == quoteMark:
			value := l.source[start:i]
			if escaped {
				value = unescape(value)
			}
			return l.take(tokenString, i+1-l.offset, value), nil
		case c == '\\' && i+1 < len(l.source) && escapes(l.source[i+1]):
			escaped = true
			i++
		}
	}
	return token{}, l.fail(l.offset, len(l.source), "the string is not closed",
		"end it with "+string(quoteMark)+"; a quote inside it is written \\"+string(quoteMark))
}

func escapes(c byte) bool { return c == '"' || c == '\'' || c == '\\' }

func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && escapes(s[i+1]) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// fail reports what stands between two offsets.
func (l *lexer) fail(start, end int, problem, advice string) *Error {
	err := newError(Syntax, l.input, l.source, start)
	err.Found = "end of text"
	if start < len(l.source) {
		err.Found = excerpt.Quote(l.source[start:end])
	}
	err.Problem, err.Advice = problem, advice
	return err
}
