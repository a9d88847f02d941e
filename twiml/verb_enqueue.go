package twiml

// Enqueue puts the current call at the end of a queue and plays a wait
// document to it (twiml.md §6.1). It names either a queue or a workflow.
type Enqueue struct {
	Common `twiml:"Enqueue,flavor=voice,ends=@action"`

	// Name is the name of the queue, made when missing: 1 to 64 characters.
	// It is the leading text as written; the name that counts is [TextOf]. With
	// a WorkflowSID the name is ignored.
	Name string `twiml:"#text,kind=queue-name,max=64,tooLong=14205,unless=@workflowSid"`

	// Action is requested once the call has left the queue, with QueueResult.
	// Unset, the next verb runs.
	Action Attr[string] `twiml:"action,url,code=14203"`
	// Method is that of Action; POST by default.
	Method Attr[Method] `twiml:"method,default=POST,code=14201"`
	// WaitURL returns what the waiting caller hears, requested again and again.
	// Unset is the host's default hold source; empty is silence.
	WaitURL Attr[string] `twiml:"waitUrl,url,emptyAllowed,code=14202,docs=Play Say Pause Hangup Redirect Leave Gather,docLevel=error"`
	// WaitURLMethod is that of WaitURL; POST by default.
	WaitURLMethod Attr[Method] `twiml:"waitUrlMethod,default=POST,code=14206"`
	// WorkflowSID (WW…) makes a task in that workflow and parks the call in the
	// queue named after it.
	WorkflowSID Attr[string] `twiml:"workflowSid,sid=WW,code=14220"`
	// MaxQueueSize is the size at which this call is refused, and the maximum
	// of a queue made by this verb: 1 to 5000 (inferred).
	MaxQueueSize Attr[int] `twiml:"maxQueueSize,min=1,max=5000,inferred"`

	// Children holds the task.
	Children []EnqueueChild `twiml:"#children,max=Task:1 TaskAttributes:1"`

	_ rule `twiml:"atLeastOne,of=#text @workflowSid,error=14204"`
	_ rule `twiml:"atMostOne,of=Task TaskAttributes,warning=12200,inferred"`
	_ rule `twiml:"requires,if=Task,then=@workflowSid,warning=12200,inferred"`
	_ rule `twiml:"requires,if=TaskAttributes,then=@workflowSid,warning=12200,inferred"`
	_ rule `twiml:"notCombined,of=#text @workflowSid,warning=12200,inferred,note=the workflow decides and the name is ignored"`
}

// EnqueueChild is what may stand in an [Enqueue]: [*Task], [*TaskAttributes]
// and [Misc].
type EnqueueChild interface {
	Node
	enqueueChild()
}

var enqueueSpec = define[Enqueue]()

func (*Enqueue) spec() *spec    { return enqueueSpec }
func (*Enqueue) responseChild() {}
func (anywhere) enqueueChild()  {}

// Task returns the task that counts: the first Task, else the first
// [TaskAttributes] in its shape, else nil.
func (e *Enqueue) Task() *Task {
	var older *TaskAttributes
	for _, c := range e.Children {
		switch c := c.(type) {
		case *Task:
			return c
		case *TaskAttributes:
			if older == nil {
				older = c
			}
		}
	}
	if older == nil {
		return nil
	}
	return &Task{Common: older.Common, Attributes: older.Attributes, Children: older.Children}
}
