package rest

import (
	"crypto/rand"
	"encoding/hex"
)

// drawPrefix draws the first half of all identifiers of a service's requests, so
// that two services have different ones.
func drawPrefix() string {
	var b [8]byte
	rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// requestID is "RQ" and 32 hexadecimal digits (rest.md §1): the service's own
// sixteen, and a number.
func (s *Service) requestID() string {
	const digits = "0123456789abcdef"
	id := make([]byte, 0, 34)
	id = append(append(id, "RQ"...), s.prefix...)
	n := s.requests.Add(1)
	for shift := 60; shift >= 0; shift -= 4 {
		id = append(id, digits[n>>shift&15])
	}
	return string(id)
}
