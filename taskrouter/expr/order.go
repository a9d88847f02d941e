package expr

import (
	"slices"
	"strconv"
	"strings"
)

// Clause is one criterion of an [Order].
type Clause struct {
	// Reference is the path below "worker.": of worker.skills.level it is
	// skills.level.
	Reference Reference
	// Descending sorts the largest first; workers without the attribute come
	// last either way (routing.md §3.3).
	Descending bool
}

// String returns the canonical text of the clause.
func (c Clause) String() string {
	if c.Descending {
		return WorkerPrefix + "." + c.Reference.text + " DESC"
	}
	return WorkerPrefix + "." + c.Reference.text + " ASC"
}

// Order is a parsed order_by (routing.md §3.3). It is immutable and safe for
// concurrent use. Build one with [ParseOrder].
type Order struct {
	source  string
	clauses []Clause
}

// ParseOrder reads clauses "worker.path [ASC|DESC]" with commas between them, at
// least one and at most [MaxClauses]. ASC is the default; the keywords are
// case-insensitive. The error is an [*Error].
func ParseOrder(source string) (*Order, error) {
	p, err := newParser("order_by", source)
	if err != nil {
		return nil, err
	}
	order := &Order{source: source}
	for {
		clause, err := p.clause()
		if err != nil {
			return nil, err
		}
		order.clauses = append(order.clauses, clause)
		if p.tok.kind == tokenEnd {
			return order, nil
		}
		if err := p.nextClause(len(order.clauses)); err != nil {
			return nil, err
		}
	}
}

// Source returns the text as it was written.
func (o *Order) Source() string { return o.source }

// Clauses returns the criteria, the most important first. The slice is the
// caller's.
func (o *Order) Clauses() []Clause { return slices.Clone(o.clauses) }

// String returns the canonical text; parsing it gives the same order again.
func (o *Order) String() string {
	texts := make([]string, len(o.clauses))
	for i, clause := range o.clauses {
		texts[i] = clause.String()
	}
	return strings.Join(texts, ", ")
}

func (p *parser) clause() (Clause, *Error) {
	start := p.tok
	const advice = "write worker.attribute, with ASC or DESC behind it"
	if p.tok.kind != tokenName {
		return Clause{}, p.failHere("an attribute of the worker is expected", advice)
	}
	ref, err := p.reference()
	if err != nil {
		return Clause{}, err
	}
	path := ref.Rest()
	if ref.First() != WorkerPrefix || path.First() == "" {
		return Clause{}, p.fail(start.start, p.last.end, "each clause names an attribute of the worker", advice)
	}
	clause := Clause{Reference: path}
	if p.tok.kind == tokenName {
		switch {
		case foldsTo(p.tok.word, "DESC"):
			clause.Descending = true
		case !foldsTo(p.tok.word, "ASC"):
			return Clause{}, p.failHere("ASC, DESC, a comma or the end is expected", advice)
		}
		return clause, p.advance()
	}
	return clause, nil
}

// nextClause reads the comma before another clause.
func (p *parser) nextClause(have int) *Error {
	switch {
	case p.tok.kind == tokenBad && p.tok.word == "-":
		return p.failHere(hyphenProblem, hyphenAdvice)
	case !p.tok.is(","):
		return p.failHere("ASC, DESC, a comma or the end is expected", "separate the clauses by commas")
	case have == MaxClauses:
		return p.limit(p.tok, "there are too many clauses", "at most "+strconv.Itoa(MaxClauses)+" are allowed")
	}
	return p.advance()
}
