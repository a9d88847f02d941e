package script

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// split finds the words of c.Text.
func (c *Command) split() error {
	rest := c.Text
	for {
		rest = strings.TrimLeft(rest, " \t\n")
		if rest == "" {
			return nil
		}
		n, err := wordLength(rest)
		if err != nil {
			return fmt.Errorf("line %d: %w", c.Line, err)
		}
		word := rest[:n]
		rest = rest[n:]
		if c.Name == "" {
			c.Name = word
			continue
		}
		c.Args = append(c.Args, parseArg(word))
	}
}

// wordLength returns the length of the word that text begins with.
func wordLength(text string) (int, error) {
	depth, quoted, escaped := 0, false, false
	for i, r := range text {
		switch {
		case escaped:
			escaped = false
		case quoted:
			escaped = r == '\\'
			quoted = r != '"'
		case r == '"':
			quoted = true
		case r == '{' || r == '[':
			depth++
		case r == '}' || r == ']':
			depth--
		case depth == 0 && (r == ' ' || r == '\t' || r == '\n'):
			return i, nil
		}
	}
	switch {
	case quoted:
		return 0, fmt.Errorf("%.40q: a double quote is missing", text)
	case depth != 0:
		return 0, fmt.Errorf("%.40q: braces or brackets do not match", text)
	}
	return len(text), nil
}

func parseArg(word string) Arg {
	a := Arg{Value: word}
	if key, value, found := strings.Cut(word, "="); found && isKey(key) {
		a = Arg{Key: key, Value: value}
	}
	if text, err := strconv.Unquote(a.Value); err == nil && a.Value[0] == '"' {
		a.Value = text
	}
	return a
}

func isKey(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && r != '-' {
			return false
		}
	}
	return s != ""
}

// Word returns the value of argument number i among those without a key, or "".
func (c *Command) Word(i int) string {
	for _, a := range c.Args {
		if a.Key != "" {
			continue
		}
		if i == 0 {
			return a.Value
		}
		i--
	}
	return ""
}

// Words returns how many arguments have no key.
func (c *Command) Words() int {
	n := 0
	for _, a := range c.Args {
		if a.Key == "" {
			n++
		}
	}
	return n
}

// Option returns the value of key=value, and whether it is there.
func (c *Command) Option(key string) (string, bool) {
	for _, a := range c.Args {
		if a.Key == key {
			return a.Value, true
		}
	}
	return "", false
}

// Check returns an error that names an option which is not among keys, and one
// if there are more than words arguments without a key.
func (c *Command) Check(words int, keys ...string) error {
	if n := c.Words(); n > words {
		return fmt.Errorf("%s takes %d words, not %d", c.Name, words, n)
	}
	for _, a := range c.Args {
		if a.Key != "" && !slices.Contains(keys, a.Key) {
			return fmt.Errorf("%s has no option %q; it has %q", c.Name, a.Key, keys)
		}
	}
	return nil
}

// After returns the text that follows the first n words, the command's name
// being one of them.
func (c *Command) After(n int) string {
	rest := c.Text
	for range n {
		rest = strings.TrimLeft(rest, " \t\n")
		length, err := wordLength(rest)
		if err != nil {
			return rest
		}
		rest = rest[length:]
	}
	return strings.TrimSpace(rest)
}
