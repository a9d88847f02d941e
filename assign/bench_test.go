package assign

import "testing"

// What an answer costs: reading one with every key, and writing it.
func BenchmarkAnswer(b *testing.B) {
	body := []byte(`{"instruction":"dequeue","to":"client:alice","from":"+15550100","post_work_activity_sid":"` + activityText +
		`","record":"record-from-answer","timeout":15,"status_callback_url":"https://example.com/s","status_callback_events":"answered"}`)
	b.Run("parse", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := Parse(body); err != nil {
				b.Fatal(err)
			}
		}
	})
	i, err := Parse(body)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("marshal", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := Marshal(i); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// What the API's spelling costs, with every parameter of the largest
// instruction.
func BenchmarkForm(b *testing.B) {
	values, err := MarshalForm(fullConference(b))
	if err != nil {
		b.Fatal(err)
	}
	b.Run("parse", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := ParseForm(values); err != nil {
				b.Fatal(err)
			}
		}
	})
	i := fullConference(b)
	b.Run("marshal", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := MarshalForm(i); err != nil {
				b.Fatal(err)
			}
		}
	})
}
