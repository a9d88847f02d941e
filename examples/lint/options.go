package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/goacd/acd/twiml"
)

// options is what the flags and arguments say.
type options struct {
	json     bool
	strict   bool
	validate twiml.ValidateOptions
	names    []string // never empty
}

const usage = `usage: lint [flags] [file | folder | folder/... | -]...

Checks call documents (TwiML) and workflow configurations, told apart by their
content. Without arguments, or for "-", it reads the standard input.
Exit status: 0 without errors, 1 with errors, 2 for wrong usage.

`

// parseOptions reads the arguments. If they are wrong, or ask for help, ok is
// false and the program ends with the status; what there is to say is said.
func parseOptions(args []string, stderr io.Writer) (o options, status int, ok bool) {
	flags := flag.NewFlagSet("lint", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, usage)
		flags.PrintDefaults()
	}
	var flavor, context string
	flags.BoolVar(&o.validate.Lint, "lint", false,
		"call documents: also report what is legal, and probably not meant, such as verbs that are never reached")
	flags.BoolVar(&o.json, "json", false, "print an object a line (fields: see go doc ./examples/lint)")
	flags.BoolVar(&o.strict, "strict", false, "exit with status 1 for warnings and lint too")
	flags.BoolVar(&o.validate.Inline, "inline", false, "call documents are handed to the REST API, and have no address")
	flags.StringVar(&flavor, "flavor", "", "call documents are of that `kind`: "+join(flavors)+" (default: what fits best)")
	flags.StringVar(&context, "context", "", "call documents are returned by the address in that `attribute`: "+join(contexts))
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return o, statusGood, false
	case err != nil:
		return o, statusUsage, false
	}
	o.validate.Flavor, o.validate.Context = twiml.Flavor(flavor), twiml.Context(context)
	o.names = flags.Args()
	if err := o.check(); err != nil {
		fmt.Fprintln(stderr, "lint:", err)
		return o, statusUsage, false
	}
	if len(o.names) == 0 {
		o.names = []string{"-"}
	}
	return o, statusGood, true
}

var flavors = []twiml.Flavor{twiml.FlavorVoice, twiml.FlavorMessaging, twiml.FlavorFax}

// contexts are those that a document can be written for (twiml.md §4).
var contexts = []twiml.Context{
	twiml.ContextWait, twiml.ContextWhisper, twiml.ContextConferenceWait, twiml.ContextScreening,
	twiml.ContextClientScreening, twiml.ContextSipScreening, twiml.ContextWhatsAppScreening, twiml.ContextApplicationScreening,
}

// check refuses what would be ignored without a word.
func (o *options) check() error {
	if f := o.validate.Flavor; f != "" && !slices.Contains(flavors, f) {
		return fmt.Errorf("flavor %q is not known: want %s", f, join(flavors))
	}
	if c := o.validate.Context; c != "" && !slices.Contains(contexts, c) {
		return fmt.Errorf("context %q restricts no document: want %s", c, join(contexts))
	}
	for i, name := range o.names {
		switch {
		case name == "":
			return errors.New("an argument is empty: want a file, a folder, or - for the standard input")
		case name == "-" && slices.Contains(o.names[:i], name):
			return errors.New("the standard input can be read once: want one -")
		case name != "-" && name[0] == '-':
			return fmt.Errorf("%q stands behind a file: want flags first, or ./%s for a file of that name", name, name)
		}
	}
	return nil
}

// join lists words for a message.
func join[S ~string](words []S) string {
	var b strings.Builder
	for i, word := range words {
		switch {
		case i == 0:
		case i == len(words)-1:
			b.WriteString(" or ")
		default:
			b.WriteString(", ")
		}
		b.WriteString(string(word))
	}
	return b.String()
}
