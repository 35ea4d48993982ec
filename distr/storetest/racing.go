package storetest

import (
	"fmt"
	"strconv"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
)

// racing reads while somebody writes, without any arrangement between the two.
func racing(t T, s distr.Store) {
	t.Helper()
	const writes, readers = 30, 3
	done := make(chan struct{})
	errs := together(readers+1, func(i int) error {
		if i == readers {
			defer close(done)
			return writeBoth(t, s, writes)
		}
		return readBoth(t, s, done)
	})
	for _, err := range errs {
		require.NoError(t, err)
	}
}

func writeBoth(t T, s distr.Store, writes int) error {
	for n := range writes {
		err := s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
			if err := rename(tx, "a", strconv.Itoa(n+2)); err != nil {
				return err
			}
			return rename(tx, "b", strconv.Itoa(n+2))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func readBoth(t T, s distr.Store, done <-chan struct{}) error {
	var last sight
	for ended := false; !ended; {
		select {
		case <-done:
			ended = true // and look once more
		default:
		}
		var got sight
		if err := s.View(t.Context(), acme, func(v distr.VendorView) error { return got.see(v, func() {}) }); err != nil {
			return err
		}
		switch {
		case got.a != got.b:
			return fmt.Errorf("a View saw half an update: a is %s, b is %s", got.a, got.b)
		case got.version < last.version:
			return fmt.Errorf("the version fell from %d to %d", last.version, got.version)
		case last.version != 0 && (got.version == last.version) != (got.a == last.a):
			return fmt.Errorf("version %d showed %s, version %d shows %s", last.version, last.a, got.version, got.a)
		}
		last = got
	}
	return nil
}
