package main

import (
	"cmp"
	"fmt"
)

// finding is one thing that is wrong with a file. The fields in JSON are a
// promise: they keep their names and meanings, and are always there.
type finding struct {
	File string `json:"file"`
	Kind kind   `json:"kind"`
	// Line and Column are 0 when the finding is about the file as a whole; what
	// is printed is 1, since editors want a place to go to.
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Level    string `json:"level"`
	Code     int    `json:"code"`
	Path     string `json:"path"`
	Message  string `json:"message"`
	Inferred bool   `json:"inferred"`
}

// place returns "file:line:column:".
func (f finding) place() string {
	return fmt.Sprintf("%s:%d:%d:", clean(f.File), cmp.Or(f.Line, 1), cmp.Or(f.Column, 1))
}

// grade returns the level, and the code if there is one.
func (f finding) grade() string {
	if f.Code == 0 {
		return f.Level
	}
	return fmt.Sprintf("%s %d", f.Level, f.Code)
}

// text returns the message, with the path and where the rule comes from.
func (f finding) text() string {
	text := clean(f.Message)
	switch {
	case f.Path != "" && f.Inferred:
		text += " (" + clean(f.Path) + ", inferred)"
	case f.Path != "":
		text += " (" + clean(f.Path) + ")"
	}
	return text
}
