package workflow

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/goacd/acd/taskrouter/expr"
)

// The ranges of numbers in a target. The vendor publishes no maximum for the
// step timeout; the one chosen is that of the priority, 68 years.
const (
	maxPriority = math.MaxInt32
	maxTimeout  = math.MaxInt32
)

// target reads one step. later says that it may inherit the queue.
func (d *decoder) target(n *node, path string, later bool) Target {
	t := d.commonTarget(n, path, later)
	if n.kind != kindObject {
		return t
	}
	if seconds, ok := d.integer(n, "timeout", path, 1, maxTimeout); ok {
		t.Timeout = time.Duration(seconds) * time.Second
	}
	t.SkipIf = d.expression(n, "skip_if", path)
	return t
}

// defaultTarget reads default_filter: a target whose timeout and skip_if are
// ignored, whatever they hold. Known-worker keys are not: it is a step like any
// other (chosen, routing.md is silent).
func (d *decoder) defaultTarget(n *node, path string) *Target {
	t := d.commonTarget(n, path, false)
	return &t
}

// commonTarget reads what a target and default_filter share.
func (d *decoder) commonTarget(n *node, path string, later bool) Target {
	t := Target{Position: position(path, n.start)}
	if !d.is(n, kindObject, path) {
		return t
	}
	t.inherited = later && n.get("queue") == nil
	if !t.inherited {
		d.queue(&t, n, path)
	}
	t.Expression = d.expression(n, "expression", path)
	if priority, ok := d.integer(n, "priority", path, 0, maxPriority); ok {
		t.Priority, t.HasPriority = int(priority), true
	}
	if order := d.text(n, "order_by", path); order != nil {
		var err error
		t.OrderBy, err = expr.ParseOrder(order.text)
		d.syntax(order, path+".order_by", err)
	}
	t.KnownWorker = d.knownWorker(n, path)
	return t
}

func (d *decoder) queue(t *Target, n *node, path string) {
	queue := d.require(n, "queue", path)
	if queue == nil {
		return
	}
	path += ".queue"
	t.Position = position(path, queue.start)
	if !d.is(queue, kindString, path) {
		return
	}
	if t.Queue = queue.text; t.Queue == "" {
		d.problem(path, queue.start, "must be the SID of a TaskQueue, found an empty string")
	}
}

// expression reads an optional key that holds an expression.
func (d *decoder) expression(n *node, key, path string) *expr.Expr {
	value := d.text(n, key, path)
	if value == nil {
		return nil
	}
	parsed, err := expr.Parse(value.text)
	d.syntax(value, path+"."+key, err)
	return parsed
}

// syntax reports what package expr said about a string, at the place inside it.
func (d *decoder) syntax(value *node, path string, err error) {
	if problem, ok := errors.AsType[*expr.Error](err); ok {
		d.problem(path, value.inside(d.source, problem.Offset), "%s", problem.Message())
	}
}

// malformed words the refusal of the whole text.
func malformed(err error) Problem {
	p := Problem{Code: Code, Path: Root, Line: 1, Column: 1, Message: "the text cannot be read"}
	if e, ok := errors.AsType[*expr.Error](err); ok {
		p.Line, p.Column, p.Message = e.Line, e.Column, p.Message+": "+e.Message()
	}
	return p
}

// integer reads an optional whole number within a range, which may be written
// as a number or as a string of digits: both occur in documented examples
// (routing.md §2.1).
func (d *decoder) integer(n *node, key, path string, least, most int64) (int64, bool) {
	value := n.get(key)
	if value == nil {
		return 0, false
	}
	path += "." + key
	var number int64
	ok := false
	switch value.kind {
	case kindNumber:
		number, ok = wholeNumber(value.text)
	case kindString:
		parsed, err := strconv.ParseInt(value.text, 10, 64)
		number, ok = parsed, err == nil && value.text[0] != '+'
	}
	if !ok || number < least || number > most {
		d.problem(path, value.start, "must be a whole number from %d to %d, found %s", least, most, describe(value))
		return 0, false
	}
	return number, true
}

// wholeNumber reads a JSON number that is whole in any spelling: 10.0 is 10, as
// in the attributes that order_by reads.
func wholeNumber(text string) (int64, bool) {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return 0, false
	}
	return int64(f), true
}

// knownWorker reads the two keys that name one worker, of which a target may
// have one (routing.md §2.6).
func (d *decoder) knownWorker(n *node, path string) *KnownWorker {
	const bySID, byName = "known_worker_sid", "known_worker_friendly_name"
	sid := d.text(n, bySID, path)
	name := d.text(n, byName, path)
	switch {
	case sid != nil && name != nil:
		d.problem(path+"."+byName, name.start, "%q stands beside %q: a target may have one of them", byName, bySID)
		return nil
	case sid != nil:
		return d.worker(sid, path+"."+bySID, false)
	case name != nil:
		return d.worker(name, path+"."+byName, true)
	}
	return nil
}

// worker reads a value that is a reference when it starts with "task.", and
// stands for itself otherwise.
func (d *decoder) worker(value *node, path string, byName bool) *KnownWorker {
	if value.text == "" {
		d.problem(path, value.start, "must name an attribute, such as task.agent_sid, or a worker; found an empty string")
		return nil
	}
	known := &KnownWorker{ByFriendlyName: byName}
	if !strings.HasPrefix(value.text, expr.TaskPrefix+".") {
		known.Literal = value.text
		return known
	}
	reference, err := expr.ParseReference(value.text)
	d.syntax(value, path, err)
	known.Reference = reference.Rest()
	return known
}
