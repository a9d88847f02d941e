package webhook

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"
)

func TestNewRequest(t *testing.T) {
	message := &MessageEvent{MessageSID: "SM" + hexDigits, MessageStatus: MessageSent, To: "+1 5"}
	const form = "MessageSid=SM" + hexDigits + "&MessageStatus=sent&To=%2B1+5"
	post, err := NewRequest("post", "https://example.com/m?a=b", message)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(post.Body)
	if post.Method != "POST" || post.URL.String() != "https://example.com/m?a=b" || string(body) != form || post.Header.Get("Content-Type") != formType {
		t.Errorf("got %s %s with %s", post.Method, post.URL, body)
	}
	get, err := NewRequest("GET", "https://example.com/m?a=b#c", message)
	if err != nil || get.URL.String() != "https://example.com/m?a=b&"+form || get.Body != nil {
		t.Errorf("got %v, %v", get, err)
	}
	if got := addQuery("https://example.com/m", ""); got != "https://example.com/m" {
		t.Errorf("no parameters behind no query: %s", got)
	}
	for name, tt := range map[string]struct {
		method, url string
		r           Request
		kind        Kind
	}{
		"method":   {"PUT", "https://example.com", message, KindMethod},
		"relative": {"POST", "/m", message, KindConfig},
		"request":  {"POST", "https://example.com", &MessageEvent{}, KindParameters},
	} {
		if r, err := NewRequest(tt.method, tt.url, tt.r); r != nil || !errors.Is(err, &Error{Kind: tt.kind}) {
			t.Errorf("%s: got %v, %v, want kind %s", name, r, err, tt.kind)
		}
	}
}

func form(body string) *http.Request {
	r := httptest.NewRequest("POST", "https://example.com/m?MessageStatus=evil", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
	return r
}

func TestRead(t *testing.T) {
	const text = "MessageSid=SM" + hexDigits + "&MessageStatus=sent&Z=1"
	want := &MessageEvent{MessageSID: "SM" + hexDigits, MessageStatus: MessageSent, Extra: url.Values{"Z": {"1"}}}

	post := form(text)
	for _, when := range []string{"once", "again"} {
		if got, err := Read[MessageEvent](post); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("POST %s: got %+v, %v", when, got, err)
		}
	}
	if body, _ := io.ReadAll(post.Body); post.FormValue("Z") != "1" || string(body) != text {
		t.Errorf("the form is gone: %v, %s", post.Form, body)
	}

	parsed := form(text)
	if err := parsed.ParseForm(); err != nil {
		t.Fatal(err)
	}
	if got, err := Read[MessageEvent](parsed); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("POST after ParseForm: got %+v, %v", got, err)
	}

	get := httptest.NewRequest("GET", "/m?"+text, nil)
	if got, err := Read[MessageEvent](get); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("GET: got %+v, %v", got, err)
	}
}

