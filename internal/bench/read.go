package main

import (
	"bytes"
	"embed"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/beevik/etree"
	"github.com/goacd/acd/twiml"
)

//go:embed testdata/*.xml
var testdata embed.FS

// parsers begin with the bytes of a document, one for each document of
// testdata.
func parsers() []document {
	var list []document
	for _, entry := range must(testdata.ReadDir("testdata")) {
		doc := must(testdata.ReadFile(path.Join("testdata", entry.Name())))
		list = append(list, parser(strings.TrimSuffix(entry.Name(), ".xml"), doc))
	}
	return list
}

func parser(name string, doc []byte) document {
	return document{fmt.Sprintf("read %s (%d bytes)", name, len(doc)), []library{
		{"acd: parse", func() output {
			must(twiml.Parse(doc))
			return output{}
		}},
		{"acd: parse and validate", func() output {
			if found := twiml.Validate(doc, twiml.ValidateOptions{}); len(found) > 0 {
				panic(found)
			}
			return output{}
		}},
		{"etree: ReadFromBytes", func() output {
			must(0, etree.NewDocument().ReadFromBytes(doc))
			return output{}
		}},
		{"encoding/xml: tokens", func() output {
			must(0, readTokens(doc))
			return output{}
		}},
		{"encoding/xml: generic", func() output {
			must(0, xml.Unmarshal(doc, new(xmlTree)))
			return output{}
		}},
	}}
}

func readTokens(doc []byte) error {
	d := xml.NewDecoder(bytes.NewReader(doc))
	for {
		_, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// xmlTree is any element, for encoding/xml.
type xmlTree struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []xmlTree  `xml:",any"`
}
