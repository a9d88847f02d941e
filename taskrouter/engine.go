package taskrouter

import (
	"time"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/internal/sid"
)

// Config describes a new workspace. The zero value is one with the vendor's
// defaults.
type Config struct {
	AccountSID   AccountSID   // derived from the seed when zero
	WorkspaceSID WorkspaceSID // derived from the seed when zero
	FriendlyName string       // "" for "Workspace"

	// Seed is all the chance there is: every SID follows from it, from the
	// workspace's SID and from counters. Zero is a seed like any other.
	Seed uint64

	// Created is the instant from which the workspace exists; [Engine.Apply]
	// refuses earlier ones. Zero stands for 1970-01-01 UTC.
	Created time.Time

	// WrapUpTime completes a task by itself when it has been wrapping for so
	// long. Zero, the default, leaves that to the application.
	WrapUpTime time.Duration

	// SingleTasking makes a workspace of the vendor's older kind: a worker has
	// one task at a time, whatever the channel (routing.md §5.5). An
	// [UpdateWorkspace] turns it into a multitasking one for good.
	SingleTasking bool

	// PrioritizeQueueOrder says which kind of queue a worker of both kinds
	// serves first; "" for FIFO.
	PrioritizeQueueOrder TaskOrder

	// EventCallbackURL and EventsFilter are as in [UpdateWorkspace]. The engine
	// keeps them for the host, which sends the events.
	EventCallbackURL string `json:",omitzero"`
	EventsFilter     string `json:",omitzero"`

	Limits Limits // zero fields stand for the vendor's figures

	Statistics StatisticsRetention // zero fields stand for the defaults
}

// Engine is one workspace: its workers, queues, workflows, tasks and
// reservations, and the rules by which tasks find workers.
//
// It is a deterministic state machine. Commands go in with the time they
// happen at, events come out, and nothing else happens: the same engine given
// the same commands at the same times gives the same events, bytes and SIDs on
// every machine.
//
// An Engine is not safe for concurrent use, reading included; package runner
// makes one that is.
type Engine struct {
	limits Limits
	origin *origin
	source sid.Source
	now    instant
	time   time.Time // the same: what happens at one instant is many events
	count  counters

	workspace  workspace
	activities table[sid.Activity, activity, *activity]
	channels   table[sid.TaskChannel, taskChannel, *taskChannel]
	queues     table[sid.TaskQueue, taskQueue, *taskQueue]
	workflows  table[sid.Workflow, workflow, *workflow]
	workers    table[sid.Worker, worker, *worker]
	tasks      table[sid.Task, task, *task]

	reservations  numbered[sid.Reservation, reservation]
	transfers     map[TransferSID]*transfer
	workerNames   map[string]*worker // by folded friendly name
	queueNames    map[string]*taskQueue
	workflowNames map[string]*workflow
	staff         headcount // all workers
	classes       classes
	members       membership
	paths         pathIndex
	looks         looks
	turns         turns
	rosters       rosters
	rankings      rankings
	shelves       struct {
		tasks        shelf[task]
		reservations shelf[reservation]
	}
	deadlines agenda

	routing routing
	events  []Event
	marked  []*task // whose figures changed in this Apply
	removed []*task // in this Apply
	stats   statistics
}

// counters number what was ever made, beside the tables' own. Each kind has its
// own, so that one resource more of a kind shifts no SID of another.
type counters struct {
	workerChannel, transfer    uint64
	event                      uint64
	sequence                   uint64 // of creation, over all kinds
	tasksCreated, tasksRemoved uint64
}

// New makes a workspace with the vendor's default activities (Offline,
// Available, Unavailable) and task channels (default, voice, chat, sms, video)
// (routing.md §5.1, §6). The error is an [*Error] that names the field.
func New(cfg Config) (*Engine, error) {
	limits, err := cfg.Limits.withDefaults()
	if err != nil {
		return nil, err
	}
	retention, err := cfg.Statistics.withDefaults()
	if err != nil {
		return nil, err
	}
	if cfg.Created.IsZero() {
		cfg.Created = time.Unix(0, 0)
	}
	created, ok := instantOf(cfg.Created)
	if !ok {
		return nil, configError("Created", "%v is out of range: want %v to %v", cfg.Created, earliest, latest)
	}
	switch cfg.PrioritizeQueueOrder {
	case "":
		cfg.PrioritizeQueueOrder = FIFO
	case FIFO, LIFO:
	default:
		return nil, configError("PrioritizeQueueOrder", "%q: want FIFO or LIFO", excerpt.Of(string(cfg.PrioritizeQueueOrder)))
	}
	if cfg.FriendlyName == "" {
		cfg.FriendlyName = "Workspace"
	}
	if err := checkName("FriendlyName", cfg.FriendlyName, limits.FriendlyName); err != nil {
		err.Command = "Config"
		return nil, err
	}
	if err := checkWrapUpTime(cfg.WrapUpTime); err != nil {
		err.Command = "Config"
		return nil, err
	}
	if err := checkEvents(cfg.EventCallbackURL, cfg.EventsFilter); err != nil {
		err.Command = "Config"
		return nil, err
	}
	source := identify(&cfg)
	e := &Engine{
		source:        source,
		limits:        limits,
		now:           created,
		time:          created.time(),
		activities:    newTable[sid.Activity, activity](source),
		channels:      newTable[sid.TaskChannel, taskChannel](source),
		queues:        newTable[sid.TaskQueue, taskQueue](source),
		workflows:     newTable[sid.Workflow, workflow](source),
		workers:       newTable[sid.Worker, worker](source),
		tasks:         newTable[sid.Task, task](source),
		reservations:  newNumbered[sid.Reservation, reservation](source),
		transfers:     map[TransferSID]*transfer{},
		workerNames:   map[string]*worker{},
		queueNames:    map[string]*taskQueue{},
		workflowNames: map[string]*workflow{},
		classes:       classes{byKey: map[string]*class{}},
		members:       newMembership(),
		routing:       routing{groups: map[string]*group{}},
		deadlines:     newAgenda(),
		stats:         newStatistics(retention),
		turns:         newTurns(),
	}
	e.found(cfg)
	return e, nil
}

