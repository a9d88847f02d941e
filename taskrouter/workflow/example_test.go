package workflow_test

import (
	"errors"
	"fmt"

	"github.com/goacd/acd/taskrouter/workflow"
)

func ExampleParse() {
	document, err := workflow.Parse([]byte(`{"task_routing": {
	  "filters": [
	    {"filter_friendly_name": "Leads", "expression": "type == 'lead'",
	     "targets": [{"queue": "WQ1", "priority": 10, "timeout": 300}, {"priority": "20"}]}],
	  "default_filter": {"queue": "WQ2"}}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, filter := range document.Filters {
		fmt.Println(filter.FriendlyName, "when", filter.Expression)
		for _, target := range filter.Targets {
			fmt.Println(target.Queue, target.Priority, target.Timeout)
		}
	}
	fmt.Println("else", document.Default.Queue)
	// Output:
	// Leads when type == 'lead'
	// WQ1 10 5m0s
	// WQ1 20 0s
	// else WQ2
}

func ExampleParse_problems() {
	_, err := workflow.Parse([]byte(`{"task_routing": {
  "filters": [
    {"expression": "type == 'lead' && vip == true",
     "targets": [{"Queue": "WQ1", "timeout": "soon"}]}]}}`))
	fmt.Println(err)
	// Output:
	// workflow: 3 problems
	// 	task_routing.filters[0].expression, line 3, column 36: found "&&": there is no such operator; write AND
	// 	task_routing.filters[0].targets[0].queue, line 4, column 18: "queue" is missing; found "Queue", but keys are case-sensitive
	// 	task_routing.filters[0].targets[0].timeout, line 4, column 46: must be a whole number from 1 to 2147483647, found string "soon"
}

func ExampleError() {
	_, err := workflow.Parse([]byte(`{"task_routing": {"default_filter": {"priority": -1}}}`))
	if e, ok := errors.AsType[*workflow.Error](err); ok {
		for _, problem := range e.Problems {
			fmt.Println(problem.Code, problem.Path, problem.Line, problem.Column)
		}
	}
	// Output:
	// 20001 task_routing.default_filter.queue 1 37
	// 20001 task_routing.default_filter.priority 1 50
}

func ExampleParseWithin() {
	_, err := workflow.ParseWithin([]byte(`{"task_routing": {}}`), 10)
	fmt.Println(err)
	// Output:
	// workflow: configuration, line 1, column 1: the configuration has 20 bytes; at most 10 are allowed
}

func ExampleDocument_Queues() {
	document, err := workflow.Parse([]byte(`{"task_routing": {
  "filters": [{"expression": "1==1", "targets": [{"queue": "WQ1", "timeout": 10}, {}, {"queue": "WQ2"}]}],
  "default_filter": {"queue": "WQ1"}}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for queue, position := range document.Queues() {
		fmt.Println(queue, "is named at", position)
	}
	// Output:
	// WQ1 is named at task_routing.filters[0].targets[0].queue, line 2, column 60
	// WQ2 is named at task_routing.filters[0].targets[2].queue, line 2, column 97
	// WQ1 is named at task_routing.default_filter.queue, line 3, column 31
}
