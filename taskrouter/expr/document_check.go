package expr

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// checker holds a text against the grammar of JSON (RFC 8259). encoding/json
// could say yes or no; this one says where, what and what would be right, and
// bounds the depth.
//
// It is slow, and runs on what wellFormed has refused.
type checker struct{ lexer }

// checkDocument returns the first thing that is wrong with raw.
func checkDocument(raw string) *Error {
	if err := checkText("attributes", raw, MaxDocumentLength); err != nil {
		return err
	}
	c := checker{lexer{input: "attributes", source: raw}}
	return c.document()
}

// frame is an open array or object.
type frame struct {
	object bool
	start  int
}

// document checks one object and nothing after it. It keeps its own stack, so
// depth costs no recursion.
func (c *checker) document() *Error {
	c.space()
	if c.peek() != '{' {
		return c.wrong("a JSON object is expected", `write {"name": value}, or {} for an empty one`)
	}
	var open []frame
	for {
		// A value begins here.
		begun, err := c.value(&open)
		if err != nil {
			return err
		}
		if begun {
			continue
		}
		// A value has ended here: close what ends with it.
		for {
			if len(open) == 0 {
				return c.end()
			}
			more, err := c.after(&open)
			if err != nil {
				return err
			}
			if more {
				break
			}
		}
	}
}

func (c *checker) end() *Error {
	c.space()
	if c.offset < len(c.source) {
		return c.wrong("nothing may follow the object", "send one JSON object")
	}
	return nil
}

// value checks a value's beginning. begun says that it is an array or object
// with something in it, and that the next value is its first.
func (c *checker) value(open *[]frame) (begun bool, err *Error) {
	c.space()
	switch b := c.peek(); {
	case b == '{' || b == '[':
		return c.begin(open, b == '{')
	case b == '"':
		return false, c.str()
	case b == '-' || b-'0' <= 9:
		return false, c.number()
	}
	return false, c.literal()
}

// begin opens an array or object, up to its first value.
func (c *checker) begin(open *[]frame, object bool) (begun bool, err *Error) {
	if len(*open) == MaxDocumentDepth {
		err := c.wrong("arrays and objects are nested too deeply", "at most "+strconv.Itoa(MaxDocumentDepth)+" may be open at once")
		err.Kind = Limit
		return false, err
	}
	*open = append(*open, frame{object, c.offset})
	c.offset++
	c.space()
	closing := byte(']')
	if object {
		closing = '}'
	}
	if c.peek() == closing {
		c.offset++
		*open = (*open)[:len(*open)-1]
		return false, nil
	}
	if object {
		return true, c.key((*open)[len(*open)-1])
	}
	return true, nil
}

// after checks what follows a value inside the innermost frame. more says that
// another value follows there; otherwise the frame is closed.
func (c *checker) after(open *[]frame) (more bool, err *Error) {
	top := (*open)[len(*open)-1]
	c.space()
	switch b := c.peek(); {
	case b == ',':
		c.offset++
		c.space()
		if top.object {
			return true, c.key(top)
		}
		if c.peek() == ']' {
			return false, c.wrong("a value must follow the comma", "leave the last comma out")
		}
		return true, nil
	case b == '}' && top.object, b == ']' && !top.object:
		c.offset++
		*open = (*open)[:len(*open)-1]
		return false, nil
	case c.offset == len(c.source):
		return false, c.unclosed(top)
	case top.object:
		return false, c.wrong("a comma or } is expected", "separate the members by commas")
	}
	return false, c.wrong("a comma or ] is expected", "separate the elements by commas")
}

// key checks a member's name and colon.
func (c *checker) key(in frame) *Error {
	switch b := c.peek(); {
	case c.offset == len(c.source):
		return c.unclosed(in)
	case b == '}':
		return c.wrong("a member must follow the comma", "leave the last comma out")
	case b != '"':
		return c.wrong("a name in double quotes is expected", `write {"name": value}`)
	}
	if err := c.str(); err != nil {
		return err
	}
	c.space()
	if c.peek() != ':' {
		return c.wrong("a colon is expected", `write {"name": value}`)
	}
	c.offset++
	return nil
}

