package rest

import (
	"net/http"
	"strconv"
	"time"

	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/taskrouter"
)

// Short names for what [Workspace.View] gives.
type (
	now     = time.Time
	breathe = func() bool
)

// Short names for what every endpoint is about.
type (
	object = rest.Object
	answer = rest.Answer
)

// call is a request about one workspace.
type call struct {
	*rest.Request
	h  *Handler
	ws *hosted
}

// in makes an endpoint of one about a workspace of the caller's.
func (h *Handler) in(f func(c *call) (answer, error)) rest.Endpoint {
	return func(r *rest.Request) (answer, error) {
		w := h.workspaces.find(r.Path(0), r.Account)
		if w == nil {
			return answer{}, r.NotFound()
		}
		return f(&call{Request: r, h: h, ws: w})
	}
}

func workspacePath(s taskrouter.WorkspaceSID) string { return "/v1/Workspaces/" + s.String() }

// apply carries out a command, if the parameters that it was made of are good.
func (c *call) apply(cmd taskrouter.Command) ([]taskrouter.Event, error) {
	if err := c.Params.Err(); err != nil {
		return nil, err
	}
	return c.ws.Apply(c.HTTP.Context(), cmd)
}

// do is apply for commands of which the events do not matter.
func (c *call) do(cmd taskrouter.Command) error {
	_, err := c.apply(cmd)
	return err
}

// remove answers a DELETE.
func (c *call) remove(cmd taskrouter.Command) (answer, error) {
	if err := c.do(cmd); err != nil {
		return answer{}, err
	}
	return rest.NoContent()
}

// read calls f with the workspace at rest; errors of f are the call's.
func (c *call) read(f func(v Reader, now time.Time) error) error {
	return c.ask(func(v view, now time.Time) error { return f(v.Reader, now) })
}

// ask is read for statistics.
func (c *call) ask(f func(v view, now time.Time) error) error {
	if err := c.Params.Err(); err != nil {
		return err
	}
	var refused error
	err := c.ws.View(func(v Reader, now time.Time, breathe breathe) {
		if v.Workspace().Deleted {
			refused = c.NotFound()
			return
		}
		refused = f(view{v, breathe}, now)
	})
	if err != nil {
		return err
	}
	return refused
}

// ifVersion is the version of If-Match for a command: nil for any, and one that
// nothing has for a text that is no version.
func (c *call) ifVersion() *int {
	version, ok := c.IfMatch()
	if !ok {
		return new(-1)
	}
	return version
}

// one answers with a resource: 200, or 201 for one that was created.
func (c *call) one(status int, o *object) (answer, error) {
	return answer{Status: status, Body: o.Bytes()}, nil
}

// versioned is one with the version as ETag: a bare integer (lifecycle.md §1.5).
func (c *call) versioned(status int, o *object, version int) (answer, error) {
	return answer{Status: status, Body: o.Bytes(), ETag: strconv.Itoa(version)}, nil
}

// head writes the identifiers that most resources have.
func (c *call) head(o *object) {
	o.String("account_sid", c.ws.owner)
	o.String("workspace_sid", c.ws.name)
}

// url writes the absolute URL of something in the workspace, by the parts of its
// path.
func (c *call) url(o *object, name string, parts ...string) {
	var all [6]string
	o.URL(name, append(append(all[:0], c.Base, c.ws.path), parts...)...)
}

// workspaceLink is what all resources have among their links.
func (c *call) workspaceLink(o *object) { c.url(o, "workspace") }

// seconds converts a parameter, of which nil is absent.
func seconds(n *int) *time.Duration {
	if n == nil {
		return nil
	}
	return new(time.Duration(*n) * time.Second)
}

const created, ok = http.StatusCreated, http.StatusOK
