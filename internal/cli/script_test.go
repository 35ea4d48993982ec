package cli_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/cli"
)

// TestScripts runs testdata/script: what a user could have typed, and what came
// of it. Beside the commands that testscript has there are
//
//	distr …              the program, in this process
//	code N               the last distr ended with exit code N
//	json PATH VALUE      in the last stdout PATH is VALUE, or matches /VALUE/
//	keys PATH NAME…      the object at PATH has these names and no others
//	let NAME PATH        keep what is at PATH as $NAME
//	push REF…            push an image of two platforms to the vendor's registry
//	forget REF           remove the manifest of a tag from it
//	lose REF             remove a layer below a tag from it
//	serve FLAG…          distr serve in the background, on $ADDR and $METRICS
//	finish               end it, with exit code 0; stderr is its log
//	get PATH STATUS      ask it something; stdout is the answer
//	await PATH REGEXP    ask it until it answers so
//	pull TOKEN REF       all of REF can be pulled from it
//	type TEXT            the next distr reads TEXT from standard input
//	registry USER PASSW  a registry elsewhere, on $UPSTREAM, with one login
//	upload REF…          push to it; $BUILD, if set, makes it another image
//	down                 it is gone
//	letter EMAIL REGEXP  wait for a letter that says so; stdout is it, $CODE the invitation in it
//	hook STATUS          a receiver of webhooks, on $HOOK, which answers STATUS
//	told SECRET          it is told something, signed by SECRET; stdout is what
//	site                 a web site, on $SITE
//	expand FILE…         $TESTDATA in it is the folder with what several scripts use
//	crowd N              N customers come, each of which is an event
//	meddle SQL           change the database behind the program's back
//	until REGEXP ARG…    distr ARG… is called until its stdout is like that
//
// A PATH is .name for a field, .0 for an element, .len for how many there are.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("DISTR_DATA", env.WorkDir+"/data")
			env.Values[state{}] = &state{}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"distr":  func(ts *testscript.TestScript, neg bool, args []string) { run(t.Context(), ts, neg, args) },
			"code":   code,
			"json":   jsonIs,
			"keys":   keys,
			"let":    let,
			"push":   push,
			"forget": forget,
			"lose":   lose,
			"serve":  func(ts *testscript.TestScript, neg bool, args []string) { serve(t.Context(), ts, neg, args) },
			"finish": finish,
			"get":    get,
			"await":  await,
			"pull":   pull,

			"type":     typed,
			"registry": registryElsewhere,
			"upload":   upload,
			"down":     down,

			"letter": func(ts *testscript.TestScript, neg bool, args []string) { letterTo(t.Context(), ts, neg, args) },

			"hook": answers,
			"told": toldOnce,

			"site":   site,
			"expand": expand,
			"crowd":  func(ts *testscript.TestScript, neg bool, args []string) { crowd(t.Context(), ts, neg, args) },
			"meddle": func(ts *testscript.TestScript, neg bool, args []string) { meddle(t.Context(), ts, neg, args) },
			"until":  func(ts *testscript.TestScript, neg bool, args []string) { until(t.Context(), ts, neg, args) },
		},
		RequireUniqueNames: true,
	})
}

// testscript's own stop passes a script over from there on, and looks like the end
// of a server.
func TestScriptsRunToTheirEnd(t *testing.T) {
	t.Parallel()
	scripts, err := filepath.Glob("testdata/script/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, scripts)
	for _, name := range scripts {
		script, err := os.ReadFile(name)
		require.NoError(t, err)
		require.NotRegexp(t, `(?m)^\s*(\[.*\]\s*)?stop\b`, string(script), name)
	}
}

// A state is what the commands of one script remember.
type state struct {
	code      int
	server    *server
	elsewhere *remoteRegistry
	typed     string
	hook      *hook
}

func stateOf(ts *testscript.TestScript) *state { return ts.Value(state{}).(*state) }

// environment looks variables up in the script's environment.
func environment(ts *testscript.TestScript) func(string) string {
	if ts.Getenv("DISTR_DATA") == "" {
		ts.Fatalf("DISTR_DATA is not set: the data folder would lie among the sources")
	}
	return ts.Getenv
}

func run(ctx context.Context, ts *testscript.TestScript, neg bool, args []string) {
	var stderr bytes.Buffer
	typed := stateOf(ts).typed
	stateOf(ts).typed = ""
	got := cli.Main(ctx, args, strings.NewReader(typed), ts.Stdout(), &stderr, environment(ts))
	_, _ = ts.Stderr().Write(stderr.Bytes())
	stateOf(ts).code = got
	if got == 2 && (strings.Count(stderr.String(), "\n") != 1 || !strings.HasPrefix(stderr.String(), "distr: ")) {
		ts.Fatalf("an error is one line that begins with distr: , this is %q", stderr.String())
	}
	if neg != (got != 0) {
		ts.Fatalf("exit code %d, stderr %q", got, stderr.String())
	}
}

func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: code N")
	}
	if got := strconv.Itoa(stateOf(ts).code); got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}
