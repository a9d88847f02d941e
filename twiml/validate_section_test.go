package twiml

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// brief writes findings as level, code and path.
func brief(findings []Finding) []string {
	lines := []string{}
	for _, f := range findings {
		lines = append(lines, fmt.Sprintf("%v %d %s", f.Level, f.Code, f.Path))
	}
	return lines
}

// findingCase is one document, or what stands in its root, and its findings.
type findingCase struct {
	doc  string
	opts ValidateOptions
	want []string
}

func runFindings(t *testing.T, tests map[string]findingCase) {
	t.Helper()
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			want := test.want
			if want == nil {
				want = []string{}
			}
			got := Validate([]byte("<Response>"+test.doc+"</Response>"), test.opts)
			assert.Equal(t, want, brief(got))
		})
	}
}

// TestSection1Constraints has one broken rule of each kind, and one kept.
func TestSection1Constraints(t *testing.T) {
	workflow := `workflowSid="WW` + strings.Repeat("0", 32) + `"`
	runFindings(t, map[string]findingCase{
		"atLeastOne":                       {doc: `<Play/>`, want: []string{"warning 13420 /Response/Play[1]"}},
		"atLeastOne kept":                  {doc: `<Play digits="1"/>`},
		"exactlyOne: none":                 {doc: `<Dial><Client/></Dial>`, want: []string{"warning 12200 /Response/Dial[1]/Client[1]"}},
		"exactlyOne: both":                 {doc: `<Dial><Client>a<Identity>b</Identity></Client></Dial>`, want: []string{"warning 12200 /Response/Dial[1]/Client[1]"}},
		"exactlyOne kept":                  {doc: `<Dial><Client>a</Client></Dial>`},
		"exactlyOne child: none":           {doc: `<Connect/>`, want: []string{"warning 12200 /Response/Connect[1]"}},
		"exactlyOne child: two":            {doc: `<Connect><Room>a</Room><Room>b</Room></Connect>`, want: []string{"warning 12200 /Response/Connect[1]"}},
		"exactlyOne child kept":            {doc: `<Connect><Room>a</Room></Connect>`},
		"exactlyOne: several of one name":  {doc: `<Dial><Sip><Uri>a@b</Uri><Uri>c@d</Uri></Sip></Dial>`},
		"atMostOne":                        {doc: `<Enqueue ` + workflow + `><Task>{}</Task><TaskAttributes>{}</TaskAttributes></Enqueue>`, want: []string{"warning 12200 /Response/Enqueue[1]"}},
		"notCombined":                      {doc: `<Enqueue ` + workflow + `>a</Enqueue>`, want: []string{"warning 12200 /Response/Enqueue[1]"}},
		"requires":                         {doc: `<Enqueue>a<Task>{}</Task></Enqueue>`, want: []string{"warning 12200 /Response/Enqueue[1]"}},
		"maxCount":                         {doc: `<Dial><Conference>a</Conference><Conference>b</Conference></Dial>`, want: []string{"warning 13000 /Response/Dial[1]/Conference[1]", "warning 13000 /Response/Dial[1]/Conference[2]"}},
		"exclusive":                        {doc: `<Dial><Number>1</Number><Queue>a</Queue></Dial>`, want: []string{"warning 13215 /Response/Dial[1]/Queue[1]"}},
		"atLeastOneUnder":                  {doc: `<Start><Stream/></Start>`, want: []string{"warning 12200 /Response/Start[1]/Stream[1]"}},
		"atLeastOneUnder another parent":   {doc: `<Stop><Stream name="a"/></Stop>`},
		"requiredUnder":                    {doc: `<Stop><Recording/></Stop>`, want: []string{"warning 12200 /Response/Stop[1]/Recording[1]"}},
		"requiredUnder another parent":     {doc: `<Start><Recording/></Start>`},
		"forbiddenAttributeUnder":          {doc: `<Gather><Play digits="1"/></Gather>`, want: []string{"warning 13320 /Response/Gather[1]/Play[1]/@digits"}},
		"forbiddenAttributeUnder in a Pay": {doc: `<Pay><Prompt for="postal-code"><Play digits="1"/></Prompt></Pay>`},
		"childCode":                        {doc: `<Start><Say>a</Say></Start>`, want: []string{"error 14300 /Response/Start[1]/Say[1]"}},
		"children: too few":                {doc: `<Dial><Sip>a@b<Headers/></Sip></Dial>`, want: []string{"warning 12200 /Response/Dial[1]/Sip[1]/Headers[1]"}},
		"required attribute":               {doc: `<Say><sub>a</sub></Say>`, want: []string{"warning 12200 /Response/Say[1]/sub[1]/@alias"}},
	})
}

