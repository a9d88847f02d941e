package main

import (
	"strings"
	"testing"
)

func TestRecognize(t *testing.T) {
	tests := []struct {
		name, text string
		want       kind
		doubt      string // a part of it
	}{
		{"a call document", "<Response/>", kindCall, ""},
		{"with all that may stand before it", "\uFEFF <?xml version='1.0'?><!-- c --><?p?>\n<Response>", kindCall, ""},
		{"with a root in another case", "<response/>", kindCall, ""},
		{"with a prefix", "<t:Response/>", kindCall, ""},
		{"broken before its root", "<Resp<", kindCall, ""},
		{"in another encoding", "<?xml version='1.0' encoding='latin1'?><Response/>", kindCall, ""},
		{"another root", "<html/>", kindCall, "<html>"},
		{"another root in another encoding", "<?xml version='1.0' encoding='latin1'?><html/>", kindCall, "<html>"},
		{"a workflow configuration", `{"task_routing": {}}`, kindWorkflow, ""},
		{"behind white space", " \r\n\t{\"task_routing\":1}", kindWorkflow, ""},
		{"behind other keys", `{"a": {"x": [1, {"y": null}]}, "b": [], "c": "d", "task_routing": {}}`, kindWorkflow, ""},
		{"misspelled", `{"taskRouting": {}}`, kindWorkflow, ""},
		{"without its root", `{"filters": [], "default_filter": {}}`, kindWorkflow, ""},
		{"broken behind the key", `{"task_routing": `, kindWorkflow, ""},
		{"broken before the key", `{"a": tru, "task_routing": {}}`, kindWorkflow, "task_routing"},
		{"the key is deeper", `{"a": {"task_routing": {}}}`, kindWorkflow, "task_routing"},
		{"the key is a value", `{"a": "task_routing", "b": ["task_routing"]}`, kindWorkflow, "task_routing"},
		{"the key is in a second object", `{} {"task_routing": {}}`, kindWorkflow, "task_routing"},
		{"a list", `[{"task_routing": {}}]`, kindWorkflow, "task_routing"},
		{"nothing", "", kindNone, "empty"},
		{"next to nothing", "\uFEFF\n", kindNone, "empty"},
		{"text", "Welcome", kindNone, "neither"},
		{"a scalar of JSON", `"task_routing"`, kindNone, "neither"},
		{"UTF-16, one way", "\xff\xfe<\x00", kindNone, "UTF-8"},
		{"UTF-16, the other way", "\xfe\xff\x00<", kindNone, "UTF-8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, doubt := recognize([]byte(tt.text))
			if got != tt.want || (doubt == "") != (tt.doubt == "") || !strings.Contains(doubt, tt.doubt) {
				t.Errorf("recognize(%q) = %q, %q; want %q, %q", tt.text, got, doubt, tt.want, tt.doubt)
			}
		})
	}
}
