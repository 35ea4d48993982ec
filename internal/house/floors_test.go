package house_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// quiet are the rooms at the bottom; every floor above may use them.
var quiet = [...]string{"tenant", "entitlement", "license"}

// floors says which rooms of ours a room may import, besides the quiet ones if
// it is not one itself. "*" is all of them. A room that is not in the table has
// no floor yet: say where it stands before you build it.
func floors() map[string][]string {
	return map[string][]string{
		"tenant":      {},
		"entitlement": {},
		"license":     {"tenant", "entitlement"},

		"internal/seal": {},
		"distr":         {"internal/seal"},
		"registryproxy": {},

		"distr/memory":      {"distr"},
		"distr/storetest":   {"distr"},
		"internal/sqlstore": {"distr"},
		"distr/sqlite":      {"distr", "internal/sqlstore"},
		"distr/postgres":    {"distr", "internal/sqlstore"},
		"distr/mail":        {"distr"},
		"distr/saml":        {"distr"},
		"distr/observe":     {"distr"},
		"distr/wire":        {},

		"distr/httpapi": {"distr", "distr/wire"},
		"distr/client":  {"distr/wire"},
		"distr/portal":  {"distr", "distr/saml"},
		"distr/agent":   {"distr/client"},

		"internal/embedded": {},
		"internal/datadir":  {},
		"internal/wares":    {},
		"internal/server":   {"*"},
		"internal/demo":     {"distr", "internal/embedded", "internal/server", "internal/wares"},
		"internal/cli":      {"*"},
		"cmd/distr":         {"internal/cli"},

		"internal/clients":     {},
		"internal/dockertest":  {"internal/requires"},
		"internal/house":       {},
		"internal/requires":    {},
		"internal/tools/tally": {},
	}
}

// arrowsPointDown: nobody imports what stands above, or beside.
func arrowsPointDown(rooms map[string]room) (wrong []string) {
	table := floors()
	for p, r := range rooms {
		allowed, known := table[p]
		if strings.HasPrefix(p, "examples/") {
			allowed, known = []string{"distr", "distr/memory", "distr/sqlite", "registryproxy"}, true
		}
		if !known {
			wrong = append(wrong, fmt.Sprintf("%s stands on no floor; add it to the table", p))
			continue
		}
		for _, other := range r.ours() {
			switch {
			case slices.Contains(allowed, "*") && !strings.HasPrefix(other, "cmd/"), slices.Contains(allowed, other):
			case slices.Contains(quiet[:], other) && !slices.Contains(quiet[:], p):
			default:
				wrong = append(wrong, fmt.Sprintf("%s imports %s, which it may not", p, other))
			}
		}
	}
	return wrong
}

func TestArrowsPointDown(t *testing.T) {
	hold(t, arrowsPointDown,
		draft(t, "tenant", "a.go", `package tenant; import _ "`+module+`/entitlement"`),
		draft(t, "registryproxy", "a.go", `package registryproxy; import _ "`+module+`/distr"`),
		draft(t, "distr", "a.go", `package distr; import _ "`+module+`/internal/embedded"`),
		draft(t, "distr/sqlite", "a.go", `package sqlite; import _ "`+module+`/distr/memory"`),
		draft(t, "attic", "a.go", `package attic`),
	)
}

// oneRegistry: only internal/embedded runs distribution, which weighs more than
// all the rest.
func oneRegistry(rooms map[string]room) (wrong []string) {
	for p, r := range rooms {
		for i := range r.imports {
			if strings.HasPrefix(i, "github.com/distribution/distribution/") && p != "internal/embedded" {
				wrong = append(wrong, fmt.Sprintf("%s imports %s; only internal/embedded does", p, i))
			}
		}
	}
	return wrong
}

func TestOneRegistry(t *testing.T) {
	hold(t, oneRegistry,
		draft(t, "distr", "a.go", `package distr; import _ "github.com/distribution/distribution/v3/registry/handlers"`))
}
