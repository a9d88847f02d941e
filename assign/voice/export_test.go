package voice

import (
	"fmt"
	"strings"
)

// Left tells what the machine keeps, "" for nothing: what there must be once
// everybody has hung up and every request was answered.
func (m *Machine) Left() string {
	var left []string
	for what, n := range map[string]int{
		"calls": len(m.calls), "parked": len(m.parked), "dialers": len(m.dialers), "tasks": len(m.tasks), "rings": len(m.rings),
		"operations": len(m.ops), "recordings": len(m.recordings), "timers": m.timers.Len(), "facts": len(m.facts), "actions": len(m.out),
		"conferences": len(m.roomsBySID), "names of conferences": len(m.rooms), "linked conferences": len(m.linked),
	} {
		if n != 0 {
			left = append(left, fmt.Sprintf("%d %s", n, what))
		}
	}
	return strings.Join(left, ", ")
}
