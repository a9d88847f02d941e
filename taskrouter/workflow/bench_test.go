package workflow_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/goacd/acd/taskrouter/workflow"
)

// BenchmarkParse reads documents of 1, 100 and 1,000 filters with two targets
// each. Not measured: whether the queues exist, which is the engine's to check.
func BenchmarkParse(b *testing.B) {
	const filter = `{"filter_friendly_name":"Leads","expression":"type == 'lead' AND language IN ['en','fr']",` +
		`"targets":[{"queue":"WQ00000000000000000000000000000001","priority":10,"timeout":300,` +
		`"expression":"task.language IN worker.languages"},{"priority":20,"order_by":"worker.level DESC"}]},`
	for _, filters := range []int{1, 100, 1000} {
		b.Run(fmt.Sprintf("filters=%d", filters), func(b *testing.B) {
			config := []byte(`{"task_routing":{"filters":[` +
				strings.TrimSuffix(strings.Repeat(filter, filters), ",") + `]}}`)
			b.SetBytes(int64(len(config)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := workflow.Parse(config); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
