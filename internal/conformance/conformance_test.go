package conformance

import (
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	v2010 "github.com/twilio/twilio-go/rest/api/v2010"
	v1 "github.com/twilio/twilio-go/rest/taskrouter/v1"
)

// TestConformance runs everything, and then looks at what was left out.
func TestConformance(t *testing.T) {
	seen := newRecord(describe(t))
	for _, suite := range []struct {
		name string
		run  func(t *testing.T, seen *record)
	}{
		{"workspaces", testWorkspaces},
		{"activities", testActivities},
		{"task channels", testTaskChannels},
		{"task queues", testTaskQueues},
		{"workers", testWorkers},
		{"worker channels", testWorkerChannels},
		{"workflows", testWorkflows},
		{"tasks", testTasks},
		{"reservations", testReservations},
		{"events", testEvents},
		{"statistics", testStatistics},
		{"voice queues", testQueues},
		{"members", testMembers},
		{"calls", testCalls},
		{"quickstart", testQuickstart},
		{"limits", testLimits},
		{"traps", testTraps},
		{"directory", testDirectory},
	} {
		t.Run(suite.name, func(t *testing.T) { suite.run(t, seen) })
	}
	t.Run("every method of the SDK was called", func(t *testing.T) {
		assert.Empty(t, seen.uncalled())
	})
	t.Run("description", func(t *testing.T) {
		if seen.descriptions == nil {
			t.Skipf("%s is not set: the answers were NOT held against the OpenAPI description; want the folder with %s",
				descriptionVariable, strings.Join(documents, " and "))
		}
		unanswered, unrefused := seen.unexercised()
		assert.Empty(t, unanswered, "operations that no test has exercised")
		assert.Empty(t, unrefused, "operations that were never refused")
		assert.Empty(t, seen.unsent(), "parameters that no test has sent")
		assert.Empty(t, seen.unneeded(), "exceptions that are not needed any more")
	})
}

// describe reads the description that the environment names, if it does.
func describe(t *testing.T) *descriptions {
	t.Helper()
	folder := os.Getenv(descriptionVariable)
	if folder == "" {
		return nil
	}
	d, err := readDescriptions(folder)
	require.NoError(t, err, descriptionVariable)
	return d
}

// beside are methods of the SDK's services that make no request.
var beside = map[string]bool{"taskrouter/v1.RequestHandler": true}

// of2010 are the methods of the API of 2010 that concern queues and calls.
var of2010 = regexp.MustCompile(`^(Create|Delete|Fetch|List|Page|Stream|Update)(Queue|Member|Call)(WithMetadata)?$`)

// uncalled lists the methods of the SDK that no test has called.
func (s *record) uncalled() []string {
	var list []string
	for prefix, service := range map[string]reflect.Type{
		"taskrouter/v1.": reflect.TypeFor[*v1.ApiService](), "api/v2010.": reflect.TypeFor[*v2010.ApiService](),
	} {
		for method := range service.Methods() {
			name := prefix + method.Name
			if beside[name] || prefix == "api/v2010." && !of2010.MatchString(method.Name) || s.methods[name] {
				continue
			}
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

// unexercised lists the operations of the description that have not answered, and
// those that have not refused anything.
func (s *record) unexercised() (unanswered, unrefused []string) {
	for _, operation := range s.descriptions.operations {
		e := s.operations[operation]
		if e == nil || e.good == 0 {
			unanswered = append(unanswered, operation)
		}
		if e == nil || e.bad == 0 {
			unrefused = append(unrefused, operation)
		}
	}
	return unanswered, unrefused
}

// unsent lists the parameters of the description with which nothing was ever
// answered well, and those that need no excuse for it.
func (s *record) unsent() (list []string) {
	for _, operation := range s.descriptions.operations {
		for _, name := range s.descriptions.parameters[operation] {
			e := s.operations[operation]
			served := e != nil && e.sent[name]
			if _, excused := unservedParameters[operation+" "+name]; served == excused {
				list = append(list, operation+" "+name)
			}
		}
	}
	return list
}

// unneeded lists the exceptions that nothing asked for.
func (s *record) unneeded() []string {
	var list []string
	for _, name := range append(slices.Collect(maps.Keys(absentHeaders)), withoutOrigin, withoutETag) {
		if !s.excused[name] {
			list = append(list, name)
		}
	}
	return list
}
