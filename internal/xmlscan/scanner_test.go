package xmlscan

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const maxAttrs = 4

func scan(doc string) ([]Token, error) {
	s, err := New(doc, maxAttrs)
	if err != nil {
		return nil, err
	}
	var list []Token
	for {
		var t Token
		err := s.Next(&t)
		switch {
		case errors.Is(err, io.EOF):
			return list, nil
		case err != nil:
			return nil, err
		}
		t.Attrs = slices.Clone(t.Attrs)
		list = append(list, t)
	}
}

// tell writes tokens as one line each.
func tell(tokens []Token) string {
	kinds := [...]string{"<", "</", "text", "cdata", "comment", "?"}
	var b strings.Builder
	for _, t := range tokens {
		fmt.Fprintf(&b, "%v %s%s", t.Pos, kinds[t.Kind], t.Name)
		for _, a := range t.Attrs {
			fmt.Fprintf(&b, " %v %s=%q", a.Pos, a.Name, a.Value)
		}
		if t.Kind != Start && t.Kind != End {
			fmt.Fprintf(&b, " %q", t.Data)
		}
		b.WriteString("; ")
	}
	return strings.TrimSuffix(b.String(), "; ")
}

var accepted = []struct{ name, doc, want string }{
	{"closes itself", "<a/>", "1:1 <a; 1:5 </a"},
	{"open and empty", "<a ></a >", "1:1 <a; 1:5 </a"},
	{"declaration", "<?xml version='1.0' encoding=\"utf-8\" standalone='yes' ?>\n<a/>", "2:1 <a; 2:5 </a"},
	{"byte-order mark", "\uFEFF<?xml version='1.0'?><a/>", "1:22 <a; 1:26 </a"},
	{"white space without declaration", "\r\n <a/>\n", "2:2 <a; 2:6 </a"},
	{"attributes", "<a b='1'\n\tc = \"'&quot;\"/>", `1:1 <a 1:4 b="1" 2:2 c="'\""; 2:17 </a`},
	{"the same but for the prefix", "<a b='' x:b=''/>", `1:1 <a 1:4 b="" 1:9 x:b=""; 1:17 </a`},
	{"as many as allowed", "<a b='' c='' d='' e=''/>", `1:1 <a 1:4 b="" 1:9 c="" 1:14 d="" 1:19 e=""; 1:25 </a`},
	{"text and references", "<a>x &lt;&#65;&#x1F600;]]&gt;</a>", `1:1 <a; 1:4 text "x <A😀]]>"; 1:30 </a`},
	{"columns count characters", "<ä>ö<ü/></ä>", `1:1 <ä; 1:4 text "ö"; 1:5 <ü; 1:9 </ü; 1:9 </ä`},
	{"CDATA", "<a><![CDATA[<&]]]>]]&gt;</a>", `1:1 <a; 1:4 cdata "<&]"; 1:19 text "]]>"; 1:25 </a`},
	{"empty CDATA", "<a><![CDATA[]]></a>", `1:1 <a; 1:4 cdata ""; 1:16 </a`},
	{"comments everywhere", "<!----><a><!-- - --></a><!--e-->", `1:1 comment ""; 1:8 <a; 1:11 comment " - "; 1:21 </a; 1:25 comment "e"`},
	{"instructions", "<?p?><a><?q  r? ?></a><?xml-style s?>", `1:1 ?p ""; 1:6 <a; 1:9 ?q "r? "; 1:19 </a; 1:23 ?xml-style "s"`},
	{"nested", "<a><b:c>\n</b:c></a>", `1:1 <a; 1:4 <b:c; 1:9 text "\n"; 2:1 </b:c; 2:7 </a`},
	{"angle in a value", "<a b='>'/>", `1:1 <a 1:4 b=">"; 1:11 </a`},
	{"zeros before a number", "<a>&#000000000000000000000000000065;</a>", `1:1 <a; 1:4 text "A"; 1:37 </a`},
}

func TestAccepted(t *testing.T) {
	for _, test := range accepted {
		t.Run(test.name, func(t *testing.T) {
			tokens, err := scan(test.doc)
			require.NoError(t, err)
			assert.Equal(t, test.want, tell(tokens))
		})
	}
}

