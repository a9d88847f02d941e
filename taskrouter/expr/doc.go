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
// The cost is in finding values, not in comparing them; so keep the slots as
// long as the attributes stay as they are.
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
