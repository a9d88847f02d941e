package workflow

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/taskrouter/expr"
)

// MaxBytes is the vendor's limit on a configuration (routing.md §7).
const MaxBytes = 1_038_576

// Parse reads a configuration of at most [MaxBytes]: the document of routing.md
// §2.1, held against the rules of §2.2 apart from one, whether its queues exist.
// Unknown keys are ignored, keys are case-sensitive, of equal keys the last
// counts, and null counts as absent.
//
// The error is an [*Error] with all problems; a text that is not JSON, or too
// long, or nested deeper than [expr.MaxDocumentDepth], has one.
func Parse(config []byte) (*Document, error) { return ParseWithin(config, MaxBytes) }

// ParseWithin is [Parse] with a limit of the caller's, in bytes. It cannot
// exceed [expr.MaxDocumentLength].
func ParseWithin(config []byte, maxBytes int) (*Document, error) {
	if len(config) > maxBytes {
		message := fmt.Sprintf("the configuration has %d bytes; at most %d are allowed", len(config), maxBytes)
		return nil, single(Problem{Code: Code, Path: Root, Line: 1, Column: 1, Message: message})
	}
	source := string(config)
	if _, err := expr.ParseDocument(source); err != nil {
		return nil, single(malformed(err))
	}
	d := decoder{source: source}
	document := d.document(readNode(source))
	if d.total > 0 {
		slices.SortStableFunc(d.problems, byPlace)
		return nil, &Error{Problems: d.problems, Total: d.total}
	}
	document.source = source
	return document, nil
}

func byPlace(a, b Problem) int {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

func single(p Problem) *Error { return &Error{Problems: []Problem{p}, Total: 1} }

// decoder turns nodes into a document and collects what is wrong on the way.
// After a problem it goes on with a zero value, so that the rest is looked at
// too.
type decoder struct {
	source   string
	problems []Problem
	total    int
}

func (d *decoder) problem(path string, at place, format string, args ...any) {
	if d.total++; d.total > MaxProblems {
		return
	}
	d.problems = append(d.problems, Problem{
		Code: Code, Path: path, Line: at.line, Column: at.column, Message: fmt.Sprintf(format, args...),
	})
}

// is reports whether a node has the kind it must have.
func (d *decoder) is(n *node, kind nodeKind, path string) bool {
	if n.kind != kind {
		d.problem(path, n.start, "must be %s, found %s", kind, describe(n))
	}
	return n.kind == kind
}

// describe names what was found, with the value when it is short.
func describe(n *node) string {
	switch n.kind {
	case kindString:
		return "string " + excerpt.Quote(n.text)
	case kindNumber, kindBoolean:
		return strings.TrimPrefix(string(n.kind), "a ") + " " + strings.Trim(excerpt.Quote(n.text), `"`)
	}
	return string(n.kind)
}

// require returns the value of a key that must be there.
func (d *decoder) require(n *node, key, path string) *node {
	value := n.get(key)
	if value != nil {
		return value
	}
	d.problem(path+"."+key, n.start, "%q is missing%s", key, otherCase(n, key))
	return nil
}

// otherCase points out a key that would be the missing one if case did not
// matter.
func otherCase(n *node, key string) string {
	for _, m := range n.members {
		if m.key != key && strings.EqualFold(m.key, key) {
			return fmt.Sprintf("; found %q, but keys are case-sensitive", m.key)
		}
	}
	return ""
}

// text returns the value of an optional key that must be a string.
func (d *decoder) text(n *node, key, path string) (value *node) {
	value = n.get(key)
	if value == nil || !d.is(value, kindString, path+"."+key) {
		return nil
	}
	return value
}

func (d *decoder) document(root *node) *Document {
	routing := root.get("task_routing")
	if routing == nil {
		hint := otherCase(root, "task_routing")
		if root.get("filters") != nil || root.get("default_filter") != nil {
			hint = `; put "filters" and "default_filter" into it`
		}
		d.problem("task_routing", root.start, `"task_routing" is missing: the document must be {"task_routing": {...}}%s`, hint)
		return nil
	}
	if !d.is(routing, kindObject, "task_routing") {
		return nil
	}
	return d.routing(routing, "task_routing")
}

func (d *decoder) routing(n *node, path string) *Document {
	document := &Document{}
	filters := n.get("filters")
	if filters != nil && d.is(filters, kindArray, path+".filters") {
		for i, filter := range filters.items {
			document.Filters = append(document.Filters, d.filter(filter, fmt.Sprintf("%s.filters[%d]", path, i)))
		}
	}
	fallback := n.get("default_filter")
	if fallback != nil {
		document.Default = d.defaultTarget(fallback, path+".default_filter")
	}
	if fallback == nil && (filters == nil || filters.kind == kindArray && len(filters.items) == 0) {
		d.problem(path, n.start, `no task could go anywhere: "filters" must hold one filter, or "default_filter" must be there`)
	}
	return document
}

func (d *decoder) filter(n *node, path string) Filter {
	filter := Filter{Position: position(path, n.start)}
	if !d.is(n, kindObject, path) {
		return filter
	}
	// Both are checked, even though only one is used.
	for _, key := range [...]string{"filter_friendly_name", "friendly_name"} {
		if name := d.text(n, key, path); name != nil {
			filter.FriendlyName = name.text
		}
	}
	if d.require(n, "expression", path) != nil {
		filter.Expression = d.expression(n, "expression", path)
	}
	targets := d.require(n, "targets", path)
	if targets != nil && d.is(targets, kindArray, path+".targets") {
		filter.Targets = d.targets(targets, path+".targets")
	}
	return filter
}

// targets reads the steps of a filter. One without a queue has the queue of the
// step before it, which may have inherited it too (routing.md §2.1).
func (d *decoder) targets(n *node, path string) []Target {
	if len(n.items) == 0 {
		d.problem(path, n.start, "must hold at least one target, found an empty array")
	}
	var targets []Target
	for i, item := range n.items {
		target := d.target(item, fmt.Sprintf("%s[%d]", path, i), i > 0)
		if target.inherited {
			target.Queue = targets[i-1].Queue
		}
		targets = append(targets, target)
	}
	return targets
}

func position(path string, at place) Position { return Position{path, at.line, at.column} }
