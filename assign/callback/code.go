package callback

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"strings"

	"github.com/goacd/acd/twiml"
)

// codeOf returns the vendor's number for a request that came to nothing. lifecycle.md
// §3.2 names 11200 for an answer with an error status and 11205 for a
// connection; where the list of codes (twiml.md §9) has one that says it better
// it is used, for whoever has to find the cause: 11203 for time, 11206 for
// what is no HTTP, 11210 for names, 11220 and those around it for TLS.
func codeOf(err error) int {
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return twiml.CodeCertificateHost
	}
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); ok && invalid.Reason == x509.Expired {
		return twiml.CodeCertificateExpired
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return twiml.CodeCertificateChain
	}
	if isHandshake(err) {
		return twiml.CodeTLSHandshake
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return twiml.CodeHostNotFound
	}
	// net/http has no types for these two.
	if text := err.Error(); strings.Contains(text, "failed to parse Location header") {
		return twiml.CodeRedirectTarget
	} else if strings.Contains(text, "malformed HTTP") {
		return twiml.CodeHTTPProtocol
	}
	if dial, ok := errors.AsType[*net.OpError](err); ok && dial.Op == "dial" {
		return twiml.CodeConnectFailed // its time-out included
	}
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() {
		return twiml.CodeFetchTimeout // the client's own limit
	}
	return twiml.CodeConnectFailed
}

// isHandshake reports whether TLS failed, on either side.
func isHandshake(err error) bool {
	_, verify := errors.AsType[*tls.CertificateVerificationError](err)
	_, record := errors.AsType[tls.RecordHeaderError](err)
	_, alert := errors.AsType[tls.AlertError](err)
	return verify || record || alert || errors.Is(err, http.ErrSchemeMismatch)
}
