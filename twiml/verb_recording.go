package twiml

// Recording records the call in the background.
type Recording struct {
	Common `twiml:"Recording,flavor=voice"`

	// Name is unique in the call; a [Stop] needs it.
	Name Attr[string] `twiml:"name"`
	// Channels says whether both sides are kept apart; they are by default.
	Channels Attr[RecordingChannels] `twiml:"channels,default=dual"`
	// Track says which side is recorded; both by default.
	Track Attr[RecordingTrack] `twiml:"track,default=both"`
	// Trim says whether silence at the ends is cut off; it is by default.
	Trim Attr[Trim] `twiml:"trim,default=trim-silence"`
	// RecordingStatusCallback is told what happens to the recording.
	RecordingStatusCallback Attr[string] `twiml:"recordingStatusCallback,url,code=13256"`
	// RecordingStatusCallbackMethod is POST by default.
	RecordingStatusCallbackMethod Attr[Method] `twiml:"recordingStatusCallbackMethod,default=POST"`
	// RecordingStatusCallbackEvent is completed by default.
	RecordingStatusCallbackEvent Attr[[]RecordingEvent] `twiml:"recordingStatusCallbackEvent,default=completed,code=13621"`
	// RecordingConfigurationID names a stored recording configuration.
	RecordingConfigurationID Attr[string] `twiml:"recordingConfigurationId"`

	Children []Misc `twiml:"#children"`

	_ rule `twiml:"requiredUnder,of=@name,parents=Stop,warning=12200,inferred"`
}

var recordingSpec = define[Recording]()

func (*Recording) spec() *spec { return recordingSpec }
func (*Recording) startChild() {}
func (*Recording) stopChild()  {}

// RecordingChannels says whether both sides of a recording are kept apart.
type RecordingChannels string

// One channel with both sides, or one for each.
const (
	ChannelsMono RecordingChannels = "mono"
	ChannelsDual RecordingChannels = "dual"
)

func (RecordingChannels) enum() enum { return closedEnum(ChannelsMono, ChannelsDual) }
