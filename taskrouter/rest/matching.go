package rest

import (
	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/expr"
)

// parseExpression reads an expression that filters a listing, and counts the
// request against the limit of such requests (rest.md §4); nil without one.
func (c *call) parseExpression(name string) (*expr.Expr, error) {
	text := c.Params.Text(name)
	if text == "" {
		return nil, nil
	}
	if err := c.Limit(classExpressions); err != nil {
		return nil, err
	}
	x, err := expr.Parse(text)
	if err != nil {
		return nil, expressionError(name, err)
	}
	return x, nil
}

// expressionError is the refusal of an expression, in the parser's words
// (rest.md §5.2).
func expressionError(name string, err error) error {
	return &taskrouter.Error{
		Kind: taskrouter.KindInvalid, Code: taskrouter.CodeInvalid, Field: name, Message: "does not parse", Err: err,
	}
}

// matchTask judges a task's attributes. The clock has no place here: the filter
// is about attributes alone (rest.md §9).
func matchTask(x *expr.Expr, attributes string) bool {
	d, err := expr.ParseDocument(attributes)
	return err == nil && x.MatchAttributes(d)
}

// matchWorker judges a worker as a queue's expression does: his own fields win
// over attributes of the same name, and a property of a text is NULL (routing.md
// §1.1, §1.7).
func matchWorker(x *expr.Expr, w *taskrouter.Worker) bool {
	d, err := expr.ParseDocument(w.Attributes)
	if err != nil {
		return false
	}
	refs := x.References()
	slots := make([]expr.Value, len(refs))
	for i, ref := range refs {
		slots[i] = workerValue(d, w, ref)
	}
	return x.Eval(slots)
}

func workerValue(d expr.Document, w *taskrouter.Worker, ref expr.Reference) expr.Value {
	var own string
	switch ref.First() {
	case "sid":
		own = w.SID.String()
	case "friendly_name":
		own = w.FriendlyName
	case "activity_sid":
		own = w.ActivitySID.String()
	case "activity_name":
		own = w.ActivityName
	default:
		return d.Lookup(ref)
	}
	if !ref.Rest().IsZero() {
		return expr.Null()
	}
	return expr.String(own)
}

// parseDocument reads attributes that a listing is filtered by; nil without them.
func (c *call) parseDocument(name string) (*expr.Document, error) {
	text := c.Params.Text(name)
	if text == "" {
		return nil, nil
	}
	if err := c.Limit(classExpressions); err != nil {
		return nil, err
	}
	d, err := expr.ParseDocument(text)
	if err != nil {
		return nil, rest.Invalid("%s is not valid JSON", name)
	}
	return &d, nil
}

// targets reports whether a queue's expression is true of a worker. The empty one
// is true of nobody (routing.md §1.8).
func targets(q *taskrouter.TaskQueue, holds func(x *expr.Expr) bool) bool {
	if q.TargetWorkers == "" {
		return false
	}
	x, err := expr.Parse(q.TargetWorkers)
	return err == nil && holds(x)
}