// TestSection2Names walks the ways in which a name can be wrong.
func TestSection2Names(t *testing.T) {
	runFindings(t, map[string]findingCase{
		"unknown element":                 {doc: `<Hum><Say/></Hum><Say/>`, want: []string{"warning 12200 /Response/Hum[1]", "warning 13520 /Response/Say[1]"}},
		"case of an element":              {doc: `<say>a</say>`, want: []string{"warning 12200 /Response/say[1]"}},
		"case of an attribute":            {doc: `<Say Voice="x">a</Say>`, want: []string{"warning 12200 /Response/Say[1]/@Voice"}},
		"a name of the reference's keys":  {doc: `<Refer><Sip.refer>a@b</Sip.refer></Refer>`, want: []string{"warning 12200 /Response/Refer[1]", "warning 12200 /Response/Refer[1]/Sip.refer[1]"}},
		"vendor speech markup":            {doc: `<Say><mark name="a"/>x</Say>`, want: []string{"warning 12200 /Response/Say[1]/mark[1]"}},
		"unknown markup is spoken":        {doc: `<Say><speak>x</speak></Say>`, want: []string{"warning 12200 /Response/Say[1]/speak[1]"}},
		"namespaces":                      {doc: `<Say xmlns="urn:a" xmlns:b="urn:b" xml:space="preserve">x</Say>`},
		"xml:lang of another element":     {doc: `<Say xml:lang="de-DE">x</Say>`, want: []string{"warning 12200 /Response/Say[1]/@xml:lang"}},
		"further name of an attribute":    {doc: `<Connect><ConversationRelay url="wss://a.example.com" speechtimeout="1"/></Connect>`},
		"both names of an attribute":      {doc: `<Connect><ConversationRelay url="wss://a.example.com" speechtimeout="1" speechTimeout="2"/></Connect>`, want: []string{"warning 12200 /Response/Connect[1]/ConversationRelay[1]/@speechtimeout"}},
		"a spelling of a library's slip":  {doc: `<Start><SipRec/></Start>`, want: []string{"error 14300 /Response/Start[1]/SipRec[1]"}},
		"can be generated, means nothing": {doc: `<Queue>a</Queue><Prompt for="postal-code"/>`, want: []string{"warning 12200 /Response/Queue[1]", "warning 12200 /Response/Prompt[1]"}},
	})
}

