package expr_test

import (
	"testing"

	"github.com/goacd/acd/taskrouter/expr"
)

// What is measured: reading an expression, judging it on slots that have been
// resolved, and finding values in 200 bytes of attributes. Not measured: the
// engine around it, which resolves slots once per change of the attributes.

const benchExpression = `(skills HAS 'support') AND (languages HAS 'en') AND level >= 5`

// benchAttributes has 200 bytes, with what benchExpression reads spread over it.
const benchAttributes = `{"skills":["sales","support"],"languages":["es","en"],"name":"Alice Example",` +
	`"contact_uri":"client:alice","team":{"id":17,"site":"Lisbon","shift":"early"},"level":7,` +
	`"email":"alice@example.com","ext":4711}`

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := expr.Parse(benchExpression); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEval(b *testing.B) {
	doc := mustDocument(b, benchAttributes)
	for _, source := range []string{benchExpression, "1==1", "level > '6'", "team.site CONTAINS 'bon'"} {
		b.Run(source, func(b *testing.B) {
			e := mustParse(b, source)
			slots := resolve(e, doc)
			b.ReportAllocs()
			for b.Loop() {
				if !e.Eval(slots) {
					b.Fatal("does not match")
				}
			}
		})
	}
}

func BenchmarkLookup(b *testing.B) {
	doc := mustDocument(b, benchAttributes)
	for _, path := range []string{"skills", "level", "team.site", "missing"} {
		b.Run(path, func(b *testing.B) {
			ref := mustReference(b, path)
			b.ReportAllocs()
			b.ReportMetric(float64(len(benchAttributes)), "bytes")
			for b.Loop() {
				doc.Lookup(ref)
			}
		})
	}
}

func BenchmarkMatchAttributes(b *testing.B) {
	e, doc := mustParse(b, benchExpression), mustDocument(b, benchAttributes)
	b.ReportAllocs()
	for b.Loop() {
		if !e.MatchAttributes(doc) {
			b.Fatal("does not match")
		}
	}
}

func BenchmarkParseDocument(b *testing.B) {
	b.SetBytes(int64(len(benchAttributes)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := expr.ParseDocument(benchAttributes); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppendKey(b *testing.B) {
	doc := mustDocument(b, benchAttributes)
	values := []expr.Value{doc.Lookup(mustReference(b, "skills")), doc.Lookup(mustReference(b, "level"))}
	buffer := make([]byte, 0, 64)
	b.ReportAllocs()
	for b.Loop() {
		buffer = buffer[:0]
		for _, v := range values {
			buffer = v.AppendKey(buffer)
		}
	}
}
