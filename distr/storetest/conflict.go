package storetest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// conflicts asks for what has to be refused: of a room as it was found, and of
// one to which the same update has just brought what is in the way.
func conflicts(t T, s distr.Store) {
	prepare := func(tx distr.VendorTx) error {
		if err := fill(tx, "kept"); err != nil {
			return err
		}
		if err := tx.AddCustomer(tenant.Customer{ID: "rival"}); err != nil {
			return err
		}
		if err := prepareSecond(tx); err != nil {
			return err
		}
		return tx.PutProduct(entitlement.Product{ID: "rival", Kind: entitlement.Artifact, Repositories: []entitlement.RepositoryPath{"rival"}})
	}
	update(t, s, acme, prepare)
	for i, r := range slices.Concat(refusals(), peoplesRefusals(), priceRefusals(), scanRefusals()) {
		before := everything(t, s, acme, "Globex")
		var refused error
		update(t, s, acme, func(tx distr.VendorTx) error {
			refused = r.do(tx, newSample("refused"))
			return nil // the caller goes on
		})
		requireRefused(t, r, refused)
		require.Equal(t, before, everything(t, s, acme, "Globex"), "%s was refused and changed something", r.name)

		v := tenant.VendorID(fmt.Sprintf("fresh-%d", i))
		err := s.Update(t.Context(), v, func(tx distr.VendorTx) error {
			if err := prepare(tx); err != nil {
				return err
			}
			refused = r.do(tx, newSample("refused"))
			return tx.AddCustomer(tenant.Customer{ID: "afterwards"})
		})
		require.NoError(t, err, "an update goes on after %s was refused", r.name)
		requireRefused(t, r, refused)
		want := everything(t, s, v, "afterwards")
		require.Equal(t, text(newSample("kept").product), want["VendorView.Product"], "what was put before %s was refused is kept", r.name)
		require.Contains(t, want["CustomerView.Customer(afterwards)"], "afterwards", "what was put after %s was refused is kept", r.name)
	}
	handOver(t, s)
}

func requireRefused(t T, r refusal, err error) {
	t.Helper()
	require.ErrorIs(t, err, r.want, "%s", r.name)
	for _, other := range []error{tenant.ErrConflict, tenant.ErrNotFound} {
		require.Equal(t, errors.Is(r.want, other), errors.Is(err, other), "%s is refused with %v and nothing else, but %v", r.name, r.want, err)
	}
}

// handOver lets one product give up a repository and another one take it.
func handOver(t T, s distr.Store) {
	t.Helper()
	put := func(tx distr.VendorTx, id entitlement.ProductID, paths ...entitlement.RepositoryPath) error {
		return tx.PutProduct(entitlement.Product{ID: id, Kind: entitlement.Artifact, Repositories: paths})
	}
	update(t, s, "handover", func(tx distr.VendorTx) error {
		return errors.Join(put(tx, "giver", "one", "two"), put(tx, "taker", "three"))
	})
	update(t, s, "handover", func(tx distr.VendorTx) error {
		return errors.Join(put(tx, "giver", "one"), put(tx, "taker", "three", "two"))
	})
	taker := look(t, s, "handover", func(v distr.VendorView) (entitlement.Product, error) { return v.Product("taker") })
	require.Equal(t, []entitlement.RepositoryPath{"three", "two"}, taker.Repositories, "a repository that was given up can be taken")
}