// TestSection2Flavors tells what each flavor holds, and which one is guessed.
func TestSection2Flavors(t *testing.T) {
	const messaging, fax, voice = FlavorMessaging, FlavorFax, FlavorVoice
	runFindings(t, map[string]findingCase{
		"messaging: its verbs":         {doc: `<Message>a</Message><Redirect/>`, opts: ValidateOptions{Flavor: messaging}},
		"messaging: legacy Sms":        {doc: `<Sms>a</Sms>`, opts: ValidateOptions{Flavor: messaging}, want: []string{"warning 12200 /Response/Sms[1]"}},
		"messaging: a voice verb":      {doc: `<Say>a</Say>`, opts: ValidateOptions{Flavor: messaging}, want: []string{"warning 14110 /Response/Say[1]"}},
		"messaging: a noun":            {doc: `<Body>a</Body>`, opts: ValidateOptions{Flavor: messaging}, want: []string{"warning 14110 /Response/Body[1]"}},
		"messaging: a lax noun":        {doc: `<Queue>a</Queue>`, opts: ValidateOptions{Flavor: messaging}, want: []string{"warning 14110 /Response/Queue[1]"}},
		"messaging: unknown":           {doc: `<Hum/>`, opts: ValidateOptions{Flavor: messaging}, want: []string{"warning 12200 /Response/Hum[1]"}},
		"messaging: a noun in a verb":  {doc: `<Message>a<Number/></Message>`, opts: ValidateOptions{Flavor: messaging}, want: []string{"warning 12200 /Response/Message[1]/Number[1]"}},
		"unknown":                      {doc: `<Say>a</Say><Message>a</Message><Number/>`, opts: ValidateOptions{Flavor: "video"}, want: []string{"warning 12200 /", "warning 12200 /Response/Number[1]"}},
		"voice: Sms":                   {doc: `<Sms>a</Sms>`, opts: ValidateOptions{Flavor: voice}},
		"voice: Message":               {doc: `<Message>a</Message>`, opts: ValidateOptions{Flavor: voice}, want: []string{"warning 12200 /Response/Message[1]"}},
		"fax: its verb":                {doc: `<Receive/>`, opts: ValidateOptions{Flavor: fax}},
		"fax: a voice verb":            {doc: `<Say>a</Say>`, opts: ValidateOptions{Flavor: fax}, want: []string{"warning 12200 /Response/Say[1]"}},
		"guessed: a draw is voice":     {doc: `<Say>a</Say><Message>b</Message>`, want: []string{"warning 12200 /Response/Message[1]"}},
		"guessed: most verbs":          {doc: `<Say>a</Say><Message>b</Message><Message>c</Message>`, want: []string{"warning 14110 /Response/Say[1]"}},
		"guessed: Sms alone is voice":  {doc: `<Sms>a</Sms>`},
		"guessed: fax":                 {doc: `<Receive/>`},
		"a context is one of calls":    {doc: `<Message>b</Message>`, opts: ValidateOptions{Context: ContextWhisper}, want: []string{"warning 12200 /Response/Message[1]", "warning 12200 /Response/Message[1]"}},
		"a misplaced verb is no voice": {doc: `<Body/>`, want: []string{"warning 12200 /Response/Body[1]"}},
	})
	guesses := map[string]Flavor{
		"": voice, "<Redirect/>": voice, "<Redirect/><Message/>": messaging, "<Receive/>": fax,
		"<Redirect/><Say/><Message/>": voice, "<!-- c --><Hum/><Message/>": messaging,
	}
	for doc, want := range guesses {
		assert.Equal(t, want, GuessFlavor(mustParse(t, "<Response>"+doc+"</Response>")), doc)
	}
}

// TestSection2Unreachable gives advice on verbs that no call gets to.
func TestSection2Unreachable(t *testing.T) {
	lint := ValidateOptions{Lint: true}
	say := []string{"lint 0 /Response/Say[1]"}
	for _, verb := range []string{
		`<Redirect/>`, `<Reject/>`, `<Hangup/>`, `<Record/>`, `<Dial action="/a">1</Dial>`,
		`<Enqueue action="/a">a</Enqueue>`, `<Connect action="/a"><Room>a</Room></Connect>`, `<Pay action="/a"/>`,
	} {
		runFindings(t, map[string]findingCase{
			verb:               {doc: verb + `<Say>a</Say>`, opts: lint, want: say},
			verb + " at last":  {doc: `<Say>a</Say>` + verb + `<!-- end -->`, opts: lint},
			verb + " unlinted": {doc: verb + `<Say>a</Say>`},
		})
	}
	for _, verb := range []string{
		`<Gather action="/a"/>`, `<Dial>1</Dial>`, `<Enqueue>a</Enqueue>`, `<Pay/>`, `<Leave/>`, `<Refer action="/a"><Sip>a@b</Sip></Refer>`,
		`<Start action="/a"><Recording/></Start>`,
	} {
		runFindings(t, map[string]findingCase{verb: {doc: verb + `<Say>a</Say>`, opts: lint}})
	}
	runFindings(t, map[string]findingCase{
		"an action that counts as absent": {doc: `<Dial action="x y">1</Dial><Say>a</Say>`, opts: lint, want: []string{"warning 12200 /Response/Dial[1]/@action"}},
		"Message with action":             {doc: `<Message action="/a">a</Message><Message>b</Message>`, opts: lint, want: []string{"lint 0 /Response/Message[2]"}},
		"the first verb is named":         {doc: `<Redirect/><Hangup/><Say>a</Say>`, opts: lint, want: []string{"lint 0 /Response/Hangup[1]", "lint 0 /Response/Say[1]"}},
		"unknown elements are no verbs":   {doc: `<Hangup/><Hum/>`, opts: lint, want: []string{"warning 12200 /Response/Hum[1]"}},
	})
}

