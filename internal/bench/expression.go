package main

import (
	"encoding/json"

	lang "github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
	"github.com/goacd/acd/taskrouter/expr"
)

// What is judged, in both languages, and a worker for whom it is true, of 200
// bytes with what is read spread over it.
const (
	condition     = `(skills HAS 'support') AND (languages HAS 'en') AND level >= 5`
	langCondition = `("support" in skills) and ("en" in languages) and level >= 5`

	judged = `{"skills":["sales","support"],"languages":["es","en"],"name":"Alice Example",` +
		`"contact_uri":"client:alice","team":{"id":17,"site":"Lisbon","shift":"early"},"level":7,` +
		`"email":"alice@example.com","ext":4711}`
)

// judgedWorker is the worker as a struct, which expr-lang reads faster than maps.
type judgedWorker struct {
	Skills    []string `expr:"skills" json:"skills"`
	Languages []string `expr:"languages" json:"languages"`
	Level     int      `expr:"level" json:"level"`
}

// expressionRow is package expr beside expr-lang: judging a worker whose
// attributes have been read, and compiling.
func expressionRow(sizes) *stage {
	s := &stage{}
	eval := s.add("acd, judge", repeat(judge()))
	text := s.add("acd, judge the JSON text", repeat(judgeText()))
	maps := s.add("expr-lang, judge a map", repeat(judgeLang(decode(judged))))
	structs := s.add("expr-lang, judge a struct", repeat(judgeLang(judgedStruct())))
	parse := s.add("acd, compile", repeat(func() { must(expr.Parse(condition)) }))
	env := lang.Env(decode(judged))
	compile := s.add("expr-lang, compile", repeat(func() { must(lang.Compile(langCondition, env, lang.AsBool())) }))

	s.report(func(f []figure) result {
		return faster("judge a worker", f[eval], "expr-lang, map", f[maps]).atLeast(10)
	})
	s.report(func(f []figure) result { return faster("judge a worker", f[eval], "expr-lang, struct", f[structs]) })
	s.report(func(f []figure) result { return faster("judge his JSON text", f[text], "expr-lang, map", f[maps]) })
	s.report(func(f []figure) result {
		r := alone("allocations", f[eval].allocs, "")
		r.beside = "expr-lang, map " + number(f[maps].allocs)
		return r.atMost(0)
	})
	s.report(func(f []figure) result { return besides("compile", f[parse], "expr-lang", f[compile]).atMost(1) })
	s.report(func(f []figure) result {
		r := alone("allocations of compiling", f[parse].allocs, "")
		r.beside = "expr-lang " + number(f[compile].allocs)
		r.value, r.unit = f[parse].allocs/f[compile].allocs, "×"
		return r
	})
	return s
}

// judge evaluates the expression on values that have been resolved.
func judge() func() {
	e := must(expr.Parse(condition))
	doc := must(expr.ParseDocument(judged))
	var slots []expr.Value
	for _, r := range e.References() {
		slots = append(slots, doc.Lookup(r))
	}
	return func() {
		if !e.Eval(slots) {
			panic("does not match")
		}
	}
}

func judgeText() func() {
	e := must(expr.Parse(condition))
	doc := must(expr.ParseDocument(judged))
	return func() {
		if !e.MatchAttributes(doc) {
			panic("does not match")
		}
	}
}

func judgeLang(worker any) func() {
	program := must(lang.Compile(langCondition, lang.Env(worker), lang.AsBool()))
	var machine vm.VM
	return func() {
		if !must(machine.Run(program, worker)).(bool) {
			panic("does not match")
		}
	}
}

func judgedStruct() judgedWorker {
	var w judgedWorker
	must(0, json.Unmarshal([]byte(judged), &w))
	return w
}
