package voice

import (
	"encoding/json"
	"maps"

	"github.com/goacd/acd/taskrouter/expr"
)

// taskAttributes puts together what a task knows: the members of its JSON body,
// then the call's. call_sid and account_sid always come from the call; of every
// other key the body's wins (design.md §8, lifecycle.md §4.1).
func (m *Machine) taskAttributes(c *call, body string) (string, error) {
	given, err := expr.ParseDocument(body)
	if err != nil {
		return "", err
	}
	last := maps.Collect(given.Members()) // of equal keys the last wins, in the place of the first
	delete(last, "call_sid")
	delete(last, "account_sid")
	var text object
	written := map[string]bool{}
	for key := range given.Members() {
		if value, wins := last[key]; wins && !written[key] {
			written[key] = true
			text.add(key, value)
		}
	}
	for _, p := range m.callAttributes(c) {
		if !written[p.Name] {
			text.add(p.Name, string(quote(p.Value)))
		}
	}
	return "{" + string(text) + "}", nil
}

// object is the members of a JSON object that is being written.
type object []byte

func (o *object) add(key, value string) {
	if len(*o) > 0 {
		*o = append(*o, ',')
	}
	*o = append(append(append(*o, quote(key)...), ':'), value...)
}

func quote(s string) []byte {
	text, err := json.Marshal(s)
	must(err) // every text can be written
	return text
}

// callAttributes are what every task of a call knows, in the order of
// lifecycle.md §4.1; empty when unknown.
func (m *Machine) callAttributes(c *call) []Param {
	i := &c.info
	list := []Param{
		{"call_sid", c.sid.String()},
		{"account_sid", m.account.String()},
		{"from", i.From},
		{"to", i.To},
		{"called", i.To},
		{"caller", i.From},
		{"direction", string(c.direction)},
		{"call_status", string(c.status)},
		{"api_version", apiVersion},
	}
	for _, side := range []struct {
		prefix string
		at     Place
	}{{"from", i.FromPlace}, {"to", i.ToPlace}, {"caller", i.FromPlace}, {"called", i.ToPlace}} {
		list = append(list,
			Param{side.prefix + "_country", side.at.Country}, Param{side.prefix + "_state", side.at.State},
			Param{side.prefix + "_city", side.at.City}, Param{side.prefix + "_zip", side.at.Zip})
	}
	return list
}

// The attributes that instructions read.
var (
	contactURI    = reference("contact_uri")
	callSID       = reference("call_sid")
	workerCallSID = reference("worker_call_sid")
	dialedNumber  = reference("to")
	callerNumber  = reference("from")
	outboundTo    = reference("outbound_to")

	conferenceSID      = reference("conference.sid")
	conferenceWorker   = reference("conference.participants.worker")
	conferenceCustomer = reference("conference.participants.customer")
)

func reference(path string) expr.Reference {
	r, err := expr.ParseReference(path)
	must(err)
	return r
}

// textAttribute reads a text of a JSON object, "" when there is none.
func textAttribute(attributes string, at expr.Reference) string {
	d, _ := expr.ParseDocument(attributes) // the router keeps objects only
	text, _ := d.Lookup(at).Text()
	return text
}