// TestSection4Contexts holds every verb against every kind of document.
func TestSection4Contexts(t *testing.T) {
	verbs := map[string]string{
		"Play": `<Play>a</Play>`, "Say": `<Say>a</Say>`, "Pause": `<Pause/>`, "Hangup": `<Hangup/>`, "Redirect": `<Redirect/>`,
		"Leave": `<Leave/>`, "Gather": `<Gather/>`, "Dial": `<Dial>1</Dial>`, "Enqueue": `<Enqueue>a</Enqueue>`,
		"Record": `<Record/>`, "Echo": `<Echo/>`, "Connect": `<Connect><Room>a</Room></Connect>`, "Stop": `<Stop><Stream name="a"/></Stop>`,
	}
	screening := "Play Say Gather Hangup Pause Redirect"
	tests := map[Context]struct {
		allowed     string
		dial, other string
	}{
		ContextWait:                 {"Play Say Pause Hangup Redirect Leave Gather", "error 12200", "error 12200"},
		ContextWhisper:              {"Play Say Pause Redirect", "warning 12200", "warning 12200"},
		ContextScreening:            {screening, "error 13201", "warning 12200"},
		ContextClientScreening:      {screening, "error 13201", "warning 12200"},
		ContextSipScreening:         {screening, "error 13201", "warning 12200"},
		ContextWhatsAppScreening:    {screening, "error 13201", "warning 12200"},
		ContextApplicationScreening: {screening, "error 13201", "warning 12200"},
		ContextConferenceWait:       {"Play Say Pause Redirect", "error 13238", "error 13238"},
	}
	for context, test := range tests {
		for name, verb := range verbs {
			t.Run(string(context)+"/"+name, func(t *testing.T) {
				want := []string{}
				switch {
				case strings.Contains(" "+test.allowed+" ", " "+name+" "):
				case name == "Dial":
					want = append(want, test.dial+" /Response/Dial[1]")
				default:
					want = append(want, test.other+" /Response/"+name+"[1]")
				}
				doc := "<Response>" + verb + "</Response>"
				assert.Equal(t, want, brief(Validate([]byte(doc), ValidateOptions{Context: context})))
				assert.Equal(t, len(want) == 0, context.Allows(mustParse(t, doc).Children[0].(Element)))
			})
		}
	}
}

// TestSection4Nested holds what may stand in a Gather and in a Prompt.
func TestSection4Nested(t *testing.T) {
	prompt := func(verb string) string { return `<Pay><Prompt for="postal-code">` + verb + `</Prompt></Pay>` }
	runFindings(t, map[string]findingCase{
		"Gather":          {doc: `<Gather><Play>a</Play><Say>a</Say><Pause/></Gather>`},
		"Gather: another": {doc: `<Gather><Dial>1</Dial><Hum/></Gather>`, want: []string{"warning 13320 /Response/Gather[1]/Dial[1]", "warning 13320 /Response/Gather[1]/Hum[1]"}},
		"Prompt":          {doc: prompt(`<Play>a</Play><Say>a</Say><Pause/>`)},
		"Prompt: another": {doc: prompt(`<Dial>1</Dial>`), want: []string{"warning 12200 /Response/Pay[1]/Prompt[1]/Dial[1]"}},
	})
}

