package taskrouter

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/goacd/acd/taskrouter/expr"
)

// -large runs the benchmarks of this file, and some random tests, at the size
// they are about. It takes minutes.
var large = flag.Bool("large", false, "run at full size")

func sized(small, full int) int {
	if *large {
		return full
	}
	return small
}

// crowd is a workspace in which each worker has some of many skills, and each
// skill has a queue: nearly every worker is a class of his own. With one skill
// in all, the queues are one.
type crowd struct {
	*Engine
	now     time.Time
	queues  []TaskQueueSID
	workers []WorkerSID
	create  CreateTask
}

func newCrowd(b testing.TB, workers, queues, each int, expression string) *crowd {
	b.Helper()
	e, err := New(Config{Created: shiftStart, Limits: Limits{
		Workers: workers, Available: workers, TaskQueues: max(queues, 1), Tasks: 1 << 24, FinishedTask: time.Second,
	}})
	if err != nil {
		b.Fatal(err)
	}
	c := &crowd{Engine: e, now: shiftStart}
	for i := range queues {
		events := c.do(b, &CreateTaskQueue{FriendlyName: fmt.Sprint("Queue ", i), TargetWorkers: new(fmt.Sprintf(expression, i))})
		c.queues = append(c.queues, Find(events, TaskQueueCreated).queue.SID)
	}
	available, _ := e.ActivityByName("Available")
	rolls := rand.New(rand.NewPCG(1, 2))
	for i := range workers {
		events := c.do(b, &CreateWorker{
			FriendlyName: fmt.Sprint("Worker ", i), ActivitySID: available.SID, Attributes: crowdAttributes(rolls, queues, each, "calm"),
		})
		c.workers = append(c.workers, Find(events, WorkerCreated).WorkerSID)
	}
	c.do(b, &CreateWorkflow{FriendlyName: "Main", Configuration: fmt.Sprintf(`{"task_routing":{"default_filter":{"queue":%q}}}`, c.queues[0])})
	c.create = CreateTask{Attributes: benchAttributes(`"skill":"skill7"`), TaskChannel: "voice"}
	e.ask(e.channelNamed("voice")) // as if a task had been there
	return c
}

// crowdAttributes are 200 bytes with the skills of a worker.
func crowdAttributes(rolls *rand.Rand, queues, each int, mood string) string {
	var skills []string
	for _, skill := range rolls.Perm(queues)[:each] {
		skills = append(skills, fmt.Sprintf(`"s%d"`, skill))
	}
	return benchAttributes(`"mood":"` + mood + `","skills":[` + strings.Join(skills, ",") + `]`)
}

func (c *crowd) do(b testing.TB, cmd Command) []Event {
	events, err := c.Apply(c.now, cmd)
	if err != nil {
		b.Fatal(err)
	}
	return events
}

// life is one task, which is routed to a queue.
func (c *crowd) life(b testing.TB, queue TaskQueueSID) {
	c.now = c.now.Add(time.Millisecond)
	c.create.RoutingTarget = queue.String()
	offer := Find(c.do(b, &c.create), ReservationCreated)
	if offer == nil {
		b.Fatal("no worker for the task")
	}
	accept := UpdateReservation{SID: offer.ReservationSID, ReservationStatus: ReservationStatusAccepted}
	complete := UpdateTask{SID: offer.TaskSID, AssignmentStatus: TaskStatusCompleted}
	c.do(b, &accept)
	c.do(b, &complete)
}

// BenchmarkOverlap is a task's life where all workers are in one queue, and
// where each is in twenty of many.
func BenchmarkOverlap(b *testing.B) {
	workers, queues := sized(2_000, 100_000), sized(100, 5_000)
	for _, tt := range []struct {
		name         string
		queues, each int
	}{{"one", 1, 1}, {"each=20", queues, 20}} {
		b.Run(fmt.Sprintf("workers=%d/queues=%d/%s", workers, tt.queues, tt.name), func(b *testing.B) {
			c := newCrowd(b, workers, tt.queues, tt.each, "skills HAS 's%d'")
			for i := range 2 * tt.queues {
				c.life(b, c.queues[i%len(c.queues)])
			}
			rolls := rand.New(rand.NewPCG(3, 4))
			b.ReportAllocs()
			for b.Loop() {
				c.life(b, c.queues[rolls.IntN(len(c.queues))])
			}
		})
	}
}

