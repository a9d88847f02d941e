package voicetest_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/voicetest"
	"github.com/goacd/acd/taskrouter"
)

// day lets 500 people call a contact center of ten between nine and five, with
// chance from one seed.
func day(t *testing.T, seed uint64) *voicetest.Network {
	net := center(t, voicetest.Config{Seed: seed, Workspace: taskrouter.Config{WrapUpTime: 20 * time.Second}, Unchecked: true})
	seconds := func(r *rand.Rand, mean int) time.Duration {
		return time.Duration(1+r.ExpFloat64()*float64(mean)) * time.Second
	}
	for i := range 10 {
		net.Worker(fmt.Sprintf("Agent %d", i), "").Chooses(func(r *rand.Rand, m *voicetest.Manners) {
			m.Rings = seconds(r, 4)
			if r.IntN(20) == 0 {
				m.Pickup = voicetest.Silent
			}
		})
	}
	arrivals := rand.New(rand.NewPCG(seed, 1))
	for i := range 500 {
		net.Person(fmt.Sprintf("+1555%07d", i)).Chooses(func(r *rand.Rand, m *voicetest.Manners) {
			m.Talks, m.Patience = seconds(r, 360), seconds(r, 120)
		}).CallsIn(time.Duration(arrivals.Int64N(int64(8*time.Hour))), line)
	}
	net.Run()
	return net
}

// TestADayOf500Calls plays a day twice: the same seed is the same day, to the
// last line, and another seed is another one.
func TestADayOf500Calls(t *testing.T) {
	first := day(t, 7)
	text := first.Transcript()
	require.Equal(t, text, day(t, 7).Transcript())
	assert.NotEqual(t, text, day(t, 8).Transcript())
	assert.Empty(t, first.Left())
	results := results(first)
	require.Len(t, results, 500)
	served := 0
	for _, r := range results {
		if r == "bridged" {
			served++
		}
	}
	assert.Len(t, first.Conversations(), served)
	assert.Greater(t, served, 300)
	assert.Less(t, served, 500)
	for task := range first.Engine().Tasks() {
		assert.NotContains(t, []taskrouter.TaskStatus{taskrouter.TaskStatusPending, taskrouter.TaskStatusReserved, taskrouter.TaskStatusAssigned}, task.AssignmentStatus)
	}
	assert.NotContains(t, text, "unreachable")
	assert.Equal(t, 500, strings.Count(text, " calls "+line))
	assert.NoError(t, first.Machine().Check())
	assert.NoError(t, first.Engine().Check())
	assert.Empty(t, first.Requests(voice.ForWait))
}
