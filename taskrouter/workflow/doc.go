// Package workflow reads the configuration of a TaskRouter workflow: the JSON
// document that says which tasks wait in which queues, for how long, and for
// whom.
//
//	{"task_routing": {
//	  "filters": [
//	    {"filter_friendly_name": "Leads", "expression": "type == 'lead'",
//	     "targets": [
//	       {"queue": "WQ...", "priority": 10, "timeout": 300},
//	       {"priority": 20}]}],
//	  "default_filter": {"queue": "WQ..."}}}
//
// [Parse] turns it into a [Document] of filters and targets with their
// expressions parsed, or tells everything that is wrong with it: an [*Error] is a
// list of problems, each with a path, a line and column, and what would be right.
// A place inside an expression is a place inside the JSON text, escapes counted.
//
// It knows nothing of a workspace. Whether the queues exist is asked by who does
// know, with the places that [Document.Queues] yields. How a task walks the
// targets is the engine's business too.
//
// # Chosen where the specification is silent
//
//   - null counts as absent, in every place; where something is required, it is
//     missing then.
//   - Of equal keys in one object the last counts. Keys are case-sensitive; a
//     required key that is there in another case is pointed out.
//   - Unknown keys are ignored, and kept in [Document.Source], which is the text
//     exactly as it was written.
//   - Numbers may be spelled in any way that is whole, 10.0 as well as 10; strings
//     that stand for numbers hold digits only.
//   - A step's timeout is at most 2,147,483,647 seconds.
//   - default_filter may name a known worker. Its timeout and skip_if are ignored
//     without being looked at.
//   - A document with neither a filter nor default_filter is refused: it would
//     cancel every task.
//
// Rules are cited by their section in routing.md.
package workflow
