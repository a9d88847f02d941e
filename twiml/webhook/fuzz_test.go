package webhook

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"
)

// FuzzParse reads any form as a request of every type: it never panics, and what
// it reads is written and read again as the same.
func FuzzParse(f *testing.F) {
	for i, create := range kinds {
		r := create()
		fill(r, &source{}, false)
		text, err := Encode(r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(i), text)
	}
	f.Add(uint8(0), standard("From", "", "ErrorCode", "007", "ErrorCode", "", "=", "").Encode())
	f.Add(uint8(9), "AccountSid=AC"+hexDigits+"&RecordingSid=RE"+hexDigits+"&RecordingStatus=x&RecordingStartTime=4+Aug+2015+18:39:09+GMT")
	f.Fuzz(func(t *testing.T, kind uint8, text string) {
		values, err := parseForm("read", text)
		if err != nil {
			return
		}
		r, wrong := parseLike(kinds[int(kind)%len(kinds)](), values)
		if wrong != nil {
			return
		}
		first, wrong := Encode(r)
		if wrong != nil {
			t.Fatalf("%q is read, and cannot be written: %v", text, wrong)
		}
		again, err := parseForm("read", first)
		if err != nil {
			t.Fatal(err)
		}
		back, wrong := parseLike(r, again)
		if wrong != nil || !reflect.DeepEqual(back, r) {
			t.Fatalf("%q\n is %+v\nbut %q\n is %+v, %v", text, r, first, back, wrong)
		}
		if second, _ := Encode(back); second != first {
			t.Fatalf("%q is written as %q", first, second)
		}
		for name, all := range values {
			if len(again[name]) != len(all) {
				t.Fatalf("%s is sent %d times, and written %d times", name, len(all), len(again[name]))
			}
		}
	})
}

// FuzzValues writes requests of every type with any values: what is written is
// read as the same.
func FuzzValues(f *testing.F) {
	for i := range kinds {
		f.Add(uint8(i), []byte{})
		f.Add(uint8(i), []byte(strings.Repeat("\x05\xfb\x03ab\xff", 60)))
	}
	f.Fuzz(func(t *testing.T, kind uint8, data []byte) {
		r := kinds[int(kind)%len(kinds)]()
		s := &source{data: data}
		fill(r, s, false)
		if name := s.text(); name != "" {
			extra := url.Values{name: {s.text(), s.text()}}
			reflect.ValueOf(r).Elem().FieldByName("Extra").Set(reflect.ValueOf(extra))
		}
		values, err := Values(r)
		if err != nil {
			return
		}
		if back, err := parseLike(r, values); err != nil || !reflect.DeepEqual(back, r) {
			t.Fatalf("%+v\n is written as %q\n and read as %+v, %v", r, values, back, err)
		}
	})
}

// FuzzSign holds the signature against the algorithm written a second time, and
// changes one byte of what was signed.
func FuzzSign(f *testing.F) {
	f.Add("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", "Digits=1234&To=%2B18005551212&A=&A=1&A=1", 9)
	f.Add("t", "http://[::1]:80/", "", 0)
	f.Add("t", "https://u:p@a:/?#", "a", 3)
	f.Fuzz(func(t *testing.T, token, rawURL, text string, at int) {
		form, err := parseForm("read", text)
		if err != nil || token == "" || strings.Contains(rawURL, "#") {
			return
		}
		var pairs [][2]string
		for name, all := range form {
			for _, value := range all {
				pairs = append(pairs, [2]string{name, value})
			}
		}
		signature := Sign(token, rawURL, form)
		if want := naive(token, rawURL, pairs); signature != want {
			t.Fatalf("Sign gives %s, want %s", signature, want)
		}
		v, wrong := NewVerifier(VerifierConfig{Tokens: []string{"other", token}})
		if wrong != nil || !v.Verify(rawURL, form, signature) {
			t.Fatalf("the signature of %q with %v is refused, %v", rawURL, form, wrong)
		}
		at = max(at, -(at + 1)) // not negative
		if len(rawURL) > 0 {
			changed := flip(rawURL, at%len(rawURL))
			if samePort := split(changed).String() == rawURL || withoutPort(changed) == withoutPort(rawURL); !samePort && v.Verify(changed, form, signature) {
				t.Fatalf("the signature of %q passes for %q", rawURL, changed)
			}
		}
		changed := []byte(signature)
		changed[at%len(changed)] ^= 1
		if v.Verify(rawURL, form, string(changed)) {
			t.Fatalf("the signature %s passes for %s", changed, signature)
		}
		signedURL, signature := SignBody(token, rawURL, []byte(text))
		if !v.VerifyBody(signedURL, []byte(text), signature) || v.VerifyBody(signedURL, []byte(text+"x"), signature) {
			t.Fatalf("the body %q is not told from a longer one, under %q", text, signedURL)
		}
	})
}

// withoutPort is a URL without the one part in which a change may pass: the
// signature of a URL without port is right for every port.
func withoutPort(rawURL string) string {
	p := split(rawURL)
	p.port = ""
	return p.String()
}

// FuzzVerifyRequest sends anything to a verifier that trusts what it is told: it
// never panics, and passes only what is signed.
func FuzzVerifyRequest(f *testing.F) {
	f.Add("/a?b=c", "example.com", "d=e", formType, exampleSign, "example.com:1", "https", "443")
	f.Add("*", "", "{}", "application/json", "", "a/b", "x", "y")
	f.Fuzz(func(t *testing.T, target, host, body, media, signature, forwardedHost, forwardedProto, forwardedPort string) {
		u, err := url.ParseRequestURI(target)
		if err != nil {
			return
		}
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.URL, r.RequestURI, r.Host = u, target, host
		for name, value := range map[string]string{
			"Content-Type": media, SignatureHeader: signature, "X-Forwarded-Host": forwardedHost,
			"X-Forwarded-Proto": forwardedProto, "X-Forwarded-Port": forwardedPort,
		} {
			r.Header.Set(name, value)
		}
		v, err := NewVerifier(VerifierConfig{Tokens: []string{"a secret that no fuzzer finds"}, TrustForwarded: true})
		if err != nil {
			t.Fatal(err)
		}
		if v.VerifyRequest(r) == nil {
			t.Fatalf("%q with signature %q passes", target, signature)
		}
	})
}
