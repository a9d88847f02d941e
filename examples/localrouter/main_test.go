package main

import (
	"context"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
)

var zeroReservation taskrouter.ReservationSID

func (l *local) cfg() taskrouter.Config { return taskrouter.Config{AccountSID: l.account} }

func TestRunEndsByInterrupt(t *testing.T) {
	noLeaks(t)
	ctx, interrupt := context.WithCancel(t.Context())
	var stdout, stderr output
	status := make(chan int)
	go func() { status <- run(ctx, []string{"-addr", "127.0.0.1:0"}, noEnvironment, &stdout, &stderr) }()
	eventually(t, "it serves", func() bool { return strings.Contains(stdout.String(), "curl ") })
	interrupt()
	assert.Zero(t, <-status)
	assert.Empty(t, stderr.String())
	lines := strings.Split(strings.TrimSpace(stdout.String()), "\n")
	require.Len(t, lines, 5)
	assert.Contains(t, lines[0], `workspace "Local" WS`)
	for i, want := range []string{"Go      c := &client.Client{", "Node    const sdk = require('twilio')(", "Python  import os, twilio.rest; sdk = twilio.rest.Client("} {
		assert.True(t, strings.HasPrefix(lines[i+1], want), lines[i+1])
		assert.Contains(t, lines[i+1], `"`+defaultAccount+`", "`+defaultToken+`"`)
	}
	assert.Contains(t, lines[4], "-u "+defaultAccount+":"+defaultToken+" http://127.0.0.1:")
}

func TestTokenOfOnesOwnIsNeverPrinted(t *testing.T) {
	const secret = "f00dfacef00dface"
	account := "AC" + strings.Repeat("7", 32)
	env := func(name string) string {
		return map[string]string{accountVariable: account, tokenVariable: secret}[name]
	}
	o, err := parseOptions([]string{"-addr", "127.0.0.1:0", "-v"}, env, io.Discard)
	require.NoError(t, err)
	noLeaks(t)
	l := &local{t: t}
	l.service, err = open(o, &l.log)
	require.NoError(t, err)
	t.Cleanup(l.close)
	assert.Equal(t, account, at(l.get("/v1/Workspaces/"+l.first.sid.String()), "account_sid"))
	assert.Contains(t, l.log.String(), "/v1/Workspaces/", "-v tells requests")
	printed := l.hints()
	assert.NotContains(t, printed+l.log.String(), secret)
	for _, part := range []string{`os.Getenv("AUTH_TOKEN")`, `process.env.AUTH_TOKEN`, `os.environ["AUTH_TOKEN"]`, `:"$AUTH_TOKEN" http://`} {
		assert.Contains(t, printed, part)
	}
	l.token = "wrong"
	l.do(401, "GET", "/v1/Workspaces")
}

func TestRunRefuses(t *testing.T) {
	noLeaks(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	for _, tt := range []struct {
		name   string
		args   string
		status int
		want   string
	}{
		{"help", "-help", 0, "-seed file"},
		{"unknown flag", "-nowhere", 2, "not defined"},
		{"argument", "seed.json", 2, `unexpected argument "seed.json"`},
		{"account", "-account AC1", 2, `-account "AC1": want AC and 32`},
		{"token", "-token not.one", 2, "-token: want 1 to 128 letters and digits"},
		{"allow", "-allow http://x/", 2, "-allow: callback: configure: allow-list entry"},
		{"address", "-addr 8080", 2, `-addr "8080": want host:port`},
		{"beyond the loopback", "-addr :8080", 2, "want a -token of your own"},
		{"address in use", "-addr " + taken.Addr().String(), 1, "address already in use"},
		{"no such seed", "-seed nowhere.json", 1, "nowhere.json: no such file"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var stdout, stderr output
			assert.Equal(t, tt.status, run(t.Context(), strings.Fields(tt.args), noEnvironment, &stdout, &stderr))
			assert.Contains(t, stderr.String(), tt.want)
			assert.Empty(t, stdout.String())
			assert.NotContains(t, stderr.String(), "not.one", "a token")
		})
	}
}

func TestOptions(t *testing.T) {
	o, err := parseOptions(strings.Fields("-addr [::1]:0 -allow 127.0.0.1:3000,10.1.0.0/16 -allow localhost"), noEnvironment, io.Discard)
	require.NoError(t, err)
	assert.Equal(t, defaultAccount, o.account.String())
	assert.Equal(t, defaultToken, o.token)
	assert.False(t, o.ownToken)
	o, err = parseOptions(strings.Fields("-addr 0.0.0.0:0 -token mine"), func(string) string { return "" }, io.Discard)
	require.NoError(t, err)
	assert.True(t, o.ownToken)
}

func TestURLOf(t *testing.T) {
	for addr, want := range map[string]string{
		"127.0.0.1:80": "http://127.0.0.1:80", "0.0.0.0:81": "http://127.0.0.1:81", "[::]:82": "http://127.0.0.1:82", "[::1]:83": "http://[::1]:83",
	} {
		resolved, err := net.ResolveTCPAddr("tcp", addr)
		require.NoError(t, err)
		assert.Equal(t, want, urlOf(resolved))
	}
}

// A workspace or a server that ends by itself ends the program.
func TestWaitTellsWhatHasFailed(t *testing.T) {
	l := start(t)
	l.failed <- io.ErrUnexpectedEOF
	assert.ErrorIs(t, l.wait(t.Context()), io.ErrUnexpectedEOF)
	require.NoError(t, l.first.runner.Close())
	assert.ErrorContains(t, l.wait(t.Context()), "the workspace has ended")
}
