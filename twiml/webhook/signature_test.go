package webhook

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// The example that the vendor publishes, and the vectors that the official
// libraries test themselves with.
const (
	exampleToken = "12345"
	exampleURL   = "https://mycompany.com/myapp.php?foo=1&bar=2"
	exampleSign  = "RSOYDt4T1cUTdK1PDd93/VVr8B8="
	exampleHash  = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
	exampleBody  = `{"property": "value", "boolean": true}`
)

func exampleForm() url.Values {
	return url.Values{
		"Digits": {"1234"}, "CallSid": {"CA1234567890ABCDE"}, "To": {"+18005551212"},
		"Caller": {"+14158675309"}, "From": {"+14158675309"},
	}
}

func example(t testing.TB) *Verifier {
	t.Helper()
	v, err := NewVerifier(VerifierConfig{Tokens: []string{exampleToken}})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestPublishedVectors(t *testing.T) {
	http := strings.Replace(exampleURL, "https", "http", 1)
	port := func(u string) string { return strings.Replace(u, ".com", ".com:1234", 1) }
	with := func(u string, more string) string { return strings.Replace(u, "://", "://"+more, 1) }
	tests := []struct {
		name, url string
		form      url.Values
		signature string
		want      bool
	}{
		{"as published", exampleURL, exampleForm(), exampleSign, true},
		{"https with a port, signed without", port(exampleURL), exampleForm(), exampleSign, true},
		{"https without a port, signed with 443", exampleURL, exampleForm(), "kvajT1Ptam85bY51eRf/AJRuM3w=", true},
		{"http without a port, signed with 80", http, exampleForm(), "0ZXoZLH/DfblKGATFgpif+LLRf4=", true},
		{"http with a port, signed with it", port(http), exampleForm(), "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=", true},
		{"user and password", with(exampleURL, "user:pass@"), exampleForm(), "CukzLTc1tT5dXEDIHm/tKBanW10=", true},
		{"user, password, signed with 443", with(exampleURL, "user:pass@"), exampleForm(), "ZQFR1PTIZXF2MXB8ZnKCvnnA+rI=", true},
		{"user alone", with(exampleURL, "user@"), exampleForm(), "2YRLlVAflCqxaNicjMpJcSTgzSs=", true},
		{"an apostrophe in the query", exampleURL + "&Body=It's+amazing", exampleForm(), "dsq4Ehbj6cs+KdTkpF5sSSplOWw=", true},
		{"a repeated parameter", exampleURL, url.Values{"MessagingBinding.Address": {"+1415xxxxxxx", "+1325xxxxxxx"}}, "83O6e2vORAoJHUNzJjDWN1jz+BA=", true},
		{
			"a repeated value, a name that begins another", exampleURL,
			url.Values{"Sid": {"CA123"}, "SidAccount": {"AC123"}, "Digits": {"5678", "1234", "1234"}},
			"IK+Dwps556ElfBT0I3Rgjkr1wJU=", true,
		},
		{"another port", port(port(exampleURL)), exampleForm(), "kvajT1Ptam85bY51eRf/AJRuM3w=", false},
		{"another signature", exampleURL, exampleForm(), "WRONG SIGNATURE", false},
		{"no signature", exampleURL, exampleForm(), "", false},
		{"another spelling of the base64", exampleURL, exampleForm(), strings.TrimSuffix(exampleSign, "8=") + "9=", false},
		{"a fragment that nobody signed", exampleURL + "#more", exampleForm(), exampleSign, false},
	}
	v := example(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := v.Verify(tt.url, tt.form, tt.signature); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
	if got := Sign(exampleToken, exampleURL+"#rc=3", exampleForm()); got != exampleSign {
		t.Errorf("Sign gives %s, want %s", got, exampleSign)
	}
}

func TestPublishedVectorsOfBodies(t *testing.T) {
	const signature = "a9nBmqA0ju/hNViExpshrM61xv4="
	signedURL, got := SignBody(exampleToken, exampleURL, []byte(exampleBody))
	if want := exampleURL + "&bodySHA256=" + exampleHash; signedURL != want || got != signature {
		t.Errorf("SignBody gives %s, %s\nwant %s, %s", signedURL, got, want, signature)
	}
	alone, got := SignBody(exampleToken, "https://mycompany.com/myapp.php", []byte(exampleBody))
	if got != "y77kIzt2vzLz71DgmJGsen2scGs=" {
		t.Errorf("SignBody without a query gives %s, %s", alone, got)
	}
	v := example(t)
	tests := []struct {
		name, url, body, signature string
		want                       bool
	}{
		{"as published", signedURL, exampleBody, signature, true},
		{
			"hash in upper case, signed so", exampleURL + "&bodySHA256=" + strings.ToUpper(exampleHash), exampleBody,
			Sign(exampleToken, exampleURL+"&bodySHA256="+strings.ToUpper(exampleHash), nil), true,
		},
		{"no hash", exampleURL, exampleBody, Sign(exampleToken, exampleURL, nil), false},
		{"empty hash", exampleURL + "&bodySHA256=", exampleBody, Sign(exampleToken, exampleURL+"&bodySHA256=", nil), false},
		{"no hash in hexadecimal digits", exampleURL + "&bodySHA256=zz", exampleBody, Sign(exampleToken, exampleURL+"&bodySHA256=zz", nil), false},
		{"another body", signedURL, exampleBody + " ", signature, false},
		{"no body", signedURL, "", signature, false},
		{"another signature", signedURL, exampleBody, exampleSign, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := v.VerifyBody(tt.url, []byte(tt.body), tt.signature); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestWhereTheBodyHashGoes(t *testing.T) {
	tests := []struct{ name, url, want string }{
		{"no query", "https://a/b", "https://a/b?bodySHA256=H"},
		{"empty query", "https://a/b?", "https://a/b?bodySHA256=H"},
		{"a query", "https://a/b?c=d", "https://a/b?c=d&bodySHA256=H"},
		{"a query with an open end", "https://a/b?c=d&", "https://a/b?c=d&bodySHA256=H"},
		{"another hash alone", "https://a/b?bodySHA256=x", "https://a/b?bodySHA256=H"},
		{"another hash in the middle", "https://a/b?c&bodySHA256=x&d=e", "https://a/b?c&d=e&bodySHA256=H"},
		{"another hash in escapes", "https://a/b?%62odySHA256=x", "https://a/b?bodySHA256=H"},
		{"a malformed name stays", "https://a/b?%zz=x", "https://a/b?%zz=x&bodySHA256=H"},
		{"a fragment goes", "https://a/b?c=d#e", "https://a/b?c=d&bodySHA256=H"},
		{"a URL in the query", "https://a/b?u=c://d", "https://a/b?u=c://d&bodySHA256=H"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := setBodyHash(tt.url, "H"); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if got := bodyHashIn(tt.want); got != "H" {
				t.Errorf("the hash in it is %q", got)
			}
		})
	}
}

func TestSpellingsOfURLs(t *testing.T) {
	tests := []struct{ name, url, want string }{
		{"https", "https://a.com/p?q", "https://a.com/p?q https://a.com:443/p?q"},
		{"http", "http://a.com", "http://a.com http://a.com:80"},
		{"a port", "https://a.com:8443?q", "https://a.com:8443?q https://a.com?q"},
		{"an empty port", "https://a.com:/", "https://a.com:/ https://a.com:443/"},
		{"user with a colon", "https://u:p@a.com/", "https://u:p@a.com/ https://u:p@a.com:443/"},
		{"user with an at sign", "https://u:p@x@a.com:1/", "https://u:p@x@a.com:1/ https://u:p@x@a.com/"},
		{"IPv6", "https://[::1]/", "https://[::1]/ https://[::1]:443/"},
		{"IPv6 with a port", "https://[::1]:8443/", "https://[::1]:8443/ https://[::1]/"},
		{"an at sign in the path", "https://a.com/@b:1", "https://a.com/@b:1 https://a.com:443/@b:1"},
		{"a URL in the query", "https://a.com?u=http://b:1/", "https://a.com?u=http://b:1/ https://a.com:443?u=http://b:1/"},
		{"escapes stay", "https://A.com/%7e%C3%BC?a=%20+'", "https://A.com/%7e%C3%BC?a=%20+' https://A.com:443/%7e%C3%BC?a=%20+'"},
		{"no URL", "/p", "/p"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(spellings(tt.url), " "); got != tt.want {
				t.Errorf("got %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestTokensAreReplacedOneByOne(t *testing.T) {
	v, err := NewVerifier(VerifierConfig{Tokens: []string{"new", "old"}})
	if err != nil {
		t.Fatal(err)
	}
	for token, want := range map[string]bool{"new": true, "old": true, "older": false, "": false} {
		if got := v.Verify(exampleURL, exampleForm(), Sign(token, exampleURL, exampleForm())); got != want {
			t.Errorf("token %q: got %v, want %v", token, got, want)
		}
	}
}

// TestEveryChangedByteIsRefused changes each byte of the URL, of each name and
// value, and of the body.
func TestEveryChangedByteIsRefused(t *testing.T) {
	v := example(t)
	for i := range len(exampleURL) {
		changed := flip(exampleURL, i)
		if v.Verify(changed, exampleForm(), exampleSign) {
			t.Errorf("the URL %s passes", changed)
		}
	}
	for name, values := range exampleForm() {
		for i := range len(name) {
			form := exampleForm()
			delete(form, name)
			form[flip(name, i)] = values
			if v.Verify(exampleURL, form, exampleSign) {
				t.Errorf("the form %v passes", form)
			}
		}
		for i := range len(values[0]) {
			form := exampleForm()
			form[name] = []string{flip(values[0], i)}
			if v.Verify(exampleURL, form, exampleSign) {
				t.Errorf("the form %v passes", form)
			}
		}
	}
	signedURL, signature := SignBody(exampleToken, exampleURL, []byte(exampleBody))
	for i := range len(exampleBody) {
		if body := flip(exampleBody, i); v.VerifyBody(signedURL, []byte(body), signature) {
			t.Errorf("the body %s passes", body)
		}
	}
	for i := range len(signature) {
		if v.VerifyBody(signedURL, []byte(exampleBody), flip(signature, i)) {
			t.Errorf("the signature %s passes", flip(signature, i))
		}
	}
}

func flip(text string, i int) string { return text[:i] + string(text[i]^1) + text[i+1:] }

// naive is the algorithm written a second time, from pairs.
func naive(token, rawURL string, pairs [][2]string) string {
	slices.SortFunc(pairs, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	h := hmac.New(sha1.New, []byte(token))
	h.Write([]byte(rawURL))
	for i, p := range pairs {
		if i == 0 || p != pairs[i-1] {
			h.Write([]byte(p[0]))
			h.Write([]byte(p[1]))
		}
	}
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}

func TestEmptyValuesCount(t *testing.T) {
	form := url.Values{"A": {""}, "B": {"1", ""}, "C": nil}
	if got, want := Sign("t", "https://a/", form), naive("t", "https://a/", [][2]string{{"A", ""}, {"B", "1"}, {"B", ""}}); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if Sign("t", "https://a/", form) == Sign("t", "https://a/", url.Values{"B": {"1"}}) {
		t.Error("an empty parameter makes no difference")
	}
}

func BenchmarkVerify(b *testing.B) {
	v, form := example(b), exampleForm()
	b.ReportAllocs()
	for b.Loop() {
		if !v.Verify(exampleURL, form, exampleSign) {
			b.Fatal("refused")
		}
	}
}
