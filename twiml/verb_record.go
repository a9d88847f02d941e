package twiml

import "time"

// Record records what the caller says, until silence, a key or the greatest
// length. Verbs after it are never reached.
type Record struct {
	Common `twiml:"Record,flavor=voice,ends"`

	// Action is requested with the recording; the current document by default.
	// It must be absolute in an inline document.
	Action Attr[string] `twiml:"action,url,absoluteInline=15004,code=11100"`
	// Method is that of Action; POST by default.
	Method Attr[Method] `twiml:"method,default=POST,code=13610"`
	// Timeout is the silence that ends the recording, in whole seconds; 5 s by
	// default, and 0 waits on.
	Timeout Attr[time.Duration] `twiml:"timeout,unit=s,min=0,default=5,code=13611"`
	// FinishOnKey is the set of keys that end the recording: 0-9 # *; all of
	// them by default, and none when empty.
	FinishOnKey Attr[string] `twiml:"finishOnKey,digits=0123456789#*,emptyAllowed,default=1234567890*#,code=13613"`
	// MaxLength is 1 s to 24 h, in whole seconds; 1 h by default. More than 4 h
	// are a feature of their own, and it may be no more than 2 minutes with
	// Transcribe.
	MaxLength Attr[time.Duration] `twiml:"maxLength,unit=s,min=1,max=86400,default=3600,code=13612"`
	// PlayBeep plays a tone before recording; true by default.
	PlayBeep Attr[bool] `twiml:"playBeep,default=true,code=13616"`
	// Trim says whether silence at the ends is cut off; it is by default.
	Trim Attr[Trim] `twiml:"trim,default=trim-silence,code=13699"`
	// RecordingStatusCallback is told what happens to the recording.
	RecordingStatusCallback Attr[string] `twiml:"recordingStatusCallback,url,code=13256"`
	// RecordingStatusCallbackMethod is POST by default.
	RecordingStatusCallbackMethod Attr[Method] `twiml:"recordingStatusCallbackMethod,default=POST"`
	// RecordingStatusCallbackEvent is completed by default.
	RecordingStatusCallbackEvent Attr[[]RecordingEvent] `twiml:"recordingStatusCallbackEvent,default=completed,code=13621"`
	// RecordingConfigurationID names a stored recording configuration.
	RecordingConfigurationID Attr[string] `twiml:"recordingConfigurationId"`
	// Transcribe asks for the text of the recording; false by default.
	Transcribe Attr[bool] `twiml:"transcribe,default=false,code=13614"`
	// TranscribeCallback is told when the text is there.
	TranscribeCallback Attr[string] `twiml:"transcribeCallback,url,code=13257"`

	Children []Misc `twiml:"#children"`

	_ rule `twiml:"limits,if=@transcribe=true,then=@maxLength,max=120,warning=13615"`
}

var recordSpec = define[Record]()

func (*Record) spec() *spec    { return recordSpec }
func (*Record) responseChild() {}
