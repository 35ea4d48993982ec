package storetest

import (
	"fmt"
	"strconv"
	"sync"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// rename sets a customer's name: the smallest change there is.
func rename(tx distr.VendorTx, id tenant.CustomerID, name string) error {
	return edit(tx, id, func(c distr.CustomerTx) error {
		return c.SetProfile(tenant.Profile{Name: name, Access: tenant.AccessDisabled})
	})
}

func nameOf(v distr.VendorView, id tenant.CustomerID) (string, error) {
	c, err := v.Open(id)
	if err != nil {
		return "", err
	}
	record, err := c.Customer()
	return record.Name, err
}

// addPair adds two customers, a and b, who are both called 0.
func addPair(t T, s distr.Store) {
	t.Helper()
	update(t, s, acme, func(tx distr.VendorTx) error {
		for _, id := range []tenant.CustomerID{"a", "b"} {
			if err := tx.AddCustomer(tenant.Customer{ID: id, Profile: tenant.Profile{Name: "0"}}); err != nil {
				return err
			}
		}
		return nil
	})
}

// A sight is what one View sees of the two.
type sight struct {
	version distr.Version
	a, b    string
}

func (got *sight) see(v distr.VendorView, meanwhile func()) (err error) {
	if got.a, err = nameOf(v, "a"); err != nil {
		return err
	}
	meanwhile()
	if got.b, err = nameOf(v, "b"); err != nil {
		return err
	}
	got.version, err = v.Version()
	return err
}

// consistent changes two customers at once while a View is between the two.
func consistent(t T, s distr.Store) {
	addPair(t, s)
	before := versionOf(t, s, acme)
	var once sync.Once
	updated := make(chan error, 1)
	start := func() {
		once.Do(func() {
			done := newMeeting()
			go func() {
				updated <- s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
					if err := rename(tx, "a", "1"); err != nil {
						return err
					}
					return rename(tx, "b", "1")
				})
				done.wait()
			}()
			done.wait() // in vain, if updates wait for views
		})
	}
	var got sight
	require.NoError(t, s.View(t.Context(), acme, func(v distr.VendorView) error { return got.see(v, start) }))
	require.NoError(t, <-updated, "an update while a View is under way")
	require.Equal(t, sight{before, "0", "0"}, got, "a View sees the state with which it began, whatever is updated meanwhile")

	got = look(t, s, acme, func(v distr.VendorView) (next sight, err error) { return next, next.see(v, func() {}) })
	require.Greater(t, got.version, before, "an update raises the version")
	require.Equal(t, []string{"1", "1"}, []string{got.a, got.b}, "a View that begins after an update returned sees it")
	racing(t, s)
}

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
