package assign

import (
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// DialReservation returns the document that bridges the worker's leg, on which
// it runs, with the caller of the task behind the reservation, and accepts the
// reservation once both are bridged (twiml.md §6.3):
//
//	<Response><Dial><Queue reservationSid="WR…" postWorkActivitySid="WA…"/></Dial></Response>
//
// An application sends it when it calls the worker itself, and from the URL of
// an instruction [Call]. A zero postWork leaves the worker's activity alone
// after the call. The document is the caller's to change: an action on the
// <Dial>, a whisper for the caller on the <Queue>.
func DialReservation(reservation taskrouter.ReservationSID, postWork taskrouter.ActivitySID) *twiml.Response {
	queue := &twiml.Queue{ReservationSID: twiml.Set(reservation.String())}
	if !postWork.IsZero() {
		queue.PostWorkActivitySID = twiml.Set(postWork.String())
	}
	return twiml.NewResponse(&twiml.Dial{Children: []twiml.DialChild{queue}})
}