func TestReadRefuses(t *testing.T) {
	with := func(r *http.Request, header, value string) *http.Request { r.Header.Set(header, value); return r }
	tests := []struct {
		name   string
		r      *http.Request
		kind   Kind
		status int
		text   string
	}{
		{"missing parameters", form(""), KindParameters, 400, "parse MessageEvent: MessageSid is missing"},
		{"malformed", form("a=%zz"), KindMalformed, 400, `read MessageEvent: the form is malformed: invalid URL escape "%zz"`},
		{"semicolon", form("a=1;b=2"), KindMalformed, 400, "semicolon"},
		{"malformed query", httptest.NewRequest("GET", "/?a=%zz", nil), KindMalformed, 400, "malformed"},
		{"long query", &http.Request{URL: &url.URL{RawQuery: strings.Repeat("x", MaxBytes+1)}}, KindTooLarge, 413, "1048576"},
		{"long body", form(strings.Repeat("x", MaxBytes+1)), KindTooLarge, 413, "1048576"},
		{"many parameters", form(strings.Repeat("a&", MaxParameters)), KindMalformed, 400, "1001 parameters: want at most 1000"},
		{"method", httptest.NewRequest("PUT", "/", nil), KindMethod, 405, `method "PUT": want GET or POST`},
		{"no form", with(form("{}"), "Content-Type", "application/json"), KindMediaType, 415, `content type "application/json"`},
		{"no type", with(form("a=b"), "Content-Type", ""), KindMediaType, 415, "want application/x-www-form-urlencoded"},
		{"broken body", broken(), KindBody, 400, "the body could not be read: it broke"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Read[MessageEvent](tt.r)
			e, ok := errors.AsType[*Error](err)
			if got != nil || !ok || e.Kind != tt.kind || e.Status() != tt.status || !strings.Contains(e.Error(), tt.text) {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
	if got := (&Error{Kind: "new"}).Status(); got != 500 {
		t.Errorf("an unknown kind has status %d", got)
	}
	if _, err := Read[MessageEvent](broken()); !errors.Is(err, errBroke) {
		t.Errorf("%v does not wrap its reason", err)
	}
}

var errBroke = errors.New("it broke")

type brokenBody struct{ readErr, closeErr error }

func (b brokenBody) Read([]byte) (int, error) { return 0, b.readErr }
func (b brokenBody) Close() error             { return b.closeErr }

func broken() *http.Request {
	r := form("")
	r.Body = brokenBody{readErr: errBroke}
	return r
}

// over sends r over the network to a server behind v, and returns the status,
// what the handler could still read, and the answer.
func over(t *testing.T, v *Verifier, r *http.Request) (status int, body, answer string) {
	t.Helper()
	server := httptest.NewServer(v.RequireSignature(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		text, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		body = string(text)
	})))
	defer server.Close()
	r.Host = r.URL.Host // which the verifier is to see, wherever the server listens
	to := *r.URL
	to.Scheme, to.Host = "http", strings.TrimPrefix(server.URL, "http://")
	r.URL = &to
	response, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(response.Body)
	return response.StatusCode, body, string(text)
}

// TestClientToServer signs at one end and checks at the other.
func TestClientToServer(t *testing.T) {
	v := example(t)
	based, err := NewVerifier(VerifierConfig{Tokens: []string{exampleToken}, BaseURL: "https://user:secret@example.com/app/"})
	if err != nil {
		t.Fatal(err)
	}
	message := &MessageEvent{MessageSID: "SM" + hexDigits, MessageStatus: MessageSent}
	text, _ := Encode(message)
	tests := []struct {
		name     string
		method   string
		url      string
		body     any
		verifier *Verifier
		want     string
	}{
		{"form", "POST", "http://example.com/a?b=c%20d", message, v, text},
		{"query", "GET", "http://example.com/a?b=c%20d", message, v, ""},
		{"JSON", "POST", "http://example.com/a?next=https://x/", `{"a":1}`, v, `{"a":1}`},
		{"JSON without a query", "POST", "http://example.com/a", `{"a":1}`, v, `{"a":1}`},
		{"nothing", "POST", "http://example.com", "", v, ""},
		{"a port", "POST", "http://example.com:8080/a", message, v, text},
		{"basic authentication", "POST", "http://user:se%20cret@example.com/a", message, v, text},
		{"a user alone", "POST", "http://user@example.com/a", message, v, text},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var r *http.Request
			var err error
			if message, ok := tt.body.(Request); ok {
				r, err = NewRequest(tt.method, tt.url, message)
			} else {
				r, err = http.NewRequest(tt.method, tt.url, io.MultiReader(strings.NewReader(tt.body.(string))))
				r.Header.Set("Content-Type", "application/json")
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := SignRequest(r, exampleToken); err != nil {
				t.Fatal(err)
			}
			changed := r.Clone(t.Context())
			if r.GetBody != nil {
				changed.Body, _ = r.GetBody()
			}
			if status, body, answer := over(t, tt.verifier, r); status != 200 || body != tt.want {
				t.Errorf("status %d, body %q, answer %q\nwant body %q", status, body, answer, tt.want)
			}
			changed.URL.Path = "/x" + changed.URL.Path
			if status, _, _ := over(t, tt.verifier, changed); status != 403 {
				t.Errorf("another path: status %d", status)
			}
		})
	}
	t.Run("behind a proxy", func(t *testing.T) {
		r, _ := NewRequest("POST", "http://inside:9000/a?b=c", message)
		r.Header.Set(SignatureHeader, Sign(exampleToken, "https://user:secret@example.com/app/a?b=c", url.Values{
			"MessageSid": {message.MessageSID}, "MessageStatus": {"sent"},
		}))
		if status, body, answer := over(t, based, r); status != 200 || body != text {
			t.Errorf("status %d, body %q, answer %q", status, body, answer)
		}
	})
}

func signed(method, rawURL, body string) *http.Request {
	r := httptest.NewRequest(method, rawURL, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", formType)
	}
	values, _ := url.ParseQuery(body)
	r.Header.Set(SignatureHeader, Sign(exampleToken, rawURL, values))
	return r
}

