package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// options are what the command line asks for.
type options struct {
	documents, routing, picture bool

	sizes  sizes
	only   *regexp.Regexp // names of documents and rows
	svg    string         // file of the picture; "" for none
	output string         // file of the tables, besides the standard output; "" for none
	commit string
}

const usage = `usage: bench [documents | routing | picture] [flags]

  documents  TwiML beside what else builds and reads it
  routing    tasks and workers, a row for each subject
  picture    the curves of the picture, which -svg draws
  (nothing)  documents and routing

`

// parseOptions reads the arguments. What is wrong with them it says in the
// error; help goes to out, with flag.ErrHelp.
func parseOptions(args []string, out io.Writer) (options, error) {
	o := options{documents: true, routing: true, sizes: small}
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		o.documents, o.routing, o.picture = args[0] == "documents", args[0] == "routing", args[0] == "picture"
		if !o.documents && !o.routing && !o.picture {
			return options{}, fmt.Errorf("bench: %q is not one of documents, routing and picture", args[0])
		}
		args = args[1:]
	}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	big := flags.Bool("large", false, "the sizes that the reach is about; takes minutes, and memory")
	only := flags.String("run", "", "only documents and rows whose name matches this `regexp`")
	flags.StringVar(&o.svg, "svg", "", "draw the picture into this `file`")
	flags.StringVar(&o.output, "o", "", "write the tables to this `file` too")
	flags.StringVar(&o.commit, "commit", "", "the `commit` that is measured, where the build does not know it")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprint(out, usage)
			flags.SetOutput(out)
			flags.PrintDefaults()
			return options{}, err
		}
		return options{}, fmt.Errorf("bench: %w", err)
	}
	if flags.NArg() > 0 {
		return options{}, fmt.Errorf("bench: unexpected argument %q; flags come after documents, routing or picture", flags.Arg(0))
	}
	if *big {
		o.sizes = large
	}
	var err error
	if o.only, err = regexp.Compile(*only); err != nil {
		return options{}, fmt.Errorf("bench: -run: %w", err)
	}
	o.picture = o.picture || o.svg != ""
	return o, o.check()
}

// check refuses a -run that leaves nothing to do.
func (o options) check() error {
	if len(o.selectDocuments())+len(o.selectRows()) > 0 || o.picture {
		return nil
	}
	return fmt.Errorf("bench: -run %q matches no name", o.only)
}

func (o options) selectDocuments() []document {
	var list []document
	if !o.documents {
		return nil
	}
	for _, d := range documents() {
		if o.only.MatchString(d.name) {
			list = append(list, d)
		}
	}
	return list
}

func (o options) selectRows() []row {
	var list []row
	if !o.routing {
		return nil
	}
	for _, r := range rows() {
		if o.only.MatchString(r.name) {
			list = append(list, r)
		}
	}
	return list
}
