package rest

import (
	"strconv"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/goacd/acd/internal/sid"
)

// Object writes one JSON object, member by member, in the order of the calls.
// It writes what encoding/json would write of a struct, without looking at
// types: a list of fifty tasks is 1,400 members. The zero Object is empty. Names
// are constants of the caller's and are written as they are; values are escaped.
type Object struct{ buf []byte }

// buffers are those of answers that were sent.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// largestKept bounds what an idle service holds on to.
const largestKept = 256 << 10

// recycle takes back the buffer of an answer that was sent.
func recycle(body []byte) {
	if cap(body) > 0 && cap(body) <= largestKept {
		body = body[:0]
		buffers.Put(&body)
	}
}

// Bytes returns the object and ends it. Nothing may be added afterwards. The
// service that sends it takes the buffer back.
func (o *Object) Bytes() []byte {
	o.open()
	return append(o.buf, '}')
}

func (o *Object) open() {
	if len(o.buf) == 0 {
		o.buf = append(*buffers.Get().(*[]byte), '{')
	}
}

// begin returns the buffer up to a member's value. Each method stores the buffer
// once: every store into the heap costs while garbage is collected.
func (o *Object) begin(name string) []byte {
	o.open()
	b := o.buf
	if b[len(b)-1] != '{' {
		b = append(b, ',')
	}
	return append(append(append(b, '"'), name...), '"', ':')
}

// String adds a text.
func (o *Object) String(name, value string) { o.buf = appendText(o.begin(name), value) }

// Text adds a text, or null when it is empty.
func (o *Object) Text(name, value string) {
	if value == "" {
		o.Null(name)
		return
	}
	o.String(name, value)
}

// AddSID adds an identifier, or null when it is zero. It is no method, since a SID
// that became an interface would be allocated for each member.
func AddSID[K sid.Kind](o *Object, name string, value sid.SID[K]) {
	if value.IsZero() {
		o.Null(name)
		return
	}
	b, _ := value.AppendText(append(o.begin(name), '"')) // never fails
	o.buf = append(b, '"')
}

// Int adds an integer.
func (o *Object) Int(name string, value int) { o.Int64(name, int64(value)) }

// Int64 adds an integer.
func (o *Object) Int64(name string, value int64) {
	o.buf = strconv.AppendInt(o.begin(name), value, 10)
}

// Seconds adds a duration in whole seconds, floored.
func (o *Object) Seconds(name string, value time.Duration) { o.Int64(name, int64(value/time.Second)) }

// Bool adds true or false.
func (o *Object) Bool(name string, value bool) {
	o.buf = strconv.AppendBool(o.begin(name), value)
}

// Null adds null.
func (o *Object) Null(name string) { o.buf = append(o.begin(name), "null"...) }

// Date adds an instant as version 1 of the API writes it, or null when it is
// zero.
func (o *Object) Date(name string, value time.Time) {
	if value.IsZero() {
		o.Null(name)
		return
	}
	o.buf = append(AppendDate(append(o.begin(name), '"'), value), '"')
}

// Date2010 adds an instant as the API of 2010 writes it, or null when it is
// zero.
func (o *Object) Date2010(name string, value time.Time) {
	if value.IsZero() {
		o.Null(name)
		return
	}
	o.buf = append(value.UTC().AppendFormat(append(o.begin(name), '"'), rfc2822), '"')
}

// Object adds a member that fill writes.
func (o *Object) Object(name string, fill func(o *Object)) {
	o.buf = append(o.begin(name), '{')
	fill(o)
	o.buf = append(o.buf, '}')
}

// URL adds an address by its parts, which are encoded as addresses are and so need
// no escaping.
func (o *Object) URL(name string, parts ...string) {
	b := append(o.begin(name), '"')
	for _, part := range parts {
		b = append(b, part...)
	}
	o.buf = append(b, '"')
}

// List adds an array of n objects, each of which fill writes.
func (o *Object) List(name string, n int, fill func(o *Object, i int)) {
	o.buf = append(o.begin(name), '[')
	for i := range n {
		if i > 0 {
			o.buf = append(o.buf, ',')
		}
		o.buf = append(o.buf, '{')
		fill(o, i)
		o.buf = append(o.buf, '}')
	}
	o.buf = append(o.buf, ']')
}

func appendText(dst []byte, s string) []byte {
	return append(appendEscaped(append(dst, '"'), s), '"')
}

// plain are the bytes that stand for themselves in a JSON text.
var plain = func() (table [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		table[c] = c != '"' && c != '\\'
	}
	return table
}()

// appendEscaped writes the inside of a JSON text. What is not UTF-8 becomes the
// replacement character, as with encoding/json.
func appendEscaped(dst []byte, s string) []byte {
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case plain[c]:
			i++
		case c < utf8.RuneSelf:
			dst = appendEscape(append(dst, s[start:i]...), c)
			i++
			start = i
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				dst = append(append(dst, s[start:i]...), "\ufffd"...)
				start = i + 1
			}
			i += size
		}
	}
	return append(dst, s[start:]...)
}

func appendEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	}
	const digits = "0123456789abcdef"
	return append(dst, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
}
