package rest

import (
	"net/http"
	"strings"
)

// Endpoint answers one method of one path. The error is an [*Error], or another
// one that the service's Translate turns into one.
type Endpoint func(r *Request) (Answer, error)

// Route is a path with the endpoints of its methods; nil is a method that it does
// not have. Segments in braces, such as "{WorkspaceSid}", take any one segment,
// and what a path has literally comes first: ".../Workers/Statistics" is no
// worker. Parameters are numbered from the left.
type Route struct {
	Path              string
	Get, Post, Delete Endpoint

	// JSON says that Post takes a JSON body in place of a form.
	JSON bool
}

// endpoint returns what answers a method.
func (r *Route) endpoint(method string) Endpoint {
	switch method {
	case http.MethodGet:
		return r.Get
	case http.MethodPost:
		return r.Post
	case http.MethodDelete:
		return r.Delete
	}
	return nil
}

// allowed lists the methods, for the header Allow.
func (r *Route) allowed() string {
	var list []string
	for _, m := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
		if r.endpoint(m) != nil {
			list = append(list, m)
		}
	}
	return strings.Join(list, ", ")
}

// tree finds routes by their segments.
type tree struct {
	literal map[string]*tree
	any     *tree
	route   *Route
}

func newTree(routes []Route) *tree {
	root := &tree{}
	for i := range routes {
		at := root
		for segment := range strings.SplitSeq(strings.TrimPrefix(routes[i].Path, "/"), "/") {
			at = at.child(segment)
		}
		at.route = &routes[i]
	}
	return root
}

func (t *tree) child(segment string) *tree {
	if strings.HasPrefix(segment, "{") {
		if t.any == nil {
			t.any = &tree{}
		}
		return t.any
	}
	if t.literal == nil {
		t.literal = map[string]*tree{}
	}
	if t.literal[segment] == nil {
		t.literal[segment] = &tree{}
	}
	return t.literal[segment]
}

// maxParameters is how many segments in braces a path has at most.
const maxParameters = 4

// find returns the route of a path and what stands for its parameters. A segment
// that is there literally is never taken for a parameter: no SID looks like one.
func (t *tree) find(path string) (route *Route, parameters [maxParameters]string) {
	n := 0
	rest, ok := strings.CutPrefix(path, "/")
	for ok {
		var segment string
		segment, rest, ok = strings.Cut(rest, "/")
		if next := t.literal[segment]; next != nil {
			t = next
			continue
		}
		if t.any == nil || segment == "" {
			return nil, parameters
		}
		t, parameters[n] = t.any, segment
		n++
	}
	return t.route, parameters
}
