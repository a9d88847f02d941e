package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/netip"
	"regexp"
	"strings"

	"github.com/goacd/acd/assign/callback"
	"github.com/goacd/acd/taskrouter"
)

// options are the flags, with what the environment says in their place.
type options struct {
	addr     string
	account  taskrouter.AccountSID
	token    string
	ownToken bool // which is not to be printed
	seed     string
	allowed  *callback.AllowList
	verbose  bool
}

// The account where nobody says another one.
const (
	defaultAccount = "AC00000000000000000000000000000001"
	defaultToken   = "localtoken"
)

// The variables of the environment.
const (
	accountVariable = "ACCOUNT_SID"
	tokenVariable   = "AUTH_TOKEN"
)

// isToken knows the tokens that every SDK takes (rest.md §8).
var isToken = regexp.MustCompile(`^[0-9A-Za-z]{1,128}$`)

// errTold is about flags that package flag has refused, and told so.
var errTold = errors.New("told")

// parseOptions reads the flags and the environment. The error is flag.ErrHelp,
// errTold, or says what would be right, and never what the token is; what package
// flag has to say goes to stderr.
func parseOptions(args []string, env func(string) string, stderr io.Writer) (options, error) {
	var o options
	var account, token string
	var allow []string
	flags := flag.NewFlagSet("localrouter", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.addr, "addr", "127.0.0.1:8080", "`address` to listen at: host:port")
	flags.StringVar(&account, "account", "", "`SID` of the account, else that of "+accountVariable)
	flags.StringVar(&token, "token", "", "auth `token` of the account, else that of "+tokenVariable)
	flags.StringVar(&o.seed, "seed", "", "JSON `file` that furnishes the workspace")
	flags.Func("allow", "`addresses` where callbacks and documents may be beside public ones, separated by commas; may be repeated", func(text string) error {
		allow = append(allow, strings.Split(text, ",")...)
		return nil
	})
	flags.BoolVar(&o.verbose, "v", false, "tell every request")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return o, err
	case err != nil:
		return o, errTold
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q: everything has a flag, see -help", flags.Arg(0))
	}
	o.token = cmp.Or(token, env(tokenVariable))
	o.ownToken = o.token != ""
	o.token = cmp.Or(o.token, defaultToken)
	return o, o.check(cmp.Or(account, env(accountVariable), defaultAccount), allow)
}

func (o *options) check(account string, allow []string) (err error) {
	if o.account, err = taskrouter.ParseAccountSID(account); err != nil {
		return fmt.Errorf("-account %q: want AC and 32 hexadecimal digits", account)
	}
	if !isToken.MatchString(o.token) {
		return errors.New("-token: want 1 to 128 letters and digits")
	}
	for i, entry := range allow {
		allow[i] = strings.TrimSpace(entry)
	}
	if o.allowed, err = callback.NewAllowList(allow...); err != nil {
		return fmt.Errorf("-allow: %w", err)
	}
	host, _, err := net.SplitHostPort(o.addr)
	switch {
	case err != nil:
		return fmt.Errorf("-addr %q: want host:port, such as 127.0.0.1:8080", o.addr)
	case !isLoopback(host) && !o.ownToken:
		return fmt.Errorf("-addr %q is beyond the loopback: want a -token of your own there, since everybody knows the default one", o.addr)
	}
	return nil
}

func isLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.Unmap().IsLoopback()
}
