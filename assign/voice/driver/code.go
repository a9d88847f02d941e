package driver

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strings"
	"syscall"

	"github.com/goacd/acd/twiml"
)

// codeOf returns the vendor's code of a failed exchange (twiml.md §9).
func codeOf(err error) int {
	if own, ok := errors.AsType[*fetchError](err); ok {
		return own.code
	}
	if isTimeout(err) {
		if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
			return twiml.CodeConnectTimeout
		}
		return twiml.CodeFetchTimeout
	}
	if code := codeOfTLS(err); code != 0 {
		return code
	}
	_, isDNS := errors.AsType[*net.DNSError](err)
	switch {
	case isDNS:
		return twiml.CodeHostNotFound
	case errors.Is(err, syscall.ECONNREFUSED):
		return twiml.CodeConnectRefused
	case strings.Contains(err.Error(), "malformed"): // net/http has no types for these
		return twiml.CodeHTTPProtocol
	}
	return twiml.CodeConnectFailed
}

func isTimeout(err error) bool {
	late, ok := errors.AsType[net.Error](err)
	return ok && late.Timeout() || errors.Is(err, context.DeadlineExceeded)
}

// codeOfTLS returns the code of what went wrong with TLS, else 0.
func codeOfTLS(err error) int {
	_, isHost := errors.AsType[x509.HostnameError](err)
	invalid, isInvalid := errors.AsType[x509.CertificateInvalidError](err)
	_, isUnknown := errors.AsType[x509.UnknownAuthorityError](err)
	_, isRecord := errors.AsType[tls.RecordHeaderError](err)
	_, isAlert := errors.AsType[tls.AlertError](err)
	_, isVerification := errors.AsType[*tls.CertificateVerificationError](err)
	switch {
	case isHost:
		return twiml.CodeCertificateHost
	case isInvalid && invalid.Reason == x509.Expired:
		return twiml.CodeCertificateExpired
	case isUnknown:
		return twiml.CodeCertificateChain
	case isInvalid, isRecord, isAlert, isVerification, strings.Contains(err.Error(), "tls: "),
		strings.Contains(err.Error(), "HTTP response to HTTPS client"): // net/http has no types for these
		return twiml.CodeTLSHandshake
	}
	return 0
}