var refused = []struct {
	name, doc string
	rule      Rule
	at        string
}{
	{"empty", "", RuleRoot, "1:1"},
	{"blank", " \n ", RuleRoot, "2:2"},
	{"no UTF-8", "<a>\xff</a>", RuleCharacter, "1:4"},
	{"control character in a comment", "<a/><!--\x01-->", RuleCharacter, "1:9"},
	{"non-character", "<a>\uFFFF</a>", RuleCharacter, "1:4"},
	{"encoded half of a pair", "<a>\xed\xa0\x80</a>", RuleCharacter, "1:4"},
	{"reference to half of a pair", "<a>&#xD800;</a>", RuleReference, "1:4"},
	{"reference to zero", "<a>&#0;</a>", 0, "1:4"},
	{"reference beyond Unicode", "<a b='&#99999999999999999999;'/>", 0, "1:7"},
	{"reference without digits", "<a>&#;</a>", 0, "1:4"},
	{"reference with a wrong digit", "<a>&#1a;</a>", 0, "1:4"},
	{"hexadecimal in upper case", "<a>&#X41;</a>", 0, "1:4"},
	{"reference without name", "<a>&;</a>", 0, "1:4"},
	{"unknown entity", "<a>&nbsp;</a>", 0, "1:4"},
	{"bare ampersand", "<a>b & c;</a>", 0, "1:6"},
	{"ampersand at the end", "<a>&", 0, "1:4"},
	{"declaration after a blank", " <?xml version='1.0'?><a/>", RuleDeclarationFirst, "1:2"},
	{"declaration twice", "<?xml version='1.0'?><?xml version='1.0'?><a/>", RuleDeclarationFirst, "1:22"},
	{"declaration in upper case", "<?XML version='1.0'?><a/>", RuleDeclarationFirst, "1:1"},
	{"declaration without blank", "<?xml?><a/>", RuleDeclarationFirst, "1:1"},
	{"UTF-16, one way", "\xFF\xFE<\x00a\x00", RuleCharacter, "1:1"},
	{"UTF-16, the other way", "\xFE\xFF\x00<\x00a", RuleCharacter, "1:1"},
	{"UTF-16 without a mark", "<\x00a\x00", RuleCharacter, "1:1"},
	{"UTF-16 without a mark, the other way", "\x00<\x00a", RuleCharacter, "1:1"},
	{"declaration without version", "<?xml encoding='UTF-8'?><a/>", RuleDeclaration, "1:1"},
	{"version 1.1", "<?xml version='1.1'?><a/>", RuleDeclaration, "1:1"},
	{"wrong order", "<?xml version='1.0' standalone='no' encoding='UTF-8'?><a/>", RuleDeclaration, "1:1"},
	{"values run together", "<?xml version='1.0'encoding='UTF-8'?><a/>", RuleDeclaration, "1:1"},
	{"value not quoted", "<?xml version='1.0' encoding=UTF-8?><a/>", RuleDeclaration, "1:1"},
	{"value not ended", "<?xml version='1.0' encoding='UTF-8?><a/>", RuleDeclaration, "1:1"},
	{"standalone neither yes nor no", "<?xml version='1.0' standalone='maybe'?><a/>", RuleDeclaration, "1:1"},
	{"other encoding", "<?xml version='1.0' encoding='latin1'?><a/>", RuleEncoding, "1:1"},
	{"open declaration", "<?xml version='1.0'><a/>", 0, "1:1"},
	{"document type", "<!DOCTYPE a><a/>", RuleDocumentType, "1:1"},
	{"entity inside", "<a><!ENTITY b 'c'></a>", RuleDocumentType, "1:4"},
	{"nothing after <!", "<a/><!", 0, "1:5"},
	{"half a comment", "<a/><!-", 0, "1:5"},
	{"no section", "<a><![INCLUDE[]]></a>", 0, "1:4"},
	{"second root", "<a/><b/>", RuleSecondRoot, "1:5"},
	{"text before the root", "x<a/>", RuleOutsideRoot, "1:1"},
	{"text after the root", "<a/>\n text of more than forty characters, which is shortened", RuleOutsideRoot, "1:5"},
	{"reference after the root", "<a/>&#32;", RuleOutsideRoot, "1:5"},
	{"CDATA after the root", "<a/><![CDATA[]]>", RuleOutsideRoot, "1:5"},
	{"second byte-order mark", "\uFEFF\uFEFF<a/>", RuleOutsideRoot, "1:1"},
	{"repeated attribute", "<a b='' c='' b=''/>", RuleRepeatedAttr, "1:14"},
	{"no blank before an attribute", "<a b=''c=''/>", RuleBlankBeforeAttr, "1:8"},
	{"too many attributes", "<a b='' c='' d='' e='' f=''/>", RuleManyAttrs, "1:1"},
	{"colon in front", "<:a/>", RuleColon, "1:2"},
	{"colon behind", "<a:></a:>", RuleColon, "1:2"},
	{"attribute with two colons", "<a b:c:d=''/>", RuleColon, "1:4"},
	{"instruction with colon", "<a/><?b:c?>", RuleInstructionColon, "1:5"},
	{"instruction without blank", "<a/><?b?c?>", RuleInstructionBlank, "1:5"},
	{"open instruction", "<a/><?b", 0, "1:8"},
	{"instruction without name", "<a/><? b?>", 0, "1:7"},
	{"]]> in text", "<a>]]></a>", 0, "1:4"},
	{"< in a value", "<a b='<'/>", 0, "1:7"},
	{"value not quoted in a tag", "<a b=1/>", 0, "1:6"},
	{"attribute without value", "<a b/>", 0, "1:5"},
	{"value without end", "<a b='/>", 0, "1:9"},
	{"document ends after the sign", "<a b=", 0, "1:6"},
	{"slash in a tag", "<a / >", 0, "1:4"},
	{"tag without end", "<a", 0, "1:3"},
	{"tag without end after a slash", "<a /", 0, "1:5"},
	{"name with a digit in front", "<1/>", 0, "1:2"},
	{"letter of no name", "<a×/>", 0, "1:2"},
	{"no name", "<a>< /a>", 0, "1:5"},
	{"no name at the end", "<", 0, "1:2"},
	{"no name in an end tag", "<a></>", 0, "1:6"},
	{"no name of an attribute", "<a =''/>", 0, "1:4"},
	{"open comment", "<a/><!-- --", 0, "1:12"},
	{"hyphens in a comment", "<a/><!-- -- -->", 0, "1:10"},
	{"comment ends with three hyphens", "<a/><!-- --->", 0, "1:10"},
	{"open CDATA", "<a><![CDATA[]]</a>", 0, "1:19"},
	{"end tag alone", "</a>", 0, "1:1"},
	{"end tag with attribute", "<a></a b=''>", 0, "1:8"},
	{"end tag without end", "<a></a", 0, "1:7"},
	{"crossed tags", "<a><b></a></b>", 0, "1:7"},
	{"document ends inside", "<a>\n<b>x</b>", 0, "2:9"},
}

