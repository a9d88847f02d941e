package driver_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/taskrouter"
)

// An action that the host fails at becomes the report that it came to nothing,
// and the call goes on, or ends.
func TestActionsThatFail(t *testing.T) {
	tests := []struct {
		name, document string
		fails          string
		want           []string
		alerts         int
	}{
		{"answer", `<Say>Hello.</Say>`, "answer", []string{"answer"}, 1},
		{"say", `<Say>Hello.</Say><Say>Bye.</Say>`, "say Hello.", []string{"answer", "say Hello.", "say Bye.", "hangup"}, 2},
		{"play", `<Play>x.wav</Play><Say>Bye.</Say>`, "play", []string{"answer", "play", "say Bye.", "hangup"}, 2},
		{"gather", `<Gather action="/in"/><Say>Bye.</Say>`, "gather", []string{"answer", "gather", "say Bye.", "hangup"}, 1},
		{"dial", `<Dial><Number>+15550009</Number></Dial><Say>Bye.</Say>`, "dial +15550009", []string{"answer", "dial +15550009", "say Bye.", "hangup"}, 1},
		{"record", `<Record action="/in"/><Say>Bye.</Say>`, "record", []string{"answer", "record", "say Bye.", "hangup"}, 1},
		{"start recording", `<Start><Recording/></Start><Say>Bye.</Say>`, "startrecording", []string{"answer", "startrecording", "say Bye.", "hangup"}, 1},
		{"pause", `<Pause/><Say>Bye.</Say>`, "pause", []string{"answer", "pause", "stop", "say Bye.", "hangup"}, 1},
	}
	for _, tt := range tests {
		for _, how := range []string{"error", "panic"} {
			t.Run(tt.name+" by "+how, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					h := open(t, nil)
					h.serve("/in", tt.document)
					h.phones.on = func(_ context.Context, a voice.Action) error {
						if a, ok := a.(*voice.Say); ok && tt.fails != describe(a) {
							time.AfterFunc(time.Second, func() { _ = h.Step(bg, &voice.Played{Op: a.Op}) })
						}
						if describe(a) != tt.fails {
							return nil
						}
						if how == "panic" {
							panic("broken")
						}
						return errors.New("broken")
					}
					h.arrive("/in")
					time.Sleep(5 * time.Second)
					synctest.Wait()
					said := h.phones.take()
					for _, line := range tt.want {
						if line != "stop" {
							assert.Contains(t, said, line)
						}
					}
					alerts := 0
					for _, line := range h.saw() {
						if line == "alert 12400" || line == "alert 11200" {
							alerts++
						}
					}
					assert.Equal(t, tt.alerts, alerts)
					assert.Zero(t, h.Len())
					h.close()
				})
			})
		}
	}
}

// A host that does not come back is let go by its context; until then only its
// own call waits.
func TestHostThatIsSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, nil)
		h.serve("/in", `<Say>Hello.</Say>`)
		var late atomic.Int32
		var first atomic.Bool
		h.phones.on = func(ctx context.Context, a voice.Action) error {
			if _, ok := a.(*voice.Answer); ok && first.CompareAndSwap(false, true) {
				<-ctx.Done()
				late.Add(1)
				return ctx.Err()
			}
			return nil
		}
		h.arrive("/in")
		synctest.Wait()
		h.arrive("/in")
		synctest.Wait()
		assert.Equal(t, []string{"answer", "answer", "say Hello."}, h.phones.take())
		time.Sleep(driver.DefaultMediaTimeout)
		synctest.Wait()
		assert.EqualValues(t, 1, late.Load())
		assert.Equal(t, 1, h.Len(), "a call that cannot be answered is over")
		h.close()
	})
}

// A host that never gets to the actions of a call costs a bounded amount.
func TestCallOfAHostThatIsStuckIsHungUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(c *driver.Config) { c.MediaTimeout = 24 * time.Hour })
		h.serve("/in", `<Pause/><Redirect/>`)
		h.phones.on = func(ctx context.Context, a voice.Action) error {
			if _, ok := a.(*voice.Answer); ok {
				<-ctx.Done()
			}
			return nil
		}
		h.arrive("/in")
		time.Sleep(time.Duration(driver.MaxPending+10) * time.Second)
		synctest.Wait()
		assert.Zero(t, h.Len())
		assert.Contains(t, h.saw(), "alert 12400")
		assert.Equal(t, []string{"answer"}, h.phones.take())
		h.close()
		lines := h.phones.take()
		assert.Equal(t, "hangup", lines[len(lines)-1])
		assert.LessOrEqual(t, len(lines), driver.MaxPending+1)
	})
}

// One that observes slowly loses what does not fit, and is told how many; a panic
// of it is survived.
func TestObserverThatIsSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := make(chan struct{})
		var got []int
		h := open(t, func(c *driver.Config) {
			c.Backlog = 3
			c.Observe = func(o driver.Observation) {
				got = append(got, o.Lost)
				<-gate
				if len(got) == 2 {
					panic("oops")
				}
			}
		})
		activity := func(n int) {
			h.apply(&taskrouter.CreateActivity{FriendlyName: fmt.Sprint("A", n)})
			synctest.Wait()
		}
		for n := range 6 {
			activity(n) // one is told, three wait, two are lost
		}
		gate <- struct{}{}
		synctest.Wait()
		activity(6)
		close(gate)
		synctest.Wait()
		require.Len(t, got, 5)
		assert.Equal(t, []int{0, 0, 0, 0, 2}, got)
		h.close()
	})
}

// A conference that the host does not get to is ended, and everybody in it parts.
func TestConferenceOfAHostThatIsStuckIsEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, func(c *driver.Config) { c.MediaTimeout = 24 * time.Hour })
		h.serve("/in", `<Dial><Conference beep="true" waitUrl="">room</Conference></Dial><Pause length="1"/><Redirect/>`)
		var room atomic.Pointer[voice.ConferenceSID]
		h.phones.on = func(ctx context.Context, a voice.Action) error {
			switch a := a.(type) {
			case *voice.Join:
				room.CompareAndSwap(nil, &a.Conference)
			case *voice.Beep:
				<-ctx.Done()
			}
			return nil
		}
		first := h.arrive("/in")
		h.arrive("/in")
		synctest.Wait()
		require.NotNil(t, room.Load())
		update := func(muted bool) error {
			return h.Step(bg, &voice.UpdateParticipant{Conference: *room.Load(), Call: first, Muted: &muted})
		}
		for n := range driver.MaxPending + 10 {
			if err := update(n%2 == 0); err != nil {
				require.ErrorIs(t, err, voice.ErrConference)
				break
			}
		}
		synctest.Wait()
		require.ErrorIs(t, update(true), voice.ErrConference, "it is over")
		alerts := 0
		for _, line := range h.saw() {
			if line == "alert 12400" {
				alerts++
			}
		}
		assert.Positive(t, alerts)
		h.close()
		assert.Len(t, only(h.phones.take(), "part"), 2)
	})
}
