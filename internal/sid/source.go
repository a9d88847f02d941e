package sid

import (
	"crypto/sha256"
	"encoding/binary"
)

// Source derives SIDs from a seed. The same seed, scope, kind and counter give
// the same SID for ever, so that a counter for each kind makes SIDs
// reproducible: an identifier more of one kind shifts none of another.
//
// Within one seed and scope, two different counters or two different kinds
// never give the same SID, since the function is a keyed permutation of 16
// bytes. It hides nothing from somebody who knows the seed: SIDs are names, not
// secrets.
//
// A Source is an immutable value, safe for concurrent use.
type Source struct{ keys [rounds]uint64 }

// rounds of the Feistel network behind [Make]; four make every output bit
// depend on every input bit and on the whole key.
const rounds = 4

// NewSource returns the source of seed and scope. The scope keeps apart what
// has the same seed: the text of a workspace's or an account's SID.
func NewSource(seed uint64, scope string) Source {
	h := sha256.New()
	h.Write(binary.BigEndian.AppendUint64(nil, seed))
	h.Write([]byte(scope))
	sum := h.Sum(nil)
	var s Source
	for i := range s.keys {
		s.keys[i] = binary.BigEndian.Uint64(sum[8*i:])
	}
	return s
}

// Make returns SID number counter of kind K.
func Make[K Kind](s Source, counter uint64) SID[K] {
	left, right := start[K](), counter
	for _, key := range s.keys {
		left, right = right, left^mix(right^key)
	}
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], left)
	binary.BigEndian.PutUint64(b[8:], right)
	if b == [16]byte{} {
		// One input in 2^128 meets the zero SID, which means "none".
		b[15] = 1
	}
	return SID[K]{b}
}

// Number returns the counter from which the source makes a SID; false for a SID
// that it makes of none, and for the one in 2^128 that Make has to mend. It takes
// Make's rounds back, last first.
func Number[K Kind](s *Source, id SID[K]) (counter uint64, ok bool) {
	left, right := binary.BigEndian.Uint64(id.b[:8]), binary.BigEndian.Uint64(id.b[8:])
	for i := len(s.keys) - 1; i >= 0; i-- {
		left, right = right^mix(left^s.keys[i]), left
	}
	return right, left == start[K]()
}

// start is the half of the permuted bytes that says which kind they are of.
func start[K Kind]() uint64 {
	var k K
	prefix := k.prefix()
	return uint64(prefix[0])<<8 | uint64(prefix[1])
}

// mix is the finalizer of the splitmix64 generator: a bijection of 64 bits in
// which each input bit changes about half of the output.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