func (c *checker) unclosed(f frame) *Error {
	if f.object {
		return c.fail(f.start, f.start+1, "the object is not closed", "add the missing }")
	}
	return c.fail(f.start, f.start+1, "the array is not closed", "add the missing ]")
}

// str checks a string. The text is known to be UTF-8.
func (c *checker) str() *Error {
	start := c.offset
	for i := start + 1; i < len(c.source); i++ {
		switch b := c.source[i]; {
		case b == '"':
			c.offset = i + 1
			return nil
		case b < ' ':
			return c.fail(i, i+1, "a string cannot hold a control character", "write \\n, \\t or \\u00XX")
		case b == '\\':
			n := escapeLength(c.source[i:])
			if n == 0 {
				end := min(i+2, len(c.source))
				return c.fail(i, end, "there is no such escape", `the escapes are \" \\ \/ \b \f \n \r \t \uXXXX`)
			}
			i += n - 1
		}
	}
	return c.fail(start, len(c.source), "the string is not closed", `end it with "`)
}

// escapeLength returns the length of the escape at the start of s, or 0.
func escapeLength(s string) int {
	if len(s) < 2 {
		return 0
	}
	if s[1] != 'u' {
		if plainEscapes[s[1]] != 0 {
			return 2
		}
		return 0
	}
	if len(s) < 6 {
		return 0
	}
	for i := 2; i < 6; i++ {
		if !strings.ContainsRune("0123456789abcdefABCDEF", rune(s[i])) {
			return 0
		}
	}
	return 6
}

// number checks -?int[.digits][e[+-]digits].
func (c *checker) number() *Error {
	start := c.offset
	if c.peek() == '-' {
		c.offset++
	}
	whole := digits(c.source[c.offset:])
	if whole > 1 && c.peek() == '0' {
		return c.numberError(start, "a JSON number has no leading zeros", "remove them, or quote the text")
	}
	c.offset += whole
	fraction, exponent := 1, 1
	if c.peek() == '.' {
		c.offset++
		fraction = digits(c.source[c.offset:])
		c.offset += fraction
	}
	if b := c.peek(); b == 'e' || b == 'E' {
		c.offset++
		if b := c.peek(); b == '+' || b == '-' {
			c.offset++
		}
		exponent = digits(c.source[c.offset:])
		c.offset += exponent
	}
	if whole == 0 || fraction == 0 || exponent == 0 {
		return c.numberError(start, "a digit is missing in the number", "such as -1, 0.5 or 2e3")
	}
	return nil
}

func (c *checker) numberError(start int, problem, advice string) *Error {
	c.offset = start
	end := start + strings.IndexFunc(c.source[start:]+" ", func(r rune) bool {
		return !strings.ContainsRune("+-.eE0123456789", r)
	})
	return c.fail(start, end, problem, advice)
}

// literal checks true, false and null, and reports whatever else begins no value.
func (c *checker) literal() *Error {
	word := c.source[c.offset:]
	word = word[:nameLength(word)]
	switch word {
	case "true", "false", "null":
		c.offset += len(word)
		return nil
	}
	const problem = "a JSON value is expected"
	switch {
	case word != "":
		return c.fail(c.offset, c.offset+len(word), problem, `text is written in double quotes; the words are true, false and null`)
	case c.peek() == '\'':
		return c.wrong(problem, "JSON has double quotes only")
	}
	return c.wrong(problem, `such as "text", 5, true, null, [] or {}`)
}

// peek returns the next byte, and 0 at the end; a 0 in the text begins nothing,
// so the two need no telling apart.
func (c *checker) peek() byte {
	if c.offset == len(c.source) {
		return 0
	}
	return c.source[c.offset]
}

func (c *checker) space() { c.offset = skipSpace(c.source, c.offset) }

// wrong reports the code point that comes next.
func (c *checker) wrong(problem, advice string) *Error {
	_, size := utf8.DecodeRuneInString(c.source[c.offset:])
	return c.fail(c.offset, c.offset+size, problem, advice)
}
