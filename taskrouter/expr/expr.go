package expr

import "slices"

// What is read is hostile; these bounds keep the work it can cause small. The
// vendor publishes none: an expression is bound only by the size of the workflow
// that holds it (routing.md §7), which is below MaxLength.
const (
	// MaxLength is the largest expression, reference or order_by, in bytes.
	MaxLength = 1 << 20
	// MaxDepth is how many parentheses may be open at once in an expression.
	MaxDepth = 64
	// MaxComparisons is how many comparisons an expression may have.
	MaxComparisons = 10_000
	// MaxDocumentLength is the largest document, in bytes. Limits that users
	// meet, such as 4,096 characters of attributes, are the engine's.
	MaxDocumentLength = 16 << 20
	// MaxDocumentDepth is how many arrays and objects of a document may be open
	// at once, the outermost included.
	MaxDocumentDepth = 64
	// MaxClauses is how many clauses an order_by may have.
	MaxClauses = 64
)

// Expr is a parsed expression. It is immutable and safe for concurrent use.
// Build one with [Parse]; the zero Expr matches nothing.
type Expr struct {
	source  string
	root    *node
	refs    []Reference
	program program
}

// Parse reads an expression of the language of routing.md §1. Only the syntax is
// checked: what a reference finds is not known here. The empty text is an error,
// though a queue's TargetWorkers may be empty: that is for the caller to know.
//
// The error is an [*Error] with the first place that is wrong.
func Parse(source string) (*Expr, error) {
	p, err := newParser("expression", source)
	if err != nil {
		return nil, err
	}
	root, err := p.wholeExpression()
	if err != nil {
		return nil, err
	}
	return &Expr{source: source, root: root, refs: p.refs, program: compile(root, p.comparisons)}, nil
}

// Source returns the text as it was written.
func (e *Expr) Source() string { return e.source }

// References returns the distinct references in the order of their first
// appearance; slot i of [Expr.Eval] belongs to reference i. The slice is the
// caller's.
func (e *Expr) References() []Reference { return slices.Clone(e.refs) }

// Eval judges the expression. slots holds the value of each reference, in the
// order of [Expr.References]; a slot that is not there counts as NULL, and extra
// ones are ignored. Eval never fails: every comparison is true or false,
// whatever the kinds (routing.md §1.6). It does not allocate, unless a text of
// more than 308 digits is compared with a number. Who has the values in lists
// already binds the expression to them: [Expr.Bind].
func (e *Expr) Eval(slots []Value) bool {
	return e.program.run(e.program.entry, e.program.code, slots, &noLists)
}

// MatchAttributes judges the expression on one document, looking every reference
// up as it stands: bare references, as in a queue's TargetWorkers or a workflow
// filter. Who judges one expression many times keeps the slots and calls
// [Expr.Eval].
func (e *Expr) MatchAttributes(d Document) bool {
	var few [8]Value
	slots := few[:0]
	for _, ref := range e.refs {
		slots = append(slots, d.Lookup(ref))
	}
	return e.Eval(slots)
}
