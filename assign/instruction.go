package assign

import (
	"encoding/json"
	"time"
)

// Name is the name of an instruction, as it stands in "instruction".
type Name string

// The instructions of this release. The vendor's conference and supervise are
// known by name and refused as not supported.
const (
	NameAccept   Name = "accept"
	NameReject   Name = "reject"
	NameDequeue  Name = "dequeue"
	NameCall     Name = "call"
	NameRedirect Name = "redirect"

	nameConference Name = "conference"
	nameSupervise  Name = "supervise"
)

// Instruction is what an application answers when a worker was reserved: one of
// [*Accept], [*Reject], [*Dequeue], [*Call] and [*Redirect]. A nil Instruction
// is the answer without one: the reservation stays as it is, and the
// application goes on through the API.
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

// form describes the members of one instruction: the single source for
// [Parse], [Validate] and [Marshal].
type form struct {
	fields []field // in the order in which they are written
	extra  *[]Member
}

// field is one documented member.
type field struct {
	key      string
	code     Code // of a bad value, and of a missing one when required
	required bool
	// noEmpty refuses the empty text. Elsewhere it counts as absent (chosen), as
	// null does: applications fill in what they do not have with "".
	noEmpty bool
	at      value
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

// Validate reports everything that is wrong with an instruction made by a
// program, as an [*Error] with the codes that [Parse] would give. A nil
// Instruction is fine.
func Validate(i Instruction) error {
	if i == nil {
		return nil
	}
	var ps problems
	ps.check(i)
	return ps.err(string(i.Name()))
}

func (ps *problems) check(i Instruction) {
	f := i.form()
	for _, field := range f.fields {
		if field.at.isZero() {
			if field.required {
				ps.add(Problem{Code: field.code, Key: field.key, Missing: true, Want: field.at.check()})
			}
			continue
		}
		if want := field.at.check(); want != "" {
			found := newScalar(field.at.appendJSON(nil)).text
			ps.add(Problem{Code: field.code, Key: field.key, Found: found, Want: want})
		}
	}
	ps.checkExtra(f)
}
