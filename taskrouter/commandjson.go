package taskrouter

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
)

// commandTypes names every command, for logs.
var commandTypes = func() map[string]reflect.Type {
	types := map[string]reflect.Type{}
	for _, c := range []Command{
		&Advance{},
		&UpdateWorkspace{}, &DeleteWorkspace{},
		&CreateActivity{}, &UpdateActivity{}, &DeleteActivity{},
		&CreateTaskChannel{}, &UpdateTaskChannel{}, &DeleteTaskChannel{},
		&CreateTaskQueue{}, &UpdateTaskQueue{}, &DeleteTaskQueue{},
		&CreateWorkflow{}, &UpdateWorkflow{}, &DeleteWorkflow{},
		&CreateWorker{}, &UpdateWorker{}, &DeleteWorker{}, &UpdateWorkerChannel{},
		&CreateTask{}, &UpdateTask{}, &DeleteTask{},
		&UpdateReservation{}, &CreateTransfer{}, &CancelTransfer{},
		&FailCallback{}, &SuspendAccept{}, &ResumeAccept{}, &FailAccept{}, &LinkCall{}, &EndCall{}, &AbandonTask{},
		&LinkConference{}, &EndConference{},
	} {
		types[commandName(c)] = reflect.TypeOf(c).Elem()
	}
	return types
}()

// isCommand tells commands from types of another package that embed one, and so
// have its methods. Every Apply asks, which is why the names stand here again.
func isCommand(c Command) bool {
	switch c.(type) {
	case *Advance,
		*UpdateWorkspace, *DeleteWorkspace,
		*CreateActivity, *UpdateActivity, *DeleteActivity,
		*CreateTaskChannel, *UpdateTaskChannel, *DeleteTaskChannel,
		*CreateTaskQueue, *UpdateTaskQueue, *DeleteTaskQueue,
		*CreateWorkflow, *UpdateWorkflow, *DeleteWorkflow,
		*CreateWorker, *UpdateWorker, *DeleteWorker, *UpdateWorkerChannel,
		*CreateTask, *UpdateTask, *DeleteTask,
		*UpdateReservation, *CreateTransfer, *CancelTransfer,
		*FailCallback, *SuspendAccept, *ResumeAccept, *FailAccept, *LinkCall, *EndCall, *AbandonTask,
		*LinkConference, *EndConference:
		return true
	}
	return false
}

// commandName returns the name of the command's type, such as "CreateTask".
func commandName(c Command) string {
	t := reflect.TypeOf(c)
	switch {
	case t == nil:
		return "nil"
	case t.Kind() == reflect.Pointer:
		t = t.Elem()
	}
	return t.Name()
}

// isNil reports whether there is no command: nil, or a nil pointer. It asks no
// method of c, since a type of another package that embeds a Command has its
// methods too, and with nothing inside they panic.
func isNil(c Command) bool {
	v := reflect.ValueOf(c)
	return !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil()
}

type commandRecord struct {
	Command string          `json:"command"`
	Body    json.RawMessage `json:"body"`
}

// MarshalCommand writes a command as one JSON object, {"command": its type's
// name, "body": its fields}, for a log that [UnmarshalCommand] reads back.
// Durations are nanoseconds. A nil command is an error, and so is one that is
// not of this package.
func MarshalCommand(c Command) ([]byte, error) {
	if isNil(c) {
		return nil, invalid("", "a nil command cannot be written")
	}
	if t, ok := commandTypes[commandName(c)]; !ok || reflect.TypeOf(c) != reflect.PointerTo(t) {
		return nil, invalid("", "unknown command %T", c)
	}
	body, err := json.Marshal(c)
	if err != nil {
		return nil, &Error{Kind: KindInvalid, Code: CodeInvalid, Command: commandName(c), Message: "cannot be written", Err: err}
	}
	return json.Marshal(commandRecord{Command: commandName(c), Body: body})
}

// UnmarshalCommand reads what [MarshalCommand] wrote. A command or a field that
// this version does not know is an error: a log must never be read in part.
func UnmarshalCommand(data []byte) (Command, error) {
	var rec commandRecord
	if err := strictJSON(data, &rec); err != nil {
		return nil, &Error{Kind: KindInvalid, Code: CodeInvalid, Message: `want {"command": …, "body": …}`, Err: err}
	}
	t, ok := commandTypes[rec.Command]
	if !ok {
		return nil, invalid("", "unknown command %q", rec.Command)
	}
	c := reflect.New(t).Interface().(Command)
	err := strictJSON(rec.Body, c)
	if err == nil && rec.Body[0] != '{' {
		err = errors.New("the body is no object")
	}
	if err != nil {
		return nil, &Error{Kind: KindInvalid, Code: CodeInvalid, Command: rec.Command, Message: "cannot be read", Err: err}
	}
	return c, nil
}

func strictJSON(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("text after the value")
	}
	return nil
}
