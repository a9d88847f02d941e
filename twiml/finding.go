package twiml

import "fmt"

// Level says how grave a finding is.
type Level uint8

// A document with lint alone is valid, one with warnings only is accepted; a
// verb with an error is not executed (twiml.md §2 and §4). Levels are in
// ascending order.
const (
	// LevelLint is that of advice, given only when [ValidateOptions.Lint] asks
	// for it. There is no code behind it.
	LevelLint Level = 1 + iota
	LevelWarning
	LevelError
)

// String returns "lint", or "warning" or "error", the words of the vendor's
// debugger.
func (l Level) String() string {
	switch l {
	case LevelLint:
		return "lint"
	case LevelWarning:
		return "warning"
	case LevelError:
		return "error"
	}
	return fmt.Sprintf("level(%d)", uint8(l))
}

// MaxFindings is how many findings of a document are listed. Of one that has
// more, one more finding tells how many were left out; see [Finding.Omitted].
// Nobody reads so many, and a document that is meant to do harm has one for every
// four bytes (chosen).
const MaxFindings = 1000

// Finding is one deviation of a document from the reference.
type Finding struct {
	// Code is the vendor's code, e.g. [CodeSchema]; 0 for lint.
	Code int
	// Level is that of the code, unless the rule states another.
	Level Level
	// Path leads to the element, an attribute or a text, as in
	// /Response/Enqueue[2]/Task[1]/@priority. The number counts siblings of the
	// same name from 1.
	Path string
	// Verb is the index of the verb that the finding is about, itself or something
	// below it, as in Response.Children; -1 if it is about no verb.
	Verb int
	// Line and Column count from 1; both are 0 for a tree that was built.
	Line, Column int
	// Message says what is wrong, and what would be right.
	Message string
	// Inferred is true if no public source states the rule, and it was chosen
	// as the most sensible one.
	Inferred bool
	// Omitted is 0, but for the last finding of more than [MaxFindings]: how many
	// are not listed. Level and Code are then those of the gravest of them, and
	// Verb is the first verb that any of them is about, -1 if there is none. If
	// that finding Blocks, the list does not tell whether that verb and those
	// behind it are executed: a host does not execute them.
	Omitted int
}

// Blocks reports whether the verb that the finding is about is not executed:
// so it is for every error but 14216, for a bad activity is reported and the
// bridge goes on (twiml.md §6.3).
func (f Finding) Blocks() bool {
	return f.Level == LevelError && f.Code != CodePostWorkActivitySID
}

// String returns "3:14: error 14204: message (/Response/Enqueue[1])", and for
// lint the same without code.
func (f Finding) String() string {
	code, inferred := "", ""
	if f.Code != 0 {
		code = fmt.Sprintf(" %d", f.Code)
	}
	if f.Inferred {
		inferred = ", inferred"
	}
	return fmt.Sprintf("%s: %s%s: %s (%s%s)",
		Pos{f.Line, f.Column}, f.Level, code, f.Message, f.Path, inferred)
}
