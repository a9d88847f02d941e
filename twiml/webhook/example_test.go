package webhook_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"github.com/goacd/acd/twiml"
	"github.com/goacd/acd/twiml/webhook"
)

const (
	call    = "CA0123456789abcdef0123456789abcdef"
	account = "AC0123456789abcdef0123456789abcdef"
	queue   = "QU0123456789abcdef0123456789abcdef"
)

// waiting is what every request about the caller of the examples tells.
var waiting = webhook.Standard{
	CallSID: call, AccountSID: account, From: "+15005550006", To: "+15005550010",
	CallStatus: webhook.CallInProgress, APIVersion: "2010-04-01", Direction: webhook.Inbound,
}

// An application that tells callers their place in the queue, and a caller.
func Example() {
	verifier, err := webhook.NewVerifier(webhook.VerifierConfig{Tokens: []string{"the auth token"}})
	if err != nil {
		panic(err)
	}
	app := verifier.RequireSignature(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		wait, err := webhook.Read[webhook.Wait](r)
		if e, ok := errors.AsType[*webhook.Error](err); ok {
			http.Error(w, e.Error(), e.Status())
			return
		}
		say := &twiml.Say{Text: fmt.Sprintf("You are number %d.", wait.QueuePosition)}
		twiml.NewResponse(say).ServeHTTP(w, r)
	}))
	server := httptest.NewServer(app)
	defer server.Close()

	r, err := webhook.NewRequest("POST", server.URL+"/wait", &webhook.Wait{
		Standard: waiting, QueuePosition: 2, QueueSID: queue, QueueTime: 30 * time.Second,
		AvgQueueTime: 20 * time.Second, CurrentQueueSize: 3, MaxQueueSize: 100,
	})
	if err != nil {
		panic(err)
	}
	if err := webhook.SignRequest(r, "the auth token"); err != nil {
		panic(err)
	}
	answer, err := server.Client().Do(r)
	if err != nil {
		panic(err)
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	fmt.Println(answer.Status)
	fmt.Println(string(text))
	// Output:
	// 200 OK
	// <?xml version="1.0" encoding="UTF-8"?><Response><Say>You are number 2.</Say></Response>
}

func ExampleParse() {
	values, _ := webhook.Values(&webhook.EnqueueAction{Standard: waiting, QueueResult: webhook.ResultBridged})
	values.Set("QueueTime", "0")
	values.Set("FromCity", "")
	action, err := webhook.Parse[webhook.EnqueueAction](values)
	fmt.Println(action.QueueResult, action.QueueTime, action.Extra, err)

	values.Set("QueueTime", "soon")
	values.Del("CallSid")
	_, err = webhook.Parse[webhook.EnqueueAction](values)
	if e, ok := errors.AsType[*webhook.Error](err); ok {
		for _, problem := range e.Problems {
			fmt.Println(problem)
		}
	}
	// Output:
	// bridged 0s map[FromCity:[]] <nil>
	// CallSid is missing: want CA and 32 hexadecimal digits
	// QueueTime "soon": want a whole number of seconds, at least 0
}

func ExampleRead() {
	r := httptest.NewRequest("GET", "/gathered?"+
		"CallSid="+call+"&AccountSid="+account+"&From=&To=&CallStatus=in-progress&ApiVersion=2010-04-01&Direction=inbound"+
		"&SpeechResult=billing&Confidence=0.91", nil)
	gathered, err := webhook.Read[webhook.GatherAction](r)
	if err != nil {
		panic(err)
	}
	fmt.Println(gathered.Digits, gathered.SpeechResult, gathered.Confidence.Or(1))
	// Output: unset billing 0.91
}

func ExampleValues() {
	values, err := webhook.Values(&webhook.RecordingEvent{
		AccountSID: account, RecordingSID: "RE0123456789abcdef0123456789abcdef",
		RecordingStatus: webhook.RecordingCompleted, RecordingDuration: webhook.Set(90 * time.Second),
		RecordingStartTime: time.Date(2015, 8, 4, 18, 39, 9, 0, time.UTC),
	})
	fmt.Println(values.Get("RecordingDuration"), values.Get("RecordingStartTime"), err)
	// Output: 90 Tue, 04 Aug 2015 18:39:09 +0000 <nil>
}

func ExampleEncode() {
	text, err := webhook.Encode(&webhook.MessageEvent{
		MessageSID: "SM0123456789abcdef0123456789abcdef", MessageStatus: webhook.MessageSent,
		Extra: url.Values{"To": {""}, "RawDlrDoneDate": {"1508041839"}},
	})
	fmt.Println(text, err)
	_, err = webhook.Encode(&webhook.MessageEvent{MessageStatus: "no word"})
	fmt.Println(err)
	// Output:
	// MessageSid=SM0123456789abcdef0123456789abcdef&MessageStatus=sent&To=&RawDlrDoneDate=1508041839 <nil>
	// webhook: encode MessageEvent: MessageSid is missing: want SM or MM and 32 hexadecimal digits; MessageStatus "no word": want a word of at most 64 bytes
}

