package queue

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Check must notice each kind of damage; a check that cannot fail proves
// nothing to a fuzzer.
func TestCheckNoticesDamage(t *testing.T) {
	damages := []struct {
		name   string
		damage func(d *Directory)
		says   string
	}{
		{"name index", func(d *Directory) { delete(d.names, "busy") }, "3 queues in order, 3 by SID, 2 by name"},
		{"index of another queue", func(d *Directory) { d.names["busy"] = d.names["idle"] }, "an index holds another queue"},
		{"name not clean", func(d *Directory) { d.names["idle"].name = " idle" }, "name is not clean"},
		{"name gone", func(d *Directory) { d.names["idle"].name = "" }, "name is empty"},
		{"guarded", func(d *Directory) { d.names["idle"].guarded = true }, "guarded is true"},
		{"deleted", func(d *Directory) { d.names["idle"].deleted = true }, "deleted is true"},
		{"number", func(d *Directory) { d.made = 0 }, "number 1 of 0"},
		{"maximum size", func(d *Directory) { d.names["idle"].maxSize = -1 }, "maximum size -1"},
		{"dates", func(d *Directory) { d.names["idle"].updated = 0 }, "updated 1970-01-01"},
		{"a member beside an agent", func(d *Directory) {
			l := d.names["busy"]
			l.agents.Insert(&agent{line: l})
		}, "2 members beside 1 waiting agents"},
		{"order of joining", func(d *Directory) { d.entries[call('B')].number = 99 }, "has the number 3, after 2"},
		{"instant of joining", func(d *Directory) { d.entries[call('A')].joined = d.now + 1 }, "joined at"},
		{"state of a member", func(d *Directory) { d.entries[call('A')].state = EntryTaken }, "is taken, or in another queue"},
		{"position", func(d *Directory) {
			l := d.names["busy"]
			a := d.entries[call('A')]
			l.members.Delete(place{number: a.number})
			l.members.Insert(place{number: a.number, entry: &entry{number: a.number, state: EntryWaiting}})
		}, "in another queue"},
		{"sum of instants", func(d *Directory) { d.names["busy"].joined.add(1) }, "sum of joining instants"},
		{"state of an agent", func(d *Directory) { d.agents[call('W')].state = AgentTook }, "is took, or at another queue"},
		{"a deadline less", func(d *Directory) { d.deadlines.Clear() }, "without a deadline"},
		{"a deadline more", func(d *Directory) { d.deadlines.Insert(deadline{1, d.agents[call('X')]}) }, "2 deadlines for 1 waiting agents"},
		{"a call under another SID", func(d *Directory) { d.entries[call('Q')] = d.entries[call('A')] }, "is filed under"},
		{"a call that is no member", func(d *Directory) { d.names["busy"].pull(d.entries[call('A')]) }, "-1 more members"},
		{"a call in a deleted queue", func(d *Directory) {
			d.entries[call('Q')] = &entry{call: call('Q'), state: EntryWaiting, line: &line{deleted: true}}
		}, "waits in a deleted queue"},
		{"an ended call", func(d *Directory) { d.entries[call('C')].state = EntryEnded }, "is ended"},
		{"a taken call without agent", func(d *Directory) { d.entries[call('C')].agent = nil }, "without an agent of its own"},
		{"left before joining", func(d *Directory) { d.entries[call('C')].left = 0 }, "left at"},
		{"an agent under another SID", func(d *Directory) { d.agents[call('Q')] = d.agents[call('X')] }, "is filed under"},
		{"an ended agent", func(d *Directory) { d.agents[call('X')].state = AgentDone }, "is done"},
		{"an agent with a call of another state", func(d *Directory) { d.agents[call('X')].state = AgentConnected }, "that is bridged"},
		{"an agent who waits nowhere", func(d *Directory) {
			d.agents[call('Q')] = &agent{call: call('Q'), number: 1, state: AgentQueued}
		}, "-1 more agents"},
	}
	for _, tt := range damages {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, Config{})
			d.create(0, "idle", 5)
			d.dial(0, 'W', "idle", time.Minute)
			d.enqueue(0, 'C', "busy")
			d.dial(1, 'X', "busy", time.Minute)
			d.enqueue(1, 'A', "busy")
			d.enqueue(2, 'B', "busy")
			d.enqueue(3, 'D', "deep")
			d.take(4, 'D', 'Y')
			d.tell(d.Connect, 5, 'D')
			tt.damage(d.Directory)
			require.ErrorContains(t, d.Check(), tt.says)
		})
	}
}
