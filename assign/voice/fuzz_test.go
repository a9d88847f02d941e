package voice_test

import (
	"strings"
	"testing"
)

// FuzzMachine lets a host without any sense of order drive a machine: calls that
// come and go, documents good and bad, workers, reports that are late, twice or
// about nothing, instructions, commands and time, all of it chosen by the input.
// After each step every invariant holds; at the end everybody hangs up and
// nothing is left. Played again, the same input gives the same actions.
func FuzzMachine(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("\x00\x01\x00\x00\x01\x04\x0a\x00\x04\x00\x0f\x09\x06\x00"))
	for seed := range 24 {
		f.Add(noise(uint64(seed)+1, 60+20*seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 2000 {
			data = data[:2000]
		}
		first := playNoise(t, data)
		was, is := strings.Split(first, "\n"), strings.Split(playNoise(t, data), "\n")
		for i := range min(len(was), len(is)) {
			if was[i] != is[i] {
				t.Fatalf("played again, line %d differs:\n%s\n%s", i, was[i], is[i])
			}
		}
	})
}

// noise is a pseudo-random input, the same for the same seed.
func noise(seed uint64, n int) []byte {
	data := make([]byte, n)
	for i := range data {
		seed = seed*6364136223846793005 + 1442695040888963407
		data[i] = byte(seed >> 56)
	}
	return data
}

func playNoise(t *testing.T, data []byte) string {
	c := newCrowd(t, data)
	switch c.next(4) {
	case 1:
		c.meet()
	case 2:
		c.crash()
	}
	for len(c.data) > 0 {
		c.step()
	}
	c.leave()
	return c.log.String()
}
