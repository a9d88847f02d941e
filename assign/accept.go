package assign

// Accept accepts the reservation: the task is assigned. No call is made
// (lifecycle.md §3.3).
type Accept struct {
	Extra []Member
}

// Name returns [NameAccept].
func (*Accept) Name() Name { return NameAccept }

// MarshalJSON is [Marshal].
func (i *Accept) MarshalJSON() ([]byte, error) { return Marshal(i) }

// UnmarshalJSON is [Parse] for this instruction only.
func (i *Accept) UnmarshalJSON(body []byte) error { return unmarshal(body, i) }

func (i *Accept) form() form { return form{extra: &i.Extra, status: "accepted"} }
