package rest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/taskrouter/runner"
)

func TestTranslate(t *testing.T) {
	tests := []struct {
		name         string
		err          error
		status, code int
	}{
		{"not in progress", &voice.Error{Reason: voice.ReasonState, Code: 21220}, 400, 21220},
		{"a field that only the driver checks", fmt.Errorf("x: %w", &voice.Error{Reason: voice.ReasonInput}), 400, 20001},
		{"the driver's mistake", &voice.Error{Reason: voice.ReasonBusy}, 500, 20500},
		{"driver closed", driver.ErrClosed, 503, 20503},
		{"runner closed", fmt.Errorf("x: %w", runner.ErrClosed), 503, 20503},
		{"too late", context.DeadlineExceeded, 503, 20503},
		{"journal", &runner.JournalError{Err: errors.New("disk full")}, 503, 20503},
		{"panic", &runner.PanicError{}, 503, 20503},
		{"anything else", errors.New("x"), 500, 20500},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := translate(nil, tt.err)
			assert.Equal(t, tt.status, got.Status)
			assert.Equal(t, tt.code, got.Code)
		})
	}
}

func TestFormatted(t *testing.T) {
	for number, want := range map[string]string{
		"+13051416799": "(305) 141-6799", "+442071838750": "+442071838750", "+1305141679x": "+1305141679x",
		"client:12345": "client:12345", "+1": "+1", "": "",
	} {
		assert.Equal(t, want, formatted(number), number)
	}
}
