package twiml

// Reject declines the incoming call. Only as the first verb does it keep the
// call from being answered; verbs after it are never reached.
type Reject struct {
	Common `twiml:"Reject,flavor=voice,ends"`

	// Reason is rejected by default.
	Reason Attr[RejectReason] `twiml:"reason,default=rejected,code=13810"`

	// Children are handed to the other side.
	Children []RejectChild `twiml:"#children"`
}

// RejectChild is what may stand in a [Reject]: [*Parameter] and [Misc].
type RejectChild interface {
	Node
	rejectChild()
}

var rejectSpec = define[Reject]()

func (*Reject) spec() *spec    { return rejectSpec }
func (*Reject) responseChild() {}
func (anywhere) rejectChild()  {}

// RejectReason is what the declined caller hears.
type RejectReason string

// The reasons: a message that the number is not in service, or a busy signal.
const (
	ReasonRejected RejectReason = "rejected"
	ReasonBusy     RejectReason = "busy"
)

func (RejectReason) enum() enum { return closedEnum(ReasonRejected, ReasonBusy) }
