package taskrouter

import (
	"crypto/sha256"

	"github.com/goacd/acd/internal/sid"
)

// provenance is what every resource knows of its making.
type provenance struct {
	sequence uint64 // of creation, over all kinds of the workspace
	created  instant
	updated  instant
	content  *[16]byte // digest of the create that chose the SID, else nil
}

// born makes the provenance of a resource that is created now by cmd, with a
// SID of the caller's choosing or not.
func (e *Engine) born(chosen bool, cmd Command) provenance {
	e.count.sequence++
	p := provenance{sequence: e.count.sequence, created: e.now, updated: e.now}
	if chosen {
		d := digest(cmd)
		p.content = &d
	}
	return p
}

// repeats reports whether a create with the SID s repeats an earlier one: no
// SID is never a repeat, equal content is one, other content is a conflict.
func repeats[K sid.Kind, R any, P listed[R]](t *table[K, R, P], s sid.SID[K], cmd Command, of func(*R) *provenance) (bool, *Error) {
	if s.IsZero() {
		return false, nil
	}
	rec := t.get(s)
	if rec == nil {
		return false, nil
	}
	if content := of(rec).content; content != nil && *content == digest(cmd) {
		return true, nil
	}
	return false, &Error{
		Kind: KindConflict, Code: CodeConflict, Field: "SID", SID: s.String(),
		Message: s.String() + " exists already, with other content",
	}
}

func digest(cmd Command) [16]byte {
	text, err := MarshalCommand(cmd)
	if err != nil {
		// Only a time that JSON cannot write fails, and creates refuse those.
		panic(err)
	}
	sum := sha256.Sum256(text)
	return [16]byte(sum[:16])
}
