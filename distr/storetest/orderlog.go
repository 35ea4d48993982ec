package storetest

import (
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// An entry is one of the records that the order check puts into both logs.
type entry struct {
	id       string
	customer tenant.CustomerID
	minute   int
}

// entries are in the order in which they are put: some of one instant, and one
// that comes too late.
func entries() []entry {
	return []entry{
		{"e5", "a", 20}, {"e4", "b", 21}, {"e9", "", 21}, {"e1", "a", 21}, {"e3", "A", 22}, {"e0", "a", 18}, {"e2", "b", 23}, {"e7", "a", 23},
	}
}

func pullsInOrder(t T, s distr.Store) {
	t.Helper()
	for _, e := range entries() {
		update(t, s, acme, func(tx distr.VendorTx) error {
			return tx.PutPulls([]distr.PullRecord{{ID: distr.PullID(e.id), Customer: e.customer, Pull: entitlement.Pull{Time: at(e.minute)}}})
		})
	}
	for _, q := range []struct {
		name  string
		query distr.PullQuery
		want  []string
	}{
		{"all", distr.PullQuery{}, []string{"e0", "e5", "e1", "e4", "e9", "e3", "e2", "e7"}},
		{"the newest three", distr.PullQuery{Limit: 3}, []string{"e3", "e2", "e7"}},
		{"the newest five, one of two of an instant", distr.PullQuery{Limit: 5}, []string{"e4", "e9", "e3", "e2", "e7"}},
		{"the oldest three", distr.PullQuery{Limit: 3, Oldest: true}, []string{"e0", "e5", "e1"}},
		{"more than there are", distr.PullQuery{Limit: 100, Oldest: true}, []string{"e0", "e5", "e1", "e4", "e9", "e3", "e2", "e7"}},
		{"of a", distr.PullQuery{Customer: "a"}, []string{"e0", "e5", "e1", "e7"}},
		{"the newest two of a", distr.PullQuery{Customer: "a", Limit: 2}, []string{"e1", "e7"}},
		{"since an entry's own instant", distr.PullQuery{Since: at(21)}, []string{"e1", "e4", "e9", "e3", "e2", "e7"}},
		{"since just after it", distr.PullQuery{Since: at(21).Add(time.Microsecond)}, []string{"e3", "e2", "e7"}},
		{"since then, said elsewhere", distr.PullQuery{Since: at(22).In(time.FixedZone("east", 9*3600))}, []string{"e3", "e2", "e7"}},
		{"of a since then, the newest one", distr.PullQuery{Customer: "a", Since: at(21), Limit: 1}, []string{"e7"}},
		{"of the future", distr.PullQuery{Since: at(24)}, nil},
		{"until an entry's own instant", distr.PullQuery{Until: at(21)}, []string{"e0", "e5"}},
		{"until just after it", distr.PullQuery{Until: at(21).Add(time.Microsecond)}, []string{"e0", "e5", "e1", "e4", "e9"}},
		{"the newest one until then", distr.PullQuery{Until: at(22), Limit: 1}, []string{"e9"}},
		{"of an instant", distr.PullQuery{Since: at(21), Until: at(21).Add(time.Microsecond)}, []string{"e1", "e4", "e9"}},
		{"behind the first of an instant", distr.PullQuery{After: distr.PullMark{Time: at(21), ID: "e1"}}, []string{"e4", "e9", "e3", "e2", "e7"}},
		{"behind one that is not there", distr.PullQuery{After: distr.PullMark{Time: at(21), ID: "e5"}}, []string{"e9", "e3", "e2", "e7"}},
		{"behind it and since later", distr.PullQuery{After: distr.PullMark{Time: at(20), ID: "e5"}, Since: at(22)}, []string{"e3", "e2", "e7"}},
		{"behind it and since earlier", distr.PullQuery{After: distr.PullMark{Time: at(21), ID: "e9"}, Since: at(19)}, []string{"e3", "e2", "e7"}},
		{"a page of a", distr.PullQuery{Customer: "a", After: distr.PullMark{Time: at(18), ID: "e0"}, Limit: 2, Oldest: true}, []string{"e5", "e1"}},
		{"behind the last", distr.PullQuery{After: distr.PullMark{Time: at(23), ID: "e7"}}, nil},
	} {
		pulls := look(t, s, acme, func(v distr.VendorView) ([]distr.PullRecord, error) { return v.Pulls(q.query) })
		require.Equal(t, q.want, ids(pulls, func(p distr.PullRecord) string { return string(p.ID) }), "pulls, oldest first: %s", q.name)
	}
}
