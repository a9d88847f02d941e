package webhook

import (
	"net/http"
	"net/url"
)

// RequireSignature passes requests on to next that are signed, and answers the
// others with status 403, or with what [Error.Status] says if the signature
// could not be checked; the text of the answer says why. It does not tell the URL
// that the verifier worked out, which would show strangers how the application
// stands behind its proxy: to learn that, log what [Verifier.VerifyRequest]
// returns. The body is there for next to be read.
func (v *Verifier) RequireSignature(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := v.check(r); err != nil {
			http.Error(w, answer(err), err.Status())
			return
		}
		next.ServeHTTP(w, r)
	})
}

// answer is what the sender of a request is told.
func answer(err *Error) string {
	if err.Kind == KindSignature {
		return "webhook: verify: the header " + SignatureHeader +
			" is missing or is not the signature of this request: want a signed request"
	}
	return err.Error()
}

// userOf returns the user that the URL of the request named, if any: clients
// take it out, and send it as basic authentication.
func userOf(r *http.Request) *url.Userinfo {
	name, password, ok := r.BasicAuth()
	switch {
	case !ok:
		return nil
	case password == "":
		return url.User(name)
	}
	return url.UserPassword(name, password)
}

// signatureOf returns the signature that a request carries.
func signatureOf(r *http.Request) (string, *Error) {
	signature := r.Header.Get(SignatureHeader)
	if signature == "" {
		return "", failure("verify", KindSignature, "the header %s is missing: want a signed request", SignatureHeader)
	}
	return signature, nil
}
