package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"time"
)

// options are the flags.
type options struct {
	addr    string
	speed   float64
	seed    uint64
	agents  int
	callers int           // an hour
	lasts   time.Duration // of the contact center; 0 to go on
}

// The bounds of the flags. Faster than maxSpeed, the way of a request over the
// loopback would be minutes for those who wait for it.
const (
	maxSpeed   = 1000
	maxAgents  = 200
	maxCallers = 10_000
)

// errTold is about flags that package flag has refused, and told so.
var errTold = errors.New("told")

// parseOptions reads the flags. The error is flag.ErrHelp, errTold, or says what
// would be right; what package flag has to say goes to stderr.
func parseOptions(args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("callcenter", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.addr, "addr", "127.0.0.1:8080", "`address` of the page: host:port")
	flags.Float64Var(&o.speed, "speed", 10, "how many seconds of the contact center pass in a second, up to 1000")
	flags.Uint64Var(&o.seed, "seed", 1, "what callers and agents do follows from it")
	flags.IntVar(&o.agents, "agents", 12, "how many agents there are, up to 200")
	flags.IntVar(&o.callers, "callers", 150, "how many people call in an hour, on average, up to 10000")
	flags.DurationVar(&o.lasts, "for", 0, "let nobody in after so much time of the contact center, and end; 0 to go on")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return o, err
	case err != nil:
		return o, errTold
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q: everything has a flag, see -help", flags.Arg(0))
	}
	return o, o.check()
}

func (o *options) check() error {
	if _, _, err := net.SplitHostPort(o.addr); err != nil {
		return fmt.Errorf("-addr %q: want host:port, such as 127.0.0.1:8080", o.addr)
	}
	switch {
	case !(o.speed > 0 && o.speed <= maxSpeed): // refuses NaN too
		return fmt.Errorf("-speed %v is out of range: want above 0, at most %d", o.speed, maxSpeed)
	case o.agents < 1 || o.agents > maxAgents:
		return fmt.Errorf("-agents %d is out of range: want 1 to %d", o.agents, maxAgents)
	case o.callers < 0 || o.callers > maxCallers:
		return fmt.Errorf("-callers %d is out of range: want 0 to %d", o.callers, maxCallers)
	case o.lasts < 0:
		return fmt.Errorf("-for %v is negative: want a duration, or 0 to go on", o.lasts)
	}
	return nil
}
