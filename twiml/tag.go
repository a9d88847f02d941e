package twiml

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// tag is a struct tag taken apart: a name, then options. An option is a flag or
// key=value; words in a value are separated by blanks, and no value holds a
// comma. Options that nobody asked for are a mistake, found by done when the
// package is initialised. What a Go type says, a tag does not repeat.
//
// Of an element, `twiml:"Name,…"` on Common:
//
//	flavor=voice messaging   documents in which it is a verb or below one
//	key=Sip.refer            key of the definition, where the name has two
//	lax=Response             parents (keys) where the vendor's libraries write it,
//	                         without defined behaviour: 12200. In Go it does not
//	                         compile there and a parser makes an Unknown of it;
//	                         only flavors of Response are one Go type, so that
//	                         Sms in a messaging document is typed, and warned of
//	deprecated=reason        lint; on attributes too
//	ends                     verbs after it are never reached: lint
//	ends=@action             the same, if it has that attribute
//
// Of its text, `twiml:"#text,…"` on a string:
//
//	kind=name                text, ssml-mixed, url, phone-number, sip-uri, identity,
//	                         name, queue-name, sid or json-object
//	required                 blank text is found, with the code empty=. Text that is
//	                         required only sometimes is the matter of a rule
//	max=64                   characters; of a sip-uri in front of the question mark
//	sid=AP                   prefix of a SID, or several
//	advisory                 another form of SID is worth a word of lint only
//	anyHost                  underscores in a host are fine, for media
//	emptyIsCurrent           an empty address is the current document
//	unless=@attr             with that attribute the text is ignored
//
// Of its children, `twiml:"#children,…"` on a slice of the child interface:
//
//	min=Header:1 Sip:1       least number of an element
//	max=Task:1               greatest number
//
// Of an attribute, `twiml:"name,…"` on an Attr. Its Go type says whether it is
// a string, an int, a bool, a [time.Duration], an [AutoDuration], a [Decimal], an
// enumerated type, or a list of such or of int:
//
//	required                 absence is 12200
//	alsoNamed=a b            further accepted names; the canonical one is written
//	default=POST             what counts when it is absent, as in a document
//	min=1, max=10            inclusive, in units
//	unit=s, unit=ms          of durations; unit=own: the text names its unit, s or
//	                         ms, and min and max are in milliseconds
//	maxLength=50             characters
//	emptyAllowed             the empty text fits and means something else than absence
//	url                      an address, with:
//	  schemes=wss              instead of http and https; https alone
//	  absoluteOnly             no relative reference
//	  noQuery                  no query string
//	  absoluteInline=15004     code where it is relative, or absent, in an inline document
//	  docs=Play Say            verbs of the document that it returns
//	  docCode=13238            code of any other verb there; 12200 if not given
//	  docLevel=error           its level, if not that of the code
//	  docInferred              that rule is inferred
//	notSID=CA                a SID of that prefix does not fit
//	sid=WW                   prefix of a SID; sid alone: any name without blanks
//	digits=0123456789#*      permitted characters
//	phone                    a phone number
//	word                     one name without blanks
//	items                    phrases separated by commas; items=500: at most so many
//	  itemLength=100           characters of each
//	values=dtmf              the words of the enumerated type that fit here, if not all
//	aliases=true:any         further spellings; printed as they were read
//	pattern=^a[.]b$          form of a string, with:
//	  like=a.b                 examples, for messages
//	advisory                 a value of another form than pattern or sid is worth a
//	                         word of lint only
//	inferred                 the rule about values is inferred
//
// Codes, of attributes and texts:
//
//	code=13212               of a value that does not fit; 12200 if not given
//	tooLong=, empty=,        of a value that is that; code if not given
//	badCharacter=
//	under=Gather:13321       of attributes: code of an invalid value below that parent
//
// Of a rule, `twiml:"kind,…"` on a blank field of type rule; see there for the
// items. Each kind takes warning=code or error=code or, for advice, lint, and may
// take inferred and note=text:
//
//	atLeastOne,of=           one item must be there
//	exactlyOne,of=           one and only one; #children counts child elements
//	atMostOne,of=            no two
//	notCombined,of=          two are accepted but odd
//	requires,if=,then=       with the one, the others must be there
//	limits,if=,then=,max=    with the one, the numbers of the others are at most max
//	maxCount,of=,max=        children counted together
//	exclusive,of=            such a child must be the only child element
//	atLeastOneUnder,of=,parents=          atLeastOne, only below those parents
//	requiredUnder,of=,parents=            all of them must be there, below those
//	forbiddenAttributeUnder,of=,parents=  none may be there, below those
//	childCode                code of a child that is not allowed, instead of 12200
//	forbiddenInDocument,context=          no verb of documents of those contexts
type tag struct {
	name    string
	text    string
	options map[string]string
	asked   []string
}

func parseTag(text string) *tag {
	parts := strings.Split(text, ",")
	t := &tag{name: parts[0], text: text, options: map[string]string{}}
	for _, p := range parts[1:] {
		key, value, _ := strings.Cut(p, "=")
		t.options[key] = value
	}
	return t
}

func (t *tag) value(key string) (string, bool) {
	t.asked = append(t.asked, key)
	v, ok := t.options[key]
	return v, ok
}

func (t *tag) flag(key string) bool {
	_, ok := t.value(key)
	return ok
}

func (t *tag) words(key string) []string {
	v, _ := t.value(key)
	return strings.Fields(v)
}

// number returns the number of the option, or def if it is not there or a flag.
func (t *tag) number(key string, def int) int {
	v, ok := t.value(key)
	if !ok || v == "" {
		return def
	}
	return mustInt(v)
}

// done panics if the tag holds an option that means nothing.
func (t *tag) done() {
	for key := range t.options {
		if !slices.Contains(t.asked, key) {
			panic(fmt.Sprintf("twiml: option %q in tag %q means nothing", key, t.text))
		}
	}
}

func mustInt(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		panic(fmt.Sprintf("twiml: %q in a tag is no number", text))
	}
	return n
}
