package twiml

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

var plainForms = []urlForm{
	{}, {absolute: true}, {noQuery: true}, {anyHost: true}, {schemes: []string{"wss"}}, {schemes: []string{"wss"}, absolute: true, noQuery: true},
}

// FuzzPlainAddress holds the quick way against the one that takes an address
// apart: what is plain fits.
func FuzzPlainAddress(f *testing.F) {
	for _, text := range []string{
		"", "/", "/a?b=c&d", "//a", "///", "/a:b@c", "http://", "https:///x", "https://a", "http://a.b-c/d?e", "https://a?b",
		"https://a_b/c", "https://a:80/", "https://-", "https://..", "wss://a/b", "/%zz", "/a b", "/#f", "HTTP://a", "a/b", "https://?a", "/ä",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, form := range plainForms {
			if form.isPlain(text) {
				assert.True(t, form.fitsParsed(text), "%+v: %q", form, text)
			}
		}
	})
}

func TestPlainAddresses(t *testing.T) {
	tests := []struct {
		text string
		form urlForm
		want bool
	}{
		{"/wait?lang=de&n=1", urlForm{}, true},
		{"https://media.example.com/a.mp3", urlForm{}, true},
		{"http://example.com", urlForm{absolute: true}, true},
		{"https://example.com?a=b", urlForm{}, true},
		{"https://example.com?a=b", urlForm{noQuery: true}, false},
		{"/a", urlForm{absolute: true}, false},
		{"//example.com/a", urlForm{}, false},
		{"wait.xml", urlForm{}, false},
		{"https://a_b.example.com/", urlForm{}, false},
		{"https:///a", urlForm{}, false},
		{"https://", urlForm{}, false},
		{"https://example.com:8080/", urlForm{}, false},
		{"https://example.com/", urlForm{schemes: []string{"wss"}}, false},
	}
	for _, test := range tests {
		assert.Equal(t, test.want, test.form.isPlain(test.text), "%+v: %q", test.form, test.text)
	}
}