func TestRefused(t *testing.T) {
	seen := map[Rule]bool{0: true}
	for _, test := range refused {
		t.Run(test.name, func(t *testing.T) {
			_, err := scan(test.doc)
			e, ok := errors.AsType[*Error](err)
			require.True(t, ok, "%v", err)
			assert.Equal(t, test.rule, e.Rule, err)
			assert.Equal(t, test.at, e.Pos.String(), err)
			assert.Contains(t, err.Error(), "xmlscan: "+test.at+": "+e.Message)
			seen[e.Rule] = true
		})
	}
	assert.Len(t, seen, len(ruleTable), "every rule has an example")
}

// TestRulesAreNeeded shows that encoding/xml accepts a document for each rule.
func TestRulesAreNeeded(t *testing.T) {
	bites := map[Rule]bool{0: true, RuleEncoding: true} // that one needs a CharsetReader
	for _, test := range refused {
		if readAll([]byte(test.doc)) == nil {
			bites[test.rule] = true
			assert.NotZero(t, test.rule, test.name)
		}
	}
	for r := range ruleTable {
		assert.True(t, bites[Rule(r)], "encoding/xml asks for it too: %v", Rule(r))
		assert.NotEmpty(t, Rule(r).String())
		assert.NotEmpty(t, Rule(r).Source())
	}
	assert.True(t, RuleDocumentType.Chosen())
	assert.False(t, RuleRoot.Chosen())
	assert.Equal(t, "well-formed", Rule(200).String())
	assert.Equal(t, Rule(0).Source(), Rule(200).Source())
}

