package webhook

import (
	"net/url"
	"reflect"
	"strings"
)

// Request is a request that an application gets: a pointer to one of the
// structs in the table of the package's documentation. The set is closed.
type Request interface {
	spec() *spec
}

// pointer makes the type argument of [Parse] and [Read] the struct itself.
type pointer[T any] interface {
	*T
	Request
}

// Parse reads the parameters of one request:
//
//	wait, err := webhook.Parse[webhook.Wait](values)
//
// Required parameters must be there, and every known one must fit its type. An
// optional parameter that is sent empty counts as not sent. Of one that is sent
// twice the first value counts. What no field holds is kept in Extra: unknown
// names, further values, and optional ones that were sent empty. Numbers and
// dates have more than one spelling, of which only the meaning is kept.
//
// The error is an [*Error] of [KindParameters] with every problem; nothing is
// returned beside it. values is not changed, and not kept.
func Parse[T any, P pointer[T]](values url.Values) (*T, error) {
	request := new(T)
	if err := parse(P(request), values); err != nil {
		return nil, err
	}
	return request, nil
}

func parse(request Request, values url.Values) error {
	s := request.spec()
	p := parser{v: reflect.ValueOf(request).Elem(), values: values, extra: url.Values{}}
	for _, f := range s.fields {
		if f.kind == kindPrefix {
			p.readPrefix(f)
		} else {
			p.read(f)
		}
	}
	if p.problems != nil {
		return &Error{Op: "parse", Kind: KindParameters, Request: s.name, Problems: p.problems}
	}
	for name, all := range values {
		if !s.known[name] && !s.hasPrefix(name) {
			p.keep(name, all)
		}
	}
	if len(p.extra) > 0 {
		p.v.FieldByIndex(s.extra).Set(reflect.ValueOf(p.extra))
	}
	return nil
}

func (s *spec) hasPrefix(name string) bool {
	return s.prefix != nil && len(name) > len(s.prefix.name) && strings.HasPrefix(name, s.prefix.name)
}

// parser reads parameters and collects what is wrong with them.
type parser struct {
	v        reflect.Value
	values   url.Values
	extra    url.Values
	problems []Problem
}

func (p *parser) read(f *field) {
	all := p.values[f.name]
	switch {
	case len(all) == 0 && f.required:
		p.problems = append(p.problems, Problem{Name: f.name, Missing: true, Want: f.wants()})
	case len(all) == 0:
	case all[0] == "" && !f.required && !f.empty:
		p.keep(f.name, all)
	case !f.store(p.v, all[0]):
		p.problems = append(p.problems, Problem{Name: f.name, Value: all[0], Want: f.wants()})
	default:
		p.keep(f.name, all[1:])
	}
}

func (p *parser) readPrefix(f *field) {
	found := map[string]string{}
	for name, all := range p.values {
		rest, ok := strings.CutPrefix(name, f.name)
		if ok && rest != "" && len(all) > 0 {
			found[rest] = all[0]
			p.keep(name, all[1:])
		}
	}
	if len(found) > 0 {
		p.v.FieldByIndex(f.index).Set(reflect.ValueOf(found))
	}
}

func (p *parser) keep(name string, values []string) {
	if len(values) > 0 {
		p.extra[name] = append([]string(nil), values...)
	}
}
