package driver

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/internal/sid"
)

// Every action of the protocol goes somewhere on purpose: a new one must be put
// into one of these lists, and into dispatch or keysOf.
func TestEveryActionIsKnown(t *testing.T) {
	handled := []string{"Fetch", "Callback", "CallEnded", "TaskEnded", "Alert", "Routed", "Queued", "ConferenceEnded"}
	for name := range carried() {
		handled = append(handled, name)
	}
	slices.Sort(handled)
	assert.Equal(t, actionTypes(t), handled)
}

// carried are the actions for the host, each with the calls and conferences that
// it concerns.
func carried() map[string]struct {
	action voice.Action
	keys   []key
} {
	a, b := callSID(1), callSID(2)
	c := sid.FromBytes[sid.Conference]([16]byte{3})
	type row = struct {
		action voice.Action
		keys   []key
	}
	one, two, room := []key{{call: a}}, []key{{call: a}, {call: b}}, []key{{call: a}, {conference: c}}
	return map[string]row{
		"Answer": {&voice.Answer{Call: a}, one}, "Reject": {&voice.Reject{Call: a}, one}, "Hangup": {&voice.Hangup{Call: a}, one},
		"Say": {&voice.Say{Call: a}, one}, "Play": {&voice.Play{Call: a}, one}, "Pause": {&voice.Pause{Call: a}, one},
		"Hold": {&voice.Hold{Call: a}, one}, "Stop": {&voice.Stop{Call: a}, one}, "Gather": {&voice.Gather{Call: a}, one},
		"Record": {&voice.Record{Call: a}, one}, "StartRecording": {&voice.StartRecording{Call: a}, one},
		"StopRecording": {&voice.StopRecording{Call: a}, one},
		"Dial":          {&voice.Dial{Call: a, Parent: b}, two}, "Bridge": {&voice.Bridge{Caller: a, Agent: b}, two},
		"Unbridge": {&voice.Unbridge{Caller: a, Agent: b}, two}, "Join": {&voice.Join{Call: a, Conference: c}, room},
		"Part": {&voice.Part{Call: a, Conference: c}, room}, "Modify": {&voice.Modify{Call: a, Conference: c}, room},
		"Beep": {&voice.Beep{Conference: c}, []key{{conference: c}}},
	}
}

func TestKeysOfActions(t *testing.T) {
	for name, row := range carried() {
		t.Run(name, func(t *testing.T) { assert.Equal(t, row.keys, keysOf(row.action)) })
	}
	assert.Equal(t, []key{{}}, keysOf(nil), "unknown ones come one behind the other")
	assert.Equal(t, []key{{call: callSID(1)}}, keysOf(&voice.Dial{Call: callSID(1)}))
}

// actionTypes reads the names of all actions from the source of package voice.
func actionTypes(t *testing.T) []string {
	t.Helper()
	var names []string
	folder := os.DirFS("..")
	files, err := fs.Glob(folder, "*.go")
	require.NoError(t, err)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := fs.ReadFile(folder, name)
		require.NoError(t, err)
		file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Recv == nil || f.Name.Name != "action" {
				continue
			}
			if star, ok := f.Recv.List[0].Type.(*ast.StarExpr); ok {
				names = append(names, star.X.(*ast.Ident).Name)
			}
		}
	}
	slices.Sort(names)
	return names
}