// BenchmarkChurn changes one worker after the other where there are many
// queues: his activity, an attribute that no expression reads, one that a queue
// reads, and his skills, which all of them read.
func BenchmarkChurn(b *testing.B) {
	workers, queues := sized(1_000, 100_000), sized(200, 5_000)
	for _, each := range []int{1, 20} {
		c := newCrowd(b, workers, queues, each, "skills HAS 's%d'")
		c.life(b, c.queues[0])
		c.do(b, &UpdateTaskQueue{SID: c.queues[0], TargetWorkers: new("level > 4")})
		rolls := rand.New(rand.NewPCG(3, 4))
		name := fmt.Sprintf("queues=%d/each=%d/", queues, each)
		change := func(name string, commands func(i int) Command) {
			b.Run(name, func(b *testing.B) {
				list := make([]Command, 1000)
				for i := range list {
					list[i] = commands(i)
				}
				i := 0
				b.ReportAllocs()
				for b.Loop() {
					c.do(b, list[i%len(list)])
					i++
				}
			})
		}
		offline, _ := c.ActivityByName("Offline")
		available, _ := c.ActivityByName("Available")
		change(name+"activity", func(i int) Command {
			return &UpdateWorker{SID: c.workers[i/2], ActivitySID: []ActivitySID{offline.SID, available.SID}[i%2]}
		})
		change(name+"unread", func(i int) Command {
			w, _ := c.Worker(c.workers[i/2])
			return &UpdateWorker{SID: w.SID, Attributes: new(w.Attributes[:9] + []string{"calm", "keen"}[i%2] + w.Attributes[13:])}
		})
		change(name+"read", func(i int) Command {
			w, _ := c.Worker(c.workers[i/2])
			return &UpdateWorker{SID: w.SID, Attributes: new(strings.Replace(w.Attributes, `"level":5`, []string{`"level":4`, `"level":6`}[i%2], 1))}
		})
		change(name+"skills", func(i int) Command {
			return &UpdateWorker{SID: c.workers[i/2], Attributes: new(crowdAttributes(rolls, queues, each, "calm"))}
		})
	}
}

// scan chooses by a look at everybody.
func (c *crowd) scan(g *group) []*worker {
	list, _ := c.everybody(g)
	return c.first(g, list)
}

// BenchmarkChoose finds who has gone longest without a task, by the order that
// is kept, by a roster, and by a look at everybody, where all workers of a queue
// are one class and where each is one of his own: one worker, five, one where a
// step's expression lets one in fifty pass, and nobody where it lets none.
func BenchmarkChoose(b *testing.B) {
	workers := sized(1_000, 100_000)
	for _, queues := range []int{1, 40} {
		c := newCrowd(b, workers, queues, (queues+1)/2, "skills HAS 's%d'")
		for i, s := range c.workers {
			c.do(b, &UpdateWorker{SID: s, Attributes: new(strings.Replace(c.Engine.workers.get(s).attributes.Raw(), `"level":5`, fmt.Sprintf(`"level":%d`, i%50), 1))})
		}
		q := c.Engine.queues.get(c.queues[0])
		pass := func(level int) *predicate {
			return c.bind(must(expr.Parse(fmt.Sprintf("worker.level == %d", level))), targetScope, nil)
		}
		for _, tt := range []struct {
			name        string
			most, found int
			match       *predicate
			order       []clause
		}{
			{"one", 1, 1, nil, nil},
			{"five", 5, 5, nil, nil},
			{"picky", 1, 1, pass(49), nil},
			{"nobody", 1, 0, pass(50), nil},
			{"best", 1, 1, nil, []clause{{path: c.paths.Add(must(expr.ParseReference("level"))), descending: true}}},
		} {
			q.most = tt.most
			g := groupFor(&step{queue: q, match: tt.match, order: tt.order}, c.channelNamed("voice"))
			for _, way := range []struct {
				name   string
				choose func(*group) []*worker
				looks  looks
				knows  func(*group) bool
			}{
				{"order", c.chooseIdlest, looks{near: math.MaxInt}, func(g *group) bool { return g.step.order == nil }},
				{"roster", c.chooseIdlest, looks{vain: math.MaxInt}, func(g *group) bool { return g.match != nil }},
				{"ranking", c.chooseSorted, looks{vain: math.MaxInt}, func(g *group) bool { return g.step.order != nil }},
				{"scan", c.scan, looks{}, func(*group) bool { return true }},
			} {
				if !way.knows(g) {
					continue
				}
				b.Run(fmt.Sprintf("workers=%d/classes=%d/%s/%s", len(c.workers), len(c.classes.byKey), tt.name, way.name), func(b *testing.B) {
					c.dropRosters()
					c.dropRankings()
					c.looks = way.looks
					way.choose(g)
					b.ReportAllocs()
					for b.Loop() {
						if len(way.choose(g)) != tt.found {
							b.Fatal("not as many workers")
						}
					}
				})
			}
		}
	}
}
