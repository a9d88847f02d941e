package main

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/taskrouter/workflow"
	"github.com/goacd/acd/twiml"
)

// file is one input, with its name as the user knows it.
type file struct {
	name string
	text []byte
}

// place is where in a file something stands; line and column count from 1.
type place struct {
	file         string
	line, column int
}

// at returns the place of a byte of the file.
func (f file) at(offset int) place {
	before := f.text[:min(offset, len(f.text))]
	start := bytes.LastIndexByte(before, '\n') + 1
	return place{f.name, bytes.Count(before, []byte{'\n'}) + 1, utf8.RuneCount(before[start:]) + 1}
}

// problem is one thing that is wrong with a file, and what would be right.
type problem struct {
	place
	text string
}

// problems is the error of all that reads files.
type problems []problem

// Error returns a line for each problem, in the form that editors understand:
// file:line:column: text.
func (ps problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = fmt.Sprintf("%s:%d:%d: %s", p.file, p.line, p.column, p.text)
	}
	return strings.Join(lines, "\n")
}

// err returns nil when there is no problem. The problems of each file are put
// in the order of its text.
func (ps problems) err() error {
	if len(ps) == 0 {
		return nil
	}
	slices.SortStableFunc(ps, func(a, b problem) int {
		return cmp.Or(strings.Compare(a.file, b.file), cmp.Compare(a.line, b.line), cmp.Compare(a.column, b.column))
	})
	return ps
}

func (ps *problems) add(at place, format string, args ...any) {
	*ps = append(*ps, problem{at, fmt.Sprintf(format, args...)})
}

// addError adds an error of one of the libraries. Those that read documents
// know the places themselves, all of them; what anybody else has to say belongs
// to the place given.
func (ps *problems) addError(at place, err error) {
	switch e := err.(type) {
	case nil:
	case *twiml.Error:
		ps.add(place{at.file, e.Line, e.Column}, "%s (code %d)", e.Message, e.Code)
	case *workflow.Error:
		for _, p := range e.Problems {
			ps.add(place{at.file, p.Line, p.Column}, "%s: %s", p.Path, p.Message)
		}
	case *assign.Error:
		for _, p := range e.Problems {
			line, column := max(p.Line, 1), max(p.Column, 1)
			p.Line = 0 // it is in front already
			ps.add(place{at.file, line, column}, "%s", p)
		}
	default:
		ps.add(at, "%v", err)
	}
}
