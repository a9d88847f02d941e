package rest

import (
	"time"

	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/taskrouter"
)

func (c *call) renderActivity(o *object, a taskrouter.Activity) {
	c.head(o)
	rest.AddSID(o, "sid", a.SID)
	o.String("friendly_name", a.FriendlyName)
	o.Bool("available", a.Available)
	o.Date("date_created", a.DateCreated)
	o.Date("date_updated", a.DateUpdated)
	c.url(o, "url", "/Activities/", a.SID.String())
	o.Object("links", c.workspaceLink)
}

func (c *call) showActivity(status int, s taskrouter.ActivitySID) (answer, error) {
	a, err := lookup(c, Reader.Activity, s)
	if err != nil {
		return answer{}, err
	}
	var o object
	c.renderActivity(&o, a)
	return c.one(status, &o)
}

func (c *call) fetchActivity(s taskrouter.ActivitySID) (answer, error) { return c.showActivity(ok, s) }

func (c *call) listActivities() (answer, error) {
	name, available := c.Params.Text("FriendlyName"), c.Params.OptFlag("Available")
	return list(c, listing[sid.Activity, taskrouter.Activity]{
		key: "activities", all: Reader.Activities, get: Reader.Activity,
		after: Reader.ActivitiesAfter, before: Reader.ActivitiesBefore,
		sid:  func(a *taskrouter.Activity) taskrouter.ActivitySID { return a.SID },
		date: func(a *taskrouter.Activity) time.Time { return a.DateCreated },
		keep: func(_ Reader, a *taskrouter.Activity) bool {
			return (name == "" || a.FriendlyName == name) && (available == nil || a.Available == *available)
		},
	}, nil, c.renderActivity)
}

func (c *call) createActivity() (answer, error) {
	p := &c.Params
	events, err := c.apply(&taskrouter.CreateActivity{FriendlyName: p.Required("FriendlyName"), Available: p.Flag("Available")})
	if err != nil {
		return answer{}, err
	}
	a, _ := taskrouter.Find(events, taskrouter.ActivityCreated).Activity()
	return c.showActivity(created, a.SID)
}

func (c *call) updateActivity(s taskrouter.ActivitySID) (answer, error) {
	if err := c.do(&taskrouter.UpdateActivity{SID: s, FriendlyName: c.Params.OptText("FriendlyName")}); err != nil {
		return answer{}, err
	}
	return c.showActivity(ok, s)
}

func (c *call) deleteActivity(s taskrouter.ActivitySID) (answer, error) {
	return c.remove(&taskrouter.DeleteActivity{SID: s})
}
