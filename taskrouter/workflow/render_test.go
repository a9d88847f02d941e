package workflow_test

import (
	"fmt"
	"strings"

	"github.com/goacd/acd/taskrouter/workflow"
)

// render writes everything a document was read as.
func render(d *workflow.Document) string {
	var b strings.Builder
	for _, filter := range d.Filters {
		fmt.Fprintf(&b, "filter %q\n\t%s\n\twhen %s\n", filter.FriendlyName, filter.Position, filter.Expression)
		for _, target := range filter.Targets {
			b.WriteString("\ttarget " + renderTarget(&target))
		}
	}
	if d.Default != nil {
		b.WriteString("default " + renderTarget(d.Default))
	}
	for queue, position := range d.Queues() {
		fmt.Fprintf(&b, "mentions %s at %s\n", queue, position)
	}
	return b.String()
}

func renderTarget(t *workflow.Target) string {
	parts := []string{t.Queue}
	if t.HasPriority {
		parts = append(parts, fmt.Sprintf("priority %d", t.Priority))
	}
	if t.Timeout != 0 {
		parts = append(parts, fmt.Sprintf("timeout %s", t.Timeout))
	}
	if t.Expression != nil {
		parts = append(parts, "for "+t.Expression.String())
	}
	if t.OrderBy != nil {
		parts = append(parts, "order by "+t.OrderBy.String())
	}
	if t.SkipIf != nil {
		parts = append(parts, "skip if "+t.SkipIf.String())
	}
	if known := t.KnownWorker; known != nil {
		parts = append(parts, fmt.Sprintf("known worker by name %t, attribute %q, literal %q",
			known.ByFriendlyName, known.Reference, known.Literal))
	}
	return strings.Join(parts, "; ") + "\n\t\t" + t.Position.String() + "\n"
}
