// Package expr is the expression language of TaskRouter: the conditions by which
// queues choose workers and workflows choose tasks.
//
//	(skills HAS 'support') AND (languages HAS 'en') AND level >= 5
//
// It stands alone: it knows neither tasks nor workers, only expressions, JSON
// attributes and values. Package workflow reads the documents that hold
// expressions, and package taskrouter judges them.
//
// # Reading
//
// [Parse] reads an expression, [ParseOrder] an order_by, [ParseReference] a single
// path such as task.agent_sid, and [ParseDocument] the attributes of a task or
// worker. What they refuse they refuse with an [*Error], which has the place and
// says what would be right. Reading is syntactic only: an expression that can
// never be true is a fine expression.
//
// # Judging
//
// An expression names what it reads: [Expr.References]. Whoever judges it fills
// one slot for each and calls [Expr.Eval], which is a loop over comparisons and
// does not allocate. Where the values come from is the caller's business: a
// path of a document ([Document.Lookup]), the clock ([Clock]), a worker's live
// capacity. [Expr.MatchAttributes] does all of it for one document.
//
// The cost is in finding values, not in comparing them; so find what several
// expressions read together ([Paths], [Document.LookupAll]), keep the values as
// long as the attributes stay as they are, and judge them where they lie
// ([Expr.Bind]). Who has many expressions and one document asks each for its
// [Expr.Requirements], and judges only those that an index by
// [Value.AppendEqualKey] finds.
//
// # Values
//
// A [Value] is NULL, a boolean, a number, a string, an array or an object. A
// comparison of any two is true or false and never an error:
//
//   - Numbers compare by value. Whole numbers of 64 bits are exact, in whatever
//     spelling and against fractions too; other numbers are the nearest float64.
//   - A string that is wholly a number, -?digits[.digits], is ordered against
//     numbers as one, so '6' > 5 holds; it equals none.
//   - NULL, which a missing attribute is too, equals NULL only, and has no order.
//   - Arrays and objects answer false to every scalar operator, != included,
//     unless the other side is NULL.
//
// # How it works
//
// What follows was measured on the 200 bytes of bench_test.go, against the plain
// writing that stood before it; the benchmarks named show each.
//
// Attributes are checked in one pass that says only yes or no: eight bytes of a
// string at a time are searched for whatever ends it or may be wrong in it, by
// arithmetic on a word, and the kinds of the open brackets are bits of another.
// It does not allocate. What it refuses is read again by the checker, which says
// what is wrong and where; FuzzWellFormed holds the two together. BenchmarkVaried
// and BenchmarkParseDocument: 2 to 3.5 times faster than the checker alone, most
// where strings have many lengths, since the words leave few branches to guess.
//
// Paths is a tree with a node for each part of a reference. One pass goes down
// the document and the tree at once; a key that leads nowhere costs a look at a
// 64-bit filter, and strings are skipped by words, as above. BenchmarkLookupAll:
// 4 paths cost 2.3 times less than four look-ups, 12 cost 5 times less. Arrays are
// decoded into values, since HAS is asked of them again and again; up to four
// elements take one allocation, not two.
//
// A Value holds the first eight bytes of a string as a number, beside its text.
// So most values that are not equal differ in one word, whatever their kinds, and
// short strings that are equal need no comparison of their bytes.
//
// An expression is a list of comparisons with two exits each, so that AND, OR and
// NOT are jumps and cost nothing. A comparison with a constant, which most are,
// has the constant on the right, and the loop itself does HAS, == and ordering by
// a whole number. BenchmarkEval: 16 ns for the expression above, near twice as
// fast as one way for all operators; BenchmarkBound: to gather three values into
// slots first costs as much again.
//
// # Chosen where the specification is silent
//
//   - Letters in names are those of Unicode. Keywords are reserved as the first
//     name of a reference only, so worker.in is an attribute.
//   - CONTAINS sees a number as it is written: 1.50 contains '50'.
//   - NOT negates one comparison or group; NOT NOT is refused.
//   - A number beyond the range of float64 sorts past all others.
//   - An array position beyond every array, such as [99999999999], finds nothing.
//
// Rules are cited by their section in routing.md.
package expr
