package twiml_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"time"

	"github.com/beevik/etree"

	"github.com/goacd/acd/twiml"
)

const workflow = "WW0123456789abcdef0123456789abcdef"

// A caller is put into a workflow, with attributes for the task, and waits in
// silence: an empty wait URL is something else than none.
func Example() {
	response := twiml.NewResponse(
		&twiml.Say{Text: "Please hold.", Voice: twiml.Set("Polly.Amy")},
		&twiml.Enqueue{
			WorkflowSID: twiml.Set(workflow),
			WaitURL:     twiml.Set(""),
			Action:      twiml.Set("/survey"),
			Children: []twiml.EnqueueChild{&twiml.Task{
				Attributes: `{"skill":"billing"}`,
				Priority:   twiml.Set(5),
				Timeout:    twiml.Set(10 * time.Minute),
			}},
		},
	)
	text, err := response.AppendIndent(nil, "  ")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(string(text))
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?>
	// <Response>
	//   <Say voice="Polly.Amy">Please hold.</Say>
	//   <Enqueue action="/survey" waitUrl="" workflowSid="WW0123456789abcdef0123456789abcdef">
	//     <Task priority="5" timeout="600">{"skill":"billing"}</Task>
	//   </Enqueue>
	// </Response>
}

// A worker's call is connected to the caller behind a reservation.
func ExampleNewResponse() {
	fmt.Println(twiml.NewResponse(&twiml.Dial{
		HangupOnStar: twiml.Set(true),
		Children: []twiml.DialChild{&twiml.Queue{
			ReservationSID: twiml.Set("WR0123456789abcdef0123456789abcdef"),
		}},
	}))
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?><Response><Dial hangupOnStar="true"><Queue reservationSid="WR0123456789abcdef0123456789abcdef"/></Dial></Response>
}

