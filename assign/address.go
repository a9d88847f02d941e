package assign

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// AddressKind says how an address is reached. The zero kind is that of the zero
// [Address].
type AddressKind uint8

// The kinds of addresses.
const (
	AddressNumber AddressKind = iota + 1 // a phone number in E.164 form, such as +15550100
	AddressClient                        // a client that has registered under a name
	AddressSIP                           // a SIP URI
)

// Address is where a worker is called: an E.164 number, client:name or
// sip:user@host (lifecycle.md §3.3). The zero Address means "none given".
// Addresses are comparable and always well-formed: they come from
// [ParseAddress].
type Address struct {
	kind AddressKind
	rest string // what follows the scheme
}

// The longest name and SIP URI that <Client> and <Sip> take (twiml.md §8.3).
const (
	maxClientName = 256
	maxSIPAddress = 255
	maxSIPHeaders = 1023
)

// ParseAddress reads an address:
//
//   - "+" and 2 to 15 digits, the first not 0: a number in E.164 form;
//   - "client:" and a name of at most 256 characters: a client;
//   - "sip:" or "sips:" and a SIP URI, of at most 255 characters before a "?"
//     and 1023 after it;
//   - one word without a scheme: the name of a client.
//
// Schemes are read in any case. Digits alone are refused (chosen): they may be
// a number without its country or a client's name, and a wrong guess would call
// nobody.
//
// The error is an [*Error] with [CodeInvalid].
func ParseAddress(text string) (Address, error) {
	a, want := parseAddress(text)
	if want != "" {
		return Address{}, fail("address", Problem{Code: CodeInvalid, Found: text, Want: want})
	}
	return a, nil
}

// MustParseAddress is [ParseAddress] for addresses written in a program; it
// panics on an error.
func MustParseAddress(text string) Address {
	a, err := ParseAddress(text)
	if err != nil {
		panic(err)
	}
	return a
}

// parseAddress returns the address, or what would be right.
func parseAddress(text string) (Address, string) {
	if strings.HasPrefix(text, "+") {
		if !isE164(text) {
			return Address{}, "an E.164 number: + and 2 to 15 digits, as in +15550100"
		}
		return Address{AddressNumber, text}, ""
	}
	scheme, rest, found := strings.Cut(text, ":")
	switch {
	case !found:
		return parseWord(text)
	case strings.EqualFold(scheme, "client"):
		return parseClient(rest)
	case strings.EqualFold(scheme, "sip"), strings.EqualFold(scheme, "sips"):
		return parseSIP(strings.ToLower(scheme), rest)
	}
	return Address{}, "an E.164 number, client:name or sip:user@host"
}

func parseWord(text string) (Address, string) {
	switch {
	case text == "" || strings.ContainsFunc(text, unicode.IsSpace):
		return Address{}, "an E.164 number, client:name or sip:user@host"
	case !strings.ContainsFunc(text, isNoDialChar):
		return Address{}, "the number with + and its country, as in +15550100, or client: before a name"
	}
	return parseClient(text)
}

func parseClient(name string) (Address, string) {
	if name == "" || utf8.RuneCountInString(name) > maxClientName || !isPrintable(name) {
		return Address{}, "client: and a name of 1 to 256 printable characters"
	}
	return Address{AddressClient, name}, ""
}

func parseSIP(scheme, rest string) (Address, string) {
	uri, headers, _ := strings.Cut(rest, "?")
	_, host, found := strings.Cut(uri, "@")
	if !found {
		host = uri
	}
	switch {
	case host == "" || strings.ContainsFunc(rest, unicode.IsSpace) || !isPrintable(rest):
		return Address{}, scheme + ":user@host without white space"
	case len(scheme)+1+len(uri) > maxSIPAddress || len(headers) > maxSIPHeaders:
		return Address{}, "a SIP URI of at most 255 characters, and 1023 of headers"
	}
	return Address{AddressSIP, scheme + ":" + rest}, ""
}

// isE164 checks "+" and 2 to 15 digits, the first not 0 (ITU-T E.164).
func isE164(text string) bool {
	digits := text[1:]
	if len(digits) < 2 || len(digits) > 15 || digits[0] == '0' {
		return false
	}
	return !strings.ContainsFunc(digits, func(r rune) bool { return r < '0' || r > '9' })
}

// isNoDialChar tells the characters that no written phone number has.
func isNoDialChar(r rune) bool { return !strings.ContainsRune("0123456789-.()/*#", r) }

func isPrintable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, unicode.IsControl)
}

// Kind returns how the address is reached.
func (a Address) Kind() AddressKind { return a.kind }

// Name returns what a phone system needs: the number with its "+", the client's
// name without "client:", the SIP URI with its scheme.
func (a Address) Name() string { return a.rest }

// IsZero reports whether a is the zero Address, which means "none given".
func (a Address) IsZero() bool { return a == Address{} }

// String returns the address as [ParseAddress] reads it, always with its
// scheme; "" for the zero Address.
func (a Address) String() string {
	if a.kind == AddressClient {
		return "client:" + a.rest
	}
	return a.rest
}

// AppendText appends what String returns to dst. It never fails.
func (a Address) AppendText(dst []byte) ([]byte, error) { return append(dst, a.String()...), nil }

// MarshalText returns what String returns. It never fails.
func (a Address) MarshalText() ([]byte, error) { return a.AppendText(nil) }

// UnmarshalText reads as [ParseAddress] does. Empty text is the zero Address.
func (a *Address) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*a = Address{}
		return nil
	}
	b, err := ParseAddress(string(text))
	if err == nil {
		*a = b
	}
	return err
}
