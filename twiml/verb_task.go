package twiml

import "time"

// Task gives the attributes of the task that is made for an enqueued call, as
// one JSON object (twiml.md §6.2).
type Task struct {
	Common `twiml:"Task,flavor=voice"`

	// Attributes is the JSON object, the leading text as written; the text that
	// counts is [TextOf]. It need not be escaped.
	Attributes string `twiml:"#text,kind=json-object,required,code=14221"`

	// Priority is 0 to 2147483647. Unset, the matching workflow target decides,
	// else it is 0.
	Priority Attr[int] `twiml:"priority,min=0,max=2147483647"`
	// Timeout is the lifetime of the task, in whole seconds from 1 s to two
	// weeks; one day by default.
	Timeout Attr[time.Duration] `twiml:"timeout,unit=s,min=1,max=1209600,default=86400"`

	Children []Misc `twiml:"#children"`
}

var taskSpec = define[Task]()

func (*Task) spec() *spec   { return taskSpec }
func (*Task) enqueueChild() {}

// TaskAttributes is the older name of [Task], without attributes. It is still
// read everywhere.
//
// Deprecated: write [Task], by which it was superseded on 2015-08-15.
type TaskAttributes struct {
	Common `twiml:"TaskAttributes,flavor=voice,deprecated=superseded by Task"`

	// Attributes is the JSON object, as in [Task].
	Attributes string `twiml:"#text,kind=json-object,required,code=14221"`

	Children []Misc `twiml:"#children"`
}

var taskAttributesSpec = define[TaskAttributes]()

func (*TaskAttributes) spec() *spec   { return taskAttributesSpec }
func (*TaskAttributes) enqueueChild() {}
