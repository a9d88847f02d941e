package taskrouter

import "time"

// Limits bound a workspace. A zero field stands for the vendor's published
// figure, named beside it (routing.md §7); every one can be raised or lowered.
type Limits struct {
	Workers      int // registered workers: 15,000; at most 134,217,727
	Available    int // workers in an available activity at once: 7,500
	TaskQueues   int // 5,000
	Workflows    int // 1,000
	Activities   int // 100
	TaskChannels int // 15, the default channels included; at most 32
	Tasks        int // in all states: 500,000
	Capacity     int // of one worker channel: 50
	Assignments  int // transitions of one task from pending to reserved: 1,000
	Reserved     int // MaxReservedWorkers of a task queue: 50

	FriendlyName int // characters of a name: 64
	Attributes   int // characters of the JSON text of a task's or a worker's attributes: 4,096
	Expression   int // characters of TargetWorkers: 4,096

	Configuration int // bytes of a workflow's configuration: 1,038,576

	TaskTimeout        time.Duration // longest lifetime of a task that waits: 1,209,600 s
	ReservationTimeout time.Duration // longest of a workflow: 86,400 s
	AssignedTask       time.Duration // after which an unfinished assigned task is removed: 86,400 s
	FinishedTask       time.Duration // after which a finished task is removed: 300 s
}

const (
	defaultTaskTimeout        = 86400 * time.Second
	defaultReservationTimeout = 120 * time.Second
	defaultTargetWorkers      = "1==1"
	maxPriority               = 1<<31 - 1
	maxTaskChannels           = 32 // bits of a worker's mask of open channels
)

// withDefaults fills the zero fields, and says which field is out of range.
func (l Limits) withDefaults() (Limits, error) {
	for _, f := range []struct {
		name    string
		value   *int
		vendor  int
		highest int
	}{
		{"Limits.Workers", &l.Workers, 15_000, mostNumbers / 2}, // so that numbers can be given anew, see spot
		{"Limits.Available", &l.Available, 7_500, 1 << 30},
		{"Limits.Reserved", &l.Reserved, 50, 1 << 20},
		{"Limits.Configuration", &l.Configuration, 1_038_576, 1 << 30},
		{"Limits.TaskQueues", &l.TaskQueues, 5_000, 1 << 30},
		{"Limits.Workflows", &l.Workflows, 1_000, 1 << 30},
		{"Limits.Activities", &l.Activities, 100, 1 << 30},
		{"Limits.TaskChannels", &l.TaskChannels, 15, maxTaskChannels},
		{"Limits.Tasks", &l.Tasks, 500_000, 1 << 30},
		{"Limits.Capacity", &l.Capacity, 50, 1 << 20},
		{"Limits.Assignments", &l.Assignments, 1_000, 1 << 30},
		{"Limits.FriendlyName", &l.FriendlyName, 64, 1 << 20},
		{"Limits.Attributes", &l.Attributes, 4_096, 1 << 20},
		{"Limits.Expression", &l.Expression, 4_096, 1 << 20},
	} {
		if *f.value == 0 {
			*f.value = f.vendor
		}
		if *f.value < 0 || *f.value > f.highest {
			return l, configError(f.name, "%d is out of range: want 1 to %d, or 0 for %d", *f.value, f.highest, f.vendor)
		}
	}
	for _, f := range []struct {
		name   string
		value  *time.Duration
		vendor time.Duration
	}{
		{"Limits.TaskTimeout", &l.TaskTimeout, 1_209_600 * time.Second},
		{"Limits.ReservationTimeout", &l.ReservationTimeout, 86_400 * time.Second},
		{"Limits.AssignedTask", &l.AssignedTask, 86_400 * time.Second},
		{"Limits.FinishedTask", &l.FinishedTask, 300 * time.Second},
	} {
		if *f.value == 0 {
			*f.value = f.vendor
		}
		if *f.value < time.Second || *f.value > maxDuration || !wholeSeconds(*f.value) {
			return l, configError(f.name, "%v is out of range: want whole seconds from 1s to %v, or 0 for %v", *f.value, maxDuration, f.vendor)
		}
	}
	return l, nil
}

func configError(field, format string, args ...any) error {
	err := invalid(field, format, args...)
	err.Command = "Config"
	return err
}
