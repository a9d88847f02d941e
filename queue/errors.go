package queue

import "fmt"

// ErrorKind says what sort of refusal an [Error] is. It is an error itself, so
// that errors.Is(err, queue.KindNotFound) asks for a kind. The vendor's API
// answers HTTP 404 for KindNotFound and 400 for all others (queue.md §10); that
// mapping belongs to the REST layer.
type ErrorKind uint8

// The kinds of refusal.
const (
	// KindInvalid: a parameter is missing, malformed or out of range.
	KindInvalid ErrorKind = iota + 1
	// KindNotFound: there is no such queue, member, call or agent.
	KindNotFound
	// KindState: the queue or call is in a state that does not allow it.
	KindState
	// KindConflict: another queue has that name.
	KindConflict
	// KindLimit: a limit of the [Config] or of a queue is reached.
	KindLimit
	// KindTime: the instant lies before the last one or outside the years 1970
	// to 2200.
	KindTime
)

var kindNames = [...]string{
	KindInvalid: "invalid", KindNotFound: "not found", KindState: "state",
	KindConflict: "conflict", KindLimit: "limit", KindTime: "time",
}

// String returns the kind in words.
func (k ErrorKind) String() string { return nameOf(kindNames[:], k, "ErrorKind") }

// Error returns the kind in words, with the package's name.
func (k ErrorKind) Error() string { return "queue: " + k.String() }

// Reason is the sentinel of one cause: errors.Is(err, queue.ErrNotEmpty).
type Reason uint8

// The causes an [Error] can have.
const (
	ErrConfig       Reason = iota + 1 // a field of Config is out of range
	ErrTime                           // time went back, or is out of range
	ErrNoCall                         // the zero call SID was given
	ErrBusy                           // the call is in an Enqueue or a Dial already
	ErrNameEmpty                      // a queue's name is missing or no text
	ErrNameTooLong                    // a queue's name has more than 64 characters
	ErrNameTaken                      // another queue of the account has the name
	ErrMaxSize                        // a maximum size is out of range
	ErrTimeout                        // a Dial's timeout is out of range
	ErrNotEmpty                       // a queue with members cannot be deleted
	ErrGuarded                        // the queue belongs to a workflow (queue.md §8)
	ErrFull                           // the queue holds its maximum
	ErrTooMany                        // Config.MaxQueues is reached
	ErrUnknownQueue                   // no queue has that SID or name
	ErrUnknownCall                    // the call is not in an Enqueue, or not in that queue
	ErrUnknownAgent                   // the agent is not in a Dial
	ErrEmpty                          // the queue has no front member
	ErrState                          // the call's state does not allow it
)

// reasons gives each cause its kind, its code of the vendor's API (rest.md
// §5.1, §5.4; 0 where none applies) and its words.
var reasons = [...]struct {
	kind ErrorKind
	code int
	text string
}{
	ErrConfig:       {KindInvalid, 0, "bad configuration"},
	ErrTime:         {KindTime, 0, "bad instant"},
	ErrNoCall:       {KindInvalid, 20001, "no call SID"},
	ErrBusy:         {KindState, 0, "call is busy"},
	ErrNameEmpty:    {KindInvalid, 20001, "queue name is empty"},
	ErrNameTooLong:  {KindInvalid, 20001, "queue name is too long"},
	ErrNameTaken:    {KindConflict, 22003, "queue name is taken"},
	ErrMaxSize:      {KindInvalid, 20001, "maximum size is out of range"},
	ErrTimeout:      {KindInvalid, 0, "timeout is out of range"},
	ErrNotEmpty:     {KindState, 20001, "queue is not empty"},
	ErrGuarded:      {KindState, 20001, "queue belongs to a workflow"},
	ErrFull:         {KindLimit, 14207, "queue is full"},
	ErrTooMany:      {KindLimit, 20001, "too many queues"},
	ErrUnknownQueue: {KindNotFound, 20404, "no such queue"},
	ErrUnknownCall:  {KindNotFound, 20404, "no such call"},
	ErrUnknownAgent: {KindNotFound, 20404, "no such agent"},
	ErrEmpty:        {KindNotFound, 20404, "queue is empty"},
	ErrState:        {KindState, 0, "wrong state"},
}

// Error returns the cause in words, with the package's name.
func (r Reason) Error() string {
	if r == 0 || int(r) >= len(reasons) {
		return fmt.Sprintf("queue: Reason(%d)", uint8(r))
	}
	return "queue: " + reasons[r].text
}

// Error is the refusal of a method; nothing of what was asked was done. It
// matches its [Reason] and its [ErrorKind] with errors.Is.
type Error struct {
	Reason  Reason
	Kind    ErrorKind
	Code    int      // the vendor's code, or 0 where none applies (queue.md §10)
	Op      string   // the method that was called, such as "Enqueue"
	Queue   QueueSID // the queue it is about, or zero
	Name    string   // that queue's name as far as it is known, cut when it is long
	Call    CallSID  // the call or agent it is about, or zero
	Message string   // what is wrong, and what would be right
}

// Error returns one line: the package, the method, and what is wrong.
func (e *Error) Error() string { return "queue: " + e.Op + ": " + e.Message }

// Is reports whether target is the reason or the kind of e.
func (e *Error) Is(target error) bool {
	switch t := target.(type) {
	case Reason:
		return e.Reason == t
	case ErrorKind:
		return e.Kind == t
	}
	return false
}

// refusal makes the error of reason; the caller adds what it is about.
func refusal(op string, reason Reason, format string, args ...any) *Error {
	r := reasons[reason]
	return &Error{Reason: reason, Kind: r.kind, Code: r.code, Op: op, Message: fmt.Sprintf(format, args...)}
}

func (e *Error) at(l *line) *Error {
	e.Queue, e.Name = l.sid, l.name
	return e
}

func (e *Error) of(call CallSID) *Error {
	e.Call = call
	return e
}

func unknownQueue(op string, queue QueueSID) *Error {
	e := refusal(op, ErrUnknownQueue, "no queue has the SID %q", queue)
	e.Queue = queue
	return e
}

// nameOf returns the name of an enumerated value, or its number when it has
// none.
func nameOf[E ~uint8](names []string, v E, kind string) string {
	if int(v) < len(names) && names[v] != "" {
		return names[v]
	}
	return fmt.Sprintf("%s(%d)", kind, uint8(v))
}
