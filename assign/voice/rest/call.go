package rest

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/queue"
)

const apiVersion = "2010-04-01"

// subresources are what the vendor's calls have below them, with their paths. They
// are the host's to serve.
var subresources = []struct{ name, path string }{
	{"notifications", "Notifications"},
	{"recordings", "Recordings"},
	{"payments", "Payments"},
	{"events", "Events"},
	{"siprec", "Siprec"},
	{"streams", "Streams"},
	{"transcriptions", "Transcriptions"},
	{"user_defined_message_subscriptions", "UserDefinedMessageSubscriptions"},
	{"user_defined_messages", "UserDefinedMessages"},
}

// unknown are the fields that nobody here knows (rest.md §12: all nullable).
var unknown = []string{
	"caller_name", "forwarded_from", "group_sid", "phone_number_sid", "price", "price_unit", "trunk_sid",
}

// renderCall writes a call (rest.md §12).
func (e *endpoints) renderCall(o *rest.Object, c record) {
	path := "/" + apiVersion + "/Accounts/" + e.account.String() + "/Calls/" + c.SID.String()
	rest.AddSID(o, "sid", c.SID)
	rest.AddSID(o, "account_sid", e.account)
	o.String("api_version", apiVersion)
	o.Date2010("date_created", c.Created)
	o.Date2010("date_updated", c.updated())
	o.Text("direction", string(c.Direction))
	if !c.over().IsZero() {
		o.String("duration", strconv.FormatInt(int64(c.duration/time.Second), 10))
	} else {
		o.Null("duration")
	}
	o.Date2010("start_time", c.started())
	o.Date2010("end_time", c.over())
	o.Text("from", c.From)
	o.Text("from_formatted", formatted(c.From))
	o.Text("to", c.To)
	o.Text("to_formatted", formatted(c.To))
	rest.AddSID(o, "parent_call_sid", c.Parent)
	o.String("queue_time", "0") // a call is made at once
	o.String("status", string(c.Status))
	o.Text("answered_by", answeredBy(c.AnsweredBy))
	for _, name := range unknown {
		o.Null(name)
	}
	o.Object("subresource_uris", func(o *rest.Object) {
		for _, s := range subresources {
			o.String(s.name, path+"/"+s.path+".json")
		}
	})
	o.String("uri", path+".json")
}

// answeredBy is what the resource tells of who answered: a person or a machine, as
// the description of the field has it, and nothing of a fax or the unknown.
func answeredBy(who string) string {
	if strings.HasPrefix(who, "machine_") {
		return "machine"
	}
	if who == "human" {
		return who
	}
	return ""
}

// started is when a call began: when it was answered, and until then when it was
// dialed or came in. One whose phone does not ring yet has not begun.
func (c *record) started() time.Time {
	if c.Answered.IsZero() && c.Status != voice.StatusQueued {
		return c.Created
	}
	return c.Answered
}

// over is when a call ended; the zero time for one that nobody answered, as the
// description of the field has it.
func (c *record) over() time.Time {
	if c.Status != voice.StatusCompleted {
		return time.Time{}
	}
	return c.ended
}

// updated is the last change that shows.
func (c *record) updated() time.Time {
	switch {
	case !c.ended.IsZero():
		return c.ended
	case !c.Answered.IsZero():
		return c.Answered
	}
	return c.Created
}

// formatted writes a number of North America as it is read there, and leaves
// anything else as it is.
func formatted(number string) string {
	if len(number) != len("+12223334444") || number[:2] != "+1" {
		return number
	}
	for _, c := range number[2:] {
		if c < '0' || c > '9' {
			return number
		}
	}
	return "(" + number[2:5] + ") " + number[5:8] + "-" + number[8:]
}

func (e *endpoints) showCall(status int, c record) (rest.Answer, error) {
	var o rest.Object
	e.renderCall(&o, c)
	return rest.Answer{Status: status, Body: o.Bytes()}, nil
}

// callOf finds the call of the path.
func (e *endpoints) callOf(r *rest.Request) (record, error) {
	s, err := callAt(r)
	if err != nil {
		return record{}, err
	}
	c, known := e.Register.find(r.HTTP.Context(), s)
	if !known {
		return record{}, r.NotFound()
	}
	return c, nil
}

func callAt(r *rest.Request) (voice.CallSID, error) {
	text, ok := strings.CutSuffix(r.Path(1), ".json")
	s, err := queue.ParseCallSID(text)
	if !ok || err != nil {
		return s, r.NotFound()
	}
	return s, nil
}

func (e *endpoints) fetchCall(r *rest.Request) (rest.Answer, error) {
	c, err := e.callOf(r)
	if err != nil {
		return rest.Answer{}, err
	}
	return e.showCall(http.StatusOK, c)
}

func (e *endpoints) deleteCall(r *rest.Request) (rest.Answer, error) {
	c, err := e.callOf(r)
	if err != nil {
		return rest.Answer{}, err
	}
	if !e.Register.remove(c.SID) {
		return rest.Answer{}, rest.Invalid("Call %s is %s: only a call that has ended can be deleted", c.SID, c.Status)
	}
	return rest.NoContent()
}
