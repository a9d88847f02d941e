package twiml

import (
	"testing"
	"time"
)

const benchWorkflow = "WW0123456789abcdef0123456789abcdef"

// BenchmarkBuild makes an Enqueue with a Task and prints it into a reused
// buffer, as a handler does for each call.
func BenchmarkBuild(b *testing.B) {
	b.ReportAllocs()
	var buf []byte
	for b.Loop() {
		r := Response{Children: []ResponseChild{&Enqueue{
			WorkflowSID: Set(benchWorkflow),
			WaitURL:     Set("/wait?lang=de"),
			Children: []EnqueueChild{&Task{
				Attributes: `{"skill":"billing","vip":true}`,
				Priority:   Set(5),
				Timeout:    Set(10 * time.Minute),
			}},
		}}}
		buf, _ = r.AppendText(buf[:0])
	}
	b.SetBytes(int64(len(buf)))
}

// BenchmarkPrint changes one value of a tree that stands and prints it into a
// reused buffer.
func BenchmarkPrint(b *testing.B) {
	task := &Task{Attributes: `{"skill":"billing","vip":true}`, Timeout: Set(10 * time.Minute)}
	r := NewResponse(&Enqueue{
		WorkflowSID: Set(benchWorkflow), WaitURL: Set("/wait?lang=de"), Children: []EnqueueChild{task},
	})
	b.ReportAllocs()
	var buf []byte
	n := 0
	for b.Loop() {
		n++
		task.Priority = Set(n)
		buf, _ = r.AppendText(buf[:0])
	}
	b.SetBytes(int64(len(buf)))
}

func benchDocument() []byte {
	return []byte(`<?xml version="1.0" encoding="UTF-8"?>
<Response>
  <Enqueue workflowSid="` + benchWorkflow + `" waitUrl="/wait?lang=de">
    <Task priority="5" timeout="600">{"skill":"billing","vip":true}</Task>
  </Enqueue>
</Response>`)
}

// BenchmarkParse reads the document that BenchmarkBuild prints, indented.
func BenchmarkParse(b *testing.B) {
	doc := benchDocument()
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(doc); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkValidate reads and checks that document.
func BenchmarkValidate(b *testing.B) {
	doc := benchDocument()
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		if found := Validate(doc, ValidateOptions{}); len(found) > 0 {
			b.Fatal(found)
		}
	}
}

// TestAllocations holds the promises that a service relies on: none for printing
// into a reused buffer, and one for a string.
func TestAllocations(t *testing.T) {
	for name, r := range map[string]*Response{
		"parsed": mustParse(t, string(benchDocument())),
		"built": NewResponse(
			&Gather{Input: List(InputDTMF, InputSpeech), Timeout: Set(Auto), NumDigits: Set(1), BargeIn: Set(true)},
			&Say{Text: "a & b", Children: []SayChild{CData("c"), &Comment{Data: "d"}, &SSMLBreak{Time: Set(time.Second)}}},
			&Dial{Record: Set(RecordFromAnswer), Timeout: Set(20 * time.Second), Children: []DialChild{&Number{Number: "+15558675310"}}},
		),
	} {
		buf := make([]byte, 0, 1024)
		if n := testing.AllocsPerRun(100, func() { buf, _ = r.AppendText(buf[:0]) }); n != 0 {
			t.Errorf("%s: printing costs %v allocations, want none", name, n)
		}
		text := ""
		if n := testing.AllocsPerRun(100, func() { text = r.String() }); n != 1 || text == "" {
			t.Errorf("%s: a string costs %v allocations, want 1", name, n)
		}
	}
}
