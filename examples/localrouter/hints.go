package main

import (
	"fmt"
	"net"
	"net/netip"
	"strings"
)

// hints says how to reach the service: a line for each SDK (rest.md §7), and one
// for curl. No SDK has a documented setting for its host.
//
// In Go all connections of the client go to the service, and nothing is encrypted
// on the way: a request cannot reach anybody else, whatever host it names. In Node
// and Python the addresses of both APIs are set on the client.
func (s *service) hints() string {
	o, at := &s.options, strings.TrimPrefix(s.url, "http://")
	account := o.account.String()
	goToken, nodeToken, pythonToken, curlToken := `"`+o.token+`"`, `"`+o.token+`"`, `"`+o.token+`"`, o.token
	if o.ownToken {
		goToken, nodeToken = `os.Getenv("`+tokenVariable+`")`, `process.env.`+tokenVariable
		pythonToken, curlToken = `os.environ["`+tokenVariable+`"]`, `"$`+tokenVariable+`"`
	}
	var b strings.Builder
	fmt.Fprintf(&b, "localrouter: %s, workspace %q %s, account %s\n", s.url, s.first.name, s.first.sid, account)
	fmt.Fprintf(&b, "Go      c := &client.Client{Credentials: client.NewCredentials(%q, %s), HTTPClient: &http.Client{Transport: &http.Transport{DialTLSContext: "+
		"func(ctx context.Context, _, _ string) (net.Conn, error) { return new(net.Dialer).DialContext(ctx, \"tcp\", %q) }}}}; "+
		"c.SetAccountSid(%[1]q); sdk := twilio.NewRestClientWithParams(twilio.ClientParams{Client: c})\n", account, goToken, at)
	fmt.Fprintf(&b, "Node    const sdk = require('twilio')(%q, %s); sdk.taskrouter.baseUrl = sdk.api.baseUrl = %q\n", account, nodeToken, s.url)
	fmt.Fprintf(&b, "Python  import os, twilio.rest; sdk = twilio.rest.Client(%q, %s); sdk.taskrouter.base_url = sdk.api.base_url = %q\n", account, pythonToken, s.url)
	fmt.Fprintf(&b, "curl    curl -u %s:%s %s/v1/Workspaces\n", account, curlToken, s.url)
	return b.String()
}

// urlOf is how a listener is reached from this machine.
func urlOf(listener net.Addr) string {
	at, err := netip.ParseAddrPort(listener.String())
	switch {
	case err != nil: // no address of the internet, which net.Listen does not give for tcp
		return "http://" + listener.String()
	case at.Addr().Unmap().IsUnspecified():
		at = netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), at.Port())
	}
	return "http://" + at.String()
}
