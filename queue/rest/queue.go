package rest

import (
	"net/http"
	"strings"
	"time"

	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/queue"
)

// renderQueue writes a queue (rest.md §12).
func (e *endpoints) renderQueue(o *rest.Object, q queue.Queue) {
	rest.AddSID(o, "account_sid", e.account)
	o.Seconds("average_wait_time", q.AverageWaitTime)
	o.Int("current_size", q.CurrentSize)
	o.Date2010("date_created", q.DateCreated)
	o.Date2010("date_updated", q.DateUpdated)
	o.String("friendly_name", q.FriendlyName)
	o.Int("max_size", q.MaxSize)
	rest.AddSID(o, "sid", q.SID)
	o.URL("uri", e.base, q.SID.String()+".json")
}

func (e *endpoints) showQueue(status int, q queue.Queue) (rest.Answer, error) {
	var o rest.Object
	e.renderQueue(&o, q)
	return rest.Answer{Status: status, Body: o.Bytes()}, nil
}

// queueAt is the queue that the path ends with.
func queueAt(r *rest.Request, n int) (queue.QueueSID, error) {
	text, ok := resource(r, n)
	if !ok {
		return queue.QueueSID{}, r.NotFound()
	}
	return queueNamed(r, text)
}

func queueNamed(r *rest.Request, text string) (queue.QueueSID, error) {
	s, err := queue.ParseQueueSID(text)
	if err != nil {
		return queue.QueueSID{}, r.NotFound()
	}
	return s, nil
}

func (e *endpoints) createQueue(r *rest.Request) (rest.Answer, error) {
	p := queue.CreateQueue{FriendlyName: r.Params.Required("FriendlyName"), MaxSize: r.Params.OptInt("MaxSize")}
	if strings.TrimSpace(p.FriendlyName) == "" { // counts as missing (queue.md §2.3)
		r.Params.Fail(rest.Invalid("Missing required parameter FriendlyName in the post body"))
	}
	if err := r.Params.Err(); err != nil {
		return rest.Answer{}, err
	}
	q, err := e.queues.CreateQueue(r.HTTP.Context(), p)
	if err != nil {
		return rest.Answer{}, err
	}
	return e.showQueue(http.StatusCreated, q)
}

func (e *endpoints) fetchQueue(r *rest.Request) (rest.Answer, error) {
	s, err := queueAt(r, 1)
	if err != nil {
		return rest.Answer{}, err
	}
	var q queue.Queue
	err = e.queues.View(r.HTTP.Context(), func(now time.Time, v Reader) (err error) {
		q, err = v.Fetch(now, s)
		return err
	})
	if err != nil {
		return rest.Answer{}, err
	}
	return e.showQueue(http.StatusOK, q)
}

func (e *endpoints) updateQueue(r *rest.Request) (rest.Answer, error) {
	s, err := queueAt(r, 1)
	if err != nil {
		return rest.Answer{}, err
	}
	p := queue.UpdateQueue{FriendlyName: r.Params.OptText("FriendlyName"), MaxSize: r.Params.OptInt("MaxSize")}
	if err := r.Params.Err(); err != nil {
		return rest.Answer{}, err
	}
	q, err := e.queues.UpdateQueue(r.HTTP.Context(), s, p)
	if err != nil {
		return rest.Answer{}, err
	}
	return e.showQueue(http.StatusOK, q)
}

func (e *endpoints) deleteQueue(r *rest.Request) (rest.Answer, error) {
	s, err := queueAt(r, 1)
	if err != nil {
		return rest.Answer{}, err
	}
	if err := e.queues.DeleteQueue(r.HTTP.Context(), s); err != nil {
		return rest.Answer{}, err
	}
	return rest.NoContent()
}

// byCreation orders queues by date, then SID (rest.md §4).
var byCreation = rest.Ordering{Parts: 1}

func queueKey(q *queue.Queue) rest.Key {
	k := rest.Key{SID: q.SID.Bytes()}
	k.Parts[0].Number = q.DateCreated.UnixNano()
	return k
}

func (e *endpoints) listQueues(r *rest.Request) (rest.Answer, error) {
	page, err := r.Page()
	if err != nil {
		return rest.Answer{}, err
	}
	filter := queue.Filter{FriendlyName: r.Params.Text("FriendlyName")}
	if err := r.Params.Err(); err != nil {
		return rest.Answer{}, err
	}
	var picked rest.Selected[queue.Queue]
	err = e.queues.View(r.HTTP.Context(), func(now time.Time, v Reader) error {
		s, err := rest.NewSelection[sid.Queue, queue.Queue](&page, &byCreation, func(id queue.QueueSID) (rest.Key, bool) {
			q, err := v.Fetch(now, id)
			return queueKey(&q), err == nil
		})
		if err != nil {
			return err
		}
		for q := range v.Queues(now, filter) {
			k := queueKey(&q)
			if s.Past(&k) {
				break
			}
			if s.Wants(&k) {
				s.Add(k, q)
			}
		}
		picked = s.Done()
		return nil
	})
	if err != nil {
		return rest.Answer{}, err
	}
	return rest.Envelope2010[sid.Queue](r, picked, "queues", e.renderQueue)
}
