package callback

import (
	"cmp"
	"encoding/json"
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml/webhook"
)

// Event is one event as a workspace's event callback tells it (lifecycle.md
// §5.2, §5.3). What the event is not about is zero. It is plain data.
//
// The vendor sends events as they come; put them in order by At, and those of
// one object by its version.
type Event struct {
	Type         taskrouter.EventType // any text: types that are not known yet pass
	SID          taskrouter.EventSID
	At           time.Time // UTC, to the millisecond if TimestampMs is there
	AccountSID   taskrouter.AccountSID
	WorkspaceSID taskrouter.WorkspaceSID
	// WorkspaceName and Description are for people.
	WorkspaceName, Description string
	// ResourceType is "task", "reservation", "worker" and so on; ResourceSID is
	// that object's.
	ResourceType, ResourceSID string

	TaskSID        taskrouter.TaskSID
	TaskAttributes string // a JSON object; "" without a task
	TaskAge        time.Duration
	TaskPriority   int
	TaskStatus     taskrouter.TaskStatus
	TaskReason     string // why it was canceled or completed
	TaskVersion    int

	ReservationSID     taskrouter.ReservationSID
	ReservationVersion int

	WorkerSID        taskrouter.WorkerSID
	WorkerName       string
	WorkerAttributes string // a JSON object; "" without a worker
	WorkerVersion    int

	// ActivitySID and ActivityName are those of the worker, or of the activity
	// that the event is about. PreviousActivitySID is where the worker was before,
	// for TimeInPreviousActivity.
	ActivitySID            taskrouter.ActivitySID
	ActivityName           string
	PreviousActivitySID    taskrouter.ActivitySID
	TimeInPreviousActivity time.Duration

	WorkflowSID    taskrouter.WorkflowSID
	TaskQueueSID   taskrouter.TaskQueueSID
	TaskChannelSID taskrouter.TaskChannelSID

	// Parameters are all that were sent, those above included.
	Parameters url.Values
}

// ParseEvent reads the parameters of an event callback. EventType, AccountSid,
// WorkspaceSid, Sid and Timestamp must be there, and known ones that are there
// must fit; an empty optional one counts as absent. Of one that is sent twice the
// first counts. The event keeps values.
//
// The error is an [*Error] of [KindRequest] with every problem. Whether the
// request comes from where it should is for [Handler] to check.
func ParseEvent(values url.Values) (*Event, error) {
	f := formReader{values: values}
	ev := &Event{
		Type:         taskrouter.EventType(f.text("EventType")),
		AccountSID:   readSID[taskrouter.AccountSID](&f, "AccountSid", "AC", true),
		WorkspaceSID: readSID[taskrouter.WorkspaceSID](&f, "WorkspaceSid", "WS", true),
		SID:          readSID[taskrouter.EventSID](&f, "Sid", "EV", true),
		At:           f.time(),

		WorkspaceName: values.Get("WorkspaceName"), Description: values.Get("EventDescription"),
		ResourceType: values.Get("ResourceType"), ResourceSID: values.Get("ResourceSid"),

		TaskSID:        readSID[taskrouter.TaskSID](&f, "TaskSid", "WT", false),
		TaskAttributes: f.object("TaskAttributes"),
		TaskAge:        f.duration("TaskAge", time.Second),
		TaskPriority:   int(f.integer("TaskPriority", 0, math.MaxInt32)),
		TaskStatus:     taskrouter.TaskStatus(values.Get("TaskAssignmentStatus")),
		TaskReason:     cmp.Or(values.Get("Reason"), values.Get("TaskCanceledReason"), values.Get("TaskCompletedReason")),
		TaskVersion:    int(f.integer("TaskVersion", 0, math.MaxInt32)),

		ReservationSID:     readSID[taskrouter.ReservationSID](&f, "ReservationSid", "WR", false),
		ReservationVersion: int(f.integer("ReservationVersion", 0, math.MaxInt32)),

		WorkflowSID:    readSID[taskrouter.WorkflowSID](&f, "WorkflowSid", "WW", false),
		TaskQueueSID:   readSID[taskrouter.TaskQueueSID](&f, "TaskQueueSid", "WQ", false),
		TaskChannelSID: readSID[taskrouter.TaskChannelSID](&f, "TaskChannelSid", "TC", false),
		Parameters:     values,
	}
	f.worker(ev)
	if f.problems != nil {
		return nil, &Error{Op: "parse", Kind: KindRequest, Message: "event", Problems: f.problems}
	}
	return ev, nil
}

