package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/beevik/etree"
	"github.com/goacd/acd/twiml"
)

// TestBuildersAgree holds the documents of all libraries against
// each other: the same elements, attributes and texts, in the same order but
// for that of attributes.
func TestBuildersAgree(t *testing.T) {
	for _, d := range builders() {
		var want string
		for i, c := range d.libraries {
			got := outline(t, c.run().String())
			if i == 0 {
				want = got
			}
			if got != want {
				t.Errorf("%s: %s makes\n%s\nand %s\n%s", d.name, c.name, got, d.libraries[0].name, want)
			}
		}
	}
}

// outline writes a document as one line per element.
func outline(t *testing.T, doc string) string {
	t.Helper()
	if !strings.HasPrefix(doc, `<?xml version="1.0" encoding="UTF-8"?>`) {
		t.Errorf("no XML declaration: %s", doc)
	}
	tree := etree.NewDocument()
	if err := tree.ReadFromString(doc); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	writeOutline(&b, tree.Root(), 0)
	return b.String()
}

func writeOutline(b *strings.Builder, el *etree.Element, depth int) {
	el.SortAttrs()
	fmt.Fprintf(b, "%*s%s", 2*depth, "", el.FullTag())
	for _, a := range el.Attr {
		fmt.Fprintf(b, " %s=%q", a.FullKey(), a.Value)
	}
	fmt.Fprintf(b, " %q\n", strings.TrimSpace(el.Text()))
	for _, c := range el.ChildElements() {
		writeOutline(b, c, depth+1)
	}
}

// TestBuildersSayWhatTheyMean validates the documents that are compared.
func TestBuildersSayWhatTheyMean(t *testing.T) {
	for _, tree := range []*twiml.Response{acdEnqueue(), acdIVR()} {
		if found := tree.Validate(twiml.ValidateOptions{}); len(found) > 0 {
			t.Error(found)
		}
	}
}

// TestReadersAgree prints what twiml made of each document, and holds it
// against the document as etree and encoding/xml read it.
func TestReadersAgree(t *testing.T) {
	if len(parsers()) == 0 {
		t.Fatal("no documents")
	}
	for _, entry := range must(testdata.ReadDir("testdata")) {
		doc := must(testdata.ReadFile("testdata/" + entry.Name()))
		r, err := twiml.Parse(doc)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := outline(t, r.String()), outline(t, string(doc)); got != want {
			t.Errorf("%s: got\n%s, want\n%s", entry.Name(), got, want)
		}
		for _, verb := range r.Verbs() {
			if verb.Pos().IsZero() {
				t.Errorf("%s: <%s> has no position", entry.Name(), twiml.Tag(verb))
			}
		}
	}
	for _, d := range parsers() {
		for _, c := range d.libraries {
			c.run() // panics if the document is refused, or not valid
		}
	}
}