func ExampleNewRequest() {
	r, err := webhook.NewRequest("GET", "https://example.com/status?room=1", &webhook.MessageEvent{
		MessageSID: "SM0123456789abcdef0123456789abcdef", MessageStatus: webhook.MessageRead,
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(r.Method, r.URL)
	// Output: GET https://example.com/status?room=1&MessageSid=SM0123456789abcdef0123456789abcdef&MessageStatus=read
}

func ExampleSet() {
	var never webhook.Opt[time.Duration]
	atOnce := webhook.Set(0 * time.Second)
	fmt.Println(never, never.Present(), atOnce, atOnce.Present(), never.Or(time.Minute))
	// Output: unset false 0s true 1m0s
}

// The example that the vendor publishes.
func ExampleSign() {
	fmt.Println(webhook.Sign("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", url.Values{
		"CallSid": {"CA1234567890ABCDE"}, "Caller": {"+14158675309"}, "Digits": {"1234"},
		"From": {"+14158675309"}, "To": {"+18005551212"},
	}))
	// Output: RSOYDt4T1cUTdK1PDd93/VVr8B8=
}

func ExampleSignBody() {
	body := []byte(`{"property": "value", "boolean": true}`)
	signedURL, signature := webhook.SignBody("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", body)
	fmt.Println(signedURL)
	fmt.Println(signature)
	// Output:
	// https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620
	// a9nBmqA0ju/hNViExpshrM61xv4=
}

func ExampleBodyHash() {
	fmt.Println(webhook.BodyHash([]byte(`{"property": "value", "boolean": true}`)))
	// Output: 0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620
}

func ExampleSignRequest() {
	r, err := http.NewRequest("POST", "https://example.com/hook", strings.NewReader(`{}`))
	if err != nil {
		panic(err)
	}
	r.Header.Set("Content-Type", "application/json")
	err = webhook.SignRequest(r, "12345")
	fmt.Println(r.URL, r.Header.Get(webhook.SignatureHeader), err)
	// Output: https://example.com/hook?bodySHA256=44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a hHw9Tb77fQ8ITrhCjliGW/eoIEA= <nil>
}

func ExampleNewVerifier() {
	_, err := webhook.NewVerifier(webhook.VerifierConfig{Tokens: []string{"12345"}, BaseURL: "example.com"})
	fmt.Println(err)
	// Output: webhook: configure: BaseURL "example.com": want an absolute http or https URL without query and fragment
}

// While a token is being replaced, both are right.
func ExampleVerifier_Verify() {
	verifier, err := webhook.NewVerifier(webhook.VerifierConfig{Tokens: []string{"new", "old"}})
	if err != nil {
		panic(err)
	}
	form := url.Values{"CallSid": {call}}
	signature := webhook.Sign("old", "https://example.com/a", form)
	fmt.Println(verifier.Verify("https://example.com/a", form, signature))
	fmt.Println(verifier.Verify("https://example.com:443/a", form, signature))
	fmt.Println(verifier.Verify("https://example.com/b", form, signature))
	// Output:
	// true
	// true
	// false
}

func ExampleVerifier_VerifyBody() {
	verifier, err := webhook.NewVerifier(webhook.VerifierConfig{Tokens: []string{"12345"}})
	if err != nil {
		panic(err)
	}
	signedURL, signature := webhook.SignBody("12345", "https://example.com/a", []byte(`{"a":1}`))
	fmt.Println(verifier.VerifyBody(signedURL, []byte(`{"a":1}`), signature))
	fmt.Println(verifier.VerifyBody(signedURL, []byte(`{"a":2}`), signature))
	// Output:
	// true
	// false
}

// Behind a proxy the application does not see the URL that was signed, and must
// be told how it began.
func ExampleVerifier_VerifyRequest() {
	r := httptest.NewRequest("GET", "http://10.0.0.7:9000/a?b=c", nil)
	r.Header.Set(webhook.SignatureHeader, webhook.Sign("12345", "https://example.com/a?b=c", nil))
	for _, base := range []string{"", "https://example.com"} {
		verifier, err := webhook.NewVerifier(webhook.VerifierConfig{Tokens: []string{"12345"}, BaseURL: base})
		if err != nil {
			panic(err)
		}
		fmt.Println(verifier.VerifyRequest(r))
	}
	// Output:
	// webhook: verify: the signature is not that of "http://10.0.0.7:9000/a?b=c": want the URL as it was requested, and an auth token that is known here
	// <nil>
}

func ExampleVerifier_RequireSignature() {
	verifier, err := webhook.NewVerifier(webhook.VerifierConfig{Tokens: []string{"12345"}})
	if err != nil {
		panic(err)
	}
	app := verifier.RequireSignature(http.NotFoundHandler())
	w := httptest.NewRecorder()
	app.ServeHTTP(w, httptest.NewRequest("GET", "/a", nil))
	fmt.Print(w.Code, " ", w.Body)
	// Output: 403 webhook: verify: the header X-Twilio-Signature is missing or is not the signature of this request: want a signed request
}
