package twiml

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beevik/etree"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestBridge takes every parsable document of testdata to etree and back; only
// positions may be lost.
func TestBridge(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*.xml")
	require.NoError(t, err)
	for _, file := range files {
		doc, err := os.ReadFile(file)
		require.NoError(t, err)
		r, err := Parse(doc)
		if err != nil {
			continue
		}
		want := r.String()
		tree, err := r.ToDocument()
		require.NoError(t, err, file)
		back, err := FromDocument(tree)
		require.NoError(t, err, file)
		assert.Equal(t, want, back.String(), file)

		root, err := ToElement(r)
		require.NoError(t, err, file)
		node, err := FromElement(root)
		require.NoError(t, err, file)
		r.Before, r.After = nil, nil
		assert.Equal(t, r.String(), node.(*Response).String(), file)
	}
}

func TestFromElement(t *testing.T) {
	el := etree.NewElement("Number")
	el.CreateAttr("sendDigits", "x")
	el.CreateText("+15558675310")
	node, err := FromElement(el)
	require.NoError(t, err)
	number := node.(*Number)
	assert.Equal(t, "+15558675310", TextOf(number))
	raw, ok := number.SendDigits.Raw()
	assert.True(t, ok)
	assert.Equal(t, "x", raw)
	el.CreateText("changed")
	assert.Equal(t, "+15558675310", TextOf(number), "nothing of the element is shared")

	node, err = FromElement(etree.NewElement("Foo"))
	require.NoError(t, err)
	assert.Equal(t, "Foo", node.(*Unknown).Tag())
}

func TestBridgeRefuses(t *testing.T) {
	typed := etree.NewElement("Say")
	typed.CreateDirective("DOCTYPE x")
	repeated := etree.NewElement("Say")
	repeated.Attr = []etree.Attr{{Key: "a"}, {Key: "a"}}
	crowded := etree.NewElement("Say")
	crowded.Attr = make([]etree.Attr, MaxAttrs+1)
	endless := etree.NewElement("Say")
	endless.Child = append(endless.Child, endless)
	for name, el := range map[string]*etree.Element{
		"nil": nil, "document type": typed, "repeated": repeated, "too many": crowded, "endless": endless,
	} {
		_, err := FromElement(el)
		require.ErrorIs(t, err, &Error{Code: CodeNotWellFormed}, name)
		assert.Contains(t, err.Error(), "twiml: convert: ", name)
	}
	_, err := ToElement(&Dial{Children: []DialChild{&Number{Number: "\x00"}}})
	require.ErrorIs(t, err, &Error{Code: CodeNotWellFormed})
	assert.True(t, strings.HasPrefix(err.Error(), "twiml: convert: /Dial/Number[1]: "), err.Error())
	_, err = NewResponse(nil).ToDocument()
	require.ErrorIs(t, err, &Error{Code: CodeNotWellFormed})

	wrong := etree.NewDocument()
	wrong.CreateElement("x")
	two := etree.NewDocument()
	two.AddChild(etree.NewElement("Response"))
	two.AddChild(etree.NewElement("Response"))
	text := etree.NewDocument()
	text.AddChild(etree.NewElement("Response"))
	text.CreateText("x")
	directive := etree.NewDocument()
	directive.CreateDirective("DOCTYPE x")
	directive.AddChild(etree.NewElement("Response"))
	for name, doc := range map[string]*etree.Document{
		"nil": nil, "empty": etree.NewDocument(), "other root": wrong, "two roots": two, "text": text, "document type": directive,
	} {
		_, err := FromDocument(doc)
		require.Error(t, err, name)
	}
}
