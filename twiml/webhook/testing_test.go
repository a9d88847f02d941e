package webhook

import (
	"fmt"
	"math"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"
)

// kinds holds one request of every type, each with the table it is read by: what
// the tests walk.
var kinds = []func() Request{
	func() Request { return new(Voice) },
	func() Request { return new(Wait) },
	func() Request { return new(EnqueueAction) },
	func() Request { return new(Whisper) },
	func() Request { return new(DialAction) },
	func() Request { return new(DialRefer) },
	func() Request { return new(GatherAction) },
	func() Request { return new(PartialResult) },
	func() Request { return new(RecordAction) },
	func() Request { return new(RecordingEvent) },
	func() Request { return new(TranscriptionEvent) },
	func() Request { return new(CallEvent) },
	func() Request { return new(ConferenceEvent) },
	func() Request { return new(ReferAction) },
	func() Request { return new(PayAction) },
	func() Request { return new(MessageEvent) },
}

const hexDigits = "0123456789abcdef0123456789ABCDEF"

// source yields bytes of a fuzzer's input, and zeros after its end.
type source struct{ data []byte }

func (s *source) next() byte {
	if len(s.data) == 0 {
		return 0
	}
	b := s.data[0]
	s.data = s.data[1:]
	return b
}

func (s *source) text() string {
	n := min(int(s.next())%9, len(s.data))
	text := string(s.data[:n])
	s.data = s.data[n:]
	return text
}

// fill puts values into the fields of r: what the table calls required, and of
// the others those that the source says. Every fifth or so text is any text.
func fill(r Request, s *source, all bool) {
	v := reflect.ValueOf(r).Elem()
	for _, f := range r.spec().fields {
		if !f.required && !all && s.next()%3 == 0 {
			continue
		}
		if f.kind == kindPrefix {
			v.FieldByIndex(f.index).Set(reflect.ValueOf(map[string]string{"X-A": s.text(), "X-B" + s.text(): "b"}))
			continue
		}
		value, _ := f.at(v)
		fillValue(f, value, s)
		if f.optional {
			v.FieldByIndex(f.index).Addr().Interface().(optional).mark()
		}
	}
}

func fillValue(f *field, value reflect.Value, s *source) {
	n := int64(s.next())
	if n > 250 && value.Kind() == reflect.String {
		value.SetString(s.text())
		return
	}
	switch f.kind {
	case kindText:
		value.SetString(fmt.Sprintf("text ü+%d&=%%\n", n))
	case kindWord:
		value.SetString(fmt.Sprintf("new-word-%d", n))
	case kindSID:
		value.SetString(f.sids[int(n)%len(f.sids)] + hexDigits)
	case kindURL:
		value.SetString(fmt.Sprintf("https://example.com/%d?a=b&c=%%20#d", n))
	case kindInt:
		value.SetInt(min(f.min+n, f.max))
	case kindBool:
		value.SetBool(n%2 == 1)
	case kindSeconds:
		value.SetInt(n * n * int64(time.Second))
	case kindFraction:
		value.SetFloat(float64(n) / 255)
	case kindTime:
		value.Set(reflect.ValueOf(time.Unix(n*12345678, 0).UTC()))
	}
}

// parseLike parses values as a request of the type of r.
func parseLike(r Request, values url.Values) (Request, error) {
	fresh := reflect.New(reflect.TypeOf(r).Elem()).Interface().(Request)
	return fresh, parse(fresh, values)
}

// standard are the standard parameters of a waiting call, and more.
func standard(more ...string) url.Values {
	values := url.Values{
		"CallSid": {"CA" + hexDigits}, "AccountSid": {"AC" + hexDigits}, "From": {"+15005550006"}, "To": {"+15005550010"},
		"CallStatus": {"in-progress"}, "ApiVersion": {"2010-04-01"}, "Direction": {"inbound"},
	}
	for i := 0; i < len(more); i += 2 {
		values.Add(more[i], more[i+1])
	}
	return values
}

func TestTagsThatMeanNothingAreFound(t *testing.T) {
	tests := []struct {
		name   string
		define func() *spec
		want   string
	}{
		{"no Extra", define[struct {
			A string `param:"A"`
		}], "has no field Extra"},
		{"two fields of one name", define[struct {
			A     string     `param:"A"`
			B     string     `param:"A"`
			Extra url.Values `param:"*"`
		}], "has two fields for A"},
		{"unknown option", define[struct {
			A     string     `param:"A,nonsense"`
			Extra url.Values `param:"*"`
		}], "options map[nonsense:] of A mean nothing"},
		{"unknown type", define[struct {
			A     []byte     `param:"A"`
			Extra url.Values `param:"*"`
		}], "A is of type []uint8"},
		{"no number", define[struct {
			A     int        `param:"A,min=x"`
			Extra url.Values `param:"*"`
		}], `"x" in a tag is no number`},
		{"zero is a value", define[struct {
			A     time.Duration `param:"A"`
			Extra url.Values    `param:"*"`
		}], "want an Opt"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.Contains(got, tt.want) {
					t.Errorf("panic %q, want %q in it", got, tt.want)
				}
			}()
			tt.define()
		})
	}
}

func TestOpt(t *testing.T) {
	var unset Opt[int]
	if n, ok := unset.Get(); n != 0 || ok || unset.Present() || unset.Or(7) != 7 || unset.String() != "unset" {
		t.Errorf("the zero Opt is %v", unset)
	}
	zero := Set(0)
	if n, ok := zero.Get(); n != 0 || !ok || !zero.Present() || zero.Or(7) != 0 || zero.String() != "0" || zero == unset {
		t.Errorf("an Opt of 0 is %v", zero)
	}
	if Set(math.Pi) != Set(math.Pi) {
		t.Error("equal Opts differ")
	}
}
