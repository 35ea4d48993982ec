package storetest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// errMine is an error that no store makes.
var errMine = errors.New("the function given to the store failed")

// atomic lets functions fail after many writes, in a room that is empty and in
// one that is not.
func atomic(t T, s distr.Store) {
	failing(t, s, "empty", false)
	update(t, s, "filled", func(tx distr.VendorTx) error { return fill(tx, "kept") })
	failing(t, s, "filled", true)
	failingViews(t, s)
}

// failingViews lets views fail more often than a store has connections.
func failingViews(t T, s distr.Store) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for range 40 {
		require.ErrorIs(t, s.View(ctx, acme, func(distr.VendorView) error { return errMine }), errMine, "View returns the error of its function")
		require.PanicsWithValue(t, "mine", func() {
			err := s.View(ctx, acme, func(distr.VendorView) error { panic("mine") })
			require.NoError(t, err, "views after others that panicked")
		}, "View hands on the panic of its function")
	}
}

func failing(t T, s distr.Store, v tenant.VendorID, filled bool) {
	t.Helper()
	before := everything(t, s, v, customerID)
	err := s.Update(t.Context(), v, func(tx distr.VendorTx) error {
		if err := scribble(tx, filled); err != nil {
			return err
		}
		return fmt.Errorf("wrapped: %w", errMine)
	})
	require.ErrorIs(t, err, errMine, "Update returns the error of its function")
	require.Equal(t, before, everything(t, s, v, customerID), "an update that failed left something behind")

	require.PanicsWithValue(t, "mine", func() {
		_ = s.Update(t.Context(), v, func(tx distr.VendorTx) error {
			if err := scribble(tx, filled); err != nil {
				panic(err) // shown as the panic that was not expected
			}
			panic("mine")
		})
	}, "Update hands on the panic of its function")
	require.Equal(t, before, everything(t, s, v, customerID), "an update that panicked left something behind")

	// What the failures held on to would be in the way now: a lock, or the ID
	// of an event.
	update(t, s, v, func(tx distr.VendorTx) error { return scribble(tx, filled) })
	require.NotEqual(t, before, everything(t, s, v, customerID), "an update after one that failed is kept")
}

// scribble writes with every method, into a room that is empty or was filled.
func scribble(tx distr.VendorTx, filled bool) error {
	if !filled {
		return fill(tx, "scribbled")
	}
	s := newSample("scribbled")
	last, err := tx.LastEvent()
	if err != nil {
		return err
	}
	s.customer.ID, s.release.Version, s.first.ID, s.event.ID = "cus_added", "9.9.9", "evt_another", "evt_added"
	s.lot.ID, s.charge.Period = "lot_added", s.charge.Period+1
	s.first.Seq, s.checkpoint.Seq, s.event.Seq = last.Seq+1, last.Seq+1, last.Seq+2
	for _, w := range vendorWritings() {
		if err := w.do(tx, s); err != nil {
			return fmt.Errorf("%s: %w", w.method, err)
		}
	}
	err = edit(tx, customerID, func(c distr.CustomerTx) error {
		for _, w := range customerWritings() {
			if err := w.do(c, s); err != nil {
				return fmt.Errorf("%s: %w", w.method, err)
			}
		}
		return nil
	})
	for _, w := range lateWritings() {
		err = errors.Join(err, w.do(tx, s))
	}
	return err
}
