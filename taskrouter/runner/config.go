package runner

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"log/slog"
	"time"

	"github.com/goacd/acd/taskrouter"
)

const (
	defaultEventLog   = 10_000
	defaultEventAge   = 30 * 24 * time.Hour
	defaultMaxCommand = 1 << 20
	maxMaxCommand     = maxLine / 2 // so that ReadLines reads what LineJournal writes
)

// Config describes a runner. The zero value is a new workspace with the
// vendor's defaults, in real time, without a log.
type Config struct {
	// Engine is the workspace. Two of its fields mean something else here when
	// they are zero: Seed is drawn from the system's source of randomness, and
	// Created is the clock's time. [Open] takes all of it from the log.
	Engine taskrouter.Config

	// Clock is where the time comes from; nil for the real clock.
	Clock Clock

	// Journal takes the records before their commands are applied; nil for none.
	Journal Journal

	// Logger is told of the start, the end and a clock that went back; nil to
	// discard that. The engine itself logs nothing.
	Logger *slog.Logger

	// EventLog is how many of the last events are kept for subscriptions; 0 for
	// 10,000. Memory for them is taken as they come, about 400 bytes each beside
	// the attributes that they show.
	EventLog int

	// EventAge is how old an event may be, against the newest one, to be kept; 0
	// for 30 days, the vendor's retention (lifecycle.md §5.1). Whichever of
	// EventLog and EventAge is reached first decides.
	EventAge time.Duration

	// MaxCommand is the longest command, in bytes of its JSON text, that is
	// written to the Journal: up to 32 MiB; 0 for 1 MiB. A longer one is refused before it
	// gets there, so that no caller can write what the journal cannot take.
	MaxCommand int
}

func (c Config) withDefaults() (Config, error) {
	if c.EventLog < 0 {
		return c, fmt.Errorf("runner: Config.EventLog: %d is negative: want a number of events, or 0 for %d", c.EventLog, defaultEventLog)
	}
	if c.MaxCommand < 0 || c.MaxCommand > maxMaxCommand {
		return c, fmt.Errorf("runner: Config.MaxCommand: %d is out of range: want 1 to %d bytes, or 0 for %d", c.MaxCommand, maxMaxCommand, defaultMaxCommand)
	}
	if c.EventAge < 0 {
		return c, fmt.Errorf("runner: Config.EventAge: %v is negative: want a duration, or 0 for %v", c.EventAge, defaultEventAge)
	}
	if c.EventAge == 0 {
		c.EventAge = defaultEventAge
	}
	if c.EventLog == 0 {
		c.EventLog = defaultEventLog
	}
	if c.MaxCommand == 0 {
		c.MaxCommand = defaultMaxCommand
	}
	if c.Clock == nil {
		c.Clock = realClock{}
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c, nil
}

// found makes the engine of a new workspace and the configuration that makes
// the same one again: with seed, time, SIDs and name filled in, so that a log
// says whose it is.
func found(cfg Config) (*taskrouter.Engine, taskrouter.Config, error) {
	c := cfg.Engine
	if c.Seed == 0 {
		var seed [8]byte
		rand.Read(seed[:]) // never fails
		c.Seed = binary.LittleEndian.Uint64(seed[:])
	}
	if c.Created.IsZero() {
		c.Created = cfg.Clock.Now()
	}
	c.Created = c.Created.Round(0).UTC()
	engine, err := taskrouter.New(c)
	if err != nil {
		return nil, c, fmt.Errorf("runner: Config.Engine: %w", err)
	}
	w := engine.Workspace()
	c.AccountSID, c.WorkspaceSID, c.FriendlyName = w.AccountSID, w.SID, w.FriendlyName
	return engine, c, nil
}

// contradiction names a field of the configuration that is set and says
// something else than the log; "" if there is none.
func contradiction(given, logged taskrouter.Config) string {
	switch {
	case !given.AccountSID.IsZero() && given.AccountSID != logged.AccountSID:
		return "AccountSID"
	case !given.WorkspaceSID.IsZero() && given.WorkspaceSID != logged.WorkspaceSID:
		return "WorkspaceSID"
	case given.FriendlyName != "" && given.FriendlyName != logged.FriendlyName:
		return "FriendlyName"
	case given.Seed != 0 && given.Seed != logged.Seed:
		return "Seed"
	case !given.Created.IsZero() && !given.Created.Equal(logged.Created):
		return "Created"
	case given.WrapUpTime != 0 && given.WrapUpTime != logged.WrapUpTime:
		return "WrapUpTime"
	case given.Limits != (taskrouter.Limits{}) && given.Limits != logged.Limits:
		return "Limits"
	}
	return ""
}
