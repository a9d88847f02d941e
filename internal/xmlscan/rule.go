package xmlscan

// Rule names a rule by which a Scanner refuses what encoding/xml lets pass. The
// zero Rule is that of errors which both report.
type Rule uint8

// The rules.
const (
	_ Rule = iota
	RuleCharacter
	RuleReference
	RuleDeclarationFirst
	RuleDeclaration
	RuleEncoding
	RuleDocumentType
	RuleRoot
	RuleSecondRoot
	RuleOutsideRoot
	RuleRepeatedAttr
	RuleBlankBeforeAttr
	RuleManyAttrs
	RuleColon
	RuleInstructionColon
	RuleInstructionBlank
)

// ruleTable says for each rule what is asked for, and who asks. XML is
// "Extensible Markup Language 1.0 (Fifth Edition)", Names is "Namespaces in XML
// 1.0 (Third Edition)".
var ruleTable = [...]struct {
	text, source string
	chosen       bool // by this package: no source asks for it
}{
	RuleCharacter:        {"every byte belongs to a character of XML in UTF-8, in comments and instructions too", "XML §2.2 [2], §4.3.3", false},
	RuleReference:        {"a reference to half a surrogate pair is none", "XML §4.1, legal character", false},
	RuleDeclarationFirst: {"the XML declaration stands first, and no instruction is named xml in any case", "XML §2.6 [17], §2.8 [22]", false},
	RuleDeclaration:      {"version, encoding and standalone, in that order, with their values", "XML §2.8 [23], §2.9 [32]", false},
	RuleEncoding:         {"the encoding is UTF-8", "encoding/xml asks a CharsetReader", true},
	RuleDocumentType:     {"there is no document type declaration", "its entities are a way to exhaust a reader", true},
	RuleRoot:             {"there is a root element", "XML §2.1 [1]", false},
	RuleSecondRoot:       {"there is one root element", "XML §2.1 [1]", false},
	RuleOutsideRoot:      {"nothing but white space, comments and instructions stands beside the root", "XML §2.1 [1], §2.8 [27]", false},
	RuleRepeatedAttr:     {"no attribute is repeated", "XML §3.1, unique attribute", false},
	RuleBlankBeforeAttr:  {"white space stands before each attribute", "XML §3.1 [40]", false},
	RuleManyAttrs:        {"an element has a bounded number of attributes", "they are compared pair by pair", true},
	RuleColon:            {"a colon stands between a prefix and a name", "Names §4 [7]", false},
	RuleInstructionColon: {"the name of an instruction has no colon", "Names §7", false},
	RuleInstructionBlank: {"white space stands after the name of an instruction", "XML §2.6 [16]", false},
}

// String returns the rule as a sentence, "well-formed" for the zero Rule.
func (r Rule) String() string {
	if r == 0 || int(r) >= len(ruleTable) {
		return "well-formed"
	}
	return ruleTable[r].text
}

// Source returns where the rule is stated, e.g. "XML §2.1 [1]".
func (r Rule) Source() string {
	if r == 0 || int(r) >= len(ruleTable) {
		return "XML §2.1"
	}
	return ruleTable[r].source
}

// Chosen reports whether the rule goes beyond what XML asks for.
func (r Rule) Chosen() bool { return int(r) < len(ruleTable) && ruleTable[r].chosen }
