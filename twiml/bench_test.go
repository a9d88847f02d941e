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

// TestPrintingAllocatesNothing holds the promise that a service with a reused
// buffer relies on.
func TestPrintingAllocatesNothing(t *testing.T) {
	r, err := Parse(benchDocument())
	if err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 0, 1024)
	if n := testing.AllocsPerRun(100, func() { buf, _ = r.AppendText(buf[:0]) }); n != 0 {
		t.Errorf("printing costs %v allocations, want none", n)
	}
}
