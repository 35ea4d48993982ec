package cli_test

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

func jsonIs(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: [!] json PATH VALUE")
	}
	got := textAt(ts, args[0])
	same := got == args[1]
	if n := len(args[1]); n > 2 && args[1][0] == '/' && args[1][n-1] == '/' {
		same = regexp.MustCompile(args[1][1 : n-1]).MatchString(got)
	}
	if same == neg {
		ts.Fatalf("%s is %s", args[0], got)
	}
}

func keys(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: keys PATH NAME...")
	}
	object, ok := at(ts, args[0]).(map[string]any)
	if !ok {
		ts.Fatalf("%s is no object", args[0])
	}
	if got := slices.Sorted(maps.Keys(object)); !slices.Equal(got, slices.Sorted(slices.Values(args[1:]))) {
		ts.Fatalf("%s has %s", args[0], strings.Join(got, " "))
	}
}

func let(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: let NAME PATH")
	}
	ts.Setenv(args[0], textAt(ts, args[1]))
}

// textAt is a text as it is, and anything else as JSON.
func textAt(ts *testscript.TestScript, path string) string {
	value := at(ts, path)
	if text, ok := value.(string); ok {
		return text
	}
	var text strings.Builder
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	ts.Check(e.Encode(value))
	return strings.TrimSpace(text.String())
}

// at finds a value in the last stdout, which is one JSON document.
func at(ts *testscript.TestScript, path string) any {
	var value any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &value))
	for name := range strings.FieldsFuncSeq(path, func(r rune) bool { return r == '.' }) {
		switch v := value.(type) {
		case map[string]any:
			field, there := v[name]
			if !there {
				ts.Fatalf("%s: there is no %s", path, name)
			}
			value = field
		case []any:
			i, err := strconv.Atoi(name)
			switch {
			case name == "len":
				value = len(v)
			case err != nil || i >= len(v):
				ts.Fatalf("%s: there are %d elements", path, len(v))
			default:
				value = v[i]
			}
		default:
			ts.Fatalf("%s: nothing is below %v", path, value)
		}
	}
	return value
}
