package callback

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/goacd/acd/internal/excerpt"
)

// AllowList keeps requests to URLs from outside from reaching inside: it lets
// connections through to public addresses, and to what it names. It judges the
// address that is about to be connected to, after names were resolved, so that a
// name which resolves to the loopback, at once or the next time, does not get
// past it; redirects are judged the same way.
//
// The zero value names nothing. An AllowList is immutable, and safe for
// concurrent use.
type AllowList struct {
	prefixes []portPrefix
	names    []hostPort
}

type portPrefix struct {
	prefix netip.Prefix
	port   uint16 // 0 for any
}

type hostPort struct {
	host string // in lower case
	port uint16 // 0 for any
}

// NewAllowList names what may be reached beside public addresses. Each entry is
// an address ("127.0.0.1", "::1"), a range of them ("10.1.0.0/16"), or a host
// name ("localhost", "router.internal") with whatever it resolves to. An
// address or a name may have a port ("127.0.0.1:8080", "[::1]:8080"), which then
// is the only one. The error is an [*Error] of [KindConfig].
func NewAllowList(entries ...string) (*AllowList, error) {
	l := &AllowList{}
	for _, entry := range entries {
		if !l.add(entry) {
			return nil, failure("configure", KindConfig, "allow-list entry %q: want an address, a range such as 10.1.0.0/16, or a host name, an address or a name also with a port", excerpt.Of(entry))
		}
	}
	return l, nil
}

func (l *AllowList) add(entry string) bool {
	if prefix, err := netip.ParsePrefix(entry); err == nil {
		// A range of IPv4 addresses in IPv6 spelling would match nothing.
		l.prefixes = append(l.prefixes, portPrefix{prefix.Masked(), 0})
		return !prefix.Addr().Is4In6()
	}
	host, port := entry, uint16(0)
	if h, text, err := net.SplitHostPort(entry); err == nil {
		n, err := strconv.ParseUint(text, 10, 16)
		if err != nil || n == 0 {
			return false
		}
		host, port = h, uint16(n)
	}
	if addr, err := netip.ParseAddr(host); err == nil {
		addr = addr.Unmap()
		l.prefixes = append(l.prefixes, portPrefix{netip.PrefixFrom(addr, addr.BitLen()), port})
		return addr.Zone() == ""
	}
	l.names = append(l.names, hostPort{strings.ToLower(host), port})
	return host != "" && !strings.ContainsAny(host, "/:@?#[]%\\ \t\r\n*")
}

// Check reports why a connection to an address is not let through, as an
// [*Error] of [KindAddress]; nil if it is.
func (l *AllowList) Check(to netip.AddrPort) error {
	addr := to.Addr().Unmap().WithZone("")
	for _, p := range l.prefixes {
		if p.prefix.Contains(addr) && (p.port == 0 || p.port == to.Port()) {
			return nil
		}
	}
	if isPublic(addr) {
		return nil
	}
	return failure("dial", KindAddress, "%v is no public address: name it in the allow-list to let it through", to)
}

// reserved are the ranges that are not part of the public internet, or that
// lead into another range by a translator (IANA's special-purpose registries).
// All else of IPv6 but 2000::/3 is not public either.
var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),       // this network
	netip.MustParsePrefix("10.0.0.0/8"),      // private
	netip.MustParsePrefix("100.64.0.0/10"),   // shared by a provider's customers
	netip.MustParsePrefix("127.0.0.0/8"),     // loopback
	netip.MustParsePrefix("169.254.0.0/16"),  // link-local: metadata of clouds
	netip.MustParsePrefix("172.16.0.0/12"),   // private
	netip.MustParsePrefix("192.0.0.0/24"),    // protocol assignments
	netip.MustParsePrefix("192.0.2.0/24"),    // documentation
	netip.MustParsePrefix("192.88.99.0/24"),  // 6to4 relays
	netip.MustParsePrefix("192.168.0.0/16"),  // private
	netip.MustParsePrefix("198.18.0.0/15"),   // benchmarks
	netip.MustParsePrefix("198.51.100.0/24"), // documentation
	netip.MustParsePrefix("203.0.113.0/24"),  // documentation
	netip.MustParsePrefix("224.0.0.0/3"),     // multicast, reserved, broadcast
	netip.MustParsePrefix("2001::/23"),       // protocol assignments, Teredo
	netip.MustParsePrefix("2001:db8::/32"),   // documentation
	netip.MustParsePrefix("2002::/16"),       // 6to4, which holds an IPv4 address
	netip.MustParsePrefix("3fff::/20"),       // documentation
}

// global is what IPv6 has in use: it leaves out loopback, unique local,
// link-local, multicast, and the spellings of IPv4 addresses (::/96, 64:ff9b::/96).
var global = netip.MustParsePrefix("2000::/3")

func isPublic(addr netip.Addr) bool {
	return addr.IsValid() && (addr.Is4() || global.Contains(addr)) &&
		!slices.ContainsFunc(reserved, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// DialContext connects as a net.Dialer does, where the list lets it: it is made
// for [http.Transport.DialContext]. With a proxy it would judge the proxy's
// address, and not where that connects to.
func (l *AllowList) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{Timeout: 10 * time.Second}
	if !l.isNamed(address) {
		d.ControlContext = l.control
	}
	return d.DialContext(ctx, network, address)
}

func (l *AllowList) isNamed(address string) bool {
	host, text, err := net.SplitHostPort(address)
	port, _ := strconv.ParseUint(text, 10, 16)
	host = strings.ToLower(host)
	return err == nil && slices.ContainsFunc(l.names, func(n hostPort) bool {
		return n.host == host && (n.port == 0 || n.port == uint16(port))
	})
}

// control is called for each address that a name resolved to, before it is
// connected to.
func (l *AllowList) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil { // a socket of another family, which no URL leads to
		return &Error{Op: "dial", Kind: KindAddress, Message: "want an IP address with a port", Err: err}
	}
	return l.Check(to)
}

// Client returns a client whose connections the list judges. It uses no proxy,
// keeps no cookies and bounds what it reads of headers. Its transport is its
// own.
func (l *AllowList) Client() *http.Client {
	return &http.Client{Transport: &http.Transport{
		DialContext:            l.DialContext,
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           100,
		MaxIdleConnsPerHost:    16,
		IdleConnTimeout:        90 * time.Second,
		TLSHandshakeTimeout:    10 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
	}}
}
