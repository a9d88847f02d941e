package taskrouter

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fill sets every field of a command to something that is not its zero value.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(shiftStart.Add(time.Duration(*n))))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), n)
			}
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.String:
		v.SetString(fmt.Sprintf("text %d <&> \u2028 \"ü\"", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	default:
		panic(v.Type().String())
	}
}

// fillSIDs gives every SID of a command a value.
func fillSIDs(v reflect.Value, n *int) {
	type reader interface{ UnmarshalText([]byte) error }
	for _, f := range v.Fields() {
		if f.Kind() == reflect.Pointer {
			f = f.Elem()
		}
		if !strings.HasPrefix(f.Type().String(), "sid.SID[") {
			continue
		}
		*n++
		var done bool
		for _, prefix := range []string{"WA", "TC", "WQ", "WW", "WK", "WT", "WR", "CA", "TT"} {
			if f.Addr().Interface().(reader).UnmarshalText(fmt.Appendf(nil, "%s%032x", prefix, *n)) == nil {
				done = true
			}
		}
		if !done {
			panic(f.Type().String())
		}
	}
}

// TestCommandsRoundTrip writes and reads every command, with nothing set and
// with everything set.
func TestCommandsRoundTrip(t *testing.T) {
	require.Len(t, commandTypes, 34)
	for name, typ := range commandTypes {
		t.Run(name, func(t *testing.T) {
			empty := reflect.New(typ).Interface().(Command)
			require.True(t, isCommand(empty))
			full := reflect.New(typ).Interface().(Command)
			n := 0
			fill(reflect.ValueOf(full).Elem(), &n)
			fillSIDs(reflect.ValueOf(full).Elem(), &n)
			for _, c := range []Command{empty, full} {
				text, err := MarshalCommand(c)
				require.NoError(t, err)
				assert.True(t, strings.HasPrefix(string(text), `{"command":"`+name+`","body":{`), "%s", text)
				back, err := UnmarshalCommand(text)
				require.NoError(t, err, "%s", text)
				assert.Equal(t, c, back)
				again, err := MarshalCommand(back)
				require.NoError(t, err)
				assert.Equal(t, string(text), string(again))
			}
			_, err := MarshalCommand(reflect.Zero(reflect.PointerTo(typ)).Interface().(Command))
			assert.ErrorIs(t, err, ErrInvalid, "a nil pointer")
		})
	}
}

func TestMarshalCommand(t *testing.T) {
	text, err := MarshalCommand(&UpdateWorker{SID: noWorker, IfVersion: new(0), Attributes: new("")})
	require.NoError(t, err)
	assert.Equal(t, `{"command":"UpdateWorker","body":{"SID":"WK`+nowhere+`","IfVersion":0,"Attributes":""}}`, string(text),
		"what is given is written, even if it is zero")

	for _, tt := range []struct {
		name string
		cmd  Command
		want string
	}{
		{"nil", nil, "a nil command cannot be written"},
		{"a stranger", &stranger{&Advance{}}, "unknown command *taskrouter.stranger"},
		{"a stranger's value", stranger{&Advance{}}, "unknown command taskrouter.stranger"},
		{"a time that JSON cannot write", &CreateTask{VirtualStartTime: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}, "CreateTask: cannot be written"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := MarshalCommand(tt.cmd)
			assert.ErrorIs(t, err, ErrInvalid)
			assert.Contains(t, err.Error(), tt.want)
		})
	}
}

// TestUnmarshalCommandIsStrict reads nothing in part.
func TestUnmarshalCommandIsStrict(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", "", `want {"command": …, "body": …}`},
		{"no object", "7", `want {"command": …, "body": …}`},
		{"text after it", `{"command":"Advance","body":{}} x`, "text after the value"},
		{"an unknown key", `{"command":"Advance","body":{},"at":1}`, `unknown field "at"`},
		{"no command", `{"body":{}}`, `unknown command ""`},
		{"an unknown command", `{"command":"Explode","body":{}}`, `unknown command "Explode"`},
		{"no body", `{"command":"Advance"}`, "Advance: cannot be read"},
		{"null for a body", `{"command":"Advance","body":null}`, "the body is no object"},
		{"a list for a body", `{"command":"Advance","body":[]}`, "cannot be read"},
		{"an unknown field", `{"command":"Advance","body":{"Now":1}}`, `unknown field "Now"`},
		{"a SID of another kind", `{"command":"DeleteTask","body":{"SID":"WK` + nowhere + `"}}`, "DeleteTask: cannot be read"},
		{"a number too large", `{"command":"CreateTask","body":{"Priority":9223372036854775808}}`, "CreateTask: cannot be read"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := UnmarshalCommand([]byte(tt.text))
			assert.Nil(t, c)
			assert.ErrorIs(t, err, ErrInvalid)
			require.Error(t, err)
			assert.Contains(t, err.Error(), tt.want)
		})
	}
	c, err := UnmarshalCommand(fmt.Appendf(nil, ` {"command":"CreateTask","body":{"Timeout":%d}} `, math.MaxInt64))
	require.NoError(t, err)
	assert.Equal(t, &CreateTask{Timeout: math.MaxInt64}, c)
}

// FuzzUnmarshalCommand reads any text without a panic; what it reads is written
// and read again as the same.
func FuzzUnmarshalCommand(f *testing.F) {
	for _, c := range []Command{
		&Advance{}, &CreateTask{SID: noTask, Attributes: `{"a":1}`, Timeout: time.Minute},
		&UpdateReservation{SID: noReservation, ReservationStatus: "accepted", IfVersion: new(1)},
		&CreateTaskQueue{FriendlyName: "Q", TargetWorkers: new("")},
	} {
		text, err := MarshalCommand(c)
		require.NoError(f, err)
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := UnmarshalCommand(data)
		if err != nil {
			return
		}
		text, err := MarshalCommand(c)
		if err != nil {
			t.Fatalf("%q was read as %#v, which cannot be written: %v", data, c, err)
		}
		back, err := UnmarshalCommand(text)
		if err != nil {
			t.Fatalf("%q was written as %q, which cannot be read: %v", data, text, err)
		}
		again, err := MarshalCommand(back)
		if err != nil || string(again) != string(text) {
			t.Fatalf("%q was written as %q and then as %q: %v", data, text, again, err)
		}
	})
}
