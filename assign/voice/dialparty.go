package voice

import (
	"slices"
	"strconv"
	"strings"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/twiml"
)

// number is a party to be dialed: what its noun says, resolved.
type number struct {
	out       Dial    // what the host is asked for, without what all have in common
	screening *target // nil for none
	kind      kind    // of the screening document
	notify    *notify // who is told of its progress, nil for nobody
	detection target  // who is told what answered; zero for nobody
}

// answersOnBridge reports whether a Dial leaves its call ringing until somebody
// answers: not for queues and conferences, where it has no use (twiml.md §6.3).
func answersOnBridge(e *twiml.Dial) bool {
	for _, child := range e.Children {
		switch child.(type) {
		case *twiml.Queue, *twiml.Conference:
			return false
		}
	}
	return twiml.Effective(e, &e.AnswerOnBridge)
}

// partyOf reads a noun of a Dial, and reports one that cannot be called: a SIM,
// and an application, whose document only the vendor knows.
func (m *Machine) partyOf(c *call, p *program, child twiml.DialChild) *number {
	switch e := child.(type) {
	case *twiml.Number:
		return numberParty(p, e)
	case *twiml.Client:
		return clientParty(p, e)
	case *twiml.Sip:
		return sipParty(p, e)
	case *twiml.WhatsApp:
		x := newParty("whatsapp:", twiml.TextOf(e))
		x.screen(p, screeningDocument, e.URL, twiml.Effective(e, &e.Method))
		x.tell(p, e.StatusCallback, twiml.Effective(e, &e.StatusCallbackMethod), twiml.Effective(e, &e.StatusCallbackEvent))
		return x
	//lint:ignore SA1019 older documents have it, and must be understood
	case *twiml.Sim:
		m.alert(c.sid, twiml.CodeSimUnavailable, "Dial/Sim is not available here, and is left out")
	case *twiml.Application:
		m.alert(c.sid, twiml.CodeDialNesting, "Dial/Application is not available here, and is left out")
	}
	return nil
}

// newParty is somebody at an address; the scheme may be there already.
func newParty(scheme, address string) *number {
	if !strings.HasPrefix(address, scheme) {
		address = scheme + address
	}
	return &number{out: Dial{To: address}}
}

// screen notes the document that the party hears before it is connected. The
// empty reference is the document itself.
func (x *number) screen(p *program, kind kind, url twiml.Attr[string], method twiml.Method) {
	if reference, given := url.Get(); given {
		x.screening, x.kind = &target{p.resolve(reference), method}, kind
	}
}

// callEvents are the events of a noun's status callback as instructions have
// them.
var callEvents = map[twiml.CallEvent]assign.CallEvents{
	twiml.CallInitiated: assign.CallInitiated, twiml.CallRinging: assign.CallRinging,
	twiml.CallAnswered: assign.CallAnswered, twiml.CallCompleted: assign.CallCompleted,
}

// tell notes who is told of the party's progress; its end, if nothing else was
// asked for.
func (x *number) tell(p *program, url twiml.Attr[string], method twiml.Method, events []twiml.CallEvent) {
	reference := url.Or("")
	if reference == "" {
		return
	}
	x.notify = &notify{to: target{p.resolve(reference), method}, noun: true}
	for _, event := range events {
		x.notify.events |= callEvents[event]
	}
	if x.notify.events == 0 {
		x.notify.events = assign.CallCompleted
	}
}

// detect notes who is told whether a machine answered.
func (x *number) detect(p *program, asked MachineDetection, url twiml.Attr[string], method twiml.Method) {
	if asked.Mode == "" {
		return
	}
	x.out.MachineDetection = asked
	if reference := url.Or(""); reference != "" {
		x.detection = target{p.resolve(reference), method}
	}
}

func numberParty(p *program, e *twiml.Number) *number {
	x := newParty("", twiml.TextOf(e))
	x.out.SendDigits, x.out.BYOC = twiml.Effective(e, &e.SendDigits), twiml.Effective(e, &e.BYOC)
	x.screen(p, screeningDocument, e.URL, twiml.Effective(e, &e.Method))
	x.tell(p, e.StatusCallback, twiml.Effective(e, &e.StatusCallbackMethod), twiml.Effective(e, &e.StatusCallbackEvent))
	x.detect(p, MachineDetection{
		Mode: twiml.Effective(e, &e.MachineDetection), Timeout: twiml.Effective(e, &e.MachineDetectionTimeout),
		SpeechThreshold:    twiml.Effective(e, &e.MachineDetectionSpeechThreshold),
		SpeechEndThreshold: twiml.Effective(e, &e.MachineDetectionSpeechEndThreshold),
		SilenceTimeout:     twiml.Effective(e, &e.MachineDetectionSilenceTimeout),
	}, e.AMDStatusCallback, twiml.Effective(e, &e.AMDStatusCallbackMethod))
	return x
}

