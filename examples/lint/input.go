package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goacd/acd/taskrouter/workflow"
	"github.com/goacd/acd/twiml"
)

// linter goes through the arguments and hands what it finds to the report.
type linter struct {
	options options
	stdin   io.Reader
	report  *report
}

// standardInput is how findings call it.
const standardInput = "<stdin>"

// argument checks what one argument stands for.
func (l *linter) argument(name string) {
	if name == "-" {
		if terminal(l.stdin) {
			l.report.note("reading the standard input, as no file was named")
		}
		l.input(standardInput, l.stdin, true)
		return
	}
	path := name
	if folder, ok := strings.CutSuffix(filepath.ToSlash(name), "/..."); ok {
		path = filepath.FromSlash(cmp.Or(folder, "/"))
	}
	switch info, err := os.Stat(path); {
	case err != nil:
		l.report.add(nil, unreadable(name, err))
	case info.IsDir():
		l.folder(path)
	default:
		l.file(path, true)
	}
}

// extensions are those of the files that a folder stands for.
var extensions = []string{".xml", ".twiml", ".json"}

// folder checks the files below a folder, in the order of their names. Links to
// files are followed, those to folders are not: they may go round in circles.
func (l *linter) folder(root string) {
	seen := false
	_ = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			seen = true
			l.report.add(nil, unreadable(path, err))
		case entry.IsDir():
			if base := entry.Name(); path != root && (base[0] == '.' || base == "vendor" || base == "node_modules") {
				return fs.SkipDir
			}
		case !slices.Contains(extensions, strings.ToLower(filepath.Ext(path))):
		case entry.Type()&fs.ModeSymlink != 0:
			info, err := os.Stat(path)
			if err != nil || info.Mode().IsRegular() {
				seen = true
				l.file(path, false)
			}
		case entry.Type().IsRegular():
			seen = true
			l.file(path, false)
		}
		return nil
	})
	if !seen {
		l.report.add(nil, ofFile(root, "no file below this folder ends in %s", join(extensions)))
	}
}

func (l *linter) file(path string, named bool) {
	f, err := os.Open(path)
	if err != nil {
		l.report.add(nil, unreadable(path, err))
		return
	}
	defer f.Close()
	l.input(path, f, named)
}

// input checks what can be read. named says that the user means this very file,
// so that it is not skipped for looking like something else.
func (l *linter) input(name string, r io.Reader, named bool) {
	text, whole, err := read(r)
	if err != nil {
		l.report.add(nil, unreadable(name, err))
		return
	}
	what, doubt := recognize(text)
	switch {
	case what == kindNone:
		l.report.add(nil, ofFile(name, "%s", doubt))
		return
	case doubt != "" && !named:
		l.report.skip(name, doubt)
		return
	}
	l.report.files++
	found := []finding{tooLarge(what)}
	if whole {
		found = check(what, text, l.options.validate)
	}
	for i := range found {
		found[i].File, found[i].Kind = name, what
	}
	l.report.add(text, found...)
}

// read reads as much as a document of that sort may have, and reports whether
// that was all.
func read(r io.Reader) (text []byte, whole bool, err error) {
	text, err = io.ReadAll(io.LimitReader(r, twiml.MaxBytes+1))
	if err != nil || len(text) <= twiml.MaxBytes || isMarkup(text) {
		return text, len(text) <= twiml.MaxBytes, err
	}
	rest, err := io.ReadAll(io.LimitReader(r, workflow.MaxBytes-twiml.MaxBytes))
	text = append(text, rest...)
	return text, len(text) <= workflow.MaxBytes, err
}

func unreadable(name string, err error) finding {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		err = e.Err // the name is there already
	}
	return ofFile(name, "the file cannot be read: %v", err)
}

// ofFile is a finding about what is no document at all.
func ofFile(name, format string, args ...any) finding {
	return finding{File: name, Level: twiml.LevelError.String(), Message: fmt.Sprintf(format, args...)}
}