// TestNormalisation shows what XML §2.11 and §3.3.3 ask for.
func TestNormalisation(t *testing.T) {
	tests := map[string]struct{ doc, want string }{
		"line ends in text":           {"<a>1\r\n2\r3\n4</a>", `1:1 <a; 1:4 text "1\n2\n3\n4"; 3:2 </a`},
		"in CDATA":                    {"<a><![CDATA[1\r\n\r2]]></a>", `1:1 <a; 1:4 cdata "1\n\n2"; 2:6 </a`},
		"in comments":                 {"<a/><!--\r\n-->", `1:1 <a; 1:5 </a; 1:5 comment "\n"`},
		"in instructions":             {"<a/><?b c\r\r\nd?>", `1:1 <a; 1:5 </a; 1:5 ?b "c\n\nd"`},
		"blanks in values":            {"<a b=' \t\n\r\n\r'/>", `1:1 <a 1:4 b="     "; 3:5 </a`},
		"not what is written as such": {"<a b='&#9;&#10;&#13;'>&#13;\n</a>", `1:1 <a 1:4 b="\t\n\r"; 1:23 text "\r\n"; 2:1 </a`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			tokens, err := scan(test.doc)
			require.NoError(t, err)
			assert.Equal(t, test.want, tell(tokens))
		})
	}
}

func TestNames(t *testing.T) {
	for _, name := range []string{"a", "_", "a:b", "a-1.2", "größe", "名"} {
		assert.True(t, IsName(name), name)
	}
	for _, name := range []string{"", "1", "-", ".", ":", "a:", ":a", "a:b:c", "a b", "a×", "\xff", "a/"} {
		assert.False(t, IsName(name), name)
	}
}

func TestDepth(t *testing.T) {
	s, err := New("<a><b/></a>", maxAttrs)
	require.NoError(t, err)
	for _, want := range []int{1, 2, 1, 0} {
		err := s.Next(new(Token))
		require.NoError(t, err)
		assert.Equal(t, want, s.Depth())
	}
}

// TestTokensCostNothing counts the allocations of a document without escapes.
func TestTokensCostNothing(t *testing.T) {
	doc := "<?xml version='1.0'?>\n<a><b c='d' e='f'>text</b><!--x--></a>"
	var token Token
	allocs := testing.AllocsPerRun(100, func() {
		s, err := New(doc, maxAttrs)
		for err == nil {
			err = s.Next(&token)
		}
	})
	assert.LessOrEqual(t, allocs, 1.0, "the scanner")
}

// BenchmarkScanner reads the tokens of a usual document.
func BenchmarkScanner(b *testing.B) {
	doc := `<?xml version="1.0" encoding="UTF-8"?>
<Response>
  <Enqueue workflowSid="WW0123456789abcdef0123456789abcdef" action="/after?lang=de&amp;n=1">
    <Task priority="5" timeout="600">{"skill":"billing","vip":true}</Task>
  </Enqueue>
</Response>`
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	var t Token
	for b.Loop() {
		s, err := New(doc, maxAttrs)
		for err == nil {
			err = s.Next(&t)
		}
		if !errors.Is(err, io.EOF) {
			b.Fatal(err)
		}
	}
}

// TestMessages holds the words of those errors that are easily misunderstood.
func TestMessages(t *testing.T) {
	for doc, want := range map[string]string{
		"<?xml?><a/>":                         `xmlscan: 1:1: the XML declaration should be <?xml version="1.0" encoding="UTF-8"?>`,
		" <?xml?><a/>":                        "xmlscan: 1:2: the XML declaration must be the very first bytes of the document, and be spelled <?xml",
		"\xFF\xFE<\x00a\x00":                  "xmlscan: 1:1: the document is in UTF-16: save it as UTF-8",
		strings.Repeat("\u00E4", 41) + "<a/>": `xmlscan: 1:1: text "` + strings.Repeat("\u00E4", 40) + `…" outside the root element`,
		strings.Repeat("\u00E4", 40) + "<a/>": `xmlscan: 1:1: text "` + strings.Repeat("\u00E4", 40) + `" outside the root element`,
	} {
		if _, err := scan(doc); err == nil || err.Error() != want {
			t.Errorf("%q: got %v\nwant %s", doc, err, want)
		}
	}
}
