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

		"internal/seal":    {},
		"internal/durable": {},
		"internal/public":  {},
		"distr":            {"internal/seal", "internal/durable", "internal/public"},
		"registryproxy":    {"internal/durable", "internal/public"},

		"distr/agekeys":     {},
		"distr/memory":      {"distr"},
		"distr/storetest":   {"distr"},
		"internal/sqlstore": {"distr"},
		"distr/sqlite":      {"distr", "internal/sqlstore"},
		"distr/postgres":    {"distr", "internal/sqlstore"},
		"distr/mail":        {"distr", "internal/durable"},
		"distr/webhook":     {"distr", "internal/public"},
		"distr/scan":        {"distr", "internal/public"},
		"distr/saml":        {"distr"},
		"distr/observe":     {"registryproxy"},
		"distr/wire":        {},

		"distr/httpapi": {"distr", "distr/wire"},
		"distr/client":  {"distr/wire"},
		"distr/portal":  {"distr", "distr/saml"},
		"distr/agent":   {"distr/client"},

		"internal/embedded": {},
		"internal/datadir":  {"internal/seal", "internal/durable"},
		"internal/wares":    {},
		"internal/server":   {"*"},
		"internal/demo":     {"distr", "internal/embedded", "internal/server", "internal/wares"},
		"internal/cli":      {"*"},
		"cmd/distr":         {"internal/cli"},

		"internal/attacks":     {},
		"internal/child":       {},
		"internal/clients":     {},
		"internal/contest":     {},
		"internal/dockertest":  {"internal/requires"},
		"internal/faults":      {},
		"internal/house":       {},
		"internal/ear":         {},
		"internal/nameserver":  {},
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
			allowed, known = []string{"distr", "distr/memory", "distr/sqlite", "distr/scan", "registryproxy"}, true
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
	imports := func(p, other string) breach {
		return draft(t, p, "a.go", "package a; import _ \""+module+"/"+other+"\"", p+" imports "+other+", which it may not")
	}
	hold(t, arrowsPointDown,
		imports("tenant", "entitlement"), imports("entitlement", "license"), imports("license", "distr"),
		imports("registryproxy", "distr"), imports("distr", "registryproxy"), imports("distr", "distr/memory"),
		imports("distr", "internal/embedded"), imports("registryproxy", "internal/embedded"), imports("distr/storetest", "internal/embedded"),
		imports("distr/sqlite", "distr/memory"), imports("distr/client", "distr"), imports("distr/portal", "distr/httpapi"),
		imports("internal/server", "cmd/distr"), imports("cmd/distr", "distr"), imports("examples/embed", "internal/server"),
		draft(t, "attic", "a.go", `package attic`, "attic stands on no floor"),
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
	const handlers = "github.com/distribution/distribution/v3/registry/handlers"
	hold(t, oneRegistry, draft(t, "distr", "a.go", `package distr; import _ "`+handlers+`"`, "distr imports "+handlers))
}
