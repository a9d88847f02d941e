package runner

import (
	"errors"
	"fmt"
	"iter"
	"runtime/debug"

	"github.com/goacd/acd/taskrouter"
)

// Replay rebuilds an engine from the records of a log, the first of which is
// the creation. It makes the same calls of Apply that were made, and so gives
// the same events, SIDs and refusals. visit, if it is not nil, is told of every
// command with its events, which are valid during the call, and its refusal, if
// there was one.
//
// An error from records, a record that does not follow, and a panic of the
// engine (a [*PanicError]) come as a [*ReplayError]; so does a log without any
// record.
func Replay(records iter.Seq2[Record, error], visit func(rec Record, events []taskrouter.Event, refusal error)) (*taskrouter.Engine, error) {
	var p replay
	if visit == nil {
		visit = func(Record, []taskrouter.Event, error) {}
	}
	if err := p.run(records, visit); err != nil {
		return nil, err
	}
	if p.engine == nil {
		return nil, p.fail(errors.New("the log is empty"))
	}
	return p.engine, nil
}

// replay is the state of a log up to a record.
type replay struct {
	engine   *taskrouter.Engine // nil before the first record
	config   taskrouter.Config
	sequence uint64 // of the last record
}

func (p *replay) run(records iter.Seq2[Record, error], visit func(Record, []taskrouter.Event, error)) error {
	for rec, err := range records {
		if err != nil {
			return p.fail(err)
		}
		if rec.Sequence != p.sequence+1 {
			return p.fail(fmt.Errorf("found record %d in its place: the log is not whole", rec.Sequence))
		}
		switch {
		case p.engine == nil:
			err = p.create(rec)
		case rec.Command == nil:
			err = errors.New("is no command: a log has one creation, its first record")
		default:
			err = p.apply(rec, visit)
		}
		if err != nil {
			return p.fail(err)
		}
		p.sequence++
	}
	return nil
}

// fail names the record after the last one that was replayed.
func (p *replay) fail(err error) error {
	return &ReplayError{Sequence: p.sequence + 1, Err: err}
}

func (p *replay) create(rec Record) error {
	if rec.Config == nil {
		return errors.New("is no creation: a log begins with one")
	}
	engine, err := taskrouter.New(*rec.Config)
	if err != nil {
		return err
	}
	p.engine, p.config = engine, *rec.Config
	return nil
}

func (p *replay) apply(rec Record, visit func(Record, []taskrouter.Event, error)) error {
	events, refusal, err := p.call(rec)
	if err == nil {
		visit(rec, events, refusal)
	}
	return err
}

// call keeps a panic of the engine apart from one of the visitor.
func (p *replay) call(rec Record) (events []taskrouter.Event, refusal, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{Sequence: rec.Sequence, Command: rec.Command, Value: v, Stack: debug.Stack()}
		}
	}()
	events, refusal = p.engine.Apply(rec.Now, rec.Command)
	return events, refusal, nil
}