// TestSection3Inline tells what a document without address cannot leave out.
func TestSection3Inline(t *testing.T) {
	inline := ValidateOptions{Inline: true}
	for _, verb := range []string{"Record", "Gather", "Pay"} {
		path := "/Response/" + verb + "[1]/@action"
		runFindings(t, map[string]findingCase{
			verb + " without action": {doc: "<" + verb + "/>", opts: inline, want: []string{"error 15004 " + path}},
			verb + " relative":       {doc: "<" + verb + ` action="/a"/>`, opts: inline, want: []string{"error 15004 " + path}},
			verb + " absolute":       {doc: "<" + verb + ` action="https://example.com/a"/>`, opts: inline},
		})
	}
	runFindings(t, map[string]findingCase{
		"text":           {doc: `<Play>a.mp3</Play>`, opts: inline, want: []string{"error 11100 /Response/Play[1]"}},
		"empty Redirect": {doc: `<Redirect/>`, opts: inline, want: []string{"error 11100 /Response/Redirect[1]"}},
		"silence":        {doc: `<Enqueue waitUrl="">a</Enqueue>`, opts: inline},
	})
}

// TestTextKinds holds texts of each kind against their form.
func TestTextKinds(t *testing.T) {
	sid := strings.Repeat("0", 32)
	long := strings.Repeat("x", 255)
	tests := []struct {
		element, text string
		want          condition
	}{
		{"Sip", "kate@example.com", fits},
		{"Sip", "sip:kate@example.com:5060;transport=tls?X-A=b&X-C=d", fits},
		{"Sip", "SIPS:kate@example.com", fits},
		{"Sip", "example.com", fits},
		{"Sip", "localhost:5060;edge=x", fits},
		{"Sip", "sip:[::1]", fits},
		{"Sip", long, fits},
		{"Sip", long + "x", tooLong},
		{"Sip", "a@b?" + strings.Repeat("x", 1023), fits},
		{"Sip", "a@b?" + strings.Repeat("x", 1024), invalid},
		{"Sip", "mailto:kate@example.com", invalid},
		{"Sip", "https://example.com", invalid},
		{"Sip", "sip:@example.com", invalid},
		{"Sip", "sip:kate@", invalid},
		{"Sip", "sip:a@b@c", invalid},
		{"Sip", "kate example.com", invalid},
		{"WhatsApp", "whatsapp:+15558675310", fits},
		{"WhatsApp", "whatsapp:jenny", invalid},
		{"Number", "(415) 123-4567", fits},
		{"Number", "1234567890123456", invalid},
		{"Application", "AP" + sid, fits},
		{"Application", "any-name", fits},
		{"Application", "two words", invalid},
		{"Sim", "DE" + sid, fits},
		{"Conference", "Room 1234", fits},
		{"Conference", strings.Repeat("x", 129), tooLong},
		{"Client", strings.Repeat("x", 257), tooLong},
		{"Media", "https://a_b.example.com/x.jpg", fits},
		{"Body", strings.Repeat("é", 1600), fits},
		{"Body", strings.Repeat("é", 1601), tooLong},
		{"Task", "[]", invalid},
	}
	for _, test := range tests {
		assert.Equal(t, test.want, definitions[test.element].text.fit(test.text), "%s: %.40s", test.element, test.text)
	}
	assert.True(t, definitions["Application"].text.unusual("any-name"))
	assert.False(t, definitions["Application"].text.unusual("AP"+sid))
}

// TestTextOfMarkup takes the text within speech markup, typed or not, and a nil
// child for none.
func TestTextOfMarkup(t *testing.T) {
	r := mustParse(t, "<Response><Say> a <emphasis>b<s>c</s><!-- d --></emphasis><x>e</x> f</Say>"+
		"<Message> g <Body>h</Body> i </Message></Response>")
	assert.Equal(t, " a bce f", TextOf(r.Children[0].(*Say)))
	assert.Equal(t, "g  i", TextOf(r.Children[1].(*Message)))
	say := &Say{Text: "a", Children: []SayChild{nil, (*SSMLP)(nil), (*Unknown)(nil), &Unknown{}, &SSMLP{Text: "b"}}}
	assert.Equal(t, "ab", TextOf(say))
}

func TestTimeText(t *testing.T) {
	tests := map[time.Duration]string{
		0: "0s", time.Second: "1s", 1500 * time.Millisecond: "1500ms", time.Millisecond / 2: "0.5ms",
		-time.Millisecond / 2: "-0.5ms", -1500 * time.Microsecond: "-1.5ms", time.Millisecond + 1: "1.000001ms",
	}
	for d, want := range tests {
		assert.Equal(t, want, timeText(d))
	}
}

