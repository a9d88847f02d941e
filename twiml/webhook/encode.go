package webhook

import (
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/goacd/acd/internal/excerpt"
)

// formType is the media type of a form.
const formType = "application/x-www-form-urlencoded"

// Values returns the parameters of a request as a form. [Parse] reads the same
// request from it, if times are in UTC and Extra holds no empty lists.
//
// It fails, with an [*Error] of [KindParameters] and every problem, where a
// value could not be read back: a required parameter that is empty, half a
// second, or in Extra what belongs in a field.
func Values(r Request) (url.Values, error) {
	values := url.Values{}
	err := encode(r, func(name, value string) { values.Add(name, value) })
	if err != nil {
		return nil, err
	}
	return values, nil
}

// Encode returns the parameters of a request as the body of a POST or the query
// of a GET: in the order of the struct's fields, then Extra by name. The same
// request gives the same bytes. It fails as [Values] does.
func Encode(r Request) (string, error) {
	var b strings.Builder
	err := encode(r, func(name, value string) {
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(name) + "=" + url.QueryEscape(value))
	})
	if err != nil {
		return "", err
	}
	return b.String(), nil
}

// NewRequest makes the HTTP request that carries r to an absolute URL: with POST
// as a form, with GET behind the query of the URL (twiml.md §3). The method is
// compared without regard to case. Sign it with [SignRequest].
func NewRequest(method, rawURL string, r Request) (*http.Request, error) {
	form, err := Encode(r)
	if err != nil {
		return nil, err
	}
	method = strings.ToUpper(method)
	switch {
	case !isURL(rawURL):
		return nil, failure("encode", KindConfig, "URL %q: want an absolute http or https URL", excerpt.Of(withoutUser(rawURL)))
	case method == http.MethodPost:
		request, err := http.NewRequest(method, rawURL, strings.NewReader(form))
		if err == nil {
			request.Header.Set("Content-Type", formType)
		}
		return request, err
	case method == http.MethodGet:
		return http.NewRequest(method, addQuery(rawURL, form), nil)
	}
	return nil, failure("encode", KindMethod, "method %q: want GET or POST", excerpt.Of(method))
}

// encode yields what is sent, in order.
func encode(r Request, yield func(name, value string)) error {
	s := r.spec()
	e := encoder{v: reflect.ValueOf(r).Elem(), yield: yield}
	e.extra = e.v.FieldByIndex(s.extra).Interface().(url.Values)
	for _, f := range s.fields {
		if f.kind == kindPrefix {
			e.writePrefix(f)
		} else {
			e.write(f)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(e.extra)) {
		if !s.known[name] && !s.hasPrefix(name) {
			e.more(name)
		}
	}
	if e.problems != nil {
		return &Error{Op: "encode", Kind: KindParameters, Request: s.name, Problems: e.problems}
	}
	return nil
}

type encoder struct {
	v        reflect.Value
	extra    url.Values
	yield    func(name, value string)
	problems []Problem
}

// more writes the values of Extra for a name, after that of its field.
func (e *encoder) more(name string) {
	for _, value := range e.extra[name] {
		e.yield(name, value)
	}
}

func (e *encoder) write(f *field) {
	value, present := f.at(e.v)
	if !present {
		e.writeAbsent(f)
		return
	}
	text, ok := f.encode(value)
	if !ok {
		missing := text == "" && f.required
		e.problems = append(e.problems, Problem{Name: f.name, Value: text, Missing: missing, Want: f.wants()})
		return
	}
	e.yield(f.name, text)
	e.more(f.name)
}

// writeAbsent writes what Extra keeps of a parameter that counts as not sent:
// the first value can only be empty, since else it were the field's.
func (e *encoder) writeAbsent(f *field) {
	kept := e.extra[f.name]
	if len(kept) > 0 && (kept[0] != "" || f.empty) {
		e.problems = append(e.problems, Problem{Name: f.name, Value: kept[0], Want: "the value in its field, not in Extra"})
		return
	}
	e.more(f.name)
}

func (e *encoder) writePrefix(f *field) {
	headers := e.v.FieldByIndex(f.index).Interface().(map[string]string)
	for _, rest := range slices.Sorted(maps.Keys(headers)) {
		if rest == "" {
			e.problems = append(e.problems, Problem{Name: f.name, Value: headers[rest], Want: "a name after the prefix"})
			continue
		}
		e.yield(f.name+rest, headers[rest])
		e.more(f.name + rest)
	}
	for _, name := range slices.Sorted(maps.Keys(e.extra)) {
		rest, ok := strings.CutPrefix(name, f.name)
		if _, known := headers[rest]; ok && rest != "" && !known && len(e.extra[name]) > 0 {
			e.problems = append(e.problems, Problem{Name: name, Value: e.extra[name][0], Want: "the value in its field, not in Extra"})
		}
	}
}
