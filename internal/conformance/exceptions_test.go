package conformance

import "strings"

// absentHeaders are headers that the description has for every answer, and that
// the handlers do not send, with the reason. One that comes fails the run.
var absentHeaders = map[string]string{
	"X-Rate-Limit-Limit":     "rest.md §4, §5.1: a limit shows by 429 and Retry-After, which the vendor's pages describe; these headers they do not",
	"X-Rate-Limit-Remaining": "as X-Rate-Limit-Limit",
	"X-Rate-Limit-Config":    "as X-Rate-Limit-Limit",

	"Access-Control-Allow-Methods":     "rest.md §1: the answer to OPTIONS has it, which is where browsers look",
	"Access-Control-Allow-Headers":     "as Access-Control-Allow-Methods",
	"Access-Control-Allow-Credentials": "a browser refuses it beside Access-Control-Allow-Origin: *, which rest.md §1 has",
}

// withoutOrigin says why answers of the API of 2010 carry no headers for browsers,
// which the description has for them too.
const withoutOrigin = "rest.md §1: the answers of version 1 carry them; browsers do not call the API of 2010"

// relative are the addresses of the API of 2010. The description calls them URIs,
// and shows paths in its own examples: rest.md §4 and §12 have them relative to the
// host.
var relative = []string{"uri", "first_page_uri", "next_page_uri", "previous_page_uri", "subresource_uris"}

// withoutETag says why lists carry no ETag, which the description has for some.
const withoutETag = "rest.md §1: an ETag is the version of one resource; a list has none"

// unservedParameters are those with which nothing is answered well, with the
// reason. One that is served after all fails the run.
var unservedParameters = map[string]string{
	"CreateCall ApplicationSid":                   "there are no applications, whose documents it would name: use Url or Twiml",
	"UpdateTaskReservation PostWorkActivitySid":   "rest.md §9: deprecated, and refused in workspaces that are multitasking",
	"UpdateWorkerReservation PostWorkActivitySid": "as UpdateTaskReservation PostWorkActivitySid",
}

// exceptETag says whether an operation's answers carry an ETag, and why not where
// the description has one. rest.md §1: those that show one task, worker or
// reservation do; a list has no version.
func exceptETag(operation string) (required bool, why string) {
	verb, noun := cut(operation)
	switch noun {
	case "Task", "Worker", "TaskReservation", "WorkerReservation":
	default:
		return false, ""
	}
	switch verb {
	case "List":
		return false, withoutETag
	case "Delete":
		return false, ""
	}
	return true, ""
}

// cut parts a verb and its noun.
func cut(operation string) (verb, noun string) {
	for _, verb := range []string{"Create", "Delete", "Fetch", "List", "Page", "Stream", "Update"} {
		if noun, found := strings.CutPrefix(operation, verb); found {
			return verb, noun
		}
	}
	return "", operation
}
