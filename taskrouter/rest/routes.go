package rest

import (
	"slices"

	"github.com/goacd/acd/internal/rest"
)

// ws is the path of a workspace.
const ws = "/v1/Workspaces/{WorkspaceSid}"

// routes is every path and method of the API (rest.md §9).
func (h *Handler) routes() []rest.Route {
	return slices.Concat(
		h.workspaceRoutes(), h.activityRoutes(), h.eventRoutes(), h.taskRoutes(), h.taskChannelRoutes(), h.taskQueueRoutes(), h.workerRoutes(), h.workflowRoutes(),
	)
}

func (h *Handler) workspaceRoutes() []rest.Route {
	return []rest.Route{
		{Path: "/v1/Workspaces", Get: h.listWorkspaces, Post: h.createWorkspace},
		{Path: ws, Get: h.in((*call).fetchWorkspace), Post: h.in((*call).updateWorkspace), Delete: h.in((*call).deleteWorkspace)},
		{Path: ws + "/Statistics", Get: h.in((*call).workspaceStatistics)},
		{Path: ws + "/RealTimeStatistics", Get: h.in((*call).workspaceRealTime)},
		{Path: ws + "/CumulativeStatistics", Get: h.in((*call).workspaceCumulative)},
	}
}

func (h *Handler) activityRoutes() []rest.Route {
	return []rest.Route{
		{Path: ws + "/Activities", Get: h.in((*call).listActivities), Post: h.in((*call).createActivity)},
		{
			Path: ws + "/Activities/{Sid}", Get: h.in(about((*call).fetchActivity)),
			Post: h.in(about((*call).updateActivity)), Delete: h.in(about((*call).deleteActivity)),
		},
	}
}

func (h *Handler) eventRoutes() []rest.Route {
	return []rest.Route{
		{Path: ws + "/Events", Get: h.in((*call).listEvents)},
		{Path: ws + "/Events/{Sid}", Get: h.in(about((*call).fetchEvent))},
	}
}

func (h *Handler) taskRoutes() []rest.Route {
	return []rest.Route{
		{Path: ws + "/Tasks", Get: h.in((*call).listTasks), Post: h.in((*call).createTask)},
		{
			Path: ws + "/Tasks/{Sid}", Get: h.in(about((*call).fetchTask)),
			Post: h.in(about((*call).updateTask)), Delete: h.in(about((*call).deleteTask)),
		},
		{Path: ws + "/Tasks/{TaskSid}/Reservations", Get: h.in(byTask((*call).listReservations))},
		{
			Path: ws + "/Tasks/{TaskSid}/Reservations/{Sid}",
			Get:  h.in(byTask((*call).fetchReservation)), Post: h.in(byTask((*call).updateReservation)),
		},
	}
}

func (h *Handler) taskChannelRoutes() []rest.Route {
	return []rest.Route{
		{Path: ws + "/TaskChannels", Get: h.in((*call).listTaskChannels), Post: h.in((*call).createTaskChannel)},
		{
			Path: ws + "/TaskChannels/{Sid}", Get: h.in((*call).fetchTaskChannel),
			Post: h.in((*call).updateTaskChannel), Delete: h.in((*call).deleteTaskChannel),
		},
	}
}

func (h *Handler) taskQueueRoutes() []rest.Route {
	return []rest.Route{
		{Path: ws + "/TaskQueues", Get: h.in((*call).listTaskQueues), Post: h.in((*call).createTaskQueue)},
		{
			Path: ws + "/TaskQueues/{Sid}", Get: h.in(about((*call).fetchTaskQueue)),
			Post: h.in(about((*call).updateTaskQueue)), Delete: h.in(about((*call).deleteTaskQueue)),
		},
		{Path: ws + "/TaskQueues/Statistics", Get: h.in((*call).listTaskQueuesStatistics)},
		{Path: ws + "/TaskQueues/RealTimeStatistics", Post: h.in((*call).bulkRealTime), JSON: true},
		{Path: ws + "/TaskQueues/{TaskQueueSid}/Statistics", Get: h.in(about((*call).taskQueueStatistics))},
		{Path: ws + "/TaskQueues/{TaskQueueSid}/RealTimeStatistics", Get: h.in(about((*call).taskQueueRealTime))},
		{Path: ws + "/TaskQueues/{TaskQueueSid}/CumulativeStatistics", Get: h.in(about((*call).taskQueueCumulative))},
	}
}

func (h *Handler) workerRoutes() []rest.Route {
	return []rest.Route{
		{Path: ws + "/Workers", Get: h.in((*call).listWorkers), Post: h.in((*call).createWorker)},
		{
			Path: ws + "/Workers/{Sid}", Get: h.in(about((*call).fetchWorker)),
			Post: h.in(about((*call).updateWorker)), Delete: h.in(about((*call).deleteWorker)),
		},
		{Path: ws + "/Workers/Statistics", Get: h.in((*call).workersStatistics)},
		{Path: ws + "/Workers/RealTimeStatistics", Get: h.in((*call).workersRealTime)},
		{Path: ws + "/Workers/CumulativeStatistics", Get: h.in((*call).workersCumulative)},
		{Path: ws + "/Workers/{WorkerSid}/Statistics", Get: h.in(about((*call).workerStatistics))},
		{Path: ws + "/Workers/{WorkerSid}/Channels", Get: h.in(about((*call).listWorkerChannels))},
		{
			Path: ws + "/Workers/{WorkerSid}/Channels/{Sid}",
			Get:  h.in(about((*call).fetchWorkerChannel)), Post: h.in(about((*call).updateWorkerChannel)),
		},
		{Path: ws + "/Workers/{WorkerSid}/Reservations", Get: h.in(byWorker((*call).listReservations))},
		{
			Path: ws + "/Workers/{WorkerSid}/Reservations/{Sid}",
			Get:  h.in(byWorker((*call).fetchReservation)), Post: h.in(byWorker((*call).updateReservation)),
		},
	}
}

func (h *Handler) workflowRoutes() []rest.Route {
	return []rest.Route{
		{Path: ws + "/Workflows", Get: h.in((*call).listWorkflows), Post: h.in((*call).createWorkflow)},
		{
			Path: ws + "/Workflows/{Sid}", Get: h.in(about((*call).fetchWorkflow)),
			Post: h.in(about((*call).updateWorkflow)), Delete: h.in(about((*call).deleteWorkflow)),
		},
		{Path: ws + "/Workflows/{WorkflowSid}/Statistics", Get: h.in(about((*call).workflowStatistics))},
		{Path: ws + "/Workflows/{WorkflowSid}/RealTimeStatistics", Get: h.in(about((*call).workflowRealTime))},
		{Path: ws + "/Workflows/{WorkflowSid}/CumulativeStatistics", Get: h.in(about((*call).workflowCumulative))},
	}
}
