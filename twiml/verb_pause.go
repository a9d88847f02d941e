package twiml

import "time"

// Pause waits silently.
type Pause struct {
	Common `twiml:"Pause,flavor=voice"`

	// Length is at least 1 s, in whole seconds; 1 s by default.
	Length Attr[time.Duration] `twiml:"length,unit=s,min=1,default=1,code=13910"`

	Children []Misc `twiml:"#children"`
}

var pauseSpec = define[Pause]()

func (*Pause) spec() *spec    { return pauseSpec }
func (*Pause) responseChild() {}
func (*Pause) gatherChild()   {}
func (*Pause) promptChild()   {}
