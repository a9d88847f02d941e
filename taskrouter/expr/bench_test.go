package expr_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/goacd/acd/taskrouter/expr"
)

// What is measured: reading an expression, judging it on values that have been
// resolved, and checking 200 bytes of attributes and finding values in them. Not
// measured: the engine around it, which resolves values once per change of the
// attributes.

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

// BenchmarkBound judges values where they lie, beside the same values gathered
// into slots for each evaluation.
func BenchmarkBound(b *testing.B) {
	e := mustParse(b, benchExpression)
	values := resolve(e, mustDocument(b, benchAttributes))
	b.Run("in place", func(b *testing.B) {
		bound := e.Bind([]expr.Place{{List: 1, Index: 0}, {List: 1, Index: 1}, {List: 1, Index: 2}})
		lists := expr.Lists{1: values}
		b.ReportAllocs()
		for b.Loop() {
			if !bound.Eval(&lists) {
				b.Fatal("does not match")
			}
		}
	})
	b.Run("gathered", func(b *testing.B) {
		var slots []expr.Value
		positions := []int{0, 1, 2}
		b.ReportAllocs()
		for b.Loop() {
			slots = slots[:0]
			for _, i := range positions {
				slots = append(slots, values[i])
			}
			if !e.Eval(slots) {
				b.Fatal("does not match")
			}
		}
	})
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

// BenchmarkLookupAll: what benchExpression reads, and one path more.
func BenchmarkLookupAll(b *testing.B) {
	doc := mustDocument(b, benchAttributes)
	for _, bench := range []struct {
		name  string
		paths []string
	}{
		{"paths=1", []string{"level"}},
		{"paths=4", []string{"skills", "languages", "level", "team.site"}},
		{"paths=12", []string{"skills", "languages", "level", "team.site", "b", "c", "d", "e", "f", "g", "h", "team.id"}},
	} {
		b.Run(bench.name, func(b *testing.B) {
			var paths expr.Paths
			for _, path := range bench.paths {
				paths.Add(mustReference(b, path))
			}
			var values []expr.Value
			b.ReportAllocs()
			for b.Loop() {
				values = doc.LookupAll(&paths, values[:0])
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

// variedAttributes returns documents of some 200 bytes whose strings are of many
// lengths, so that no branch is learned by heart.
func variedAttributes() []string {
	const seed = 200
	r := rand.New(rand.NewPCG(seed, seed))
	word := func(most int) string {
		letters := make([]byte, 1+r.IntN(most))
		for i := range letters {
			letters[i] = byte('a' + r.IntN(26))
		}
		return string(letters)
	}
	var documents []string
	for range 512 {
		members := []string{
			fmt.Sprintf(`"skills":["%s","%s"]`, word(10), word(10)),
			fmt.Sprintf(`"languages":["%s","%s"]`, word(3), word(3)),
			fmt.Sprintf(`"level":%d`, r.IntN(1000)),
		}
		for length := 90; length < 200; length += len(members[len(members)-1]) {
			members = append(members, fmt.Sprintf(`"%s":"%s"`, word(10), word(24)))
		}
		r.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		documents = append(documents, "{"+strings.Join(members, ",")+"}")
	}
	return documents
}

// BenchmarkVaried is what becomes of the attributes of a new task, no two of which
// are alike: checked, then looked up.
func BenchmarkVaried(b *testing.B) {
	documents := variedAttributes()
	var paths expr.Paths
	for _, path := range []string{"skills", "languages", "level"} {
		paths.Add(mustReference(b, path))
	}
	level := mustReference(b, "level")
	b.Run("ParseDocument", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, err := expr.ParseDocument(documents[i%len(documents)]); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Lookup", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			doc, _ := expr.ParseDocument(documents[i%len(documents)])
			doc.Lookup(level)
		}
	})
	b.Run("LookupAll", func(b *testing.B) {
		var values []expr.Value
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			doc, _ := expr.ParseDocument(documents[i%len(documents)])
			values = doc.LookupAll(&paths, values[:0])
		}
	})
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
