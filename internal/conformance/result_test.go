package conformance

import (
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/twilio/twilio-go/client"
	"github.com/twilio/twilio-go/client/metadata"
)

// result is what a method of the SDK returned.
type result[T any] struct {
	value T
	err   error
}

func got[T any](value T, err error) result[T] { return result[T]{value, err} }

// must wants success.
func (r result[T]) must(t *testing.T) T {
	t.Helper()
	require.NoError(t, r.err)
	return r.value
}

// refused wants a refusal, as the SDK decodes it.
func (r result[T]) refused(t *testing.T, status, code int, message string) {
	t.Helper()
	refused(t, r.err, status, code, message)
}

func refused(t *testing.T, err error, status, code int, message string) {
	t.Helper()
	var refusal *client.TwilioRestError
	require.True(t, errors.As(err, &refusal), "want a refusal, got %v", err)
	assert.Equal(t, status, refusal.Status)
	assert.Equal(t, code, refusal.Code)
	assert.Equal(t, message, refusal.Message)
}

// answered wants status and ETag of a method that returns them beside its value.
// An empty etag stands for none.
func answered[T any](t *testing.T, status int, etag string, r result[*metadata.ResourceMetadata[T]]) T {
	t.Helper()
	require.NoError(t, r.err)
	assert.Equal(t, status, r.value.GetStatusCode())
	assert.Equal(t, etag, r.value.GetHeader("Etag"))
	assert.Regexp(t, "^RQ[0-9a-f]{32}$", r.value.GetHeader("Twilio-Request-Id"))
	return r.value.GetResource()
}

// fetched wants the same from a method and from its twin that returns status and
// headers too.
func fetched[T any](t *testing.T, want T, etag string, plain result[*T], twin result[*metadata.ResourceMetadata[T]]) {
	t.Helper()
	assert.Equal(t, want, *plain.must(t))
	assert.Equal(t, want, answered(t, 200, etag, twin))
}

// sorted is the order of what was made at one instant (rest.md §4).
func sorted(sids ...string) []string { return slices.Sorted(slices.Values(sids)) }

// message is that of a refusal whose wording is nobody's business.
func (r result[T]) message(t *testing.T) string {
	t.Helper()
	var refusal *client.TwilioRestError
	require.True(t, errors.As(r.err, &refusal), "want a refusal, got %v", r.err)
	return refusal.Message
}
