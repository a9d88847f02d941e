package callback_test

import (
	"context"
	"errors"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/callback"
	"github.com/goacd/acd/taskrouter"
)

// minimal is the least that an event needs.
func minimal() url.Values {
	return url.Values{
		"EventType":    {"worker.activity.update"},
		"AccountSid":   {"AC00000000000000000000000000000001"},
		"WorkspaceSid": {"WS00000000000000000000000000000002"},
		"Sid":          {"EV00000000000000000000000000000003"},
		"Timestamp":    {"1772442000"},
	}
}

func TestParseEvent(t *testing.T) {
	values := minimal()
	for name, value := range map[string]string{
		"WorkerActivitySid": activity, "WorkerTimeInPreviousActivity": "61", "WorkerTimeInPreviousActivityMs": "61234",
		"TaskCanceledReason": "hangup", "Unknown": "kept", "TaskAge": "", "TaskSid": "", "WorkerVersion": "7",
	} {
		values.Set(name, value)
	}
	ev, err := callback.ParseEvent(values)
	require.NoError(t, err)
	assert.Equal(t, taskrouter.WorkerActivityUpdate, ev.Type)
	assert.Equal(t, time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), ev.At)
	assert.Equal(t, 61234*time.Millisecond, ev.TimeInPreviousActivity)
	assert.Equal(t, activity, ev.ActivitySID.String())
	assert.Equal(t, "hangup", ev.TaskReason)
	assert.Equal(t, 7, ev.WorkerVersion)
	assert.Equal(t, "kept", ev.Parameters.Get("Unknown"))

	values.Set("TimestampMs", "1772442000250")
	values.Del("Timestamp")
	values.Set("EventType", "something.new")
	ev, err = callback.ParseEvent(values)
	require.NoError(t, err)
	assert.Equal(t, 250*time.Millisecond, ev.At.Sub(ev.At.Truncate(time.Second)))
	assert.Equal(t, taskrouter.EventType("something.new"), ev.Type)
}

func TestParseEventProblems(t *testing.T) {
	tests := []struct{ name, value, want string }{
		{"EventType", "", "EventType is missing: want a type of events, such as task.created"},
		{"AccountSid", "", "AccountSid is missing: want a SID: AC and 32 hexadecimal digits"},
		{"WorkspaceSid", "WS1", `WorkspaceSid "WS1": want a SID: WS and 32 hexadecimal digits`},
		{"Sid", "", "Sid is missing: want a SID: EV and 32 hexadecimal digits"},
		{"Timestamp", "", "Timestamp is missing: want seconds since 1970"},
		{"Timestamp", "-1", `Timestamp "-1": want an integer from 0 to 253402300799`},
		{"TimestampMs", "1e9", `TimestampMs "1e9": want an integer from 0 to 253402300799000`},
		{"TaskSid", activity, `TaskSid "` + activity + `": want a SID: WT and 32 hexadecimal digits`},
		{"TaskAttributes", "[]", `TaskAttributes "[]": want a JSON object`},
		{"WorkerAttributes", `{"a":`, `WorkerAttributes "{\"a\":": want a JSON object`},
		{"TaskAge", "9223372037", `TaskAge "9223372037": want an integer from 0 to 9223372036`},
		{"TaskPriority", "high", `TaskPriority "high": want an integer from 0 to 2147483647`},
	}
	for _, tt := range tests {
		values := minimal()
		values.Set(tt.name, tt.value)
		ev, err := callback.ParseEvent(values)
		require.ErrorIs(t, err, &callback.Error{Kind: callback.KindRequest})
		assert.Equal(t, "callback: parse: event: "+tt.want, err.Error())
		assert.Nil(t, ev)
	}
	_, err := callback.ParseEvent(nil)
	bad, _ := errors.AsType[*callback.Error](err)
	require.NotNil(t, bad)
	assert.Len(t, bad.Problems, 5, "all of them")
}

func TestEventHandler(t *testing.T) {
	form := minimal().Encode()
	tests := []struct {
		name   string
		f      callback.EventFunc
		form   string
		status int
		kind   callback.Kind
	}{
		{"done", func(context.Context, *callback.Event) error { return nil }, form, 204, ""},
		{"an error", func(context.Context, *callback.Event) error { return errBoom }, form, 500, callback.KindFunction},
		{"a panic", func(context.Context, *callback.Event) error { panic(errBoom) }, form, 500, callback.KindPanic},
		{"no event", func(context.Context, *callback.Event) error { return nil }, "a=b", 400, callback.KindRequest},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			told := &reports{}
			h, err := callback.NewEventHandler(callback.HandlerConfig{Verifier: verifier(), OnError: told.add}, tt.f)
			require.NoError(t, err)
			w := do(h, post(tt.form))
			assert.Equal(t, tt.status, w.Code)
			if tt.kind == "" {
				assert.Empty(t, w.Body.String())
				assert.Empty(t, w.Header())
				return
			}
			assert.Equal(t, tt.kind, told.take()[0].Kind)
		})
	}
	t.Run("slow", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			h, err := callback.NewEventHandler(callback.HandlerConfig{Verifier: verifier()}, func(ctx context.Context, _ *callback.Event) error {
				<-ctx.Done()
				return ctx.Err()
			})
			require.NoError(t, err)
			began := time.Now()
			assert.Equal(t, 503, do(h, post(form)).Code)
			assert.Equal(t, callback.DefaultEventTimeout, time.Since(began))
		})
	})
}
