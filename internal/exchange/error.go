package exchange

import (
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"strings"
	"syscall"

	"github.com/goacd/acd/internal/weburl"
	"github.com/goacd/acd/twiml"
)

// Error says why an exchange came to nothing.
type Error struct {
	Code    int    // the vendor's, twiml.md §9
	URL     string // of the request that failed, without user and password
	Message string // what is wrong; "" where Err says so
	Err     error  // what lies under it, if anything
}

// Error returns Message and what Err says. The URL is for the caller to name.
func (e *Error) Error() string {
	switch {
	case e.Err == nil:
		return e.Message
	case e.Message == "":
		return e.Err.Error()
	}
	return e.Message + ": " + e.Err.Error()
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

func (h hop) failed(code int, message string, err error) *Error {
	return &Error{Code: code, URL: weburl.Show(h.url), Message: message, Err: err}
}

// unsent is about a request that got no answer.
func (h hop) unsent(err error) *Error {
	// net/http reads the Location before it asks whether to follow it, and has no
	// type for one that is no URL. Its text would show user and password.
	if strings.HasPrefix(err.Error(), "failed to parse Location header") {
		return h.failed(twiml.CodeRedirectTarget, "a redirect whose Location is no URL", nil)
	}
	return h.failed(codeOf(err), "", err)
}

// codeOf returns the vendor's code of what went wrong below HTTP (twiml.md §9).
// What no code says better is 11205.
func codeOf(err error) int {
	if code := codeOfTLS(err); code != 0 {
		return code
	}
	_, isDNS := errors.AsType[*net.DNSError](err)
	op, isOp := errors.AsType[*net.OpError](err)
	late, isNet := errors.AsType[net.Error](err)
	isLate := isNet && late.Timeout() // the transport's or the client's own limit
	switch {
	case isDNS:
		return twiml.CodeHostNotFound
	case isLate && isOp && op.Op == "dial":
		return twiml.CodeConnectTimeout
	case isLate:
		return twiml.CodeFetchTimeout
	case errors.Is(err, syscall.ECONNREFUSED):
		return twiml.CodeConnectRefused
	case strings.Contains(err.Error(), "malformed HTTP"): // net/http has no type for it
		return twiml.CodeHTTPProtocol
	}
	return twiml.CodeConnectFailed
}

// codeOfTLS returns the code of what went wrong with TLS, on either side, else 0.
func codeOfTLS(err error) int {
	_, isHost := errors.AsType[x509.HostnameError](err)
	invalid, isInvalid := errors.AsType[x509.CertificateInvalidError](err)
	_, isUnknown := errors.AsType[x509.UnknownAuthorityError](err)
	op, isOp := errors.AsType[*net.OpError](err)
	switch {
	case isHost:
		return twiml.CodeCertificateHost
	case isInvalid && invalid.Reason == x509.Expired:
		return twiml.CodeCertificateExpired
	case isUnknown:
		return twiml.CodeCertificateChain
	// An alert from or for the other side; and what has no exported type.
	case isInvalid, errors.Is(err, http.ErrSchemeMismatch),
		isOp && (op.Op == "remote error" || op.Op == "local error"), strings.HasPrefix(err.Error(), "tls: "):
		return twiml.CodeTLSHandshake
	}
	return 0
}
