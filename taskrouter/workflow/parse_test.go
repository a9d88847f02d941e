package workflow_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/goacd/acd/taskrouter/workflow"
)

// withTarget is a document with one filter of one target.
func withTarget(target string) string {
	return `{"task_routing":{"filters":[{"expression":"1==1","targets":[` + target + `]}]}}`
}

func TestPriority(t *testing.T) {
	const refused = -1
	rows := []struct {
		json string
		want int
	}{
		{`0`, 0},
		{`10`, 10},
		{`"10"`, 10},
		{`"007"`, 7},
		{`10.0`, 10},
		{`1e2`, 100},
		{`2147483647`, 2147483647},
		{`"2147483647"`, 2147483647},
		{`2147483648`, refused},
		{`"2147483648"`, refused},
		{`-1`, refused},
		{`"-1"`, refused},
		{`1.5`, refused},
		{`"1.5"`, refused},
		{`"+1"`, refused},
		{`" 1"`, refused},
		{`"1e2"`, refused},
		{`"0x10"`, refused},
		{`""`, refused},
		{`"ten"`, refused},
		{`1e400`, refused},
		{`99999999999999999999`, refused},
		{`"99999999999999999999"`, refused},
		{`true`, refused},
		{`[1]`, refused},
		{`{}`, refused},
	}
	for _, row := range rows {
		t.Run(row.json, func(t *testing.T) {
			config := withTarget(`{"queue":"WQ1","priority":` + row.json + `}`)
			if row.want == refused {
				wantProblem(t, config, "task_routing.filters[0].targets[0].priority")
				return
			}
			target := mustParse(t, config).Filters[0].Targets[0]
			if !target.HasPriority || target.Priority != row.want {
				t.Errorf("priority %d, set %t", target.Priority, target.HasPriority)
			}
		})
	}
}

func TestTimeout(t *testing.T) {
	rows := []struct {
		json string
		want time.Duration // 0 is refused
	}{
		{`1`, time.Second},
		{`300`, 5 * time.Minute},
		{`"10"`, 10 * time.Second},
		{`2147483647`, 2147483647 * time.Second},
		{`2147483648`, 0},
		{`0`, 0},
		{`"0"`, 0},
		{`-5`, 0},
		{`0.5`, 0},
		{`"5s"`, 0},
		{`false`, 0},
	}
	for _, row := range rows {
		t.Run(row.json, func(t *testing.T) {
			config := withTarget(`{"queue":"WQ1","timeout":` + row.json + `}`)
			if row.want == 0 {
				wantProblem(t, config, "task_routing.filters[0].targets[0].timeout")
				return
			}
			if got := mustParse(t, config).Filters[0].Targets[0].Timeout; got != row.want {
				t.Errorf("timeout %s, want %s", got, row.want)
			}
		})
	}
}

func wantProblem(t *testing.T, config, path string) {
	t.Helper()
	found := problems(t, config)
	if len(found) != 1 || found[0].Path != path || found[0].Code != 20001 {
		t.Errorf("problems %v, want one at %s", found, path)
	}
}

// TestAbsentIsNil: a target with nothing but a queue has nothing but a queue, and
// null is absent.
func TestAbsentIsNil(t *testing.T) {
	for _, target := range []string{
		`{"queue":"WQ1"}`,
		`{"queue":"WQ1","expression":null,"priority":null,"timeout":null,"order_by":null,"skip_if":null,` +
			`"known_worker_sid":null,"known_worker_friendly_name":null}`,
	} {
		got := mustParse(t, withTarget(target)).Filters[0].Targets[0]
		if got.Expression != nil || got.HasPriority || got.Timeout != 0 || got.OrderBy != nil || got.SkipIf != nil || got.KnownWorker != nil {
			t.Errorf("%s is read as %+v", target, got)
		}
	}
}

// TestPlaceInsideString: an expression's error stands where it stands in the JSON
// text, whatever escapes come before it.
func TestPlaceInsideString(t *testing.T) {
	rows := []struct{ name, before string }{
		{"nothing", ``},
		{"quotes", `a == \"x\" AND `},
		{"slashes", `a == '\/\\\\' AND `},
		{"letters", `größe == 'é𝄞' AND `},
		{"escaped letters", `gr\u00f6\u00DFe == '\u0041' AND `},
		{"a pair of halves", `a == '\ud834\udd1e' AND `},
		{"half a pair", `a == '\ud834' AND `},
		{"half a pair and a letter", `a == '\ud834\u0041' AND `},
		{"two halves in wrong order", `a == '\udd1e\ud834' AND `},
		{"an escaped line break", `a == 1\nAND\t`},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			line := `"expression": "` + row.before
			config := "{\"task_routing\":{\"filters\":[{\"targets\":[{\"queue\":\"WQ1\"}],\n" + line + "b && c\"}]}}"
			found := problems(t, config)
			if len(found) != 1 {
				t.Fatalf("problems %v, want one", found)
			}
			want := len([]rune(line)) + len("b ") + 1
			if found[0].Line != 2 || found[0].Column != want {
				t.Errorf("line %d, column %d, want line 2, column %d", found[0].Line, found[0].Column, want)
			}
		})
	}
}

