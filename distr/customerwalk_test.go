package distr_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A rereading store reads everything twice, as one does that was disturbed.
type rereading struct{ distr.Store }

func (s rereading) View(ctx context.Context, v tenant.VendorID, fn func(distr.VendorView) error) error {
	if err := s.Store.View(ctx, v, fn); err != nil {
		return err
	}
	return s.Store.View(ctx, v, fn)
}

// peopled adds customers who hold all of app; every one but each third has a reader.
func (w *world) peopled(t *testing.T, ids ...tenant.CustomerID) (readers []tenant.CustomerID) {
	t.Helper()
	populate(t, w.store, ids...)
	require.NoError(t, w.store.Update(t.Context(), "acme", func(tx distr.VendorTx) error {
		readers = nil
		for i, id := range ids {
			room, err := tx.Edit(id)
			if err != nil {
				return err
			}
			if err := room.SetProfile(tenant.Profile{Name: string(id), Access: tenant.AccessFull, Features: tenant.FeaturesOf(tenant.Artifacts)}); err != nil {
				return err
			}
			if err := room.PutGrant(entitlement.Grant{ID: "grt_1", Product: "app", Versions: entitlement.All()}); err != nil {
				return err
			}
			if i%3 == 1 {
				continue
			}
			readers = append(readers, id)
			if err := room.PutMember(tenant.Member{ID: "mem_1", Email: "a@globex.example", Role: tenant.Administrator, Joined: time.Unix(1, 0)}); err != nil {
				return err
			}
		}
		return nil
	}))
	return readers
}

// All customers are looked at, however many there are to a view of the store.
func TestAllCustomersAreLookedAt(t *testing.T) {
	t.Parallel()
	for _, many := range []int{0, 1, 199, 200, 201, 401} {
		t.Run(fmt.Sprint(many), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.publish(t, "1.0.0")
			_, _, err := w.acme.ChangeSettings(t.Context(), func(s *tenant.Settings) error {
				s.PortalForAll = true
				return nil
			})
			require.NoError(t, err)
			want := w.peopled(t, numberedIDs(many)...)
			v := w.newHub(rereading{w.store}).Vendor("acme").As(distr.Operator())
			var got []tenant.CustomerID
			for r, err := range v.ReleaseReaders(t.Context(), "app", "1.0.0") {
				require.NoError(t, err)
				got = append(got, r.Customer.ID)
			}
			require.Equal(t, want, got, "each once, in order")
			for r, err := range v.ReleaseReaders(t.Context(), "app", "1.0.0") {
				require.NoError(t, err)
				require.Equal(t, want[0], r.Customer.ID)
				break
			}
			for _, err := range v.ReleaseReaders(t.Context(), "lost", "1.0.0") {
				require.ErrorIs(t, err, tenant.ErrNotFound)
				got = nil
			}
			require.Nil(t, got, "an error is yielded, also where nobody is")
		})
	}
}
