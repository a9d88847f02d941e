package driver

import (
	"context"

	"github.com/goacd/acd/assign/voice"
)

// Call makes a call, as [voice.PlaceCall] says; a zero Call is given a SID. The
// result is its SID, from which the host's Dial and everything else goes on. The
// error is one of [Driver.Step]. A driver that shuts down makes none.
func (d *Driver) Call(ctx context.Context, p voice.PlaceCall) (voice.CallSID, error) {
	if p.Call.IsZero() {
		p.Call = d.NewCallSID()
	}
	if err := d.Step(ctx, &p); err != nil {
		return voice.CallSID{}, err
	}
	return p.Call, nil
}
