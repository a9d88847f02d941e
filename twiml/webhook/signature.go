package webhook

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"maps"
	"net/url"
	"slices"
)

// SignatureHeader is the header that carries the signature.
const SignatureHeader = "X-Twilio-Signature"

// bodyHashParameter is the parameter of the query that signs a body which is no
// form.
const bodyHashParameter = "bodySHA256"

// Sign returns the signature of a request: the HMAC-SHA1, with the auth token as
// the key, of the URL and of every parameter of the form, name and value without
// anything between, in base64 (lifecycle.md §3.1). Names are sorted by their
// bytes; the values of a repeated name are sorted and each counts once, as in
// the official libraries. Of a GET, and of a body that is no form, form is nil.
//
// The URL is signed as it stands, its query included, but for the fragment,
// which no server ever sees (chosen).
func Sign(authToken, rawURL string, form url.Values) string {
	return base64.StdEncoding.EncodeToString(mac(authToken, withoutFragment(rawURL), formText(form)))
}

// SignBody returns the URL under which a body that is no form is sent, and its
// signature: the query of the URL gets, or has replaced, the parameter
// bodySHA256, and the URL is signed.
func SignBody(authToken, rawURL string, body []byte) (signedURL, signature string) {
	signedURL = setBodyHash(rawURL, BodyHash(body))
	return signedURL, Sign(authToken, signedURL, nil)
}

// BodyHash returns the SHA-256 of a body in hexadecimal digits: the value of the
// parameter bodySHA256.
func BodyHash(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// formText is what a form adds to the URL.
func formText(form url.Values) []byte {
	var text []byte
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range slices.Compact(slices.Sorted(slices.Values(form[name]))) {
			text = append(append(text, name...), value...)
		}
	}
	return text
}

func mac(authToken, signedURL string, formText []byte) []byte {
	h := hmac.New(sha1.New, []byte(authToken))
	h.Write([]byte(signedURL)) // a hash.Hash returns no error
	h.Write(formText)
	return h.Sum(nil)
}

// matches compares a signature with those of every token and every spelling of
// the URL. Each comparison takes the same time wherever the difference is.
func matches(tokens, urls []string, form url.Values, signature string) bool {
	given, err := base64.StdEncoding.Strict().DecodeString(signature)
	if err != nil {
		return false
	}
	text := formText(form)
	found := 0
	for _, token := range tokens {
		for _, u := range urls {
			found |= subtle.ConstantTimeCompare(mac(token, u, text), given)
		}
	}
	return found == 1
}

// matchesBody compares the hash in the query of a URL with that of the body.
func matchesBody(rawURL string, body []byte) bool {
	given, err := hex.DecodeString(bodyHashIn(rawURL))
	sum := sha256.Sum256(body)
	return err == nil && subtle.ConstantTimeCompare(given, sum[:]) == 1
}
