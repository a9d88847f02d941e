package rest

import (
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/internal/weburl"
)

const maxInt32 = 1<<31 - 1

// Params reads parameters by their type. The first one that is wrong is kept as
// the error ([Params.Err]), and all reading goes on with zero values: an endpoint
// reads what it knows and asks once. Unknown parameters are ignored; of one that
// comes several times the first counts (rest.md §1).
type Params struct {
	values url.Values
	err    *Error
}

// NewParams wraps values.
func NewParams(values url.Values) Params { return Params{values: values} }

// Values returns what was sent.
func (p *Params) Values() url.Values { return p.values }

// Err returns the first problem, nil without one.
func (p *Params) Err() error {
	if p.err == nil {
		return nil
	}
	return p.err
}

// Fail keeps a problem, if it is the first.
func (p *Params) Fail(err *Error) {
	if p.err == nil {
		p.err = err
	}
}

// Invalid keeps the refusal of a value, if it is the first.
func (p *Params) Invalid(name, value string) {
	p.Fail(Invalid("Invalid value '%s' for parameter %s", excerpt.To(value, mostShown), name))
}

// Has reports whether a parameter was sent, the empty text included.
func (p *Params) Has(name string) bool { return len(p.values[name]) > 0 }

// Text returns a parameter, "" without one.
func (p *Params) Text(name string) string {
	v := p.values.Get(name)
	if !utf8.ValidString(v) {
		p.Fail(Invalid("%s is not valid UTF-8", name))
		return ""
	}
	return v
}

// Required returns a parameter that must be there. An empty one counts as absent.
func (p *Params) Required(name string) string {
	v := p.Text(name)
	if v == "" && p.err == nil {
		p.Fail(Invalid("Missing required parameter %s in the post body", name))
	}
	return v
}

// OptText returns a parameter; nil without one.
func (p *Params) OptText(name string) *string {
	if !p.Has(name) {
		return nil
	}
	return new(p.Text(name))
}

// List returns all values of a parameter that may come several times.
func (p *Params) List(name string) []string { return p.values[name] }

// OptInt returns an integer of at most 32 bits; nil without the parameter, and
// when it is empty.
func (p *Params) OptInt(name string) *int {
	text := p.Text(name)
	if text == "" {
		return nil
	}
	n, err := parseInt(text)
	if err != nil || n < -maxInt32-1 || n > maxInt32 {
		p.Invalid(name, text)
		return nil
	}
	return new(int(n))
}

// Positive returns an integer of at least 1; 0 without the parameter.
func (p *Params) Positive(name string) int {
	n := p.OptInt(name)
	if n == nil {
		return 0
	}
	if *n < 1 {
		p.Invalid(name, p.Text(name))
	}
	return *n
}

func parseInt(text string) (int64, error) {
	return strconv.ParseInt(strings.TrimSpace(text), 10, 64)
}

// OptBool returns true or false, in any case; nil without the parameter, and when
// it is empty.
func (p *Params) OptBool(name string) *bool {
	text := p.Text(name)
	switch strings.ToLower(text) {
	case "":
		return nil
	case "true":
		return new(true)
	case "false":
		return new(false)
	}
	p.Invalid(name, text)
	return nil
}

// Bool returns true or false; false without the parameter.
func (p *Params) Bool(name string) bool {
	b := p.OptBool(name)
	return b != nil && *b
}

// OptFlag returns a parameter of the lenient kind: "true", "1" and "yes" mean
// true, anything else false (rest.md §3); nil without it.
func (p *Params) OptFlag(name string) *bool {
	if !p.Has(name) {
		return nil
	}
	switch strings.ToLower(p.Text(name)) {
	case "true", "1", "yes":
		return new(true)
	}
	return new(false)
}

// Flag is [Params.OptFlag], false without the parameter.
func (p *Params) Flag(name string) bool {
	b := p.OptFlag(name)
	return b != nil && *b
}

// Date returns an instant; the zero time without the parameter, and when it is
// empty. The zero time itself is refused.
func (p *Params) Date(name string) time.Time {
	text := p.Text(name)
	if text == "" {
		return time.Time{}
	}
	t, ok := ParseDate(text)
	if !ok || t.IsZero() {
		p.Invalid(name, text)
	}
	return t
}

// OptURL returns an absolute URL of http or https, or the empty text, which
// clears one; nil without the parameter.
func (p *Params) OptURL(name string) *string {
	if !p.Has(name) {
		return nil
	}
	text := p.Text(name)
	if text == "" {
		return &text
	}
	if !weburl.Absolute(text) {
		p.Invalid(name, weburl.Redact(text))
	}
	return &text
}

// URL is [Params.OptURL], "" without the parameter.
func (p *Params) URL(name string) string {
	if u := p.OptURL(name); u != nil {
		return *u
	}
	return ""
}

// Choice returns one of the words, compared without regard to case; "" without
// the parameter, and when it is empty.
func (p *Params) Choice(name string, words ...string) string {
	text := p.Text(name)
	if text == "" {
		return ""
	}
	for _, w := range words {
		if strings.EqualFold(w, text) {
			return w
		}
	}
	p.Invalid(name, text)
	return ""
}

// SID returns an identifier; zero without the parameter, and when it is empty.
func SID[K sid.Kind](p *Params, name string) sid.SID[K] {
	text := p.Text(name)
	if text == "" {
		return sid.SID[K]{}
	}
	s, err := sid.Parse[K](text)
	if err != nil {
		p.Invalid(name, text)
	}
	return s
}

// OptSID returns an identifier, zero for an empty text; nil without the
// parameter.
func OptSID[K sid.Kind](p *Params, name string) *sid.SID[K] {
	if !p.Has(name) {
		return nil
	}
	return new(SID[K](p, name))
}