// A document is read and its verbs are walked. What is unknown or unfit is
// kept, and where it stands is known.
func ExampleParse() {
	response, err := twiml.Parse([]byte(`<Response>
  <Enqueue waitUrl="">support</Enqueue>
  <Dial timeout="soon" ringing="1">+15558675310</Dial>
</Response>`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, verb := range response.Verbs() {
		switch v := verb.(type) {
		case *twiml.Enqueue:
			wait, set := v.WaitURL.Get()
			fmt.Printf("%v queue %q, wait %q %t\n", v.Pos(), twiml.TextOf(v), wait, set)
		case *twiml.Dial:
			raw, _ := v.Timeout.Raw()
			fmt.Printf("%v %q at %v counts as %v\n", v.Pos(), raw, v.Timeout.Pos(), twiml.Effective(v, &v.Timeout))
			fmt.Println(v.Extra[0].Name, v.Extra[0].Value, v.Extra[0].Pos())
		}
	}
	// Output:
	// 2:3 queue "support", wait "" true
	// 3:3 "soon" at 3:9 counts as 30s
	// ringing 1 3:24
}

func ExampleParse_error() {
	_, err := twiml.Parse([]byte("<Response>\n  <Say>Hello</say>\n</Response>"))
	fmt.Println(err)
	// Output:
	// twiml: parse: 2:13: end tag </say> where </Say> is due for the tag at 2:3 (code 12100)
}

func ExampleValidate() {
	findings := twiml.Validate([]byte(`<Response>
  <Enqueue workflowSid="`+workflow+`">
    <Task priority="urgent">{"skill":"billing"}</Task>
  </Enqueue>
  <Enqueue method="PUT"/>
</Response>`), twiml.ValidateOptions{})
	for _, f := range findings {
		fmt.Println(f)
	}
	// Output:
	// 3:11: warning 12200: attribute priority of <Task> is "urgent"; it should be an integer from 0 to 2147483647 (/Response/Enqueue[1]/Task[1]/@priority)
	// 5:3: error 14204: <Enqueue> needs one of: text, attribute workflowSid (/Response/Enqueue[2])
	// 5:12: error 14201: attribute method of <Enqueue> is "PUT"; it should be one of GET, POST (/Response/Enqueue[2]/@method)
}

// A wait document may not dial.
func ExampleValidate_context() {
	doc := []byte(`<Response><Dial>+15558675310</Dial></Response>`)
	for _, f := range twiml.Validate(doc, twiml.ValidateOptions{Context: twiml.ContextWait}) {
		fmt.Println(f.Level, f.Code, f.Path)
	}
	fmt.Println(twiml.ContextWait.Allows(&twiml.Leave{}))
	// Output:
	// error 12200 /Response/Dial[1]
	// true
}

// A verb with an error is not executed, and the others are.
func ExampleFinding_Blocks() {
	response, _ := twiml.Parse([]byte(`<Response><Enqueue/><Say>Sorry.</Say></Response>`))
	blocked := map[int]bool{}
	for _, f := range response.Validate(twiml.ValidateOptions{}) {
		if f.Blocks() {
			blocked[f.Verb] = true
		}
	}
	for i, verb := range response.Verbs() {
		fmt.Println(twiml.Tag(verb), "runs:", !blocked[i])
	}
	// Output:
	// Enqueue runs: false
	// Say runs: true
}

func ExampleResponse_Validate() {
	response := twiml.NewResponse(&twiml.Pause{Length: twiml.Set(-time.Second)})
	fmt.Println(response.Validate(twiml.ValidateOptions{})[0])
	// Output:
	// -: warning 13910: attribute length of <Pause> is "-1"; it should be a whole number of seconds of at least 1 (/Response/Pause[1]/@length)
}

// A fixed document is a handler.
func ExampleResponse_ServeHTTP() {
	server := httptest.NewServer(twiml.NewResponse(&twiml.Leave{}))
	defer server.Close()
	answer, err := http.Post(server.URL, "application/x-www-form-urlencoded", strings.NewReader("CallSid=CA0"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	fmt.Println(answer.Header.Get("Content-Type"))
	fmt.Println(string(body))
	// Output:
	// text/xml
	// <?xml version="1.0" encoding="UTF-8"?><Response><Leave/></Response>
}

func ExampleResponse_AppendText() {
	buf := make([]byte, 0, 256)
	buf, err := twiml.NewResponse(&twiml.Redirect{URL: "/next?a=1&b=2"}).AppendText(buf)
	fmt.Println(string(buf), err)
	_, err = twiml.NewResponse(&twiml.Comment{Data: "a -- b"}).AppendText(nil)
	fmt.Println(err)
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?><Response><Redirect>/next?a=1&amp;b=2</Redirect></Response> <nil>
	// twiml: print: /Response/comment()[1]: a comment cannot hold -- or end with -: "a -- b" (code 12100)
}

func ExampleResponse_WriteTo() {
	_, _ = twiml.NewResponse(&twiml.Reject{Reason: twiml.Set(twiml.ReasonBusy)}).WriteTo(os.Stdout)
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?><Response><Reject reason="busy"/></Response>
}

// Elements that this package does not know are written through etree.
func ExampleUnknown() {
	hum := etree.NewElement("Hum")
	hum.CreateAttr("maxLength", "30")
	fmt.Println(twiml.NewResponse(&twiml.Unknown{Element: hum}))
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?><Response><Hum maxLength="30"/></Response>
}

func ExampleToElement() {
	element, _ := twiml.ToElement(&twiml.Enqueue{Name: "support"})
	fmt.Println(element.Tag, element.Text())
	node, _ := twiml.FromElement(element)
	fmt.Println(twiml.TextOf(node.(*twiml.Enqueue)))
	// Output:
	// Enqueue support
	// support
}

func ExampleFromDocument() {
	doc := etree.NewDocument()
	_ = doc.ReadFromString(`<Response><Play loop="2">hold.mp3</Play></Response>`)
	response, err := twiml.FromDocument(doc)
	fmt.Println(response, err)
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?><Response><Play loop="2">hold.mp3</Play></Response> <nil>
}

func ExampleEffective() {
	dial := &twiml.Dial{}
	fmt.Println(dial.Timeout.Or(time.Minute), twiml.Effective(dial, &dial.Timeout))
	// Output:
	// 1m0s 30s
}

func ExampleChildren() {
	say := &twiml.Say{Text: "Hi, ", Children: []twiml.SayChild{&twiml.Comment{Data: "name"}, twiml.Text("Ann")}}
	for i, node := range twiml.Children(say) {
		fmt.Printf("%d %T\n", i, node)
	}
	fmt.Println(twiml.TextOf(say))
	// Output:
	// 0 *twiml.Comment
	// 1 *twiml.CharData
	// Hi, Ann
}

func ExampleCodeLevel() {
	level, _ := twiml.CodeLevel(twiml.CodeQueueFull)
	fmt.Println(twiml.CodeQueueFull, level, twiml.CodeMeaning(twiml.CodeQueueFull))
	// Output:
	// 14207 warning queue has reached its maximum size
}

func ExampleRaw() {
	fmt.Println(twiml.NewResponse(&twiml.Pause{Length: twiml.Raw[time.Duration]("{{seconds}}")}))
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?><Response><Pause length="{{seconds}}"/></Response>
}

// Text and speech markup stand side by side in any order.
func ExampleSay() {
	fmt.Println(twiml.NewResponse(&twiml.Say{Text: "Your code is ", Children: []twiml.SayChild{
		&twiml.SSMLSayAs{InterpretAs: twiml.Set(twiml.SayAsDigits), Text: "1234"},
		&twiml.SSMLBreak{Time: twiml.Set(500 * time.Millisecond)},
		twiml.Text("Good bye."),
	}}))
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?><Response><Say>Your code is <say-as interpret-as="digits">1234</say-as><break time="500ms"/>Good bye.</Say></Response>
}

func ExampleMessage() {
	fmt.Println(twiml.NewResponse(&twiml.Message{Children: []twiml.MessageChild{
		&twiml.Body{Text: "Here it is"},
		&twiml.Media{URL: "https://example.com/a.jpg"},
	}}))
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?><Response><Message><Body>Here it is</Body><Media>https://example.com/a.jpg</Media></Message></Response>
}

func ExamplePay() {
	fmt.Println(twiml.NewResponse(&twiml.Pay{
		ChargeAmount: twiml.Set[twiml.Decimal]("20.45"),
		Children: []twiml.PayChild{&twiml.Prompt{
			For: twiml.Set(twiml.StepCardNumber), Attempt: twiml.List(2, 3),
			Children: []twiml.PromptChild{&twiml.Say{Text: "Once more, please."}},
		}},
	}))
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?><Response><Pay chargeAmount="20.45"><Prompt for="payment-card-number" attempt="2 3"><Say>Once more, please.</Say></Prompt></Pay></Response>
}

func ExampleDecimal() {
	amount, _ := twiml.Decimal("20.45").Rat()
	fmt.Println(amount)
	// Output:
	// 409/20
}

func ExampleGuessFlavor() {
	response, _ := twiml.Parse([]byte("<Response><Redirect/><Message>Hi</Message></Response>"))
	fmt.Println(twiml.GuessFlavor(response))
	// Output:
	// messaging
}

// Advice comes only to those who ask for it, and does not make a document
// invalid.
func ExampleValidateOptions_lint() {
	doc := []byte("<Response>\n  <Hangup/>\n  <Say>Hi</Say>\n</Response>")
	fmt.Println(len(twiml.Validate(doc, twiml.ValidateOptions{})))
	for _, finding := range twiml.Validate(doc, twiml.ValidateOptions{Lint: true}) {
		fmt.Println(finding)
	}
	// Output:
	// 0
	// 3:3: lint: <Say> is never reached: the <Hangup> before it does not come back to this document (/Response/Say[1])
}
