package storetest

import (
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
	dirty(t, s)
	racing(t, s)
}

// dirty looks at the room while an update that will fail is half through.
func dirty(t T, s distr.Store) {
	t.Helper()
	before := versionOf(t, s, acme)
	var once sync.Once
	var got sight
	var changes distr.Changes
	looked := make(chan error, 1)
	start := func() {
		once.Do(func() {
			done := newMeeting()
			go func() {
				err := s.View(t.Context(), acme, func(v distr.VendorView) error {
					got = sight{}
					return got.see(v, func() {})
				})
				if err == nil {
					changes, err = s.Changed(t.Context(), acme, before)
				}
				looked <- err
				done.wait()
			}()
			done.wait() // in vain, if views wait for updates
		})
	}
	require.ErrorIs(t, s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
		if err := rename(tx, "a", "dirty"); err != nil {
			return err
		}
		start()
		return errMine
	}), errMine)
	require.NoError(t, <-looked, "a View while an update is under way")
	require.Equal(t, sight{before, "1", "1"}, got, "a View sees nothing of an update that is under way, or failed")
	require.Equal(t, before, changes.Version, "Changed knows nothing of an update that is under way, or failed")
}
