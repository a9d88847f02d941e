package assign

import "strconv"

// Choice is a yes or no that is yes unless it is refused. What is no by default
// is a bool.
type Choice uint8

// The choices.
const (
	ByDefault Choice = iota // left to the default, which is yes
	Yes
	No
)

// Bool returns what the choice amounts to.
func (c Choice) Bool() bool { return c != No }

// String returns "", "true" or "false".
func (c Choice) String() string {
	switch c {
	case ByDefault:
		return ""
	case Yes:
		return "true"
	case No:
		return "false"
	}
	return "Choice(" + strconv.Itoa(int(c)) + ")"
}

// choice is a place for a Choice.
type choice struct{ at *Choice }

const wantBoolean = "true or false"

func (v choice) isZero() bool { return *v.at == ByDefault }

func (v choice) check() string {
	if *v.at > No {
		return wantBoolean
	}
	return ""
}

func (v choice) read(s scalar) string {
	yes, ok := s.boolean()
	switch {
	case !ok:
		return wantBoolean
	case yes:
		*v.at = Yes
	default:
		*v.at = No
	}
	return ""
}

func (v choice) appendJSON(dst []byte) []byte {
	if *v.at > No {
		return appendText(dst, v.at.String()) // only for the message
	}
	return append(dst, v.at.String()...)
}
