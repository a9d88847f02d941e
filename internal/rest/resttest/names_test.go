package resttest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goacd/acd/internal/rest/resttest"
)

func TestNames(t *testing.T) {
	sid := func(kind, digit string) string { return kind + strings.Repeat(digit, 32) }
	a, b, queue, nobody := sid("WT", "a"), sid("WT", "b"), sid("WQ", "a"), sid("WT", "9")
	address := "http://x/v1/" + queue
	text := address + " " + b + "," + a + "," + b + "," + nobody + " WQ2 ?PageToken=PA" + a + "-1z&PageToken=PB" + b + " PA" + a
	tests := []struct {
		name  string
		names resttest.Names
		want  string
	}{
		{"with nothing else", resttest.Names{}, "http://x/v1/WQ1 WT1,WT2,WT1,WT3 WQ2 ?PageToken=…&PageToken=…"},
		{"with a base", resttest.Names{Base: address}, "~ WT1,WT2,WT1,WT3 WQ2 ?PageToken=…&PageToken=…"},
		{"with nobody", resttest.Names{Nobody: "9"}, "http://x/v1/WQ1 WT1,WT2,WT1,WT9… WQ2 ?PageToken=…&PageToken=…"},
		{"with tokens", resttest.Names{Tokens: true}, "http://x/v1/WQ1 WT2,WT1,WT2,WT3 WQ2 ?PageToken=PA-WT1-1z&PageToken=PB-WT2 PA" + a},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { assert.Equal(t, tt.want, tt.names.Write(text)) })
	}

	n := resttest.Names{Tokens: true}
	assert.Equal(t, "WT1", n.Read("WT1"), "nobody has it yet")
	assert.Equal(t, []string{"WT1", "WT2", "WQ1", "WT1"}, []string{n.Of(a), n.Of(b), n.Of(queue), n.Of(a)})
	assert.Equal(t, "GET /"+b+"?PageToken=PA"+a+"-1z WT3 WT12", n.Read("GET /WT2?PageToken=PA-WT1-1z WT3 WT12"))
	assert.Equal(t, []string{a, b}, resttest.FindSIDs(a+" "+b+" "+queue+" WT1", 2))

	plain := resttest.Names{}
	assert.Equal(t, "Invalid value 'PAWT1'", plain.Write("Invalid value 'PA"+a+"'"), "a token that is refused")
}