// identify gives a workspace the SIDs that the configuration leaves out, and
// returns the source of all others.
func identify(cfg *Config) sid.Source {
	seeded := sid.NewSource(cfg.Seed, "")
	if cfg.AccountSID.IsZero() {
		cfg.AccountSID = sid.Make[sid.Account](seeded, 1)
	}
	if cfg.WorkspaceSID.IsZero() {
		cfg.WorkspaceSID = sid.Make[sid.Workspace](seeded, 1)
	}
	return sid.NewSource(cfg.Seed, cfg.WorkspaceSID.String())
}

// found sets up what a new workspace begins with.
func (e *Engine) found(cfg Config) {
	e.workspace = workspace{
		singleTasking: cfg.SingleTasking, order: cfg.PrioritizeQueueOrder,
		name: cfg.FriendlyName, wrapUp: cfg.WrapUpTime, created: e.now, updated: e.now,
		account: cfg.AccountSID, sid: cfg.WorkspaceSID, eventCallback: cfg.EventCallbackURL, eventsFilter: cfg.EventsFilter,
	}
	e.setOrigin()
	offline := e.addActivity(&CreateActivity{FriendlyName: "Offline"})
	e.addActivity(&CreateActivity{FriendlyName: "Available", Available: true})
	e.addActivity(&CreateActivity{FriendlyName: "Unavailable"})
	e.workspace.defaultActivity, e.workspace.timeoutActivity = offline, offline
	for _, name := range []string{defaultChannel, "voice", "chat", "sms", "video"} {
		e.addTaskChannel(&CreateTaskChannel{UniqueName: name, FriendlyName: name})
	}
}

// Apply advances the workspace to now and then carries out the command. The
// first Apply begins with the event of the workspace's creation,
// [WorkspaceCreated], which has that instant.
//
// First every deadline up to now happens, each at its own instant and in order
// of time; at equal instants task lifetimes, reservation timeouts, step
// timeouts, wrap-up times and removals follow one another, and within each kind
// what was created first. Then the command is applied whole, with all routing
// that follows from it.
//
// If the command is refused, Apply returns the events of the deadlines together
// with an [*Error], and the state is what it was after advancing. If now lies
// before the instant of the last Apply, or outside the years 1900 to 2200,
// Apply returns [ErrTime] and changes nothing at all. Equal instants are fine.
//
// The slice is valid until the next Apply; the events in it may be copied and
// kept. Apply never keeps a reference to cmd.
func (e *Engine) Apply(now time.Time, cmd Command) ([]Event, error) {
	at, ok := instantOf(now)
	switch {
	case !ok:
		return nil, &Error{
			Kind: KindTime, Code: CodeInvalid, Command: commandName(cmd),
			Message: now.Format(time.RFC3339) + " is out of range: want the years 1900 to 2200",
		}
	case at < e.now:
		return nil, &Error{
			Kind: KindTime, Code: CodeInvalid, Command: commandName(cmd),
			Message: now.UTC().Format(time.RFC3339Nano) + " lies before " + e.now.time().Format(time.RFC3339Nano) + ", the instant of the last command",
		}
	}
	e.events = e.events[:0]
	if e.count.event == 0 {
		e.emit(WorkspaceCreated)
	}
	e.advance(at)
	if e.turns.isFull() {
		e.countAnew()
	}
	err := e.do(cmd)
	if err == nil {
		e.route()
	}
	e.tally()
	e.shelve()
	if err != nil {
		err.Command = commandName(cmd)
		return e.events, err
	}
	return e.events, nil
}

// Deadline returns the next instant at which something happens by itself, for
// an [Advance] at that time; false if there is none.
func (e *Engine) Deadline() (time.Time, bool) {
	t := e.deadlines.first()
	if t == nil {
		return time.Time{}, false
	}
	return t.at.time(), true
}

// Now returns the instant of the last Apply, or of the workspace's creation.
func (e *Engine) Now() time.Time { return e.now.time() }

// do carries out a command.
func (e *Engine) do(cmd Command) *Error {
	switch {
	case isNil(cmd):
		return invalid("", "the command is nil; to let time pass use &Advance{}")
	case !isCommand(cmd):
		return invalid("", "unknown command")
	case e.workspace.deleted:
		return e.doNothing(cmd)
	}
	return cmd.apply(e)
}
