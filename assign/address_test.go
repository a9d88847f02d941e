package assign

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// lifecycle.md §3.3, "to": E.164, client:x, sip:…; a bare word is a client.
func TestParseAddress(t *testing.T) {
	tests := []struct {
		name, text, want string // no want: refused
		kind             AddressKind
		bare             string
	}{
		{name: "number", text: "+15550100", want: "+15550100", kind: AddressNumber, bare: "+15550100"},
		{name: "longest number", text: "+123456789012345", want: "+123456789012345", kind: AddressNumber, bare: "+123456789012345"},
		{name: "number too long", text: "+1234567890123456"},
		{name: "number too short", text: "+1"},
		{name: "no country begins with 0", text: "+0123456"},
		{name: "number with blanks", text: "+1 555 0100"},
		{name: "digits alone are ambiguous", text: "5550100"},
		{name: "a written number without country", text: "(555)-0100"},
		{name: "client", text: "client:alice", want: "client:alice", kind: AddressClient, bare: "alice"},
		{name: "scheme in capitals", text: "Client:alice", want: "client:alice", kind: AddressClient, bare: "alice"},
		{name: "client with digits only", text: "client:1001", want: "client:1001", kind: AddressClient, bare: "1001"},
		{name: "client with parameters", text: "client:alice?x=a:b", want: "client:alice?x=a:b", kind: AddressClient, bare: "alice?x=a:b"},
		{name: "client without name", text: "client:"},
		{name: "client with control character", text: "client:a\nb"},
		{name: "longest client", text: "client:" + strings.Repeat("é", 256), want: "client:" + strings.Repeat("é", 256), kind: AddressClient, bare: strings.Repeat("é", 256)},
		{name: "client too long", text: "client:" + strings.Repeat("é", 257)},
		{name: "not UTF-8", text: "client:\xff"},
		{name: "bare word", text: "alice", want: "client:alice", kind: AddressClient, bare: "alice"},
		{name: "two words", text: "alice smith"},
		{name: "empty", text: ""},
		{name: "SIP", text: "sip:alice@example.com", want: "sip:alice@example.com", kind: AddressSIP, bare: "sip:alice@example.com"},
		{name: "secure SIP in capitals", text: "SIPS:alice@example.com:5061;transport=tls?x=y", want: "sips:alice@example.com:5061;transport=tls?x=y", kind: AddressSIP, bare: "sips:alice@example.com:5061;transport=tls?x=y"},
		{name: "SIP without user", text: "sip:example.com", want: "sip:example.com", kind: AddressSIP, bare: "sip:example.com"},
		{name: "SIP without host", text: "sip:alice@"},
		{name: "SIP with a blank", text: "sip:alice @example.com"},
		{name: "SIP too long", text: "sip:" + strings.Repeat("a", 250) + "@a"},
		{name: "SIP headers too long", text: "sip:a@b?" + strings.Repeat("a", 1024)},
		{name: "another scheme", text: "tel:+15550100"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseAddress(tt.text)
			if tt.want == "" {
				require.ErrorIs(t, err, CodeInvalid)
				assert.True(t, got.IsZero())
				assert.ErrorContains(t, err, "want ")
				assert.Panics(t, func() { MustParseAddress(tt.text) })
				return
			}
			require.NoError(t, err)
			assert.Equal(t, tt.want, got.String())
			assert.Equal(t, tt.kind, got.Kind())
			assert.Equal(t, tt.bare, got.Name())
			assert.Equal(t, got, MustParseAddress(got.String()), "the text reads back")
		})
	}
}

func TestAddressAsText(t *testing.T) {
	var a Address
	text, err := a.MarshalText()
	require.NoError(t, err)
	assert.Empty(t, text)
	require.NoError(t, a.UnmarshalText([]byte("alice")))
	assert.Equal(t, MustParseAddress("client:alice"), a)
	require.Error(t, a.UnmarshalText([]byte("x:y")))
	assert.Equal(t, MustParseAddress("client:alice"), a, "unchanged on error")
	require.NoError(t, a.UnmarshalText(nil))
	assert.True(t, a.IsZero())
}
