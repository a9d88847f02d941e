package webhook

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/goacd/acd/internal/excerpt"
)

// VerifierConfig configures a [Verifier]. Only Tokens must be set.
type VerifierConfig struct {
	// Tokens are the auth tokens that may have signed: more than one while a
	// token is being replaced, or where several accounts call.
	Tokens []string
	// BaseURL is what stands before the path in the URLs that are signed, for
	// an application behind a proxy: https://example.com, with a path that the
	// proxy takes away if there is one, and with user:password@ if the URLs
	// have that. By default it is made of the request: https if that came over
	// TLS, and the Host header.
	BaseURL string
	// TrustForwarded takes scheme, host and port from the headers
	// X-Forwarded-Proto, X-Forwarded-Host and X-Forwarded-Port, the first value
	// of each. Set it only behind a proxy that writes them: a client can write
	// them too. Not together with BaseURL.
	TrustForwarded bool
	// MaxBytes is the most bytes of a body; 0 means [MaxBytes], which is the
	// most for forms in any case.
	MaxBytes int64
}

// Verifier checks signatures. It is immutable, and safe for concurrent use.
type Verifier struct {
	tokens    []string
	base      string
	forwarded bool
	maxBytes  int64
}

// NewVerifier returns a verifier. The error is an [*Error] of [KindConfig].
func NewVerifier(cfg VerifierConfig) (*Verifier, error) {
	v := &Verifier{
		tokens: slices.Clone(cfg.Tokens), base: strings.TrimSuffix(cfg.BaseURL, "/"),
		forwarded: cfg.TrustForwarded, maxBytes: cfg.MaxBytes,
	}
	if v.maxBytes == 0 {
		v.maxBytes = MaxBytes
	}
	switch {
	case len(v.tokens) == 0:
		return nil, failure("configure", KindConfig, "there are no Tokens: want at least one")
	case slices.Contains(v.tokens, ""):
		return nil, failure("configure", KindConfig,
			"token %d of %d is empty: want none that is", slices.Index(v.tokens, "")+1, len(v.tokens))
	case v.base != "" && (!isURL(v.base) || strings.ContainsAny(v.base, "?#")):
		return nil, failure("configure", KindConfig,
			"BaseURL %q: want an absolute http or https URL without query and fragment", excerpt.Of(withoutUser(cfg.BaseURL)))
	case v.base != "" && v.forwarded:
		return nil, failure("configure", KindConfig, "BaseURL and TrustForwarded are both set: want one of them")
	case v.maxBytes < 0:
		return nil, failure("configure", KindConfig, "MaxBytes %d: want at least 0", v.maxBytes)
	}
	return v, nil
}

// Verify reports whether a signature is that of a URL and the parameters of a
// form, nil if there is none. See [Sign] for what is signed; the URL may have
// the port of its scheme or not, and a signature of it without its port is
// right as well, since the vendor is not consistent in that.
func (v *Verifier) Verify(rawURL string, form url.Values, signature string) bool {
	return matches(v.tokens, spellings(rawURL), form, signature)
}

// VerifyBody reports whether a signature is that of a URL, and the parameter
// bodySHA256 in its query that of the body. Without the parameter it is not.
func (v *Verifier) VerifyBody(rawURL string, body []byte, signature string) bool {
	return v.Verify(rawURL, nil, signature) && matchesBody(rawURL, body)
}

// VerifyRequest checks a request that came in: a form by its parameters, any
// other body by the hash in the URL, which must be there, and a request without
// both by its URL, which then holds no hash of another body; a form without
// parameters is none. With basic authentication the URL with the user in it is
// right as well.
//
// The body is read, and can be read again. The error is an [*Error]: of
// [KindSignature] if the signature is missing or wrong, else of the kind that
// tells why it could not be checked.
func (v *Verifier) VerifyRequest(r *http.Request) error {
	if err := v.check(r); err != nil {
		return err
	}
	return nil // and not a nil *Error
}

func (v *Verifier) check(r *http.Request) *Error {
	signature, err := signatureOf(r)
	if err != nil {
		return err
	}
	body, err := readBody("verify", r, v.maxBytes)
	if err != nil {
		return err
	}
	var form url.Values
	switch {
	case isForm(r) && len(body) == 0:
		form = r.PostForm // if somebody has read the body before
	case isForm(r):
		if form, err = parseForm("verify", string(body)); err != nil {
			return err
		}
	}
	signed, whole := v.incoming(r)
	urls := spellings(signed)
	if user := userOf(r); user != nil {
		urls = append(urls, withUser(urls, user)...)
	}
	if !whole || !covers(r, signed, form, body) || !matches(v.tokens, urls, form, signature) {
		return failure("verify", KindSignature,
			"the signature is not that of %q: want the URL as it was requested, and an auth token that is known here",
			excerpt.Of(withoutUser(signed)))
	}
	return nil
}

// covers reports whether the signature is one of the body too: by what the form
// adds to the URL, or by the hash in the URL. A form that adds nothing is signed
// like no body, and neither passes where the URL holds the hash of another body:
// or whoever overheard a signed document could send its URL again, with nothing
// behind it.
func covers(r *http.Request, signed string, form url.Values, body []byte) bool {
	switch {
	case isForm(r) && len(formText(form)) > 0:
		return true
	case (isForm(r) || len(body) == 0) && bodyHashIn(signed) == "":
		return true
	}
	return matchesBody(signed, body)
}