// TestPlaceAtTheEnd: an expression that ends too early is wrong at its closing
// quote, also when an escape comes last.
func TestPlaceAtTheEnd(t *testing.T) {
	for _, expression := range []string{`a ==`, `a == \n`, `a == 'é' AND b \u003d`} {
		config := `{"task_routing":{"filters":[{"targets":[{"queue":"WQ1"}],"expression":"` + expression + `"}]}}`
		found := problems(t, config)
		quote := len([]rune(config[:strings.Index(config, expression)+len(expression)])) + 1
		if len(found) != 1 || found[0].Column != quote {
			t.Errorf("%s: problems %v, want one at column %d", expression, found, quote)
		}
	}
}

// TestProblemsAreBounded: a document that is wrong everywhere is not answered
// with more than it is worth.
func TestProblemsAreBounded(t *testing.T) {
	const filters = 5000
	config := `{"task_routing":{"filters":[` + strings.Repeat("0,", filters-1) + `0]}}`
	_, err := workflow.Parse([]byte(config))
	e, ok := errors.AsType[*workflow.Error](err)
	if !ok || len(e.Problems) != workflow.MaxProblems || e.Total != filters {
		t.Fatalf("%T with %d problems", err, len(problems(t, config)))
	}
	if !strings.HasSuffix(e.Error(), fmt.Sprintf("\n\tand %d more", filters-workflow.MaxProblems)) {
		t.Errorf("the message ends with %q", e.Error()[len(e.Error())-40:])
	}
}

// TestSize: a configuration has at most 1,038,576 bytes, unless the caller says
// otherwise.
func TestSize(t *testing.T) {
	fill := func(size int) []byte {
		config := withTarget(`{"queue":"WQ1","note":""}`)
		note := strings.Repeat("x", size-len(config))
		return []byte(strings.Replace(config, `"note":"`, `"note":"`+note, 1))
	}
	if _, err := workflow.Parse(fill(1_038_576)); err != nil {
		t.Errorf("the largest configuration: %v", err)
	}
	_, err := workflow.Parse(fill(1_038_577))
	const want = "workflow: configuration, line 1, column 1: the configuration has 1038577 bytes; at most 1038576 are allowed"
	if err == nil || err.Error() != want {
		t.Errorf("one byte more: %v, want %s", err, want)
	}
	if _, err := workflow.ParseWithin(fill(1_038_577), 2_000_000); err != nil {
		t.Errorf("with a limit of the caller's: %v", err)
	}
	if _, err := workflow.ParseWithin(fill(1000), 999); err == nil {
		t.Error("with a smaller limit: accepted")
	}
}

// TestLongLine: places in a document of one long line are found in one pass.
func TestLongLine(t *testing.T) {
	const targets = 20_000
	config := withTarget(strings.TrimSuffix(strings.Repeat(`{"queue":"WQ1","timeout":9},`, targets), ","))
	document, n := mustParse(t, config), 0
	for queue, position := range document.Queues() {
		if config[position.Column-1:position.Column+len(queue)+1] != `"`+queue+`"` {
			t.Fatalf("%s is not at column %d", queue, position.Column)
		}
		n++
	}
	if n != targets {
		t.Errorf("%d mentions, want %d", n, targets)
	}
}

func TestQueuesStopsEarly(t *testing.T) {
	document := mustParse(t, `{"task_routing":{"filters":[{"expression":"1==1","targets":[{"queue":"WQ1"},{},{"queue":"WQ2"}]}],`+
		`"default_filter":{"queue":"WQ3"}}}`)
	for stop := range 4 {
		var seen []string
		for queue := range document.Queues() {
			seen = append(seen, queue)
			if len(seen) > stop {
				break
			}
		}
		if want := min(stop+1, 3); len(seen) != want {
			t.Errorf("stopped after %d: %v", stop, seen)
		}
	}
}

// TestEmptyInput and other texts that are no document at all.
func TestNotADocument(t *testing.T) {
	for _, config := range []string{"", " ", "null", "[]", "5", `"x"`, "{", "\xff", "\ufeff{}", "{}x", strings.Repeat(`{"a":`, 100)} {
		found := problems(t, config)
		if len(found) != 1 || found[0].Path != workflow.Root || found[0].Line != 1 {
			t.Errorf("%.20q: problems %v, want one about the whole", config, found)
		}
	}
	if _, err := workflow.Parse(nil); err == nil {
		t.Error("no text is accepted")
	}
}
