// Package xmlscan reads the tokens of a small XML 1.0 document with their
// positions, for documents that come from outside: it knows no external
// entities and no document types, and is bounded by the size of its input.
//
// A [Scanner] reads a string in UTF-8, with or without a byte-order mark, and
// reports the first thing that is not well-formed as an [*Error], which says
// where, and what would be right:
//
//	s, err := xmlscan.New(doc, 256)
//	var t xmlscan.Token
//	for err == nil {
//		err = s.Next(&t) // io.EOF after the last one
//		...
//	}
//
// Names and values are parts of the document's own string, so that a document
// without escapes costs no allocation per token. Line ends and the white space
// of attribute values are normalised as XML 1.0 §2.11 and §3.3.3 ask for.
//
// # Beside encoding/xml
//
// What a Scanner accepts, encoding/xml accepts too. It exists because that one
// does not tell the positions of attributes, takes what is not well-formed, and
// costs most of the time in which a document is read. Each way in which a
// Scanner is stricter is a [Rule] with its source. The one thing borrowed are
// the letters beyond ASCII that names may have.
//
// A Scanner is not safe for concurrent use.
package xmlscan
