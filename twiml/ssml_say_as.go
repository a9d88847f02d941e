package twiml

// SSMLSayAs, written say-as, says how its text is to be read, such as digit by
// digit.
type SSMLSayAs struct {
	Common `twiml:"say-as,flavor=voice"`

	// Text is the leading text as written; what counts is [TextOf].
	Text string `twiml:"#text,kind=text,required"`

	// InterpretAs is what the text is, and must be given. New names are accepted.
	InterpretAs Attr[SayAsKind] `twiml:"interpret-as,required"`
	// Format is the order of the parts of a date, only with SayAsDate.
	Format Attr[DateFormat] `twiml:"format"`
	// Role is the older name of Format.
	//
	// Deprecated: write Format.
	Role Attr[string] `twiml:"role,deprecated=renamed to format"`

	Children []Misc `twiml:"#children"`

	_ rule `twiml:"requires,if=@format,then=@interpret-as=date,lint"`
}

var ssmlSayAsSpec = define[SSMLSayAs]()

func (*SSMLSayAs) spec() *spec        { return ssmlSayAsSpec }
func (*SSMLSayAs) sayChild()          {}
func (*SSMLSayAs) ssmlEmphasisChild() {}
func (*SSMLSayAs) ssmlLangChild()     {}
func (*SSMLSayAs) ssmlPChild()        {}
func (*SSMLSayAs) ssmlProsodyChild()  {}
func (*SSMLSayAs) ssmlSChild()        {}
func (*SSMLSayAs) ssmlWChild()        {}

// SayAsKind is what a text is that is read aloud. New names are accepted, and
// the spelling "character" is read as SayAsCharacters.
type SayAsKind string

// The known kinds.
const (
	SayAsCharacters SayAsKind = "characters"
	SayAsSpellOut   SayAsKind = "spell-out"
	SayAsCardinal   SayAsKind = "cardinal"
	SayAsNumber     SayAsKind = "number"
	SayAsOrdinal    SayAsKind = "ordinal"
	SayAsDigits     SayAsKind = "digits"
	SayAsFraction   SayAsKind = "fraction"
	SayAsUnit       SayAsKind = "unit"
	SayAsDate       SayAsKind = "date"
	SayAsTime       SayAsKind = "time"
	SayAsAddress    SayAsKind = "address"
	SayAsExpletive  SayAsKind = "expletive"
	SayAsTelephone  SayAsKind = "telephone"
)

func (SayAsKind) enum() enum {
	e := openEnum(SayAsCharacters, SayAsSpellOut, SayAsCardinal, SayAsNumber, SayAsOrdinal,
		SayAsDigits, SayAsFraction, SayAsUnit, SayAsDate, SayAsTime, SayAsAddress,
		SayAsExpletive, SayAsTelephone)
	e.aliases = map[string]string{"character": string(SayAsCharacters)}
	return e
}

// DateFormat is the order of the parts of a date: d is the day, m the month and
// y the year.
type DateFormat string

// The orders.
const (
	DateMDY      DateFormat = "mdy"
	DateDMY      DateFormat = "dmy"
	DateYMD      DateFormat = "ymd"
	DateMD       DateFormat = "md"
	DateDM       DateFormat = "dm"
	DateYM       DateFormat = "ym"
	DateMY       DateFormat = "my"
	DateD        DateFormat = "d"
	DateM        DateFormat = "m"
	DateY        DateFormat = "y"
	DateYYYYMMDD DateFormat = "yyyymmdd"
)

func (DateFormat) enum() enum {
	return closedEnum(DateMDY, DateDMY, DateYMD, DateMD, DateDM, DateYM, DateMY,
		DateD, DateM, DateY, DateYYYYMMDD)
}
