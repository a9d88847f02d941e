// Package sid makes, reads and writes the identifiers of the vendor's API: two
// letters that name the kind, then 32 hexadecimal digits (rest.md §2).
//
// A [SID] is 16 bytes and its kind is part of its Go type, so that identifiers
// of different nouns cannot be mixed up, compare with ==, and cost no
// allocation to keep, compare or look up.
package sid

import (
	"bytes"
	"encoding/hex"
	"fmt"
)

// Len is the number of characters of the text form of every SID.
const Len = 34

// Kind names one sort of resource. The types of this package that implement it
// are empty; they only mark a SID's type.
type Kind interface{ prefix() string }

// SID identifies one resource of kind K. The zero SID means "none": its text is
// empty, and no resource carries it. SIDs are comparable, and safe for
// concurrent use.
type SID[K Kind] struct{ b [16]byte }

// FromBytes makes the SID whose 32 digits are those of b.
func FromBytes[K Kind](b [16]byte) SID[K] { return SID[K]{b} }

// Parse reads the text form: the kind's two letters, as they are, and 32
// hexadecimal digits in either case. The identifier of 32 zeros is refused,
// since the zero SID means "none", and so is the empty text.
func Parse[K Kind](text string) (SID[K], error) {
	var s SID[K]
	if text == "" {
		return s, &FormatError{Prefix: s.prefix()}
	}
	err := s.UnmarshalText([]byte(text))
	return s, err
}

// IsZero reports whether s is the zero SID, which means "none".
func (s SID[K]) IsZero() bool { return s == SID[K]{} }

// Bytes returns the 16 bytes behind the 32 digits.
func (s SID[K]) Bytes() [16]byte { return s.b }

// Compare orders SIDs of one kind as their texts are ordered.
func (s SID[K]) Compare(t SID[K]) int { return bytes.Compare(s.b[:], t.b[:]) }

// String returns the text form with lower-case digits, or "" for the zero SID.
func (s SID[K]) String() string {
	if s.IsZero() {
		return ""
	}
	var buf [Len]byte
	return string(s.append(buf[:0]))
}

// AppendText appends the text form to dst. It never fails.
func (s SID[K]) AppendText(dst []byte) ([]byte, error) {
	if s.IsZero() {
		return dst, nil
	}
	return s.append(dst), nil
}

// MarshalText returns the text form. It never fails.
func (s SID[K]) MarshalText() ([]byte, error) { return s.AppendText(nil) }

// UnmarshalText reads the text form as [Parse] does. Empty text is the zero
// SID, so that what MarshalText wrote can be read back.
func (s *SID[K]) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*s = SID[K]{}
		return nil
	}
	want := s.prefix()
	if len(text) != Len || string(text[:2]) != want {
		return &FormatError{Text: clip(text), Prefix: want}
	}
	var b [16]byte
	if _, err := hex.Decode(b[:], text[2:]); err != nil {
		return &FormatError{Text: clip(text), Prefix: want}
	}
	if b == [16]byte{} {
		return &FormatError{Text: clip(text), Prefix: want, Zero: true}
	}
	s.b = b
	return nil
}

func (s SID[K]) prefix() string {
	var k K
	return k.prefix()
}

func (s SID[K]) append(dst []byte) []byte {
	dst = append(dst, s.prefix()...)
	return hex.AppendEncode(dst, s.b[:])
}

// FormatError says that a text is no SID of the kind that was asked for.
type FormatError struct {
	Text   string // what was given, cut when it is long
	Prefix string // the two letters that were expected
	Zero   bool   // the digits are all zero
}

func (e *FormatError) Error() string {
	if e.Zero {
		return fmt.Sprintf("sid: %q has only zeros, which stand for no %s at all", e.Text, e.Prefix)
	}
	return fmt.Sprintf("sid: %q is no SID of this kind: want %q and 32 hexadecimal digits", e.Text, e.Prefix)
}

func clip(text []byte) string {
	const most = 2 * Len
	if len(text) > most {
		return string(text[:most]) + "…"
	}
	return string(text)
}
