package storetest

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
)

// A broken is a store that breaks one promise.
type broken struct {
	name  string
	check string // which finds it
	says  string // within its complaint
	open  func() distr.Store
}

func everyBroken() []broken {
	return slices.Concat(brokenTenants(), brokenFates(), brokenContexts(), brokenRecords(), brokenTimes(), brokenOrders(),
		brokenRefusals(), brokenLookups(), brokenCopies(), brokenRaces(), brokenVersions(),
		brokenContents(), brokenEvents(), brokenLogins(), brokenRemovals(), brokenQuiets(), brokenPulls(), brokenLists(), brokenPeople(),
		brokenMachines(), brokenSecrets(), brokenTold(), brokenContracts(), brokenPrices(), brokenAssets(), brokenScans())
}

// TestBrokenStores shows that each check can fail: for each there are stores
// which break the promise that it is about, and it finds them, for the right
// reason.
func TestBrokenStores(t *testing.T) {
	for _, b := range everyBroken() {
		t.Run(b.check+"/"+b.name, func(t *testing.T) {
			i := slices.IndexFunc(Checks(), func(c Check) bool { return c.Name == b.check })
			require.GreaterOrEqual(t, i, 0, "there is no check %s", b.check)
			var found string
			// Some breaches are races, which a busy machine may let pass.
			for tries := 0; tries < 10 && (found == "" || !strings.Contains(found, b.says)); tries++ {
				found = complaints(t, func(t T) { Checks()[i].Run(t, b.open()) })
			}
			require.NotEmpty(t, found, "a store which %s passes %s", b.name, b.check)
			require.Contains(t, found, b.says, "a store which %s is found, but for another reason", b.name)
		})
	}
}

// TestEachCheckCanFail counts the broken stores of each check.
func TestEachCheckCanFail(t *testing.T) {
	for _, c := range Checks() {
		require.True(t, slices.ContainsFunc(everyBroken(), func(b broken) bool { return b.check == c.Name }), "no broken store is there for %s", c.Name)
	}
}
