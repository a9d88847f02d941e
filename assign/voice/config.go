package voice

import (
	"cmp"
	"time"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/internal/ordered"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// Router is what the machine needs of a routing engine. *taskrouter.Engine
// satisfies it. Advance must let everything up to its instant happen, so that
// Deadline lies later afterwards.
type Router interface {
	Apply(now time.Time, cmd taskrouter.Command) ([]taskrouter.Event, error)
	Deadline() (time.Time, bool)
	Now() time.Time
	Workflow(taskrouter.WorkflowSID) (taskrouter.Workflow, bool)
	Task(taskrouter.TaskSID) (taskrouter.Task, bool)
	Worker(taskrouter.WorkerSID) (taskrouter.Worker, bool)
	Reservation(taskrouter.ReservationSID) (taskrouter.Reservation, bool)
	Activity(taskrouter.ActivitySID) (taskrouter.Activity, bool)
	Workspace() taskrouter.Workspace
}

// Config describes a machine. The zero Config is usable: a machine without a
// router, that runs documents, plain queues and calls to numbers.
type Config struct {
	// AccountSID is told in every request. Zero: that of the directory.
	AccountSID queue.AccountSID
	// Queues are the voice queues. The machine owns them: see [Machine.Queues].
	// No call may be in them yet. Nil stands for a new, empty directory.
	Queues *queue.Directory
	// Router routes the tasks of calls. The machine owns it too: every command
	// goes through [Command]. Nil: there is no router, and an Enqueue with a
	// workflow ends with an error.
	Router Router
	// Seed is what the SIDs follow from of the legs, conferences and recordings that
	// the machine asks for. Where the router outlives the machine, in a journal, the
	// host gives another seed each time it starts: with the same one the machine
	// would make SIDs again that tasks, applications and records still know from
	// before. A random one will do, or a count of starts that is kept; package driver
	// draws one where it is 0. A fixed seed is for tests, and for workspaces that end
	// with the process.
	Seed uint64
	// DequeueStatusMethod is that of the requests to the status callback URL of
	// the instruction dequeue. "": GET, as the vendor documents for an answer to
	// the assignment callback (lifecycle.md §3.4); the alternative is POST.
	DequeueStatusMethod twiml.Method
	// Apology is said when a document cannot be had and the call must end
	// (twiml.md §2). "": an English sentence.
	Apology string
}

const defaultApology = "We are sorry. An application error has occurred. Goodbye."

// New makes a machine without calls. The error is an [*Error] that matches
// [ErrInput] for a method that is none, or that of making the directory.
func New(cfg Config) (*Machine, error) {
	method, ok := methodOr(cfg.DequeueStatusMethod, twiml.GET)
	if !ok {
		err := refusal(ReasonInput, "DequeueStatusMethod %q: want GET or POST", excerpt.Of(string(cfg.DequeueStatusMethod)))
		err.Input = "Config"
		return nil, err
	}
	if cfg.Queues == nil {
		var err error
		if cfg.Queues, err = queue.New(queue.Config{AccountSID: cfg.AccountSID, Seed: cfg.Seed}); err != nil {
			return nil, err
		}
	}
	if cfg.AccountSID.IsZero() {
		cfg.AccountSID = cfg.Queues.AccountSID()
	}
	return &Machine{
		account: cfg.AccountSID, router: cfg.Router, queues: cfg.Queues, statusMethod: method, apology: cmp.Or(cfg.Apology, defaultApology),
		source:  sid.NewSource(cfg.Seed, "voice "+cfg.AccountSID.String()),
		calls:   map[CallSID]*call{},
		parked:  map[CallSID]*call{},
		dialers: map[CallSID]*dial{},
		tasks:   map[taskrouter.TaskSID]*call{},
		rings:   map[taskrouter.ReservationSID]*call{},
		ops:     map[Op]*operation{},

		recordings: map[RecordingSID]*recording{},
		paces:      map[queue.QueueSID]*pace{},
		places:     map[CallSID]queue.QueueSID{},

		rooms:      map[string]*room{},
		roomsBySID: map[ConferenceSID]*room{},
		linked:     map[taskrouter.TaskSID]*room{},
		transfers:  map[taskrouter.TaskSID]taskrouter.TransferSID{},
		timers:     ordered.New(compareTimers),
	}, nil
}
