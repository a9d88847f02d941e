package runner

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/goacd/acd/taskrouter"
)

// Record is one entry of a workspace's log: its creation, which is the first,
// or a command. Its JSON form is {"sequence", "now", "config"} or {"sequence",
// "now", "apply"}, the latter as [taskrouter.MarshalCommand] writes it.
type Record struct {
	Sequence uint64    // 1 for the first record, then without gaps
	Now      time.Time // of the creation, or as given to Apply; UTC

	// Config makes the workspace, seed included. Nil but in the first record.
	Config *taskrouter.Config
	// Command is nil in the first record.
	Command taskrouter.Command

	text []byte // of the command, where it is known
}

type recordJSON struct {
	Sequence uint64             `json:"sequence"`
	Now      time.Time          `json:"now"`
	Config   *taskrouter.Config `json:"config,omitempty"`
	Apply    json.RawMessage    `json:"apply,omitempty"`
}

// MarshalJSON writes the record. A record with neither or both of Config and
// Command is an error.
func (rec Record) MarshalJSON() ([]byte, error) {
	if (rec.Config == nil) == (rec.Command == nil) {
		return nil, errors.New("runner: a record has either a Config or a Command")
	}
	form := recordJSON{Sequence: rec.Sequence, Now: rec.Now, Config: rec.Config, Apply: rec.text}
	if rec.Command != nil && rec.text == nil {
		text, err := taskrouter.MarshalCommand(rec.Command)
		if err != nil {
			return nil, err
		}
		form.Apply = text
	}
	return json.Marshal(form)
}

// UnmarshalJSON reads what MarshalJSON wrote. What this version does not know
// is an error: a log must never be read in part.
func (rec *Record) UnmarshalJSON(data []byte) error {
	var form recordJSON
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&form); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("runner: text after the record")
	}
	if (form.Config == nil) == (form.Apply == nil) {
		return errors.New(`runner: a record has either "config" or "apply"`)
	}
	read := Record{Sequence: form.Sequence, Now: form.Now.UTC(), Config: form.Config}
	if form.Apply != nil {
		cmd, err := taskrouter.UnmarshalCommand(form.Apply)
		if err != nil {
			return err
		}
		read.Command = cmd
	}
	*rec = read
	return nil
}

// encode writes a command for the log, and refuses one that the log could not
// give back as it is, or that is too long for it.
func encode(cmd taskrouter.Command, most int) ([]byte, error) {
	text, err := taskrouter.MarshalCommand(cmd)
	if err != nil {
		return nil, err
	}
	if len(text) > most {
		return nil, &taskrouter.Error{
			Kind: taskrouter.KindLimit, Code: taskrouter.CodeInvalid, Command: commandName(cmd),
			Message: fmt.Sprintf("the command has %d bytes: want at most %d; runner.Config.MaxCommand raises it", len(text), most),
		}
	}
	if bytes.Contains(text, []byte(`\ufffd`)) && !readsBack(text) {
		return nil, &taskrouter.Error{
			Kind: taskrouter.KindInvalid, Code: taskrouter.CodeInvalid, Command: commandName(cmd),
			Message: "a text is not valid UTF-8",
		}
	}
	return text, nil
}

// readsBack reports whether the command of a text has that text. Bytes that are
// not UTF-8 become the escape \ufffd, which is read as the character U+FFFD,
// which is written as it is: the replayed command would be another one, and a
// name that was refused would be accepted.
func readsBack(text []byte) bool {
	cmd, err := taskrouter.UnmarshalCommand(text)
	if err != nil {
		return false
	}
	again, err := taskrouter.MarshalCommand(cmd)
	return err == nil && bytes.Equal(text, again)
}

// commandName returns the name of a command's type, such as "CreateTask".
func commandName(cmd taskrouter.Command) string {
	return strings.TrimPrefix(fmt.Sprintf("%T", cmd), "*taskrouter.")
}
