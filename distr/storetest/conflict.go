package storetest

import (
	"errors"
	"fmt"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A refusal is something that a room has to refuse, and with what.
type refusal struct {
	name string
	do   func(tx distr.VendorTx, s *sample) error
	want error
}

func refusals() []refusal {
	return []refusal{
		{"a customer of an ID that is taken", func(tx distr.VendorTx, s *sample) error { return tx.AddCustomer(s.customer) }, tenant.ErrConflict},
		{"a product with another one's repository", func(tx distr.VendorTx, s *sample) error {
			s.product.ID, s.product.Repositories = "thief", []entitlement.RepositoryPath{"a/free/one", chartPath, "z/free/one"}
			return tx.PutProduct(s.product)
		}, tenant.ErrConflict},
		{"a product that takes another one's repository when it is replaced", func(tx distr.VendorTx, s *sample) error {
			s.product.ID, s.product.Repositories = "rival", []entitlement.RepositoryPath{imagePath, "rival"}
			return tx.PutProduct(s.product)
		}, tenant.ErrConflict},
		{"a release of a version that is there", func(tx distr.VendorTx, s *sample) error {
			return tx.PutRelease(s.product.ID, s.release, s.closures)
		}, tenant.ErrConflict},
		{"a release of a product that is not there", func(tx distr.VendorTx, s *sample) error {
			return tx.PutRelease("APP", s.release, s.closures)
		}, tenant.ErrNotFound},
		{"an event of an ID that is taken", func(tx distr.VendorTx, s *sample) error { return tx.Append(s.event) }, tenant.ErrConflict},
		{"an event of an ID that is taken, for another customer", func(tx distr.VendorTx, s *sample) error {
			s.event.Customer = ""
			return tx.Append(s.event)
		}, tenant.ErrConflict},
		{"a grant of a product that is not there", func(tx distr.VendorTx, s *sample) error {
			s.grant.Product = "APP"
			return edit(tx, customerID, func(c distr.CustomerTx) error { return c.PutGrant(s.grant) })
		}, tenant.ErrNotFound},
		{"an edit of a customer who is not there", func(tx distr.VendorTx, _ *sample) error {
			_, err := tx.Edit("Globex")
			return err
		}, tenant.ErrNotFound},
	}
}

// conflicts asks for what has to be refused: of a room as it was found, and of
// one to which the same update has just brought what is in the way.
func conflicts(t T, s distr.Store) {
	prepare := func(tx distr.VendorTx) error {
		if err := fill(tx, "kept"); err != nil {
			return err
		}
		return tx.PutProduct(entitlement.Product{ID: "rival", Kind: entitlement.Artifact, Repositories: []entitlement.RepositoryPath{"rival"}})
	}
	update(t, s, acme, prepare)
	for i, r := range refusals() {
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
