package storetest

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
)

// hammer counts up many times, while other updates fail in each possible way.
func hammer(t T, s distr.Store) {
	t.Helper()
	const counters, each = 6, 8
	update(t, s, acme, func(tx distr.VendorTx) error { return rename(tx, "a", "0") })
	for _, err := range together(counters+1, func(i int) error {
		for n := range each {
			var err error
			if i == counters {
				err = disturb(t, s, n)
			} else {
				err = s.Update(t.Context(), acme, func(tx distr.VendorTx) error { return countUp(tx, func() {}) })
			}
			if err != nil {
				return err
			}
		}
		return nil
	}) {
		require.NoError(t, err)
	}
	name := look(t, s, acme, func(v distr.VendorView) (string, error) { return nameOf(v, "a") })
	require.Equal(t, strconv.Itoa(counters*each), name, "many updates counted up, and some were lost")
}

// disturb makes an update that is not kept, among others that are.
func disturb(t T, s distr.Store, n int) (err error) {
	defer func() {
		if value := recover(); value != nil && value != any("mine") {
			panic(value)
		}
	}()
	got := s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
		if err := rename(tx, "a", "-1000"); err != nil {
			return err
		}
		if n%2 == 0 {
			panic("mine")
		}
		return errMine
	})
	if !errors.Is(got, errMine) {
		return fmt.Errorf("an update that failed among others returned %w", got)
	}
	return nil
}
