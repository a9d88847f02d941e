package script

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const sample = `# A shift.

say hello
say [a, b] to="the world"
----
hello
to the world

# Nothing is printed.
quiet
  {"laid": "out",
   "over": 2}
----

# The end.
`

func TestParse(t *testing.T) {
	steps, err := Parse(sample)
	require.NoError(t, err)
	require.Len(t, steps, 3, "two steps, and the comment below them")
	assert.Equal(t, "hello\nto the world\n", steps[0].Want)
	assert.Equal(t, []Command{
		{Line: 3, Text: "say hello", Name: "say", Args: []Arg{{"", "hello"}}},
		{Line: 4, Text: `say [a, b] to="the world"`, Name: "say", Args: []Arg{{"", "[a, b]"}, {"to", "the world"}}},
	}, steps[0].Commands)
	assert.Empty(t, steps[1].Want)
	assert.Equal(t, "{\"laid\": \"out\",\n   \"over\": 2}", steps[1].Commands[0].Word(0))
	assert.Equal(t, sample, Format(steps), "writing a script changes nothing")
}

func TestParseRefuses(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"no dashes", "say a\n", `line 1: the commands are not followed by "----"`},
		{"no commands", "# only a comment\n----\n", `line 2: no command before "----"`},
		{"a blank line among the commands", "say a\n\nsay b\n----\n", `line 2: a blank line before "----"`},
		{"a continuation of nothing", " say a\n----\n", "line 1: a line that begins with a blank has no command above it"},
		{"an open quote", "say \"a\n----\n", `line 1: "\"a": a double quote is missing`},
		{"an open brace", "say {a\n----\n", `line 1: "{a": braces or brackets do not match`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse(tt.text)
			require.Error(t, err)
			assert.Equal(t, tt.want, err.Error())
		})
	}
}

func TestCommand(t *testing.T) {
	steps, err := Parse("queue Sales color=\"light blue\" skills HAS \"x\" level==3\n----\n")
	require.NoError(t, err)
	c := &steps[0].Commands[0]
	assert.Equal(t, "Sales", c.Word(0))
	assert.Equal(t, "x", c.Word(3))
	assert.Equal(t, "", c.Word(9))
	assert.Equal(t, 4, c.Words())
	assert.Equal(t, `color="light blue" skills HAS "x" level==3`, c.After(2), "as written")
	assert.Equal(t, "", c.After(20))

	color, found := c.Option("color")
	assert.Equal(t, "light blue", color)
	assert.True(t, found)
	_, found = c.Option("size")
	assert.False(t, found)

	assert.NoError(t, c.Check(4, "color", "level"))
	assert.EqualError(t, c.Check(4, "level"), `queue has no option "color"; it has ["level"]`)
	assert.EqualError(t, c.Check(3, "color", "level"), "queue takes 3 words, not 4")
}

// recorder is a test that notes its failures.
type recorder struct{ failures []string }

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}
func (r *recorder) Fatalf(format string, args ...any) { r.Errorf(format, args...) }

func echo(c *Command) string {
	if to, ok := c.Option("to"); ok {
		return "to " + to + "\n\n" // a blank line is left out
	}
	return c.Word(0)
}

func TestRun(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.txt")
	write := func(text string) { require.NoError(t, os.WriteFile(file, []byte(text), 0o600)) }
	good := strings.Replace(sample, "quiet\n  {\"laid\": \"out\",\n   \"over\": 2}", "quiet", 1)

	t.Run("as expected", func(t *testing.T) {
		write(good)
		var r recorder
		Run(&r, file, echo)
		assert.Empty(t, r.failures)
	})
	t.Run("something else", func(t *testing.T) {
		write(strings.Replace(good, "hello\nto", "goodbye\nto", 1))
		var r recorder
		Run(&r, file, echo)
		require.Len(t, r.failures, 1)
		assert.Contains(t, r.failures[0], "a.txt:3:\nsay hello\n")
		assert.Contains(t, r.failures[0], "prints:\nhello\nto the world\n\nwant:\ngoodbye\nto the world\n")
	})
	t.Run("rewritten", func(t *testing.T) {
		t.Setenv(UpdateVariable, "1")
		write(strings.Replace(good, "hello\nto", "goodbye\nto", 1))
		var r recorder
		Run(&r, file, echo)
		assert.Empty(t, r.failures)
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.Equal(t, good, string(text))
	})
	t.Run("a bad script", func(t *testing.T) {
		write("say a\n")
		var r recorder
		Run(&r, file, echo)
		require.Len(t, r.failures, 1)
		assert.Contains(t, r.failures[0], "a.txt: line 1: the commands are not followed by")
	})
	t.Run("no script", func(t *testing.T) {
		var r recorder
		Run(&r, file+".missing", echo)
		assert.Len(t, r.failures, 1)
	})
}

func FuzzParse(f *testing.F) {
	f.Add(sample)
	f.Add("a\n----")
	f.Add("a {\n }\n----\nb\n\n\n#c")
	f.Fuzz(func(t *testing.T, text string) {
		steps, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(Format(steps))
		if err != nil {
			t.Fatalf("%q was written as %q: %v", text, Format(steps), err)
		}
		if Format(again) != Format(steps) {
			t.Fatalf("%q was written as %q and then as %q", text, Format(steps), Format(again))
		}
	})
}
