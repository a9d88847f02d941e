package twiml

import (
	"strings"

	"github.com/beevik/etree"
	"github.com/goacd/acd/internal/excerpt"
)

// misc prints every node that is no element of the vocabulary.
func (p printer) misc(dst []byte, n Node, depth int) ([]byte, error) {
	switch n := n.(type) {
	case *CharData:
		if n.CDATA {
			return appendCData(dst, n.Data)
		}
		return appendText(dst, n.Data)
	case *Comment:
		if n != nil {
			return appendComment(dst, n.Data)
		}
	case *ProcInst:
		if n != nil {
			return appendProcInst(dst, n.Target, n.Inst)
		}
	case *Unknown:
		return appendEtree(dst, n.Element, depth)
	}
	if isNothing(n) {
		return dst, printError("a node beside the root is nil")
	}
	return dst, printError("a %T is no node: it embeds one; want the node itself", n)
}

func appendCData(dst []byte, data string) ([]byte, error) {
	if strings.Contains(data, "]]>") {
		return dst, printError("a CDATA section cannot hold ]]>: %s; write it as text", excerpt.Quote(data))
	}
	if err := checkEnds(data, "a CDATA section"); err != nil {
		return dst, err
	}
	return append(append(append(dst, "<![CDATA["...), data...), "]]>"...), nil
}

func appendComment(dst []byte, data string) ([]byte, error) {
	if strings.Contains(data, "--") || strings.HasSuffix(data, "-") {
		return dst, printError("a comment cannot hold -- or end with -: %s", excerpt.Quote(data))
	}
	if err := checkEnds(data, "a comment"); err != nil {
		return dst, err
	}
	return append(append(append(dst, "<!--"...), data...), "-->"...), nil
}

func appendProcInst(dst []byte, target, inst string) ([]byte, error) {
	if strings.EqualFold(target, "xml") {
		return dst, printError("a processing instruction cannot be named %q", target)
	}
	if err := checkName(target); err != nil || strings.Contains(target, ":") {
		return dst, printError("%q is no name of a processing instruction", target)
	}
	if strings.Contains(inst, "?>") || strings.TrimLeft(inst, whiteSpace) != inst {
		return dst, printError("a processing instruction cannot hold ?> or begin with white space: %s", excerpt.Quote(inst))
	}
	if err := checkEnds(inst, "a processing instruction"); err != nil {
		return dst, err
	}
	dst = append(append(dst, "<?"...), target...)
	if inst != "" {
		dst = append(append(dst, ' '), inst...)
	}
	return append(dst, "?>"...), nil
}

// appendEtree prints an unknown element as it is, with the escapes of this
// package instead of etree's. For its shape see [printer.element].
func appendEtree(dst []byte, el *etree.Element, depth int) ([]byte, error) {
	if el == nil {
		return dst, printError("an Unknown has no element")
	}
	tag := el.FullTag()
	dst, err := appendEtreeStart(dst, el, tag, depth)
	if err != nil {
		return dst, err
	}
	if len(el.Child) == 0 {
		return append(dst, "/>"...), nil
	}
	dst = append(dst, '>')
	for _, t := range el.Child {
		if child, ok := t.(*etree.Element); ok {
			dst, err = appendEtree(dst, child, depth+1)
			err = under(err, child.FullTag())
		} else {
			dst, err = appendToken(dst, t)
		}
		if err != nil {
			return dst, err
		}
	}
	return append(append(append(dst, "</"...), tag...), '>'), nil
}

func appendEtreeStart(dst []byte, el *etree.Element, tag string, depth int) ([]byte, error) {
	if depth >= MaxDepth {
		return dst, tooDeep()
	}
	if err := checkName(tag); err != nil {
		return dst, err
	}
	if len(el.Attr) > MaxAttrs {
		return dst, tooManyAttrs(len(el.Attr))
	}
	dst = append(append(dst, '<'), tag...)
	for i, a := range el.Attr {
		for _, b := range el.Attr[:i] {
			if b.Space == a.Space && b.Key == a.Key {
				return dst, printError("attribute %s is repeated", a.FullKey())
			}
		}
		var err error
		if dst, err = appendAttr(dst, a.FullKey(), a.Value); err != nil {
			return dst, err
		}
	}
	return dst, nil
}

// appendToken prints what is no element.
func appendToken(dst []byte, t etree.Token) ([]byte, error) {
	switch t := t.(type) {
	case *etree.CharData:
		if t.IsCData() {
			return appendCData(dst, t.Data)
		}
		return appendText(dst, t.Data)
	case *etree.Comment:
		return appendComment(dst, t.Data)
	case *etree.ProcInst:
		return appendProcInst(dst, t.Target, t.Inst)
	}
	return dst, printError("a document type declaration has no place in a document")
}

// checkEnds refuses a carriage return where it cannot be escaped, for a reader
// would find a line feed, and what XML cannot hold at all.
func checkEnds(data, where string) error {
	if strings.Contains(data, "\r") {
		return printError("%s cannot hold a carriage return: %s", where, excerpt.Quote(data))
	}
	return checkPlain(data)
}