func TestVerifyRequest(t *testing.T) {
	plain := VerifierConfig{Tokens: []string{exampleToken}}
	forwarded := VerifierConfig{Tokens: []string{exampleToken}, TrustForwarded: true}
	inside := func(header ...string) *http.Request {
		r := signed("POST", "https://example.com:8443/a?b=c", "d=e")
		r.Host, r.TLS = "inside:9000", nil
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		return r
	}
	change := func(r *http.Request, by func(*http.Request)) *http.Request { by(r); return r }
	emptied := func(body string) *http.Request { // a document that was overheard, without its body
		r := httptest.NewRequest("POST", "https://example.com/a", strings.NewReader(exampleBody))
		if err := SignRequest(r, exampleToken); err != nil {
			t.Fatal(err)
		}
		r.RequestURI = r.URL.RequestURI()
		r.Body = io.NopCloser(strings.NewReader(body))
		r.Header.Set("Content-Type", formType)
		return r
	}
	tests := []struct {
		name string
		cfg  VerifierConfig
		r    *http.Request
		want Kind // empty: passes
	}{
		{"form", plain, signed("POST", "https://example.com/a?b=c", "d=e&d=f&g="), ""},
		{"GET", plain, signed("GET", "https://example.com/a?b=c", ""), ""},
		{"plain http", plain, signed("GET", "http://example.com/a?b=c", ""), ""},
		{"not over TLS", plain, change(signed("GET", "https://example.com/a", ""), func(r *http.Request) { r.TLS = nil }), KindSignature},
		{"over TLS", plain, change(signed("GET", "https://example.com/a", ""), func(r *http.Request) { r.TLS = &tls.ConnectionState{} }), ""},
		{"no signature", plain, httptest.NewRequest("GET", "/a", nil), KindSignature},
		{"path cut by a handler before", plain, change(signed("GET", "https://example.com/a/b", ""), func(r *http.Request) {
			r.RequestURI, r.URL.Path = "/a/b", "/b"
		}), ""},
		{"escapes in the path", plain, signed("GET", "https://example.com/%7ea%2Fb?c='", ""), ""},
		{"form read before", plain, change(signed("POST", "https://example.com/a", "d=e"), func(r *http.Request) { _ = r.ParseForm() }), ""},
		{"form changed after it was read", plain, change(signed("POST", "https://example.com/a", "d=e"), func(r *http.Request) {
			_ = r.ParseForm()
			r.PostForm.Set("d", "f")
		}), KindSignature},
		{"a form pretended", plain, change(signed("POST", "https://example.com/a", "d=e"), func(r *http.Request) {
			r.PostForm = url.Values{"d": {"e"}}
			r.Body = io.NopCloser(strings.NewReader("d=f"))
		}), KindSignature},
		{"a body that is no form, without hash", plain, change(signed("POST", "https://example.com/a", ""), func(r *http.Request) {
			r.Body = io.NopCloser(strings.NewReader("{}"))
		}), KindSignature},
		{"no body, with the hash of one", plain, change(signed("POST", "https://example.com/a?bodySHA256="+BodyHash([]byte("{}")), ""), func(*http.Request) {}), KindSignature},
		{"a signed document replaced by an empty form", plain, emptied(""), KindSignature},
		{"a signed document replaced by a form that signs nothing", plain, emptied("="), KindSignature},
		{"an empty form with its hash", plain, change(emptied(""), func(r *http.Request) {
			r.RequestURI = "/a?bodySHA256=" + BodyHash(nil)
			r.Header.Set(SignatureHeader, Sign(exampleToken, "https://example.com"+r.RequestURI, nil))
		}), ""},
		{"an empty form", plain, change(signed("POST", "https://example.com/a", ""), func(r *http.Request) {
			r.Header.Set("Content-Type", formType)
		}), ""},
		{"no body, with its hash", plain, signed("POST", "https://example.com/a?bodySHA256="+BodyHash(nil), ""), ""},
		{"a form with a hash in its URL", plain, signed("POST", "https://example.com/a?bodySHA256=0", "d=e"), ""},
		{"malformed form", plain, change(signed("POST", "https://example.com/a", "d=e"), func(r *http.Request) {
			r.Body = io.NopCloser(strings.NewReader("d=%"))
		}), KindMalformed},
		{"long body", VerifierConfig{Tokens: []string{exampleToken}, MaxBytes: 2}, signed("POST", "https://example.com/a", "d=e"), KindTooLarge},
		{"body as long as allowed", VerifierConfig{Tokens: []string{exampleToken}, MaxBytes: 3}, signed("POST", "https://example.com/a", "d=e"), ""},
		{"no bound", VerifierConfig{Tokens: []string{exampleToken}, MaxBytes: math.MaxInt64}, signed("POST", "https://example.com/a", "d=e"), ""},
		{"broken body", plain, change(signed("POST", "https://example.com/a", "d=e"), func(r *http.Request) { r.Body = brokenBody{readErr: errBroke} }), KindBody},
		{"forwarded", forwarded, inside("X-Forwarded-Proto", "https, http", "X-Forwarded-Host", "example.com:8443, inside"), ""},
		{"forwarded with its port apart", forwarded, inside("X-Forwarded-Proto", "HTTPS", "X-Forwarded-Host", "example.com", "X-Forwarded-Port", "8443"), ""},
		{"forwarded, and the port said twice", forwarded, inside("X-Forwarded-Proto", "https", "X-Forwarded-Host", "example.com:8443", "X-Forwarded-Port", "1"), ""},
		{"forwarded, and not asked for", plain, inside("X-Forwarded-Proto", "https", "X-Forwarded-Host", "example.com:8443"), KindSignature},
		{"forwarded without headers", forwarded, inside(), KindSignature},
		{"forwarded with another scheme", forwarded, inside("X-Forwarded-Proto", "gopher", "X-Forwarded-Host", "example.com:8443"), KindSignature},
		{"forwarded host with a path", forwarded, change(inside("X-Forwarded-Proto", "https", "X-Forwarded-Host", "example.com:8443/a?b=c"), func(r *http.Request) {
			r.RequestURI = "/"
			r.Header.Set(SignatureHeader, Sign(exampleToken, "https://example.com:8443/a?b=c/", url.Values{"d": {"e"}}))
		}), KindSignature},
		{"forwarded port with a path", forwarded, change(inside("X-Forwarded-Proto", "https", "X-Forwarded-Host", "example.com", "X-Forwarded-Port", "8443/a"), func(r *http.Request) {
			r.RequestURI = "/b"
			r.Header.Set(SignatureHeader, Sign(exampleToken, "https://example.com:8443/a/b", url.Values{"d": {"e"}}))
		}), KindSignature},
		{"forwarded host with a user", forwarded, change(inside("X-Forwarded-Proto", "https", "X-Forwarded-Host", "u@example.com:8443"), func(r *http.Request) {
			r.Header.Set(SignatureHeader, Sign(exampleToken, "https://u@example.com:8443/a?b=c", url.Values{"d": {"e"}}))
		}), KindSignature},
		{"more behind a fragment", plain, change(signed("GET", "https://example.com/a?b=c", ""), func(r *http.Request) { r.RequestURI = "/a?b=c#&d=e" }), KindSignature},
		{"no path", plain, change(signed("GET", "https://example.com*", ""), func(r *http.Request) { r.RequestURI, r.URL = "*", &url.URL{Path: "*"} }), KindSignature},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v, err := NewVerifier(tt.cfg)
			if err != nil {
				t.Fatal(err)
			}
			err = v.VerifyRequest(tt.r)
			if tt.want == "" && err != nil || tt.want != "" && !errors.Is(err, &Error{Kind: tt.want}) {
				t.Errorf("got %v, want kind %q", err, tt.want)
			}
		})
	}
}

