package assign

import (
	"encoding/json"
	"time"
)

// Name is the name of an instruction, as it stands in "instruction".
type Name string

// The instructions.
const (
	NameAccept     Name = "accept"
	NameReject     Name = "reject"
	NameDequeue    Name = "dequeue"
	NameCall       Name = "call"
	NameRedirect   Name = "redirect"
	NameConference Name = "conference"
	NameSupervise  Name = "supervise"
)

// Instruction is what an application answers when a worker was reserved: one of
// [*Accept], [*Reject], [*Dequeue], [*Call], [*Redirect], [*Conference] and
// [*Supervise]. A nil Instruction is the answer without one: the reservation
// stays as it is, and the application goes on through the API.
//
// Instructions are plain data, not safe for concurrent use while they are
// changed. All are json.Marshalers and json.Unmarshalers.
type Instruction interface {
	// Name returns the instruction's name.
	Name() Name
	// form tells the members, for reading, checking and writing alike. It also
	// seals the interface.
	form() form
}

// The times a call rings (lifecycle.md §3.3).
const (
	DefaultTimeout = 60 * time.Second  // when the instruction has none
	MaxTimeout     = 999 * time.Second // the longest
	MaxSIPTimeout  = 600 * time.Second // the longest for a SIP address
)

// Member is a member of the JSON object that the instruction does not know. It
// is kept and written back behind the known ones, in the order of reading.
type Member struct {
	Key   string
	Value json.RawMessage // compact JSON; owned by the Member
}

// form describes the members of one instruction: the single source for [Parse],
// [ParseForm], [Validate], [Marshal], [MarshalForm] and the defaults.
type form struct {
	fields []field // in the order in which they are written
	extra  *[]Member
	// status is how the API spells an instruction that it takes as a state of
	// the reservation (lifecycle.md §3.4).
	status string
}

// field is one documented member, and the parameter of the API that says the
// same.
type field struct {
	key   string // of the JSON member
	param string // of the form parameter
	also  string // a further name of the parameter, read and never written
	// def is what an absent value stands for, filled in by Resolve; "" when that
	// is the zero value, or depends on the worker and the task.
	def      string
	code     Code // of a bad value, and of a missing one when required
	required bool
	// keepEmpty hands the empty text to the value. Elsewhere it counts as absent
	// (chosen), as null does: applications fill in what they do not have with "".
	keepEmpty bool
	secret    bool // never quoted in an error
	at        value
}

// value is a place in an instruction's struct.
type value interface {
	isZero() bool
	// read takes over a JSON scalar, or returns what would be right.
	read(s scalar) (want string)
	// check returns what would be right when the value cannot be sent.
	check() (want string)
	appendJSON(dst []byte) []byte
}

// list is a value that a form spells as one parameter several times, and JSON
// as a text with commas.
type list interface {
	value
	list()
}

// wire is one of the two spellings of an instruction.
type wire uint8

const (
	asJSON wire = iota // the answer to a callback
	asForm             // the parameters of the API
)

func (f *field) name(w wire) string {
	if w == asForm {
		return f.param
	}
	return f.key
}

// text returns the value as it stands in a form.
func (f *field) text() string { return newScalar(f.at.appendJSON(nil)).text }

// bad is the problem with a value that was found.
func (f *field) bad(w wire, found, want string) Problem {
	if f.secret {
		found = "…"
	}
	return Problem{Code: f.code, Key: f.name(w), Found: found, Want: want}
}

// Validate reports everything that is wrong with an instruction made by a
// program, as an [*Error] with the codes that [Parse] would give. A nil
// Instruction is fine.
func Validate(i Instruction) error { return validate(i, asJSON) }

func validate(i Instruction, w wire) error {
	if i == nil {
		return nil
	}
	var ps problems
	ps.check(i, w)
	return ps.err(string(i.Name()))
}

func (ps *problems) check(i Instruction, w wire) {
	f := i.form()
	for n := range f.fields {
		field := &f.fields[n]
		if field.at.isZero() {
			if field.required {
				ps.add(Problem{Code: field.code, Key: field.name(w), Missing: true, Want: field.at.check()})
			}
			continue
		}
		if want := field.at.check(); want != "" {
			ps.add(field.bad(w, field.text(), want))
		}
	}
	ps.checkExtra(f)
}

// read takes over what the source has of the fields.
func (ps *problems) read(f form, w wire, source func(*field) (scalar, bool)) {
	for n := range f.fields {
		field := &f.fields[n]
		s, found := source(field)
		if !found || s.isAbsent(field.keepEmpty) {
			continue
		}
		if want := field.at.read(s); want != "" {
			ps.add(field.bad(w, s.text, want))
		}
	}
}

// fillDefaults gives every field without a value its default.
func fillDefaults(i Instruction) {
	f := i.form()
	for _, field := range f.fields {
		if field.def != "" && field.at.isZero() {
			field.at.read(scalar{isString, field.def})
		}
	}
}
