package storetest

import (
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// eventsInOrder appends events that are in their order by number, and in another
// one by time: one of them comes too late.
func eventsInOrder(t T, s distr.Store) {
	t.Helper()
	kinds := map[tenant.CustomerID]distr.Kind{"a": "member.invited", "b": "member.joined", "": "members.x", "A": "Member.invited"}
	for _, e := range entries() {
		update(t, s, acme, func(tx distr.VendorTx) error {
			return appendNext(tx, distr.Event{ID: distr.EventID(e.id), Time: at(e.minute), Kind: kinds[e.customer], Customer: e.customer,
				Actor: distr.Actor{Name: "of " + string(e.customer)}, Data: []byte("{}")})
		})
	}
	for _, q := range []struct {
		name  string
		query distr.EventQuery
		want  []string
	}{
		{"all", distr.EventQuery{}, []string{"e5", "e4", "e9", "e1", "e3", "e0", "e2", "e7"}},
		{"the newest three", distr.EventQuery{Limit: 3}, []string{"e0", "e2", "e7"}},
		{"the oldest three", distr.EventQuery{Limit: 3, Oldest: true}, []string{"e5", "e4", "e9"}},
		{"more than there are", distr.EventQuery{Limit: 100}, []string{"e5", "e4", "e9", "e1", "e3", "e0", "e2", "e7"}},
		{"one", distr.EventQuery{ID: "e9"}, []string{"e9"}},
		{"one that is not there", distr.EventQuery{ID: "E9"}, nil},
		{"one of another customer", distr.EventQuery{ID: "e5", Customer: "b"}, nil},
		{"of a", distr.EventQuery{Customer: "a"}, []string{"e5", "e1", "e0", "e7"}},
		{"the newest two of b", distr.EventQuery{Customer: "b", Limit: 2}, []string{"e4", "e2"}},
		{"the newest one of A", distr.EventQuery{Customer: "A", Limit: 1}, []string{"e3"}},
		{"of nobody", distr.EventQuery{Customer: "nobody"}, nil},
		{"of a kind", distr.EventQuery{Kinds: []distr.Kind{"member.invited"}}, []string{"e5", "e1", "e0", "e7"}},
		{"of kinds that begin so", distr.EventQuery{Kinds: []distr.Kind{"member."}}, []string{"e5", "e4", "e1", "e0", "e2", "e7"}},
		{"the newest of kinds that begin so", distr.EventQuery{Kinds: []distr.Kind{"member."}, Limit: 1}, []string{"e7"}},
		{"of one kind or another", distr.EventQuery{Kinds: []distr.Kind{"members.x", "member.joined"}}, []string{"e4", "e9", "e2"}},
		{"of a kind or of those that begin so", distr.EventQuery{Kinds: []distr.Kind{"members.", "Member.invited"}}, []string{"e9", "e3"}},
		{"of a kind that there is not", distr.EventQuery{Kinds: []distr.Kind{"member"}}, nil},
		{"of no kind", distr.EventQuery{Kinds: []distr.Kind{}}, []string{"e5", "e4", "e9", "e1", "e3", "e0", "e2", "e7"}},
		{"of an actor", distr.EventQuery{Actor: "of b"}, []string{"e4", "e2"}},
		{"of an actor in other letters", distr.EventQuery{Actor: "of B"}, nil},
		{"since an event's own instant", distr.EventQuery{Since: at(21)}, []string{"e4", "e9", "e1", "e3", "e2", "e7"}},
		{"since then, said elsewhere", distr.EventQuery{Since: at(22).In(time.FixedZone("east", 9*3600))}, []string{"e3", "e2", "e7"}},
		{"since then, the oldest two", distr.EventQuery{Since: at(21), Limit: 2, Oldest: true}, []string{"e4", "e9"}},
		{"since what came too late", distr.EventQuery{Since: at(18)}, []string{"e5", "e4", "e9", "e1", "e3", "e0", "e2", "e7"}},
		{"of the future", distr.EventQuery{Since: at(24)}, nil},
		{"until an event's own instant", distr.EventQuery{Until: at(21)}, []string{"e5", "e0"}},
		{"until just after it", distr.EventQuery{Until: at(21).Add(time.Microsecond)}, []string{"e5", "e4", "e9", "e1", "e0"}},
		{"the newest one until then", distr.EventQuery{Until: at(22), Limit: 1}, []string{"e0"}},
		{"of before", distr.EventQuery{Until: at(18)}, nil},
		{"of an instant", distr.EventQuery{Since: at(21), Until: at(21).Add(time.Microsecond)}, []string{"e4", "e9", "e1"}},
		{"behind the third", distr.EventQuery{After: 3}, []string{"e1", "e3", "e0", "e2", "e7"}},
		{"a page of a", distr.EventQuery{Customer: "a", After: 1, Limit: 2, Oldest: true}, []string{"e1", "e0"}},
		{"a page until then", distr.EventQuery{Until: at(21), After: 1, Limit: 2, Oldest: true}, []string{"e0"}},
		{"a page since then", distr.EventQuery{Since: at(22), After: 1, Limit: 2, Oldest: true}, []string{"e3", "e2"}},
		{"behind the last", distr.EventQuery{After: 8}, nil},
		{"everything at once", distr.EventQuery{Customer: "a", Kinds: []distr.Kind{"x", "member."}, Actor: "of a", Since: at(20), Until: at(23), After: 1, Limit: 5}, []string{"e1"}},
	} {
		events := look(t, s, acme, func(v distr.VendorView) ([]distr.Event, error) { return v.Events(q.query) })
		require.Equal(t, q.want, ids(events, func(e distr.Event) string { return string(e.ID) }), "events, oldest first: %s", q.name)
	}
	couriersInOrder(t, s)
}

func couriersInOrder(t T, s distr.Store) {
	t.Helper()
	for _, name := range []string{"mail", "b", "webhook/2", "B", "webhook/10", "b"} {
		update(t, s, acme, func(tx distr.VendorTx) error { return tx.PutPost(distr.Post{Courier: name}) })
	}
	posts := look(t, s, acme, distr.VendorView.Posts)
	require.Equal(t, []string{"B", "b", "mail", "webhook/10", "webhook/2"}, ids(posts, func(p distr.Post) string { return p.Courier }), "couriers, by name")
}
