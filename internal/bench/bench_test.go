package main

import (
	"testing"
	"time"
)

// BenchmarkDocuments runs every library on every document.
func BenchmarkDocuments(b *testing.B) {
	for _, d := range documents() {
		b.Run(d.name, func(b *testing.B) { benchContestants(b, d.contestants()) })
	}
}

// BenchmarkRouting runs the contestants of every row at small sizes. A row
// without any is measured as a whole.
func BenchmarkRouting(b *testing.B) {
	for _, r := range rows() {
		b.Run(r.name, func(b *testing.B) {
			s := r.prepare(small)
			defer s.end()
			if len(s.contestants) == 0 {
				for b.Loop() {
					s.results(small.schedule)
				}
				return
			}
			benchContestants(b, s.contestants)
		})
	}
}

// benchContestants reports the time that counts, which play knows.
func benchContestants(b *testing.B, list []contestant) {
	for _, c := range list {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			var took time.Duration
			for b.Loop() {
				took += c.play(1)
			}
			b.ReportMetric(float64(took.Nanoseconds())/float64(b.N), "ns/op")
		})
	}
}
