package twiml

import (
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// typed makes the Go value that a text of the reference means, without the
// package's own reading of texts.
func (a *refAttr) typed(t *testing.T, typ reflect.Type, text string) reflect.Value {
	t.Helper()
	v := reflect.New(typ).Elem()
	switch a.Type {
	case "boolean":
		v.SetBool(text == "true")
	case "integer", "seconds", "milliseconds":
		v.SetInt(a.number(t, text))
	case "duration":
		d, err := time.ParseDuration(text)
		require.NoError(t, err)
		v.SetInt(int64(d))
	case "integers":
		for word := range strings.FieldsSeq(text) {
			n, err := strconv.Atoi(word)
			require.NoError(t, err)
			v = reflect.Append(v, reflect.ValueOf(n))
		}
	case "list":
		for word := range strings.FieldsSeq(text) {
			v = reflect.Append(v, reflect.ValueOf(a.canonical(word)).Convert(typ.Elem()))
		}
	default:
		v.SetString(a.canonical(text))
	}
	return v
}

func (a *refAttr) number(t *testing.T, text string) int64 {
	t.Helper()
	if text == "auto" {
		return int64(Auto)
	}
	n, err := strconv.ParseInt(text, 10, 64)
	require.NoError(t, err)
	switch a.Type {
	case "seconds":
		n *= int64(time.Second)
	case "milliseconds":
		n *= int64(time.Millisecond)
	}
	return n
}

// canonical is the value that a spelling means.
func (a *refAttr) canonical(text string) string {
	if value, ok := a.Aliases[text]; ok {
		return value
	}
	for _, value := range a.Values {
		if a.AnyCase && strings.EqualFold(value, text) {
			return value
		}
	}
	return text
}

// build makes the tree of a sample as a program does: it sets typed fields.
func (r reference) build(t *testing.T, s *sample) reflect.Value {
	t.Helper()
	p := reflect.New(definitions[s.key].typ)
	e := p.Interface().(Element)
	for name, text := range s.attrs {
		f := fieldOf(t, e, name)
		f.ref().Set(r[s.key].Attributes[name].typed(t, f.ref().Type(), text))
		f.set()
	}
	if lead := e.leading(); lead != nil {
		*lead = s.text
	}
	children := p.Elem().FieldByName("Children")
	for _, c := range s.children {
		children.Set(reflect.Append(children, r.build(t, c)))
	}
	return p
}
