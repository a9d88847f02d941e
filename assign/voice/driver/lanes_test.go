package driver

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/internal/sid"
)

func callSID(n byte) voice.CallSID { return sid.FromBytes[sid.Call]([16]byte{n}) }

// Random actions of one and two calls: for every call they come in the order in
// which they were added, one at a time, and different calls do not wait.
func TestLanesKeepTheOrderOfEachCall(t *testing.T) {
	for seed := range uint64(20) {
		t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				random := rand.New(rand.NewPCG(seed, 0))
				var mu sync.Mutex
				var work sync.WaitGroup
				busy, got, want := map[key]bool{}, map[key][]voice.Action{}, map[key][]voice.Action{}
				l := lanes{work: &work, byKey: map[key]*lane{}}
				l.run = func(a voice.Action) {
					mu.Lock()
					for _, k := range keysOf(a) {
						assert.False(t, busy[k], "two at a time")
						busy[k] = true
						got[k] = append(got[k], a)
					}
					length := time.Duration(random.IntN(3)) * time.Millisecond
					mu.Unlock()
					time.Sleep(length)
					mu.Lock()
					for _, k := range keysOf(a) {
						busy[k] = false
					}
					mu.Unlock()
				}
				for range 500 {
					mu.Lock()
					a, b := callSID(byte(1+random.IntN(6))), callSID(byte(1+random.IntN(6)))
					var action voice.Action = &voice.Say{Call: a}
					if a != b {
						action = &voice.Bridge{Caller: a, Agent: b}
					}
					mu.Unlock()
					for _, k := range keysOf(action) {
						want[k] = append(want[k], action)
					}
					require.Empty(t, l.add(action, keysOf(action), false))
				}
				work.Wait()
				assert.Equal(t, len(want), len(got))
				for k := range want {
					assert.True(t, slices.Equal(want[k], got[k]), "seed %d: another order", seed)
				}
				assert.Empty(t, l.byKey, "nothing is kept")
			})
		})
	}
}

func TestCallsDoNotWaitForOneAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var work sync.WaitGroup
		l := lanes{work: &work, byKey: map[key]*lane{}, run: func(voice.Action) { time.Sleep(time.Second) }}
		began := time.Now()
		for n := range 50 {
			a := &voice.Say{Call: callSID(byte(1 + n))}
			l.add(a, keysOf(a), false)
		}
		work.Wait()
		assert.Equal(t, time.Second, time.Since(began))
	})
}
