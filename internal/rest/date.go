package rest

import (
	"strings"
	"time"
)

// rfc2822 is the format of dates in the API of 2010 (rest.md §3).
const rfc2822 = "Mon, 02 Jan 2006 15:04:05 +0000"

// AppendDate writes an instant as version 1 of the API does: ISO 8601 in UTC,
// whole seconds, always with Z (rest.md §3). Python reads nothing else.
func AppendDate(dst []byte, t time.Time) []byte {
	t = t.UTC()
	year, month, day := t.Date()
	if year < 0 || year > 9999 {
		return t.AppendFormat(dst, "2006-01-02T15:04:05Z")
	}
	hour, minute, second := t.Clock()
	dst = append(dst, byte('0'+year/1000), byte('0'+year/100%10))
	dst = appendTwo(dst, year%100, '-')
	dst = appendTwo(dst, int(month), '-')
	dst = appendTwo(dst, day, 'T')
	dst = appendTwo(dst, hour, ':')
	dst = appendTwo(dst, minute, ':')
	return appendTwo(dst, second, 'Z')
}

func appendTwo(dst []byte, n int, end byte) []byte {
	return append(dst, byte('0'+n/10), byte('0'+n%10), end)
}

// FormatDate is [AppendDate] as a text.
func FormatDate(t time.Time) string { return string(AppendDate(nil, t)) }

// FormatDate2010 writes an instant as the API of 2010 does: RFC 2822 in UTC.
func FormatDate2010(t time.Time) string { return t.UTC().Format(rfc2822) }

// ParseDate reads an instant: RFC 3339 with Z or any offset, with fractions or
// without (rest.md §3). A plus sign that came as a blank, since its sender did
// not escape it, is one; a date alone is its midnight in UTC.
func ParseDate(text string) (time.Time, bool) {
	text = strings.Replace(text, " ", "+", 1)
	for _, layout := range []string{time.RFC3339Nano, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}