// TestRefusalTellsTheOwnerMore gives the URL that was worked out to the caller of
// VerifyRequest, without the password in it, and not to the sender.
func TestRefusalTellsTheOwnerMore(t *testing.T) {
	v, err := NewVerifier(VerifierConfig{Tokens: []string{exampleToken}, BaseURL: "https://user:secret@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	r := signed("GET", "http://inside/a?b", "")
	v.RequireSignature(http.NotFoundHandler()).ServeHTTP(w, r)
	const told = "webhook: verify: the header X-Twilio-Signature is missing or is not the signature of this request: want a signed request\n"
	if w.Code != 403 || w.Body.String() != told {
		t.Errorf("got %d, %s", w.Code, w.Body)
	}
	const want = "webhook: verify: the signature is not that of \"https://example.com/a?b\": want the URL as it was requested, and an auth token that is known here"
	if err := v.VerifyRequest(r); err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
	w = httptest.NewRecorder()
	r = signed("POST", "http://inside/a?b", "c=%")
	v.RequireSignature(http.NotFoundHandler()).ServeHTTP(w, r)
	if want := "webhook: verify: the form is malformed: invalid URL escape \"%\"\n"; w.Code != 400 || w.Body.String() != want {
		t.Errorf("got %d, %s", w.Code, w.Body)
	}
}

func TestVerifierConfigRefused(t *testing.T) {
	token := []string{"t"}
	for name, cfg := range map[string]VerifierConfig{
		"no token":           {},
		"an empty token":     {Tokens: []string{"t", ""}},
		"relative base":      {Tokens: token, BaseURL: "example.com"},
		"base with query":    {Tokens: token, BaseURL: "https://example.com?"},
		"base with fragment": {Tokens: token, BaseURL: "https://example.com#a"},
		"two sources":        {Tokens: token, BaseURL: "https://example.com", TrustForwarded: true},
		"negative bound":     {Tokens: token, MaxBytes: -1},
	} {
		if v, err := NewVerifier(cfg); v != nil || !errors.Is(err, &Error{Kind: KindConfig}) {
			t.Errorf("%s: got %v, %v", name, v, err)
		}
	}
	for want, tokens := range map[string][]string{
		"webhook: configure: there are no Tokens: want at least one":   nil,
		"webhook: configure: token 2 of 3 is empty: want none that is": {"a", "", "b"},
	} {
		if _, err := NewVerifier(VerifierConfig{Tokens: tokens}); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	tokens := []string{exampleToken}
	v, err := NewVerifier(VerifierConfig{Tokens: tokens})
	if err != nil {
		t.Fatal(err)
	}
	tokens[0] = "changed"
	if !v.Verify(exampleURL, exampleForm(), exampleSign) {
		t.Error("the verifier follows the caller's slice")
	}
}

func TestSignRequestRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		r     *http.Request
		token string
		kind  Kind
	}{
		"empty token":    {form("a=b"), "", KindConfig},
		"no URL":         {&http.Request{Header: http.Header{}}, "t", KindConfig},
		"no scheme":      {&http.Request{Header: http.Header{}, URL: &url.URL{Host: "example.com", Path: "/a"}}, "t", KindConfig},
		"no host":        {&http.Request{Header: http.Header{}, URL: &url.URL{Scheme: "https", Path: "/a"}}, "t", KindConfig},
		"another scheme": {&http.Request{Header: http.Header{}, URL: &url.URL{Scheme: "ftp", Host: "example.com"}}, "t", KindConfig},
		"malformed form": {form("a=%"), "t", KindMalformed},
		"broken body":    {broken(), "t", KindBody},
		"broken end":     {func() *http.Request { r := form(""); r.Body = brokenBody{io.EOF, errBroke}; return r }(), "t", KindBody},
	} {
		if err := SignRequest(tt.r, tt.token); !errors.Is(err, &Error{Kind: tt.kind}) || tt.r.Header.Get(SignatureHeader) != "" {
			t.Errorf("%s: got %v, want kind %s", name, err, tt.kind)
		}
	}
}

func TestSignRequestLeavesTheCallersURL(t *testing.T) {
	u, _ := url.Parse("https://example.com/a?bodySHA256=old")
	r := &http.Request{Method: "POST", URL: u, Body: io.NopCloser(bytes.NewReader([]byte(exampleBody)))}
	if err := SignRequest(r, exampleToken); err != nil {
		t.Fatal(err)
	}
	if u.RawQuery != "bodySHA256=old" || r.URL.RawQuery != "bodySHA256="+exampleHash || r.ContentLength != int64(len(exampleBody)) {
		t.Errorf("got %s and %s", u, r.URL)
	}
	if want := Sign(exampleToken, "https://example.com/a?bodySHA256="+exampleHash, nil); r.Header.Get(SignatureHeader) != want {
		t.Errorf("got %s, want %s", r.Header.Get(SignatureHeader), want)
	}
}

func TestReadBodyIsClosedByTheOneWhoCloses(t *testing.T) {
	r := form("a=b")
	r.Body = brokenBody{readErr: io.EOF, closeErr: errBroke}
	if _, err := readBody("read", r, 10); err != nil {
		t.Fatal(err)
	}
	if err := r.Body.Close(); err != errBroke {
		t.Errorf("Close gives %v", err)
	}
	if _, err := readBody("read", &http.Request{}, 10); err != nil {
		t.Error(err)
	}
}
