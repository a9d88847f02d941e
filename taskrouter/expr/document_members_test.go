package expr

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMembersComeAsTheyStand(t *testing.T) {
	type member struct{ key, value string }
	tests := []struct {
		name, raw string
		want      []member
	}{
		{"none", " { } ", nil},
		{"every kind of value", `{"s":"a,}","n":-1.5e3,"b":true,"z":null,"a":[1,{"x":"]"}],"o":{"k":[]}}`, []member{
			{"s", `"a,}"`}, {"n", "-1.5e3"}, {"b", "true"}, {"z", "null"}, {"a", `[1,{"x":"]"}]`}, {"o", `{"k":[]}`},
		}},
		{"white space is not the value's", " {\n \"a\" :\t1 , \"b\" : \"x\" } ", []member{{"a", "1"}, {"b", `"x"`}}},
		{"escaped keys are resolved, values are not", `{"\u0061\n":"\u0062"}`, []member{{"a\n", `"\u0062"`}}},
		{"equal keys all come", `{"a":1,"a":2}`, []member{{"a", "1"}, {"a", "2"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := ParseDocument(tt.raw)
			require.NoError(t, err)
			var got []member
			for key, value := range d.Members() {
				got = append(got, member{key, value})
			}
			assert.Equal(t, tt.want, got)
		})
	}
	for range (Document{}).Members() {
		t.Error("the zero document has no members")
	}
}
