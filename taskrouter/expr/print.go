package expr

import "strings"

// String returns the canonical text: one spelling of every operator, keywords in
// upper case, strings in single quotes, as few parentheses as the meaning
// allows, apart from those that always follow NOT. Parsing it gives the same
// expression again.
func (e *Expr) String() string {
	if e.root == nil {
		return ""
	}
	return string(e.appendNode(nil, e.root))
}

func (e *Expr) appendNode(dst []byte, n *node) []byte {
	switch n.kind {
	case nodeAnd:
		return e.appendChain(dst, n, " AND ")
	case nodeOr:
		return e.appendChain(dst, n, " OR ")
	case nodeNot:
		dst = append(dst, "NOT ("...)
		dst = e.appendNode(dst, n.children[0])
		return append(dst, ')')
	}
	dst = e.appendOperand(dst, n.left)
	dst = append(dst, ' ')
	dst = append(dst, n.op.String()...)
	dst = append(dst, ' ')
	return e.appendOperand(dst, n.right)
}

func (e *Expr) appendChain(dst []byte, n *node, separator string) []byte {
	for i, child := range n.children {
		if i > 0 {
			dst = append(dst, separator...)
		}
		// An OR below AND is the only case that needs parentheses: AND binds
		// tighter, and equal kinds have been joined.
		if n.kind == nodeAnd && child.kind == nodeOr {
			dst = append(dst, '(')
			dst = e.appendNode(dst, child)
			dst = append(dst, ')')
			continue
		}
		dst = e.appendNode(dst, child)
	}
	return dst
}

func (e *Expr) appendOperand(dst []byte, o operand) []byte {
	if o.slot >= 0 {
		return append(dst, e.refs[o.slot].text...)
	}
	return appendConstant(dst, &o.constant)
}

func appendConstant(dst []byte, v *Value) []byte {
	switch v.kind {
	case KindString:
		return appendString(dst, v.text)
	case KindArray:
		dst = append(dst, '[')
		for i := range v.elements() {
			if i > 0 {
				dst = append(dst, ", "...)
			}
			dst = appendConstant(dst, &v.elements()[i])
		}
		return append(dst, ']')
	}
	return v.appendJSON(dst)
}

var escaper = strings.NewReplacer(`\`, `\\`, `'`, `\'`)

func appendString(dst []byte, s string) []byte {
	dst = append(dst, '\'')
	dst = append(dst, escaper.Replace(s)...)
	return append(dst, '\'')
}
