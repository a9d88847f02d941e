package assign

import (
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goacd/acd/taskrouter"
)

// ParseRequest reads the parameters of an assignment callback. The documented
// ones must be there and well-formed; of one that is sent twice the first
// counts, and parameters this package does not know stay in values only.
//
// The error is an [*Error] with every problem, each with [CodeInvalid]. Whether
// the request comes from where it should is for the caller to check.
func ParseRequest(values url.Values) (*Request, error) {
	f := formReader{values: values}
	r := &Request{
		Timestamp:             f.time("Timestamp"),
		AccountSID:            required(&f, "AccountSid", "AC", taskrouter.ParseAccountSID),
		WorkspaceSID:          required(&f, "WorkspaceSid", "WS", taskrouter.ParseWorkspaceSID),
		WorkflowSID:           required(&f, "WorkflowSid", "WW", taskrouter.ParseWorkflowSID),
		TaskQueueSID:          required(&f, "TaskQueueSid", "WQ", taskrouter.ParseTaskQueueSID),
		WorkerSID:             required(&f, "WorkerSid", "WK", taskrouter.ParseWorkerSID),
		TaskSID:               required(&f, "TaskSid", "WT", taskrouter.ParseTaskSID),
		ReservationSID:        required(&f, "ReservationSid", "WR", taskrouter.ParseReservationSID),
		WorkerAttributes:      f.attributes("WorkerAttributes"),
		TaskAttributes:        f.attributes("TaskAttributes"),
		TaskAge:               f.seconds("TaskAge"),
		TaskPriority:          int(f.integer("TaskPriority", 0, math.MaxInt32)),
		WorkerName:            values.Get("WorkerName"),
		TaskChannelUniqueName: values.Get("TaskChannelUniqueName"),
		ErrorURL:              values.Get("ErrorUrl"),
	}
	if values.Get("TaskChannelSid") != "" {
		r.TaskChannelSID = required(&f, "TaskChannelSid", "TC", taskrouter.ParseTaskChannelSID)
	}
	if values.Get("ErrorCode") != "" {
		r.ErrorCode = int(f.integer("ErrorCode", 1, 99999))
	}
	if err := f.problems.err("request"); err != nil {
		return nil, err
	}
	return r, nil
}

// formReader reads parameters and collects what is wrong with them.
type formReader struct {
	values   url.Values
	problems problems
}

func (f *formReader) bad(key, want string) {
	text := f.values.Get(key)
	f.problems.add(Problem{Code: CodeInvalid, Key: key, Found: text, Missing: !f.values.Has(key), Want: want})
}

func required[T any](f *formReader, key, prefix string, parse func(string) (T, error)) T {
	sid, err := parse(f.values.Get(key))
	if err != nil || f.values.Get(key) == "" {
		f.bad(key, "a SID: "+prefix+" and 32 hexadecimal digits")
	}
	return sid
}

// maxSeconds is the year 9999 as epoch seconds: a bound for times and ages.
const maxSeconds = 253402300799

func (f *formReader) integer(key string, least, most int64) int64 {
	n, err := strconv.ParseInt(f.values.Get(key), 10, 64)
	if err != nil || n < least || n > most {
		f.bad(key, fmt.Sprintf("an integer from %d to %d", least, most))
		return 0
	}
	return n
}

func (f *formReader) time(key string) time.Time {
	return time.Unix(f.integer(key, 0, maxSeconds), 0).UTC()
}

func (f *formReader) seconds(key string) time.Duration {
	return time.Duration(f.integer(key, 0, math.MaxInt64/int64(time.Second))) * time.Second
}

func (f *formReader) attributes(key string) string {
	text := f.values.Get(key)
	if !utf8.ValidString(text) || !strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "{") || !json.Valid([]byte(text)) {
		f.bad(key, "a JSON object")
		return ""
	}
	return text
}
