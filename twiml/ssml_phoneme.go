package twiml

// SSMLPhoneme, written phoneme, says its text as a phonetic spelling has it.
type SSMLPhoneme struct {
	Common `twiml:"phoneme,flavor=voice"`

	// Text is the leading text as written; what counts is [TextOf].
	Text string `twiml:"#text,kind=text,required"`

	// Alphabet is that of PH. New names are accepted.
	Alphabet Attr[PhoneticAlphabet] `twiml:"alphabet"`
	// PH is the phonetic spelling, and must be given.
	PH Attr[string] `twiml:"ph,required"`

	Children []Misc `twiml:"#children"`
}

var ssmlPhonemeSpec = define[SSMLPhoneme]()

func (*SSMLPhoneme) spec() *spec        { return ssmlPhonemeSpec }
func (*SSMLPhoneme) sayChild()          {}
func (*SSMLPhoneme) ssmlEmphasisChild() {}
func (*SSMLPhoneme) ssmlLangChild()     {}
func (*SSMLPhoneme) ssmlPChild()        {}
func (*SSMLPhoneme) ssmlProsodyChild()  {}
func (*SSMLPhoneme) ssmlSChild()        {}
func (*SSMLPhoneme) ssmlWChild()        {}

// PhoneticAlphabet is a system of phonetic spelling. New names are accepted.
type PhoneticAlphabet string

// The known alphabets.
const (
	AlphabetIPA      PhoneticAlphabet = "ipa"
	AlphabetXSAMPA   PhoneticAlphabet = "x-sampa"
	AlphabetJyutping PhoneticAlphabet = "x-amazon-jyutping"
	AlphabetPinyin   PhoneticAlphabet = "x-amazon-pinyin"
	AlphabetPronKana PhoneticAlphabet = "x-amazon-pron-kana"
	AlphabetYomigana PhoneticAlphabet = "x-amazon-yomigana"
)

func (PhoneticAlphabet) enum() enum {
	return openEnum(AlphabetIPA, AlphabetXSAMPA, AlphabetJyutping, AlphabetPinyin, AlphabetPronKana, AlphabetYomigana)
}