func TestDecimal(t *testing.T) {
	for _, good := range []Decimal{"0", "+1", "-1.50", "007.0", "1000000"} {
		n, ok := good.Rat()
		assert.True(t, ok, good)
		assert.NotNil(t, n)
	}
	for _, bad := range []Decimal{"", ".", "1.", ".5", "1e3", "1/2", "0x1", "1_0", " 1", "--1", "NaN"} {
		_, ok := bad.Rat()
		assert.False(t, ok, bad)
	}
}

// TestOrderWithoutPositions shows that a tree that was not parsed has the
// findings of its document in the same order.
func TestOrderWithoutPositions(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*.xml")
	require.NoError(t, err)
	tried := 0
	for _, file := range files {
		doc, err := os.ReadFile(file)
		require.NoError(t, err)
		r, err := Parse(doc)
		if err != nil {
			continue
		}
		tried++
		tree, err := r.ToDocument()
		require.NoError(t, err)
		built, err := FromDocument(tree)
		require.NoError(t, err)
		for _, opts := range []ValidateOptions{{}, {Lint: true, Inline: true, Context: ContextScreening}} {
			assert.Equal(t, brief(Validate([]byte(built.String()), opts)), brief(built.Validate(opts)), file)
		}
	}
	assert.NotZero(t, tried)
}

// TestFurtherNames prints an attribute under its canonical name, and keeps both
// where a document has both.
func TestFurtherNames(t *testing.T) {
	tests := map[string]string{
		`speechtimeout="1"`:                      `speechTimeout="1"`,
		`speechtimeout="1" speechTimeout="2"`:    `speechTimeout="2" speechtimeout="1"`,
		`speechTimeout="2" speechtimeout="1"`:    `speechTimeout="2" speechtimeout="1"`,
		`speechTimeout="2" ignorebackchannel=""`: `speechTimeout="2" ignoreBackchannel=""`,
	}
	for attrs, want := range tests {
		r := mustParse(t, `<Response><Connect><ConversationRelay `+attrs+`/></Connect></Response>`)
		got := roundTrip(t, r)
		for w := range strings.FieldsSeq(want) {
			assert.Contains(t, got, " "+w)
		}
	}
}

// TestChildrenNamedInTags holds the names in rules and counts against what the
// parent allows.
func TestChildrenNamedInTags(t *testing.T) {
	for key, s := range definitions {
		var named []string
		for tag := range s.maxCount {
			named = append(named, tag)
		}
		for _, c := range s.minCount {
			named = append(named, c.tag)
		}
		for _, r := range s.rules {
			for _, it := range append(r.of, r.then...) {
				if it.tag != "" && it.tag[0] != '#' {
					named = append(named, it.tag)
				}
			}
			for _, parent := range r.parents {
				require.NotNil(t, definitions[parent], "%s: %s", key, parent)
				assert.Equal(t, s, definitions[parent].allowed[s.tag], "%s: %s", key, parent)
			}
			for _, c := range r.contexts {
				assert.NotNil(t, Context(c).attr(), "%s: %s", key, c)
			}
		}
		for _, tag := range named {
			assert.NotNil(t, s.allowed[tag], "%s: %s", key, tag)
		}
		for _, a := range s.attrs {
			for _, verb := range a.documents {
				assert.NotNil(t, responseSpec.allowed[verb], "%s: %s", key, verb)
			}
			for parent := range a.under {
				assert.NotNil(t, definitions[parent], "%s: %s", key, parent)
			}
		}
	}
}

// TestTwoDefinitionsOfAName reads Sip as the parent has it.
func TestTwoDefinitionsOfAName(t *testing.T) {
	r := mustParse(t, `<Response><Refer><Sip>a@b</Sip></Refer><Dial><Sip>c@d</Sip></Dial></Response>`)
	assert.Equal(t, "a@b", r.Children[0].(*Refer).Children[0].(*ReferSip).URI)
	assert.IsType(t, &Sip{}, r.Children[1].(*Dial).Children[0])
	node, err := FromElement(etree.NewElement("Sip"))
	require.NoError(t, err)
	assert.IsType(t, &Sip{}, node, "without a parent, the common one")
}
