package rest

import (
	"time"

	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/taskrouter"
)

func (c *call) renderWorkflow(o *object, wf taskrouter.Workflow) {
	c.head(o)
	rest.AddSID(o, "sid", wf.SID)
	o.String("friendly_name", wf.FriendlyName)
	o.String("configuration", wf.Configuration)
	o.String("document_content_type", "application/json")
	o.Text("assignment_callback_url", wf.AssignmentCallbackURL)
	o.Text("fallback_assignment_callback_url", wf.FallbackAssignmentCallbackURL)
	o.Seconds("task_reservation_timeout", wf.TaskReservationTimeout)
	o.Date("date_created", wf.DateCreated)
	o.Date("date_updated", wf.DateUpdated)
	const all = "/Workflows/"
	id := wf.SID.String()
	c.url(o, "url", all, id)
	o.Object("links", func(o *object) {
		c.url(o, "cumulative_statistics", all, id, "/CumulativeStatistics")
		c.url(o, "real_time_statistics", all, id, "/RealTimeStatistics")
		c.url(o, "statistics", all, id, "/Statistics")
		c.workspaceLink(o)
	})
}

func (c *call) showWorkflow(status int, s taskrouter.WorkflowSID) (answer, error) {
	wf, err := lookup(c, Reader.Workflow, s)
	if err != nil {
		return answer{}, err
	}
	var o object
	c.renderWorkflow(&o, wf)
	return c.one(status, &o)
}

func (c *call) fetchWorkflow(s taskrouter.WorkflowSID) (answer, error) { return c.showWorkflow(ok, s) }

func (c *call) listWorkflows() (answer, error) {
	name := c.Params.Text("FriendlyName")
	return list(c, listing[sid.Workflow, taskrouter.Workflow]{
		key: "workflows", all: Reader.Workflows, get: Reader.Workflow,
		after: Reader.WorkflowsAfter, before: Reader.WorkflowsBefore,
		sid:  func(wf *taskrouter.Workflow) taskrouter.WorkflowSID { return wf.SID },
		date: func(wf *taskrouter.Workflow) time.Time { return wf.DateCreated },
		keep: func(_ Reader, wf *taskrouter.Workflow) bool { return name == "" || wf.FriendlyName == name },
	}, nil, c.renderWorkflow)
}

func (c *call) createWorkflow() (answer, error) {
	p := &c.Params
	events, err := c.apply(&taskrouter.CreateWorkflow{
		FriendlyName: p.Required("FriendlyName"), Configuration: p.Required("Configuration"),
		AssignmentCallbackURL: p.URL("AssignmentCallbackUrl"), FallbackAssignmentCallbackURL: p.URL("FallbackAssignmentCallbackUrl"),
		TaskReservationTimeout: time.Duration(p.Positive("TaskReservationTimeout")) * time.Second,
	})
	if err != nil {
		return answer{}, err
	}
	wf, _ := taskrouter.Find(events, taskrouter.WorkflowCreated).Workflow()
	return c.showWorkflow(created, wf.SID)
}

func (c *call) updateWorkflow(s taskrouter.WorkflowSID) (answer, error) {
	p := &c.Params
	err := c.do(&taskrouter.UpdateWorkflow{
		SID: s, FriendlyName: p.OptText("FriendlyName"), Configuration: p.OptText("Configuration"),
		AssignmentCallbackURL: p.OptURL("AssignmentCallbackUrl"), FallbackAssignmentCallbackURL: p.OptURL("FallbackAssignmentCallbackUrl"),
		TaskReservationTimeout: seconds(p.OptInt("TaskReservationTimeout")), ReEvaluateTasks: p.Flag("ReEvaluateTasks"),
	})
	if err != nil {
		return answer{}, err
	}
	return c.showWorkflow(ok, s)
}

func (c *call) deleteWorkflow(s taskrouter.WorkflowSID) (answer, error) {
	return c.remove(&taskrouter.DeleteWorkflow{SID: s})
}
