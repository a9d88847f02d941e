package twiml

import "time"

// SSMLBreak, written break, is a pause in spoken text. Time goes before
// Strength (inferred).
type SSMLBreak struct {
	Common `twiml:"break,flavor=voice"`

	// Strength is the length of the pause by name; medium by default.
	Strength Attr[BreakStrength] `twiml:"strength,default=medium"`
	// Time is the length of the pause: 0 to 10 s, written as in 500ms or 1.5s.
	Time Attr[time.Duration] `twiml:"time,unit=own,min=0,max=10000"`

	Children []Misc `twiml:"#children"`
}

var ssmlBreakSpec = define[SSMLBreak]()

func (*SSMLBreak) spec() *spec        { return ssmlBreakSpec }
func (*SSMLBreak) sayChild()          {}
func (*SSMLBreak) ssmlEmphasisChild() {}
func (*SSMLBreak) ssmlLangChild()     {}
func (*SSMLBreak) ssmlPChild()        {}
func (*SSMLBreak) ssmlProsodyChild()  {}
func (*SSMLBreak) ssmlSChild()        {}
func (*SSMLBreak) ssmlWChild()        {}

// BreakStrength is the length of a pause by name.
type BreakStrength string

// The strengths, from no pause at all to that after a paragraph.
const (
	BreakNone        BreakStrength = "none"
	BreakExtraWeak   BreakStrength = "x-weak"
	BreakWeak        BreakStrength = "weak"
	BreakMedium      BreakStrength = "medium"
	BreakStrong      BreakStrength = "strong"
	BreakExtraStrong BreakStrength = "x-strong"
)

func (BreakStrength) enum() enum {
	return closedEnum(BreakNone, BreakExtraWeak, BreakWeak, BreakMedium, BreakStrong, BreakExtraStrong)
}
