package sid

// The kinds of resources, each with the two letters its SIDs begin with
// (rest.md §2).
type (
	Account       struct{} // AC
	Workspace     struct{} // WS
	Activity      struct{} // WA
	Worker        struct{} // WK
	WorkerChannel struct{} // WC
	TaskQueue     struct{} // WQ
	Workflow      struct{} // WW
	Task          struct{} // WT
	Reservation   struct{} // WR
	TaskChannel   struct{} // TC
	Event         struct{} // EV
	Queue         struct{} // QU
	Call          struct{} // CA
	Transfer      struct{} // TT
	Conference    struct{} // CF
	Recording     struct{} // RE
)

func (Account) prefix() string       { return "AC" }
func (Workspace) prefix() string     { return "WS" }
func (Activity) prefix() string      { return "WA" }
func (Worker) prefix() string        { return "WK" }
func (WorkerChannel) prefix() string { return "WC" }
func (TaskQueue) prefix() string     { return "WQ" }
func (Workflow) prefix() string      { return "WW" }
func (Task) prefix() string          { return "WT" }
func (Reservation) prefix() string   { return "WR" }
func (TaskChannel) prefix() string   { return "TC" }
func (Event) prefix() string         { return "EV" }
func (Queue) prefix() string         { return "QU" }
func (Call) prefix() string          { return "CA" }
func (Transfer) prefix() string      { return "TT" }
func (Conference) prefix() string    { return "CF" }
func (Recording) prefix() string     { return "RE" }
