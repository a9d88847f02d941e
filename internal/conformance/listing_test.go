package conformance

import (
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// listing is one list of the SDK: the six methods that read it.
type listing struct {
	service any
	noun    string // "Task" for ListTask, PageTask and StreamTask
	of      []any  // the SIDs before the parameters
	params  any    // a pointer; its PageSize and Limit are set here
	field   string // of the response, with the entries
	key     string // meta.key; "" for the API of 2010
	sid     string // field of an entry that identifies it; "" for Sid
}

const pageSize = 2

// walk reads a list in every way that the SDK has, wants the entries with these
// identifiers, and returns them. They must fill more than two pages.
func walk[T any](t *testing.T, l listing, want []string) []T {
	t.Helper()
	require.Greater(t, len(want), 2*pageSize, "the list must have more than two pages")
	all := l.list(t, "List", pageSize, 0)
	require.Equal(t, want, l.sids(all))
	assert.Equal(t, want[:3], l.sids(l.list(t, "List", pageSize, 3)), "a limit that is no whole page")
	assert.Equal(t, all.Interface(), l.list(t, "List", 1000, 0).Interface(), "one page")
	assert.Equal(t, all.Interface(), l.list(t, "ListWithMetadata", pageSize, 0).Interface())
	assert.Equal(t, all.Interface(), l.stream(t, "Stream").Interface())
	assert.Equal(t, all.Interface(), l.stream(t, "StreamWithMetadata").Interface())
	assert.Equal(t, all.Interface(), l.pages(t, want).Interface())
	return all.Interface().([]T)
}

// call calls a method of the service: a verb, the noun, and what is behind it.
func (l *listing) call(t *testing.T, verb string, size, limit int, more ...any) []reflect.Value {
	t.Helper()
	verb, twin, _ := cutTwin(verb)
	method := reflect.ValueOf(l.service).MethodByName(verb + l.noun + twin)
	require.True(t, method.IsValid(), "no method %s%s%s", verb, l.noun, twin)
	params := reflect.New(reflect.TypeOf(l.params).Elem()) // a copy: the SDK writes into it
	params.Elem().Set(reflect.ValueOf(l.params).Elem())
	params.Elem().FieldByName("PageSize").Set(reflect.ValueOf(&size))
	if limit > 0 {
		params.Elem().FieldByName("Limit").Set(reflect.ValueOf(&limit))
	}
	var in []reflect.Value
	for _, sid := range l.of {
		in = append(in, reflect.ValueOf(sid))
	}
	in = append(in, params)
	for _, arg := range more {
		in = append(in, reflect.ValueOf(arg))
	}
	return method.Call(in)
}

func cutTwin(verb string) (plain, twin string, isTwin bool) {
	const suffix = "WithMetadata"
	if n := len(verb) - len(suffix); n > 0 && verb[n:] == suffix {
		return verb[:n], suffix, true
	}
	return verb, "", false
}

// value wants success, and status 200 of a method that tells it.
func value(t *testing.T, verb string, out []reflect.Value) reflect.Value {
	t.Helper()
	require.True(t, out[1].IsNil(), "%v", out[1])
	if _, _, isTwin := cutTwin(verb); isTwin {
		assert.EqualValues(t, http.StatusOK, out[0].MethodByName("GetStatusCode").Call(nil)[0].Int())
		return out[0].MethodByName("GetResource").Call(nil)[0]
	}
	return out[0]
}

// list calls List.
func (l *listing) list(t *testing.T, verb string, size, limit int) reflect.Value {
	t.Helper()
	return value(t, verb, l.call(t, verb, size, limit))
}

// stream calls Stream and reads its channels to their ends.
func (l *listing) stream(t *testing.T, verb string) reflect.Value {
	t.Helper()
	out := l.call(t, verb, pageSize, 0)
	records := out[0]
	if _, _, isTwin := cutTwin(verb); isTwin {
		records = records.MethodByName("GetResource").Call(nil)[0]
	}
	all := reflect.MakeSlice(reflect.SliceOf(records.Type().Elem()), 0, 0)
	for {
		record, more := records.Recv()
		if !more {
			break
		}
		all = reflect.Append(all, record)
	}
	err, _ := out[1].Recv()
	require.True(t, err.IsNil(), "%v", err)
	return all
}

// page is what every response of a list says of itself.
type page struct {
	number, size   int
	first, own     string
	next, previous *string
	key            string
	start, end     int
	entries        reflect.Value
}

func (l *listing) read(response reflect.Value) page {
	response = reflect.Indirect(response)
	p := page{entries: response.FieldByName(l.field)}
	at, suffix := response, "Uri"
	if l.key != "" {
		at, suffix = response.FieldByName("Meta"), "Url"
		p.key = at.FieldByName("Key").String()
	} else {
		p.start, p.end = int(at.FieldByName("Start").Int()), int(at.FieldByName("End").Int())
	}
	p.number, p.size = int(at.FieldByName("Page").Int()), int(at.FieldByName("PageSize").Int())
	p.first, p.own = at.FieldByName("FirstPage"+suffix).String(), at.FieldByName(suffix).String()
	p.next, _ = at.FieldByName("NextPage" + suffix).Interface().(*string)
	p.previous, _ = at.FieldByName("PreviousPage" + suffix).Interface().(*string)
	return p
}

// pages goes through the list page by page, to its end and back, with the tokens
// that the pages name, and returns the entries of the way there.
func (l *listing) pages(t *testing.T, want []string) reflect.Value {
	t.Helper()
	var all reflect.Value
	var there [][]string
	last := page{}
	for token, number := "", ""; ; {
		verb := "Page"
		if len(there)%2 == 1 {
			verb = "PageWithMetadata"
		}
		last = l.read(value(t, verb, l.call(t, verb, pageSize, 0, token, number)))
		l.describes(t, last, len(there), len(want))
		if there = append(there, l.sids(last.entries)); len(there) == 1 {
			all = last.entries
		} else {
			all = reflect.AppendSlice(all, last.entries)
		}
		if last.next == nil {
			break
		}
		token, number = place(t, *last.next)
		require.LessOrEqual(t, len(there), len(want), "the list does not end")
	}
	back := [][]string{l.sids(last.entries)}
	for last.previous != nil {
		token, number := place(t, *last.previous)
		last = l.read(value(t, "Page", l.call(t, "Page", pageSize, 0, token, number)))
		back = append(back, l.sids(last.entries))
		require.LessOrEqual(t, len(back), len(want), "the list does not begin")
	}
	slices.Reverse(back)
	assert.Equal(t, there, back, "the same pages on the way back")
	return all
}

// describes checks what page n of a list says of itself (rest.md §4).
func (l *listing) describes(t *testing.T, p page, n, total int) {
	t.Helper()
	assert.Equal(t, n, p.number)
	assert.Equal(t, pageSize, p.size)
	assert.Equal(t, l.key, p.key)
	assert.Equal(t, n > 0, p.previous != nil, "previous page")
	assert.Equal(t, (n+1)*pageSize < total, p.next != nil, "next page")
	token, number := place(t, p.first)
	assert.Empty(t, token)
	assert.Equal(t, "0", number)
	if l.key == "" {
		assert.Equal(t, n*pageSize, p.start)
		assert.Equal(t, n*pageSize+p.entries.Len()-1, p.end)
	}
}

// place is what of the URL of a page the SDK's Page methods want.
func place(t *testing.T, text string) (token, number string) {
	t.Helper()
	u, err := url.Parse(text)
	require.NoError(t, err)
	assert.Equal(t, "2", u.Query().Get("PageSize"))
	return u.Query().Get("PageToken"), u.Query().Get("Page")
}

// sids identifies the entries of a list.
func (l *listing) sids(entries reflect.Value) []string {
	field := l.sid
	if field == "" {
		field = "Sid"
	}
	sids := []string{}
	for i := range entries.Len() {
		sids = append(sids, entries.Index(i).FieldByName(field).Elem().String())
	}
	return sids
}
