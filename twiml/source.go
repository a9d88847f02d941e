package twiml

import (
	"errors"
	"io"

	"github.com/goacd/acd/internal/xmlscan"
)

// source reads the tokens of a document: those of xmlscan, with the errors of
// this package.
type source struct{ *xmlscan.Scanner }

func newSource(doc string) (source, error) {
	s, err := xmlscan.New(doc, MaxAttrs)
	if err != nil {
		return source{}, illFormed(err)
	}
	return source{s}, nil
}

// next reads the next token, and returns io.EOF after the last one.
func (s source) next(t *xmlscan.Token) error {
	err := s.Next(t)
	if err != nil && !errors.Is(err, io.EOF) {
		return illFormed(err)
	}
	return err
}

// illFormed makes an error of this package of one of xmlscan.
func illFormed(err error) error {
	e, _ := errors.AsType[*xmlscan.Error](err)
	msg := e.Message
	if e.Rule == xmlscan.RuleRoot {
		msg += ": it would be <" + responseSpec.tag + ">"
	}
	out := parseError(CodeNotWellFormed, at(e.Pos), "%s", msg)
	out.Inferred = e.Rule.Chosen()
	return out
}
