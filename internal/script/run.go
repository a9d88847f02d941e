package script

import (
	"os"
	"strings"
)

// UpdateVariable names the environment variable that makes [Run] rewrite
// scripts. It is a variable and not a flag, so that it cannot clash with the
// flags of a program that is tested.
const UpdateVariable = "ACD_SCRIPT_UPDATE"

// TB is what Run needs of a *testing.T.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// Run carries out the script in a file, and fails the test at each step that
// prints something else than the script says. execute returns what one command
// prints: whole lines, or "".
func Run(t TB, file string, execute func(*Command) string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v", err)
		return
	}
	steps, err := Parse(string(text))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
		return
	}
	update := os.Getenv(UpdateVariable) != ""
	for i := range steps {
		got := perform(&steps[i], execute)
		switch {
		case got == steps[i].Want:
		case update:
			steps[i].Want = got
		default:
			t.Errorf("%s:%d:\n%s\nprints:\n%s\nwant:\n%s", file, steps[i].Commands[0].Line,
				commands(&steps[i]), got, steps[i].Want)
		}
	}
	if !update {
		return
	}
	if next := Format(steps); next != string(text) {
		if err := os.WriteFile(file, []byte(next), 0o644); err != nil {
			t.Fatalf("%v", err)
		}
	}
}

// perform carries out the commands of a step. Blank lines cannot stand in what
// a script expects, and are left out.
func perform(s *Step, execute func(*Command) string) string {
	var b strings.Builder
	for i := range s.Commands {
		for line := range strings.Lines(execute(&s.Commands[i])) {
			if line = strings.TrimRight(line, "\r\n"); line != "" {
				b.WriteString(line + "\n")
			}
		}
	}
	return b.String()
}

func commands(s *Step) string {
	var list []string
	for _, c := range s.Commands {
		list = append(list, c.Text)
	}
	return strings.Join(list, "\n")
}
