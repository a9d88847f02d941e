package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite testdata/picture.svg")

// fixedPanels are numbers for a picture, with what XML must escape.
func fixedPanels() []panel {
	return []panel{
		{"Cost against workers", "workers <all idle>", []curve{
			{"scan", []point{{10, 4_500}, {100, 43_000}, {1_000, 430_000}, {10_000, 5.3e6}}},
			{"acd", []point{{10, 1_500}, {100, 1_500}, {1_000, 1_550}, {10_000, 1_600}}},
			{"floor", []point{{10, 690}, {100, 700}, {1_000, 700}, {10_000, 720}}},
		}},
		{"Cost against waiting tasks", "waiting tasks & more", []curve{
			{"scan", []point{{10, 9_000}, {1_000_000, 3.9e8}}},
			{"acd", []point{{10, 2_000}, {1_000_000, 2_900}}},
			{"floor", []point{{10, 700}, {1_000_000, 1_200}}},
		}},
	}
}

// TestPictureIsGolden draws fixed numbers.
func TestPictureIsGolden(t *testing.T) {
	var b bytes.Buffer
	if err := drawPicture(&b, fixedPanels(), "A caption."); err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/picture.svg"
	if *update {
		must(0, os.WriteFile(golden, b.Bytes(), 0o644))
	}
	if want := must(os.ReadFile(golden)); !bytes.Equal(b.Bytes(), want) {
		t.Errorf("got\n%s\nwant\n%s\nrun the test with -update and read the difference", &b, want)
	}
}

// TestPictureHasAllCurves reads the picture as XML: it is well-formed, and each
// panel has a line for every contestant with all its points inside the picture.
func TestPictureHasAllCurves(t *testing.T) {
	var b bytes.Buffer
	if err := drawPicture(&b, fixedPanels(), pictureCaption); err != nil {
		t.Fatal(err)
	}
	lines, points, texts := map[string]int{}, map[string]int{}, ""
	d := xml.NewDecoder(&b)
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch el := token.(type) {
		case xml.StartElement:
			class := attribute(el, "class")
			switch el.Name.Local {
			case "polyline":
				lines[class]++
			case "circle":
				points[class]++
			}
		case xml.CharData:
			texts += string(el) + "\n"
		}
	}
	for name, want := range map[string]int{"scan": 6, "acd": 6, "floor": 6} {
		if lines["curve "+name] != 2 || points[name] != want {
			t.Errorf("%s: %d lines with %d points, want 2 with %d", name, lines["curve "+name], points[name], want)
		}
	}
	for _, want := range []string{"Cost against workers", "workers <all idle>", "1,000,000", "100 ns", "scan 390 ms", "acd 1.60 µs", "floor 1.20 µs", pictureCaption} {
		if !strings.Contains(texts, want) {
			t.Errorf("no %q in the picture", want)
		}
	}
}

func attribute(el xml.StartElement, name string) string {
	for _, a := range el.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// TestPictureOfLittle draws what has hardly anything to draw.
func TestPictureOfLittle(t *testing.T) {
	for name, panels := range map[string][]panel{
		"nothing":       nil,
		"no curves":     {{"t", "a", nil}},
		"empty curve":   {{"t", "a", []curve{{"acd", nil}}}},
		"a single one":  {{"t", "a", []curve{{"acd", []point{{1, 1}}}}}},
		"a power of 10": {{"t", "a", []curve{{"acd", []point{{10, 100}, {100, 1000}}}}}},
	} {
		var b strings.Builder
		if err := drawPicture(&b, panels, ""); err != nil {
			t.Fatal(err)
		}
		if err := xml.Unmarshal([]byte(b.String()), new(xmlTree)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if strings.Contains(b.String(), "NaN") || strings.Contains(b.String(), "Inf") {
			t.Errorf("%s: a place that is no number:\n%s", name, &b)
		}
	}
}