// clientParty reads a Client: an Identity below it goes before its own text.
func clientParty(p *program, e *twiml.Client) *number {
	identity := twiml.TextOf(e)
	var parameters []Param
	for _, child := range e.Children {
		switch child := child.(type) {
		case *twiml.Identity:
			identity = twiml.TextOf(child)
		case *twiml.Parameter:
			parameters = append(parameters, Param{child.Name.Or(""), child.Value.Or("")})
		}
	}
	x := newParty("client:", identity)
	x.out.Parameters = parameters
	if reference := e.ClientNotificationURL.Or(""); reference != "" {
		x.out.NotificationURL = p.resolve(reference)
	}
	x.screen(p, clientScreening, e.URL, twiml.Effective(e, &e.Method))
	x.tell(p, e.StatusCallback, twiml.Effective(e, &e.StatusCallbackMethod), twiml.Effective(e, &e.StatusCallbackEvent))
	return x
}

func sipParty(p *program, e *twiml.Sip) *number {
	request := sipRequest(e)
	x := &number{out: Dial{To: request.Targets[0].URI, SIP: request}}
	x.screen(p, sipScreening, e.URL, twiml.Effective(e, &e.Method))
	x.tell(p, e.StatusCallback, twiml.Effective(e, &e.StatusCallbackMethod), twiml.Effective(e, &e.StatusCallbackEvent))
	x.detect(p, MachineDetection{
		Mode: twiml.Effective(e, &e.MachineDetection), Timeout: twiml.Effective(e, &e.MachineDetectionTimeout),
		SpeechThreshold:    twiml.Effective(e, &e.MachineDetectionSpeechThreshold),
		SpeechEndThreshold: twiml.Effective(e, &e.MachineDetectionSpeechEndThreshold),
		SilenceTimeout:     twiml.Effective(e, &e.MachineDetectionSilenceTimeout),
	}, e.AMDStatusCallback, twiml.Effective(e, &e.AMDStatusCallbackMethod))
	return x
}

// sipRequest reads the targets of a Sip: its own address, or its Uris, the lower
// priority first and then the greater weight (twiml.md §8.3, inferred; chance
// has no place here). What is no number counts as 0.
func sipRequest(e *twiml.Sip) SIPRequest {
	var r SIPRequest
	var uris []*twiml.URI
	for _, child := range e.Children {
		switch child := child.(type) {
		case *twiml.URI:
			uris = append(uris, child)
		case *twiml.Headers:
			for _, h := range child.Children {
				if h, ok := h.(*twiml.Header); ok {
					r.Headers = append(r.Headers, Param{h.Name.Or(""), h.Value.Or("")})
				}
			}
		}
	}
	if len(uris) == 0 {
		r.Targets = []SIPTarget{{sipURI(twiml.TextOf(e)), e.Username.Or(""), e.Password.Or("")}}
		return r
	}
	slices.SortStableFunc(uris, func(a, b *twiml.URI) int {
		if by := whole(a.Priority) - whole(b.Priority); by != 0 {
			return by
		}
		return whole(b.Weight) - whole(a.Weight)
	})
	for _, u := range uris {
		r.Targets = append(r.Targets, SIPTarget{sipURI(twiml.TextOf(u)), u.Username.Or(e.Username.Or("")), u.Password.Or(e.Password.Or(""))})
	}
	return r
}

// whole reads a text as a number of modest size.
func whole(text twiml.Attr[string]) int {
	n, err := strconv.ParseUint(text.Or(""), 10, 16)
	if err != nil {
		return 0
	}
	return int(n)
}

// sipURI adds the scheme, which may be left out.
func sipURI(address string) string {
	if strings.HasPrefix(address, "sip:") || strings.HasPrefix(address, "sips:") {
		return address
	}
	return "sip:" + address
}
