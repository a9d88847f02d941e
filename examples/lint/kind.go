package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// kind is what a file holds. The values are those of the field in JSON.
type kind string

const (
	kindNone     kind = ""
	kindCall     kind = "twiml"
	kindWorkflow kind = "workflow"
)

// content returns a text without byte-order mark and leading white space.
func content(text []byte) []byte {
	return bytes.TrimLeft(bytes.TrimPrefix(text, []byte("\uFEFF")), " \t\r\n")
}

func isMarkup(text []byte) bool { return bytes.HasPrefix(content(text), []byte("<")) }

// recognize tells from the content what a file holds. A doubt says in words why
// it may be something else, and without kind why it cannot be anything.
func recognize(text []byte) (what kind, doubt string) {
	text = content(text)
	switch {
	case len(text) == 0:
		return kindNone, "the file is empty: want a call document, at least <Response/>, or a workflow configuration"
	case text[0] == '<':
		if root := rootName(text); root != "" && !strings.EqualFold(root, "Response") {
			doubt = fmt.Sprintf("the root element is <%s>: that of a call document is <Response>", root)
		}
		return kindCall, doubt
	case text[0] == '{' || text[0] == '[':
		if !routes(text) {
			doubt = `there is no "task_routing" in it, which a workflow configuration has`
		}
		return kindWorkflow, doubt
	case bytes.HasPrefix(text, []byte("\xFF\xFE")) || bytes.HasPrefix(text, []byte("\xFE\xFF")):
		return kindNone, "the file is UTF-16: save it as UTF-8"
	}
	return kindNone, `the file is neither a call document, which begins with "<", nor a workflow configuration, which begins with "{"`
}

// rootName returns the name of the first element, and "" if something is wrong
// before it.
func rootName(text []byte) string {
	tokens := xml.NewDecoder(bytes.NewReader(text))
	tokens.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	for {
		token, err := tokens.RawToken()
		if err != nil {
			return ""
		}
		if start, ok := token.(xml.StartElement); ok {
			return start.Name.Local
		}
	}
}

// routes reports whether a JSON text begins as an object with a key by which a
// workflow configuration is known, be it misspelled or in the wrong place.
func routes(text []byte) bool {
	tokens := json.NewDecoder(bytes.NewReader(text))
	if open, err := tokens.Token(); err != nil || open != json.Delim('{') {
		return false
	}
	depth, isKey := 0, true // of what is open inside the object; keys and values take turns
	for {
		token, err := tokens.Token()
		if err != nil {
			return false
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
			continue
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		switch {
		case depth < 0:
			return false
		case depth > 0:
			continue
		}
		if key, ok := token.(string); ok && isKey {
			switch strings.ToLower(strings.ReplaceAll(key, "_", "")) {
			case "taskrouting", "defaultfilter":
				return true
			}
		}
		isKey = !isKey
	}
}
