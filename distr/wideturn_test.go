package distr_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// populate adds customers, each with an asset, in one transaction.
func populate(t testing.TB, store distr.Store, ids ...tenant.CustomerID) {
	t.Helper()
	asset, err := license.ParseAsset("example.com", license.Auto)
	require.NoError(t, err)
	require.NoError(t, store.Update(t.Context(), "acme", func(tx distr.VendorTx) error {
		for _, id := range ids {
			if err := tx.AddCustomer(tenant.Customer{ID: id, Profile: tenant.Profile{Name: string(id), Access: tenant.AccessFull}}); err != nil {
				return err
			}
			room, err := tx.Edit(id)
			if err != nil {
				return err
			}
			if err := room.PutAssets([]distr.AssetRecord{{Key: asset.Key(), Asset: asset}}); err != nil {
				return err
			}
			if err := room.SetAssetCount(distr.AssetCount{Current: 1, Peak: 1}); err != nil {
				return err
			}
		}
		return nil
	}))
}

func numberedIDs(n int) (ids []tenant.CustomerID) {
	for i := range n {
		ids = append(ids, tenant.CustomerID(fmt.Sprintf("c-%04d", i)))
	}
	return ids
}

// A dying store is one that a process has until it dies: after so many updates that are
// kept, it has none any more.
type dying struct {
	distr.Store
	left atomic.Int64
}

var errDied = errors.New("the process has died")

func (d *dying) Update(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	if d.left.Add(-1) < 0 {
		return errDied
	}
	return d.Store.Update(ctx, v, fn)
}

// A slot of a schedule for two thousand customers is handed out in turns. Who hands it
// out dies in the middle of it, others go on, and nobody gets it twice or is left out.
func TestWideSchedule(t *testing.T) {
	t.Parallel()
	onEachStore(t, "2000", func(t *testing.T, o *office) {
		populate(t, o.store, numberedIDs(2000)...)
		wide := schedule(t, o.acme, daily(func(s *distr.ScanSchedule) { s.Jitter = 1 }))
		own := schedule(t, o.acme.Account("c-1999"), daily(func(s *distr.ScanSchedule) { s.Hour = 7 }))
		o.clock.to(t, "2026-03-04T08:00:00Z")
		slot := wide.Next.AddDate(0, 0, 2)

		store := &dying{Store: o.store}
		store.left.Store(2)
		n, err := o.newHub(store).Vendor("acme").As(distr.Program("dying")).HandOutScans(t.Context())
		require.ErrorIs(t, err, errDied)
		require.Equal(t, 1001, n)
		require.Len(t, runsOf(t, o.acme.Account("c-1999")), 1, "the other one does not wait for it")
		got := kept(t, o.store, "", wide.ID)
		require.Equal(t, distr.ScanTurn{Slot: slot, Missed: 2, After: "c-0999"}, got.Turn)
		require.Equal(t, slot.AddDate(0, 0, 1), got.Next)
		require.Equal(t, slot.AddDate(0, 0, 1).Add(3600e9), kept(t, o.store, "c-1999", own.ID).Next)

		populate(t, o.store, "c-0500x", "c-1500x") // the one comes too late
		_, err = o.acme.Account("c-1700").Archive(t.Context())
		require.NoError(t, err)
		o.clock.to(t, "2026-03-05T06:00:00Z") // and meanwhile the next one has come
		var others sync.WaitGroup
		counts, errs := make([]int, 3), make([]error, 3)
		for i := range counts {
			v := o.newHub(o.store).Vendor("acme").As(distr.Program("other"))
			others.Go(func() { counts[i], errs[i] = v.HandOutScans(t.Context()) })
		}
		others.Wait()
		require.Equal(t, make([]error, 3), errs)
		require.Equal(t, 1000+2001, counts[0]+counts[1]+counts[2])
		require.Zero(t, handOut(t, o.acme))
		runs, err := o.acme.Runs(t.Context(), distr.RunQuery{Schedule: wide.ID})
		require.NoError(t, err)
		got1, got2 := map[tenant.CustomerID]int{}, map[tenant.CustomerID]int{}
		for _, r := range runs {
			if r.Slot.Equal(slot) {
				require.Equal(t, 2, r.Missed)
				got1[r.Customer]++
			} else {
				require.Equal(t, slot.AddDate(0, 0, 1), r.Slot)
				require.Zero(t, r.Missed)
				got2[r.Customer]++
			}
		}
		want1, want2 := map[tenant.CustomerID]int{"c-1500x": 1}, map[tenant.CustomerID]int{"c-0500x": 1, "c-1500x": 1}
		for _, id := range numberedIDs(2000) {
			if id != "c-1700" {
				want1[id], want2[id] = 1, 1
			}
		}
		require.Equal(t, want1, got1)
		require.Equal(t, want2, got2)
	})
}

// A failing store is one in which a customer's room cannot be changed.
type failing struct{ distr.Store }

func (f failing) Update(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	return f.Store.Update(ctx, v, func(tx distr.VendorTx) error { return fn(failingTx{tx}) })
}

type failingTx struct{ distr.VendorTx }

func (f failingTx) Edit(id tenant.CustomerID) (distr.CustomerTx, error) {
	if id == "c-0007" {
		return nil, errDied
	}
	return f.VendorTx.Edit(id)
}

// A store that fails for one schedule holds up no other.
func TestOneThatFails(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	populate(t, o.store, numberedIDs(20)...)
	for _, id := range numberedIDs(20) {
		schedule(t, o.acme.Account(id), daily(nil))
	}
	o.clock.to(t, "2026-03-02T06:00:00Z")
	v := o.newHub(failing{o.store}).Vendor("acme").As(distr.Program("other"))
	for _, want := range []int{19, 0} {
		n, err := v.HandOutScans(t.Context())
		require.ErrorIs(t, err, errDied)
		require.ErrorContains(t, err, "of customer c-0007: ")
		require.NotContains(t, err.Error(), "c-0008")
		require.Equal(t, want, n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := v.HandOutScans(ctx)
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, 1, handOut(t, o.acme))
}
