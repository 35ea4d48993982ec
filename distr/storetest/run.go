package storetest

import (
	"context"
	"testing"

	"github.com/seed361c4c3e/distr-go/distr"
)

// A T is what a check asks of a test. Every *testing.T is one. A check does not
// ask for more, so that it can also be run where it is to fail.
type T interface {
	Helper()
	Errorf(format string, args ...any)
	FailNow()
	Context() context.Context
}

// A Check finds out whether a store keeps one promise. It wants a store of its
// own, in which nothing has been written.
type Check struct {
	Name    string
	Promise string // in a sentence
	Run     func(t T, s distr.Store)
}

// Run runs every check, each as a test of its name on a store of its own. open
// opens an empty store and closes it with t.Cleanup.
func Run(t *testing.T, open func(t testing.TB) distr.Store) {
	t.Helper()
	for _, c := range Checks() {
		t.Run(c.Name, func(t *testing.T) { c.Run(t, open(t)) })
	}
}

// Checks lists all of them.
func Checks() []Check {
	return []Check{
		{"Twins", "nothing reaches a namesake: in another vendor's room, or in another customer's", twins},
		{"Machine", "whatever namesakes do one after another, each room has what was put there and nothing else", machines},
		{"RoundTrip", "each field of each record comes back as it was put", roundTrip},
		{"Times", "times come back in UTC, to the microsecond, and the zero time as the zero time", times},
		{"ZeroValues", "what is empty comes back empty, and an empty room can be read", zeroValues},
		{"Order", "lists are in the order that is promised", order},
		{"Twice", "what is put again is replaced, and a function that runs again leaves no trace of its first run", twice},
		{"Pulls", "an entry of the pull log that is put again grows and does not change otherwise, and a query gets what it asks for", pullLog},
		{"Pruning", "events that are removed are gone, and what comes goes on behind them", pruning},
		{"Refiling", "what events are found by fits them after every change, so that nothing of it is to be mended", refiling},
		{"Activity", "of when something was seen the later instant stays, and what is not there is passed over", activity},
		{"Secrets", "a secret, the key that seals it and who uses it come back as they were put, and go when they are to", secrets},
		{"Contracts", "licenses and meters are replaced, and a use is written down once for each key, for ever", contracts},
		{"Prices", "plans, prices, lots, sales and charges come back as they were put, no lot is overdrawn, and no period is charged twice", prices},
		{"Assets", "an inventory has each asset once, in order, page by page, and what was counted of it", assets},
		{"Scans", "schedules, runs and findings come back as they were put, what is due comes first things first, and of each customer one run at a time", scans},
		{"Removals", "what is removed takes along what hangs on it, and nothing else", removals},
		{"Lists", "a list of customers has those that are asked for, each once, in order, page by page", customerLists},
		{"Conflicts", "what contradicts the room is refused, and the refusal changes nothing", conflicts},
		{"NotFound", "what is not there is said to be not found", notFound},
		{"Aliasing", "what was handed in or out may be changed and nothing that is kept changes", aliasing},
		{"ReadOnly", "what a View hands out has no way to change anything", readOnly},
		{"Ended", "a view or transaction used after its function returned changes nothing", ended},
		{"Atomic", "an error or a panic keeps everything from being kept", atomic},
		{"Cancel", "a context that has ended keeps everything from being kept", cancelled},
		{"Consistent", "a View reads one state, however long it takes", consistent},
		{"Serializable", "concurrent updates come out as if they had run one after another", serializable},
		{"Changed", "each change raises the version, and Changed names all that has changed", changed},
		{"Follow", "a reader who reloads what Changed names has what the store has", follow},
	}
}
