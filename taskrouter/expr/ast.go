package expr

// op is a comparison operator.
type op uint8

const (
	opEqual op = iota
	opUnequal
	opLess
	opLessOrEqual
	opGreater
	opGreaterOrEqual
	opContains
	opHas
	opIn
	opNotIn
)

// opTexts is the canonical spelling of each operator.
var opTexts = [...]string{
	opEqual:          "==",
	opUnequal:        "!=",
	opLess:           "<",
	opLessOrEqual:    "<=",
	opGreater:        ">",
	opGreaterOrEqual: ">=",
	opContains:       "CONTAINS",
	opHas:            "HAS",
	opIn:             "IN",
	opNotIn:          "NOT IN",
}

func (o op) String() string { return opTexts[o] }

// operators maps words to operators; NOT IN is two words and read apart.
var operators = map[string]op{
	"==": opEqual, "=": opEqual, "!=": opUnequal,
	"<": opLess, "<=": opLessOrEqual, ">": opGreater, ">=": opGreaterOrEqual,
	"CONTAINS": opContains, "HAS": opHas, ">-": opHas, "IN": opIn, "<-": opIn,
}

// nodeKind sorts the nodes of a parsed expression.
type nodeKind uint8

const (
	nodeComparison nodeKind = iota
	nodeAnd                 // of two or more
	nodeOr                  // of two or more
	nodeNot                 // of one
)

// node is a parsed expression. An AND never holds an AND, nor an OR an OR: the
// parser joins them, since grouping equal operators means nothing. Parentheses
// leave no trace.
type node struct {
	kind        nodeKind
	children    []*node
	op          op
	left, right operand
}

// operand is one side of a comparison: a reference's slot, or a constant when
// slot is negative.
type operand struct {
	slot     int
	constant Value
}

func constantOperand(v Value) operand { return operand{slot: -1, constant: v} }

// join makes an AND or OR, taking in children of the same kind. One child stays
// what it is.
func join(kind nodeKind, children []*node) *node {
	if len(children) == 1 {
		return children[0]
	}
	joined := &node{kind: kind}
	for _, child := range children {
		if child.kind == kind {
			joined.children = append(joined.children, child.children...)
		} else {
			joined.children = append(joined.children, child)
		}
	}
	return joined
}