func (f *formReader) worker(ev *Event) {
	ev.WorkerSID = readSID[taskrouter.WorkerSID](f, "WorkerSid", "WK", false)
	ev.WorkerName = f.values.Get("WorkerName")
	ev.WorkerAttributes = f.object("WorkerAttributes")
	ev.WorkerVersion = int(f.integer("WorkerVersion", 0, math.MaxInt32))
	ev.ActivityName = cmp.Or(f.values.Get("WorkerActivityName"), f.values.Get("ActivityName"))
	ev.ActivitySID = cmp.Or(
		readSID[taskrouter.ActivitySID](f, "WorkerActivitySid", "WA", false),
		readSID[taskrouter.ActivitySID](f, "ActivitySid", "WA", false))
	ev.PreviousActivitySID = readSID[taskrouter.ActivitySID](f, "WorkerPreviousActivitySid", "WA", false)
	ev.TimeInPreviousActivity = cmp.Or(
		f.duration("WorkerTimeInPreviousActivityMs", time.Millisecond),
		f.duration("WorkerTimeInPreviousActivity", time.Second))
}

// formReader reads parameters and collects what is wrong with them.
type formReader struct {
	values   url.Values
	problems []webhook.Problem
}

func (f *formReader) bad(name, want string) {
	f.problems = append(f.problems, webhook.Problem{
		Name: name, Value: excerpt.Of(f.values.Get(name)), Missing: f.values.Get(name) == "", Want: want,
	})
}

func (f *formReader) text(name string) string {
	value := f.values.Get(name)
	if value == "" {
		f.bad(name, "a type of events, such as task.created")
	}
	return value
}

// readSID reads a SID by its text form.
func readSID[S any, P interface {
	*S
	UnmarshalText([]byte) error
}](f *formReader, name, prefix string, required bool) (sid S) {
	text := f.values.Get(name)
	if text == "" && !required {
		return sid
	}
	if err := P(&sid).UnmarshalText([]byte(text)); err != nil || text == "" {
		f.bad(name, "a SID: "+prefix+" and 32 hexadecimal digits")
	}
	return sid
}

func (f *formReader) integer(name string, least, most int64) int64 {
	text := f.values.Get(name)
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < least || n > most {
		f.bad(name, "an integer from "+strconv.FormatInt(least, 10)+" to "+strconv.FormatInt(most, 10))
		return 0
	}
	return n
}

// maxSeconds is the year 9999 as epoch seconds.
const maxSeconds = 253402300799

// time prefers the milliseconds, which old samples of the vendor do not have.
func (f *formReader) time() time.Time {
	ms := f.integer("TimestampMs", 0, maxSeconds*1000)
	seconds := f.integer("Timestamp", 0, maxSeconds)
	switch {
	case f.values.Get("TimestampMs") != "":
		return time.UnixMilli(ms).UTC()
	case f.values.Get("Timestamp") == "":
		f.bad("Timestamp", "seconds since 1970")
	}
	return time.Unix(seconds, 0).UTC()
}

func (f *formReader) duration(name string, unit time.Duration) time.Duration {
	return time.Duration(f.integer(name, 0, int64(math.MaxInt64/unit))) * unit
}

func (f *formReader) object(name string) string {
	text := f.values.Get(name)
	if text == "" {
		return ""
	}
	if !utf8.ValidString(text) || !strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "{") || !json.Valid([]byte(text)) {
		f.bad(name, "a JSON object")
	}
	return text
}
