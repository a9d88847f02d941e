package voice

import (
	"strconv"
	"time"
)

// apiVersion is told in every request (twiml.md §3).
const apiVersion = "2010-04-01"

// params are the standard parameters of a voice request: the documented ones
// first, then what is known of the parties, then the older synonyms that are
// still sent.
func (m *Machine) params(c *call) []Param {
	i := &c.info
	p := paramList{
		{"CallSid", c.sid.String()},
		{"AccountSid", m.account.String()},
		{"From", i.From},
		{"To", i.To},
		{"CallStatus", string(c.status)},
		{"ApiVersion", apiVersion},
		{"Direction", string(c.direction)},
	}
	p.known("ForwardedFrom", i.ForwardedFrom)
	p.known("CallerName", i.CallerName)
	if !c.parent.IsZero() {
		p.known("ParentCallSid", c.parent.String())
	}
	p.known("AnsweredBy", c.answeredBy)
	p.place("From", i.FromPlace)
	p.place("To", i.ToPlace)
	p = append(p, Param{"Caller", i.From}, Param{"Called", i.To})
	p.place("Caller", i.FromPlace)
	p.place("Called", i.ToPlace)
	return p
}

type paramList []Param

func (p *paramList) known(name, value string) {
	if value != "" {
		*p = append(*p, Param{name, value})
	}
}

func (p *paramList) place(prefix string, at Place) {
	p.known(prefix+"City", at.City)
	p.known(prefix+"State", at.State)
	p.known(prefix+"Zip", at.Zip)
	p.known(prefix+"Country", at.Country)
}

func (p *paramList) seconds(name string, d time.Duration) {
	*p = append(*p, Param{name, strconv.FormatInt(int64(d/time.Second), 10)})
}

func (p *paramList) integer(name string, n int) {
	*p = append(*p, Param{name, strconv.Itoa(n)})
}
