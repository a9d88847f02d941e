package queue

import "github.com/goacd/acd/internal/sid"

const (
	defaultMaxSize      = 100     // design.md §8
	defaultMaxSizeLimit = 5000    // queue.md §2.4
	highestMaxSizeLimit = 1 << 30 // what an index of members can count everywhere
)

// Config describes the queues of one account. The zero Config is usable.
type Config struct {
	// AccountSID is the owner. Zero: derived from Seed.
	AccountSID AccountSID
	// Seed decides the queues' SIDs: the same seed and account give the same
	// SIDs in the same order.
	Seed uint64
	// DefaultMaxSize is the size of a queue that is made without one, ordinary
	// or guarded. 0: 100, or MaxSizeLimit when that is lower (queue.md §2.4).
	DefaultMaxSize int
	// MaxSizeLimit is the highest size a queue may be given. 0: 5000; at most
	// 2^30.
	MaxSizeLimit int
	// MaxQueues is the most queues the account may have. 0: no limit
	// (queue.md §9).
	MaxQueues int
}

// withDefaults returns the configuration with its defaults filled in.
func (c Config) withDefaults() (Config, error) {
	if c.MaxSizeLimit < 0 || c.MaxSizeLimit > highestMaxSizeLimit {
		return c, refusal("New", ErrConfig, "MaxSizeLimit is %d: want 1 to %d, or 0 for %d",
			c.MaxSizeLimit, highestMaxSizeLimit, defaultMaxSizeLimit)
	}
	if c.MaxSizeLimit == 0 {
		c.MaxSizeLimit = defaultMaxSizeLimit
	}
	if c.DefaultMaxSize < 0 || c.DefaultMaxSize > c.MaxSizeLimit {
		return c, refusal("New", ErrConfig, "DefaultMaxSize is %d: want 1 to %d, or 0 for %d",
			c.DefaultMaxSize, c.MaxSizeLimit, min(defaultMaxSize, c.MaxSizeLimit))
	}
	if c.DefaultMaxSize == 0 {
		c.DefaultMaxSize = min(defaultMaxSize, c.MaxSizeLimit)
	}
	if c.MaxQueues < 0 {
		return c, refusal("New", ErrConfig, "MaxQueues is %d: want a positive number, or 0 for no limit", c.MaxQueues)
	}
	if c.AccountSID.IsZero() {
		c.AccountSID = sid.Make[sid.Account](sid.NewSource(c.Seed, ""), 1)
	}
	return c, nil
}
