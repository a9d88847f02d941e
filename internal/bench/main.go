package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
)

func main() {
	o, err := parseOptions(os.Args[1:], os.Stdout)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err == nil {
		err = run(o, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run measures what the options ask for, and writes each table as soon as it is
// there.
func run(o options, w io.Writer) (err error) {
	if o.output != "" {
		f, err2 := os.Create(o.output)
		if err2 != nil {
			return fmt.Errorf("bench: -o: %w", err2)
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		w = io.MultiWriter(w, f)
	}
	if err := writeMachine(w, o); err != nil {
		return err
	}
	for _, d := range o.selectDocuments() {
		if err := writeDocument(w, d, measure(d.contestants(), documentSchedule)); err != nil {
			return err
		}
	}
	for _, r := range o.selectRows() {
		if err := play(w, r.name+": "+r.about, r.prepare(o.sizes), o.sizes.schedule); err != nil {
			return err
		}
	}
	if o.picture {
		return runPicture(w, o)
	}
	return nil
}

// play measures a stage and writes its table. The memory of one stage is given
// back before the next.
func play(w io.Writer, name string, s *stage, sch schedule) error {
	err := writeTable(w, name, s.results(sch))
	*s = stage{}
	debug.FreeOSMemory()
	return err
}

// runPicture measures the curves and draws them.
func runPicture(w io.Writer, o options) error {
	var panels []panel
	s := curvesRow(o.sizes, func(list []panel) { panels = list })
	if err := play(w, "picture: a life in curves", s, o.sizes.schedule); err != nil || o.svg == "" {
		return err
	}
	f, err := os.Create(o.svg)
	if err != nil {
		return fmt.Errorf("bench: -svg: %w", err)
	}
	return errors.Join(drawPicture(f, panels, pictureCaption), f.Close())
}

const pictureCaption = "Both axes are logarithmic. scan looks at everybody with an expr-lang program; floor has maps and lists, and no rules."
