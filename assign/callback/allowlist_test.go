package callback_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/callback"
	"github.com/goacd/acd/internal/rest/resttest"
)

func TestAllowListCheck(t *testing.T) {
	list, err := callback.NewAllowList("10.1.0.0/16", "127.0.0.1:8080", "::1", "192.168.7.7", "[fd00::5]:443", "::ffff:10.9.9.9", "169.254.1.0/24", "fe80::/10")
	require.NoError(t, err)
	tests := []struct {
		to    string
		empty bool // the list that names nothing lets it through
		named bool // the list above does
	}{
		{"8.8.8.8:443", true, true},
		{"[2606:4700::1]:443", true, true},
		{"[::ffff:8.8.8.8]:80", true, true},
		{"10.1.2.3:80", false, true},
		{"[::ffff:10.1.2.3]:80", false, true},
		{"10.2.0.1:80", false, false},
		{"127.0.0.1:8080", false, true},
		{"127.0.0.1:8081", false, false},
		{"127.0.0.2:8080", false, false},
		{"[::ffff:127.0.0.1]:8081", false, false},
		{"[::1]:1", false, true},
		{"192.168.7.7:1", false, true},
		{"192.168.7.8:1", false, false},
		{"[fd00::5]:443", false, true},
		{"[fd00::5]:80", false, false},
		{"10.9.9.9:1", false, true},
		{"169.254.1.1:1", false, true},
		{"169.254.169.254:80", false, false},
		{"[fe80::1%eth0]:80", false, true},
		{"0.0.0.0:80", false, false},
		{"[::]:80", false, false},
		{"172.31.255.255:80", false, false},
		{"172.32.0.1:80", true, true},
		{"100.64.0.1:80", false, false},
		{"100.128.0.1:80", true, true},
		{"198.18.0.1:80", false, false},
		{"192.0.2.1:80", false, false},
		{"203.0.113.9:80", false, false},
		{"224.0.0.1:80", false, false},
		{"240.0.0.1:80", false, false},
		{"255.255.255.255:80", false, false},
		{"[64:ff9b::7f00:1]:80", false, false},
		{"[::7f00:1]:80", false, false},
		{"[2002:7f00:1::]:80", false, false},
		{"[2001::1]:80", false, false},
		{"[2001:db8::1]:80", false, false},
		{"[fec0::1]:80", false, false},
		{"[ff02::1]:80", false, false},
	}
	var none callback.AllowList
	for _, tt := range tests {
		t.Run(tt.to, func(t *testing.T) {
			to := netip.MustParseAddrPort(tt.to)
			assert.Equal(t, tt.empty, none.Check(to) == nil)
			err := list.Check(to)
			assert.Equal(t, tt.named, err == nil)
			if err != nil {
				require.ErrorIs(t, err, &callback.Error{Kind: callback.KindAddress})
			}
		})
	}
	assert.Error(t, none.Check(netip.AddrPort{}))
}

func TestAllowListEntries(t *testing.T) {
	for _, bad := range []string{"", ":80", "10.0.0.0/33", "127.0.0.1:0", "127.0.0.1:99999", "127.0.0.1:http", "a/b", "http://localhost", "::ffff:10.0.0.0/104", "fe80::1%eth0", "*.example.com", "a b", "user@host"} {
		list, err := callback.NewAllowList("10.0.0.1", bad)
		require.ErrorIs(t, err, &callback.Error{Kind: callback.KindConfig}, bad)
		assert.Nil(t, list)
	}
}

// TestAllowListConnects reaches a server on the loopback by its address and by
// its name, as far as each list lets it.
func TestAllowListConnects(t *testing.T) {
	resttest.NoLeak(t)
	server := httptest.NewServer(http.RedirectHandler("/x", http.StatusNoContent))
	t.Cleanup(server.Close)
	u, err := url.Parse(server.URL)
	require.NoError(t, err)
	byName := "http://LOCALHOST:" + u.Port()
	tests := []struct {
		name    string
		entries []string
		url     string
		ok      bool
	}{
		{"nothing is named", nil, server.URL, false},
		{"nothing is named, by name", nil, byName, false},
		{"the address", []string{"127.0.0.1"}, server.URL, true},
		{"its range, by a name that resolves into it", []string{"127.0.0.0/8", "::1"}, byName, true},
		{"the name", []string{"Localhost"}, byName, true},
		{"the name with the port", []string{"localhost:" + u.Port()}, byName, true},
		{"the name with another port", []string{"localhost:1"}, byName, false},
		{"the name, not the address", []string{"localhost"}, server.URL, false},
		{"another name", []string{"localhost.example"}, byName, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list, err := callback.NewAllowList(tt.entries...)
			require.NoError(t, err)
			client := list.Client()
			defer client.CloseIdleConnections()
			res, err := client.Get(tt.url)
			if !tt.ok {
				require.ErrorIs(t, err, &callback.Error{Kind: callback.KindAddress})
				return
			}
			require.NoError(t, err)
			assert.Equal(t, http.StatusNoContent, res.StatusCode)
			res.Body.Close()
		})
	}
	t.Run("a redirect to the inside", func(t *testing.T) {
		outer := httptest.NewServer(http.RedirectHandler(server.URL, http.StatusTemporaryRedirect))
		t.Cleanup(outer.Close)
		o, _ := url.Parse(outer.URL)
		list, err := callback.NewAllowList(o.Host)
		require.NoError(t, err)
		http := list.Client()
		defer http.CloseIdleConnections()
		client := newClient(t, nil, func(c *callback.ClientConfig) { c.HTTP = http })
		got, err := client.Ask(t.Context(), outer.URL, "", question())
		require.NoError(t, err)
		assert.Equal(t, []string{"11205"}, codes(got.Alerts))
		assert.Contains(t, got.Alerts[0].Message, "no public address")
	})
	t.Run("a socket that is none of the internet", func(t *testing.T) {
		_, err := new(callback.AllowList).DialContext(context.Background(), "unix", "/nowhere")
		require.ErrorIs(t, err, &callback.Error{Kind: callback.KindAddress})
	})
}
