package storetest

import (
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
)

// endpointsInOrder puts endpoints in another order than that of their IDs, and
// deliveries in another than the one they are listed in.
func endpointsInOrder(t T, s distr.Store) {
	t.Helper()
	for _, id := range []distr.EndpointID{"b", "B", "c", "a", "b"} {
		update(t, s, acme, func(tx distr.VendorTx) error { return tx.PutEndpoint(distr.Endpoint{ID: id}) })
	}
	endpoints := func() []distr.EndpointID {
		return ids(look(t, s, acme, distr.VendorView.Endpoints), func(e distr.Endpoint) distr.EndpointID { return e.ID })
	}
	require.Equal(t, []distr.EndpointID{"b", "B", "c", "a"}, endpoints(), "endpoints, first put first")

	update(t, s, acme, func(tx distr.VendorTx) error {
		return tx.PutDeliveries([]distr.Delivery{
			{ID: "d5", Endpoint: "b", Event: "y", Done: true}, {ID: "d2", Endpoint: "b", Event: "x"}, {ID: "d3", Endpoint: "B", Event: "x"},
			{ID: "d7", Endpoint: "gone", Event: "y"}, {ID: "D6", Endpoint: "b", Event: "x", Done: true},
		})
	})
	update(t, s, acme, func(tx distr.VendorTx) error {
		return tx.PutDeliveries([]distr.Delivery{
			{ID: "d4", Endpoint: "b", Event: "X"}, {ID: "d2", Endpoint: "c", Event: "x"}, {ID: "d1", Endpoint: "b", Event: "x", Done: true},
			{ID: "d2", Endpoint: "b", Event: "x", Attempt: 2},
		})
	})
	listed := func(q distr.DeliveryQuery) []distr.DeliveryID {
		list := look(t, s, acme, func(v distr.VendorView) ([]distr.Delivery, error) { return v.Deliveries(q) })
		return ids(list, func(d distr.Delivery) distr.DeliveryID { return d.ID })
	}
	for _, q := range []struct {
		name  string
		query distr.DeliveryQuery
		want  []distr.DeliveryID
	}{
		{"all", distr.DeliveryQuery{}, []distr.DeliveryID{"D6", "d1", "d2", "d3", "d4", "d5", "d7"}},
		{"the newest two", distr.DeliveryQuery{Limit: 2}, []distr.DeliveryID{"d5", "d7"}},
		{"the oldest two", distr.DeliveryQuery{Limit: 2, Oldest: true}, []distr.DeliveryID{"D6", "d1"}},
		{"to b", distr.DeliveryQuery{Endpoint: "b"}, []distr.DeliveryID{"D6", "d1", "d2", "d4", "d5"}},
		{"the newest to B", distr.DeliveryQuery{Endpoint: "B", Limit: 1}, []distr.DeliveryID{"d3"}},
		{"to nobody", distr.DeliveryQuery{Endpoint: "A"}, nil},
		{"of x", distr.DeliveryQuery{Event: "x"}, []distr.DeliveryID{"D6", "d1", "d2", "d3"}},
		{"of x to b", distr.DeliveryQuery{Event: "x", Endpoint: "b", Limit: 2}, []distr.DeliveryID{"d1", "d2"}},
		{"that failed", distr.DeliveryQuery{Failed: true}, []distr.DeliveryID{"d2", "d3", "d4", "d7"}},
		{"that failed to b, one of them", distr.DeliveryQuery{Failed: true, Endpoint: "b", Limit: 1, Oldest: true}, []distr.DeliveryID{"d2"}},
		{"behind one", distr.DeliveryQuery{After: "d4"}, []distr.DeliveryID{"d5", "d7"}},
		{"a page to b", distr.DeliveryQuery{After: "d1", Endpoint: "b", Limit: 2, Oldest: true}, []distr.DeliveryID{"d2", "d4"}},
		{"behind one that is not there", distr.DeliveryQuery{After: "d50", Limit: 5}, []distr.DeliveryID{"d7"}},
		{"behind the last", distr.DeliveryQuery{After: "d7"}, nil},
	} {
		require.Equal(t, q.want, listed(q.query), "deliveries by ID: %s", q.name)
	}
	again := look(t, s, acme, func(v distr.VendorView) ([]distr.Delivery, error) {
		return v.Deliveries(distr.DeliveryQuery{After: "d1", Limit: 1, Oldest: true})
	})
	require.Equal(t, []distr.Delivery{{ID: "d2", Endpoint: "b", Event: "x", Attempt: 2}}, again, "a delivery that was put twice in one list, and before")

	update(t, s, "other", func(tx distr.VendorTx) error { return tx.PutDeliveries([]distr.Delivery{{ID: "d0", Endpoint: "b"}}) })
	update(t, s, acme, func(tx distr.VendorTx) error { return tx.RemoveDeliveries("d2") })
	require.Equal(t, []distr.DeliveryID{"d2", "d3", "d4", "d5", "d7"}, listed(distr.DeliveryQuery{}), "deliveries, after those before one were removed")
	update(t, s, acme, func(tx distr.VendorTx) error { return tx.RemoveEndpoint("b") })
	require.Equal(t, []distr.EndpointID{"B", "c", "a"}, endpoints(), "endpoints, after one was removed")
	require.Equal(t, []distr.DeliveryID{"d3", "d7"}, listed(distr.DeliveryQuery{}), "deliveries, after an endpoint was removed")
	require.Len(t, look(t, s, "other", func(v distr.VendorView) ([]distr.Delivery, error) { return v.Deliveries(distr.DeliveryQuery{}) }), 1,
		"another vendor's deliveries")
	update(t, s, acme, func(tx distr.VendorTx) error { return tx.PutEndpoint(distr.Endpoint{ID: "b"}) })
	require.Equal(t, []distr.EndpointID{"B", "c", "a", "b"}, endpoints(), "endpoints, after one was removed and put again")
}
