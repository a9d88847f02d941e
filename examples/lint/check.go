package main

import (
	"errors"
	"fmt"

	"github.com/goacd/acd/taskrouter/workflow"
	"github.com/goacd/acd/twiml"
)

// check returns what is wrong with a text, in its order.
func check(what kind, text []byte, opts twiml.ValidateOptions) []finding {
	if what == kindCall {
		return checkCall(text, opts)
	}
	return checkWorkflow(text)
}

func checkCall(text []byte, opts twiml.ValidateOptions) []finding {
	var found []finding
	for _, f := range twiml.Validate(text, opts) {
		found = append(found, finding{
			Line: f.Line, Column: f.Column, Level: f.Level.String(), Code: f.Code,
			Path: f.Path, Message: f.Message, Inferred: f.Inferred,
		})
	}
	return found
}

// checkWorkflow knows no workspace: whether the queues exist is not asked.
func checkWorkflow(text []byte) []finding {
	_, err := workflow.Parse(text)
	e, ok := errors.AsType[*workflow.Error](err)
	if !ok {
		return nil
	}
	var found []finding
	for _, p := range e.Problems {
		found = append(found, finding{
			Line: p.Line, Column: p.Column, Level: twiml.LevelError.String(), Code: p.Code, Path: p.Path, Message: p.Message,
		})
	}
	if more := e.Total - len(e.Problems); more > 0 {
		found = append(found, finding{
			Level: twiml.LevelError.String(), Code: workflow.Code, Path: workflow.Root,
			Message: fmt.Sprintf("%d more problems are not listed", more),
		})
	}
	return found
}

// tooLarge is the finding about a file that was not read to its end.
func tooLarge(what kind) finding {
	f := finding{Level: twiml.LevelError.String()}
	if what == kindCall {
		f.Code, f.Path = twiml.CodeDocumentTooLarge, "/"
		f.Message = fmt.Sprintf("the document is too long: at most %d bytes are allowed", twiml.MaxBytes)
		return f
	}
	f.Code, f.Path = workflow.Code, workflow.Root
	f.Message = fmt.Sprintf("the configuration is too long: at most %d bytes are allowed", workflow.MaxBytes)
	return f
}
