package twiml

// Config sets one option of a [VirtualAgent] or a [Transcription] by name. The
// names are the provider's: none is known here, and each is accepted.
type Config struct {
	Common `twiml:"Config,flavor=voice"`

	// Name is that of the option, and must be given.
	Name Attr[string] `twiml:"name,required"`
	// Value is that of the option, and must be given.
	Value Attr[string] `twiml:"value,required"`

	Children []Misc `twiml:"#children"`
}

var configSpec = define[Config]()

func (*Config) spec() *spec         { return configSpec }
func (*Config) virtualAgentChild()  {}
func (*Config) transcriptionChild() {}
